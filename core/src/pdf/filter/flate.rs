//! FlateDecode (ISO 32000-2 §7.4.4): zlib (RFC 1950) around Deflate (RFC 1951).

use core::fmt;

use miniz_oxide::inflate::TINFLStatus as Status;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_COMPUTE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::{DamageKind, FilterError, Output, small_inflate};
use crate::limits::Limit;

/// Longer streams, and those that become longer, are decoded faster with tables.
const SHORT_INPUT: usize = 1_024;
const SHORT_OUTPUT: usize = 4_096;

/// What inflating takes room for, 10 kB: made with the first stream and kept for the next.
#[derive(Default)]
pub(crate) struct Inflater(Option<Box<DecompressorOxide>>);

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inflater")
    }
}

impl Inflater {
    /// Decodes a zlib stream; bytes after its end are ignored, as every reader does (writers pad with line ends).
    ///
    /// Data without a zlib header is tried as bare Deflate, which some old writers made, and counts as corrupt.
    pub(super) fn decode(&mut self, input: &[u8], most: usize) -> Result<Output, FilterError> {
        if input.is_empty() {
            return Ok((Vec::new(), Some(DamageKind::Truncated)));
        }
        if input.len() <= SHORT_INPUT
            && let Some(bytes) = small_inflate::inflate(input, most.min(SHORT_OUTPUT))
        {
            return Ok((bytes, None));
        }
        let (bytes, damage) = self.inflate(input, TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_COMPUTE_ADLER32, most)?;
        if bytes.is_empty() && damage == Some(DamageKind::Corrupt) {
            let (bare, _) = self.inflate(input, 0, most)?;
            return Ok((bare, damage));
        }
        Ok((bytes, damage))
    }

    fn inflate(&mut self, mut input: &[u8], flags: u32, most: usize) -> Result<Output, FilterError> {
        let flags = flags | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let state = self.0.get_or_insert_default();
        state.init();
        let mut output = vec![0; input.len().saturating_mul(4).clamp(64, 1 << 20).min(most)];
        let mut written = 0_usize;
        let damage = loop {
            let (status, read, produced) = decompress(state, input, &mut output, written, flags);
            written = written.saturating_add(produced);
            input = input.get(read..).unwrap_or_default();
            match status {
                Status::Done => break None,
                Status::HasMoreOutput if output.len() >= most => return Err(Limit::Decompressed.into()),
                Status::HasMoreOutput => output.resize(output.len().saturating_mul(2).min(most), 0),
                Status::FailedCannotMakeProgress | Status::NeedsMoreInput => break Some(DamageKind::Truncated),
                Status::Adler32Mismatch => break Some(DamageKind::Checksum),
                _ => break Some(DamageKind::Corrupt),
            }
        };
        output.truncate(written);
        output.shrink_to_fit();
        Ok((output, damage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(input: &[u8], most: usize) -> Result<Output, FilterError> {
        // As it is after another stream, cut off in the middle.
        let mut inflater = Inflater::default();
        let _ = inflater.decode(&PACKED[..7], 100);
        inflater.decode(input, most)
    }

    /// `zlib.compress(b"longseal " * 3)` of Python.
    const PACKED: [u8; 20] =
        [0x78, 0x9C, 0xCB, 0xC9, 0xCF, 0x4B, 0x2F, 0x4E, 0x4D, 0xCC, 0x51, 0xC8, 0xC1, 0x60, 0x00, 0x00, 0x95, 0x4C, 0x0A, 0x60];
    const PLAIN: &[u8] = b"longseal longseal longseal ";

    #[test]
    fn what_pythons_zlib_made_is_decoded_and_trailing_bytes_ignored() {
        let mut padded = PACKED.to_vec();
        padded.extend_from_slice(b"\r\n");
        assert_eq!(decode(&padded, 100), Ok((PLAIN.to_vec(), None)));
    }

    #[test]
    fn truncated_data_keeps_what_came_before_and_nothing_else() {
        let (bytes, damage) = decode(&PACKED[..10], 100).expect("within the limit");
        assert_eq!(damage, Some(DamageKind::Truncated));
        assert!(!bytes.is_empty() && PLAIN.starts_with(&bytes), "{bytes:?}");
        assert_eq!(decode(b"", 100), Ok((Vec::new(), Some(DamageKind::Truncated))));
    }

    #[test]
    fn a_wrong_checksum_is_told_apart_from_corrupt_data() {
        let mut checksum = PACKED;
        checksum[19] ^= 1;
        assert_eq!(decode(&checksum, 100), Ok((PLAIN.to_vec(), Some(DamageKind::Checksum))));
        let mut reserved_block = PACKED;
        reserved_block[2] = 0xFF;
        assert_eq!(decode(&reserved_block, 100).map(|(_, damage)| damage), Ok(Some(DamageKind::Corrupt)));
    }

    #[test]
    fn bare_deflate_is_read_but_counts_as_corrupt() {
        assert_eq!(decode(&PACKED[2..16], 100), Ok((PLAIN.to_vec(), Some(DamageKind::Corrupt))));
    }

    #[test]
    fn output_over_the_limit_is_an_error_and_exactly_the_limit_is_not() {
        assert_eq!(decode(&PACKED, 26), Err(FilterError::LimitExceeded(Limit::Decompressed)));
        assert!(decode(&PACKED, 27).is_ok());
    }
}
