//! ASCIIHexDecode and ASCII85Decode (ISO 32000-2 §7.4.2, §7.4.3).
//!
//! NOTE: both standards' end-of-data marks (`>`, `~>`) may be missing: the stream's extent ends the data as well,
//! and writers that leave the mark out are common.

use super::{DamageKind, FilterError, Output, append, is_white_space};

/// Pairs of hexadecimal digits; a last odd digit is followed by a silent 0.
pub(super) fn decode_hex(input: &[u8], most: usize) -> Result<Output, FilterError> {
    let mut output = Vec::new();
    let mut high: Option<u8> = None;
    let mut damage = None;
    for &byte in input {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            b'>' => break,
            _ if is_white_space(byte) => continue,
            _ => {
                damage = Some(DamageKind::Corrupt);
                break;
            }
        };
        match high.take() {
            None => high = Some(digit),
            Some(high) => append(&mut output, &[high << 4 | digit], most)?,
        }
    }
    if let Some(high) = high {
        append(&mut output, &[high << 4], most)?;
    }
    Ok((output, damage))
}

/// Groups of five base-85 digits for four bytes; a last group of n + 1 digits gives n bytes.
pub(super) fn decode_85(input: &[u8], most: usize) -> Result<Output, FilterError> {
    let mut output = Vec::new();
    let mut group = Group::default();
    let mut damage = None;
    // The PostScript form starts with `<~`; writers that reuse its encoder leave the mark in.
    for &byte in input.strip_prefix(b"<~").unwrap_or(input) {
        match byte {
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.digits == 5 {
                    let Some(bytes) = group.bytes() else {
                        damage = Some(DamageKind::Corrupt);
                        break;
                    };
                    append(&mut output, &bytes, most)?;
                    group = Group::default();
                }
            }
            b'z' if group.digits == 0 => append(&mut output, &[0; 4], most)?,
            b'~' => break,
            _ if is_white_space(byte) => {}
            _ => {
                damage = Some(DamageKind::Corrupt);
                break;
            }
        }
    }
    if damage.is_none() && group.digits > 0 {
        let whole = usize::from(group.digits - 1);
        // The missing digits count as the highest, so that cutting the bytes off again rounds right.
        while group.digits < 5 {
            group.push(84);
        }
        match group.bytes() {
            Some(bytes) if whole > 0 => append(&mut output, bytes.get(..whole).unwrap_or_default(), most)?,
            // One digit alone carries no byte.
            _ => damage = Some(DamageKind::Corrupt),
        }
    }
    Ok((output, damage))
}

/// Up to five base-85 digits.
#[derive(Default)]
struct Group {
    value: u64,
    digits: u8,
}

impl Group {
    fn push(&mut self, digit: u8) {
        self.value = self.value * 85 + u64::from(digit);
        self.digits += 1;
    }

    /// The four bytes, unless the value is over 2³² − 1.
    fn bytes(&self) -> Option<[u8; 4]> {
        u32::try_from(self.value).ok().map(u32::to_be_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 1 << 10;

    #[test]
    fn hexadecimal_skips_white_space_and_completes_an_odd_digit() {
        assert_eq!(decode_hex(b"4C 6f\r\n6E\x007>ignored", MOST), Ok((b"Lonp".to_vec(), None)));
        assert_eq!(decode_hex(b"4142", MOST), Ok((b"AB".to_vec(), None)));
    }

    #[test]
    fn hexadecimal_stops_at_another_character() {
        assert_eq!(decode_hex(b"4142G4>", MOST), Ok((b"AB".to_vec(), Some(DamageKind::Corrupt))));
    }

    #[test]
    fn base_85_decodes_what_pythons_encoder_made() {
        // base64.a85encode(bytes) of Python: last groups of 3, 5 and 2 digits.
        for (encoded, bytes) in [
            (b"<~8Q/D-1GUX\n<0J,%&2_Ho~>ignored".as_slice(), b"ISO 32000-2 7.4".as_slice()),
            (b"7VQ[\\AH", b"Filte"),
            (b"z!!", &[0; 5]),
            (b"s8W-!", &[0xFF; 4]),
        ] {
            assert_eq!(decode_85(encoded, MOST), Ok((bytes.to_vec(), None)), "{encoded:?}");
        }
    }

    #[test]
    fn base_85_refuses_what_no_encoder_makes() {
        // 2³², a `z` inside a group, a character above `u`, and one digit alone.
        for encoded in [b"s8W-\"".as_slice(), b"!!z", b"!v", b"!~>"] {
            assert_eq!(decode_85(encoded, MOST), Ok((Vec::new(), Some(DamageKind::Corrupt))), "{encoded:?}");
        }
    }

    #[test]
    fn output_over_the_limit_is_an_error() {
        assert!(decode_hex(b"414243>", 2).is_err());
        assert!(decode_85(b"zz~>", 7).is_err());
    }
}
