//! The part of CBOR that evidence uses (RFC 8949), in the one deterministic form of §4.2.1: shortest heads, definite
//! lengths. What is written otherwise is refused, so that equal evidence has equal bytes.

use super::CodecError;

/// The longest input: as many signatures as `Limits` allow, with all that a hostile document can hang on them, stay below it.
pub(super) const MAX_SIZE: usize = 64 << 20;

/// Major types (§3.1).
const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;

/// Writes items one after the other.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn head(&mut self, major: u8, value: u64) {
        let major = major << 5;
        match value {
            0..=23 => self.0.push(major | value as u8),
            24..=0xff => self.0.extend([major | 0x18, value as u8]),
            0x100..=0xffff => {
                self.0.push(major | 0x19);
                self.0.extend((value as u16).to_be_bytes());
            }
            0x1_0000..=0xffff_ffff => {
                self.0.push(major | 0x1a);
                self.0.extend((value as u32).to_be_bytes());
            }
            _ => {
                self.0.push(major | 0x1b);
                self.0.extend(value.to_be_bytes());
            }
        }
    }

    pub(super) fn unsigned(&mut self, value: u64) {
        self.head(UNSIGNED, value);
    }

    pub(super) fn signed(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.head(UNSIGNED, value),
            // -1 - n, which no i64 overflows.
            Err(_) => self.head(NEGATIVE, !value as u64),
        }
    }

    pub(super) fn bytes(&mut self, value: &[u8]) {
        self.head(BYTES, value.len() as u64);
        self.0.extend_from_slice(value);
    }

    pub(super) fn text(&mut self, value: &str) {
        self.head(TEXT, value.len() as u64);
        self.0.extend_from_slice(value.as_bytes());
    }

    pub(super) fn array(&mut self, length: usize) {
        self.head(ARRAY, length as u64);
    }

    pub(super) fn map(&mut self, length: usize) {
        self.head(MAP, length as u64);
    }

    pub(super) fn boolean(&mut self, value: bool) {
        self.0.push(if value { TRUE } else { FALSE });
    }

    pub(super) fn null(&mut self) {
        self.0.push(NULL);
    }
}

