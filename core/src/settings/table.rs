//! Tables of TOML and their values, taken out one by one, by the crate `toml` (docs/decisions/0009-toml.md).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{SettingsError, SettingsErrorKind};
use crate::limits::Limits;
use crate::time::Instant;

/// A table of a document. Its entries are taken out one by one; [`Table::finish`] refuses what is left.
#[derive(Debug)]
pub(crate) struct Table<'t> {
    text: &'t str,
    /// The keys that lead here, as in `revocation.`; empty at the root.
    prefix: String,
    /// Where the table begins.
    start: usize,
    /// Each key, where it stands, and its value; in the order of the keys.
    entries: Vec<(String, usize, Spanned<DeValue<'t>>)>,
    /// Keys that were asked for, for the message on one that was not.
    known: Vec<&'static str>,
}

/// A value, and where it stands.
#[derive(Debug)]
pub(crate) struct Value<'t> {
    text: &'t str,
    /// The whole key: `revocation.requirement`.
    key: String,
    found: Spanned<DeValue<'t>>,
}

/// The table of a whole document.
pub(crate) fn parse<'t>(text: &'t str, limits: &Limits) -> Result<Table<'t>, SettingsError> {
    if text.len() > limits.max_settings_size as usize {
        let kind = SettingsErrorKind::TooLong { bytes: text.len(), limit: limits.max_settings_size as usize };
        return Err(SettingsError { line: 1, column: 1, kind });
    }
    // Beyond its own limit of nesting, 80, the parser reports an error; memory is proportional to the text.
    match DeTable::parse(text) {
        Ok(root) => Ok(Table::new(text, String::new(), 0, root.into_inner())),
        Err(error) => {
            let start = error.span().map_or(0, |span| span.start);
            Err(SettingsError::at(text, start, SettingsErrorKind::Syntax(error.message().to_owned())))
        }
    }
}

impl<'t> Table<'t> {
    fn new(text: &'t str, prefix: String, start: usize, table: DeTable<'t>) -> Self {
        let entries = table.into_iter().map(|(key, value)| {
            let at = key.span().start;
            (key.into_inner().into_owned(), at, value)
        });
        Self { text, prefix, start, entries: entries.collect(), known: Vec::new() }
    }

    /// Takes out an entry that may be missing.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.known.push(key);
        let place = self.entries.iter().position(|(name, ..)| name == key)?;
        let (_, _, found) = self.entries.remove(place);
        Some(Value { text: self.text, key: format!("{}{key}", self.prefix), found })
    }

    /// Takes out an entry that must be there.
    pub(crate) fn require(&mut self, key: &'static str) -> Result<Value<'t>, SettingsError> {
        let missing = SettingsErrorKind::Missing { key: format!("{}{key}", self.prefix) };
        let at = self.start;
        self.take(key).ok_or_else(|| SettingsError::at(self.text, at, missing))
    }

    /// Takes out a table that may be missing.
    pub(crate) fn take_table(&mut self, key: &'static str) -> Result<Option<Self>, SettingsError> {
        self.take(key).map(Value::table).transpose()
    }

    /// All remaining entries, for tables whose keys are data. Each with its key.
    pub(crate) fn into_entries(self) -> Vec<(String, Value<'t>)> {
        let (text, prefix) = (self.text, self.prefix);
        let entries = self.entries.into_iter();
        entries.map(|(name, _, found)| (name.clone(), Value { text, key: format!("{prefix}{name}"), found })).collect()
    }

    /// Refuses entries that were not taken.
    pub(crate) fn finish(self) -> Result<(), SettingsError> {
        let Some((key, at, _)) = self.entries.iter().min_by_key(|(_, at, _)| *at) else { return Ok(()) };
        let kind = SettingsErrorKind::UnknownKey { key: format!("{}{key}", self.prefix), known: self.known.join(", ") };
        Err(SettingsError::at(self.text, *at, kind))
    }
}

impl<'t> Value<'t> {
    /// The error that this is not `expected`.
    pub(crate) fn expected(&self, expected: impl Into<String>) -> SettingsError {
        let kind = SettingsErrorKind::Value { key: self.key.clone(), expected: expected.into() };
        SettingsError::at(self.text, self.found.span().start, kind)
    }

