//! One request: where it may go, how long it may take, how much may come.

use std::collections::HashSet;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use longseal::evidence::Request;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::header::{CACHE_CONTROL, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Proxy};

use super::address::is_public;
use super::fault::FetchFault;

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addresses {
    /// Those on the public Internet.
    #[default]
    Public,
    /// All, also loopback and private networks.
    All,
}

/// How requests are made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FetchSettings {
    /// Which addresses may be asked.
    pub addresses: Addresses,
    /// From the first name to the last byte of one request.
    pub timeout: Duration,
    /// Largest CRL; the largest known of a public authority has 40 MB.
    pub max_crl: u64,
    /// Largest certificate, p7b or OCSP response.
    pub max_other: u64,
    /// Redirects followed.
    pub max_redirects: u32,
    /// How often a request that may succeed later is repeated.
    pub retries: u32,
    /// How long to wait before the first repetition; doubled each time.
    pub backoff: Duration,
    /// Requests at once.
    pub connections: usize,
    /// Requests to one host at once.
    pub connections_per_host: usize,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            addresses: Addresses::default(),
            timeout: Duration::from_secs(30),
            max_crl: 128 << 20,
            max_other: 1 << 20,
            max_redirects: 5,
            retries: 2,
            backoff: Duration::from_millis(500),
            connections: 16,
            connections_per_host: 2,
        }
    }
}

/// What an earlier answer said of itself, for asking whether there is a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

/// What came.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    New {
        body: Vec<u8>,
        validators: Validators,
        fresh_for: Duration,
    },
    /// What is stored is still current.
    NotModified {
        fresh_for: Duration,
    },
}

pub(super) struct Client {
    agent: Agent,
    proxy: Option<Proxy>,
    settings: FetchSettings,
    /// Every request that was sent or is about to be, redirects included.
    sent: Mutex<HashSet<Request>>,
}

/// Resolves names, and refuses what is not public. Connections are made to the addresses it gives and no others, so a name
/// that changes its address in between (DNS rebinding) gains nothing.
#[derive(Debug)]
struct Guard {
    addresses: Addresses,
    proxy: Option<Uri>,
}

#[derive(Debug)]
struct Refused(IpAddr);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not a public address", self.0)
    }
}

impl std::error::Error for Refused {}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        // The proxy was named by the environment, not by a certificate.
        if self.addresses == Addresses::All || self.proxy.as_ref() == Some(uri) {
            return Ok(found);
        }
        // One address that is not public spoils all: an honest name has none.
        match found.iter().find(|address| !is_public(address.ip())) {
            Some(refused) => Err(ureq::Error::Other(Box::new(Refused(refused.ip())))),
            None => Ok(found),
        }
    }
}

