//! Where revocation and issuer information is found: cRLDistributionPoints, freshestCRL, authorityInfoAccess
//! (RFC 5280 §4.2.1.13, §4.2.1.15, §4.2.2.1).

use super::{GeneralName, GeneralNames, Name};
use crate::asn1::{self, BitString, Element, Error, ErrorKind, Oid, Reader, Tag};
use crate::gather::Gather as _;

/// `DistributionPoint`.
#[derive(Clone, Debug)]
pub struct DistributionPoint<'a> {
    /// distributionPoint.
    pub name: Option<DistributionPointName<'a>>,
    /// reasons; absent means all.
    pub reasons: Option<ReasonFlags>,
    /// cRLIssuer, when the CRL is not issued by the certificate's issuer.
    pub crl_issuer: Option<GeneralNames<'a>>,
}

/// `DistributionPointName`.
#[derive(Clone, Debug)]
pub enum DistributionPointName<'a> {
    /// fullName: alternatives, most often URIs.
    FullName(GeneralNames<'a>),
    /// nameRelativeToCRLIssuer: one more relative distinguished name.
    RelativeToCrlIssuer(RelativeName<'a>),
}

/// A `RelativeDistinguishedName` to be appended to the CRL issuer's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelativeName<'a>(&'a [u8]);

impl RelativeName<'_> {
    /// The DER of the full name: `issuer` with this relative name at its end. `None` when `issuer` cannot be read.
    pub fn below(&self, issuer: &Name<'_>) -> Option<Vec<u8>> {
        let base = Element::read(issuer.der(), "Name").ok()?.contents();
        let contents = base.len() + sequence_header(0x31, self.0.len()).len() + self.0.len();
        let mut der = sequence_header(0x30, contents);
        der.extend_from_slice(base);
        der.extend_from_slice(&sequence_header(0x31, self.0.len()));
        der.extend_from_slice(self.0);
        Some(der)
    }
}

/// Tag and length octets of a constructed element.
fn sequence_header(tag: u8, length: usize) -> Vec<u8> {
    let octets = length.to_be_bytes();
    let significant: Vec<u8> = octets.iter().copied().skip_while(|&octet| octet == 0).gather();
    match significant.as_slice() {
        [] => vec![tag, 0],
        [short @ 0..=0x7f] => vec![tag, *short],
        long => [&[tag, 0x80 | long.len() as u8], long].concat(),
    }
}

impl<'a> DistributionPointName<'a> {
    /// Reads the `[0]` that both a certificate's and a CRL's distribution point may begin with.
    pub(crate) fn read_optional(fields: &mut Reader<'a>, what: &'static str) -> asn1::Result<Option<Self>> {
        let Some(mut inner) = fields.explicit(0, what)? else { return Ok(None) };
        let name = Self::read(&mut inner)?;
        inner.finish(what)?;
        Ok(Some(name))
    }

    fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        let element = reader.element("DistributionPointName")?;
        match element.tag() {
            tag if tag == Tag::context(0) => Ok(Self::FullName(GeneralNames::from_contents(element.reader()))),
            tag if tag == Tag::context(1) => Ok(Self::RelativeToCrlIssuer(RelativeName(element.contents()))),
            tag => Err(Error::new(ErrorKind::UnexpectedTag(Some(tag)), "DistributionPointName")),
        }
    }

    /// The URIs to fetch from.
    pub fn uris(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let names = match self {
            Self::FullName(names) => names.clone(),
            Self::RelativeToCrlIssuer(_) => GeneralNames::from_contents(Reader::new(&[])),
        };
        names.filter_map(|name| match name {
            Ok(GeneralName::Uri(uri)) => core::str::from_utf8(uri).ok(),
            _ => None,
        })
    }
}

/// `ReasonFlags`: reasons a CRL covers, as a set of bits in the order of RFC 5280 §4.2.1.13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ReasonFlags(u16);

impl ReasonFlags {
    /// No reason.
    pub const NONE: Self = Self(0);
    /// keyCompromise to aACompromise, bits 1 to 8.
    pub const ALL: Self = Self(0x1fe);

    /// From the BIT STRING's octets. Bit 0 (unused) is left out.
    pub fn from_bits(bits: BitString<'_>) -> Self {
        Self((1..9).filter(|&bit| bits.bit(bit)).fold(0, |flags, bit| flags | 1 << bit))
    }

