//! `Extension` and `Extensions` of certificates, CRLs, CRL entries and OCSP responses (RFC 5280 §4.2, §5.2, §5.3).

use crate::asn1::{self, Error, ErrorKind, Oid, Reader, Span, Tag};
use crate::order::Arrange as _;

/// One extension. Its value is read by the accessor of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension<'a> {
    /// What it is.
    pub id: Oid<'a>,
    /// Whether whoever does not understand it must reject what carries it.
    pub critical: bool,
    /// The contents of extnValue.
    pub value: &'a [u8],
}

/// The extensions in order. Reading is lazy: an error ends the iteration.
#[derive(Clone, Debug, Default)]
pub struct Extensions<'a> {
    bytes: &'a [u8],
    index: Option<&'a ExtensionIndex>,
}

/// Where the extensions of one list are, for lists that are asked a dozen questions at every judgement.
#[derive(Debug)]
pub(crate) struct ExtensionIndex {
    places: Box<[Place]>,
    /// What ends the iteration after the last of them.
    error: Option<Error>,
}

/// One extension, by spans over the contents of the list.
#[derive(Clone, Copy, Debug)]
struct Place {
    id: Span,
    critical: bool,
    value: Span,
}

impl ExtensionIndex {
    /// Reads the contents of an `Extensions` SEQUENCE to its end or to the first error.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (mut places, mut error) = (Vec::new(), None);
        for extension in &Extensions::from_contents(bytes) {
            match extension {
                Ok(Extension { id, critical, value }) => {
                    places.push(Place { id: Span::of(id.as_bytes(), bytes), critical, value: Span::of(value, bytes) });
                }
                Err(found) => error = Some(found),
            }
        }
        Self { places: places.into(), error }
    }
}

impl Place {
    fn of(self, bytes: &[u8]) -> Extension<'_> {
        Extension { id: Oid::known(self.id.slice(bytes)), critical: self.critical, value: self.value.slice(bytes) }
    }
}

impl<'a> Extensions<'a> {
    /// Over the contents of the `Extensions` SEQUENCE.
    pub fn from_contents(bytes: &'a [u8]) -> Self {
        Self { bytes, index: None }
    }

    /// Over contents whose index is at hand: the same answers, without reading the list again.
    pub(crate) fn indexed(bytes: &'a [u8], index: &'a ExtensionIndex) -> Self {
        Self { bytes, index: Some(index) }
    }

    /// From a reader placed at an optional `Extensions` SEQUENCE.
    pub fn read_optional(reader: &mut Reader<'a>, what: &'static str) -> asn1::Result<Self> {
        Ok(reader.optional(Tag::SEQUENCE, what)?.map_or(Self::default(), |list| Self::from_contents(list.contents())))
    }

