//! *Could not examine*: the only errors of the crate's paved path.
//!
//! A document that was examined and found wanting is a report, never an `Error`.

use core::fmt;

use crate::limits::Limit;

/// Why a document could not be examined at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes have no PDF header within the first 1,024 bytes and no PDF structure (ISO 32000-2 §7.5.2).
    NotPdf,
    /// The document is encrypted and neither the empty nor the given password opens it (ISO 32000-2 §7.6.4).
    WrongPassword,
    /// The document is encrypted in a way that is not supported; the text names the handler or algorithm.
    UnsupportedEncryption(String),
    /// The document has a PDF header but its structure cannot be read, not even by rebuilding the
    /// cross-references. `what` says what is missing, `offset` where.
    Unreadable {
        /// What could not be read.
        what: &'static str,
        /// Byte offset in the file.
        offset: u64,
    },
    /// A limit of [`Limits`](crate::limits::Limits) was reached.
    LimitExceeded(Limit),
}

impl Error {
    /// A stable code, as in the `error.code` of a report row.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPdf => "error.not-pdf",
            Self::WrongPassword => "error.wrong-password",
            Self::UnsupportedEncryption(_) => "error.unsupported-encryption",
            Self::Unreadable { .. } => "error.unreadable",
            Self::LimitExceeded(_) => "error.limit-exceeded",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPdf => f.write_str("not a PDF file"),
            Self::WrongPassword => f.write_str("encrypted, and no given password opens it"),
            Self::UnsupportedEncryption(what) => write!(f, "encrypted in an unsupported way: {what}"),
            Self::Unreadable { what, offset } => write!(f, "damaged: {what} at byte {offset}"),
            Self::LimitExceeded(limit) => write!(f, "over a limit: {limit}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Limit> for Error {
    fn from(limit: Limit) -> Self {
        Self::LimitExceeded(limit)
    }
}
