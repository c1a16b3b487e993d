//! INTEGER of any size (X.690 §8.3).

use core::fmt;

use super::{Error, Result};

/// An INTEGER: its contents octets, two's complement, big-endian, as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Integer<'a>(&'a [u8]);

impl<'a> Integer<'a> {
    /// The number 0.
    pub const ZERO: Integer<'static> = Integer(&[0]);

    /// From contents octets; at least one is needed. Redundant leading octets are taken
    /// (see [`departures`](super::departures)).
    pub fn from_contents(contents: &'a [u8], what: &'static str) -> Result<Self> {
        if contents.is_empty() { Err(Error::value(what)) } else { Ok(Self(contents)) }
    }

    /// The contents octets as written.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// Whether the sign bit is set.
    pub fn is_negative(&self) -> bool {
        self.0[0] & 0x80 != 0
    }

    /// The magnitude without leading zeros, empty for 0; `None` when negative.
    pub fn to_unsigned(&self) -> Option<&'a [u8]> {
        if self.is_negative() {
            return None;
        }
        let start = self.0.iter().position(|&octet| octet != 0).unwrap_or(self.0.len());
        Some(&self.0[start..])
    }

    /// The value, if within `u32`.
    pub fn to_u32(&self) -> Option<u32> {
        self.to_u64().and_then(|value| u32::try_from(value).ok())
    }

    /// The value, if within `u64`.
    pub fn to_u64(&self) -> Option<u64> {
        let magnitude = self.to_unsigned()?;
        (magnitude.len() <= 8).then(|| magnitude.iter().fold(0, |value, &octet| value << 8 | u64::from(octet)))
    }

    /// Whether both are the same number, however many redundant octets each has.
    pub fn same_value(&self, other: &Integer<'_>) -> bool {
        self.minimal() == other.minimal()
    }

    /// The shortest two's complement form: what DER would have.
    pub fn minimal(&self) -> &'a [u8] {
        let mut octets = self.0;
        while let [first, second, ..] = octets {
            let redundant = (*first == 0 && second & 0x80 == 0) || (*first == 0xff && second & 0x80 != 0);
            if !redundant {
                break;
            }
            octets = &octets[1..];
        }
        octets
    }
}

const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";

/// Hexadecimal, as serial numbers are shown: `05ab`, a leading `-` never (a negative number shows its octets).
impl fmt::Display for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = self.to_unsigned().unwrap_or(self.0);
        if octets.is_empty() {
            return f.write_str("00");
        }
        // In runs and not octet by octet: every certificate has a serial number of twenty.
        octets.chunks(HEXADECIMAL.len()).try_for_each(|octets| {
            let mut text = [0; 2 * HEXADECIMAL.len()];
            for (pair, octet) in text.as_chunks_mut::<2>().0.iter_mut().zip(octets) {
                *pair = [octet >> 4, octet & 15].map(|digit| HEXADECIMAL.get(usize::from(digit)).copied().unwrap_or_default());
            }
            f.write_str(core::str::from_utf8(text.get(..2 * octets.len()).unwrap_or_default()).unwrap_or_default())
        })
    }
}

impl fmt::Debug for Integer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(octets: &[u8]) -> Integer<'_> {
        Integer::from_contents(octets, "i").unwrap()
    }

    #[test]
    fn values_and_signs() {
        assert_eq!(integer(&[0]).to_u32(), Some(0));
        assert_eq!(integer(&[0, 0x80]).to_u32(), Some(128));
        assert_eq!(integer(&[0x80]).to_u32(), None);
        assert!(integer(&[0x80]).is_negative());
        assert_eq!(integer(&[0, 0xff, 0xff, 0xff, 0xff]).to_u32(), Some(u32::MAX));
        assert_eq!(integer(&[1, 0, 0, 0, 0]).to_u32(), None);
        assert_eq!(integer(&[1, 0, 0, 0, 0, 0, 0, 0, 0]).to_u64(), None);
        assert!(Integer::from_contents(&[], "i").is_err());
        assert_eq!(integer(&[0, 5]).to_string(), "05");
        assert_eq!(integer(&[0]).to_string(), "00");
    }

    #[test]
    fn redundant_octets_do_not_change_the_value() {
        assert!(integer(&[0, 0, 5]).same_value(&integer(&[5])));
        assert!(integer(&[0xff, 0xff, 0x85]).same_value(&integer(&[0x85])));
        assert!(!integer(&[0, 0x85]).same_value(&integer(&[0x85])));
    }
}
