//! Fetching against a server on loopback that is slow, failing, redirecting, oversized and lying, and against OpenSSL's
//! OCSP responder.

#![cfg(feature = "fetch")]
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use longseal::evidence::Request;
use longseal_archive::fetch::{Addresses, FetchFault, FetchSettings, Fetched, Fetcher, MaterialFolder};

fn fixture(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files/pki").join(path)).unwrap()
}

/// A server for one test: what it was asked, and how many asked at once.
#[derive(Default)]
struct Seen {
    requests: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Seen {
    fn count(&self, path: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|request| request.split(' ').nth(1) == Some(path)).count()
    }
}

struct Server {
    base: String,
    seen: Arc<Seen>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &seen));
            }
        });
        Self { base, seen }
    }

    fn crl(&self, path: &str) -> Request {
        Request::Crl { url: format!("{}{path}", self.base) }
    }
}

fn answer(mut stream: TcpStream, seen: &Seen) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    if reader.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap();
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    seen.requests.lock().unwrap().push(first.trim().to_owned());
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let written = respond(&mut stream, &path, &headers, seen);
    // The client may have gone away: that is what some of the tests are about.
    drop(written);
}

// Each path stands alone, also where two answer alike.
#[allow(clippy::match_same_arms)]
fn respond(stream: &mut TcpStream, path: &str, headers: &HashMap<String, String>, seen: &Seen) -> std::io::Result<()> {
    let crl = fixture("authority-2025-12.crl");
    let mut plain = |status: &str, more: &str, body: &[u8]| {
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n", body.len())?;
        stream.write_all(body)
    };
    match path {
        "/authority.p7b" => plain("200 OK", "", &fixture("authority.p7b")),
        "/tagged.crl" if headers.get("if-none-match").is_some_and(|tag| tag == "\"7\"") => plain("304 Not Modified", "", b""),
        "/tagged.crl" => plain("200 OK", "ETag: \"7\"\r\n", &crl),
        "/fresh.crl" => plain("200 OK", "Cache-Control: public, max-age=3600\r\n", &crl),
        "/third-time.crl" if seen.count(path) < 3 => plain("503 Service Unavailable", "", b""),
        "/good.crl" | "/third-time.crl" => plain("200 OK", "", &crl),
        "/gone.crl" => plain("404 Not Found", "", b"nothing here"),
        "/broken.crl" => plain("500 Internal Server Error", "", b""),
        "/html.crl" => plain("200 OK", "Content-Type: application/pkix-crl\r\n", b"<html>Please log in</html>"),
        "/certificate.crl" => plain("200 OK", "", &fixture("root.pem")),
        "/damaged.crl" => plain("200 OK", "", &crl[..crl.len() - 7]),
        "/moved.crl" => plain("302 Found", "Location: /good.crl\r\n", b""),
        "/loop.crl" => plain("301 Moved", "Location: /loop.crl\r\n", b""),
        "/ping.crl" => plain("301 Moved", "Location: /pong.crl\r\n", b""),
        "/pong.crl" => plain("301 Moved", "Location: /ping.crl\r\n", b""),
        "/file.crl" => plain("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/nowhere.crl" => plain("302 Found", "", b""),
        "/large.crl" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")?;
            stream.write_all(&[0; 4096])
        }
        "/endless.crl" => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            loop {
                stream.write_all(b"1000\r\n")?;
                stream.write_all(&[b'x'; 0x1000])?;
                stream.write_all(b"\r\n")?;
            }
        }
        "/torn.crl" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", crl.len() + 10)?;
            stream.write_all(&crl)
        }
        "/no-http.crl" => stream.write_all(b"SSH-2.0-something\r\n\r\n"),
        "/silent.crl" => {
            thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        "/drop-by-drop.crl" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")?;
            for _ in 0..200 {
                stream.write_all(b"x")?;
                thread::sleep(Duration::from_millis(100));
            }
            Ok(())
        }
        _ if path.starts_with("/deep/") => {
            let depth: u32 = path["/deep/".len()..].parse().unwrap();
            plain("302 Found", &format!("Location: /deep/{}\r\n", depth + 1), b"")
        }
        _ if path.starts_with("/busy/") => {
            let now = seen.now.fetch_add(1, Ordering::SeqCst) + 1;
            seen.most.fetch_max(now, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(50));
            // Before it is answered: the next one may be asked for as soon as the answer is there.
            seen.now.fetch_sub(1, Ordering::SeqCst);
            plain("200 OK", "", &crl)
        }
        _ => plain("400 Bad Request", "", b""),
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("longseal-fetch-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn open(&self) -> Mutex<MaterialFolder> {
        Mutex::new(MaterialFolder::open(&self.0).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn settings() -> FetchSettings {
    let mut settings = FetchSettings::default();
    settings.addresses = Addresses::All;
    settings.timeout = Duration::from_secs(1);
    settings.backoff = Duration::from_millis(5);
    settings
}

fn fault(fetched: &[Fetched]) -> FetchFault {
    assert_eq!(fetched.len(), 1);
    fetched[0].outcome.as_ref().unwrap_err().clone()
}

/// Asks for one CRL, and how often the server was asked.
fn ask(name: &str, path: &str) -> (FetchFault, usize) {
    let (server, folder) = (Server::start(), Folder::new(name));
    let fetched = Fetcher::new(settings()).fetch(vec![server.crl(path)], &folder.open());
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 0, "what is wrong is not stored");
    (fault(&fetched), server.seen.count(path))
}

#[test]
fn what_is_wanted_is_stored_once_with_where_it_came_from() {
    let (server, folder) = (Server::start(), Folder::new("good"));
    let store = folder.open();
    let issuer = Request::Issuer { url: format!("{}/authority.p7b", server.base) };
    let fetcher = Fetcher::new(settings());
    let fetched = fetcher.fetch(vec![server.crl("/good.crl"), issuer], &store);
    assert!(fetched.iter().all(|fetched| fetched.outcome.is_ok()), "{fetched:?}");
    // Never a second time.
    let again = fetcher.fetch(vec![server.crl("/good.crl")], &store);
    assert!(again[0].outcome.is_err());
    assert_eq!((server.seen.count("/good.crl"), server.seen.count("/authority.p7b")), (1, 1));

    let digest = store.lock().unwrap().finish().unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(folder.0.join("manifest.json")).unwrap()).unwrap();
    assert_eq!((&manifest["schema"], &manifest["digest"]), (&"longseal/material/1".into(), &digest.into()));
    assert_eq!(manifest["entries"].as_array().unwrap().len(), 2);
    let material = MaterialFolder::open(&folder.0).unwrap().material().unwrap();
    assert_eq!(material.crls().len(), 1);
    assert!(!material.certificates().is_empty());

    let file = folder.0.join(manifest["entries"][0]["file"].as_str().unwrap());
    fs::write(&file, b"something else").unwrap();
    assert!(MaterialFolder::open(&folder.0).unwrap_err().to_string().contains("not what was stored"));
}

