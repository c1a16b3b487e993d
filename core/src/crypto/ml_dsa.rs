//! ML-DSA verification (FIPS 204), pure, with an empty context (RFC 9881 §3, RFC 9882 §3).

use ::ml_dsa::{EncodedSignature, EncodedVerifyingKey, MlDsa44, MlDsa65, MlDsa87, Signature, VerifyingKey};

use super::Verification;
use super::algorithm::SignatureAlgorithm;
use super::key::{KeyError, KeyKind, PARAMETER_SETS};
use crate::asn1::Error;
use crate::supplement::{take, take_array};

/// A prepared key: the matrix is expanded, which is half of the work of a verification. Boxed: up to 60 kB.
pub(super) enum Key {
    MlDsa44(Box<VerifyingKey<MlDsa44>>),
    MlDsa65(Box<VerifyingKey<MlDsa65>>),
    MlDsa87(Box<VerifyingKey<MlDsa87>>),
}

macro_rules! key {
    ($encoded:expr, $parameters:ident) => {
        EncodedVerifyingKey::<$parameters>::try_from($encoded)
            .map(|encoded| Self::$parameters(Box::new(VerifyingKey::decode(&encoded))))
            .map_err(|_| Error::value(concat!(stringify!($parameters), " public key")))?
    };
}

macro_rules! verify {
    ($key:expr, $message:expr, $signature:expr, $parameters:ident) => {
        EncodedSignature::<$parameters>::try_from($signature)
            .ok()
            .and_then(|encoded| Signature::decode(&encoded))
            .is_some_and(|signature| $key.verify_with_context($message, &[], &signature))
    };
}

impl Key {
    pub(super) fn new(kind: KeyKind, encoded: &[u8]) -> Result<Self, KeyError> {
        Ok(match kind {
            KeyKind::MlDsa44 => key!(encoded, MlDsa44),
            KeyKind::MlDsa65 => key!(encoded, MlDsa65),
            _ => key!(encoded, MlDsa87),
        })
    }

    pub(super) fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Verification {
        Verification::from_valid(match (self, algorithm) {
            (Self::MlDsa44(key), SignatureAlgorithm::MlDsa44) => verify!(key, message, signature, MlDsa44),
            (Self::MlDsa65(key), SignatureAlgorithm::MlDsa65) => verify!(key, message, signature, MlDsa65),
            (Self::MlDsa87(key), SignatureAlgorithm::MlDsa87) => verify!(key, message, signature, MlDsa87),
            _ => false,
        })
    }
}

/// The answer for a build without ML-DSA: one octet, 1 for a valid signature.
pub(super) fn answer(mut question: &[u8]) -> Option<Vec<u8>> {
    let [number] = take_array(&mut question)?;
    let (kind, algorithm) = *PARAMETER_SETS.get(usize::from(number))?;
    let key = Key::new(kind, take(&mut question)?).ok()?;
    let message = take(&mut question)?;
    Some(vec![u8::from(key.verify(algorithm, message, take(&mut question)?).is_valid())])
}
