//! What is wrong with a file of settings, and where.

use core::fmt;

/// What is wrong with a file of settings, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingsError {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What.
    pub kind: SettingsErrorKind,
}

/// What is wrong with a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SettingsErrorKind {
    /// It is not TOML; the parser's words.
    Syntax(String),
    /// It is longer than [`Limits::max_settings_size`](crate::limits::Limits::max_settings_size).
    TooLong {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A key that has no meaning here.
    UnknownKey {
        /// The key with the tables that lead to it.
        key: String,
        /// The keys that have one.
        known: String,
    },
    /// A key that must be there is not.
    Missing {
        /// The key with the tables that lead to it.
        key: String,
    },
    /// A value is not what its key takes.
    Value {
        /// The key with the tables that lead to it.
        key: String,
        /// What it takes.
        expected: String,
    },
}

impl SettingsError {
    /// The error at a byte of the text.
    #[cfg(feature = "self-contained")]
    pub(super) fn at(text: &str, byte: usize, kind: SettingsErrorKind) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1);
        let line = number(before.matches('\n').count());
        Self { line, column: number(before.get(line_start..).unwrap_or("").chars().count()), kind }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        match &self.kind {
            SettingsErrorKind::Syntax(message) => write!(f, "not TOML: {message}"),
            SettingsErrorKind::TooLong { bytes, limit } => write!(f, "{bytes} bytes, more than {limit}"),
            SettingsErrorKind::UnknownKey { key, known } if known.is_empty() => write!(f, "unknown key `{key}`"),
            SettingsErrorKind::UnknownKey { key, known } => write!(f, "unknown key `{key}`; there are: {known}"),
            SettingsErrorKind::Missing { key } => write!(f, "`{key}` is missing"),
            SettingsErrorKind::Value { key, expected } => write!(f, "`{key}` must be {expected}"),
        }
    }
}

impl std::error::Error for SettingsError {}
