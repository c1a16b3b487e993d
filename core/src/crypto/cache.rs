//! Outcomes of signature verifications, remembered across documents.
//!
//! An archive sees the same certificates, CRLs and OCSP responses in thousands of documents: their signatures are
//! computed once. The cache is keyed by content, so it can be shared by everything that verifies.

use crate::keyed::KeyedMap;
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::algorithm::SignatureAlgorithm;
use super::key::PublicKey;
use super::{Digest, Verification};

/// Outcomes kept unless asked otherwise: some 10 MB, and more than the certificates of all European issuers.
const DEFAULT_CAPACITY: usize = 65_536;

/// Enough that threads of one machine rarely meet at one lock.
const SHARDS: usize = 16;

/// Who signed what, and how.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Edge {
    key: [u8; 32],
    object: [u8; 32],
    algorithm: SignatureAlgorithm,
}

/// Two generations: when the younger is full it becomes the older, and the older is dropped. What is asked for moves
/// back to the younger, so what is used stays.
#[derive(Default)]
struct Shard {
    younger: KeyedMap<Edge, Verification>,
    older: KeyedMap<Edge, Verification>,
}

impl Shard {
    fn get(&mut self, edge: &Edge, half: usize) -> Option<Verification> {
        if let Some(found) = self.younger.get(edge) {
            return Some(found.clone());
        }
        let found = self.older.remove(edge)?;
        self.insert(*edge, found.clone(), half);
        Some(found)
    }

    fn insert(&mut self, edge: Edge, outcome: Verification, half: usize) {
        if self.younger.len() >= half {
            self.older = core::mem::take(&mut self.younger);
        }
        self.younger.insert(edge, outcome);
    }
}

struct Shared {
    /// [`SHARDS`] of them.
    shards: Box<[Mutex<Shard>]>,
    /// Entries of one generation of one shard.
    half: usize,
    operations: AtomicU64,
}

/// A bounded, shared memory of verification outcomes. Clones share it.
#[derive(Clone)]
pub struct SignatureCache(Arc<Shared>);

impl SignatureCache {
    /// A cache of about `capacity` outcomes; 0 remembers next to nothing.
    pub fn with_capacity(capacity: usize) -> Self {
        let half = capacity.div_ceil(2 * SHARDS).max(1);
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Self(Arc::new(Shared { shards, half, operations: AtomicU64::new(0) }))
    }

    /// Verifies, or remembers having done so.
    ///
    /// `key_id` is the SHA-256 of the key's SubjectPublicKeyInfo, `object_id` that of an object which contains both
    /// the message and the signature (a certificate, a CRL, an OCSP response, a SignerInfo with its content).
    pub fn verify(
        &self,
        key: &PublicKey,
        key_id: &[u8; 32],
        object_id: &[u8; 32],
        algorithm: &SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Verification {
        self.remember(key_id, object_id, *algorithm, || key.verify(algorithm, message, signature))
    }

    /// As [`verify`](Self::verify), for a message of which only the digest is at hand.
    pub fn verify_digest(
        &self,
        key: &PublicKey,
        key_id: &[u8; 32],
        object_id: &[u8; 32],
        algorithm: &SignatureAlgorithm,
        digest: &Digest,
        signature: &[u8],
    ) -> Verification {
        self.remember(key_id, object_id, *algorithm, || key.verify_digest(algorithm, digest, signature))
    }

    /// How many public-key operations were computed and not remembered.
    pub fn operations(&self) -> u64 {
        self.0.operations.load(Ordering::Relaxed)
    }

    /// The lock is not held while computing: two threads may compute the same outcome, none waits for the other.
    fn remember(
        &self,
        key_id: &[u8; 32],
        object_id: &[u8; 32],
        algorithm: SignatureAlgorithm,
        compute: impl FnOnce() -> Verification,
    ) -> Verification {
        let edge = Edge { key: *key_id, object: *object_id, algorithm };
        let half = self.0.half;
        if let Some(found) = self.shard(&edge).get(&edge, half) {
            return found;
        }
        let outcome = compute();
        if !matches!(outcome, Verification::Unsupported(_)) {
            self.0.operations.fetch_add(1, Ordering::Relaxed);
        }
        self.shard(&edge).insert(edge, outcome.clone(), half);
        outcome
    }

    /// A poisoned lock is taken as it is: every state of a shard is a good one.
    fn shard(&self, edge: &Edge) -> MutexGuard<'_, Shard> {
        let [first, ..] = edge.object;
        let shard = &self.0.shards[usize::from(first) % SHARDS];
        shard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for SignatureCache {
    fn default() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }
}

impl core::fmt::Debug for SignatureCache {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SignatureCache({} operations)", self.operations())
    }
}
