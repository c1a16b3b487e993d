//! Public keys, prepared once and used many times.

use core::fmt;

use super::algorithm::{AlgorithmIdentifier, SignatureAlgorithm};
use super::digest::Digest;
use super::ecdsa::{Curve, Encoding};
use super::{Unsupported, Verification, dsa, ecdsa, eddsa, ml_dsa, oid, rsa};
use crate::asn1::{Error, Reader};

/// Which implementation does the arithmetic. All give the same answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Backend {
    /// graviola where it has the algorithm and the processor has what it needs, RustCrypto otherwise.
    #[default]
    Fastest,
    /// RustCrypto for everything.
    Portable,
    /// Small code for all curves, RSA and EdDSA, a few times slower; RustCrypto for the rest. In WebAssembly, where every octet
    /// is downloaded, the others are this one too.
    Compact,
}

impl Backend {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Fastest, Self::Portable, Self::Compact];
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

/// The parameter sets of ML-DSA (FIPS 204 §4): keys, and the signatures they make.
pub(super) const PARAMETER_SETS: [(KeyKind, SignatureAlgorithm); 3] = [
    (KeyKind::MlDsa44, SignatureAlgorithm::MlDsa44),
    (KeyKind::MlDsa65, SignatureAlgorithm::MlDsa65),
    (KeyKind::MlDsa87, SignatureAlgorithm::MlDsa87),
];

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
    key: Key,
}

enum Key {
    Rsa(rsa::Key),
    Ec(ecdsa::Key),
    Dsa(dsa::Key),
    Ed25519(eddsa::Ed25519Key),
    Ed448(eddsa::Ed448Key),
    MlDsa(ml_dsa::Key),
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
    pub fn from_spki_on(spki: &[u8], backend: Backend) -> Result<Self, KeyError> {
        const WHAT: &str = "SubjectPublicKeyInfo";
        let mut outer = Reader::new(spki);
        let mut fields = outer.sequence(WHAT)?;
        outer.finish(WHAT)?;
        let algorithm = AlgorithmIdentifier::read(&mut fields, "SubjectPublicKeyInfo.algorithm")?;
        let value = fields.bit_string("SubjectPublicKeyInfo.subjectPublicKey")?;
        fields.finish(WHAT)?;
        let value = value.octets().ok_or(Error::value("SubjectPublicKeyInfo.subjectPublicKey"))?;
        let (kind, key) = match algorithm.oid {
            oid::RSA_ENCRYPTION => (KeyKind::Rsa, Key::Rsa(rsa::Key::new(rsa::Usage::Any, value, backend)?)),
            oid::RSASSA_PSS => {
                let usage = rsa::Usage::pss(algorithm.parameters)?;
                (KeyKind::Rsa, Key::Rsa(rsa::Key::new(usage, value, backend)?))
            }
            oid::EC_PUBLIC_KEY => {
                let curve = Curve::from_parameters(algorithm.parameters)?;
                (KeyKind::Ec(curve), Key::Ec(ecdsa::Key::new(curve, value, backend)?))
            }
            oid::DSA => {
                let parameters = dsa::Parameters::read(algorithm.parameters)?;
                (KeyKind::Dsa, Key::Dsa(dsa::Key::new(value, parameters)?))
            }
            oid::ED25519 => (KeyKind::Ed25519, Key::Ed25519(eddsa::Ed25519Key::new(value, backend)?)),
            oid::ED448 => (KeyKind::Ed448, Key::Ed448(eddsa::Ed448Key::new(value, backend)?)),
            oid::ML_DSA_44 => (KeyKind::MlDsa44, Key::MlDsa(ml_dsa::Key::new(KeyKind::MlDsa44, value)?)),
            oid::ML_DSA_65 => (KeyKind::MlDsa65, Key::MlDsa(ml_dsa::Key::new(KeyKind::MlDsa65, value)?)),
            oid::ML_DSA_87 => (KeyKind::MlDsa87, Key::MlDsa(ml_dsa::Key::new(KeyKind::MlDsa87, value)?)),
            other => return Err(Unsupported::new(format!("public key algorithm {other}")).into()),
        };
        Ok(Self { kind, key })
    }

    /// The kind of key.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The size by which policies judge strength: bits of the RSA or DSA modulus, of the curve's field, or of the
    /// encoded ML-DSA key. 0 for a DSA key that lacks its parameters.
    pub fn bits(&self) -> u32 {
        match (&self.key, self.kind) {
            (Key::Rsa(key), _) => key.bits(),
            (Key::Dsa(key), _) => key.bits().unwrap_or(0),
            (_, KeyKind::Ec(curve)) => curve.bits(),
            (_, KeyKind::Ed448) => 448,
            (_, KeyKind::MlDsa44) => 1312 * 8,
            (_, KeyKind::MlDsa65) => 1952 * 8,
            (_, KeyKind::MlDsa87) => 2592 * 8,
            _ => 255,
        }
    }

