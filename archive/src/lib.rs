//! The edges of Longseal: everything between the verifier, which only sees bytes, and an archive of millions of documents.
//!
//! * [`bulk`]: trees, lists and patterns of files, read once, examined on all cores in flat memory, resumable.
//! * `fetch`, with the feature of that name: missing issuers, CRLs and OCSP responses from the network.
//! * `arrow`, with the feature of that name: verdicts as record batches, and with the feature `parquet` as files.
//! * `catalog`, with the feature of that name: the archive's own database, judged again without reading a file.
//! * [`settings`]: trust, material and policies from files.
//!
//! All judgement is in the crate `longseal`; what is here reads, schedules and stores.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // This is the edge: files and threads.

#[cfg(feature = "arrow")]
pub mod arrow;
pub mod bulk;
#[cfg(feature = "catalog")]
pub mod catalog;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod settings;
