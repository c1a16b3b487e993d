//! Files that people write: policies and trust lists in TOML, where every mistake has a line and a column.
//!
//! A key that nobody asked for is an error: a misspelt constraint would silently not hold.

mod error;
#[cfg(feature = "self-contained")]
mod table;

pub use error::{SettingsError, SettingsErrorKind};

#[cfg(feature = "self-contained")]
pub(crate) use table::{Table, Value, parse};
