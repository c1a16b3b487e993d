//! Looking up a serial number among a million without reading a million entries.

use super::entry::{CrlEntry, certificate_issuer};
use crate::asn1::{self, Reader, Span};

/// Entries grouped by a hash of their serial number: the offsets of all entries, bucket by bucket, and where each
/// bucket starts.
///
/// Eight to twelve octets an entry, which itself has at least 20. It is built by counting and never compares entries, so
/// that a CRL of equal or colliding serial numbers costs no more than any other.
pub(super) struct SerialIndex {
    /// Where bucket i starts in `offsets`; one more than there are buckets.
    starts: Box<[u32]>,
    /// Offsets of entries within revokedCertificates.
    offsets: Box<[u32]>,
    /// Offsets of the entries that carry a certificateIssuer extension, ascending, and where its names are.
    issuers: Box<[(u32, Span)]>,
    seed: u64,
}

impl SerialIndex {
    /// Indexes the contents of revokedCertificates. The seed comes from the CRL's digest, so that nobody can choose
    /// serial numbers that all fall into one bucket.
    pub(super) fn build(entries: &[u8], count: usize, seed: u64) -> asn1::Result<Self> {
        let buckets = count.next_power_of_two();
        let mut starts = vec![0u32; buckets + 1];
        let mut placed = Vec::with_capacity(count);
        let mut issuers = Vec::new();
        let mut reader = Reader::new(entries);
        while !reader.is_empty() {
            let offset = (entries.len() - reader.rest().len()) as u32;
            let entry = CrlEntry::read(&mut reader)?;
            if !entry.extensions.is_empty()
                && let Some(names) = certificate_issuer(&entry.extensions)?
            {
                issuers.push((offset, Span::of(names.contents(), entries)));
            }
            let bucket = bucket_of(entry.serial.minimal(), seed, buckets);
            if let Some(size) = starts.get_mut(bucket as usize + 1) {
                *size += 1;
            }
            placed.push((bucket, offset));
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        // Filling moves each start to the end of its bucket, where the next one starts; walking backwards keeps the order.
        let mut offsets = vec![0u32; placed.len()];
        let mut ends: Vec<u32> = starts.get(1..).unwrap_or_default().to_vec();
        for (bucket, offset) in placed.into_iter().rev() {
            if let Some(end) = ends.get_mut(bucket as usize) {
                *end -= 1;
                if let Some(slot) = offsets.get_mut(*end as usize) {
                    *slot = offset;
                }
            }
        }
        Ok(Self { starts: starts.into(), offsets: offsets.into(), issuers: issuers.into(), seed })
    }

    /// Offsets of entries that may have this serial number (minimal octets), in the CRL's order.
    pub(super) fn candidates(&self, serial: &[u8]) -> &[u32] {
        let bucket = bucket_of(serial, self.seed, self.starts.len().saturating_sub(1)) as usize;
        match (self.starts.get(bucket), self.starts.get(bucket + 1)) {
            (Some(&start), Some(&end)) => self.offsets.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The names of the certificateIssuer extension that holds at `offset`.
    pub(super) fn issuer_at(&self, offset: u32) -> Option<Span> {
        let after = self.issuers.partition_point(|(start, _)| *start <= offset);
        self.issuers.get(after.checked_sub(1)?).map(|(_, span)| *span)
    }

    /// Octets that the index occupies.
    pub(super) fn memory(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.offsets) + size_of_val(&*self.issuers)
    }
}

/// A seeded multiplicative hash (the mixing steps of MurmurHash3's finaliser), reduced to the number of buckets, a power of two.
fn bucket_of(serial: &[u8], seed: u64, buckets: usize) -> u32 {
    let mut state = seed ^ serial.len() as u64;
    for chunk in serial.chunks(8) {
        let word = chunk.iter().fold(0u64, |word, &octet| word << 8 | u64::from(octet));
        state = (state ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
        state ^= state >> 33;
        state = state.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        state ^= state >> 29;
    }
    (state & (buckets as u64).wrapping_sub(1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(serials: &[u32]) -> Vec<u8> {
        let entry = |serial: &u32| {
            let mut entry = vec![0x30, 21, 2, 4];
            entry.extend(serial.to_be_bytes());
            entry.extend([0x17, 13]);
            entry.extend(b"260101000000Z");
            entry
        };
        serials.iter().flat_map(entry).collect()
    }

    #[test]
    fn equal_serials_stay_in_order_and_cost_nothing() {
        let bytes = entries(&[0x0101_0101; 1000]);
        let index = SerialIndex::build(&bytes, 1000, 7).unwrap();
        let found: Vec<u32> = index.candidates(&[1, 1, 1, 1]).to_vec();
        assert_eq!(found.len(), 1000);
        assert!(found.is_sorted());
        assert!(index.issuer_at(0).is_none());
    }

    #[test]
    fn every_serial_is_among_few_candidates() {
        let serials: Vec<u32> = (0x0100_0000..0x0100_1000).collect();
        let bytes = entries(&serials);
        let index = SerialIndex::build(&bytes, serials.len(), 0xabcd).unwrap();
        for (position, serial) in serials.iter().enumerate() {
            let candidates = index.candidates(&serial.to_be_bytes());
            assert!(candidates.contains(&(position as u32 * 23)) && candidates.len() < 12);
        }
        assert!(index.memory() < bytes.len());
    }

    #[test]
    fn an_empty_list_has_no_candidates() {
        assert!(SerialIndex::build(&[], 0, 1).unwrap().candidates(&[1]).is_empty());
    }
}
