//! Hexadecimal strings (ISO 32000-2 §7.3.4.3), decoded in blocks: a signature's /Contents is tens of thousands of digits.

use super::lex::is_whitespace;

/// Digits in one word.
const WORD: usize = 8;

/// Digits that are looked at together, whether all of them are padding.
const BLOCK: usize = 64;

/// Digits after which the output is extended again, so that a string broken into lines costs no more than its length.
const RUN: usize = 4_096;

/// The value of one hexadecimal digit.
pub(crate) const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// The bytes of eight digits, all in one word; nothing when there is anything else among them.
fn four_bytes(digits: [u8; WORD]) -> Option<[u8; 4]> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let word = u64::from_le_bytes(digits);
    // With the top bit of each byte clear, adding 0x80 − n sets it exactly where the byte is at least n.
    let plain = word & !HIGH;
    let at_least = |bytes: u64, least: u64| bytes + (0x80 - least) * ONES;
    let lower = plain | (0x20 * ONES);
    let is_number = at_least(plain, 0x30) & !at_least(plain, 0x3a);
    let is_letter = at_least(lower, 0x61) & !at_least(lower, 0x67);
    if (is_number | is_letter) & !word & HIGH != HIGH {
        return None;
    }
    // (c & 15) + 9 for letters, then each even nibble beside its odd one.
    let nibbles = (word & (15 * ONES)) + 9 * ((word >> 6) & ONES);
    let pairs = (nibbles << 4 | nibbles >> 8) & 0x00ff_00ff_00ff_00ff;
    let halves = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    Some(((halves | halves >> 16) as u32).to_le_bytes())
}

/// Decodes a block; whether all of it is digits. Without branches and by itself the compiler makes vector code of it, a quarter of the
/// instructions of [`four_bytes`].
#[inline(never)]
fn decode_block(block: &[u8; BLOCK], bytes: &mut [u8; BLOCK / 2]) -> bool {
    let mut others = 0;
    for digit in block {
        let is_number = digit.wrapping_sub(b'0') < 10;
        let is_letter = (digit | 0x20).wrapping_sub(b'a') < 6;
        others |= u8::from(!is_number) & u8::from(!is_letter);
    }
    for (byte, pair) in bytes.iter_mut().zip(block.as_chunks::<2>().0) {
        let pair = u16::from_le_bytes(*pair);
        // c & 15, and 9 more for letters.
        let nibbles = (pair & 0x0f0f) + 9 * (pair >> 6 & 0x0101);
        *byte = (nibbles << 4 | nibbles >> 8) as u8;
    }
    others == 0
}

/// The bytes that `digits` stand for. Anything but digits is passed over; a missing last digit is 0.
pub(crate) fn decode(digits: &[u8]) -> Vec<u8> {
    decode_all(digits).0
}

/// The same, when there are only digits and white space, and at least one digit.
pub(crate) fn decode_well_formed(digits: &[u8]) -> Option<Vec<u8>> {
    Some(decode_all(digits)).filter(|(decoded, well_formed)| *well_formed && !decoded.is_empty()).map(|(decoded, _)| decoded)
}

fn decode_all(digits: &[u8]) -> (Vec<u8>, bool) {
    let mut well_formed = true;
    let mut decoded = Vec::with_capacity(digits.len() / 2 + 1);
    let mut high = None;
    let mut rest = digits;
    while !rest.is_empty() {
        let taken = decode_run(rest, &mut decoded);
        rest = rest.get(taken..).unwrap_or_default();
        // Byte by byte past what is no digit, on to the end of a pair: then whole words may follow again.
        let mut taken = 0;
        for byte in rest {
            if taken >= WORD && high.is_none() {
                break;
            }
            taken += 1;
            if let Some(value) = digit(*byte) {
                match high.take() {
                    Some(first) => decoded.push(first << 4 | value),
                    None => high = Some(value),
                }
            } else {
                well_formed &= is_whitespace(*byte);
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    if let Some(last) = high {
        decoded.push(last << 4);
    }
    (decoded, well_formed)
}

/// Decodes as many whole words as there are, up to a bound. Returns the number of digits.
fn decode_run(digits: &[u8], decoded: &mut Vec<u8>) -> usize {
    let start = decoded.len();
    let run = digits.get(..RUN).unwrap_or(digits);
    decoded.resize(start + run.len() / WORD * 4, 0);
    let mut words = 0;
    let blocks = decoded.get_mut(start..).unwrap_or_default().chunks_mut(BLOCK / 2).zip(run.chunks(BLOCK));
    for (bytes, block) in blocks {
        if let (Ok(bytes), Ok(block)) = ((&mut *bytes).try_into(), <&[u8; BLOCK]>::try_from(block)) {
            // What follows the value is padded, often with more than the value has.
            if *block == [b'0'; BLOCK] || (!cfg!(target_family = "wasm") && decode_block(block, bytes)) {
                words += BLOCK / WORD;
                continue;
            }
        }
        let before = words;
        for (to, eight) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(block.as_chunks::<WORD>().0) {
            let Some(four) = four_bytes(*eight) else { break };
            *to = four;
            words += 1;
        }
        if words - before < BLOCK / WORD {
            break;
        }
    }
    decoded.truncate(start + words * 4);
    words * WORD
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_white_space_and_odd_ends_decode_alike() {
        let bytes: Vec<u8> = (0..=255).chain(0..77).collect();
        let text = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(decode(text.as_bytes()), bytes);
        assert_eq!(decode(text.to_uppercase().as_bytes()), bytes);
        for at in [0, 1, 7, 8, 9, 200, 664] {
            let mut broken = text.clone();
            broken.insert(at, '\n');
            assert_eq!(decode(broken.as_bytes()), bytes, "white space at {at}");
            assert_eq!(decode_well_formed(broken.as_bytes()).as_ref(), Some(&bytes));
            broken.replace_range(at..=at, "x");
            assert_eq!(decode_well_formed(broken.as_bytes()), None, "not white space at {at}");
            assert_eq!(decode(broken.as_bytes()), bytes);
        }
        for byte in 0..=255 {
            let one = [b'0', byte, b'0', b'0', b'0', b'0', b'0', b'0'];
            assert_eq!(four_bytes(one).is_some(), digit(byte).is_some(), "{byte}");
            let mut block = [b'0'; BLOCK];
            block[33] = byte;
            let mut bytes = [0xff; BLOCK / 2];
            assert_eq!(decode_block(&block, &mut bytes), digit(byte).is_some(), "{byte}");
            if let Some(value) = digit(byte) {
                assert_eq!(bytes, core::array::from_fn(|at| if at == 16 { value } else { 0 }));
            }
        }
        assert_eq!(decode(b"901FA"), [0x90, 0x1f, 0xa0]);
        assert_eq!(decode_well_formed(b" \n"), None);
        assert_eq!(decode_well_formed(b"0"), Some(vec![0]));
    }

    #[test]
    fn padding_decodes_like_any_other_digits() {
        for (before, padding, after) in [(0, 64, 0), (0, 640, 1), (2, 4_096, 3), (64, 63, 64), (8, 5_000, 8), (128, 10_001, 0)] {
            let text = "a".repeat(before) + &"0".repeat(padding) + &"f".repeat(after);
            let padded = text.clone() + &"0".repeat(text.len() % 2);
            let bytes: Vec<u8> =
                (0..padded.len() / 2).map(|at| u8::from_str_radix(&padded[2 * at..2 * at + 2], 16).unwrap()).collect();
            assert_eq!(decode(text.as_bytes()), bytes, "{before} {padding} {after}");
        }
    }
}
