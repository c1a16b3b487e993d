//! Name constraints (RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g); RFC 9598 for internationalised mailboxes).
//!
//! permitted_subtrees is the intersection of what each authority permits. It is not computed: a name is within it exactly
//! when, for every authority that permits names of its kind at all, one of that authority's subtrees contains it.

mod dns;
mod ip;
mod mailbox;
mod uri;

use std::borrow::Cow;

use self::dns::{DnsName, DnsSubtree};
use self::ip::IpSubtree;
use self::mailbox::{Mailbox, MailboxSubtree};
use self::uri::UriSubtree;
use crate::asn1::Tag;
use crate::limits::{Budget, Limit};
use crate::x509::{Certificate, GeneralName, GeneralSubtrees, Name, NameConstraints, NormalizedName, has_other_spellings, oid};

/// Why a certificate's names are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Violation {
    /// A name is outside the permitted subtrees.
    NotPermitted(String),
    /// A name is inside an excluded subtree.
    Excluded(String),
    /// A name of a kind that is constrained is not a well-formed name of that kind.
    MalformedName(String),
    /// A constraint is malformed, or of a kind of name that this crate does not compare while the certificate has one.
    Unprocessable(&'static str),
    /// The comparisons would take too long.
    Limit(Limit),
}

impl From<Limit> for Violation {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

/// The root of a subtree, ready to be compared.
#[derive(Debug)]
enum Subtree {
    Dns(DnsSubtree),
    Mailbox(MailboxSubtree),
    Uri(UriSubtree),
    Ip(IpSubtree),
    Directory(NormalizedName),
    /// A kind of name that is not compared: constrained means that no certificate below may have such a name.
    Other(NameKind),
}

/// Kinds of names, as far as constraints tell them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum NameKind {
    Dns,
    Mailbox,
    Uri,
    Ip,
    Directory,
    OtherName(Box<[u8]>),
    X400,
    EdiParty,
    RegisteredId,
}

impl Subtree {
    fn read(base: &GeneralName<'_>) -> Option<Self> {
        Some(match base {
            GeneralName::DnsName(name) => Self::Dns(DnsSubtree::parse(name)?),
            GeneralName::Rfc822Name(name) => Self::Mailbox(MailboxSubtree::parse(name)?),
            GeneralName::Uri(host) => Self::Uri(UriSubtree::parse(host)?),
            GeneralName::IpAddress(octets) => Self::Ip(IpSubtree::parse(octets)?),
            GeneralName::DirectoryName(name) => {
                let normalized = name.normalized();
                if normalized.is_malformed() {
                    return None;
                }
                Self::Directory(normalized)
            }
            GeneralName::OtherName { type_id, .. } => Self::Other(NameKind::OtherName(type_id.as_bytes().into())),
            GeneralName::X400Address(_) => Self::Other(NameKind::X400),
            GeneralName::EdiPartyName(_) => Self::Other(NameKind::EdiParty),
            GeneralName::RegisteredId(_) => Self::Other(NameKind::RegisteredId),
        })
    }

    fn kind(&self) -> NameKind {
        match self {
            Self::Dns(_) => NameKind::Dns,
            Self::Mailbox(_) => NameKind::Mailbox,
            Self::Uri(_) => NameKind::Uri,
            Self::Ip(_) => NameKind::Ip,
            Self::Directory(_) => NameKind::Directory,
            Self::Other(kind) => kind.clone(),
        }
    }
}

/// What one authority permits and excludes.
#[derive(Debug, Default)]
struct Constraints {
    permitted: Vec<Subtree>,
    excluded: Vec<Subtree>,
}

/// A name of a certificate, in the form in which it is compared.
struct Subject<'a> {
    kind: NameKind,
    /// The name as written, for the report.
    shown: Shown<'a>,
    name: SubjectName<'a>,
}

