//! The trust store: the anchors a verdict rests on. There is none built in.

use crate::crypto::DigestAlgorithm;
use crate::evidence::{Material, MaterialError};
use crate::path::AnchorSet;
use crate::x509::{Certificate, TrustAnchor};

/// Trust anchors, each once by certificate.
///
/// ```
/// use longseal::trust::TrustStore;
///
/// assert!(TrustStore::from_pem(b"not a certificate").is_err());
/// assert!(TrustStore::default().anchors().is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct TrustStore {
    anchors: AnchorSet,
    keys: Vec<[u8; 32]>,
}

impl TrustStore {
    /// Anchors from PEM, DER or p7b; see [`TrustStore::add`].
    ///
    /// # Errors
    /// See [`TrustStore::add`].
    pub fn from_pem(bytes: &[u8]) -> Result<Self, MaterialError> {
        let mut store = Self::default();
        store.add(bytes)?;
        Ok(store)
    }

    /// Adds every certificate of a file as an anchor: PEM, DER, or a p7b in DER or BER. CRLs in it are ignored.
    ///
    /// # Errors
    /// [`MaterialError::Unrecognised`] when there is no certificate in it, and the other variants for damage.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), MaterialError> {
        let material = Material::from_bytes(bytes)?;
        if material.certificates().is_empty() {
            return Err(MaterialError::Unrecognised);
        }
        for (certificate, _) in material.certificates() {
            self.add_certificate(certificate.clone());
        }
        Ok(())
    }

    /// Adds one certificate as an anchor.
    pub fn add_certificate(&mut self, certificate: Certificate) {
        let key = *certificate.sha256();
        if let Err(position) = self.keys.binary_search(&key) {
            self.keys.insert(position, key);
            self.anchors.insert(TrustAnchor::from_certificate(certificate));
        }
    }

    /// The anchors, by name and key.
    pub fn anchors(&self) -> &AnchorSet {
        &self.anchors
    }

    /// Whether this very certificate is an anchor.
    pub fn contains(&self, sha256: &[u8; 32]) -> bool {
        self.keys.binary_search(sha256).is_ok()
    }

    /// SHA-256 over the sorted digests of the anchors: the same trust has the same digest in any order.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        for key in &self.keys {
            hasher.update(key);
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(hasher.finalize().as_bytes());
        digest
    }
}
