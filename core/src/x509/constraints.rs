//! What a certification authority may do: basicConstraints, nameConstraints, policyConstraints, inhibitAnyPolicy
//! (RFC 5280 §4.2.1.9, §4.2.1.10, §4.2.1.11, §4.2.1.14).

use super::GeneralName;
use crate::asn1::{self, Error, Integer, Reader, Tag};

/// `BasicConstraints`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a certification authority.
    pub ca: bool,
    /// How many intermediate certificates that are not self-issued may follow.
    pub path_length: Option<u32>,
}

/// An INTEGER (0..MAX); what is beyond 32 bits counts as no bound that a path could reach.
fn skip_certs(contents: &[u8], what: &'static str) -> asn1::Result<u32> {
    let value = Integer::from_contents(contents, what)?;
    if value.is_negative() { Err(Error::value(what)) } else { Ok(value.to_u32().unwrap_or(u32::MAX)) }
}

impl BasicConstraints {
    pub(super) fn read(reader: &mut Reader<'_>) -> asn1::Result<Self> {
        let mut fields = reader.sequence("BasicConstraints")?;
        let ca = fields.boolean_default_false("BasicConstraints.cA")?;
        let path_length = match fields.optional(Tag::INTEGER, "BasicConstraints.pathLenConstraint")? {
            Some(element) => Some(skip_certs(element.contents(), "BasicConstraints.pathLenConstraint")?),
            None => None,
        };
        fields.finish("BasicConstraints")?;
        Ok(Self { ca, path_length })
    }
}

/// `PolicyConstraints`: after how many certificates a rule begins to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// Certificates until an explicit policy is required.
    pub require_explicit_policy: Option<u32>,
    /// Certificates until policy mapping is no longer allowed.
    pub inhibit_policy_mapping: Option<u32>,
}

impl PolicyConstraints {
    pub(super) fn read(reader: &mut Reader<'_>) -> asn1::Result<Self> {
        const WHAT: &str = "PolicyConstraints";
        let mut fields = reader.sequence(WHAT)?;
        let mut field = |number| match fields.optional(Tag::context_primitive(number), WHAT) {
            Ok(Some(element)) => skip_certs(element.contents(), WHAT).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        let constraints = Self { require_explicit_policy: field(0)?, inhibit_policy_mapping: field(1)? };
        fields.finish(WHAT)?;
        // RFC 5280 §4.2.1.11: CAs MUST NOT issue it empty; it then says nothing and a reader cannot act on it.
        if constraints == Self::default() { Err(Error::value(WHAT)) } else { Ok(constraints) }
    }
}

pub(super) fn read_inhibit_any_policy(reader: &mut Reader<'_>) -> asn1::Result<u32> {
    skip_certs(reader.expect(Tag::INTEGER, "InhibitAnyPolicy")?.contents(), "InhibitAnyPolicy")
}

/// `NameConstraints`: the name space of all subjects below.
#[derive(Clone, Debug, Default)]
pub struct NameConstraints<'a> {
    /// permittedSubtrees, if written.
    pub permitted: Option<GeneralSubtrees<'a>>,
    /// excludedSubtrees, if written.
    pub excluded: Option<GeneralSubtrees<'a>>,
}

impl<'a> NameConstraints<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "NameConstraints";
        let mut fields = reader.sequence(WHAT)?;
        let permitted = fields.explicit(0, "NameConstraints.permittedSubtrees")?.map(GeneralSubtrees);
        let excluded = fields.explicit(1, "NameConstraints.excludedSubtrees")?.map(GeneralSubtrees);
        fields.finish(WHAT)?;
        Ok(Self { permitted, excluded })
    }
}

/// The contents of a `GeneralSubtrees`, read one by one.
#[derive(Clone, Debug)]
pub struct GeneralSubtrees<'a>(Reader<'a>);

impl GeneralSubtrees<'_> {
    /// Whether there is none, which RFC 5280 does not allow (SIZE 1..MAX).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `GeneralSubtree`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneralSubtree<'a> {
    /// The root of the subtree.
    pub base: GeneralName<'a>,
    /// Whether minimum is 0 and maximum absent, as RFC 5280 §4.2.1.10 demands.
    pub whole: bool,
}

fn read_subtree(element: asn1::Element<'_>) -> asn1::Result<GeneralSubtree<'_>> {
    const WHAT: &str = "GeneralSubtree";
    let mut fields = element.expect(Tag::SEQUENCE, WHAT)?.reader();
    let base = GeneralName::from_element(fields.element("GeneralSubtree.base")?)?;
    let minimum = fields.optional(Tag::context_primitive(0), "GeneralSubtree.minimum")?;
    let maximum = fields.optional(Tag::context_primitive(1), "GeneralSubtree.maximum")?;
    fields.finish(WHAT)?;
    let zero = minimum.is_none_or(|minimum| minimum.contents() == [0]);
    Ok(GeneralSubtree { base, whole: zero && maximum.is_none() })
}

/// The subtrees in order; stops after one that cannot be read.
impl<'a> Iterator for GeneralSubtrees<'a> {
    type Item = asn1::Result<GeneralSubtree<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.and_then(read_subtree))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_constraints() {
        let read = |bytes: &[u8]| BasicConstraints::read(&mut Reader::new(bytes));
        assert_eq!(read(&[0x30, 0]), Ok(BasicConstraints::default()));
        assert_eq!(read(&[0x30, 6, 1, 1, 0xff, 2, 1, 3]), Ok(BasicConstraints { ca: true, path_length: Some(3) }));
        assert_eq!(read(&[0x30, 7, 2, 5, 1, 0, 0, 0, 0]).unwrap().path_length, Some(u32::MAX));
        assert!(read(&[0x30, 3, 2, 1, 0xff]).is_err());
        assert!(read(&[0x30, 2, 5, 0]).is_err());
    }

    #[test]
    fn policy_constraints() {
        let read = |bytes: &[u8]| PolicyConstraints::read(&mut Reader::new(bytes));
        let both = read(&[0x30, 6, 0x80, 1, 2, 0x81, 1, 0]).unwrap();
        assert_eq!((both.require_explicit_policy, both.inhibit_policy_mapping), (Some(2), Some(0)));
        assert!(read(&[0x30, 0]).is_err());
    }

    #[test]
    fn subtrees() {
        let bytes = [0x30, 13, 0xa0, 7, 0x30, 5, 0x82, 0, 0x81, 1, 3, 0xa1, 2, 0x30, 0];
        let constraints = NameConstraints::read(&mut Reader::new(&bytes)).unwrap();
        let permitted: Vec<_> = constraints.permitted.unwrap().collect();
        assert_eq!(permitted, [Ok(GeneralSubtree { base: GeneralName::DnsName(b""), whole: false })]);
        assert!(constraints.excluded.unwrap().next().unwrap().is_err());
    }
}