/// Reads what [`Writer`] wrote and nothing else.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// # Errors
    /// [`CodecError::TooLarge`].
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, CodecError> {
        if bytes.len() > MAX_SIZE { Err(CodecError::TooLarge) } else { Ok(Self(bytes)) }
    }

    pub(super) fn finish(self) -> Result<(), CodecError> {
        if self.0.is_empty() { Ok(()) } else { Err(CodecError::TrailingData) }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], CodecError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CodecError::Truncated)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Major type and argument. Lengths that are not the shortest, indefinite ones, tags, floating-point numbers and
    /// reserved values are refused.
    fn head(&mut self) -> Result<(u8, u64), CodecError> {
        let (&first, rest) = self.0.split_first().ok_or(CodecError::Truncated)?;
        self.0 = rest;
        let (major, short) = (first >> 5, first & 0x1f);
        if major > MAP {
            return Err(CodecError::UnexpectedType);
        }
        let (length, least) = match short {
            0..=23 => return Ok((major, u64::from(short))),
            0x18 => (1, 24),
            0x19 => (2, 0x100),
            0x1a => (4, 0x1_0000),
            0x1b => (8, 0x1_0000_0000),
            _ => return Err(CodecError::NotDeterministic),
        };
        let value = self.take(length)?.iter().fold(0, |value, &octet| value << 8 | u64::from(octet));
        if value < least { Err(CodecError::NotDeterministic) } else { Ok((major, value)) }
    }

    fn argument(&mut self, wanted: u8) -> Result<u64, CodecError> {
        match self.head()? {
            (major, value) if major == wanted => Ok(value),
            _ => Err(CodecError::UnexpectedType),
        }
    }

    /// A length in bytes or items; each item has a byte at least.
    fn length(&mut self, wanted: u8) -> Result<usize, CodecError> {
        let length = self.argument(wanted)?;
        match usize::try_from(length) {
            Ok(length) if length <= self.0.len() => Ok(length),
            _ => Err(CodecError::Truncated),
        }
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, CodecError> {
        self.argument(UNSIGNED)
    }

    pub(super) fn signed(&mut self) -> Result<i64, CodecError> {
        let (major, value) = self.head()?;
        let value = i64::try_from(value).map_err(|_| CodecError::Value("integer"))?;
        match major {
            UNSIGNED => Ok(value),
            NEGATIVE => Ok(!value),
            _ => Err(CodecError::UnexpectedType),
        }
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8], CodecError> {
        let length = self.length(BYTES)?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, CodecError> {
        let length = self.length(TEXT)?;
        core::str::from_utf8(self.take(length)?).map_err(|_| CodecError::Value("text"))
    }

    pub(super) fn array(&mut self) -> Result<usize, CodecError> {
        self.length(ARRAY)
    }

    /// The head of an array of exactly `length` items.
    pub(super) fn array_of(&mut self, length: usize) -> Result<(), CodecError> {
        if self.array()? == length { Ok(()) } else { Err(CodecError::UnexpectedType) }
    }

    pub(super) fn map(&mut self) -> Result<usize, CodecError> {
        self.length(MAP)
    }

    pub(super) fn boolean(&mut self) -> Result<bool, CodecError> {
        match self.take(1)? {
            [TRUE] => Ok(true),
            [FALSE] => Ok(false),
            _ => Err(CodecError::UnexpectedType),
        }
    }

    /// Takes a null if there is one.
    pub(super) fn null(&mut self) -> bool {
        match self.0.split_first() {
            Some((&NULL, rest)) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 8949 appendix A that this part of CBOR has.
    #[test]
    fn the_examples_of_the_standard() {
        let numbers: [(i64, &[u8]); 14] = [
            (0, &[0]),
            (10, &[0x0a]),
            (23, &[0x17]),
            (24, &[0x18, 0x18]),
            (100, &[0x18, 0x64]),
            (1000, &[0x19, 0x03, 0xe8]),
            (1_000_000, &[0x1a, 0, 0x0f, 0x42, 0x40]),
            (1_000_000_000_000, &[0x1b, 0, 0, 0, 0xe8, 0xd4, 0xa5, 0x10, 0]),
            (-1, &[0x20]),
            (-10, &[0x29]),
            (-100, &[0x38, 0x63]),
            (-1000, &[0x39, 0x03, 0xe7]),
            (i64::MAX, &[0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            (i64::MIN, &[0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ];
        for (number, bytes) in numbers {
            let mut writer = Writer::default();
            writer.signed(number);
            assert_eq!(writer.finish(), bytes);
            assert_eq!(Reader::new(bytes).unwrap().signed(), Ok(number));
        }
        let mut writer = Writer::default();
        writer.bytes(&[1, 2, 3, 4]);
        writer.text("ü");
        writer.array(2);
        writer.map(0);
        writer.boolean(false);
        writer.boolean(true);
        writer.null();
        assert_eq!(writer.finish(), [0x44, 1, 2, 3, 4, 0x62, 0xc3, 0xbc, 0x82, 0xa0, 0xf4, 0xf5, 0xf6]);
    }

    #[test]
    fn what_is_not_deterministic_is_refused() {
        for bytes in [&[0x18, 23][..], &[0x19, 0, 0xff], &[0x1a, 0, 0, 0xff, 0xff], &[0x1b, 0, 0, 0, 0, 0xff, 0, 0, 0]] {
            assert_eq!(Reader::new(bytes).unwrap().unsigned(), Err(CodecError::NotDeterministic));
        }
        assert_eq!(Reader::new(&[0x5f, 0xff]).unwrap().bytes(), Err(CodecError::NotDeterministic));
        assert_eq!(Reader::new(&[0xc0, 0]).unwrap().unsigned(), Err(CodecError::UnexpectedType));
        assert_eq!(Reader::new(&[0xf9, 0, 0]).unwrap().unsigned(), Err(CodecError::UnexpectedType));
    }

    #[test]
    fn lengths_beyond_the_input_reserve_nothing() {
        for bytes in [&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..], &[0x9a, 0xff, 0xff, 0xff, 0xff], &[0x82, 0]] {
            assert_eq!(Reader::new(bytes).unwrap().array(), Err(CodecError::Truncated));
        }
        assert_eq!(Reader::new(&[0x41]).unwrap().bytes(), Err(CodecError::Truncated));
        assert_eq!(Reader::new(&[0x61, 0xff]).unwrap().text(), Err(CodecError::Value("text")));
        assert_eq!(Reader::new(&[]).unwrap().text(), Err(CodecError::Truncated));
    }
}
