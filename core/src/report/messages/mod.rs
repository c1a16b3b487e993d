//! The words of a verdict: one catalogue for each language, apart from the logic.
//!
//! A template's `{name}` is filled from [`Reason::arguments`]; a value that is missing leaves `…`, never a
//! brace, and a part in `[…]` disappears when a value in it is missing.

mod advice;
mod en;
pub mod texts;
mod vi;

pub use advice::advice;

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::indication::{Indication, SubIndication};
use crate::pdf::changes::{Part, Place};
use crate::reason::{Reason, ReasonCode};

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Vietnamese.
    Vietnamese,
}

impl Language {
    /// The language with this tag: `en` or `vi`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::English),
            "vi" => Some(Self::Vietnamese),
            _ => None,
        }
    }

    /// `en` or `vi`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
        }
    }
}

/// A finding as a sentence.
pub fn message(reason: &Reason, language: Language) -> String {
    let template = template(reason.code, language);
    let mut text = fill(template, &reason.arguments);
    // A change is said to be somewhere wherever it is known; few sentences have a place for that.
    let argument = |name: &str| reason.arguments.iter().find(|(argument, _)| *argument == name).map(|(_, value)| value);
    let is_change = reason.code.as_str().starts_with("changes.");
    if is_change && (argument("page").is_some() || argument("field").is_some()) && !template.contains("{field}") {
        let page = argument("page").and_then(|page| page.parse().ok());
        let part = if argument("field").is_some() { Part::Field } else { Part::Page };
        let place = Place { page, field: argument("field").cloned(), part };
        let sentence = text.trim_end_matches('.').len();
        text.truncate(sentence);
        let _ = write!(text, " ({}).", self::place(&place, language));
    }
    text
}

/// Where a change is: `page 1, field Signature1`.
pub fn place(place: &Place, language: Language) -> String {
    match language {
        Language::English => place.to_string(),
        Language::Vietnamese => vi::place(place),
    }
}

/// The sentence with places for values.
///
/// Without the feature `texts` it is that of the file given to [`texts::install`], and before there is one the code's slug.
pub fn template(code: ReasonCode, language: Language) -> &'static str {
    if cfg!(feature = "texts") { sentence(code, language) } else { texts::installed(code, language).unwrap_or(code.as_str()) }
}

/// The same from the tables.
const fn sentence(code: ReasonCode, language: Language) -> &'static str {
    match language {
        Language::English => en::reason(code),
        Language::Vietnamese => vi::reason(code),
    }
}

/// The verdict for people who are not engineers, in a few words.
pub(super) fn verdict(indication: Indication, language: Language) -> &'static str {
    match language {
        Language::English => en::verdict(indication),
        Language::Vietnamese => vi::verdict(indication),
    }
}

/// What a sub-indication means, in a few words.
pub(super) fn sub_indication(sub_indication: SubIndication, language: Language) -> &'static str {
    match language {
        Language::English => en::sub_indication(sub_indication),
        Language::Vietnamese => vi::sub_indication(sub_indication),
    }
}

