//! The edges of Longseal: everything between the verifier, which only sees bytes, and an archive of millions of documents.
//!
//! * [`bulk`]: trees, lists and patterns of files, read once, examined on all cores in flat memory, resumable.
//!
//! All judgement is in the crate `longseal`; what is here reads, schedules and stores.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // This is the edge: files and threads.

pub mod bulk;
