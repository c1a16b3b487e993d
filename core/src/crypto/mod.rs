//! Algorithm identifiers, digests, public keys and signature verification.
//!
//! * [`DigestAlgorithm`], [`Hasher`], [`Digest`]: digests, with states that can be forked.
//! * [`AlgorithmIdentifier`] says what a structure names, [`SignatureAlgorithm`] what it means.
//! * [`PublicKey`] is a prepared SubjectPublicKeyInfo; its [`verify`](PublicKey::verify) answers with a
//!   [`Verification`], in which *unsupported* is never *invalid*.
//! * [`SignatureCache`] remembers outcomes across documents.
//!
//! graviola does the arithmetic where the processor has what it needs and the feature `graviola` is on, as it is by default;
//! RustCrypto elsewhere and for the rest, and in WebAssembly small code of our own. All give the same answers ([`Backend`]).
//! Which crates and why: `docs/decisions/0002-cryptography.md`.
//!
//! Nothing here judges strength: an MD5 or RSA-1024 signature that verifies is [`Verification::Valid`], and the policy
//! says until when that counts.

#[cfg(all(feature = "graviola", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod accelerated;
#[cfg(not(all(feature = "graviola", any(target_arch = "x86_64", target_arch = "aarch64"))))]
#[path = "accelerated_absent.rs"]
mod accelerated;
mod algorithm;
#[cfg(not(target_family = "wasm"))]
mod brainpool_p512;
mod cache;
mod compact;
mod digest;
#[cfg(not(target_family = "wasm"))]
mod digest_state;
mod dsa;
mod ecdsa;
#[cfg(feature = "self-contained")]
mod eddsa;
#[cfg(not(feature = "self-contained"))]
#[path = "eddsa_asked.rs"]
mod eddsa;
mod key;
#[cfg(feature = "self-contained")]
mod ml_dsa;
#[cfg(not(feature = "self-contained"))]
#[path = "ml_dsa_asked.rs"]
mod ml_dsa;
mod oid;
mod rsa;
mod rsassa_pss;

pub use algorithm::{AlgorithmIdentifier, DigestContradiction, SignatureAlgorithm};
pub use cache::SignatureCache;
pub use digest::{Digest, DigestAlgorithm, Hasher};
pub use ecdsa::Curve;
pub use key::{Backend, KeyError, KeyKind, PublicKey};

use core::fmt;

/// The answer for a build without ML-DSA.
#[cfg(feature = "self-contained")]
pub(crate) fn answer_ml_dsa(question: &[u8]) -> Option<Vec<u8>> {
    ml_dsa::answer(question)
}

/// The answer for a build without EdDSA.
#[cfg(feature = "self-contained")]
pub(crate) fn answer_eddsa(question: &[u8]) -> Option<Vec<u8>> {
    eddsa::answer(question)
}

/// Which algorithm, parameter, curve or key size is not supported.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unsupported(String);

impl Unsupported {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}

/// The outcome of verifying a signature value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verification {
    /// The signature is the key's over the message.
    Valid,
    /// It is not: another message, another key, or no well-formed signature.
    Invalid,
    /// It could not be computed.
    Unsupported(Unsupported),
}

impl Verification {
    /// Whether the signature verified.
    pub fn is_valid(&self) -> bool {
        *self == Self::Valid
    }

    /// [`Valid`](Self::Valid) or [`Invalid`](Self::Invalid).
    pub(crate) fn from_valid(valid: bool) -> Self {
        if valid { Self::Valid } else { Self::Invalid }
    }
}