    /// How much work verifying with it is: microseconds, about, of the slowest kinds.
    pub(crate) fn work(&self) -> u64 {
        match &self.key {
            Key::Rsa(key) => 40 * u64::from(key.bits() / 1_024).pow(2).max(1),
            _ => 1_000,
        }
    }

    /// The same in checks of a search, of which most keys are one.
    pub(crate) fn checks(&self) -> u32 {
        (self.work() / 1_000).max(1) as u32
    }

    /// Whether parameters of the issuer's key are needed first: a DSA key without its own (RFC 3279 §2.3.2).
    pub fn lacks_parameters(&self) -> bool {
        matches!(&self.key, Key::Dsa(key) if key.bits().is_none())
    }

    /// This key with the parameters of its issuer's (RFC 5280 §6.1.4 (d)–(f)). `None` when it has its own, when the
    /// issuer's key is of another kind or has none, or when the result is no key.
    pub fn with_inherited_parameters(&self, issuer: &Self) -> Option<Self> {
        match (&self.key, &issuer.key) {
            (Key::Dsa(key), Key::Dsa(issuer)) => key.inherit(issuer).map(|key| Self { kind: KeyKind::Dsa, key: Key::Dsa(key) }),
            _ => None,
        }
    }

    /// Verifies `signature` over `message`.
    ///
    /// A key of another kind than the algorithm's makes the signature invalid: no such signature can exist.
    pub fn verify(&self, algorithm: &SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Verification {
        Verification::from_valid(match (&self.key, *algorithm) {
            (Key::Rsa(key), SignatureAlgorithm::RsaPkcs1(digest) | SignatureAlgorithm::RsaPss { digest, .. }) => {
                key.verify(*algorithm, digest, message, signature)
            }
            (Key::Ec(key), SignatureAlgorithm::Ecdsa(digest)) => key.verify(digest, message, signature, Encoding::Der),
            (Key::Ec(key), SignatureAlgorithm::EcdsaPlain(digest)) => key.verify(digest, message, signature, Encoding::Plain),
            (Key::Dsa(_), SignatureAlgorithm::Dsa(digest)) => {
                return self.verify_digest(algorithm, &digest.digest(message), signature);
            }
            (Key::Ed25519(key), SignatureAlgorithm::Ed25519) => return key.verify(message, signature),
            (Key::Ed448(key), SignatureAlgorithm::Ed448) => return key.verify(message, signature),
            (Key::MlDsa(key), algorithm) => return key.verify(algorithm, message, signature),
            _ => false,
        })
    }

    /// Verifies `signature` over a message of which only the digest is at hand. The digest must have the length of the
    /// algorithm's own, else the signature is invalid; EdDSA and ML-DSA sign messages, not digests.
    ///
    /// This is RustCrypto's work on every platform, since graviola only takes messages. Where the message is short and at
    /// hand, [`verify`](Self::verify) is up to three times as fast.
    pub fn verify_digest(&self, algorithm: &SignatureAlgorithm, digest: &Digest, signature: &[u8]) -> Verification {
        match algorithm.digest() {
            None => return Verification::Unsupported(Unsupported::new(format!("{algorithm} over a digest alone"))),
            Some(expected) if digest.as_bytes().len() != expected.output_len() => return Verification::Invalid,
            Some(_) => {}
        }
        Verification::from_valid(match (&self.key, *algorithm) {
            (Key::Rsa(key), _) => key.verify_digest(*algorithm, digest, signature),
            (Key::Ec(key), SignatureAlgorithm::Ecdsa(_)) => key.verify_digest(digest, signature, Encoding::Der),
            (Key::Ec(key), SignatureAlgorithm::EcdsaPlain(_)) => key.verify_digest(digest, signature, Encoding::Plain),
            (Key::Dsa(key), SignatureAlgorithm::Dsa(_)) => match key.verify(digest, signature) {
                Some(valid) => valid,
                None => return Verification::Unsupported(Unsupported::new("DSA key without parameters")),
            },
            _ => false,
        })
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, {} bits)", self.kind, self.bits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::SignatureCache;

    #[test]
    fn keys_and_the_cache_are_for_many_threads() {
        fn shared_between_threads<T: Send + Sync>() {}
        shared_between_threads::<PublicKey>();
        shared_between_threads::<SignatureCache>();
    }

    #[test]
    fn malformed_and_unsupported_are_told_apart() {
        let refused = |spki: &[u8]| PublicKey::from_spki(spki).map(|key| key.kind()).unwrap_err();
        let unknown = [0x30, 0x09, 0x30, 0x03, 6, 1, 0x2a, 3, 2, 0, 1];
        assert_eq!(refused(&unknown), KeyError::Unsupported(Unsupported::new("public key algorithm 1.2")));
        let unused_bits = [0x30, 0x09, 0x30, 0x03, 6, 1, 0x2a, 3, 2, 1, 2];
        assert!(matches!(refused(&unused_bits), KeyError::Malformed(_)));
        let trailing = [&unknown[..], &[0]].concat();
        assert!(matches!(refused(&trailing), KeyError::Malformed(_)));
        assert!(matches!(refused(&[]), KeyError::Malformed(_)));
    }
}
