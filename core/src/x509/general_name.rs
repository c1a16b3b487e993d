//! GeneralName and GeneralNames (RFC 5280 §4.2.1.6).

use super::Name;
use crate::asn1::{self, Element, Error, ErrorKind, Oid, Reader};

/// `GeneralName`, contents as written. Character strings are octets: what is no IA5String must not stop reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneralName<'a> {
    /// `[0] OtherName`: the type and the value inside its `[0] EXPLICIT`.
    OtherName {
        /// What kind of name it is.
        type_id: Oid<'a>,
        /// The name.
        value: Element<'a>,
    },
    /// `[1]` an e-mail address, or in a constraint also a host or a domain.
    Rfc822Name(&'a [u8]),
    /// `[2]` a host name.
    DnsName(&'a [u8]),
    /// `[3] ORAddress`, not interpreted.
    X400Address(Element<'a>),
    /// `[4]` a distinguished name.
    DirectoryName(Name<'a>),
    /// `[5] EDIPartyName`, not interpreted.
    EdiPartyName(Element<'a>),
    /// `[6]` a URI.
    Uri(&'a [u8]),
    /// `[7]` 4 or 16 octets, in a constraint 8 or 32.
    IpAddress(&'a [u8]),
    /// `[8]` an object identifier.
    RegisteredId(Oid<'a>),
}

impl<'a> GeneralName<'a> {
    /// Interprets one element.
    pub fn from_element(element: Element<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "GeneralName";
        let unexpected = Error::new(ErrorKind::UnexpectedTag(Some(element.tag())), WHAT);
        if element.tag().class() != 2 {
            return Err(unexpected);
        }
        let contents = element.contents();
        Ok(match (element.tag().number(), element.tag().is_constructed()) {
            (0, true) => {
                let mut reader = element.reader();
                let type_id = reader.oid("OtherName.type-id")?;
                let mut value = reader
                    .explicit(0, "OtherName.value")?
                    .ok_or(Error::new(ErrorKind::UnexpectedTag(None), "OtherName.value"))?;
                Self::OtherName { type_id, value: value.element("OtherName.value")? }
            }
            (1, false) => Self::Rfc822Name(contents),
            (2, false) => Self::DnsName(contents),
            (3, true) => Self::X400Address(element),
            // The CHOICE makes the tag EXPLICIT.
            (4, true) => Self::DirectoryName(Name::read(&mut element.reader(), "GeneralName.directoryName")?),
            (5, true) => Self::EdiPartyName(element),
            (6, false) => Self::Uri(contents),
            (7, false) => Self::IpAddress(contents),
            (8, false) => Self::RegisteredId(Oid::from_contents(contents, "GeneralName.registeredID")?),
            _ => return Err(unexpected),
        })
    }
}

/// The contents of a `GeneralNames`; an empty one is taken (Vietnamese G1 certificates have an empty issuerAltName).
#[derive(Clone, Debug)]
pub struct GeneralNames<'a>(Reader<'a>);

impl<'a> GeneralNames<'a> {
    /// Over the contents of the SEQUENCE, whatever tag it was written with.
    pub fn from_contents(reader: Reader<'a>) -> Self {
        Self(reader)
    }

    /// The first directory name, if any.
    pub fn directory_name(&self) -> Option<Name<'a>> {
        self.clone().find_map(|name| match name {
            Ok(GeneralName::DirectoryName(name)) => Some(name),
            _ => None,
        })
    }

    /// The contents octets not read yet.
    pub fn contents(&self) -> &'a [u8] {
        self.0.rest()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The names in order; stops after an element that cannot be read.
impl<'a> Iterator for GeneralNames<'a> {
    type Item = asn1::Result<GeneralName<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(GeneralName::from_element))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<asn1::Result<GeneralName<'_>>> {
        GeneralNames::from_contents(Reader::new(bytes)).collect()
    }

    #[test]
    fn each_choice() {
        let bytes = [
            0xa0, 8, 6, 2, 0x2a, 3, 0xa0, 2, 5, 0, 0x81, 3, b'a', b'@', b'b', 0x82, 1, b'c', 0xa4, 2, 0x30, 0, 0x86, 2, b'x',
            b':', 0x87, 4, 1, 2, 3, 4, 0x88, 2, 0x2a, 3, 0xa3, 0, 0xa5, 0,
        ];
        let names: Vec<_> = names(&bytes).into_iter().map(Result::unwrap).collect();
        assert!(matches!(names[0], GeneralName::OtherName { type_id, .. } if type_id.to_string() == "1.2.3"));
        assert_eq!(names[1], GeneralName::Rfc822Name(b"a@b"));
        assert_eq!(names[2], GeneralName::DnsName(b"c"));
        assert!(matches!(names[3], GeneralName::DirectoryName(name) if name.is_empty()));
        assert_eq!(names[4], GeneralName::Uri(b"x:"));
        assert_eq!(names[5], GeneralName::IpAddress(&[1, 2, 3, 4]));
        assert!(matches!(names[6..], [GeneralName::RegisteredId(_), GeneralName::X400Address(_), GeneralName::EdiPartyName(_)]));
    }

    #[test]
    fn what_is_no_general_name_is_an_error() {
        assert!(names(&[]).is_empty());
        for bad in [&[0x30, 0][..], &[0xa1, 0], &[0x89, 0], &[0x82, 5], &[0xa4, 2, 5, 0], &[0xa0, 4, 6, 2, 0x2a, 3]] {
            assert!(names(bad)[0].is_err(), "{bad:?}");
        }
    }
}
