//! LZWDecode (ISO 32000-2 §7.4.4.2, §7.4.4.3): codes of 9 to 12 bits, highest bit first.

use super::{DamageKind, FilterError, Output};
use crate::limits::Limit;

const CLEAR_TABLE: u16 = 256;
const END_OF_DATA: u16 = 257;
const FIRST_FREE: usize = 258;
const TABLE_SIZE: usize = 4_096;

/// Decodes LZW data. With `early_change` other than 0, code lengths grow one code earlier than needed (table 8).
///
/// Every table entry is a run of the output itself: what the previous code gave, plus the byte after it. The table
/// therefore holds a start and a length, and costs no copy.
pub(super) fn decode(input: &[u8], early_change: i64, most: usize) -> Result<Output, FilterError> {
    let early = usize::from(early_change != 0);
    let mut codes = Codes { input: input.iter(), buffer: 0, bits: 0 };
    let mut output: Vec<u8> = Vec::new();
    let mut table: Vec<(usize, usize)> = Vec::with_capacity(TABLE_SIZE - FIRST_FREE);
    let mut previous: Option<(usize, usize)> = None;
    loop {
        let next = FIRST_FREE + table.len() + usize::from(previous.is_some());
        let width = match next + early {
            0..=512 => 9,
            513..=1_024 => 10,
            1_025..=2_048 => 11,
            _ => 12,
        };
        // NOTE: a missing end-of-data code is accepted, the stream's extent ends the data as well.
        let Some(code) = codes.next(width) else { return Ok((output, None)) };
        if code == END_OF_DATA {
            return Ok((output, None));
        }
        if code == CLEAR_TABLE {
            table.clear();
            previous = None;
            continue;
        }
        if let Some((start, length)) = previous
            && FIRST_FREE + table.len() < TABLE_SIZE
        {
            // Its last byte is the first that this code writes: it is there by the time anybody reads it.
            table.push((start, length + 1));
        }
        let start = output.len();
        if let Ok(literal) = u8::try_from(code) {
            grow(&mut output, 1, most)?;
            output.push(literal);
        } else {
            let Some(&(from, length)) = table.get(usize::from(code) - FIRST_FREE) else {
                return Ok((output, Some(DamageKind::Corrupt)));
            };
            grow(&mut output, length, most)?;
            // Byte by byte: the entry may reach into what is being written.
            for position in from..from + length {
                let Some(&byte) = output.get(position) else { return Ok((output, Some(DamageKind::Corrupt))) };
                output.push(byte);
            }
        }
        previous = Some((start, output.len() - start));
    }
}

/// Refuses output past `most`.
fn grow(output: &mut Vec<u8>, by: usize, most: usize) -> Result<(), FilterError> {
    if by > most.saturating_sub(output.len()) {
        return Err(Limit::Decompressed.into());
    }
    output.reserve(by);
    Ok(())
}

/// Codes out of a run of bytes, highest bit first.
struct Codes<'a> {
    input: core::slice::Iter<'a, u8>,
    buffer: u32,
    bits: u32,
}

impl Codes<'_> {
    /// The next code of `width` ≤ 12 bits, or `None` when fewer bits are left.
    fn next(&mut self, width: u32) -> Option<u16> {
        while self.bits < width {
            self.buffer = self.buffer << 8 | u32::from(*self.input.next()?);
            self.bits += 8;
        }
        self.bits -= width;
        Some((self.buffer >> self.bits & ((1 << width) - 1)) as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::DigestAlgorithm;

    #[test]
    fn the_example_of_the_standard_decodes() {
        // ISO 32000-2 §7.4.4.2, EXAMPLE 2.
        let encoded = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(decode(&encoded, 1, 100), Ok((vec![45, 45, 45, 45, 45, 65, 45, 45, 45, 66], None)));
    }

    /// An encoder after the standard's description: the decoder's mirror image, a dictionary of strings.
    fn encode(data: &[u8], early: usize) -> Vec<u8> {
        use std::collections::HashMap;
        let (mut out, mut buffer, mut bits) = (Vec::new(), 0_u32, 0_u32);
        let mut put = |code: usize, width: u32| {
            buffer = buffer << width | code as u32;
            bits += width;
            while bits >= 8 {
                bits -= 8;
                out.push((buffer >> bits) as u8);
                buffer &= (1 << bits) - 1;
            }
            (bits, buffer)
        };
        let width = |next: usize| match next + early {
            0..=512 => 9,
            513..=1_024 => 10,
            1_025..=2_048 => 11,
            _ => 12,
        };
        let mut table: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut next = FIRST_FREE;
        let mut word: Vec<u8> = Vec::new();
        put(256, 9);
        let code_of =
            |table: &HashMap<Vec<u8>, usize>, word: &[u8]| if word.len() == 1 { usize::from(word[0]) } else { table[word] };
        for &byte in data {
            let mut longer = word.clone();
            longer.push(byte);
            if longer.len() == 1 || table.contains_key(&longer) {
                word = longer;
                continue;
            }
            put(code_of(&table, &word), width(next));
            table.insert(longer, next);
            next += 1;
            if next == TABLE_SIZE - 2 {
                put(256, width(next));
                table.clear();
                next = FIRST_FREE;
            }
            word = vec![byte];
        }
        put(code_of(&table, &word), width(next));
        next += 1;
        let (left, _) = put(257, width(next));
        if left > 0 {
            put(0, 8 - left);
        }
        out
    }

    /// Bytes of 0 to 31 from a linear congruential generator: they compress, and fill the table slowly.
    fn samples(count: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8 & 0x1F
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn the_encoder_of_these_tests_agrees_with_libtiff() {
        // libtiff's LZW is that of PDF with early change. Its 5,600 bytes for 7,000 samples, saved by Pillow as a
        // 1000 x 7 grey image of one strip, have a
        // SHA-256 that starts so; they use codes of all four lengths.
        let packed = encode(&samples(7_000), 1);
        let digest = DigestAlgorithm::Sha256.digest(&packed);
        assert!(digest.as_ref().starts_with(&[0x92, 0xE2, 0xDD, 0x46, 0xD8, 0x94, 0xAA, 0xCD]), "{digest}");
        assert_eq!(packed.len(), 5_600);
    }

    #[test]
    fn all_code_lengths_and_a_cleared_table_survive_a_round_trip() {
        let data = samples(40_000);
        for (early, early_change) in [(0, 0), (1, 1)] {
            let decoded = decode(&encode(&data, early), early_change, 1 << 20);
            assert!(decoded == Ok((data.clone(), None)), "early change {early}");
        }
        // The two settings are not interchangeable, so the test above can fail.
        assert_ne!(decode(&encode(&data, 0), 1, 1 << 20), Ok((data, None)));
    }

    #[test]
    fn a_code_that_does_not_exist_yet_is_corrupt() {
        // 256, then 300.
        assert_eq!(decode(&[0x80, 0x4B, 0x00], 1, 100), Ok((Vec::new(), Some(DamageKind::Corrupt))));
    }

    #[test]
    fn output_over_the_limit_is_an_error() {
        let packed = encode(&[0; 10_000], 1);
        assert_eq!(decode(&packed, 1, 9_999), Err(FilterError::LimitExceeded(Limit::Decompressed)));
        assert!(decode(&packed, 1, 10_000).is_ok());
    }
}
