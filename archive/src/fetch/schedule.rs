//! Many requests at once: each once, and only a few to one host.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use longseal::evidence::{Material, Request, WantedList};

use super::client::{Answer, Client, FetchSettings, Validators};
use super::fault::FetchFault;
use super::store::MaterialFolder;

/// Fetches, and remembers what it asked: no request is sent a second time, except to try again after a passing fault.
pub struct Fetcher {
    client: Client,
}

/// What came of one request.
#[derive(Debug)]
pub struct Fetched {
    /// The request.
    pub request: Request,
    /// What it brought.
    pub outcome: Result<Material, FetchFault>,
    /// Whether the folder had it, and it was still current.
    pub stored_before: bool,
}

/// Requests that wait, and how many are under way at each host.
struct Queue {
    waiting: Vec<Request>,
    hosts: HashMap<String, usize>,
}

impl Fetcher {
    /// A fetcher. Proxies are those of the environment.
    pub fn new(settings: FetchSettings) -> Self {
        Self { client: Client::new(settings) }
    }

    /// Of what is wanted, what to ask next: for each certificate the first way that was not tried.
    pub fn next(&self, list: &WantedList) -> Vec<Request> {
        let mut best: HashMap<([u8; 32], bool), (u8, &Request)> = HashMap::new();
        for wanted in list.items().iter().filter(|wanted| !self.client.has_begun(&wanted.request)) {
            let is_issuer = matches!(wanted.request, Request::Issuer { .. });
            for purpose in &wanted.purposes {
                let found = best.entry((purpose.certificate, is_issuer)).or_insert((purpose.preference, &wanted.request));
                if purpose.preference < found.0 {
                    *found = (purpose.preference, &wanted.request);
                }
            }
        }
        let mut next: Vec<Request> = best.into_values().map(|(_, request)| request.clone()).collect();
        next.sort();
        next.dedup();
        next
    }

    /// Sends requests and stores what comes. Results are in the order of the requests.
    pub fn fetch(&self, requests: Vec<Request>, folder: &Mutex<MaterialFolder>) -> Vec<Fetched> {
        let settings = self.client.settings();
        let threads = settings.connections.clamp(1, requests.len().max(1));
        let queue = Mutex::new(Queue { waiting: requests, hosts: HashMap::new() });
        let (changed, done) = (Condvar::new(), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some((request, host)) = take(&queue, &changed, settings.connections_per_host) {
                        let fetched = self.one(request, folder);
                        lock(&done).push(fetched);
                        if let Some(count) = lock(&queue).hosts.get_mut(&host) {
                            *count -= 1;
                        }
                        changed.notify_all();
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by(|left: &Fetched, right| left.request.cmp(&right.request));
        done
    }

    fn one(&self, request: Request, folder: &Mutex<MaterialFolder>) -> Fetched {
        let stored = lock(folder).current(&request);
        if let Some(stored) = stored.as_ref().filter(|stored| stored.is_fresh) {
            // Not sent, and not to be sent: it is as good as answered.
            self.client.begin(&request);
            return Fetched { outcome: read(&request, &stored.body), request, stored_before: true };
        }
        if !self.client.begin(&request) {
            let fault = FetchFault::RedirectedBack(request.url().to_owned());
            return Fetched { request, outcome: Err(fault), stored_before: false };
        }
        let known = stored.as_ref().map_or_else(Validators::default, |stored| stored.validators.clone());
        let mut stored_before = false;
        let outcome = self.client.fetch(&request, &known).and_then(|answer| match (answer, &stored) {
            (Answer::New { body, validators, fresh_for }, _) => {
                let material = read(&request, &body)?;
                let kept = lock(folder).keep(&request, &body, &validators, fresh_for);
                kept.map_err(|error| FetchFault::Storage(error.to_string()))?;
                Ok(material)
            }
            (Answer::NotModified { fresh_for }, Some(stored)) => {
                stored_before = true;
                lock(folder).confirm(&request, fresh_for);
                read(&request, &stored.body)
            }
            (Answer::NotModified { .. }, None) => Err(FetchFault::Status(304)),
        });
        Fetched { request, outcome, stored_before }
    }
}

/// The next request whose host is not busy; waits for one, and gives `None` when none is left.
fn take(queue: &Mutex<Queue>, changed: &Condvar, per_host: usize) -> Option<(Request, String)> {
    let mut state = lock(queue);
    loop {
        if state.waiting.is_empty() {
            return None;
        }
        let Queue { waiting, hosts } = &mut *state;
        let free = waiting.iter().position(|request| hosts.get(&host(request)).copied().unwrap_or(0) < per_host.max(1));
        if let Some(position) = free {
            let request = waiting.remove(position);
            let host = host(&request);
            *hosts.entry(host.clone()).or_default() += 1;
            return Some((request, host));
        }
        state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}

fn host(request: &Request) -> String {
    let rest = request.url().split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
}

/// An answer that is not what was asked for is worth nothing, whatever the server says of it.
fn read(request: &Request, body: &[u8]) -> Result<Material, FetchFault> {
    let (asked, is_there): (_, fn(&Material) -> bool) = match request {
        Request::Crl { .. } => ("CRL", |material| !material.crls().is_empty()),
        Request::Ocsp { .. } => ("OCSP response", |material| !material.ocsps().is_empty()),
        _ => ("certificate", |material| !material.certificates().is_empty()),
    };
    let wrong = |why: String| FetchFault::NotWhatWasAsked { asked, why };
    let material = Material::from_bytes(body).map_err(|error| wrong(error.to_string()))?;
    if is_there(&material) { Ok(material) } else { Err(wrong("it is something else".to_owned())) }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
