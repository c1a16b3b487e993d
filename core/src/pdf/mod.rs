//! PDF syntax as written: lazy, by byte offset, revision by revision (ISO 32000-2 §7).

pub mod decrypt;
pub mod filter;
