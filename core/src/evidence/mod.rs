//! Facts of one document, gathered from its bytes once and judged as often as trust, policy or time change.
//!
//! [`collect`] costs what hashing and public-key arithmetic cost. What it returns holds no policy, no trust and no
//! clock: digests match or not, signature values verify or not, which certificates, CRLs, OCSP responses and
//! timestamps the document carries and from which revision on. [`Material`] that the document lacks is kept apart, and
//! completes the facts that depend on it.

mod add;
mod cache;
mod codec;
mod collect;
mod digest_pass;
mod facts;
mod material;
mod signer;
mod timestamp;
mod wanted;

pub use cache::MaterialCache;
pub use codec::{CodecError, MaterialItem, MaterialSource};
pub use collect::{Collector, collect};
pub use facts::{
    ContentCheck, DocumentFacts, Evidence, PermissionFacts, RevisionFacts, SignatureFacts, SignatureKind, SignaturePolicyFacts,
    SignedFacts, SignerBinding, TimestampFacts, TimestampKind, ValidationDataFacts, ValueCheck,
};
pub use material::{Material, MaterialError, Origin, OriginKind};
pub use wanted::{Purpose, Request, Wanted, WantedList};
