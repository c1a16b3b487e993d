//! Mutators that know what they change: what random bytes reach after hours, these reach at once.

pub mod bytes;
pub mod cbor;
pub mod cms;
pub mod lines;
pub mod pdf;
