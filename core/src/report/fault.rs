//! A document that could not be examined, in the formats that have a place for it.

use crate::time::Instant;

/// Why a document could not be examined: it is in the output like every other, with the reason in the verdict's place.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'a> {
    /// The code: [`Error::code`](crate::Error::code), or the caller's own for a file that could not be read.
    pub code: &'a str,
    /// A sentence for a person.
    pub message: &'a str,
    /// What the caller knows the document by.
    pub path: &'a str,
    /// Bytes, where that is known.
    pub size: Option<u64>,
    /// The time the verdict would have been for.
    pub validation_time: Instant,
}
