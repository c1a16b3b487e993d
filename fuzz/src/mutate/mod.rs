//! Mutators that know what they change: what random bytes reach after hours, these reach at once.

pub mod bytes;
pub mod cms;
pub mod pdf;