/// A name that is constrained and that its kind does not allow is [`Malformed`](Self::Malformed).
enum SubjectName<'a> {
    Dns(DnsName<'a>),
    Mailbox(Mailbox<'a>),
    UriHost(&'a str),
    Ip(&'a [u8]),
    Directory(Cow<'a, NormalizedName>),
    Malformed,
    Other,
}

/// What to show of a name: it is put into words only when it fails.
#[derive(Clone, Copy)]
enum Shown<'a> {
    Text(&'a [u8]),
    Octets(&'a [u8]),
    Name(Name<'a>),
}

/// What holds for the rest of the path.
#[derive(Debug, Default)]
pub(super) struct NameConstraintState {
    authorities: Vec<Constraints>,
}

impl NameConstraintState {
    /// RFC 5280 §6.1.4 (g): adds an authority's constraints. A subtree that cannot be processed refuses the path.
    pub(super) fn add(&mut self, constraints: &NameConstraints<'_>, budget: &Budget) -> Result<(), Violation> {
        let read = |list: Option<&GeneralSubtrees<'_>>| -> Result<Vec<Subtree>, Violation> {
            let mut subtrees = Vec::new();
            for subtree in list.into_iter().flat_map(Clone::clone) {
                budget.spend(1)?;
                let subtree = subtree.map_err(|_| Violation::Unprocessable("a subtree is malformed"))?;
                if !subtree.whole {
                    return Err(Violation::Unprocessable("minimum or maximum is used"));
                }
                subtrees.push(Subtree::read(&subtree.base).ok_or(Violation::Unprocessable("a subtree is malformed"))?);
            }
            Ok(subtrees)
        };
        let permitted = read(constraints.permitted.as_ref())?;
        let excluded = read(constraints.excluded.as_ref())?;
        self.authorities.push(Constraints { permitted, excluded });
        Ok(())
    }

    /// RFC 5280 §6.1.3 (b), (c): whether every name of the certificate is permitted and none excluded.
    pub(super) fn check(&self, certificate: &Certificate, budget: &Budget) -> Result<(), Violation> {
        if self.authorities.is_empty() {
            return Ok(());
        }
        let names = certificate.subject_alt_names().map_err(|_| Violation::MalformedName("subjectAltName".to_owned()))?;
        if !certificate.subject().is_empty() {
            let name = SubjectName::Directory(Cow::Borrowed(certificate.normalized_subject()));
            let shown = Shown::Name(certificate.subject());
            self.check_name(&Subject { kind: NameKind::Directory, shown, name }, budget)?;
        }
        let Some(names) = names else { return self.check_mailboxes_of_subject(certificate, budget) };
        for name in names {
            let name = name.map_err(|_| Violation::MalformedName("subjectAltName".to_owned()))?;
            budget.spend(1)?;
            self.check_name(&Subject::read(&name), budget)?;
        }
        Ok(())
    }

    /// RFC 5280 §4.2.1.10: without a subjectAltName, mailbox constraints apply to emailAddress attributes of the subject.
    fn check_mailboxes_of_subject(&self, certificate: &Certificate, budget: &Budget) -> Result<(), Violation> {
        for attribute in certificate.subject().attributes().map_while(Result::ok) {
            if attribute.kind == oid::EMAIL_ADDRESS {
                budget.spend(1)?;
                self.check_name(&Subject::mailbox(attribute.value.contents()), budget)?;
            }
        }
        Ok(())
    }

    fn check_name(&self, subject: &Subject<'_>, budget: &Budget) -> Result<(), Violation> {
        for authority in &self.authorities {
            // The first subtree of the name's kind decides that names of this kind are constrained at all.
            let (mut constrained, mut permitted) = (false, false);
            for subtree in &authority.permitted {
                budget.spend(1)?;
                if subtree.kind() == subject.kind {
                    constrained = true;
                    permitted = permitted || subject.is_within(subtree, Side::Permitted)?;
                }
            }
            if constrained && !permitted {
                return Err(Violation::NotPermitted(subject.to_string()));
            }
            let mut compared = false;
            for subtree in &authority.excluded {
                budget.spend(1)?;
                if subtree.kind() != subject.kind {
                    continue;
                }
                compared = true;
                if subject.is_within(subtree, Side::Excluded)? {
                    return Err(Violation::Excluded(subject.to_string()));
                }
            }
            // Spelled otherwise, the name could be within.
            if compared && subject.has_other_spellings() {
                return Err(Violation::Unprocessable("a name that can be spelled otherwise, where names are excluded"));
            }
        }
        Ok(())
    }
}

/// For what a comparison is made: a wildcard is permitted when all its names are, and excluded when one of them is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Permitted,
    Excluded,
}

impl<'a> Subject<'a> {
    fn read(name: &GeneralName<'a>) -> Self {
        let ascii = |octets: &'a [u8]| core::str::from_utf8(octets).ok().filter(|text| text.is_ascii());
        let subject =
            |kind, shown, name: Option<SubjectName<'a>>| Self { kind, shown, name: name.unwrap_or(SubjectName::Malformed) };
        match *name {
            GeneralName::DnsName(octets) => {
                subject(NameKind::Dns, Shown::Text(octets), ascii(octets).and_then(DnsName::parse).map(SubjectName::Dns))
            }
            GeneralName::Rfc822Name(octets) => Self::mailbox(octets),
            GeneralName::Uri(octets) => {
                subject(NameKind::Uri, Shown::Text(octets), ascii(octets).and_then(uri::host).map(SubjectName::UriHost))
            }
            GeneralName::IpAddress(octets) => subject(NameKind::Ip, Shown::Octets(octets), Some(SubjectName::Ip(octets))),
            GeneralName::DirectoryName(name) => {
                let normalized = SubjectName::Directory(Cow::Owned(name.normalized()));
                subject(NameKind::Directory, Shown::Name(name), Some(normalized))
            }
            // RFC 9598 §6: constraints on rfc822Name hold for internationalised mailboxes too.
            GeneralName::OtherName { type_id, value } if type_id == oid::SMTP_UTF8_MAILBOX => {
                let text = core::str::from_utf8(value.contents()).ok().filter(|_| value.tag() == Tag::UTF8_STRING);
                let mailbox = text.and_then(Mailbox::parse).map(SubjectName::Mailbox);
                subject(NameKind::Mailbox, Shown::Text(value.contents()), mailbox)
            }
            GeneralName::OtherName { type_id, value } => {
                let kind = NameKind::OtherName(type_id.as_bytes().into());
                subject(kind, Shown::Octets(value.raw()), Some(SubjectName::Other))
            }
            GeneralName::X400Address(element) => subject(NameKind::X400, Shown::Octets(element.raw()), Some(SubjectName::Other)),
            GeneralName::EdiPartyName(element) => {
                subject(NameKind::EdiParty, Shown::Octets(element.raw()), Some(SubjectName::Other))
            }
            GeneralName::RegisteredId(id) => {
                subject(NameKind::RegisteredId, Shown::Octets(id.as_bytes()), Some(SubjectName::Other))
            }
        }
    }

    /// An rfc822Name or emailAddress.
    fn mailbox(octets: &'a [u8]) -> Self {
        let text = core::str::from_utf8(octets).ok().filter(|text| text.is_ascii());
        let name = text.and_then(Mailbox::parse).map_or(SubjectName::Malformed, SubjectName::Mailbox);
        Self { kind: NameKind::Mailbox, shown: Shown::Text(octets), name }
    }

    /// Whether names that are the same by RFC 4518 §2.3 may differ here (see [`NormalizedName`]).
    fn has_other_spellings(&self) -> bool {
        match self.shown {
            Shown::Name(name) => !name.der().is_ascii() && has_other_spellings(&name.to_string()),
            Shown::Text(_) | Shown::Octets(_) => false,
        }
    }

    fn is_within(&self, subtree: &Subtree, side: Side) -> Result<bool, Violation> {
        match (&self.name, subtree) {
            (SubjectName::Dns(name), Subtree::Dns(subtree)) => Ok(subtree.contains(name, side)),
            (SubjectName::Mailbox(mailbox), Subtree::Mailbox(subtree)) => Ok(subtree.contains(mailbox)),
            (SubjectName::UriHost(host), Subtree::Uri(subtree)) => Ok(subtree.contains(host)),
            (SubjectName::Ip(octets), Subtree::Ip(subtree)) => {
                subtree.contains(octets).ok_or_else(|| Violation::MalformedName(self.to_string()))
            }
            (SubjectName::Directory(name), Subtree::Directory(base)) => Ok(name.is_within(base)),
            (SubjectName::Malformed, _) => Err(Violation::MalformedName(self.to_string())),
            // RFC 5280 §4.2.1.10: process the constraint or reject the certificate.
            _ => Err(Violation::Unprocessable("a constraint on a kind of name that is not compared")),
        }
    }
}

impl core::fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.shown {
            Shown::Text(octets) => f.write_str(&String::from_utf8_lossy(octets)),
            Shown::Octets(octets) => octets.iter().try_for_each(|octet| write!(f, "{octet:02x}")),
            Shown::Name(name) => write!(f, "{name}"),
        }
    }
}
