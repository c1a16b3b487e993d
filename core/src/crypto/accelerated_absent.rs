//! Stands for `accelerated` where graviola does not exist or is not wanted: nothing is taken, no value can be made.

use super::algorithm::SignatureAlgorithm;
use super::digest::DigestAlgorithm;
use super::ecdsa::Curve;

/// An RSA key.
pub(super) enum RsaKey {}

impl RsaKey {
    pub(super) fn new(_: &[u8], _: u32) -> Option<Self> {
        None
    }

    pub(super) fn verify(&self, _: SignatureAlgorithm, _: &[u8], _: &[u8]) -> Option<bool> {
        match *self {}
    }
}

pub(super) fn takes(_: Curve) -> bool {
    false
}

/// An ECDSA key.
pub(super) enum EcKey {}

impl EcKey {
    pub(super) fn new(_: Curve, _: &[u8]) -> Option<Self> {
        None
    }

    pub(super) fn verify(&self, _: DigestAlgorithm, _: &[u8], _: &[u8]) -> Option<bool> {
        match *self {}
    }
}
