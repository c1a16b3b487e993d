//! What graviola takes: RSA of the usual sizes, P-256, P-384 and Ed25519, on processors that have what it needs.
//!
//! Every constructor asks the processor first: without AVX2, BMI2 and the like graviola panics. Whatever it refuses,
//! RustCrypto takes.

use graviola::hashing::{Sha256, Sha384, Sha512};
use graviola::signing::ecdsa::{P256, P384, VerifyingKey};
use graviola::signing::eddsa::Ed25519VerifyingKey;
use graviola::signing::rsa;
use graviola::util::is_cpu_supported;

use super::algorithm::SignatureAlgorithm;
use super::digest::DigestAlgorithm;
use super::ecdsa::Curve;

/// Modulus sizes graviola is used for: it takes every whole number of octets between 2,048 and 8,192 bits, and these
/// are the ones it is tested with.
const MODULUS_BITS: [u32; 5] = [2048, 3072, 4096, 6144, 8192];

/// An RSA key. Boxed: it has room for the largest modulus, thrice.
pub(super) struct RsaKey(Box<rsa::VerifyingKey>);

impl RsaKey {
    /// From `RSAPublicKey`.
    pub(super) fn new(rsa_public_key: &[u8], modulus_bits: u32) -> Option<Self> {
        if !MODULUS_BITS.contains(&modulus_bits) || !is_cpu_supported() {
            return None;
        }
        rsa::VerifyingKey::from_pkcs1_der(rsa_public_key).ok().map(|key| Self(Box::new(key)))
    }

    /// `None` when the algorithm is not one of graviola's: SHA-256, SHA-384 or SHA-512, in PSS also for MGF1 and with a
    /// salt as long as the digest.
    pub(super) fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Option<bool> {
        use DigestAlgorithm::{Sha256, Sha384, Sha512};
        let outcome = match algorithm {
            SignatureAlgorithm::RsaPkcs1(Sha256) => self.0.verify_pkcs1_sha256(signature, message),
            SignatureAlgorithm::RsaPkcs1(Sha384) => self.0.verify_pkcs1_sha384(signature, message),
            SignatureAlgorithm::RsaPkcs1(Sha512) => self.0.verify_pkcs1_sha512(signature, message),
            SignatureAlgorithm::RsaPss { digest: Sha256, mgf_digest: Sha256, salt_length: 32 } => {
                self.0.verify_pss_sha256(signature, message)
            }
            SignatureAlgorithm::RsaPss { digest: Sha384, mgf_digest: Sha384, salt_length: 48 } => {
                self.0.verify_pss_sha384(signature, message)
            }
            SignatureAlgorithm::RsaPss { digest: Sha512, mgf_digest: Sha512, salt_length: 64 } => {
                self.0.verify_pss_sha512(signature, message)
            }
            _ => return None,
        };
        Some(outcome.is_ok())
    }
}

/// Whether keys of this curve are graviola's, on this processor.
pub(super) fn takes(curve: Curve) -> bool {
    matches!(curve, Curve::P256 | Curve::P384) && is_cpu_supported()
}

/// An ECDSA key.
pub(super) enum EcKey {
    P256(Box<VerifyingKey<P256>>),
    P384(Box<VerifyingKey<P384>>),
}

impl EcKey {
    /// From an uncompressed point, which is checked to be on the curve.
    pub(super) fn new(curve: Curve, uncompressed: &[u8]) -> Option<Self> {
        match curve {
            _ if !takes(curve) => None,
            Curve::P256 => VerifyingKey::from_x962_uncompressed(uncompressed).ok().map(|key| Self::P256(Box::new(key))),
            Curve::P384 => VerifyingKey::from_x962_uncompressed(uncompressed).ok().map(|key| Self::P384(Box::new(key))),
            _ => None,
        }
    }

    /// Verifies r and s, each of the curve's length. `None` when the digest is not one of graviola's.
    pub(super) fn verify(&self, digest: DigestAlgorithm, message: &[u8], scalars: &[u8]) -> Option<bool> {
        let outcome = match (self, digest) {
            (Self::P256(key), DigestAlgorithm::Sha256) => key.verify::<Sha256>(&[message], scalars),
            (Self::P256(key), DigestAlgorithm::Sha384) => key.verify::<Sha384>(&[message], scalars),
            (Self::P256(key), DigestAlgorithm::Sha512) => key.verify::<Sha512>(&[message], scalars),
            (Self::P384(key), DigestAlgorithm::Sha256) => key.verify::<Sha256>(&[message], scalars),
            (Self::P384(key), DigestAlgorithm::Sha384) => key.verify::<Sha384>(&[message], scalars),
            (Self::P384(key), DigestAlgorithm::Sha512) => key.verify::<Sha512>(&[message], scalars),
            _ => return None,
        };
        Some(outcome.is_ok())
    }
}

/// An Ed25519 key.
pub(super) struct Ed25519Key(Ed25519VerifyingKey);

impl Ed25519Key {
    pub(super) fn new(point: &[u8; 32]) -> Option<Self> {
        if !is_cpu_supported() {
            return None;
        }
        Ed25519VerifyingKey::from_bytes(point).ok().map(Self)
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify(signature, message).is_ok()
    }
}
