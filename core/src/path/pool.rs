//! Where issuers are looked for: certificates by subject, anchors by name and key.

use crate::keyed::{KeyedMap, KeyedSet};

use crate::x509::{Certificate, NormalizedName, TrustAnchor};

/// Certificates that may be part of paths, each once, found by their subject.
///
/// A search takes several pools, so that material of a whole verifier and that of one document are never merged.
#[derive(Clone, Debug, Default)]
pub struct CertificatePool {
    by_subject: KeyedMap<NormalizedName, Vec<Certificate>>,
    seen: KeyedSet<[u8; 32]>,
}

impl CertificatePool {
    /// An empty pool.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a certificate; false when it was there already.
    pub fn insert(&mut self, certificate: Certificate) -> bool {
        if !self.seen.insert(*certificate.sha256()) {
            return false;
        }
        self.by_subject.entry(certificate.normalized_subject().clone()).or_default().push(certificate);
        true
    }

    /// The certificates of this subject, in the order in which they were added.
    pub fn with_subject(&self, subject: &NormalizedName) -> &[Certificate] {
        self.by_subject.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Whether a certificate with this SHA-256 is there.
    pub fn contains(&self, sha256: &[u8; 32]) -> bool {
        self.seen.contains(sha256)
    }

    /// All certificates, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Certificate> {
        self.by_subject.values().flatten()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}

impl Extend<Certificate> for CertificatePool {
    fn extend<I: IntoIterator<Item = Certificate>>(&mut self, certificates: I) {
        for certificate in certificates {
            self.insert(certificate);
        }
    }
}

impl FromIterator<Certificate> for CertificatePool {
    fn from_iter<I: IntoIterator<Item = Certificate>>(certificates: I) -> Self {
        let mut pool = Self::new();
        pool.extend(certificates);
        pool
    }
}

/// The trust anchors of a search, found by their name.
#[derive(Clone, Debug, Default)]
pub struct AnchorSet {
    by_subject: KeyedMap<NormalizedName, Vec<TrustAnchor>>,
}

impl AnchorSet {
    /// A set without anchors: nothing is trusted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an anchor unless one of the same name and key is there.
    pub fn insert(&mut self, anchor: TrustAnchor) {
        let same_name = self.by_subject.entry(anchor.normalized_subject().clone()).or_default();
        if !same_name.iter().any(|known| known.spki() == anchor.spki()) {
            same_name.push(anchor);
        }
    }

    /// The anchors of this name, whatever their keys.
    pub fn with_subject(&self, subject: &NormalizedName) -> &[TrustAnchor] {
        self.by_subject.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The anchor that a certificate stands for: the same name *and* the same key.
    pub fn anchor_of(&self, certificate: &Certificate) -> Option<&TrustAnchor> {
        let same_name = self.with_subject(certificate.normalized_subject());
        same_name.iter().find(|anchor| anchor.spki() == certificate.spki())
    }

    /// All anchors, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &TrustAnchor> {
        self.by_subject.values().flatten()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }
}

impl FromIterator<TrustAnchor> for AnchorSet {
    fn from_iter<I: IntoIterator<Item = TrustAnchor>>(anchors: I) -> Self {
        let mut set = Self::new();
        for anchor in anchors {
            set.insert(anchor);
        }
        set
    }
}
