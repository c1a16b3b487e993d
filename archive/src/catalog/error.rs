//! Why a catalog cannot be used.

use std::{error, fmt, io};

use longseal::evidence::CodecError;

/// Why a catalog cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum CatalogError {
    /// The database cannot be read or written.
    Database(rusqlite::Error),
    /// A file cannot be read or written.
    Io(io::Error),
    /// The file is no catalog.
    NotCatalog,
    /// A catalog that a later program made.
    Version(i32),
    /// Stored evidence that cannot be read.
    Evidence {
        /// The document's number.
        document: i64,
        /// Why.
        error: CodecError,
    },
    /// There is no run, or none of this number.
    NoRun,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
            Self::NotCatalog => f.write_str("not a catalog"),
            Self::Version(version) => write!(f, "a catalog of version {version}, which this program does not know"),
            Self::Evidence { document, error } => write!(f, "document {document}: {error}"),
            Self::NoRun => f.write_str("no such run; `longseal catalog judge` makes one"),
        }
    }
}

impl error::Error for CatalogError {}

impl From<rusqlite::Error> for CatalogError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<io::Error> for CatalogError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
