//! Public keys, prepared once and used many times.

use core::fmt;

use super::algorithm::{AlgorithmIdentifier, SignatureAlgorithm};
use super::digest::Digest;
use super::{Unsupported, Verification, oid, rsa};
use crate::asn1::{Error, Reader};

/// Which implementation does the arithmetic. Both give the same answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Backend {
    /// graviola where it has the algorithm and the processor has what it needs, RustCrypto otherwise.
    #[default]
    Fastest,
    /// RustCrypto for everything.
    Portable,
}

/// A named elliptic curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Curve {
    /// NIST P-256, secp256r1, prime256v1.
    P256,
    /// NIST P-384, secp384r1.
    P384,
    /// NIST P-521, secp521r1.
    P521,
    /// brainpoolP256r1 (RFC 5639).
    BrainpoolP256r1,
    /// brainpoolP384r1 (RFC 5639).
    BrainpoolP384r1,
}

impl Curve {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::BrainpoolP256r1 => "brainpoolP256r1",
            Self::BrainpoolP384r1 => "brainpoolP384r1",
        }
    }
}

/// The kind of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum KeyKind {
    /// RSA, also when restricted to RSASSA-PSS.
    Rsa,
    /// An elliptic curve key for ECDSA.
    Ec(Curve),
    /// DSA.
    Dsa,
    /// Ed25519.
    Ed25519,
    /// Ed448.
    Ed448,
    /// ML-DSA-44.
    MlDsa44,
    /// ML-DSA-65.
    MlDsa65,
    /// ML-DSA-87.
    MlDsa87,
}

/// The name in reports: `RSA`, `EC P-256`, `Ed25519`.
impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ec(curve) => return write!(f, "EC {}", curve.name()),
            Self::Dsa => "DSA",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
        })
    }
}

/// Why a SubjectPublicKeyInfo is no usable key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// It is not well-formed, or its value is no public key of its kind.
    Malformed(Error),
    /// Its algorithm, curve or size is not supported.
    Unsupported(Unsupported),
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::Unsupported(what) => what.fmt(f),
        }
    }
}

impl std::error::Error for KeyError {}

impl From<Error> for KeyError {
    fn from(error: Error) -> Self {
        Self::Malformed(error)
    }
}

impl From<Unsupported> for KeyError {
    fn from(what: Unsupported) -> Self {
        Self::Unsupported(what)
    }
}

/// A public key, prepared: expanded, checked to be on its curve, ready for many verifications from many threads.
pub struct PublicKey {
    kind: KeyKind,
    bits: u32,
    key: Key,
}

enum Key {
    Rsa { usage: rsa::Usage, portable: rsa::Key },
}

impl PublicKey {
    /// Prepares the key of a DER `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7):
    ///
    /// ```text
    /// SubjectPublicKeyInfo ::= SEQUENCE {
    ///     algorithm         AlgorithmIdentifier,
    ///     subjectPublicKey  BIT STRING }
    /// ```
    ///
    /// # Errors
    /// Malformed, or which algorithm, curve or size is not supported.
    pub fn from_spki(spki: &[u8]) -> Result<Self, KeyError> {
        Self::from_spki_on(spki, Backend::Fastest)
    }

    /// As [`from_spki`](Self::from_spki), with the implementation to use.
    ///
    /// # Errors
    /// As for [`from_spki`](Self::from_spki).
    pub fn from_spki_on(spki: &[u8], _backend: Backend) -> Result<Self, KeyError> {
        const WHAT: &str = "SubjectPublicKeyInfo";
        let mut outer = Reader::new(spki);
        let mut fields = outer.sequence(WHAT)?;
        outer.finish(WHAT)?;
        let algorithm = AlgorithmIdentifier::read(&mut fields, "SubjectPublicKeyInfo.algorithm")?;
        let value = fields.bit_string("SubjectPublicKeyInfo.subjectPublicKey")?;
        fields.finish(WHAT)?;
        let value = value.octets().ok_or(Error::value("SubjectPublicKeyInfo.subjectPublicKey"))?;
        match algorithm.oid {
            oid::RSA_ENCRYPTION => Self::rsa(rsa::Usage::Any, value),
            oid::RSASSA_PSS => Self::rsa(rsa::Usage::pss(algorithm.parameters)?, value),
            other => Err(Unsupported::new(format!("public key algorithm {other}")).into()),
        }
    }

    fn rsa(usage: rsa::Usage, value: &[u8]) -> Result<Self, KeyError> {
        let components = rsa::Components::read(value)?;
        let portable = rsa::Key::new(&components)?;
        Ok(Self { kind: KeyKind::Rsa, bits: components.modulus_bits, key: Key::Rsa { usage, portable } })
    }

    /// The kind of key.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The size by which policies judge strength: bits of the RSA or DSA modulus, of the curve's field, or of the
    /// encoded ML-DSA key.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// Whether parameters of the issuer's key are needed first: a DSA key without its own (RFC 3279 §2.3.2).
    pub fn lacks_parameters(&self) -> bool {
        false
    }

    /// This key with the parameters of its issuer's (RFC 5280 §6.1.4 (d)–(f)). `None` when it has its own, or the
    /// issuer's key is of another kind or has none.
    pub fn with_inherited_parameters(&self, _issuer: &Self) -> Option<Self> {
        None
    }

    /// Verifies `signature` over `message`.
    ///
    /// A key of another kind than the algorithm's makes the signature invalid: no such signature can exist.
    pub fn verify(&self, algorithm: &SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Verification {
        match algorithm.digest() {
            Some(digest) => self.verify_digest(algorithm, &digest.digest(message), signature),
            None => Verification::Invalid,
        }
    }

    /// Verifies `signature` over a message of which only the digest is at hand. The digest must be of the algorithm's
    /// own digest algorithm, else the signature is invalid; EdDSA and ML-DSA sign messages, not digests.
    pub fn verify_digest(&self, algorithm: &SignatureAlgorithm, digest: &Digest, signature: &[u8]) -> Verification {
        match algorithm.digest() {
            None => return Verification::Unsupported(Unsupported::new(format!("{algorithm} over a digest alone"))),
            Some(expected) if digest.as_bytes().len() != expected.output_len() => return Verification::Invalid,
            Some(_) => {}
        }
        match &self.key {
            Key::Rsa { usage, portable } => {
                Verification::from_valid(usage.allows(*algorithm) && portable.verify(*algorithm, digest, signature))
            }
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {} bits)", self.kind, self.bits)
    }
}
