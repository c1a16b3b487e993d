//! Hexadecimal strings (ISO 32000-2 §7.3.4.3), decoded in blocks: a signature's /Contents is tens of thousands of digits.

use super::lex::is_whitespace;

const BLOCK: usize = 64;

/// The value of one hexadecimal digit.
pub(crate) const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Whether there are only digits and white space, and at least one digit.
pub(crate) fn is_well_formed(digits: &[u8]) -> bool {
    let blocks = digits.chunks_exact(BLOCK);
    let rest = blocks.remainder();
    let good = |byte: &u8| digit(*byte).is_some() || is_whitespace(*byte);
    blocks.clone().all(|block| all_digits(block) || block.iter().all(good))
        && rest.iter().all(good)
        && digits.iter().any(|byte| digit(*byte).is_some())
}

/// Branch-free, so that it becomes vector code.
fn all_digits(block: &[u8]) -> bool {
    block.iter().fold(true, |good, byte| good & (byte.wrapping_sub(b'0') < 10 || (byte | 0x20).wrapping_sub(b'a') < 6))
}

/// The bytes that `digits` stand for. Anything but digits is passed over; a missing last digit is 0.
pub(crate) fn decode(digits: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len() / 2 + 1);
    let mut high = None;
    for block in digits.chunks(BLOCK) {
        if high.is_none() && block.len() == BLOCK && all_digits(block) {
            // (c & 15) + 9 for letters: both cases, no table, no branch.
            let value = |byte: u8| (byte & 15) + 9 * (byte >> 6);
            let mut bytes = [0u8; BLOCK / 2];
            for (byte, pair) in bytes.iter_mut().zip(block.chunks_exact(2)) {
                if let [high, low] = pair {
                    *byte = value(*high) << 4 | value(*low);
                }
            }
            decoded.extend_from_slice(&bytes);
            continue;
        }
        for value in block.iter().filter_map(|byte| digit(*byte)) {
            match high.take() {
                Some(first) => decoded.push(first << 4 | value),
                None => high = Some(value),
            }
        }
    }
    if let Some(last) = high {
        decoded.push(last << 4);
    }
    decoded
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
        for at in [0, 1, 63, 64, 65, 200] {
            let mut broken = text.clone();
            broken.insert(at, '\n');
            assert_eq!(decode(broken.as_bytes()), bytes, "white space at {at}");
            assert!(is_well_formed(broken.as_bytes()));
            broken.replace_range(at..=at, "x");
            assert!(!is_well_formed(broken.as_bytes()));
        }
        assert_eq!(decode(b"901FA"), [0x90, 0x1f, 0xa0]);
        assert!(!is_well_formed(b" \n"));
    }
}
