//! BIT STRING, and the text of the character string types for showing (X.690 §8.6, §8.23).

use super::{Element, Error, Result, Tag};

/// A primitive BIT STRING.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BitString<'a> {
    unused: u8,
    bytes: &'a [u8],
}

impl<'a> BitString<'a> {
    /// From contents octets: the count of unused bits, then the bits.
    pub fn from_contents(contents: &'a [u8], what: &'static str) -> Result<Self> {
        match contents.split_first() {
            Some((&unused, bytes)) if unused < 8 && (unused == 0 || !bytes.is_empty()) => Ok(Self { unused, bytes }),
            _ => Err(Error::value(what)),
        }
    }

    /// The octets, when the number of bits is a multiple of 8, as for keys and signatures.
    pub fn octets(&self) -> Option<&'a [u8]> {
        (self.unused == 0).then_some(self.bytes)
    }

    /// The octets, the last one with `unused_bits` bits that do not count.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Bits of the last octet that do not count.
    pub fn unused_bits(&self) -> u8 {
        self.unused
    }

    /// Bit `index`, 0 being the most significant of the first octet (a NamedBitList's numbering); false past the end.
    pub fn bit(&self, index: usize) -> bool {
        index < self.bytes.len() * 8 - usize::from(self.unused) && self.bytes[index / 8] & (0x80 >> (index % 8)) != 0
    }
}

/// The text of a character string for people: unpaired surrogates and bytes outside the type's set become U+FFFD.
///
/// TeletexString is read as Latin-1 (what its writers meant), a PrintableString or IA5String with UTF-8 inside
/// as UTF-8 (Vietnamese certificates have them). `None` for other types.
pub fn display_string(element: &Element<'_>) -> Option<String> {
    let bytes = element.contents();
    let text = match element.tag() {
        Tag::UTF8_STRING | Tag::PRINTABLE_STRING | Tag::IA5_STRING | Tag::NUMERIC_STRING | Tag::VISIBLE_STRING => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Tag::TELETEX_STRING => match core::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        },
        Tag::BMP_STRING => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        Tag::UNIVERSAL_STRING => bytes
            .chunks_exact(4)
            .map(|quad| u32::from_be_bytes([quad[0], quad[1], quad[2], quad[3]]))
            .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        _ => return None,
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_bits() {
        let bits = BitString::from_contents(&[6, 0b1100_0000], "b").unwrap();
        assert!(bits.bit(0) && bits.bit(1) && !bits.bit(2) && !bits.bit(100));
        assert_eq!(bits.octets(), None);
        assert_eq!(BitString::from_contents(&[0, 1, 2], "b").unwrap().octets(), Some(&[1, 2][..]));
        for bad in [&[][..], &[8, 0], &[1]] {
            assert!(BitString::from_contents(bad, "b").is_err());
        }
    }

    #[test]
    fn strings_for_people() {
        let text = |bytes: &[u8]| display_string(&Element::read(bytes, "s").unwrap());
        assert_eq!(text(&[0x0c, 3, 0xe1, 0xbb, 0x91]).unwrap(), "ố");
        assert_eq!(text(&[0x13, 3, 0xe1, 0xbb, 0x91]).unwrap(), "ố");
        assert_eq!(text(&[0x14, 1, 0xe9]).unwrap(), "é");
        assert_eq!(text(&[0x1e, 4, 0x1e, 0xd1, 0xd8, 0x00]).unwrap(), "ố\u{fffd}");
        assert_eq!(text(&[0x1c, 4, 0, 0, 0x1e, 0xd1]).unwrap(), "ố");
        assert_eq!(text(&[0x04, 1, 0x41]), None);
    }
}
