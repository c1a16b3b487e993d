//! Proofs of existence (EN 319 102-1 §5.6.2.3): since when an object is known to have existed.
//!
//! A document timestamp that is valid proves that everything within its signed range existed at its time: signature
//! values, certificates, CRLs, OCSP responses, other timestamps. Without one, an object is known to exist now. Objects are
//! told by the first revision whose signed range holds them, so that one entry a timestamp is the whole set: its size does
//! not depend on how much material there is.
//!
//! NOTE: a signature timestamp proves the signature value it covers and the certificate that the signature binds; not the
//! rest of the signed revision, since a value can be made to verify for other content under another key.

use core::time::Duration;

use crate::evidence::{Material, Origin};
use crate::revocation::{Source, Statement};
use crate::time::Instant;

/// What valid document timestamps prove.
#[derive(Clone, Debug)]
pub struct ProofsOfExistence<'m> {
    now: Instant,
    /// Where objects were found: the document's material.
    material: &'m Material,
    /// Timestamps from the newest revision to the oldest, with the earliest time so far.
    documents: Vec<Proof>,
}

#[derive(Clone, Copy, Debug)]
struct Proof {
    revision: u32,
    /// The earliest time of this and all later timestamps.
    earliest: Instant,
    /// The latest instant that is compatible with this and all later timestamps.
    latest: Instant,
}

impl<'m> ProofsOfExistence<'m> {
    /// Everything at hand exists now (§5.6.3.4 step 1).
    pub fn at(now: Instant, material: &'m Material) -> Self {
        Self { now, material, documents: Vec::new() }
    }

    /// Adds a valid document timestamp over `revision`. They come from the newest revision to the oldest (§5.6.3.4 step 4);
    /// one out of order would prove less, never more.
    pub fn add_document_timestamp(&mut self, revision: u32, time: Instant, accuracy: Duration) {
        let last = self.documents.last().copied();
        self.documents.push(Proof {
            revision: last.map_or(revision, |last| revision.min(last.revision)),
            earliest: last.map_or(time, |last| time.min(last.earliest)),
            latest: last.map_or(time.saturating_add(accuracy), |last| time.saturating_add(accuracy).min(last.latest)),
        });
    }

    /// The proof of the oldest timestamp whose range holds what is first held by the range of `covered_from`.
    fn proof(&self, covered_from: u32) -> Option<&Proof> {
        let covering = self.documents.partition_point(|proof| proof.revision >= covered_from);
        self.documents.get(covering.checked_sub(1)?)
    }

    /// Since when an object is known to exist.
    pub fn of(&self, covered_from: Option<u32>) -> Instant {
        let proof = covered_from.and_then(|revision| self.proof(revision));
        proof.map_or(self.now, |proof| proof.earliest.min(self.now))
    }

    /// The latest instant at which an object can have been made, by the timestamps over it.
    pub fn latest(&self, covered_from: Option<u32>) -> Option<Instant> {
        covered_from.and_then(|revision| self.proof(revision)).map(|proof| proof.latest)
    }

    /// Since when a certificate is known to exist.
    pub fn of_certificate(&self, sha256: &[u8; 32]) -> Instant {
        self.of_origin(self.material.certificate_origin(sha256))
    }

    /// Since when the CRLs or the OCSP response behind a statement are known to exist.
    pub fn of_statement(&self, statement: &Statement) -> Instant {
        match &statement.source {
            Source::Ocsp { sha256 } => self.of_origin(self.material.ocsp_origin(sha256)),
            Source::Crl { sha256, delta } => {
                let delta = delta.as_ref().map(|delta| self.of_origin(self.material.crl_origin(delta)));
                delta.into_iter().fold(self.of_origin(self.material.crl_origin(sha256)), Instant::max)
            }
        }
    }

    /// From which revision on signed ranges hold a certificate.
    pub fn certificate_covered_from(&self, sha256: &[u8; 32]) -> Option<u32> {
        self.material.certificate_origin(sha256)?.covered_from
    }

    /// From which revision on signed ranges hold the CRLs or the OCSP response behind a statement.
    pub fn statement_covered_from(&self, statement: &Statement) -> Option<u32> {
        match &statement.source {
            Source::Ocsp { sha256 } => self.material.ocsp_origin(sha256)?.covered_from,
            Source::Crl { sha256, delta: None } => self.material.crl_origin(sha256)?.covered_from,
            Source::Crl { sha256, delta: Some(delta) } => {
                let complete = self.material.crl_origin(sha256)?.covered_from?;
                Some(complete.max(self.material.crl_origin(delta)?.covered_from?))
            }
        }
    }

    /// The validation time, at which everything exists.
    pub fn now(&self) -> Instant {
        self.now
    }

    fn of_origin(&self, origin: Option<Origin>) -> Instant {
        self.of(origin.and_then(|origin| origin.covered_from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Instant {
        Instant::from_unix_seconds(day * 86_400)
    }

    #[test]
    fn the_oldest_timestamp_over_an_object_counts() {
        let material = Material::default();
        let mut proofs = ProofsOfExistence::at(at(100), &material);
        for (revision, day) in [(5, 50), (3, 30), (1, 10)] {
            proofs.add_document_timestamp(revision, at(day), Duration::ZERO);
        }
        for (covered_from, day) in [(0, 10), (1, 10), (2, 30), (3, 30), (4, 50), (5, 50), (6, 100)] {
            assert_eq!(proofs.of(Some(covered_from)), at(day), "{covered_from}");
        }
        assert_eq!(proofs.of(None), at(100));
    }

    #[test]
    fn a_later_timestamp_with_an_earlier_time_proves_its_time_and_shows_in_the_order() {
        let material = Material::default();
        let mut proofs = ProofsOfExistence::at(at(100), &material);
        proofs.add_document_timestamp(5, at(20), Duration::from_secs(1));
        proofs.add_document_timestamp(3, at(30), Duration::from_secs(1));
        assert_eq!(proofs.of(Some(2)), at(20));
        assert_eq!(proofs.latest(Some(4)), Some(at(20).saturating_add(Duration::from_secs(1))));
        assert_eq!(proofs.latest(Some(6)), None);
    }

    #[test]
    fn nothing_is_proven_later_than_now() {
        let material = Material::default();
        let mut proofs = ProofsOfExistence::at(at(10), &material);
        proofs.add_document_timestamp(1, at(20), Duration::ZERO);
        assert_eq!(proofs.of(Some(0)), at(10));
    }
}
