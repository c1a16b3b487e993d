//! What a signer permits after signing: DocMDP, FieldMDP and the /Lock of a field (ISO 32000-2 §12.8.2, §12.7.5.5).

use crate::gather::Gather as _;
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Document, Object, PdfString, Reference, RevisionIndex};

/// /P of a DocMDP transform (table 257) or of a /Lock dictionary (table 236).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocMdp {
    /// 1: no changes but validation data and document timestamps.
    NoChanges,
    /// 2: filling in forms, instantiating page templates and signing as well.
    FormFilling,
    /// 3: annotations as well.
    Annotations,
}

impl DocMdp {
    /// The number in the file. NOTE: table 257 defines 1 to 3 only; of another number the strictest reading is taken.
    pub(crate) fn from_number(number: i64) -> Self {
        match number {
            2 => Self::FormFilling,
            3 => Self::Annotations,
            _ => Self::NoChanges,
        }
    }

    /// The number in the file.
    pub const fn number(self) -> u8 {
        match self {
            Self::NoChanges => 1,
            Self::FormFilling => 2,
            Self::Annotations => 3,
        }
    }
}

/// /Action of a FieldMDP transform or of a /Lock dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldAction {
    /// All fields are locked.
    All,
    /// The fields named are locked.
    Include,
    /// All fields but those named are locked.
    Exclude,
}

impl FieldAction {
    /// As written in the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Include => "Include",
            Self::Exclude => "Exclude",
        }
    }
}

/// Which fields are locked (tables 236 and 259).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldLock {
    /// Which of them. NOTE: a missing or unknown action is taken as All, the strictest reading.
    pub action: FieldAction,
    /// Fully qualified names; a name stands for its descendants too.
    pub fields: Vec<String>,
    /// /P of a /Lock dictionary: what else is permitted (PDF 2.0).
    pub permission: Option<DocMdp>,
}

impl FieldLock {
    /// Whether a field with this fully qualified name is locked. Names match whole partial names only: `a` covers `a.b`,
    /// never `ab` (§12.8.2.4).
    pub fn locks(&self, name: &str) -> bool {
        let named = || {
            self.fields
                .iter()
                .any(|field| name.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        match self.action {
            FieldAction::All => true,
            FieldAction::Include => named(),
            FieldAction::Exclude => !named(),
        }
    }

    pub(super) fn read<'a>(document: &Document<'a>, entries: &Dictionary<'a>, at: RevisionIndex) -> Self {
        let action = match document.value(entries, b"Action", at).as_name() {
            Some(b"Include") => FieldAction::Include,
            Some(b"Exclude") => FieldAction::Exclude,
            _ => FieldAction::All,
        };
        let fields = match document.value(entries, b"Fields", at) {
            Object::Array(names) => strings(document, &names, at).iter().map(|name| text_string::decode(name)).gather(),
            one => strings(document, &[one], at).iter().map(|name| text_string::decode(name)).gather(),
        };
        Self { action, fields, permission: document.value(entries, b"P", at).as_integer().map(DocMdp::from_number) }
    }
}

/// One signature reference dictionary (table 256).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureReference {
    /// TransformMethod DocMDP.
    DocMdp {
        /// What it permits.
        permission: DocMdp,
        /// /Data, the object it applies to.
        data: Option<Reference>,
    },
    /// TransformMethod FieldMDP.
    FieldMdp {
        /// What it locks.
        lock: FieldLock,
        /// /Data, the object it applies to.
        data: Option<Reference>,
    },
    /// TransformMethod UR or UR3 (deprecated).
    UsageRights,
    /// Any other, or none.
    Other(String),
}

/// Signature reference dictionaries looked at. Real signatures have one or two.
const REFERENCES: usize = 64;

/// /Reference of a signature dictionary.
pub(super) fn references<'a>(document: &Document<'a>, entries: &Dictionary<'a>, at: RevisionIndex) -> Vec<SignatureReference> {
    let array = document.value(entries, b"Reference", at);
    let list = match &array {
        Object::Array(elements) => elements.iter().take(REFERENCES).cloned().collect(),
        // A lone dictionary in place of the array occurs.
        Object::Dictionary(_) => vec![array.clone()],
        _ => Vec::new(),
    };
    let read = |element: &Object<'a>| {
        let object = document.resolve(element, at);
        let entries = object.as_dictionary()?;
        let parameters = document.value(entries, b"TransformParams", at).as_dictionary().cloned().unwrap_or_default();
        let data = entries.get(b"Data").and_then(Object::as_reference);
        Some(match document.value(entries, b"TransformMethod", at).as_name() {
            Some(b"DocMDP") => {
                // Table 257: /P defaults to 2. What is no number is no permission.
                let permission = match document.value(&parameters, b"P", at) {
                    Object::Null => DocMdp::FormFilling,
                    other => other.as_integer().map_or(DocMdp::NoChanges, DocMdp::from_number),
                };
                SignatureReference::DocMdp { permission, data }
            }
            Some(b"FieldMDP") => SignatureReference::FieldMdp { lock: FieldLock::read(document, &parameters, at), data },
            Some(b"UR" | b"UR3") => SignatureReference::UsageRights,
            other => {
                let method = other.filter(|name| document.may_follow(name.len() / 4)).unwrap_or_default();
                SignatureReference::Other(String::from_utf8_lossy(method).into_owned())
            }
        })
    };
    list.iter().filter_map(read).gather()
}

/// The strictest DocMDP among the references.
pub(super) fn docmdp(references: &[SignatureReference]) -> Option<DocMdp> {
    let permissions = references.iter().filter_map(|reference| match reference {
        SignatureReference::DocMdp { permission, .. } => Some(*permission),
        _ => None,
    });
    permissions.min()
}

/// The first FieldMDP among the references.
pub(super) fn fieldmdp(references: &[SignatureReference]) -> Option<FieldLock> {
    references.iter().find_map(|reference| match reference {
        SignatureReference::FieldMdp { lock, .. } => Some(lock.clone()),
        _ => None,
    })
}

/// The octets of the strings in a list. Each takes room of its own and counts for several elements, long ones for more.
pub(super) fn strings<'a>(document: &Document<'a>, list: &[Object<'a>], at: RevisionIndex) -> Vec<Vec<u8>> {
    let string = |element: &Object<'a>| {
        let object = document.resolve(element, at);
        let string = object.as_string();
        let size = string.map_or(0, |string| string.token().len());
        document.may_follow(4 + size / 4).then(|| string.map(PdfString::decode))
    };
    list.iter().map_while(string).flatten().gather()
}

/// The decoded text of a string object; nothing when it cannot be paid for, since many fields may share one.
pub(crate) fn text(document: &Document<'_>, object: &Object<'_>) -> Option<String> {
    let string = object.as_string().filter(|string| document.may_follow(string.token().len() / 16))?;
    Some(text_string::decode(&string.decode()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whole_partial_names() {
        let lock = |action, fields: &[&str]| FieldLock {
            action,
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            permission: None,
        };
        let include = lock(FieldAction::Include, &["a.b"]);
        assert!(include.locks("a.b") && include.locks("a.b.c"));
        assert!(!include.locks("a") && !include.locks("a.bc"));
        let exclude = lock(FieldAction::Exclude, &["a"]);
        assert!(exclude.locks("b") && exclude.locks("ab") && !exclude.locks("a.b"));
        assert!(lock(FieldAction::All, &[]).locks("anything"));
    }
}
