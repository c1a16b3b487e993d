//! Tags and elements (X.690 §8.1).

use core::fmt;

use super::{Error, ErrorKind, Reader, Result};

/// An identifier: class, primitive or constructed, number (X.690 §8.1.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(u32);

const CONSTRUCTED: u32 = 1 << 29;

impl Tag {
    /// BOOLEAN.
    pub const BOOLEAN: Self = Self::universal(1);
    /// INTEGER.
    pub const INTEGER: Self = Self::universal(2);
    /// BIT STRING.
    pub const BIT_STRING: Self = Self::universal(3);
    /// OCTET STRING.
    pub const OCTET_STRING: Self = Self::universal(4);
    /// NULL.
    pub const NULL: Self = Self::universal(5);
    /// OBJECT IDENTIFIER.
    pub const OID: Self = Self::universal(6);
    /// ENUMERATED.
    pub const ENUMERATED: Self = Self::universal(10);
    /// UTF8String.
    pub const UTF8_STRING: Self = Self::universal(12);
    /// SEQUENCE, SEQUENCE OF.
    pub const SEQUENCE: Self = Self::universal(16).constructed();
    /// SET, SET OF.
    pub const SET: Self = Self::universal(17).constructed();
    /// NumericString.
    pub const NUMERIC_STRING: Self = Self::universal(18);
    /// PrintableString.
    pub const PRINTABLE_STRING: Self = Self::universal(19);
    /// TeletexString (T61String).
    pub const TELETEX_STRING: Self = Self::universal(20);
    /// IA5String.
    pub const IA5_STRING: Self = Self::universal(22);
    /// UTCTime.
    pub const UTC_TIME: Self = Self::universal(23);
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: Self = Self::universal(24);
    /// VisibleString.
    pub const VISIBLE_STRING: Self = Self::universal(26);
    /// UniversalString.
    pub const UNIVERSAL_STRING: Self = Self::universal(28);
    /// BMPString.
    pub const BMP_STRING: Self = Self::universal(30);

    /// A primitive tag of the universal class.
    pub const fn universal(number: u32) -> Self {
        Self(number)
    }

    /// A constructed context-specific tag, `[number]` EXPLICIT or IMPLICIT over a constructed type.
    pub const fn context(number: u32) -> Self {
        Self(2 << 30 | CONSTRUCTED | number)
    }

    /// A primitive context-specific tag, `[number]` IMPLICIT over a primitive type.
    pub const fn context_primitive(number: u32) -> Self {
        Self(2 << 30 | number)
    }

    /// The same class and number, constructed.
    #[must_use]
    pub const fn constructed(self) -> Self {
        Self(self.0 | CONSTRUCTED)
    }

    /// The same class and number, primitive.
    #[must_use]
    pub const fn primitive(self) -> Self {
        Self(self.0 & !CONSTRUCTED)
    }

    /// Whether the contents are elements themselves.
    pub const fn is_constructed(self) -> bool {
        self.0 & CONSTRUCTED != 0
    }

    /// The class: 0 universal, 1 application, 2 context-specific, 3 private.
    pub const fn class(self) -> u8 {
        (self.0 >> 30) as u8
    }

    /// The number within the class.
    pub const fn number(self) -> u32 {
        self.0 & (CONSTRUCTED - 1)
    }

