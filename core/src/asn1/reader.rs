//! Reads the elements of a constructed value one after the other.

use super::{BitString, Element, Error, ErrorKind, Integer, Oid, Result, Tag};
use crate::time::Instant;

/// A cursor over the contents of a constructed element.
///
/// Every method names what it reads, so that an error says `TBSCertificate.validity: missing` and not `offset 93`.
/// No method recurses.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader over a run of elements.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether everything was read.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// What was not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The tag of the next element, or `None` at the end or at malformed identifier octets.
    pub fn peek_tag(&self) -> Option<Tag> {
        Tag::read(self.rest, "").ok().map(|(tag, _)| tag)
    }

    /// The next element, whatever its tag.
    pub fn element(&mut self, what: &'static str) -> Result<Element<'a>> {
        if self.rest.is_empty() {
            return Err(Error::new(ErrorKind::UnexpectedTag(None), what));
        }
        let element = Element::read(self.rest, what)?;
        self.rest = &self.rest[element.raw().len()..];
        Ok(element)
    }

    /// The next element, which must have `tag`.
    #[inline]
    pub fn expect(&mut self, tag: Tag, what: &'static str) -> Result<Element<'a>> {
        match Element::read(self.rest, what) {
            Ok(element) if element.tag() == tag => {
                self.rest = &self.rest[element.raw().len()..];
                Ok(element)
            }
            outcome => match self.peek_tag() {
                Some(found) if found == tag => outcome,
                found => Err(Error::new(ErrorKind::UnexpectedTag(found), what)),
            },
        }
    }

    /// The next element if it has `tag`.
    pub fn optional(&mut self, tag: Tag, what: &'static str) -> Result<Option<Element<'a>>> {
        if self.peek_tag() == Some(tag) { self.element(what).map(Some) } else { Ok(None) }
    }

    /// Enters a SEQUENCE.
    pub fn sequence(&mut self, what: &'static str) -> Result<Reader<'a>> {
        Ok(self.expect(Tag::SEQUENCE, what)?.reader())
    }

    /// Enters a SET.
    pub fn set(&mut self, what: &'static str) -> Result<Reader<'a>> {
        Ok(self.expect(Tag::SET, what)?.reader())
    }

    /// Enters `[number]` EXPLICIT if it is next. The caller finishes the inner reader.
    pub fn explicit(&mut self, number: u32, what: &'static str) -> Result<Option<Reader<'a>>> {
        Ok(self.optional(Tag::context(number), what)?.map(|element| element.reader()))
    }

    /// An INTEGER of any size.
    pub fn integer(&mut self, what: &'static str) -> Result<Integer<'a>> {
        Integer::from_contents(self.expect(Tag::INTEGER, what)?.contents(), what)
    }

    /// An ENUMERATED within `u32`.
    pub fn enumerated(&mut self, what: &'static str) -> Result<u32> {
        let contents = self.expect(Tag::ENUMERATED, what)?.contents();
        Integer::from_contents(contents, what)?.to_u32().ok_or(Error::value(what))
    }

    /// A BOOLEAN; any non-zero octet is true, as in BER.
    pub fn boolean(&mut self, what: &'static str) -> Result<bool> {
        match self.expect(Tag::BOOLEAN, what)?.contents() {
            [octet] => Ok(*octet != 0),
            _ => Err(Error::value(what)),
        }
    }

    /// A BOOLEAN DEFAULT FALSE; a written FALSE is taken.
    pub fn boolean_default_false(&mut self, what: &'static str) -> Result<bool> {
        if self.peek_tag() == Some(Tag::BOOLEAN) { self.boolean(what) } else { Ok(false) }
    }

    /// An OBJECT IDENTIFIER.
    pub fn oid(&mut self, what: &'static str) -> Result<Oid<'a>> {
        Oid::from_contents(self.expect(Tag::OID, what)?.contents(), what)
    }

    /// The contents of a primitive OCTET STRING.
    pub fn octet_string(&mut self, what: &'static str) -> Result<&'a [u8]> {
        Ok(self.expect(Tag::OCTET_STRING, what)?.contents())
    }

    /// A primitive BIT STRING.
    pub fn bit_string(&mut self, what: &'static str) -> Result<BitString<'a>> {
        BitString::from_contents(self.expect(Tag::BIT_STRING, what)?.contents(), what)
    }

    /// A NULL.
    pub fn null(&mut self, what: &'static str) -> Result<()> {
        if self.expect(Tag::NULL, what)?.contents().is_empty() { Ok(()) } else { Err(Error::value(what)) }
    }

    /// A `Time`: UTCTime or GeneralizedTime (RFC 5280 §4.1).
    pub fn time(&mut self, what: &'static str) -> Result<Instant> {
        let element = self.element(what)?;
        match element.tag() {
            Tag::UTC_TIME => Instant::from_utc_time(element.contents()),
            Tag::GENERALIZED_TIME => Instant::from_generalized_time(element.contents()),
            tag => return Err(Error::new(ErrorKind::UnexpectedTag(Some(tag)), what)),
        }
        .ok_or(Error::value(what))
    }

    /// A GeneralizedTime.
    pub fn generalized_time(&mut self, what: &'static str) -> Result<Instant> {
        let contents = self.expect(Tag::GENERALIZED_TIME, what)?.contents();
        Instant::from_generalized_time(contents).ok_or(Error::value(what))
    }

    /// Nothing may be left.
    pub fn finish(&self, what: &'static str) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::TrailingData, what)) }
    }
}

/// The elements in order; stops after the first error.
impl<'a> Iterator for Reader<'a> {
    type Item = Result<Element<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let element = self.element("element");
        if element.is_err() {
            self.rest = &[];
        }
        Some(element)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_type() {
        let bytes = [
            0x30, 0x26, 2, 1, 5, 1, 1, 1, 6, 3, 0x55, 4, 3, 4, 2, 9, 9, 3, 2, 7, 0x80, 5, 0, 10, 1, 3, 0xa1, 3, 2, 1, 1, 0x17,
            0x0b, b'1', b'8', b'0', b'1', b'1', b'5', b'0', b'9', b'2', b'1', b'Z',
        ];
        let bytes = {
            let mut b = bytes.to_vec();
            b[1] = (b.len() - 2) as u8;
            b
        };
        let mut outer = Reader::new(&bytes);
        let mut reader = outer.sequence("s").unwrap();
        outer.finish("s").unwrap();
        assert_eq!(reader.integer("i").unwrap().to_u32(), Some(5));
        assert!(reader.boolean_default_false("b").unwrap());
        assert!(!reader.boolean_default_false("b").unwrap());
        assert_eq!(reader.oid("o").unwrap().to_string(), "2.5.4.3");
        assert_eq!(reader.octet_string("o").unwrap(), [9, 9]);
        assert!(reader.bit_string("b").unwrap().bit(0));
        reader.null("n").unwrap();
        assert_eq!(reader.enumerated("e").unwrap(), 3);
        assert!(reader.explicit(0, "x").unwrap().is_none());
        assert_eq!(reader.explicit(1, "x").unwrap().unwrap().integer("i").unwrap().to_u32(), Some(1));
        assert_eq!(reader.clone().expect(Tag::NULL, "n").unwrap_err().kind, ErrorKind::UnexpectedTag(Some(Tag::UTC_TIME)));
        assert_eq!(reader.time("t").unwrap().to_string(), "2018-01-15T09:21:00Z");
        assert_eq!(reader.element("end").unwrap_err().kind, ErrorKind::UnexpectedTag(None));
    }

    #[test]
    fn iteration_ends_after_an_error() {
        let items: Vec<_> = Reader::new(&[5, 0, 5, 0, 4, 9]).collect();
        assert_eq!(items.len(), 3);
        assert!(items[2].is_err());
    }
}
