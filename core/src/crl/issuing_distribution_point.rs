//! `IssuingDistributionPoint` (RFC 5280 §5.2.5): the scope of a CRL.

use crate::asn1::{self, Reader, Tag};
use crate::x509::{DistributionPointName, ReasonFlags};

/// What a CRL covers. Absent from a CRL, it covers all of its issuer's certificates for all reasons.
#[derive(Clone, Debug, Default)]
pub struct IssuingDistributionPoint<'a> {
    /// distributionPoint.
    pub name: Option<DistributionPointName<'a>>,
    /// onlyContainsUserCerts.
    pub only_user_certificates: bool,
    /// onlyContainsCACerts.
    pub only_ca_certificates: bool,
    /// onlySomeReasons.
    pub only_some_reasons: Option<ReasonFlags>,
    /// indirectCRL.
    pub indirect_crl: bool,
    /// onlyContainsAttributeCerts.
    pub only_attribute_certificates: bool,
}

impl<'a> IssuingDistributionPoint<'a> {
    /// Reads the extension's value.
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "IssuingDistributionPoint";
        let mut fields = reader.sequence(WHAT)?;
        let name = DistributionPointName::read_optional(&mut fields, WHAT)?;
        let only_user_certificates = flag(&mut fields, 1)?;
        let only_ca_certificates = flag(&mut fields, 2)?;
        let only_some_reasons = ReasonFlags::read_optional(&mut fields, 3, WHAT)?;
        let indirect_crl = flag(&mut fields, 4)?;
        let only_attribute_certificates = flag(&mut fields, 5)?;
        fields.finish(WHAT)?;
        Ok(Self {
            name,
            only_user_certificates,
            only_ca_certificates,
            only_some_reasons,
            indirect_crl,
            only_attribute_certificates,
        })
    }
}

/// `[number] BOOLEAN DEFAULT FALSE`.
fn flag(fields: &mut Reader<'_>, number: u32) -> asn1::Result<bool> {
    const WHAT: &str = "IssuingDistributionPoint";
    match fields.optional(Tag::context_primitive(number), WHAT)? {
        Some(element) => match element.contents() {
            [octet] => Ok(*octet != 0),
            _ => Err(asn1::Error::value(WHAT)),
        },
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field() {
        let bytes =
            [0x30, 22, 0xa0, 6, 0xa0, 4, 0x86, 2, b'x', b':', 0x81, 1, 0xff, 0x83, 2, 5, 0x60, 0x84, 1, 0xff, 0x85, 1, 0, 0];
        let point = IssuingDistributionPoint::read(&mut Reader::new(&bytes[..23]));
        assert!(point.is_err(), "truncated");
        let mut bytes = bytes[..23].to_vec();
        bytes[1] = 21;
        let point = IssuingDistributionPoint::read(&mut Reader::new(&bytes)).unwrap();
        assert!(point.only_user_certificates && !point.only_ca_certificates);
        assert!(point.indirect_crl && !point.only_attribute_certificates);
        assert!(!point.only_some_reasons.unwrap().is_empty());
        assert_eq!(point.name.unwrap().uris().count(), 1);
    }

    #[test]
    fn an_empty_one_is_the_default() {
        let point = IssuingDistributionPoint::read(&mut Reader::new(&[0x30, 0])).unwrap();
        assert!(point.name.is_none() && !point.indirect_crl);
        assert!(IssuingDistributionPoint::read(&mut Reader::new(&[0x30, 2, 0x81, 0])).is_err());
    }
}
