//! CRLs and OCSP responses wherever a CMS carries them, told apart by their structure.

use crate::asn1::{Element, Tag};
use crate::cms::identifier;

/// A piece of revocation information, as DER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationInfo<'a> {
    /// A `CertificateList` (RFC 5280 §5.1), v1 or v2.
    Crl(&'a [u8]),
    /// An `OCSPResponse` or a bare `BasicOCSPResponse` (RFC 6960 §4.2.1).
    Ocsp(&'a [u8]),
}

/// What `element` is: a `RevocationInfoChoice` of SignedData.crls (RFC 5652 §10.2.1), or one of its alternatives
/// written where another was meant, as happens in real files. `None` for formats that are neither CRL nor OCSP.
pub fn revocation_info(element: Element<'_>) -> Option<RevocationInfo<'_>> {
    if element.tag() == Tag::context(1) {
        // other [1] IMPLICIT OtherRevocationInfoFormat ::= SEQUENCE { otherRevInfoFormat OID, otherRevInfo ANY }
        let mut reader = element.reader();
        let format = reader.oid("OtherRevocationInfoFormat.otherRevInfoFormat").ok()?;
        let info = reader.element("OtherRevocationInfoFormat.otherRevInfo").ok()?;
        return (format == identifier::RI_OCSP_RESPONSE || format == identifier::OCSP_BASIC)
            .then_some(RevocationInfo::Ocsp(info.raw()));
    }
    let first = element.expect(Tag::SEQUENCE, "CertificateList").ok()?.reader().element("CertificateList.tbsCertList").ok()?;
    match first.tag() {
        // OCSPResponse.responseStatus
        Tag::ENUMERATED => Some(RevocationInfo::Ocsp(element.raw())),
        // TBSCertList begins with its version or its signature algorithm, ResponseData with `[0]` version or `[1]`, `[2]` responderID.
        // The algorithm begins with its OID; a SEQUENCE OF CertificateList, which is no CRL, has TBSCertList in that place.
        Tag::SEQUENCE => match first.reader().peek_tag()? {
            Tag::INTEGER => Some(RevocationInfo::Crl(element.raw())),
            Tag::SEQUENCE => {
                let algorithm = first.reader().element("TBSCertList.signature").ok()?;
                (algorithm.reader().peek_tag()? == Tag::OID).then_some(RevocationInfo::Crl(element.raw()))
            }
            tag if tag.class() == 2 => Some(RevocationInfo::Ocsp(element.raw())),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Option<RevocationInfo<'_>> {
        revocation_info(Element::read(bytes, "test").unwrap())
    }

    #[test]
    fn told_apart_by_structure() {
        let v1 = [0x30, 7, 0x30, 5, 0x30, 3, 6, 1, 0x2a];
        let v2 = [0x30, 5, 0x30, 3, 2, 1, 1];
        assert_eq!(kind(&v1), Some(RevocationInfo::Crl(&v1)));
        assert_eq!(kind(&v2), Some(RevocationInfo::Crl(&v2)));
        let response = [0x30, 3, 10, 1, 0];
        let basic = [0x30, 4, 0x30, 2, 0xa1, 0];
        assert_eq!(kind(&response), Some(RevocationInfo::Ocsp(&response)));
        assert_eq!(kind(&basic), Some(RevocationInfo::Ocsp(&basic)));
        let other = [0xa1, 15, 6, 8, 0x2b, 6, 1, 5, 5, 7, 16, 2, 0x30, 3, 10, 1, 0];
        assert_eq!(kind(&other), Some(RevocationInfo::Ocsp(&response)));
        let unknown = [0xa1, 15, 6, 8, 0x2b, 6, 1, 5, 5, 7, 16, 4, 0x30, 3, 10, 1, 0];
        assert_eq!(kind(&unknown), None);
        assert_eq!(kind(&[5, 0]), None);
        let list_of_v2 = [0x30, 7, 0x30, 5, 0x30, 3, 2, 1, 1];
        assert_eq!(kind(&list_of_v2), None);
    }
}
