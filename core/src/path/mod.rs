//! Certification paths (RFC 5280 §6.1): from a certificate to a trust anchor, at a given time, for a given purpose.
//!
//! * [`PathBuilder`] finds a path among [`CertificatePool`]s and validates it; [`validate`] validates a given one.
//! * [`PathParameters`] are the standard's inputs. With [`ValidityCheck::Ignore`] a chain is found whatever its validity
//!   periods, and [`ValidatedPath::outside_validity`] says afterwards which certificate was outside at a time.
//! * [`ValidatedPath`] is made by validation only. [`PathFailure`] keeps the best candidate and everything wrong with it.
//! * Anchors are matched by name *and* key. An issuer that only has an anchor's name is `path.anchor-name-only`.
//!
//! Revocation is another layer's: [`PathBuilder::build_accepted`] lets it refuse a path, and the search goes on.
//!
//! Work is bounded by [`Limits`](crate::limits::Limits): steps, signature checks, length, name comparisons, policy nodes.
//!
//! ```
//! use longseal::crypto::SignatureCache;
//! use longseal::path::{AnchorSet, CertificatePool, PathBuilder, PathParameters, Purpose, ValidityCheck};
//! use longseal::time::Instant;
//! # use longseal::path::{PathFailure, ValidatedPath};
//! # use longseal::x509::Certificate;
//! # fn example(target: &Certificate, anchors: &AnchorSet, material: &CertificatePool, at: Instant) -> Result<ValidatedPath, PathFailure> {
//! let signatures = SignatureCache::default();
//! let pools = [material];
//! let builder = PathBuilder::new(anchors, &pools, &signatures);
//! builder.build(target, &PathParameters::new(ValidityCheck::AtTime(at), Purpose::DocumentSigning))
//! # }
//! ```

mod build;
mod facts;
mod failure;
mod name_constraints;
mod parameters;
mod policy_graph;
mod pool;
mod profile;
mod signature;
mod validate;
mod validated;

pub use build::{Acceptance, PathBuilder};
pub use failure::{PathFailure, PathFailureKind};
pub use parameters::{
    AnchorRules, AnyPolicyRule, Enforcement, ExplicitPolicy, ExtendedKeyUsageScope, PathParameters, PolicyMappingRule, PolicySet,
    Profile, Purpose, ValidityCheck,
};
pub use pool::{AnchorSet, CertificatePool};
pub use profile::{broken_crl_rules, broken_key_rules};
pub use signature::{CertificateSignatures, WorkingKey};
pub use validate::validate;
pub use validated::{OutsideValidity, ValidatedPath, ValidityBound};
