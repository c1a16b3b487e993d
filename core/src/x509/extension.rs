//! `Extension` and `Extensions` of certificates, CRLs, CRL entries and OCSP responses (RFC 5280 §4.2, §5.2, §5.3).

use crate::asn1::{self, Error, ErrorKind, Oid, Reader, Tag};

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
}

impl<'a> Extensions<'a> {
    /// Over the contents of the `Extensions` SEQUENCE.
    pub fn from_contents(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// From a reader placed at an optional `Extensions` SEQUENCE.
    pub fn read_optional(reader: &mut Reader<'a>, what: &'static str) -> asn1::Result<Self> {
        Ok(reader.optional(Tag::SEQUENCE, what)?.map_or(Self::default(), |list| Self::from_contents(list.contents())))
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
        ExtensionIter { reader: Reader::new(self.bytes) }
    }

    /// The first extension with this identifier. Fails when the list cannot be read up to it.
    pub fn get(&self, id: Oid<'_>) -> asn1::Result<Option<Extension<'a>>> {
        for extension in self {
            let extension = extension?;
            if extension.id == id {
                return Ok(Some(extension));
            }
        }
        Ok(None)
    }

    /// Reads the value of an extension with `read`, which must take all of it.
    pub fn value<T>(
        &self,
        id: Oid<'_>,
        what: &'static str,
        read: impl FnOnce(&mut Reader<'a>) -> asn1::Result<T>,
    ) -> asn1::Result<Option<T>> {
        let Some(extension) = self.get(id)? else { return Ok(None) };
        let mut reader = Reader::new(extension.value);
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
        seen.sort_unstable();
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
pub struct ExtensionIter<'a> {
    reader: Reader<'a>,
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
        if self.reader.is_empty() {
            return None;
        }
        let extension = read_one(&mut self.reader);
        if extension.is_err() {
            self.reader = Reader::new(&[]);
        }
        Some(extension)
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
}
