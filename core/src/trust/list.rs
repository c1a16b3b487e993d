//! Trust lists in TOML: which files hold anchors, for what and until when. `docs/trust.md` describes the format.

use super::{AnchorTerms, TrustPurpose};
use crate::limits::Limits;
use crate::settings::{self, SettingsError, Table, Value};

const SCHEMA: &str = "longseal/trust/1";

/// A trust list: the core reads no files, so whoever has the list reads those it names and hands them to
/// [`TrustStore::add_on_terms`](super::TrustStore::add_on_terms).
///
/// ```
/// use longseal::trust::{TrustList, TrustPurpose};
///
/// let list = TrustList::from_toml(r#"
///     schema = "longseal/trust/1"
///
///     [[anchor]]
///     file = "old-root.pem"
///     purposes = ["signing"]
///     until = 2019-10-01
/// "#)?;
/// assert_eq!(list.entries[0].terms.purposes, [TrustPurpose::Signing]);
/// # Ok::<(), longseal::settings::SettingsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrustList {
    /// In the order of the list.
    pub entries: Vec<TrustListEntry>,
}

/// A file of a trust list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrustListEntry {
    /// The file, relative to the list.
    pub file: String,
    /// The terms of every certificate in it.
    pub terms: AnchorTerms,
}

impl TrustList {
    /// Reads a list.
    ///
    /// # Errors
    /// [`SettingsError`] with line and column of the first mistake. Unknown keys are mistakes.
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        let mut root = settings::parse(text, &Limits::default())?;
        root.require("schema")?.word(&[(SCHEMA, ())])?;
        let mut entries: Vec<TrustListEntry> = Vec::new();
        for anchor in root.take("anchor").map_or_else(|| Ok(Vec::new()), Value::array)? {
            let (file, entry) = read_entry(anchor.table()?)?;
            if entries.iter().any(|known| known.file == entry.file) {
                return Err(file.expected("a file that is not listed yet"));
            }
            entries.push(entry);
        }
        root.finish()?;
        Ok(Self { entries })
    }
}

fn read_entry(mut table: Table<'_>) -> Result<(Value<'_>, TrustListEntry), SettingsError> {
    let file = table.require("file")?;
    let mut terms = AnchorTerms::default();
    if let Some(purposes) = table.take("purposes") {
        let none = purposes.expected("an array of \"signing\" and \"timestamping\"");
        let words = TrustPurpose::ALL.map(|purpose| (purpose.as_str(), purpose));
        let named: Result<Vec<TrustPurpose>, _> = purposes.array()?.iter().map(|value| value.word(&words)).collect();
        terms = AnchorTerms::new(&named?, None);
        if terms.purposes.is_empty() {
            return Err(none);
        }
    }
    if let Some(until) = table.take("until") {
        terms.until = Some(until.instant().ok_or_else(|| until.expected("a date such as 2019-10-01"))?);
    }
    // For people: where the certificate is from and who compared it.
    let _description = table.take("description").map(|value| value.string().map(str::to_owned)).transpose()?;
    table.finish()?;
    let entry = TrustListEntry { file: file.string()?.to_owned(), terms };
    Ok((file, entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn read(entries: &str) -> Result<TrustList, SettingsError> {
        TrustList::from_toml(&format!("schema = \"longseal/trust/1\"\n{entries}"))
    }

    #[test]
    fn what_is_left_out_is_everything_without_an_end() {
        let list =
            read("[[anchor]]\nfile = \"a.pem\"\n[[anchor]]\nfile = \"b.p7b\"\npurposes = [\"timestamping\"]\nuntil = 2020-01-01")
                .unwrap();
        assert_eq!(list.entries[0].terms, AnchorTerms::default());
        let until = Instant::parse_rfc3339("2020-01-01");
        assert_eq!(list.entries[1].terms, AnchorTerms::new(&[TrustPurpose::Timestamping], until));
        assert_eq!(read("").unwrap(), TrustList::default());
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (entries, place, says) in [
            ("[[anchor]]\nuntil = 2020-01-01", (2, 1), "`anchor.file` is missing"),
            ("[[anchor]]\nfile = \"a\"\npurpose = \"signing\"", (4, 1), "unknown key `anchor.purpose`"),
            ("[[anchor]]\nfile = \"a\"\npurposes = [\"sign\"]", (4, 13), "\"signing\", \"timestamping\""),
            ("[[anchor]]\nfile = \"a\"\npurposes = []", (4, 12), "an array of"),
            ("[[anchor]]\nfile = \"a\"\nuntil = \"soon\"", (4, 9), "a date"),
            ("[[anchor]]\nfile = \"a\"\n[[anchor]]\nfile = \"a\"", (5, 8), "not listed yet"),
            ("anchors = []", (2, 1), "unknown key `anchors`; there are: schema, anchor"),
        ] {
            let error = read(entries).unwrap_err();
            assert_eq!((error.line, error.column), place, "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
        assert!(TrustList::from_toml("schema = \"longseal/trust/2\"").is_err());
    }
}
