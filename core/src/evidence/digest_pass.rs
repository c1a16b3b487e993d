//! One pass over the file for all digests: every /ByteRange starts at 0, so the digests of all signatures and of the file
//! itself share their beginning. The running state is forked where ranges part.

use core::ops::Range;

use crate::crypto::{Digest, DigestAlgorithm, Hasher};
use crate::order::Arrange as _;

/// Bytes hashed besides the one pass, as a multiple of the file's size and a constant. A chain of honest incremental
/// updates stays below 2; a hostile file could otherwise ask for signatures × size.
const EXTRA_PASSES: u64 = 16;
const EXTRA_BYTES: u64 = 64 << 20;

/// A digest over `0..gap.start` and `gap.end..end` of the file. The ranges lie within the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SignedBytes {
    pub(super) algorithm: DigestAlgorithm,
    pub(super) gap: Range<usize>,
    pub(super) end: usize,
}

/// What the pass gives.
pub(super) struct Digests {
    /// SHA-256 of the whole file.
    pub(super) document: Digest,
    /// In the order asked for; `None` where the limit on extra work was reached or a range leaves the file.
    pub(super) signed: Vec<Option<Digest>>,
}

/// Computes all digests in one pass.
pub(super) fn digests(bytes: &[u8], wanted: &[SignedBytes]) -> Digests {
    let mut extra = EXTRA_BYTES.saturating_add(EXTRA_PASSES.saturating_mul(bytes.len() as u64));
    let mut signed = vec![None; wanted.len()];
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.arrange_by_key(|&index| {
        (wanted[index].algorithm != DigestAlgorithm::Sha256, wanted[index].algorithm, wanted[index].gap.start)
    });
    let mut document = Pass::new(DigestAlgorithm::Sha256);
    for group in order.chunk_by(|&left, &right| wanted[left].algorithm == wanted[right].algorithm) {
        let Some(&first) = group.first() else { continue };
        let algorithm = wanted[first].algorithm;
        let mut own = (algorithm != DigestAlgorithm::Sha256).then(|| Pass::new(algorithm));
        for (position, &index) in group.iter().enumerate() {
            let SignedBytes { gap, end, .. } = &wanted[index];
            // The same range twice (a dictionary under two fields) is hashed once.
            if let Some(&before) = position.checked_sub(1).and_then(|before| group.get(before))
                && wanted[before] == wanted[index]
            {
                signed[index] = signed[before];
                continue;
            }
            let Some(tail) = bytes.get(gap.end..*end) else { continue };
            let Some(left) = extra.checked_sub(tail.len() as u64) else { continue };
            let pass = own.as_mut().unwrap_or(&mut document);
            let Some(mut fork) = pass.fork_at(bytes, gap.start) else { continue };
            extra = left;
            fork.update(tail);
            signed[index] = Some(fork.finalize());
        }
    }
    Digests { document: document.finish(bytes), signed }
}

/// A running digest over the beginning of the file.
struct Pass {
    state: Hasher,
    position: usize,
}

impl Pass {
    fn new(algorithm: DigestAlgorithm) -> Self {
        Self { state: algorithm.hasher(), position: 0 }
    }

    /// The state after `0..offset`; offsets never decrease.
    fn fork_at(&mut self, bytes: &[u8], offset: usize) -> Option<Hasher> {
        self.state.update(bytes.get(self.position..offset)?);
        self.position = offset;
        Some(self.state.clone())
    }

    fn finish(mut self, bytes: &[u8]) -> Digest {
        self.state.update(bytes.get(self.position..).unwrap_or_default());
        self.state.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(algorithm: DigestAlgorithm, gap: Range<usize>, end: usize) -> SignedBytes {
        SignedBytes { algorithm, gap, end }
    }

    #[test]
    fn forked_digests_are_those_of_the_ranges() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let asked = [
            wanted(DigestAlgorithm::Sha256, 3000..3100, 4000),
            wanted(DigestAlgorithm::Sha1, 10..20, 5000),
            wanted(DigestAlgorithm::Sha256, 100..200, 1000),
            wanted(DigestAlgorithm::Sha256, 100..200, 1000),
            wanted(DigestAlgorithm::Sha512, 4990..5000, 5000),
        ];
        let digests = digests(&bytes, &asked);
        assert_eq!(digests.document, DigestAlgorithm::Sha256.digest(&bytes));
        for (asked, digest) in asked.iter().zip(&digests.signed) {
            let signed = [&bytes[..asked.gap.start], &bytes[asked.gap.end..asked.end]].concat();
            assert_eq!(*digest, Some(asked.algorithm.digest(&signed)));
        }
    }

    #[test]
    fn a_range_outside_the_file_has_no_digest() {
        let asked = [wanted(DigestAlgorithm::Sha256, 1..2, 50), wanted(DigestAlgorithm::Sha256, 60..61, 61)];
        assert_eq!(digests(&[0; 10], &asked).signed, [None, None]);
    }

    #[test]
    fn extra_work_is_limited() {
        let bytes = vec![0; 8 << 20];
        let asked: Vec<_> = (0..60).map(|start| wanted(DigestAlgorithm::Sha1, start..start + 1, bytes.len())).collect();
        let digests = digests(&bytes, &asked);
        assert!(digests.signed[0].is_some());
        assert!(digests.signed[59].is_none());
    }
}
