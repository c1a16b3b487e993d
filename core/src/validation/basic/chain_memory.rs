//! Prospective chains remembered across documents.
//!
//! What a search finds depends on the certificate, its use, the material at hand, and on what a verifier never changes:
//! trust, policy, limits, given material, validation time. So documents that carry the same material share their chains,
//! whatever the order in which they come; an archive has thousands of documents of a few signers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::prospective::ProspectMemory;
use crate::evidence::Material;
use crate::gather::Gather as _;
use crate::keyed::KeyedMap;

/// Sets of material in one generation.
const SETS: usize = 1_024;

/// Octets that the chains of one set may occupy to be kept; real ones take some ten thousand. With [`SETS`] this bounds the memory.
const MAX_SIZE: usize = 64 << 10;

/// The digests of all items, in the order in which they were found.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Contents {
    certificates: usize,
    crls: usize,
    items: Box<[[u8; 32]]>,
}

impl Contents {
    fn of(material: &Material) -> Self {
        let certificates = material.certificates().iter().map(|(certificate, _)| *certificate.sha256());
        let crls = material.crls().iter().map(|(crl, _)| *crl.sha256());
        let ocsps = material.ocsps().iter().map(|(ocsp, _)| *ocsp.sha256());
        Self {
            certificates: material.certificates().len(),
            crls: material.crls().len(),
            items: certificates.chain(crls).chain(ocsps).gather().into(),
        }
    }
}

/// A bounded memory, shared by the threads of one verifier.
#[derive(Debug, Default)]
pub struct ChainMemory(Mutex<Generations>);

/// When the younger is full it becomes the older, and the older is dropped. What is asked for moves back, so what is used
/// stays.
#[derive(Debug, Default)]
struct Generations {
    younger: KeyedMap<Contents, Arc<ProspectMemory>>,
    older: KeyedMap<Contents, Arc<ProspectMemory>>,
}

impl Generations {
    fn insert(&mut self, contents: Contents, memory: Arc<ProspectMemory>) {
        if self.younger.len() >= SETS {
            self.older = core::mem::take(&mut self.younger);
        }
        self.younger.insert(contents, memory);
    }

    fn remove(&mut self, contents: &Contents) {
        self.younger.remove(contents);
        self.older.remove(contents);
    }
}

impl ChainMemory {
    /// Runs a judgement with the chains that are known for this material, and keeps those it found.
    pub fn with<T>(&self, material: &Material, judge: impl FnOnce(&ProspectMemory) -> T) -> T {
        let contents = Contents::of(material);
        if let Some(known) = self.get(&contents) {
            let outcome = judge(&known);
            // Other signers of the same material came in addition.
            if known.size() > MAX_SIZE {
                self.lock().remove(&contents);
            }
            return outcome;
        }
        let memory = Arc::new(ProspectMemory::default());
        let outcome = judge(&memory);
        if memory.size() <= MAX_SIZE {
            self.lock().insert(contents, memory);
        }
        outcome
    }

    fn get(&self, contents: &Contents) -> Option<Arc<ProspectMemory>> {
        let mut generations = self.lock();
        if let Some(known) = generations.younger.get(contents) {
            return Some(Arc::clone(known));
        }
        let (contents, known) = generations.older.remove_entry(contents)?;
        generations.insert(contents, Arc::clone(&known));
        Some(known)
    }

    /// A poisoned lock is harmless: every state is a good one.
    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
