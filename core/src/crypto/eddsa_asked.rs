//! EdDSA by a build that has it (`crate::supplement`).

use super::key::{Backend, KeyError};
use super::{Unsupported, Verification};
use crate::asn1::Error;
use crate::supplement::{ABSENT, Part, ask, row};

/// An Ed25519 key as it is encoded, which the other build found to be one.
pub(super) struct Ed25519Key(Vec<u8>);

/// An Ed448 key, likewise.
pub(super) struct Ed448Key(Vec<u8>);

impl Ed25519Key {
    pub(super) fn new(point: &[u8], _: Backend) -> Result<Self, KeyError> {
        checked(&row(&[b"1", point]), "Ed25519 public key").map(Self)
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Verification {
        verification(&self.0, message, signature)
    }
}

impl Ed448Key {
    pub(super) fn new(point: &[u8], _: Backend) -> Result<Self, KeyError> {
        checked(&row(&[b"4", point]), "Ed448 public key").map(Self)
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Verification {
        verification(&self.0, message, signature)
    }
}

/// The fields that stand for a key, if they are one.
fn checked(key: &[u8], what: &'static str) -> Result<Vec<u8>, KeyError> {
    match ask(Part::EdDsa, key).as_deref() {
        Some([1]) => Ok(key.to_vec()),
        Some([0]) => Err(Error::value(what).into()),
        _ => Err(Unsupported::new(ABSENT).into()),
    }
}

fn verification(key: &[u8], message: &[u8], signature: &[u8]) -> Verification {
    match ask(Part::EdDsa, &[key, &row(&[message, signature])].concat()).as_deref() {
        Some([1]) => Verification::Valid,
        Some([0]) => Verification::Invalid,
        _ => Verification::Unsupported(Unsupported::new(ABSENT)),
    }
}