    /// Reads `[number] ReasonFlags OPTIONAL`.
    pub(crate) fn read_optional(fields: &mut Reader<'_>, number: u32, what: &'static str) -> asn1::Result<Option<Self>> {
        let Some(bits) = fields.optional(Tag::context_primitive(number), what)? else { return Ok(None) };
        Ok(Some(Self::from_bits(BitString::from_contents(bits.contents(), what)?)))
    }

    /// Reasons of either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Reasons of both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether all reasons of `other` are in this.
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

pub(super) fn read_distribution_points<'a>(reader: &mut Reader<'a>) -> asn1::Result<Vec<DistributionPoint<'a>>> {
    const WHAT: &str = "DistributionPoint";
    let mut list = reader.sequence("CRLDistributionPoints")?;
    let mut points = Vec::new();
    while !list.is_empty() {
        let mut fields = list.sequence(WHAT)?;
        let name = DistributionPointName::read_optional(&mut fields, WHAT)?;
        let reasons = ReasonFlags::read_optional(&mut fields, 1, "DistributionPoint.reasons")?;
        let crl_issuer = fields.explicit(2, "DistributionPoint.cRLIssuer")?.map(GeneralNames::from_contents);
        fields.finish(WHAT)?;
        points.push(DistributionPoint { name, reasons, crl_issuer });
    }
    Ok(points)
}

/// `AccessDescription`: how to reach what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessDescription<'a> {
    /// id-ad-ocsp, id-ad-caIssuers or another.
    pub method: Oid<'a>,
    /// Where.
    pub location: GeneralName<'a>,
}

impl<'a> AccessDescription<'a> {
    /// The location when it is a URI.
    pub fn uri(&self) -> Option<&'a str> {
        match self.location {
            GeneralName::Uri(uri) => core::str::from_utf8(uri).ok(),
            _ => None,
        }
    }
}

pub(super) fn read_access_descriptions<'a>(reader: &mut Reader<'a>) -> asn1::Result<Vec<AccessDescription<'a>>> {
    const WHAT: &str = "AccessDescription";
    let mut list = reader.sequence("AuthorityInfoAccessSyntax")?;
    let mut descriptions = Vec::new();
    while !list.is_empty() {
        let mut fields = list.sequence(WHAT)?;
        let method = fields.oid("AccessDescription.accessMethod")?;
        let location = GeneralName::from_element(fields.element("AccessDescription.accessLocation")?)?;
        fields.finish(WHAT)?;
        descriptions.push(AccessDescription { method, location });
    }
    if descriptions.is_empty() { Err(Error::value("AuthorityInfoAccessSyntax")) } else { Ok(descriptions) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::oid;

    #[test]
    fn distribution_points_of_each_shape() {
        let bytes = [
            0x30, 25, 0x30, 8, 0xa0, 6, 0xa0, 4, 0x86, 2, b'x', b':', 0x30, 13, 0xa0, 2, 0xa1, 0, 0x81, 2, 1, 0x60, 0xa2, 3,
            0x82, 1, b'a',
        ];
        let points = read_distribution_points(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(points[0].name.as_ref().unwrap().uris().collect::<Vec<_>>(), ["x:"]);
        assert!(points[0].reasons.is_none());
        assert!(ReasonFlags::ALL.contains(points[1].reasons.unwrap()));
        assert!(!points[1].reasons.unwrap().contains(ReasonFlags::ALL));
        assert!(matches!(points[1].name, Some(DistributionPointName::RelativeToCrlIssuer(_))));
        assert!(points[1].crl_issuer.is_some());
    }

    #[test]
    fn a_relative_name_goes_below_the_issuer() {
        let pair = [0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, b'x'];
        let issuer = [&[0x30, 12, 0x31, 10][..], &pair].concat();
        let full = RelativeName(&pair).below(&Name::from_der(&issuer).unwrap()).unwrap();
        assert_eq!(Name::from_der(&full).unwrap().to_string(), "CN=x, CN=x");
        assert_eq!(sequence_header(0x30, 0x123), [0x30, 0x82, 1, 0x23]);
    }

    #[test]
    fn access_descriptions() {
        let bytes = [0x30, 16, 0x30, 14, 6, 8, 0x2b, 6, 1, 5, 5, 7, 48, 1, 0x86, 2, b'x', b':'];
        let descriptions = read_access_descriptions(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(descriptions[0].method, oid::ACCESS_OCSP);
        assert_eq!(descriptions[0].uri(), Some("x:"));
        assert!(read_access_descriptions(&mut Reader::new(&[0x30, 0])).is_err());
    }
}
