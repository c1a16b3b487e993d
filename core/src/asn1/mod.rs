//! Zero-copy reading of BER/DER (X.690): spans into the original bytes, never re-encoded.
//!
//! What is hashed or signed (TBSCertificate, signedAttrs, eContent, TSTInfo, tbsResponseData, tbsCertList) is always
//! a slice of the input: re-encoding would change 39 of 391 real CMS structures. Three parts:
//!
//! * [`Reader`] takes definite-length elements one by one and is lenient about what is not DER but unambiguous.
//! * [`departures`] says in one bare walk in which ways some bytes are not DER, so that leniency is a recorded
//!   fact and not a silent one.
//! * [`to_definite`] rewrites the indefinite-length shells of a BER encoding (X.690 §8.1.3.6), and only these.
//!
//! ```
//! use longseal::asn1::{Reader, Tag};
//!
//! let mut input = Reader::new(&[0x30, 0x06, 0x02, 0x01, 0x05, 0x01, 0x01, 0xff]);
//! let mut sequence = input.sequence("example")?;
//! assert_eq!(sequence.integer("number")?.to_u32(), Some(5));
//! assert_eq!(sequence.peek_tag(), Some(Tag::BOOLEAN));
//! assert!(sequence.boolean("flag")?);
//! sequence.finish("example")?;
//! # Ok::<(), longseal::asn1::Error>(())
//! ```

mod definite;
mod departure;
mod element;
mod integer;
mod oid;
mod reader;
mod span;
mod string;

pub(crate) use definite::to_definite_or_der;
pub use definite::{outer_length, to_definite};
pub use departure::{Departures, departures};
pub use element::{Element, Tag};
pub use integer::Integer;
pub use oid::{Oid, oid_contents};
pub use reader::Reader;
pub use span::Span;
pub use string::{BitString, display_string};

use core::fmt;

use crate::limits::Limits;

/// Nesting beyond which [`to_definite`] and [`departures`] stop.
pub const MAX_DEPTH: usize = Limits::ASN1_DEPTH;

/// Why some bytes are not the structure that was expected, and where in the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The field being read, in the words of its ASN.1 module (`TBSCertificate.validity`).
    pub what: &'static str,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes end before the element does.
    Truncated,
    /// Another tag than the expected one; `None` at the end of the input.
    UnexpectedTag(Option<Tag>),
    /// A length octet that X.690 §8.1.3 does not allow, or longer than 4 octets.
    Length,
    /// An indefinite length where a definite one is needed; see [`to_definite`].
    IndefiniteLength,
    /// Bytes after the end of the structure.
    TrailingData,
    /// Contents octets that are no value of the type.
    Value,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// More elements than a limit allows.
    TooMany,
    /// A version or choice that no standard defines.
    Unsupported,
}

impl Error {
    /// An error of `kind` while reading `what`.
    pub const fn new(kind: ErrorKind, what: &'static str) -> Self {
        Self { kind, what }
    }

    /// The contents of `what` are no value of its type.
    pub const fn value(what: &'static str) -> Self {
        Self::new(ErrorKind::Value, what)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what;
        match self.kind {
            ErrorKind::Truncated => write!(f, "{what}: truncated"),
            ErrorKind::UnexpectedTag(Some(tag)) => write!(f, "{what}: unexpected {tag}"),
            ErrorKind::UnexpectedTag(None) => write!(f, "{what}: missing"),
            ErrorKind::Length => write!(f, "{what}: malformed length"),
            ErrorKind::IndefiniteLength => write!(f, "{what}: indefinite length"),
            ErrorKind::TrailingData => write!(f, "{what}: trailing data"),
            ErrorKind::Value => write!(f, "{what}: malformed value"),
            ErrorKind::TooDeep => write!(f, "{what}: nested too deep"),
            ErrorKind::TooMany => write!(f, "{what}: too many elements"),
            ErrorKind::Unsupported => write!(f, "{what}: unsupported version or choice"),
        }
    }
}

impl std::error::Error for Error {}

/// The result of reading.
pub type Result<T> = core::result::Result<T, Error>;
