//! `SET OF Attribute` (RFC 5652 §5.3), signed or unsigned.

use core::fmt;

use crate::asn1::{self, Element, Oid, Reader};

/// `Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// attrType.
    pub identifier: Oid<'a>,
    /// The contents of attrValues: the values one after the other.
    values: &'a [u8],
}

impl<'a> Attribute<'a> {
    fn read(element: Element<'a>) -> asn1::Result<Self> {
        let mut reader = element.expect(asn1::Tag::SEQUENCE, "Attribute")?.reader();
        let identifier = reader.oid("Attribute.attrType")?;
        let values = reader.expect(asn1::Tag::SET, "Attribute.attrValues")?.contents();
        reader.finish("Attribute")?;
        Ok(Self { identifier, values })
    }

    /// The values in order; ends after the first unreadable one.
    pub fn values(&self) -> Reader<'a> {
        Reader::new(self.values)
    }

    /// The one value.
    pub fn single_value(&self) -> Result<Element<'a>, AttributeError> {
        let mut values = self.values();
        let value = values.element("Attribute.attrValues")?;
        if values.is_empty() { Ok(value) } else { Err(AttributeError::Multiple) }
    }
}

/// Why an attribute that is there has no value to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttributeError {
    /// The attribute, or its value, occurs more than once where RFC 5652 §11 or RFC 5035 §3 allow one.
    Multiple,
    /// The value is not of the attribute's type.
    Malformed(asn1::Error),
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Multiple => f.write_str("the attribute occurs more than once"),
            Self::Malformed(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AttributeError {}

impl From<asn1::Error> for AttributeError {
    fn from(error: asn1::Error) -> Self {
        Self::Malformed(error)
    }
}

/// The attributes in the order written.
///
/// An attribute that cannot be read is passed over and listed in [`Attributes::unreadable`]: the value of a signature
/// does not depend on what its unsigned attributes look like, and signed ones are hashed as written anyway.
#[derive(Clone, Debug, Default)]
pub struct Attributes<'a> {
    list: Vec<Attribute<'a>>,
    unreadable: Vec<asn1::Error>,
}

impl<'a> Attributes<'a> {
    /// From the contents of the SET OF.
    pub(super) fn read(contents: &'a [u8]) -> Self {
        let mut attributes = Self { list: Vec::with_capacity(8), unreadable: Vec::new() };
        for element in Reader::new(contents) {
            match element.and_then(Attribute::read) {
                Ok(attribute) => attributes.list.push(attribute),
                Err(error) => attributes.unreadable.push(error),
            }
        }
        attributes
    }

    /// The readable attributes.
    pub fn iter(&self) -> core::slice::Iter<'_, Attribute<'a>> {
        self.list.iter()
    }

    /// What was passed over, and why.
    pub fn unreadable(&self) -> &[asn1::Error] {
        &self.unreadable
    }

    /// Whether there is neither a readable nor an unreadable attribute.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.unreadable.is_empty()
    }

    /// The number of attributes, readable or not, or of one attribute's values when that is more.
    pub(crate) fn extent(&self) -> usize {
        let values = self.list.iter().map(|attribute| attribute.values().count()).max().unwrap_or(0);
        values.max(self.list.len() + self.unreadable.len())
    }

    /// Whether an attribute of this type is there, however often and in whatever state.
    pub fn contains(&self, identifier: Oid<'_>) -> bool {
        self.list.iter().any(|attribute| attribute.identifier == identifier)
    }

    /// The one value of the one attribute of this type.
    pub fn single(&self, identifier: Oid<'_>) -> Result<Option<Element<'a>>, AttributeError> {
        let mut found = self.list.iter().filter(|attribute| attribute.identifier == identifier);
        let Some(attribute) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(AttributeError::Multiple);
        }
        attribute.single_value().map(Some)
    }

    /// All values of all attributes of this type: timestamps come as several attributes or as several values of one.
    /// Unreadable values end their attribute.
    pub fn all(&self, identifier: Oid<'_>) -> impl Iterator<Item = Element<'a>> {
        self.list
            .iter()
            .filter(move |attribute| attribute.identifier == identifier)
            .flat_map(|attribute| attribute.values().map_while(Result::ok))
    }
}

impl<'s, 'a> IntoIterator for &'s Attributes<'a> {
    type Item = &'s Attribute<'a>;
    type IntoIter = core::slice::Iter<'s, Attribute<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::identifier;

    /// An attribute of type 1.2.`arc` with the given values' bytes.
    fn attribute(arc: u8, values: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x30, 4 + 2 + values.len() as u8, 6, 2, 0x2a, arc, 0x31, values.len() as u8];
        bytes.extend(values);
        bytes
    }

    #[test]
    fn repeated_attributes_and_values_are_multiple() {
        let oid = Oid::known(&[0x2a, 3]);
        let once = attribute(3, &[2, 1, 7]);
        assert_eq!(Attributes::read(&once).single(oid).unwrap().unwrap().contents(), [7]);
        assert_eq!(Attributes::read(&once.repeat(2)).single(oid), Err(AttributeError::Multiple));
        let two_values = attribute(3, &[2, 1, 7, 2, 1, 8]);
        assert_eq!(Attributes::read(&two_values).single(oid), Err(AttributeError::Multiple));
        assert_eq!(Attributes::read(&two_values).all(oid).count(), 2);
        assert_eq!(Attributes::read(&once).single(identifier::DATA), Ok(None));
        assert!(matches!(Attributes::read(&attribute(3, &[])).single(oid), Err(AttributeError::Malformed(_))));
    }

    #[test]
    fn an_unreadable_attribute_hides_no_other() {
        let bytes = [attribute(3, &[2, 1, 7]), vec![0x30, 3, 2, 1, 1], attribute(4, &[2, 1, 8])].concat();
        let attributes = Attributes::read(&bytes);
        assert_eq!(attributes.iter().count(), 2);
        assert_eq!(attributes.unreadable().len(), 1);
        assert!(!attributes.is_empty() && attributes.contains(Oid::known(&[0x2a, 4])));
    }
}
