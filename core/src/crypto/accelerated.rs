//! What graviola is used for: RSA-2048, P-256 and P-384, on processors that have what it needs.
//!
//! It has RSA up to 8,192 bits and Ed25519 too, but is no faster there (docs/decisions/0002-cryptography.md).
//!
//! Every constructor asks the processor first: without AVX2, BMI2 and the like graviola panics. Whatever it refuses,
//! RustCrypto takes.

use graviola::hashing::{Sha256, Sha384, Sha512};
use graviola::signing::ecdsa::{P256, P384, VerifyingKey};
use graviola::signing::rsa;
use graviola::util::is_cpu_supported;

use super::algorithm::SignatureAlgorithm;
use super::digest::DigestAlgorithm;
use super::ecdsa::Curve;

/// The modulus size at which graviola is faster: two thirds of the time, but half as much again from 3,072 bits on.
const MODULUS_BITS: u32 = 2048;

/// An RSA key. Boxed: it has room for moduli of 8,192 bits, thrice.
pub(super) struct RsaKey(Box<rsa::VerifyingKey>);

impl RsaKey {
    /// From `RSAPublicKey`.
    pub(super) fn new(rsa_public_key: &[u8], modulus_bits: u32) -> Option<Self> {
        if modulus_bits != MODULUS_BITS || !is_cpu_supported() {
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
