//! What later revisions changed after a signature (ISO 32000-2 §12.8.2.2, §12.8.2.4): reject by default.
//!
//! Until a change is explained it is [`ChangeLevel::Undefined`]; until it was looked at, [`ChangeLevel::Unknown`], which
//! is never permitted.

mod analysis;
mod catalog;
mod equality;
mod field;
mod form;
mod leftover;
mod metadata;
mod page;
mod permission;
mod place;
mod role;
mod shown_font;
mod shown_text;
mod step;
mod structure;
mod uses;
mod validation_data;

pub use analysis::{Analysis, analyse};
pub use place::{Part, Place};

use crate::keyed::KeyedSet;
use crate::pdf::Reference;
use crate::reason::{Reason, ReasonCode};

/// The kind of a change, from harmless to unexplained. Several changes have the level of the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeLevel {
    /// Nothing was changed.
    None,
    /// Validation data, document timestamps and other updates that no permission can forbid (ISO 32000-2 §12.8.2.2.2).
    ValidationData,
    /// Form fields filled in, signatures added.
    FormFilling,
    /// Annotations added, changed or removed.
    Annotations,
    /// Something else.
    Undefined,
    /// It could not be analysed.
    Unknown,
}

impl ChangeLevel {
    /// As in reports: `validation-data`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ValidationData => "validation-data",
            Self::FormFilling => "form-filling",
            Self::Annotations => "annotations",
            Self::Undefined => "undefined",
            Self::Unknown => "unknown",
        }
    }
}

/// What changed after one signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Changes {
    /// The worst change.
    pub level: ChangeLevel,
    /// Whether all changes are permitted by DocMDP, FieldMDP and /Lock; `None` when that is not known.
    pub permitted: Option<bool>,
    /// Each change.
    pub items: Vec<ChangeItem>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeItem {
    /// The revision that made it, from 0.
    pub revision: u32,
    /// The object it concerns.
    pub object: Reference,
    /// Where in the document.
    pub place: Place,
    /// What was done: an error where it is not permitted.
    pub what: Reason,
    /// Its kind.
    pub level: ChangeLevel,
    /// The signature dictionary that must verify for this change to be what it seems.
    pub(crate) relies_on: Option<Reference>,
}

impl Changes {
    /// Nothing follows the signed revision.
    pub fn none() -> Self {
        Self { level: ChangeLevel::None, permitted: Some(true), items: Vec::new() }
    }

    /// Added signatures that turned out not to verify: what was let through as signing and shows something on a page is then
    /// a picture of a signature (the sneaky signature attack). `dictionaries` are the objects of their signature dictionaries.
    pub(crate) fn distrust(&mut self, dictionaries: &KeyedSet<Reference>) {
        let is_distrusted = |item: &&mut ChangeItem| {
            item.level < ChangeLevel::Undefined && item.relies_on.is_some_and(|object| dictionaries.contains(&object))
        };
        for item in self.items.iter_mut().filter(is_distrusted) {
            item.level = ChangeLevel::Undefined;
            item.what = Reason::new(ReasonCode::ChangesSignatureNotVerified);
            self.level = self.level.max(ChangeLevel::Undefined);
            self.permitted = self.permitted.map(|_| false);
        }
    }

    /// Something follows and was not analysed: neither permitted nor forbidden.
    pub fn unknown() -> Self {
        Self { level: ChangeLevel::Unknown, permitted: None, items: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_added_signature_that_does_not_verify_is_no_longer_permitted() {
        let object = Reference { number: 5, generation: 0 };
        let item = ChangeItem {
            revision: 1,
            object,
            place: Place::field("S"),
            what: Reason::new(ReasonCode::ChangesFieldSigned),
            level: ChangeLevel::FormFilling,
            relies_on: Some(object),
        };
        let signed = Changes { level: ChangeLevel::FormFilling, permitted: Some(true), items: vec![item] };
        let mut other = signed.clone();
        other.distrust(&[Reference { number: 6, generation: 0 }].into_iter().collect());
        assert_eq!(other, signed);
        let mut distrusted = signed;
        distrusted.distrust(&[object].into_iter().collect());
        assert_eq!((distrusted.level, distrusted.permitted), (ChangeLevel::Undefined, Some(false)));
    }
}
