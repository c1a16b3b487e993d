//! Distinguished names (RFC 5280 §4.1.2.4, X.501): read, compared and shown as written.

use core::fmt::{self, Write as _};

use super::normalized_name::NormalizedName;
use super::oid;
use crate::asn1::{self, Element, Oid, Reader, Tag, display_string};
use crate::gather::Gather as _;

/// `Name ::= CHOICE { rdnSequence RDNSequence }`: the bytes as written.
///
/// `PartialEq` compares octets; [`Name::matches`] compares as RFC 5280 §7.1 says.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name<'a>(&'a [u8]);

/// One `AttributeTypeAndValue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The attribute's type.
    pub kind: Oid<'a>,
    /// Its value, most often a character string.
    pub value: Element<'a>,
    /// Index of the relative distinguished name it belongs to.
    pub rdn: usize,
}

impl Attribute<'_> {
    /// The value for people; `None` when it is no character string.
    pub fn text(&self) -> Option<String> {
        display_string(&self.value)
    }
}

impl<'a> Name<'a> {
    /// Takes the next element, which must be a SEQUENCE; its attributes are read when asked for.
    pub fn read(reader: &mut Reader<'a>, what: &'static str) -> asn1::Result<Self> {
        Ok(Self(reader.expect(Tag::SEQUENCE, what)?.raw()))
    }

    /// From the DER of a `Name`.
    pub fn from_der(der: &'a [u8]) -> asn1::Result<Self> {
        let mut reader = Reader::new(der);
        let name = Self::read(&mut reader, "Name")?;
        reader.finish("Name")?;
        Ok(name)
    }

    /// From bytes that were read as a `Name` before.
    pub(crate) fn known(der: &'a [u8]) -> Self {
        Self(der)
    }

    /// The DER, its SEQUENCE header included.
    pub fn der(&self) -> &'a [u8] {
        self.0
    }

    /// Whether there is no relative distinguished name.
    pub fn is_empty(&self) -> bool {
        Element::read(self.0, "Name").is_ok_and(|name| name.contents().is_empty())
    }

    /// The attributes in order, across all relative distinguished names; an error ends the iteration.
    pub fn attributes(&self) -> Attributes<'a> {
        let rdns = Element::read(self.0, "Name").map_or(Reader::new(&[]), |name| name.reader());
        Attributes { rdns, current: Reader::new(&[]), rdn: 0, failed: false }
    }

    /// The last (most specific) commonName, for people.
    pub fn common_name(&self) -> Option<String> {
        let names = self.attributes().map_while(Result::ok).filter(|attribute| attribute.kind == oid::COMMON_NAME);
        names.last().and_then(|attribute| attribute.text())
    }

    /// Whether both name the same entity (RFC 5280 §7.1): caseless, white space folded, whatever the string types.
    pub fn matches(&self, other: &Name<'_>) -> bool {
        self.0 == other.0 || self.normalized() == other.normalized()
    }

    /// The form in which equal names have equal octets.
    pub fn normalized(&self) -> NormalizedName {
        NormalizedName::of(self)
    }
}

/// Iterates the attributes of a [`Name`].
#[derive(Clone, Debug)]
pub struct Attributes<'a> {
    rdns: Reader<'a>,
    current: Reader<'a>,
    /// How many relative distinguished names were entered.
    rdn: usize,
    failed: bool,
}

impl<'a> Attributes<'a> {
    fn advance(&mut self) -> asn1::Result<Option<Attribute<'a>>> {
        while self.current.is_empty() {
            if self.rdns.is_empty() {
                return Ok(None);
            }
            self.current = self.rdns.set("RelativeDistinguishedName")?;
            self.rdn += 1;
        }
        let mut pair = self.current.sequence("AttributeTypeAndValue")?;
        let kind = pair.oid("AttributeTypeAndValue.type")?;
        let value = pair.element("AttributeTypeAndValue.value")?;
        pair.finish("AttributeTypeAndValue")?;
        Ok(Some(Attribute { kind, value, rdn: self.rdn - 1 }))
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = asn1::Result<Attribute<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let attribute = self.advance();
        self.failed = attribute.is_err();
        attribute.transpose()
    }
}

/// RFC 4514: the most specific name first, readable text, attribute types by their short names where there is one.
impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes: Vec<_> = self.attributes().map_while(Result::ok).gather();
        let mut previous: Option<usize> = None;
        // Relative names in reverse, attributes within one as written.
        let mut end = attributes.len();
        while end > 0 {
            let rdn = attributes.get(end - 1).map_or(0, |attribute| attribute.rdn);
            let same = attributes.iter().take(end).rev().take_while(|attribute| attribute.rdn == rdn).count();
            let start = end - same.max(1);
            for attribute in attributes.get(start..end).unwrap_or_default() {
                match previous {
                    Some(before) if before == rdn => f.write_char('+')?,
                    Some(_) => f.write_str(", ")?,
                    None => {}
                }
                previous = Some(rdn);
                write_attribute(f, attribute)?;
            }
            end = start;
        }
        Ok(())
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

