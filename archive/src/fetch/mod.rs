//! Fetching what evidence wants: issuers, CRLs and OCSP responses, from where certificates say they are.
//!
//! Certificates are not trusted, and neither are the addresses in them: only `http` and `https`, no address that is not
//! public (checked when connecting, at every redirect), limits of size and time, each request once. What comes is stored
//! in a folder that later runs name by its digest.

mod address;
mod client;
mod fault;
mod schedule;
mod store;

pub use address::is_public;
pub use client::{Addresses, FetchSettings};
pub use fault::FetchFault;
pub use schedule::{Fetched, Fetcher};
pub use store::{MANIFEST, MaterialFolder};
