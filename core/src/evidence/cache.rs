//! Parsed certificates, CRLs and OCSP responses remembered across documents, by their bytes and by the SHA-256 of these.
//!
//! A thousand documents of one office share a handful of certificates: their keys are prepared and their CRLs indexed once.

use crate::keyed::KeyedMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::asn1;
use crate::crl::Crl;
use crate::crypto::DigestAlgorithm;
use crate::ocsp::OcspResponse;
use crate::x509::Certificate;

/// Entries of each kind before the cache starts anew; certificates take about 4 kB each with a prepared key.
const CERTIFICATES: usize = 8192;
/// CRLs can be megabytes.
const CRLS: usize = 256;
const OCSP_RESPONSES: usize = 4096;

/// A bounded cache, shared by clones and threads.
#[derive(Clone, Debug, Default)]
pub struct MaterialCache(Arc<Shelves>);

#[derive(Debug, Default)]
struct Shelves {
    certificates: Shelf<Certificate>,
    crls: Shelf<Crl>,
    ocsps: Shelf<OcspResponse>,
}

#[derive(Debug)]
struct Shelf<T>(Mutex<Kept<T>>);

#[derive(Debug)]
struct Kept<T> {
    by_digest: KeyedMap<[u8; 32], T>,
    /// The same items, where no other has the same sample: whoever has the bytes compares them, which costs a fraction of
    /// their digest.
    by_sample: KeyedMap<Sample, T>,
}

/// How many bytes an item has, and the last of them: of a signature value, as a rule, which no two items have in common.
type Sample = (usize, [u8; 16]);

fn sample(der: &[u8]) -> Sample {
    (der.len(), der.last_chunk().copied().unwrap_or_default())
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(Kept { by_digest: KeyedMap::default(), by_sample: KeyedMap::default() }))
    }
}

impl<T: Clone> Shelf<T> {
    fn get_or_parse(
        &self,
        der: &[u8],
        capacity: usize,
        parse: impl FnOnce(&[u8]) -> asn1::Result<T>,
        written: impl Fn(&T) -> &[u8],
    ) -> asn1::Result<T> {
        let sample = sample(der);
        let alike = self.lock().by_sample.get(&sample).cloned();
        if let Some(found) = alike.filter(|alike| written(alike) == der) {
            return Ok(found);
        }
        let mut key = [0; 32];
        key.copy_from_slice(DigestAlgorithm::Sha256.digest(der).as_bytes());
        let known = self.lock().by_digest.get(&key).cloned();
        let item = if let Some(known) = known {
            known
        } else {
            let parsed = parse(der)?;
            self.insert(key, parsed.clone(), capacity);
            parsed
        };
        self.lock().by_sample.insert(sample, item.clone());
        Ok(item)
    }

    /// The entry of this digest, or what `fetch` gives for it.
    fn get_or_fetch<E>(&self, key: &[u8; 32], capacity: usize, fetch: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(found) = self.lock().by_digest.get(key) {
            return Ok(found.clone());
        }
        let fetched = fetch()?;
        self.insert(*key, fetched.clone(), capacity);
        Ok(fetched)
    }

    fn insert(&self, key: [u8; 32], item: T, capacity: usize) {
        let mut kept = self.lock();
        if kept.by_digest.len() >= capacity {
            kept.by_digest.clear();
            kept.by_sample.clear();
        }
        kept.by_digest.insert(key, item);
    }

    /// A poisoned lock is harmless: every entry is complete when it is inserted.
    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MaterialCache {
    /// The certificate with these bytes.
    pub fn certificate(&self, der: &[u8]) -> asn1::Result<Certificate> {
        self.0.certificates.get_or_parse(der, CERTIFICATES, Certificate::parse, Certificate::der)
    }

    /// The CRL with these bytes.
    pub fn crl(&self, der: &[u8]) -> asn1::Result<Crl> {
        self.0.crls.get_or_parse(der, CRLS, Crl::parse, Crl::der)
    }

    /// The OCSP response with these bytes.
    pub fn ocsp(&self, der: &[u8]) -> asn1::Result<OcspResponse> {
        self.0.ocsps.get_or_parse(der, OCSP_RESPONSES, OcspResponse::parse, OcspResponse::der)
    }

    /// The certificate with this SHA-256, fetched and verified by the caller unless it is known.
    pub(super) fn known_certificate<E>(
        &self,
        sha256: &[u8; 32],
        fetch: impl FnOnce() -> Result<Certificate, E>,
    ) -> Result<Certificate, E> {
        self.0.certificates.get_or_fetch(sha256, CERTIFICATES, fetch)
    }

    /// The CRL with this SHA-256.
    pub(super) fn known_crl<E>(&self, sha256: &[u8; 32], fetch: impl FnOnce() -> Result<Crl, E>) -> Result<Crl, E> {
        self.0.crls.get_or_fetch(sha256, CRLS, fetch)
    }

    /// The OCSP response whose `BasicOCSPResponse` has this SHA-256.
    pub(super) fn known_ocsp<E>(
        &self,
        sha256: &[u8; 32],
        fetch: impl FnOnce() -> Result<OcspResponse, E>,
    ) -> Result<OcspResponse, E> {
        self.0.ocsps.get_or_fetch(sha256, OCSP_RESPONSES, fetch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items are their bytes; how many of them were parsed.
    fn get(shelf: &Shelf<Vec<u8>>, parsed: &mut u32, bytes: &[u8], capacity: usize) {
        let parse = |bytes: &[u8]| {
            *parsed += 1;
            Ok(bytes.to_vec())
        };
        assert_eq!(shelf.get_or_parse(bytes, capacity, parse, Vec::as_slice).unwrap(), bytes);
    }

    #[test]
    fn items_that_end_alike_are_told_apart_and_each_is_parsed_once() {
        let (shelf, mut parsed) = (Shelf::default(), 0);
        let items = [[1; 40], [[2; 20], [1; 20]].concat().try_into().unwrap(), [3; 40]];
        for item in items.iter().cycle().take(9) {
            get(&shelf, &mut parsed, item, 10);
        }
        for short in [&b""[..], b"a", b"b", b"a"] {
            get(&shelf, &mut parsed, short, 10);
        }
        assert_eq!(parsed, 6);
        let fetched =
            shelf.get_or_fetch(DigestAlgorithm::Sha256.digest(&items[2]).as_bytes().try_into().unwrap(), 10, || Err(()));
        assert_eq!(fetched, Ok(vec![3; 40]));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let (shelf, mut parsed) = (Shelf::default(), 0);
        for number in 0..100u8 {
            get(&shelf, &mut parsed, &[number; 30], 8);
            let kept = shelf.lock();
            assert!(kept.by_digest.len() <= 8 && kept.by_sample.len() <= 8);
        }
        assert_eq!(parsed, 100);
    }
}
