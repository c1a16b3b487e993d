//! The tree of a text in TOML: what is said, and where.

use core::ops::Range;

/// A key, where it stands, and its value.
pub(super) type Entry = (String, usize, Node);

/// A value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// Octets of the text.
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    String(String),
    /// The text of its span.
    Datetime,
    Array(Vec<Node>),
    /// In the order of the keys.
    Table(Vec<Entry>),
    /// A number or a truth value: nothing here takes one.
    Other,
}

/// Why a text is not TOML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The octet of the text.
    pub(super) at: usize,
    pub(super) message: String,
}
