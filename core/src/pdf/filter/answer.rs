//! Answers of this module to a build without most filters.

use super::{DamageKind, FilterError, FilterName, Inflater, undo};
use crate::supplement::{take, take_array};

/// What may be asked for.
const FILTERS: [FilterName; 5] =
    [FilterName::AsciiHex, FilterName::Ascii85, FilterName::Lzw, FilterName::Flate, FilterName::RunLength];

/// What a filter encoded, and behind it what became of it.
pub(crate) fn answer(mut fields: &[u8]) -> Option<Vec<u8>> {
    let [filter, early_change] = take_array(&mut fields)?;
    let filter = *FILTERS.iter().find(|known| **known as u8 == filter)?;
    let most = u64::from_le_bytes(take_array(&mut fields)?);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let (mut bytes, damage) = match undo(&mut Inflater::default(), filter, early_change.into(), take(&mut fields)?, most) {
        Ok(output) => output,
        Err(FilterError::LimitExceeded(_)) => return Some(b"l".to_vec()),
        Err(_) => return None,
    };
    bytes.push(match damage {
        None => b'w',
        Some(DamageKind::Truncated) => b't',
        Some(DamageKind::Corrupt) => b'c',
        Some(DamageKind::Checksum) => b's',
    });
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::asked;
    use super::*;

    #[test]
    fn what_is_answered_is_what_is_decoded_here() {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&[7; 300], 6);
        let mut wrong = packed.clone();
        *wrong.last_mut().unwrap() ^= 1;
        let inputs: [&[u8]; 8] = [
            b"",
            b"<4A4B>",
            b"4A4B>",
            b"87cURDZ~>",
            b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
            b"\x01AB\xfeC\x80",
            &packed,
            &wrong,
        ];
        let mut unasked = 0;
        for filter in FILTERS.into_iter().chain([FilterName::Jpx, FilterName::Unknown]) {
            for input in inputs.into_iter().flat_map(|input| [input, &input[..input.len() / 2]]) {
                for most in [0, 5, 299, 300, usize::MAX] {
                    for early_change in [0, 1] {
                        let directly = undo(&mut Inflater::default(), filter, early_change, input, most);
                        let question = asked::question(filter, early_change, input, most);
                        assert_eq!(asked::outcome(filter, answer(&question)), directly, "{filter} of {input:?}");
                        if let Ok(whole) = asked::undo(&mut asked::Inflater::default(), filter, early_change, input, most) {
                            assert_eq!(Ok(whole), directly, "{filter} of {input:?}");
                            unasked += 1;
                        }
                    }
                }
            }
        }
        assert!(unasked > 0, "something is decoded without asking");
        assert_eq!(answer(b"\x02\0\0\0"), None);
    }
}
