//! ML-DSA by a build that has it (`crate::supplement`).

use super::algorithm::SignatureAlgorithm;
use super::key::{KeyError, KeyKind, PARAMETER_SETS};
use super::{Unsupported, Verification};
use crate::asn1::Error;
use crate::supplement::{ABSENT, Part, ask, row};

/// A key as it is encoded.
pub(super) struct Key {
    kind: KeyKind,
    encoded: Box<[u8]>,
}

impl Key {
    pub(super) fn new(kind: KeyKind, encoded: &[u8]) -> Result<Self, KeyError> {
        // FIPS 204 table 2.
        let (length, what) = match kind {
            KeyKind::MlDsa44 => (1312, "MlDsa44 public key"),
            KeyKind::MlDsa65 => (1952, "MlDsa65 public key"),
            _ => (2592, "MlDsa87 public key"),
        };
        if encoded.len() != length {
            return Err(Error::value(what).into());
        }
        Ok(Self { kind, encoded: encoded.into() })
    }

    pub(super) fn verify(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> Verification {
        let Some(number) = PARAMETER_SETS.iter().position(|set| *set == (self.kind, algorithm)) else {
            return Verification::Invalid;
        };
        match ask(Part::MlDsa, &row(&[&[number as u8], &self.encoded, message, signature])).as_deref() {
            Some([1]) => Verification::Valid,
            Some([0]) => Verification::Invalid,
            _ => Verification::Unsupported(Unsupported::new(ABSENT)),
        }
    }
}
