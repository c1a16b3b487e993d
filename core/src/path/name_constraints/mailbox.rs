//! rfc822Name constraints, also for SmtpUTF8Mailbox (RFC 5280 §4.2.1.10, RFC 9598 §6).

use super::dns::{is_host, is_same_or_below};

/// One mailbox, all mailboxes of a host, or all mailboxes of all hosts of a domain.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MailboxSubtree {
    /// `user@host`: the local part exactly, the host whatever its case.
    Mailbox(String, String),
    /// `host`.
    Host(String),
    /// `.domain`: hosts below, not the domain itself.
    Domain(String),
    /// The empty constraint: every mailbox.
    Everything,
}

impl MailboxSubtree {
    pub(super) fn parse(constraint: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(constraint).ok().filter(|text| text.is_ascii())?;
        if text.is_empty() {
            return Some(Self::Everything);
        }
        if let Some(domain) = text.strip_prefix('.') {
            return is_host(domain).then(|| Self::Domain(domain.to_ascii_lowercase()));
        }
        match split(text) {
            Some((local, host)) => Some(Self::Mailbox(local.to_owned(), host.to_ascii_lowercase())),
            None => is_host(text).then(|| Self::Host(text.to_ascii_lowercase())),
        }
    }

    /// Whether the mailbox lies in the subtree.
    ///
    /// RFC 9598 §3 wants the domain of an internationalised mailbox in A-labels, so hosts compare as ASCII everywhere.
    pub(super) fn contains(&self, mailbox: &Mailbox<'_>) -> bool {
        let Mailbox { local, host } = mailbox;
        match self {
            Self::Mailbox(same_local, same_host) => *local == same_local && host.eq_ignore_ascii_case(same_host),
            Self::Host(same) => host.eq_ignore_ascii_case(same),
            Self::Domain(domain) => host.len() > domain.len() && is_same_or_below(host, domain),
            Self::Everything => true,
        }
    }
}

/// A mailbox in its two parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mailbox<'a> {
    local: &'a str,
    host: &'a str,
}

impl<'a> Mailbox<'a> {
    /// `None` when the text is no mailbox.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        split(text).map(|(local, host)| Self { local, host })
    }
}

/// Local part and host of a mailbox. A quoted local part is compared with its quotes, since no constraint can say
/// otherwise; characters that RFC 5321 never allows make it no mailbox.
fn split(mailbox: &str) -> Option<(&str, &str)> {
    let (local, host) = mailbox.rsplit_once('@')?;
    let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
    let forbidden = |character: char| {
        character.is_control() || character.is_whitespace() || matches!(character, '@' | '<' | '>' | '(' | ')' | ',' | ':' | ';')
    };
    let well_formed = quoted || !local.is_empty() && !local.contains(forbidden);
    (well_formed && is_host(host)).then_some((local, host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(constraint: &str, mailbox: &str) -> Option<bool> {
        let subtree = MailboxSubtree::parse(constraint.as_bytes()).unwrap();
        Some(subtree.contains(&Mailbox::parse(mailbox)?))
    }

    #[test]
    fn the_three_forms() {
        assert_eq!(contains("user@Host.example", "user@host.EXAMPLE"), Some(true));
        assert_eq!(contains("user@host.example", "User@host.example"), Some(false));
        assert_eq!(contains("host.example", "any@host.example"), Some(true));
        assert_eq!(contains("host.example", "any@a.host.example"), Some(false));
        assert_eq!(contains(".host.example", "any@a.host.example"), Some(true));
        assert_eq!(contains(".host.example", "any@host.example"), Some(false));
        assert_eq!(contains("", "any@host.example"), Some(true));
    }

    #[test]
    fn internationalised_local_parts() {
        assert_eq!(contains("host.example", "văn.tú@host.example"), Some(true));
        assert_eq!(contains("host.example", "văn.tú@hộp.example"), None);
    }

    #[test]
    fn malformed_mailboxes_and_constraints() {
        for bad in ["no-host", "@host.example", "a b@host.example", "a@b@host.example", "a@"] {
            assert_eq!(contains("host.example", bad), None, "{bad}");
        }
        for bad in ["a@b@c", "*.host", "a@.host", "..host"] {
            assert_eq!(MailboxSubtree::parse(bad.as_bytes()), None, "{bad}");
        }
    }
}
