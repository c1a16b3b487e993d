//! Longseal validates PDF signatures, certificate chains, revocation and timestamps, and keeps signed documents provable
//! for decades. Pure Rust: no I/O, no clock, no threads, no `unsafe`; bytes, time and trust are arguments.
//!
//! ```
//! use longseal::policy::Policy;
//! use longseal::time::Instant;
//! use longseal::trust::TrustStore;
//! use longseal::{Indication, Verifier};
//!
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/files/");
//! # let pdf = std::fs::read(format!("{folder}pades/baseline-b/rsa-2048-sha256.pdf"))?;
//! # let roots = std::fs::read(format!("{folder}pki/root.pem"))?;
//! # let policy = Policy::default().with_revocation(longseal::policy::RevocationRequirement::None);
//! let verifier = Verifier::builder()
//!     .trust(TrustStore::from_pem(&roots)?) // explicit: there is no built-in trust
//!     .policy(policy)
//!     .at(Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap()) // explicit: the core has no clock
//!     .build();
//! let evidence = verifier.collect(&pdf)?; // Err only: not a PDF, unreadable, over a limit
//! let report = verifier.judge(&evidence); // infallible
//! assert_eq!(report.indication(), Some(Indication::TotalPassed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Collect once, judge many times
//!
//! [`Verifier::collect`] costs what hashing and public-key arithmetic cost; its [`Evidence`](evidence::Evidence) depends
//! on the bytes alone. [`Verifier::judge`] costs microseconds and depends on evidence, trust, policy and time. Judge again
//! whenever one of these changes, without the document.
//!
//! *"Could not examine"* is an [`Error`]. *"Examined and not good"* is a value: an [`Indication`], a
//! [`SubIndication`](indication::SubIndication) and [`Reason`](reason::Reason)s, in the words of ETSI EN 319 102-1.
//! What is not supported or not known is INDETERMINATE, never valid, never invalid, never unsigned.
//!
//! # The types to know
//!
//! * [`Verifier`] holds trust, policy and time, and remembers keys, CRLs and verified signatures across documents.
//! * [`Evidence`](evidence::Evidence): all facts of one document.
//! * [`Report`](report::Report): the verdict; [`report::to_json`] and [`report::to_text`] render it in English or Vietnamese.
//! * [`ChainVerifier`](chain::ChainVerifier): certificates by themselves.
//! * [`TrustStore`](trust::TrustStore), [`Policy`](policy::Policy), [`Material`](evidence::Material): what it rests on.
//!
//! # Not supported yet
//!
//! Evidence records (RFC 4998), the rules of signature policies, public-key encrypted PDF files.
//! What depends on them is INDETERMINATE with a reason.
//!
//! # Layers
//!
//! Modules import only lower ones: `asn1` and `crypto`; `pdf`, `x509`, `crl`, `ocsp`, `cms`, `tsp`; `path` and
//! `revocation`; `evidence`; `trust` and `policy`; `validation`; `report`; [`Verifier`] and [`chain`]. See ARCHITECTURE.md.

#![forbid(unsafe_code)]

#[cfg(feature = "self-contained")]
pub mod answer;
pub mod asn1;
mod case_folding;
pub mod chain;
pub mod cms;
pub mod crl;
pub mod crypto;
pub mod error;
pub mod evidence;
mod gather;
pub mod indication;
mod keyed;
pub mod limits;
pub mod ocsp;
mod order;
pub mod path;
pub mod pdf;
pub mod policy;
pub mod reason;
pub mod report;
pub mod revocation;
pub mod settings;
pub mod supplement;
pub mod time;
pub mod trust;
pub mod tsp;
pub mod validation;
mod verifier;
pub mod x509;

pub use error::Error;
pub use indication::Indication;
pub use verifier::{Verifier, VerifierBuilder};
