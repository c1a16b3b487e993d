//! The trust store: the anchors a verdict rests on, for what each is trusted and until when. There is none built in.
//!
//! An anchor is never replaced by a newer one: an archive needs the root of 2008 as long as it keeps what was signed under
//! it. An [end](AnchorTerms::until) says when it stops being an anchor *for the present*:
//!
//! * at the validation time, chains to it count until then and not after (EN 319 102-1 §5.2.6.4; afterwards
//!   INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND_NO_POE);
//! * in past certificate validation (§5.6.2.1) the control-time must not be after it: what is proven to have existed by
//!   then stands for ever.

#[cfg(feature = "self-contained")]
mod list;
mod terms;

#[cfg(feature = "self-contained")]
pub use list::{TrustList, TrustListEntry};
pub use terms::{AnchorTerms, TrustPurpose};

use crate::crypto::DigestAlgorithm;
use crate::evidence::{Material, MaterialError};
use crate::path::{AnchorSet, Purpose};
use crate::time::Instant;
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
    /// Those of `anchors` that are trusted for signing documents.
    signing: AnchorSet,
    /// Those that are trusted for timestamps.
    timestamping: AnchorSet,
    /// What was said of each certificate, by its SHA-256 in order.
    said: Vec<Said>,
}

#[derive(Clone, Debug)]
struct Said {
    sha256: [u8; 32],
    anchor: TrustAnchor,
    terms: AnchorTerms,
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