/// What [`RevocationReport::status`](super::RevocationReport::status) means.
pub(super) fn revocation_status(status: &'static str, language: Language) -> &'static str {
    match language {
        Language::English => en::revocation_status(status),
        Language::Vietnamese => vi::revocation_status(status),
    }
}

/// The labels of the reports for people.
pub(super) struct Labels {
    pub(super) signature: &'static str,
    pub(super) document_timestamp: &'static str,
    pub(super) signed_by: &'static str,
    pub(super) timestamped_by: &'static str,
    pub(super) unknown_signer: &'static str,
    pub(super) proven: &'static str,
    pub(super) claimed: &'static str,
    pub(super) claimed_only: &'static str,
    pub(super) changes_none: &'static str,
    pub(super) changes_permitted: &'static str,
    pub(super) changes_not_permitted: &'static str,
    pub(super) changes_unknown: &'static str,
    pub(super) changes_untold: &'static str,
    pub(super) changes: &'static str,
    pub(super) covers_whole: &'static str,
    pub(super) covers_revision: &'static str,
    pub(super) covers_part: &'static str,
    pub(super) covers_invalid: &'static str,
    pub(super) coverage: &'static str,
    pub(super) intact: &'static str,
    pub(super) intact_yes: &'static str,
    pub(super) intact_no: &'static str,
    pub(super) intact_unknown: &'static str,
    pub(super) timestamp_intact: &'static str,
    pub(super) path: &'static str,
    pub(super) anchor: &'static str,
    pub(super) why: &'static str,
    pub(super) notes: &'static str,
    pub(super) no_signatures: &'static str,
    pub(super) not_examined: &'static str,
    pub(super) validated_at: &'static str,
    pub(super) policy: &'static str,
    pub(super) algorithms: &'static str,
    pub(super) timestamp: &'static str,
    pub(super) added_by_revision: &'static str,
    pub(super) renewal_due: &'static str,
    pub(super) field: &'static str,
    pub(super) certificate_policies: &'static str,
    pub(super) any_policy: &'static str,
    pub(super) title: &'static str,
    pub(super) timeline: &'static str,
    pub(super) evidence: &'static str,
    pub(super) document: &'static str,
    pub(super) size: &'static str,
    pub(super) revisions: &'static str,
    pub(super) anchors: &'static str,
    pub(super) material: &'static str,
    pub(super) serial: &'static str,
    pub(super) format: &'static str,
    pub(super) not_proven: &'static str,
    pub(super) proves_nothing: &'static str,
    pub(super) content_timestamp: &'static str,
    pub(super) certificate_from: &'static str,
    pub(super) certificate_to: &'static str,
    pub(super) certificate_revoked: &'static str,
    pub(super) reason_given: &'static str,
    pub(super) place_given: &'static str,
    pub(super) name_given: &'static str,
    pub(super) not_looked_at: &'static str,
    pub(super) gap_value: &'static str,
    pub(super) gap_changes: &'static str,
    pub(super) gap_certificate: &'static str,
    pub(super) gap_revocation: &'static str,
}

pub(super) fn labels(language: Language) -> &'static Labels {
    match language {
        Language::English => &en::LABELS,
        Language::Vietnamese => &vi::LABELS,
    }
}

/// Names under which findings of different layers give the same thing.
const ALIASES: [&[&str]; 3] = [&["subject", "certificate"], &["what", "why", "fault", "kind", "rule"], &["range", "byte_range"]];

/// The value for a place, under its own name or that of an alias.
fn value<'r>(name: &str, arguments: &'r [(Cow<'static, str>, String)]) -> Option<&'r str> {
    let find = |name: &str| arguments.iter().find(|(argument, _)| *argument == name).map(|(_, value)| value.as_str());
    let aliases = ALIASES.iter().find(|aliases| aliases.contains(&name));
    find(name).or_else(|| aliases.into_iter().flat_map(|aliases| aliases.iter()).find_map(|alias| find(alias)))
}

/// Fills `{name}` places; a part in `[…]` is left out when it has a place without a value.
fn fill(template: &str, arguments: &[(Cow<'static, str>, String)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        fill_part(before, arguments, &mut text);
        let (optional, after) = after.split_once(']').unwrap_or((after, ""));
        let mut part = String::new();
        if fill_part(optional, arguments, &mut part) {
            text.push_str(&part);
        }
        rest = after;
    }
    fill_part(rest, arguments, &mut text);
    text
}

/// Whether every place had a value; `…` stands where one had none.
fn fill_part(template: &str, arguments: &[(Cow<'static, str>, String)], text: &mut String) -> bool {
    let mut complete = true;
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push_str(before);
        let value = value(name, arguments);
        complete &= value.is_some();
        text.push_str(value.unwrap_or("…"));
        rest = after;
    }
    text.push_str(rest);
    complete
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fill_their_places() {
        assert_eq!(fill("{a} and {b}, {c}", &[("a".into(), "1".into()), ("b".into(), "{x}".into())]), "1 and {x}, …");
        assert_eq!(fill("nothing", &[]), "nothing");
        assert_eq!(fill("{subject} a[ for {what}]", &[("certificate".into(), "C".into())]), "C a");
        assert_eq!(fill("a[ for {what}].", &[("why".into(), "b".into())]), "a for b.");
    }

    #[test]
    fn both_catalogues_have_the_same_places() {
        let places = |text: &str| {
            let mut names: Vec<String> =
                text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect();
            names.sort();
            names.dedup();
            names
        };
        for &code in ReasonCode::ALL {
            let (english, vietnamese) = (template(code, Language::English), template(code, Language::Vietnamese));
            assert_eq!(places(english), places(vietnamese), "{}", code.as_str());
            assert_ne!(english, vietnamese, "{}", code.as_str());
        }
    }
}
