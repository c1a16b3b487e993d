//! The standard extensions of a certificate, one accessor each (RFC 5280 §4.2).
//!
//! `Ok(None)`: not there. `Err`: there, and not readable; whoever depends on it must then refuse the certificate.

use super::constraints::read_inhibit_any_policy;
use super::distribution_point::{read_access_descriptions, read_distribution_points};
use super::policies::read_mappings;
use super::{
    AccessDescription, BasicConstraints, Certificate, CertificatePolicies, DistributionPoint, ExtendedKeyUsage, Extension,
    GeneralNames, KeyUsage, NameConstraints, PolicyConstraints, PolicyMapping, oid,
};
use crate::asn1::{self, Integer, Oid, Reader, Tag};

/// `AuthorityKeyIdentifier` (RFC 5280 §4.2.1.1): which of the issuer's keys signed.
#[derive(Clone, Debug)]
pub struct AuthorityKeyIdentifier<'a> {
    /// keyIdentifier.
    pub key_identifier: Option<&'a [u8]>,
    /// authorityCertIssuer.
    pub issuer: Option<GeneralNames<'a>>,
    /// authorityCertSerialNumber.
    pub serial: Option<Integer<'a>>,
}

impl<'a> AuthorityKeyIdentifier<'a> {
    /// Reads the extension's value; CRLs have it too.
    pub fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "AuthorityKeyIdentifier";
        let mut fields = reader.sequence(WHAT)?;
        let key_identifier = fields.optional(Tag::context_primitive(0), WHAT)?.map(|element| element.contents());
        let issuer = fields.explicit(1, WHAT)?.map(GeneralNames::from_contents);
        let serial = match fields.optional(Tag::context_primitive(2), WHAT)? {
            Some(element) => Some(Integer::from_contents(element.contents(), WHAT)?),
            None => None,
        };
        fields.finish(WHAT)?;
        Ok(Self { key_identifier, issuer, serial })
    }
}

impl Certificate {
    /// The first extension with this identifier.
    pub fn extension(&self, id: Oid<'_>) -> asn1::Result<Option<Extension<'_>>> {
        self.extensions().get(id)
    }

    /// subjectKeyIdentifier.
    pub fn subject_key_identifier(&self) -> asn1::Result<Option<&[u8]>> {
        self.extensions()
            .value(oid::SUBJECT_KEY_IDENTIFIER, "SubjectKeyIdentifier", |reader| reader.octet_string("SubjectKeyIdentifier"))
    }

    /// authorityKeyIdentifier.
    pub fn authority_key_identifier(&self) -> asn1::Result<Option<AuthorityKeyIdentifier<'_>>> {
        self.extensions().value(oid::AUTHORITY_KEY_IDENTIFIER, "AuthorityKeyIdentifier", AuthorityKeyIdentifier::read)
    }

    /// basicConstraints.
    pub fn basic_constraints(&self) -> asn1::Result<Option<BasicConstraints>> {
        self.extensions().value(oid::BASIC_CONSTRAINTS, "BasicConstraints", BasicConstraints::read)
    }

    /// keyUsage.
    pub fn key_usage(&self) -> asn1::Result<Option<KeyUsage>> {
        self.extensions().value(oid::KEY_USAGE, "KeyUsage", |reader| Ok(KeyUsage::from_bits(reader.bit_string("KeyUsage")?)))
    }

    /// extKeyUsage.
    pub fn extended_key_usage(&self) -> asn1::Result<Option<ExtendedKeyUsage<'_>>> {
        self.extensions().value(oid::EXTENDED_KEY_USAGE, "ExtKeyUsageSyntax", ExtendedKeyUsage::read)
    }

    /// certificatePolicies.
    pub fn certificate_policies(&self) -> asn1::Result<Option<CertificatePolicies<'_>>> {
        self.extensions().value(oid::CERTIFICATE_POLICIES, "CertificatePolicies", CertificatePolicies::read)
    }

    /// policyMappings.
    pub fn policy_mappings(&self) -> asn1::Result<Option<Vec<PolicyMapping<'_>>>> {
        self.extensions().value(oid::POLICY_MAPPINGS, "PolicyMappings", read_mappings)
    }

    /// policyConstraints.
    pub fn policy_constraints(&self) -> asn1::Result<Option<PolicyConstraints>> {
        self.extensions().value(oid::POLICY_CONSTRAINTS, "PolicyConstraints", PolicyConstraints::read)
    }

    /// inhibitAnyPolicy.
    pub fn inhibit_any_policy(&self) -> asn1::Result<Option<u32>> {
        self.extensions().value(oid::INHIBIT_ANY_POLICY, "InhibitAnyPolicy", read_inhibit_any_policy)
    }

    /// nameConstraints.
    pub fn name_constraints(&self) -> asn1::Result<Option<NameConstraints<'_>>> {
        self.extensions().value(oid::NAME_CONSTRAINTS, "NameConstraints", NameConstraints::read)
    }

    /// subjectAltName.
    pub fn subject_alt_names(&self) -> asn1::Result<Option<GeneralNames<'_>>> {
        self.extensions().value(oid::SUBJECT_ALT_NAME, "SubjectAltName", |reader| {
            Ok(GeneralNames::from_contents(reader.sequence("SubjectAltName")?))
        })
    }

    /// cRLDistributionPoints.
    pub fn crl_distribution_points(&self) -> asn1::Result<Option<Vec<DistributionPoint<'_>>>> {
        self.extensions().value(oid::CRL_DISTRIBUTION_POINTS, "CRLDistributionPoints", read_distribution_points)
    }

    /// freshestCRL: where delta CRLs are.
    pub fn freshest_crl(&self) -> asn1::Result<Option<Vec<DistributionPoint<'_>>>> {
        self.extensions().value(oid::FRESHEST_CRL, "FreshestCRL", read_distribution_points)
    }

    /// authorityInfoAccess.
    pub fn authority_info_access(&self) -> asn1::Result<Option<Vec<AccessDescription<'_>>>> {
        self.extensions().value(oid::AUTHORITY_INFO_ACCESS, "AuthorityInfoAccessSyntax", read_access_descriptions)
    }

    /// Whether id-pkix-ocsp-nocheck is there (RFC 6960 §4.2.2.2.1); its value, NULL, says nothing more.
    pub fn ocsp_no_check(&self) -> asn1::Result<bool> {
        Ok(self.extension(oid::OCSP_NO_CHECK)?.is_some())
    }
}
