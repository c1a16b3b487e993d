//! A subject's public key, prepared once and identified by the digest of its SubjectPublicKeyInfo.

use std::sync::OnceLock;

use crate::crypto::{DigestAlgorithm, KeyError, PublicKey};

/// What is computed from a SubjectPublicKeyInfo when it is first asked for. The SubjectPublicKeyInfo itself is kept by the owner.
#[derive(Debug, Default)]
pub(super) struct PreparedKey {
    sha256: OnceLock<[u8; 32]>,
    key: OnceLock<Result<PublicKey, KeyError>>,
}

impl PreparedKey {
    pub(super) fn sha256(&self, spki: &[u8]) -> &[u8; 32] {
        self.sha256.get_or_init(|| sha256(spki))
    }

    pub(super) fn public_key(&self, spki: &[u8]) -> Result<&PublicKey, &KeyError> {
        self.key.get_or_init(|| PublicKey::from_spki(spki)).as_ref()
    }
}

/// The SHA-256 by which certificates, keys and revocation data are told apart.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut output = [0; 32];
    let digest = DigestAlgorithm::Sha256.digest(bytes);
    output.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
    output
}
