//! uniformResourceIdentifier constraints: on the host of the authority component.

use super::dns::{is_host, is_same_or_below};

/// One host, or everything below a domain.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UriSubtree {
    /// `host`.
    Host(String),
    /// `.domain`.
    Domain(String),
    /// The empty constraint: every host.
    Everything,
}

impl UriSubtree {
    pub(super) fn parse(constraint: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(constraint).ok()?;
        match text.strip_prefix('.') {
            _ if text.is_empty() => Some(Self::Everything),
            Some(domain) => is_host(domain).then(|| Self::Domain(domain.to_ascii_lowercase())),
            None => is_host(text).then(|| Self::Host(text.to_ascii_lowercase())),
        }
    }

    /// Whether a URI's host lies in the subtree.
    pub(super) fn contains(&self, host: &str) -> bool {
        match self {
            Self::Host(same) => host.eq_ignore_ascii_case(same),
            Self::Domain(domain) => host.len() > domain.len() && is_same_or_below(host, domain),
            Self::Everything => true,
        }
    }
}

/// The host of `scheme://userinfo@host:port/…` when it is a domain name; `None` otherwise, which RFC 5280 §4.2.1.10
/// refuses under any constraint.
pub(super) fn host(uri: &str) -> Option<&str> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host_and_port.split(':').next()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    let last_label = host.rsplit('.').next()?;
    let is_address = last_label.bytes().all(|octet| octet.is_ascii_digit());
    (is_host(host) && !is_address).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_domains() {
        let contains = |constraint: &str, uri| Some(UriSubtree::parse(constraint.as_bytes()).unwrap().contains(host(uri)?));
        assert_eq!(contains("host.example", "ldap://HOST.example:389/cn=a?b"), Some(true));
        assert_eq!(contains("host.example", "http://a.host.example/"), Some(false));
        assert_eq!(contains(".host.example", "http://user@a.host.example"), Some(true));
        assert_eq!(contains(".host.example", "http://host.example"), Some(false));
        assert_eq!(contains("", "http://host.example"), Some(true));
        for bad in ["urn:oid:1.2", "http://192.168.0.1/", "http://[::1]/", "host.example", "http:///x"] {
            assert_eq!(contains("host.example", bad), None, "{bad}");
        }
        assert_eq!(UriSubtree::parse(b"http://x"), None);
    }
}
