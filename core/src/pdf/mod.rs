//! PDF syntax as written: lazy, by byte offset, revision by revision (ISO 32000-2 §7).
//!
//! A verifier must see the file as it is: which bytes an object stands in, what each incremental update changed, and what had
//! to be forgiven. So nothing is merged or rewritten here, and every leniency is a [`Repair`].

pub mod changes;
pub(crate) mod content;
pub mod decrypt;
mod document;
mod encryption;
pub mod filter;
mod hexadecimal;
pub(crate) mod hidden;
mod lex;
mod mark;
mod object;
mod object_stream;
mod parse;
mod repair;
mod revision;
pub mod signature;
mod stream;
pub mod text_string;
mod xref;

pub use document::{Document, IndirectObject, Location};
pub use object::{Dictionary, Name, Object, PdfString, Reference, Span, Stream, StringForm};
pub use repair::Repair;
pub use revision::{Revision, RevisionIndex, XrefKind};
pub use xref::Entry;