fn write_attribute(f: &mut fmt::Formatter<'_>, attribute: &Attribute<'_>) -> fmt::Result {
    match short_name(attribute.kind) {
        Some(name) => write!(f, "{name}=")?,
        None => write!(f, "{}=", attribute.kind)?,
    }
    let Some(text) = attribute.text() else {
        f.write_char('#')?;
        return attribute.value.raw().iter().try_for_each(|octet| write!(f, "{octet:02x}"));
    };
    let last = text.chars().count().saturating_sub(1);
    for (index, character) in text.chars().enumerate() {
        let escaped = match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => true,
            '#' => index == 0,
            ' ' => index == 0 || index == last,
            _ => false,
        };
        if escaped {
            f.write_char('\\')?;
        }
        if character.is_control() { write!(f, "\\{:02x}", u32::from(character))? } else { f.write_char(character)? }
    }
    Ok(())
}

/// Short names of RFC 4514 §3, RFC 4519 and those every tool shows.
fn short_name(kind: Oid<'_>) -> Option<&'static str> {
    Some(match kind.as_bytes() {
        [0x55, 4, 3] => "CN",
        [0x55, 4, 4] => "SN",
        [0x55, 4, 5] => "serialNumber",
        [0x55, 4, 6] => "C",
        [0x55, 4, 7] => "L",
        [0x55, 4, 8] => "ST",
        [0x55, 4, 9] => "STREET",
        [0x55, 4, 10] => "O",
        [0x55, 4, 11] => "OU",
        [0x55, 4, 12] => "title",
        [0x55, 4, 13] => "description",
        [0x55, 4, 17] => "postalCode",
        [0x55, 4, 42] => "GN",
        [0x55, 4, 43] => "initials",
        [0x55, 4, 44] => "generationQualifier",
        [0x55, 4, 46] => "dnQualifier",
        [0x55, 4, 65] => "pseudonym",
        [0x55, 4, 97] => "organizationIdentifier",
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] => "emailAddress",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1] => "UID",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25] => "DC",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name of attributes `(type, tag, value)`, each in a relative distinguished name of its own.
    fn name(attributes: &[(&[u8], u8, &[u8])]) -> Vec<u8> {
        let wrap = |tag: u8, contents: Vec<u8>| [vec![tag, contents.len() as u8], contents].concat();
        let rdns = attributes.iter().map(|(kind, tag, value)| {
            let pair = [wrap(6, kind.to_vec()), wrap(*tag, value.to_vec())].concat();
            wrap(0x31, wrap(0x30, pair))
        });
        wrap(0x30, rdns.collect::<Vec<_>>().concat())
    }

    const CN: &[u8] = &[0x55, 4, 3];
    const O: &[u8] = &[0x55, 4, 10];

    #[test]
    fn shown_most_specific_first_and_escaped() {
        let der = name(&[(O, 0x0c, b" A, B"), (CN, 0x13, "Văn Tú".as_bytes()), (&[0x2a, 3], 4, &[1])]);
        let name = Name::from_der(&der).unwrap();
        assert_eq!(name.to_string(), "1.2.3=#040101, CN=Văn Tú, O=\\ A\\, B");
        assert_eq!(name.common_name().as_deref(), Some("Văn Tú"));
    }

    #[test]
    fn matching_folds_case_space_and_string_type() {
        let one = name(&[(O, 0x13, b"  Good  CA "), (CN, 0x0c, "VĂN".as_bytes())]);
        let other = name(&[(O, 0x0c, b"good ca"), (CN, 0x1e, &[0, b'v', 1, 3, 0, b'n'])]);
        let third = name(&[(O, 0x0c, b"goodca"), (CN, 0x0c, "VĂN".as_bytes())]);
        let names = [&one, &other, &third].map(|der| Name::from_der(der).unwrap());
        assert!(names[0].matches(&names[1]) && names[1].matches(&names[0]));
        assert!(!names[0].matches(&names[2]));
    }

    #[test]
    fn a_malformed_name_matches_only_itself() {
        let good = name(&[(CN, 0x13, b"a")]);
        let mut bad = good.clone();
        bad[2] = 0x30;
        let (good, bad) = (Name::from_der(&good).unwrap(), Name::from_der(&bad).unwrap());
        assert!(bad.attributes().next().unwrap().is_err());
        assert!(bad.matches(&bad) && !bad.matches(&good));
        assert_eq!(bad.to_string(), "");
    }
}