    /// Reads identifier octets; returns the tag and how many octets it took. Numbers up to 2^28 − 1.
    #[inline]
    pub(super) fn read(bytes: &[u8], what: &'static str) -> Result<(Self, usize)> {
        let first = *bytes.first().ok_or(Error::new(ErrorKind::Truncated, what))?;
        let head = u32::from(first >> 6) << 30 | if first & 0x20 == 0 { 0 } else { CONSTRUCTED };
        if first & 0x1f != 0x1f {
            return Ok((Self(head | u32::from(first & 0x1f)), 1));
        }
        let mut number = 0u32;
        for (index, byte) in bytes.iter().enumerate().skip(1).take(4) {
            number = number << 7 | u32::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return Ok((Self(head | number), index + 1));
            }
        }
        Err(Error::new(if bytes.len() < 5 { ErrorKind::Truncated } else { ErrorKind::Value }, what))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.primitive() {
            Self::BOOLEAN => "BOOLEAN",
            Self::INTEGER => "INTEGER",
            Self::BIT_STRING => "BIT STRING",
            Self::OCTET_STRING => "OCTET STRING",
            Self::NULL => "NULL",
            Self::OID => "OBJECT IDENTIFIER",
            Self::UTF8_STRING => "UTF8String",
            Self::PRINTABLE_STRING => "PrintableString",
            Self::UTC_TIME => "UTCTime",
            Self::GENERALIZED_TIME => "GeneralizedTime",
            tag if tag == Self::SEQUENCE.primitive() => "SEQUENCE",
            tag if tag == Self::SET.primitive() => "SET",
            _ => {
                let class = ["UNIVERSAL ", "APPLICATION ", "", "PRIVATE "][usize::from(self.class())];
                return write!(f, "[{class}{}]", self.number());
            }
        };
        f.write_str(name)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One element of definite length: a tag and the original bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    tag: Tag,
    header: u8,
    raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// Reads one element at the start of `bytes`; what follows it is ignored.
    ///
    /// Non-minimal lengths are taken (see [`departures`](super::departures)), indefinite ones refused.
    #[inline]
    pub fn read(bytes: &'a [u8], what: &'static str) -> Result<Self> {
        let (tag, mut header) = Tag::read(bytes, what)?;
        let truncated = Error::new(ErrorKind::Truncated, what);
        let first = *bytes.get(header).ok_or(truncated)?;
        header += 1;
        let length = if first < 0x80 {
            usize::from(first)
        } else {
            let count = usize::from(first & 0x7f);
            if count == 0 {
                return Err(Error::new(ErrorKind::IndefiniteLength, what));
            }
            let octets = bytes.get(header..header + count).ok_or(truncated)?;
            header += count;
            let significant = octets.iter().position(|&octet| octet != 0).map_or(&[][..], |start| &octets[start..]);
            if significant.len() > 4 {
                return Err(Error::new(ErrorKind::Length, what));
            }
            significant.iter().fold(0usize, |length, &octet| length << 8 | usize::from(octet))
        };
        let end = header.checked_add(length).ok_or(truncated)?;
        let raw = bytes.get(..end).ok_or(truncated)?;
        Ok(Self { tag, header: header as u8, raw })
    }

    /// The tag.
    pub fn tag(&self) -> Tag {
        self.tag
    }

    /// Identifier, length and contents, as written.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The contents octets, as written.
    pub fn contents(&self) -> &'a [u8] {
        &self.raw[usize::from(self.header)..]
    }

    /// A reader over the contents.
    pub fn reader(&self) -> Reader<'a> {
        Reader::new(self.contents())
    }

    /// This element if it has `tag`, else an [`ErrorKind::UnexpectedTag`].
    pub fn expect(self, tag: Tag, what: &'static str) -> Result<Self> {
        if self.tag == tag { Ok(self) } else { Err(Error::new(ErrorKind::UnexpectedTag(Some(self.tag)), what)) }
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.tag, self.contents().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_all_shapes() {
        assert_eq!(Tag::read(&[0x30], "t").unwrap(), (Tag::SEQUENCE, 1));
        assert_eq!(Tag::read(&[0xa3], "t").unwrap(), (Tag::context(3), 1));
        assert_eq!(Tag::read(&[0x86], "t").unwrap(), (Tag::context_primitive(6), 1));
        let (tag, length) = Tag::read(&[0x9f, 0x85, 0x23], "t").unwrap();
        assert_eq!((tag.class(), tag.number(), tag.is_constructed(), length), (2, 0x2a3, false, 3));
        assert_eq!(Tag::read(&[0x1f, 0x80, 0x80, 0x80, 0x80, 0x01], "t").unwrap_err().kind, ErrorKind::Value);
        assert_eq!(Tag::read(&[0x1f, 0x80], "t").unwrap_err().kind, ErrorKind::Truncated);
        assert_eq!(Tag::context(3).to_string(), "[3]");
        assert_eq!(Tag::SEQUENCE.to_string(), "SEQUENCE");
    }

    #[test]
    fn lengths_of_all_shapes() {
        let contents = |bytes| Element::read(bytes, "e").map(|element| element.contents().to_vec());
        assert_eq!(contents(&[4, 1, 7, 99]).unwrap(), [7]);
        assert_eq!(contents(&[4, 0x81, 1, 7]).unwrap(), [7]);
        assert_eq!(contents(&[4, 0x86, 0, 0, 0, 0, 0, 1, 7]).unwrap(), [7]);
        assert_eq!(contents(&[4, 0x80, 0, 0]).unwrap_err().kind, ErrorKind::IndefiniteLength);
        assert_eq!(contents(&[4, 0x85, 1, 0, 0, 0, 0]).unwrap_err().kind, ErrorKind::Length);
        assert_eq!(contents(&[4, 0x84, 0xff, 0xff, 0xff, 0xff]).unwrap_err().kind, ErrorKind::Truncated);
        assert_eq!(contents(&[4, 2, 7]).unwrap_err().kind, ErrorKind::Truncated);
        assert_eq!(contents(&[4]).unwrap_err().kind, ErrorKind::Truncated);
        assert_eq!(contents(&[]).unwrap_err().kind, ErrorKind::Truncated);
    }
}
