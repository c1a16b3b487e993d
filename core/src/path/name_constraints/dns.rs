//! dNSName constraints: a host and everything below it.

use super::Side;

/// A domain in lower case without dots at its ends; empty stands for every name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DnsSubtree(String);

impl DnsSubtree {
    /// RFC 5280 §4.2.1.10 gives a dNSName constraint no leading dot and no wildcard.
    pub(super) fn parse(constraint: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(constraint).ok()?;
        (text.is_empty() || is_host(text)).then(|| Self(text.to_ascii_lowercase()))
    }

    /// Whether the name lies in the subtree.
    pub(super) fn contains(&self, name: &DnsName<'_>, side: Side) -> bool {
        let within = is_same_or_below(name.host, &self.0);
        // `*.example.com` also stands for `a.example.com`: excluded when the constraint is one label below.
        within || (name.wildcard && side == Side::Excluded && is_one_label_below(&self.0, name.host))
    }
}

/// A host, or all hosts one label below it.
#[derive(Clone, Copy, Debug)]
pub(super) struct DnsName<'a> {
    host: &'a str,
    wildcard: bool,
}

impl<'a> DnsName<'a> {
    /// `None` when the text is no DNS name; a wildcard is the whole first label or none.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (host, wildcard) = text.strip_prefix("*.").map_or((text, false), |base| (base, true));
        let host = host.strip_suffix('.').unwrap_or(host);
        is_host(host).then_some(Self { host, wildcard })
    }
}

/// Whether `name` is `domain` or ends in `.domain`, whatever the case. `domain` is in lower case; empty contains all.
pub(super) fn is_same_or_below(name: &str, domain: &str) -> bool {
    let Some(start) = name.len().checked_sub(domain.len()) else { return false };
    let Some((front, end)) = name.as_bytes().split_at_checked(start) else { return false };
    end.eq_ignore_ascii_case(domain.as_bytes()) && (domain.is_empty() || front.is_empty() || front.ends_with(b"."))
}

fn is_one_label_below(name: &str, domain: &str) -> bool {
    name.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain))
}

/// A preferred name as RFC 5280 §4.2.1.6 has it, underscores taken since real certificates have them.
pub(super) fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(constraint: &str, name: &str, side: Side) -> Option<bool> {
        let subtree = DnsSubtree::parse(constraint.as_bytes()).unwrap();
        Some(subtree.contains(&DnsName::parse(name)?, side))
    }

    #[test]
    fn a_domain_contains_what_is_below_whole_labels() {
        assert_eq!(contains("Example.com", "a.EXAMPLE.com", Side::Permitted), Some(true));
        assert_eq!(contains("example.com", "example.com.", Side::Permitted), Some(true));
        assert_eq!(contains("example.com", "badexample.com", Side::Permitted), Some(false));
        assert_eq!(contains("", "anything", Side::Permitted), Some(true));
        assert_eq!(contains("example.com", "com", Side::Excluded), Some(false));
    }

    #[test]
    fn a_wildcard_is_all_its_names() {
        assert_eq!(contains("a.example.com", "*.example.com", Side::Permitted), Some(false));
        assert_eq!(contains("a.example.com", "*.example.com", Side::Excluded), Some(true));
        assert_eq!(contains("b.a.example.com", "*.example.com", Side::Excluded), Some(false));
        assert_eq!(contains("example.com", "*.example.com", Side::Permitted), Some(true));
    }

    #[test]
    fn malformed_names_and_constraints() {
        assert_eq!(contains("example.com", "a b", Side::Permitted), None);
        assert_eq!(contains("example.com", "a.*.example.com", Side::Permitted), None);
        for bad in [".example.com", "*.example.com", "a..b", "a b"] {
            assert_eq!(DnsSubtree::parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