    /// Adds every certificate of a file as an anchor, for everything and without an end: PEM, DER, or a p7b in DER or
    /// BER. CRLs in it are ignored.
    ///
    /// # Errors
    /// [`MaterialError::Unrecognised`] when there is no certificate in it, and the other variants for damage.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), MaterialError> {
        self.add_on_terms(bytes, &AnchorTerms::default())
    }

    /// Adds every certificate of a file as an anchor on `terms`. A certificate that is added twice is trusted for what
    /// either says, until the later end.
    ///
    /// # Errors
    /// See [`TrustStore::add`].
    pub fn add_on_terms(&mut self, bytes: &[u8], terms: &AnchorTerms) -> Result<(), MaterialError> {
        let material = Material::from_bytes(bytes)?;
        if material.certificates().is_empty() {
            return Err(MaterialError::Unrecognised);
        }
        for (certificate, _) in material.certificates() {
            self.add_certificate_on_terms(certificate.clone(), terms);
        }
        Ok(())
    }

    /// Adds one certificate as an anchor, for everything and without an end.
    pub fn add_certificate(&mut self, certificate: Certificate) {
        self.add_certificate_on_terms(certificate, &AnchorTerms::default());
    }

    /// Adds one certificate as an anchor on `terms`.
    pub fn add_certificate_on_terms(&mut self, certificate: Certificate, terms: &AnchorTerms) {
        let sha256 = *certificate.sha256();
        let anchor = TrustAnchor::from_certificate(certificate);
        for purpose in &terms.purposes {
            match purpose {
                TrustPurpose::Signing => self.signing.insert(anchor.clone()),
                TrustPurpose::Timestamping => self.timestamping.insert(anchor.clone()),
            }
        }
        self.anchors.insert(anchor.clone());
        match self.said.binary_search_by_key(&sha256, |said| said.sha256) {
            Ok(position) => {
                if let Some(said) = self.said.get_mut(position) {
                    said.terms.merge(terms);
                }
            }
            Err(position) => self.said.insert(position, Said { sha256, anchor, terms: terms.clone() }),
        }
    }

    /// The anchors, by name and key, whatever they are trusted for and until when.
    pub fn anchors(&self) -> &AnchorSet {
        &self.anchors
    }

    /// The anchors of a path for `purpose`. Which of them still count at a time [`TrustStore::until`] says.
    pub fn anchors_for(&self, purpose: Purpose) -> &AnchorSet {
        match TrustPurpose::of(purpose) {
            Some(TrustPurpose::Signing) => &self.signing,
            Some(TrustPurpose::Timestamping) => &self.timestamping,
            None => &self.anchors,
        }
    }

    /// The last instant at which a path for `purpose` may be held against an anchor; `None`: no end.
    ///
    /// An anchor is a name and a key. Where several of its certificates are given, the latest end of those that are trusted
    /// for the purpose counts.
    pub fn until(&self, anchor: &TrustAnchor, purpose: Purpose) -> Option<Instant> {
        let purpose = TrustPurpose::of(purpose);
        let trusted = |said: &&Said| purpose.is_none_or(|purpose| said.terms.purposes.contains(&purpose));
        let mut ends = self.said.iter().filter(|said| said.anchor == *anchor).filter(trusted).map(|said| said.terms.until);
        let first = ends.next()?;
        ends.fold(first, |latest, end| latest.zip(end).map(|(latest, end)| latest.max(end)))
    }

    /// Whether this very certificate is an anchor.
    pub fn contains(&self, sha256: &[u8; 32]) -> bool {
        self.said.binary_search_by_key(sha256, |said| said.sha256).is_ok()
    }

    /// SHA-256 of what is trusted, for what and until when: the same trust has the same digest in any order.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = DigestAlgorithm::Sha256.hasher();
        hasher.update(b"longseal/trust/1\n");
        for said in &self.said {
            hasher.update(&said.sha256);
            hasher.update(format!(" {}\n", said.terms.canonical_text()).as_bytes());
        }
        let mut digest = [0; 32];
        digest.copy_from_slice(hasher.finalize().as_bytes());
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &[u8] = include_bytes!("../../../fixtures/files/pki/root.pem");
    const AUTHORITY: &[u8] = include_bytes!("../../../fixtures/files/pki/authority.pem");

    // The end that an anchor has, as its terms hold it.
    #[allow(clippy::unnecessary_wraps)]
    fn day(text: &str) -> Option<Instant> {
        Some(Instant::parse_rfc3339(text).unwrap())
    }

    fn store(parts: &[(&[u8], AnchorTerms)]) -> TrustStore {
        let mut store = TrustStore::default();
        for (bytes, terms) in parts {
            store.add_on_terms(bytes, terms).unwrap();
        }
        store
    }

    fn only(store: &TrustStore) -> TrustAnchor {
        store.anchors().iter().next().unwrap().clone()
    }

    #[test]
    fn an_anchor_for_timestamps_is_none_for_signing() {
        let store = store(&[(ROOT, AnchorTerms::new(&[TrustPurpose::Timestamping], day("2020-01-01")))]);
        assert!(store.anchors_for(Purpose::DocumentSigning).is_empty());
        assert!(!store.anchors_for(Purpose::TimeStamping).is_empty());
        assert!(!store.anchors_for(Purpose::Any).is_empty());
        assert_eq!(store.until(&only(&store), Purpose::TimeStamping), day("2020-01-01"));
        assert_eq!(store.until(&only(&store), Purpose::DocumentSigning), None);
    }

    #[test]
    fn said_twice_is_what_either_says() {
        let signing = AnchorTerms::new(&[TrustPurpose::Signing], day("2020-01-01"));
        let both = AnchorTerms::new(&TrustPurpose::ALL, day("2015-01-01"));
        let one = store(&[(ROOT, signing.clone()), (ROOT, both.clone())]);
        let other = store(&[(ROOT, both), (ROOT, signing)]);
        for store in [&one, &other] {
            assert_eq!(store.until(&only(store), Purpose::DocumentSigning), day("2020-01-01"));
            assert!(!store.anchors_for(Purpose::TimeStamping).is_empty());
        }
        assert_eq!(one.digest(), other.digest());
        let endless = store(&[(ROOT, AnchorTerms::new(&TrustPurpose::ALL, day("2015-01-01"))), (ROOT, AnchorTerms::default())]);
        assert_eq!(endless.until(&only(&endless), Purpose::DocumentSigning), None);
    }

    #[test]
    fn the_digest_covers_terms_and_not_the_order() {
        let plain = AnchorTerms::default;
        let ends = || AnchorTerms::new(&TrustPurpose::ALL, day("2020-01-01"));
        let signing = || AnchorTerms::new(&[TrustPurpose::Signing], None);
        assert_eq!(
            store(&[(ROOT, plain()), (AUTHORITY, ends())]).digest(),
            store(&[(AUTHORITY, ends()), (ROOT, plain())]).digest()
        );
        let digests = [plain(), ends(), signing()].map(|terms| store(&[(ROOT, terms)]).digest());
        assert!(digests[0] != digests[1] && digests[1] != digests[2] && digests[0] != digests[2]);
    }
}