#[test]
fn what_is_current_is_not_sent_again() {
    let (server, folder) = (Server::start(), Folder::new("cache"));
    for round in 0..3 {
        let store = folder.open();
        let fetched = Fetcher::new(settings()).fetch(vec![server.crl("/tagged.crl"), server.crl("/fresh.crl")], &store);
        assert!(fetched.iter().all(|fetched| fetched.outcome.is_ok() && fetched.stored_before == (round > 0)), "{fetched:?}");
        store.lock().unwrap().finish().unwrap();
    }
    // One is asked for with its tag, the other is fresh for an hour.
    assert_eq!((server.seen.count("/tagged.crl"), server.seen.count("/fresh.crl")), (3, 1));
}

#[test]
fn a_passing_fault_is_tried_again_and_a_lasting_one_is_not() {
    let (server, folder) = (Server::start(), Folder::new("retry"));
    let fetched = Fetcher::new(settings()).fetch(vec![server.crl("/third-time.crl")], &folder.open());
    assert!(fetched[0].outcome.is_ok(), "{fetched:?}");
    assert_eq!(server.seen.count("/third-time.crl"), 3);
    assert_eq!(ask("gone", "/gone.crl"), (FetchFault::Status(404), 1));
    assert_eq!(ask("broken", "/broken.crl"), (FetchFault::Status(500), 3));
}

#[test]
fn redirects_are_followed_a_few_times_and_never_back() {
    let (server, folder) = (Server::start(), Folder::new("moved"));
    let fetched = Fetcher::new(settings()).fetch(vec![server.crl("/moved.crl")], &folder.open());
    assert!(fetched[0].outcome.is_ok(), "{fetched:?}");
    for path in ["/loop.crl", "/ping.crl"] {
        let (fault, count) = ask("loop", path);
        assert!(matches!(&fault, FetchFault::RedirectedBack(to) if to.ends_with(path)), "{fault}");
        assert_eq!(count, 1);
    }
    assert_eq!(ask("deep", "/deep/1").0, FetchFault::TooManyRedirects);
    assert_eq!(ask("file", "/file.crl").0, FetchFault::BadRedirect("file:///etc/passwd".to_owned()));
    assert_eq!(ask("nowhere", "/nowhere.crl").0, FetchFault::BadRedirect(String::new()));
}

#[test]
fn too_much_and_too_slow_end_in_time() {
    let mut limited = settings();
    limited.max_crl = 100_000;
    limited.retries = 0;
    for path in ["/large.crl", "/endless.crl"] {
        let (server, folder) = (Server::start(), Folder::new("large"));
        let fetched = Fetcher::new(limited.clone()).fetch(vec![server.crl(path)], &folder.open());
        assert_eq!(fault(&fetched), FetchFault::TooLarge { limit: 100_000 }, "{path}");
    }
    for path in ["/silent.crl", "/drop-by-drop.crl"] {
        let (server, folder) = (Server::start(), Folder::new("slow"));
        let started = Instant::now();
        let fetched = Fetcher::new(limited.clone()).fetch(vec![server.crl(path)], &folder.open());
        assert_eq!(fault(&fetched), FetchFault::TimedOut { seconds: 1 }, "{path}");
        assert!(started.elapsed() < Duration::from_secs(8), "{path}");
    }
}

