//! Whether a certificate was revoked, who says so, as of when (RFC 5280 §6.3, RFC 6960).
//!
//! [`RevocationPool`]s hold CRLs and OCSP responses. For a certificate whose path is validated,
//! [`RevocationChecker::statements`] gives everything that they say about it: each [`Statement`] verified, in scope, and
//! made by somebody who may speak for the issuer. [`RevocationChecker::check`] decides from those that are current at
//! one time, [`RevocationChecker::check_path`] does so for a whole path. Nothing that could not be checked is ever taken
//! as good: it is not used, and the reasons say why.
//!
//! * CRLs: complete, delta and indirect; distribution points and reasons; separate CRL issuers with paths of their own.
//! * OCSP: the issuer itself or a delegated responder, by name or key; certHash, archiveCutoff. The nonce is not looked
//!   at: the request is not at hand when a document is verified.
//! * Signature checks are remembered in the [`SignatureCache`](crate::crypto::SignatureCache) across documents.

mod check;
mod crl_check;
mod ocsp_check;
mod options;
mod pool;
mod request;
mod scope;
mod signer;
mod status;

pub use check::is_exempt;
pub use options::{IndirectCrls, Profile, RedundantCrlIssuer, RevocationOptions, SignerStatus, WithoutNextUpdate};
pub use pool::RevocationPool;
pub use request::{Issuer, RevocationChecker};
pub use status::{CertificateStatus, Revocation, RevocationOutcome, RevocationStatus, Source, Statement};
