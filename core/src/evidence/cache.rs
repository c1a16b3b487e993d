//! Parsed certificates, CRLs and OCSP responses remembered across documents, by the SHA-256 of their bytes.
//!
//! A thousand documents of one office share a handful of certificates: their keys are prepared and their CRLs indexed once.

use crate::keyed::KeyedMap;
use std::sync::{Arc, Mutex, PoisonError};

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
struct Shelf<T>(Mutex<KeyedMap<[u8; 32], T>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::new(KeyedMap::default()))
    }
}

impl<T: Clone> Shelf<T> {
    fn get_or_parse(
        &self,
        der: &[u8],
        capacity: usize,
        parse: impl FnOnce(&[u8]) -> asn1::Result<T>,
    ) -> asn1::Result<([u8; 32], T)> {
        let mut key = [0; 32];
        key.copy_from_slice(DigestAlgorithm::Sha256.digest(der).as_bytes());
        // A poisoned lock is harmless: every entry is complete when it is inserted.
        if let Some(found) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok((key, found.clone()));
        }
        let parsed = parse(der)?;
        self.insert(key, parsed.clone(), capacity);
        Ok((key, parsed))
    }

    /// The entry of this digest, or what `fetch` gives for it.
    fn get_or_fetch<E>(&self, key: &[u8; 32], capacity: usize, fetch: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(found) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Ok(found.clone());
        }
        let fetched = fetch()?;
        self.insert(*key, fetched.clone(), capacity);
        Ok(fetched)
    }

    fn insert(&self, key: [u8; 32], item: T, capacity: usize) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= capacity {
            shelf.clear();
        }
        shelf.insert(key, item);
    }
}

impl MaterialCache {
    /// The certificate with these bytes.
    pub fn certificate(&self, der: &[u8]) -> asn1::Result<Certificate> {
        Ok(self.0.certificates.get_or_parse(der, CERTIFICATES, Certificate::parse)?.1)
    }

    /// The CRL with these bytes.
    pub fn crl(&self, der: &[u8]) -> asn1::Result<Crl> {
        Ok(self.0.crls.get_or_parse(der, CRLS, Crl::parse)?.1)
    }

    /// The OCSP response with these bytes.
    pub fn ocsp(&self, der: &[u8]) -> asn1::Result<OcspResponse> {
        Ok(self.0.ocsps.get_or_parse(der, OCSP_RESPONSES, OcspResponse::parse)?.1)
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