#[test]
fn what_lies_is_not_believed() {
    for path in ["/html.crl", "/certificate.crl", "/damaged.crl"] {
        let (fault, count) = ask("lies", path);
        assert!(matches!(fault, FetchFault::NotWhatWasAsked { asked: "CRL", .. }), "{path}: {fault}");
        assert_eq!(count, 1, "{path}");
    }
    for path in ["/torn.crl", "/no-http.crl"] {
        let (fault, _) = ask("torn", path);
        assert!(matches!(fault, FetchFault::Protocol(_) | FetchFault::NoConnection(_)), "{path}: {fault}");
    }
}

#[test]
fn addresses_that_are_not_public_are_never_connected_to() {
    let (server, folder) = (Server::start(), Folder::new("refused"));
    let port = server.base.rsplit_once(':').unwrap().1;
    let mut public = settings();
    public.addresses = Addresses::Public;
    for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"] {
        let request = Request::Crl { url: format!("http://{host}:{port}/good.crl") };
        let fetched = Fetcher::new(public.clone()).fetch(vec![request], &folder.open());
        let fault = fault(&fetched);
        let refused = matches!(fault, FetchFault::RefusedAddress(_) | FetchFault::UnknownHost | FetchFault::BadUrl);
        // A spelling that this system does not take for an address is no name that anybody has either.
        assert!(refused || !fault.to_string().contains("no connection: nobody"), "{host}: {fault}");
        if ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"].contains(&host) {
            assert!(matches!(fault, FetchFault::RefusedAddress(_)), "{host}: {fault}");
        }
    }
    assert!(server.seen.requests.lock().unwrap().is_empty());
    for url in ["ftp://example.org/x", "file:///etc/passwd", "nonsense"] {
        let fetched = Fetcher::new(public.clone()).fetch(vec![Request::Crl { url: url.to_owned() }], &folder.open());
        assert_eq!(fault(&fetched), FetchFault::BadUrl, "{url}");
    }
}

#[test]
fn nobody_answers() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = Folder::new("nobody");
    let request = Request::Crl { url: format!("http://{free}/x.crl") };
    let fault = fault(&Fetcher::new(settings()).fetch(vec![request], &folder.open()));
    assert!(matches!(fault, FetchFault::NoConnection(_)), "{fault}");
}

#[test]
fn one_host_is_asked_a_few_things_at_once() {
    let (server, folder) = (Server::start(), Folder::new("busy"));
    let requests = (0..20).map(|number| server.crl(&format!("/busy/{number}"))).collect();
    let fetched = Fetcher::new(settings()).fetch(requests, &folder.open());
    assert!(fetched.iter().all(|fetched| fetched.outcome.is_ok()));
    assert_eq!(server.seen.most.load(Ordering::SeqCst), 2);
    // Twenty addresses, one file.
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn an_answer_comes_from_openssls_responder() {
    let folder = Folder::new("ocsp");
    let work = folder.0.join("pki");
    fs::create_dir_all(&work).unwrap();
    let openssl = |arguments: &str| {
        let run = Command::new("openssl").args(arguments.split(' ')).current_dir(&work).stdin(Stdio::null()).output();
        run.is_ok_and(|run| run.status.success())
    };
    if !openssl("version") {
        println!("skipped: openssl is not installed");
        return;
    }
    assert!(openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Authority -days 30"));
    assert!(openssl("req -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=Leaf"));
    assert!(openssl("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 4660 -out leaf.pem -days 20"));
    assert!(openssl("ocsp -issuer ca.pem -cert leaf.pem -reqout request.der -no_nonce"));
    fs::write(work.join("index.txt"), "V\t400101000000Z\t\t1234\tunknown\t/CN=Leaf\n").unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let mut responder = Command::new("openssl")
        .args(["ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-port", &port])
        .args(["-nrequest", "1", "-ndays", "1"])
        .current_dir(&work)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut patient = settings();
    patient.retries = 6;
    patient.backoff = Duration::from_millis(100);
    patient.timeout = Duration::from_secs(10);
    let request =
        Request::Ocsp { url: format!("http://127.0.0.1:{port}/"), request: fs::read(work.join("request.der")).unwrap() };
    let fetched = Fetcher::new(patient).fetch(vec![request], &folder.open());
    let _ = responder.kill();
    let _ = responder.wait();
    let material = fetched[0].outcome.as_ref().unwrap();
    assert_eq!(material.ocsps().len(), 1);
}
