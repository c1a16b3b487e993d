//! RunLengthDecode (ISO 32000-2 §7.4.5).

use super::{DamageKind, FilterError, Output, append};

/// A length byte below 128 is followed by that many bytes plus one; above 128 by one byte to be
/// repeated 257 − length times; 128 ends the data.
pub(super) fn decode(mut input: &[u8], most: usize) -> Result<Output, FilterError> {
    let mut output = Vec::new();
    // NOTE: a missing 128 is accepted, the stream's extent ends the data as well.
    while let Some((&length, rest)) = input.split_first() {
        input = rest;
        match length {
            128 => break,
            0..128 => {
                let count = usize::from(length) + 1;
                let Some((literal, rest)) = input.split_at_checked(count) else {
                    append(&mut output, input, most)?;
                    return Ok((output, Some(DamageKind::Truncated)));
                };
                append(&mut output, literal, most)?;
                input = rest;
            }
            129.. => {
                let Some((&byte, rest)) = input.split_first() else {
                    return Ok((output, Some(DamageKind::Truncated)));
                };
                let run = [byte; 128];
                append(&mut output, run.get(..257 - usize::from(length)).unwrap_or(&run), most)?;
                input = rest;
            }
        }
    }
    Ok((output, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_runs_alternate_up_to_the_end_mark() {
        assert_eq!(decode(&[2, b'a', b'b', b'c', 254, b'x', 128, 9, 9], 100), Ok((b"abcxxx".to_vec(), None)));
        assert_eq!(decode(&[129, 7], 1_000), Ok((vec![7; 128], None)));
    }

    #[test]
    fn a_cut_literal_and_a_cut_run_are_truncated() {
        assert_eq!(decode(&[5, b'a', b'b'], 100), Ok((b"ab".to_vec(), Some(DamageKind::Truncated))));
        assert_eq!(decode(&[0, b'a', 200], 100), Ok((b"a".to_vec(), Some(DamageKind::Truncated))));
    }

    #[test]
    fn output_over_the_limit_is_an_error() {
        assert!(decode(&[129, 7], 127).is_err());
    }
}
