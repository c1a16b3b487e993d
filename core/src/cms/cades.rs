//! Attributes of CAdES that describe a signature (EN 319 122-1 §5.2) or carry values for validating it (annex A.1).

use super::revocation_info::{RevocationInfo, revocation_info};
use crate::asn1::{self, Element, Oid, Reader, Tag, display_string};
use crate::crypto::AlgorithmIdentifier;
use crate::gather::Gather as _;

/// `SignaturePolicy ::= CHOICE { signaturePolicyId SignaturePolicyId, signaturePolicyImplied NULL }`
#[derive(Clone, Copy, Debug)]
pub enum SignaturePolicy<'a> {
    /// An explicit policy.
    Identified(SignaturePolicyIdentifier<'a>),
    /// Implied by the content or by other means.
    Implied,
}

/// `SignaturePolicyId ::= SEQUENCE { sigPolicyId, sigPolicyHash OPTIONAL, sigPolicyQualifiers OPTIONAL }`
#[derive(Clone, Copy, Debug)]
pub struct SignaturePolicyIdentifier<'a> {
    /// Which policy.
    pub identifier: Oid<'a>,
    /// The hash of the policy document: algorithm and value. Absent only in signatures of RFC 3126.
    pub hash: Option<(AlgorithmIdentifier<'a>, &'a [u8])>,
    /// Where the document is, from the SPuri qualifier.
    pub uri: Option<&'a str>,
}

impl<'a> SignaturePolicy<'a> {
    pub(super) fn read(value: Element<'a>) -> asn1::Result<Self> {
        /// id-spq-ets-uri, 1.2.840.113549.1.9.16.5.1
        const URI_QUALIFIER: Oid<'static> = Oid::known(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 5, 1]);
        if value.tag() == Tag::NULL {
            return Ok(Self::Implied);
        }
        let mut reader = value.expect(Tag::SEQUENCE, "SignaturePolicyId")?.reader();
        let identifier = reader.oid("SignaturePolicyId.sigPolicyId")?;
        let mut hash = None;
        if !reader.is_empty() {
            let mut other_hash = reader.sequence("SignaturePolicyId.sigPolicyHash")?;
            let algorithm = AlgorithmIdentifier::read(&mut other_hash, "SigPolicyHash.hashAlgorithm")?;
            hash = Some((algorithm, other_hash.octet_string("SigPolicyHash.hashValue")?));
        }
        let mut uri = None;
        if !reader.is_empty() {
            for qualifier in reader.sequence("SignaturePolicyId.sigPolicyQualifiers")? {
                let mut qualifier = qualifier?.expect(Tag::SEQUENCE, "SigPolicyQualifierInfo")?.reader();
                if qualifier.oid("SigPolicyQualifierInfo.sigPolicyQualifierId")? == URI_QUALIFIER {
                    let text = qualifier.element("SigPolicyQualifierInfo.sigQualifier")?.contents();
                    uri = core::str::from_utf8(text).ok();
                }
            }
        }
        Ok(Self::Identified(SignaturePolicyIdentifier { identifier, hash, uri }))
    }
}

/// `CommitmentTypeIndication ::= SEQUENCE { commitmentTypeId OBJECT IDENTIFIER, qualifiers OPTIONAL }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentType<'a> {
    /// Which commitment, such as proof of origin.
    pub identifier: Oid<'a>,
}

impl<'a> CommitmentType<'a> {
    pub(super) fn read(value: Element<'a>) -> asn1::Result<Self> {
        let mut reader = value.expect(Tag::SEQUENCE, "CommitmentTypeIndication")?.reader();
        Ok(Self { identifier: reader.oid("CommitmentTypeIndication.commitmentTypeId")? })
    }
}

/// `SignerLocation ::= SEQUENCE { countryName [0], localityName [1], postalAddress [2] }`, all optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignerLocation {
    /// Country.
    pub country: Option<String>,
    /// Locality.
    pub locality: Option<String>,
    /// Lines of the postal address, at most six.
    pub postal_address: Vec<String>,
}

impl SignerLocation {
    pub(super) fn read(value: Element<'_>) -> asn1::Result<Self> {
        const WHAT: &str = "SignerLocation";
        let mut location = Self::default();
        for field in value.expect(Tag::SEQUENCE, WHAT)?.reader() {
            let field = field?;
            // NOTE: DirectoryString is a CHOICE, so its tag is explicit; tools that make it implicit write UTF-8.
            let text = || match field.reader().element(WHAT) {
                Ok(inner) if field.tag().is_constructed() => display_string(&inner),
                _ => core::str::from_utf8(field.contents()).ok().map(str::to_owned),
            };
            match (field.tag().class(), field.tag().number()) {
                (2, 0) => location.country = text(),
                (2, 1) => location.locality = text(),
                (2, 2) => {
                    location.postal_address =
                        field.reader().take(6).map_while(Result::ok).filter_map(|line| display_string(&line)).gather();
                }
                _ => return Err(asn1::Error::value(WHAT)),
            }
        }
        Ok(location)
    }
}

/// `ContentHints ::= SEQUENCE { contentDescription UTF8String OPTIONAL, contentType ContentType }` (RFC 2634 §2.9)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentHints<'a> {
    /// What the signed content is, in words.
    pub description: Option<String>,
    /// The type of the innermost signed content.
    pub content_type: Oid<'a>,
}