    /// From a reader placed at an optional `[number] EXPLICIT Extensions`, the last field of certificates and CRLs.
    pub(crate) fn read_explicit(reader: &mut Reader<'a>, number: u32, what: &'static str) -> asn1::Result<Self> {
        let Some(mut inner) = reader.explicit(number, what)? else { return Ok(Self::default()) };
        let list = inner.expect(Tag::SEQUENCE, what)?;
        inner.finish(what)?;
        Ok(Self::from_contents(list.contents()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The contents of the `Extensions` SEQUENCE.
    pub fn contents(&self) -> &'a [u8] {
        self.bytes
    }

    /// Iterates them.
    pub fn iter(&self) -> ExtensionIter<'a> {
        ExtensionIter(match self.index {
            Some(index) => Walk::Indexed { bytes: self.bytes, places: index.places.iter(), error: index.error },
            None => Walk::Reading(Reader::new(self.bytes)),
        })
    }

    /// The first extension with this identifier. Fails when the list cannot be read up to it.
    pub fn get(&self, id: Oid<'_>) -> asn1::Result<Option<Extension<'a>>> {
        if let Some(index) = self.index {
            let found = index.places.iter().find(|place| place.id.slice(self.bytes) == id.as_bytes());
            return match (found, index.error) {
                (Some(place), _) => Ok(Some(place.of(self.bytes))),
                (None, Some(error)) => Err(error),
                (None, None) => Ok(None),
            };
        }
        for extension in self {
            let extension = extension?;
            if extension.id == id {
                return Ok(Some(extension));
            }
        }
        Ok(None)
    }

    /// A reader over the value of an extension.
    fn reader(&self, id: Oid<'_>) -> asn1::Result<Option<Reader<'a>>> {
        Ok(self.get(id)?.map(|extension| Reader::new(extension.value)))
    }

    /// Reads the value of an extension with `read`, which must take all of it.
    pub fn value<T>(
        &self,
        id: Oid<'_>,
        what: &'static str,
        read: impl FnOnce(&mut Reader<'a>) -> asn1::Result<T>,
    ) -> asn1::Result<Option<T>> {
        let Some(mut reader) = self.reader(id)? else { return Ok(None) };
        let value = read(&mut reader)?;
        reader.finish(what)?;
        Ok(Some(value))
    }

    /// An identifier that occurs more than once, which RFC 5280 §4.2 forbids; an error when the list cannot be read or has
    /// more than `most` extensions.
    pub fn duplicate(&self, most: u32) -> asn1::Result<Option<Oid<'a>>> {
        let mut seen = Vec::new();
        for extension in self {
            seen.push(extension?.id);
            if seen.len() > most as usize {
                return Err(Error::new(ErrorKind::TooMany, "Extensions"));
            }
        }
        seen.arrange();
        let pair = seen.windows(2).find(|pair| matches!(pair, [one, other] if one == other));
        Ok(pair.and_then(|pair| pair.first().copied()))
    }
}

impl<'a> IntoIterator for &Extensions<'a> {
    type Item = asn1::Result<Extension<'a>>;
    type IntoIter = ExtensionIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Iterates [`Extensions`]; stops after an error.
#[derive(Clone, Debug)]
pub struct ExtensionIter<'a>(Walk<'a>);

#[derive(Clone, Debug)]
enum Walk<'a> {
    Reading(Reader<'a>),
    Indexed { bytes: &'a [u8], places: core::slice::Iter<'a, Place>, error: Option<Error> },
}

fn read_one<'a>(reader: &mut Reader<'a>) -> asn1::Result<Extension<'a>> {
    let mut extension = reader.sequence("Extension")?;
    let id = extension.oid("Extension.extnID")?;
    let critical = extension.boolean_default_false("Extension.critical")?;
    let value = extension.octet_string("Extension.extnValue")?;
    extension.finish("Extension")?;
    Ok(Extension { id, critical, value })
}

impl<'a> Iterator for ExtensionIter<'a> {
    type Item = asn1::Result<Extension<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Walk::Indexed { bytes, places, error } => {
                places.next().map(|place| Ok(place.of(bytes))).or_else(|| error.take().map(Err))
            }
            Walk::Reading(reader) if reader.is_empty() => None,
            Walk::Reading(reader) => {
                let extension = read_one(reader);
                if extension.is_err() {
                    *reader = Reader::new(&[]);
                }
                Some(extension)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::oid;

    const KEY_USAGE: [u8; 14] = [0x30, 12, 6, 3, 0x55, 0x1d, 15, 1, 1, 0xff, 4, 2, 5, 0];

    #[test]
    fn found_by_identifier() {
        let extensions = Extensions::from_contents(&KEY_USAGE);
        let extension = extensions.get(oid::KEY_USAGE).unwrap().unwrap();
        assert!(extension.critical);
        assert_eq!(extension.value, [5, 0]);
        assert_eq!(extensions.get(oid::SUBJECT_ALT_NAME).unwrap(), None);
        assert_eq!(extensions.value(oid::KEY_USAGE, "e", |reader| reader.null("e")), Ok(Some(())));
    }

    #[test]
    fn duplicates_and_floods_are_seen() {
        let twice = KEY_USAGE.repeat(2);
        assert_eq!(Extensions::from_contents(&KEY_USAGE).duplicate(10), Ok(None));
        assert_eq!(Extensions::from_contents(&twice).duplicate(10), Ok(Some(oid::KEY_USAGE)));
        assert_eq!(Extensions::from_contents(&twice).duplicate(1).unwrap_err().kind, ErrorKind::TooMany);
    }

    #[test]
    fn a_broken_list_still_gives_what_comes_before() {
        let broken = [&KEY_USAGE[..], &[0x30, 5]].concat();
        let extensions = Extensions::from_contents(&broken);
        assert!(extensions.get(oid::KEY_USAGE).unwrap().is_some());
        assert!(extensions.get(oid::SUBJECT_ALT_NAME).is_err());
        assert_eq!(extensions.iter().count(), 2);
    }

    #[test]
    fn an_index_gives_the_same_answers() {
        let broken = [&KEY_USAGE[..], &[0x30, 5]].concat();
        for contents in [&[][..], &KEY_USAGE, &KEY_USAGE.repeat(2), &broken, &[0x30, 0]] {
            let index = ExtensionIndex::of(contents);
            let (read, indexed) = (Extensions::from_contents(contents), Extensions::indexed(contents, &index));
            assert_eq!(read.iter().collect::<Vec<_>>(), indexed.iter().collect::<Vec<_>>());
            for id in [oid::KEY_USAGE, oid::SUBJECT_ALT_NAME] {
                assert_eq!(read.get(id), indexed.get(id));
            }
            assert_eq!(read.duplicate(10), indexed.duplicate(10));
            assert_eq!((read.is_empty(), read.contents()), (indexed.is_empty(), indexed.contents()));
        }
    }
}
