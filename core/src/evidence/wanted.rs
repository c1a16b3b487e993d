//! What evidence lacks and where its certificates say it can be had: issuers (RFC 5280 §4.2.2.1), CRLs (§4.2.1.13) and
//! OCSP responses (RFC 6960 §3.1). Whoever has a network fetches it and [adds](super::Evidence::add) what came.

use crate::keyed::KeyedMap;
use crate::ocsp;
use crate::x509::{AccessDescription, Certificate, DistributionPointName, oid};

/// Locations taken from one certificate, of each kind. Real ones name one or two; a hostile one could name thousands.
const MAX_LOCATIONS: usize = 4;
/// Longest URL, in octets: what clients and servers agree on.
const MAX_URL: usize = 2_048;

/// What to ask for, and where. Equal requests have equal answers: each is sent once, whoever wants it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Request {
    /// A certificate, or a p7b of several, by authorityInfoAccess (id-ad-caIssuers).
    Issuer {
        /// The URL.
        url: String,
    },
    /// A CRL by cRLDistributionPoints.
    Crl {
        /// The URL.
        url: String,
    },
    /// An OCSP response by authorityInfoAccess (id-ad-ocsp).
    Ocsp {
        /// The URL.
        url: String,
        /// DER of the `OCSPRequest`.
        request: Vec<u8>,
    },
}

impl Request {
    /// Where to ask.
    pub fn url(&self) -> &str {
        match self {
            Self::Issuer { url } | Self::Crl { url } | Self::Ocsp { url, .. } => url,
        }
    }
}

/// A certificate that a request would help.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Purpose {
    /// SHA-256 of the certificate whose issuer or status is missing.
    pub certificate: [u8; 32],
    /// Its subject, for people.
    pub subject: String,
    /// Which of several ways to the same information this is: 0 is the first to try, and when it has brought what is
    /// missing the others are no longer wanted.
    pub preference: u8,
}

/// One request and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wanted {
    /// What to ask for.
    pub request: Request,
    /// The certificates it would help, each once, in the order they were met.
    pub purposes: Vec<Purpose>,
}

/// Requests of one document or of many, each once.
#[derive(Clone, Debug, Default)]
pub struct WantedList {
    items: Vec<Wanted>,
    known: KeyedMap<Request, usize>,
}

impl WantedList {
    /// The requests, in the order they were met.
    pub fn items(&self) -> &[Wanted] {
        &self.items
    }

    /// Whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds what another list wants.
    pub fn extend(&mut self, other: Self) {
        for Wanted { request, purposes } in other.items {
            for purpose in purposes {
                self.push(request.clone(), purpose);
            }
        }
    }

    /// Wants the issuer of `certificate`.
    pub fn add_issuer_of(&mut self, certificate: &Certificate) {
        let requests = access(certificate, oid::ACCESS_CA_ISSUERS).into_iter().map(|url| Request::Issuer { url });
        self.add_all(certificate, requests.collect());
    }

    /// Wants the revocation status of `certificate`: the CRL first, which serves all certificates of an issuer, then the
    /// OCSP response, which can be asked for when the issuer's key is known.
    pub fn add_status_of(&mut self, certificate: &Certificate, issuer: Option<&Certificate>) {
        let mut requests: Vec<Request> = distribution_points(certificate).into_iter().map(|url| Request::Crl { url }).collect();
        if let Some(request) = issuer.and_then(|issuer| ocsp::request(certificate, issuer.spki())) {
            let urls = access(certificate, oid::ACCESS_OCSP).into_iter();
            requests.extend(urls.map(|url| Request::Ocsp { url, request: request.clone() }));
        }
        self.add_all(certificate, requests);
    }

    fn add_all(&mut self, certificate: &Certificate, requests: Vec<Request>) {
        for (preference, request) in (0..).zip(requests) {
            let subject = certificate.subject().to_string();
            self.push(request, Purpose { certificate: *certificate.sha256(), subject, preference });
        }
    }

    fn push(&mut self, request: Request, purpose: Purpose) {
        let index = *self.known.entry(request.clone()).or_insert_with(|| {
            self.items.push(Wanted { request, purposes: Vec::new() });
            self.items.len() - 1
        });
        let Some(wanted) = self.items.get_mut(index) else { return };
        if !wanted.purposes.iter().any(|known| known.certificate == purpose.certificate) {
            wanted.purposes.push(purpose);
        }
    }
}

fn access(certificate: &Certificate, method: crate::asn1::Oid<'_>) -> Vec<String> {
    // An extension that cannot be read names no place; `path` reports it.
    let descriptions = certificate.authority_info_access().ok().flatten().unwrap_or_default();
    let of_method = descriptions.iter().filter(|description| description.method == method);
    urls(of_method.filter_map(AccessDescription::uri))
}

fn distribution_points(certificate: &Certificate) -> Vec<String> {
    let points = certificate.crl_distribution_points().ok().flatten().unwrap_or_default();
    urls(points.iter().filter_map(|point| point.name.as_ref()).flat_map(DistributionPointName::uris))
}

/// The first few that can be fetched, each once. LDAP, which old certificates name beside HTTP, is left out.
fn urls<'a>(uris: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for uri in uris.map(str::trim) {
        let is_http = uri.split_once("://").is_some_and(|(scheme, rest)| {
            (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) && !rest.is_empty()
        });
        let is_plain = uri.len() <= MAX_URL && !uri.chars().any(char::is_control);
        if is_http && is_plain && urls.len() < MAX_LOCATIONS && !urls.iter().any(|known| known == uri) {
            urls.push(uri.to_owned());
        }
    }
    urls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_fetched_is_wanted() {
        let uris = ["ldap://x/cn=a?b", "http://a/1.crl", " http://a/1.crl ", "HTTPS://b/2.crl", "http://", "http://a/\u{0}"];
        assert_eq!(urls(uris.into_iter()), ["http://a/1.crl", "HTTPS://b/2.crl"]);
        let many: Vec<String> = (0..20).map(|number| format!("http://a/{number}")).collect();
        assert_eq!(urls(many.iter().map(String::as_str)).len(), MAX_LOCATIONS);
        assert!(urls([format!("http://{}", "a".repeat(3_000)).as_str()].into_iter()).is_empty());
    }

    #[test]
    fn a_request_is_wanted_once_for_many_certificates() {
        let request = || Request::Crl { url: "http://a/1.crl".to_owned() };
        let purpose = |number| Purpose { certificate: [number; 32], subject: number.to_string(), preference: 0 };
        let mut list = WantedList::default();
        assert!(list.is_empty());
        list.push(request(), purpose(1));
        let mut other = list.clone();
        other.push(request(), purpose(2));
        other.push(Request::Issuer { url: "http://a/1.crl".to_owned() }, purpose(2));
        list.extend(other);
        let counts: Vec<usize> = list.items().iter().map(|wanted| wanted.purposes.len()).collect();
        assert_eq!(counts, [2, 1]);
    }
}