impl Client {
    pub(super) fn new(settings: FetchSettings) -> Self {
        let proxy = Proxy::try_from_env();
        let guard = Guard { addresses: settings.addresses, proxy: proxy.as_ref().map(|proxy| proxy.uri().clone()) };
        let mut config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy.clone())
            .timeout_global(Some(settings.timeout))
            .user_agent(concat!("longseal/", env!("CARGO_PKG_VERSION")));
        // graviola needs a CPU of the last ten years; elsewhere there is http only, which is what certificates name.
        if graviola::util::is_cpu_supported() {
            let roots = rustls_native_certs::load_native_certs().certs;
            let roots: Vec<_> = roots.iter().map(|root| Certificate::from_der(root).to_owned()).collect();
            let tls = TlsConfig::builder()
                .unversioned_rustls_crypto_provider(Arc::new(rustls_graviola::default_provider()))
                .root_certs(RootCerts::new_with_certs(&roots));
            config = config.tls_config(tls.build());
        }
        let agent = Agent::with_parts(config.build(), DefaultConnector::default(), guard);
        Self { agent, proxy, settings, sent: Mutex::default() }
    }

    pub(super) fn settings(&self) -> &FetchSettings {
        &self.settings
    }

    /// Sends a request, and again while that may help.
    pub(super) fn fetch(&self, request: &Request, known: &Validators) -> Result<Answer, FetchFault> {
        let mut wait = self.settings.backoff;
        let mut left = self.settings.retries;
        loop {
            match self.follow(request, known) {
                Err(fault) if fault.is_transient() && left > 0 => {
                    std::thread::sleep(wait);
                    wait *= 2;
                    left -= 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Sends a request and follows where it is redirected.
    fn follow(&self, request: &Request, known: &Validators) -> Result<Answer, FetchFault> {
        let mut request = request.clone();
        let mut redirects = 0;
        loop {
            let uri: Uri = request.url().parse().map_err(|_| FetchFault::BadUrl)?;
            self.check(&uri)?;
            let redirected = match self.send(&request, known)? {
                Ok(answer) => return Ok(answer),
                Err(location) => location,
            };
            redirects += 1;
            if redirects > self.settings.max_redirects {
                return Err(FetchFault::TooManyRedirects);
            }
            let url = absolute(&uri, &redirected).ok_or(FetchFault::BadRedirect(redirected))?;
            request = match request {
                // A redirected POST would have to be sent again with its body; authorities do not ask for that.
                Request::Ocsp { request, .. } => Request::Ocsp { url, request },
                Request::Crl { .. } => Request::Crl { url },
                _ => Request::Issuer { url },
            };
            if !self.begin(&request) {
                return Err(FetchFault::RedirectedBack(request.url().to_owned()));
            }
        }
    }

    /// Notes that a request is sent; false when it was before.
    pub(super) fn begin(&self, request: &Request) -> bool {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).insert(request.clone())
    }

    pub(super) fn has_begun(&self, request: &Request) -> bool {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).contains(request)
    }

    /// What the resolver does not see: schemes, and hosts that a proxy looks up in our place.
    fn check(&self, uri: &Uri) -> Result<(), FetchFault> {
        let host = uri.host().ok_or(FetchFault::BadUrl)?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(FetchFault::BadUrl);
        }
        if self.settings.addresses == Addresses::All || self.proxy.is_none() {
            return Ok(());
        }
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        let local = host.eq_ignore_ascii_case("localhost").then_some(IpAddr::from([127, 0, 0, 1]));
        match literal.or(local).filter(|&address| !is_public(address)) {
            Some(address) => Err(FetchFault::RefusedAddress(address)),
            None => Ok(()),
        }
    }

    /// One exchange; the inner error is where it was redirected.
    fn send(&self, request: &Request, known: &Validators) -> Result<Result<Answer, String>, FetchFault> {
        let url = request.url();
        let sent = if let Request::Ocsp { request, .. } = request {
            let post = self.agent.post(url).header("Content-Type", "application/ocsp-request");
            post.header("Accept", "application/ocsp-response").send(&request[..])
        } else {
            let mut get = self.agent.get(url);
            if let Some(etag) = &known.etag {
                get = get.header(IF_NONE_MATCH, etag);
            }
            if let Some(modified) = &known.last_modified {
                get = get.header(IF_MODIFIED_SINCE, modified);
            }
            get.call()
        };
        let mut response = sent.map_err(|error| self.fault(error))?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let fresh_for = header(CACHE_CONTROL).map_or(Duration::ZERO, |value| fresh_for(&value));
        match response.status().as_u16() {
            200 => {}
            304 => return Ok(Ok(Answer::NotModified { fresh_for })),
            301 | 302 | 303 | 307 | 308 => return Ok(Err(header(LOCATION).unwrap_or_default())),
            status => return Err(FetchFault::Status(status)),
        }
        let validators = Validators { etag: header(ETAG), last_modified: header(LAST_MODIFIED) };
        let limit = match request {
            Request::Crl { .. } => self.settings.max_crl,
            _ => self.settings.max_other,
        };
        let too_large = |length: u64| length > limit;
        if response.body().content_length().is_some_and(too_large) {
            return Err(FetchFault::TooLarge { limit });
        }
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        let body = body.map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => FetchFault::TooLarge { limit },
            other => self.fault(other),
        })?;
        Ok(Ok(Answer::New { body, validators, fresh_for }))
    }

    fn fault(&self, error: ureq::Error) -> FetchFault {
        match error {
            ureq::Error::Timeout(_) | ureq::Error::BodyStalled => {
                FetchFault::TimedOut { seconds: self.settings.timeout.as_secs() }
            }
            ureq::Error::HostNotFound => FetchFault::UnknownHost,
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => FetchFault::BadUrl,
            ureq::Error::ConnectionFailed => FetchFault::NoConnection("nobody answers".to_owned()),
            ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                FetchFault::TimedOut { seconds: self.settings.timeout.as_secs() }
            }
            // The standard library has no kind for it.
            ureq::Error::Io(error) if error.to_string().contains("failed to lookup address") => FetchFault::UnknownHost,
            ureq::Error::Io(error) => FetchFault::NoConnection(error.to_string()),
            ureq::Error::Other(other) => match other.downcast_ref::<Refused>() {
                Some(Refused(address)) => FetchFault::RefusedAddress(*address),
                None => FetchFault::Protocol(other.to_string()),
            },
            other => FetchFault::Protocol(other.to_string()),
        }
    }
}

/// `max-age` of Cache-Control (RFC 9111 §5.2.2), unless it may not be kept.
fn fresh_for(value: &str) -> Duration {
    let mut seconds = 0;
    for directive in value.split(',').map(str::trim) {
        match directive.split_once('=') {
            Some((name, age)) if name.eq_ignore_ascii_case("max-age") => seconds = age.trim_matches('"').parse().unwrap_or(0),
            None if directive.eq_ignore_ascii_case("no-cache") || directive.eq_ignore_ascii_case("no-store") => {
                return Duration::ZERO;
            }
            _ => {}
        }
    }
    Duration::from_secs(seconds)
}

/// Where a redirect leads: an absolute URL, or a path on the same host (RFC 9110 §10.2.2).
fn absolute(from: &Uri, location: &str) -> Option<String> {
    if location.contains("://") {
        let scheme = location.split_once("://")?.0.to_ascii_lowercase();
        return matches!(&*scheme, "http" | "https").then(|| location.to_owned());
    }
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    match location.strip_prefix("//") {
        Some(rest) => Some(format!("{scheme}://{rest}")),
        None if location.starts_with('/') => Some(format!("{scheme}://{authority}{location}")),
        None if location.is_empty() || location.contains(':') => None,
        None => {
            let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            Some(format!("{scheme}://{authority}{folder}/{location}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_lead_to_http_only() {
        let from: Uri = "http://a.example:81/b/c?d".parse().unwrap();
        for (location, to) in [
            ("https://x/y", Some("https://x/y")),
            ("/y", Some("http://a.example:81/y")),
            ("y", Some("http://a.example:81/b/y")),
            ("//x/y", Some("http://x/y")),
            ("file:///etc/passwd", None),
            ("ldap://x/y", None),
            ("javascript:1", None),
            ("", None),
        ] {
            assert_eq!(absolute(&from, location).as_deref(), to, "{location}");
        }
    }

    #[test]
    fn how_long_an_answer_is_fresh() {
        for (value, seconds) in [("max-age=3600, public", 3600), ("public", 0), ("max-age=60, no-store", 0), ("MAX-AGE=\"5\"", 5)]
        {
            assert_eq!(fresh_for(value), Duration::from_secs(seconds), "{value}");
        }
    }
}