impl<'a> ContentHints<'a> {
    pub(super) fn read(value: Element<'a>) -> asn1::Result<Self> {
        let mut reader = value.expect(Tag::SEQUENCE, "ContentHints")?.reader();
        let description = reader.optional(Tag::UTF8_STRING, "ContentHints.contentDescription")?;
        let content_type = reader.oid("ContentHints.contentType")?;
        Ok(Self { description: description.and_then(|text| display_string(&text)), content_type })
    }
}

/// What a revocation-values attribute holds; each item is DER.
///
/// ```asn1
/// RevocationValues ::= SEQUENCE {
///   crlVals      [0] SEQUENCE OF CertificateList OPTIONAL,
///   ocspVals     [1] SEQUENCE OF BasicOCSPResponse OPTIONAL,
///   otherRevVals [2] OtherRevVals OPTIONAL }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevocationValues<'a> {
    /// CRLs.
    pub crls: Vec<&'a [u8]>,
    /// BasicOCSPResponses; whole OCSPResponses, which some tools write, are here too.
    pub ocsp_responses: Vec<&'a [u8]>,
}

impl<'a> RevocationValues<'a> {
    pub(super) fn read_into(&mut self, value: Element<'a>) -> asn1::Result<()> {
        for field in value.expect(Tag::SEQUENCE, "RevocationValues")?.reader() {
            let field = field?;
            if !matches!(field.tag().number(), 0 | 1) || field.tag().class() != 2 {
                continue;
            }
            let mut list = field.reader();
            // `[n] EXPLICIT` by the module's default tagging; IMPLICIT is written too: then items come at once.
            if let Ok(first) = list.clone().element("RevocationValues")
                && revocation_info(first).is_none()
            {
                list = first.reader();
            }
            self.add(list);
        }
        Ok(())
    }

    fn add(&mut self, list: Reader<'a>) {
        for item in list.map_while(Result::ok) {
            match revocation_info(item) {
                Some(RevocationInfo::Crl(der)) => self.crls.push(der),
                Some(RevocationInfo::Ocsp(der)) => self.ocsp_responses.push(der),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(bytes: &[u8]) -> Element<'_> {
        Element::read(bytes, "test").unwrap()
    }

    #[test]
    fn a_policy_is_identified_or_implied() {
        assert!(matches!(SignaturePolicy::read(element(&[5, 0])), Ok(SignaturePolicy::Implied)));
        let qualifier = [&[6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 5, 1][..], &[0x16, 3, b'u', b':', b'x']].concat();
        let mut bytes = vec![0x30, 0, 6, 2, 0x2a, 3, 0x30, 9, 0x30, 4, 6, 2, 0x2a, 4, 4, 1, 9];
        bytes.extend([0x30, qualifier.len() as u8 + 2, 0x30, qualifier.len() as u8]);
        bytes.extend(qualifier);
        bytes[1] = bytes.len() as u8 - 2;
        let Ok(SignaturePolicy::Identified(policy)) = SignaturePolicy::read(element(&bytes)) else { panic!("not identified") };
        assert_eq!(policy.identifier.to_string(), "1.2.3");
        assert_eq!(policy.hash.unwrap().1, [9]);
        assert_eq!(policy.uri, Some("u:x"));
        assert!(SignaturePolicy::read(element(&[0x30, 0])).is_err());
    }

    #[test]
    fn a_location_is_read_with_explicit_and_implicit_tags() {
        let explicit = [0x30, 19, 0xa0, 4, 0x13, 2, b'V', b'N', 0xa1, 5, 0x0c, 3, 0xe1, 0xbb, 0x91, 0xa2, 4, 0x0c, 2, b'4', b'2'];
        let location = SignerLocation::read(element(&explicit)).unwrap();
        assert_eq!(location.country.as_deref(), Some("VN"));
        assert_eq!(location.locality.as_deref(), Some("ố"));
        assert_eq!(location.postal_address, ["42"]);
        let location = SignerLocation::read(element(&[0x30, 4, 0x80, 2, b'V', b'N'])).unwrap();
        assert_eq!(location.country.as_deref(), Some("VN"));
        assert!(SignerLocation::read(element(&[0x30, 2, 5, 0])).is_err());
    }

    #[test]
    fn hints_and_commitments() {
        let hints = ContentHints::read(element(&[0x30, 7, 0x0c, 1, b'x', 6, 2, 0x2a, 3])).unwrap();
        assert_eq!((hints.description.as_deref(), hints.content_type.to_string()), (Some("x"), "1.2.3".to_owned()));
        let commitment = CommitmentType::read(element(&[0x30, 4, 6, 2, 0x2a, 3])).unwrap();
        assert_eq!(commitment.identifier.to_string(), "1.2.3");
        assert!(CommitmentType::read(element(&[0x30, 0])).is_err());
    }

    #[test]
    fn revocation_values_with_either_tagging() {
        let crl = [0x30, 5, 0x30, 3, 2, 1, 1];
        let basic = [0x30, 4, 0x30, 2, 0xa1, 0];
        let explicit = [&[0x30, 19, 0xa0, 9, 0x30, 7][..], &crl, &[0xa1, 6], &basic].concat();
        let mut bytes = explicit;
        bytes[1] = bytes.len() as u8 - 2;
        let mut values = RevocationValues::default();
        values.read_into(element(&bytes)).unwrap();
        assert_eq!((values.crls.len(), values.ocsp_responses.len()), (1, 1));
    }
}