    /// A string that is not empty, at most 200 characters, none of them a control character.
    pub(crate) fn string(&self) -> Result<&str, SettingsError> {
        let text = self
            .found
            .get_ref()
            .as_str()
            .filter(|text| !text.is_empty() && text.chars().count() <= MAX_STRING && !text.chars().any(char::is_control));
        text.ok_or_else(|| self.expected("a string of 1 to 200 characters"))
    }

    /// A string that is one of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, SettingsError> {
        let found = self.found.get_ref().as_str().and_then(|text| words.iter().find(|(word, _)| *word == text));
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let quoted: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
            self.expected(quoted.join(", "))
        })
    }

    /// A date, which is its first second in UTC, or a time with its offset; `None` when it is neither.
    pub(crate) fn instant(&self) -> Option<Instant> {
        let is_datetime = self.found.get_ref().is_datetime();
        self.text.get(self.found.span()).filter(|_| is_datetime).and_then(Instant::parse_rfc3339)
    }

    /// A string, or `None` when it is something else.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.found.get_ref().as_str()
    }

    /// A table.
    pub(crate) fn table(self) -> Result<Table<'t>, SettingsError> {
        let not_a_table = self.expected("a table");
        let start = self.found.span().start;
        match self.found.into_inner() {
            DeValue::Table(table) => Ok(Table::new(self.text, self.key + ".", start, table)),
            _ => Err(not_a_table),
        }
    }

    /// The elements of an array.
    pub(crate) fn array(self) -> Result<Vec<Self>, SettingsError> {
        let not_an_array = self.expected("an array");
        let (text, key) = (self.text, self.key);
        match self.found.into_inner() {
            DeValue::Array(array) => Ok(array.into_iter().map(|found| Self { text, key: key.clone(), found }).collect()),
            _ => Err(not_an_array),
        }
    }
}

/// The longest string: names are shown in every report.
const MAX_STRING: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    fn root(text: &str) -> Table<'_> {
        parse(text, &Limits::default()).unwrap()
    }

    #[test]
    fn what_was_not_asked_for_is_refused_where_it_stands() {
        let mut table = root("a = 1\n\n[section]\nb = 2\n  misspelt = 3\n");
        assert_eq!(table.take("a").unwrap().as_str(), None);
        let mut section = table.take_table("section").unwrap().unwrap();
        assert!(section.take("b").is_some());
        assert_eq!(section.finish().unwrap_err().to_string(), "line 5, column 3: unknown key `section.misspelt`; there are: b");
        assert!(table.finish().is_ok());
    }

    #[test]
    fn dates_are_instants_and_local_times_are_not() {
        let mut table =
            root("day = 2020-01-01\ntime = 2020-01-01T07:00:00+07:00\nlocal = 2020-01-01T00:00:00\ntext = \"2020-01-01\"");
        let expected = Instant::parse_rfc3339("2020-01-01");
        assert_eq!(table.take("day").unwrap().instant(), expected);
        assert_eq!(table.take("time").unwrap().instant(), expected);
        assert_eq!(table.take("local").unwrap().instant(), None);
        assert_eq!(table.take("text").unwrap().instant(), None);
    }

    #[test]
    fn mistakes_have_a_line_and_a_column() {
        let limits = Limits::default();
        let error = parse("a = 1\nb = = 2\n", &limits).unwrap_err();
        assert_eq!((error.line, error.column), (2, 5), "{error}");
        // A byte order mark and Vietnamese letters before the mistake: columns count characters.
        let error = root("\"khoá\" = 1").finish().unwrap_err();
        assert_eq!((error.line, error.column), (1, 1));
        let mut table = root("x = { \"ký\" = true, y = 5 }");
        let mut inner = table.take_table("x").unwrap().unwrap();
        assert_eq!(inner.take("y").unwrap().string().unwrap_err().column, 24);
        assert_eq!(table.require("z").unwrap_err().to_string(), "line 1, column 1: `z` is missing");
    }

    #[test]
    fn size_and_nesting_are_limited() {
        let limits = Limits { max_settings_size: 10, ..Limits::default() };
        let error = parse("abcdefgh = 1", &limits).unwrap_err();
        assert_eq!(error.kind, SettingsErrorKind::TooLong { bytes: 12, limit: 10 });
        let deep = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(parse(&deep, &Limits::default()).unwrap_err().kind, SettingsErrorKind::Syntax(_)));
        let dotted = format!("{} = 1", vec!["a"; 60_000].join("."));
        assert!(parse(&dotted, &Limits::default()).is_err());
    }
}
