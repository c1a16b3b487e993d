//! certificatePolicies and policyMappings (RFC 5280 §4.2.1.4, §4.2.1.5).

use crate::asn1::{self, Error, Oid, Reader};

/// `CertificatePolicies`, read one by one.
#[derive(Clone, Debug)]
pub struct CertificatePolicies<'a>(Reader<'a>);

/// `PolicyInformation`. Qualifiers inform people; RFC 5280 §6 passes them through, so only their octets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyInformation<'a> {
    /// The policy.
    pub policy: Oid<'a>,
    /// The contents of policyQualifiers; empty when there are none.
    pub qualifiers: &'a [u8],
}

/// id-qt-cps, 1.3.6.1.5.5.7.2.1.
const QUALIFIER_CPS: Oid<'static> = Oid::known(&[0x2b, 6, 1, 5, 5, 7, 2, 1]);
/// id-qt-unotice, 1.3.6.1.5.5.7.2.2.
const QUALIFIER_USER_NOTICE: Oid<'static> = Oid::known(&[0x2b, 6, 1, 5, 5, 7, 2, 2]);

impl PolicyInformation<'_> {
    /// Whether every qualifier is one of the two that RFC 5280 §4.2.1.4 defines; in a critical extension others must be refused.
    pub fn qualifiers_understood(&self) -> bool {
        Reader::new(self.qualifiers).all(|qualifier| {
            let id = qualifier.and_then(|qualifier| qualifier.reader().oid("PolicyQualifierInfo.policyQualifierId"));
            id.is_ok_and(|id| id == QUALIFIER_CPS || id == QUALIFIER_USER_NOTICE)
        })
    }
}

impl<'a> CertificatePolicies<'a> {
    /// Every policy must be readable and there must be one (SIZE 1..MAX).
    pub(crate) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "CertificatePolicies";
        let list = reader.sequence(WHAT)?;
        if list.is_empty() {
            return Err(Error::value(WHAT));
        }
        let mut check = list.clone();
        while !check.is_empty() {
            read_information(&mut check)?;
        }
        Ok(Self(list))
    }
}

fn read_information<'a>(reader: &mut Reader<'a>) -> asn1::Result<PolicyInformation<'a>> {
    const WHAT: &str = "PolicyInformation";
    let mut fields = reader.sequence(WHAT)?;
    let policy = fields.oid("PolicyInformation.policyIdentifier")?;
    let qualifiers = if fields.is_empty() { &[] } else { fields.sequence("PolicyInformation.policyQualifiers")?.rest() };
    fields.finish(WHAT)?;
    Ok(PolicyInformation { policy, qualifiers })
}

impl<'a> Iterator for CertificatePolicies<'a> {
    type Item = PolicyInformation<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        // Read once already: the end is the only thing that can stop it.
        read_information(&mut self.0).ok()
    }
}

/// One pair of `PolicyMappings`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyMapping<'a> {
    /// The issuer's policy.
    pub issuer_domain: Oid<'a>,
    /// The policy it counts as below.
    pub subject_domain: Oid<'a>,
}

pub(super) fn read_mappings<'a>(reader: &mut Reader<'a>) -> asn1::Result<Vec<PolicyMapping<'a>>> {
    const WHAT: &str = "PolicyMappings";
    let mut list = reader.sequence(WHAT)?;
    let mut mappings = Vec::new();
    while !list.is_empty() {
        let mut pair = list.sequence(WHAT)?;
        mappings.push(PolicyMapping {
            issuer_domain: pair.oid("PolicyMappings.issuerDomainPolicy")?,
            subject_domain: pair.oid("PolicyMappings.subjectDomainPolicy")?,
        });
        pair.finish(WHAT)?;
    }
    if mappings.is_empty() { Err(Error::value(WHAT)) } else { Ok(mappings) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::x509::oid;

    #[test]
    fn policies_and_qualifiers() {
        let bytes = [0x30, 16, 0x30, 6, 6, 4, 0x55, 0x1d, 32, 0, 0x30, 6, 6, 2, 0x2a, 3, 0x30, 0];
        let policies: Vec<_> = CertificatePolicies::read(&mut Reader::new(&bytes)).unwrap().collect();
        assert_eq!(policies[0].policy, oid::ANY_POLICY);
        assert_eq!(policies[1].policy.to_string(), "1.2.3");
        assert_eq!(policies.len(), 2);
        assert!(CertificatePolicies::read(&mut Reader::new(&[0x30, 0])).is_err());
    }

    #[test]
    fn mappings_are_pairs() {
        let bytes = [0x30, 10, 0x30, 8, 6, 2, 0x2a, 3, 6, 2, 0x2a, 4];
        let mappings = read_mappings(&mut Reader::new(&bytes)).unwrap();
        assert_eq!(mappings[0].subject_domain.to_string(), "1.2.4");
        assert!(read_mappings(&mut Reader::new(&bytes[..2])).is_err());
    }
}
