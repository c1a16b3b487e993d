//! `ContentInfo` and `SignedData` (RFC 5652 §3, §5.1).

use super::identifier;
use super::revocation_info::{RevocationInfo, revocation_info};
use super::signer_info::SignerInfo;
use crate::asn1::{self, Element, Integer, Oid, Reader, Tag};
use crate::crypto::AlgorithmIdentifier;

/// A parsed SignedData; everything in it is a slice of the input.
///
/// ```asn1
/// SignedData ::= SEQUENCE {
///   version CMSVersion,
///   digestAlgorithms SET OF DigestAlgorithmIdentifier,
///   encapContentInfo EncapsulatedContentInfo,
///   certificates [0] IMPLICIT CertificateSet OPTIONAL,
///   crls         [1] IMPLICIT RevocationInfoChoices OPTIONAL,
///   signerInfos  SET OF SignerInfo }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignedData<'a> {
    /// The whole structure as given, without what follows it.
    pub raw: &'a [u8],
    /// The version; any number is read.
    pub version: Integer<'a>,
    /// The announced digest algorithms; which one counts is said by each SignerInfo.
    pub digest_algorithms: Vec<AlgorithmIdentifier<'a>>,
    /// The type of the signed content.
    pub content_type: Oid<'a>,
    /// The encapsulated content's value octets, `None` when detached. For a content that is no OCTET STRING
    /// (PKCS #7 v1.5) these are its contents octets, which is what RFC 5652 §5.2.1 says to digest.
    pub encapsulated_content: Option<&'a [u8]>,
    /// X.509 certificates, DER each.
    pub certificates: Vec<&'a [u8]>,
    /// Members of the certificate bag that are no X.509 certificates.
    pub other_certificates: Vec<OtherCertificate<'a>>,
    /// CRLs, DER each.
    pub crls: Vec<&'a [u8]>,
    /// OCSP responses: `OCSPResponse` or `BasicOCSPResponse` DER each.
    pub ocsp_responses: Vec<&'a [u8]>,
    /// Readable SignerInfos, in order. Whether there is exactly one is judged elsewhere; see [`SignedData::signer_count`].
    pub signer_infos: Vec<SignerInfo<'a>>,
    /// Members of a bag or of signerInfos that could not be read, and were passed over.
    pub passed_over: Vec<asn1::Error>,
    unreadable_signers: usize,
}

/// A `CertificateChoices` that is no X.509 certificate (RFC 5652 §10.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherCertificate<'a> {
    /// `[0]`: a PKCS #6 extended certificate.
    Extended(&'a [u8]),
    /// `[1]` or `[2]`: an attribute certificate, version 1 or 2.
    Attribute(&'a [u8]),
    /// `[3]`: another format.
    Other(&'a [u8]),
}

impl<'a> SignedData<'a> {
    /// Reads a ContentInfo with a SignedData in it, or a bare SignedData. Zero padding after it is not looked at.
    ///
    /// # Errors
    /// Where in the skeleton reading stopped. A member of a bag that cannot be read is no error.
    pub fn parse(bytes: &'a [u8]) -> asn1::Result<Self> {
        let outer = Element::read(bytes, "ContentInfo")?.expect(Tag::SEQUENCE, "ContentInfo")?;
        let mut reader = outer.reader();
        if reader.peek_tag() != Some(Tag::OID) {
            return Self::read(outer);
        }
        let content_type = reader.oid("ContentInfo.contentType")?;
        if content_type != identifier::SIGNED_DATA {
            return Err(asn1::Error::new(asn1::ErrorKind::Unsupported, "ContentInfo.contentType"));
        }
        let mut content = reader
            .explicit(0, "ContentInfo.content")?
            .ok_or(asn1::Error::new(asn1::ErrorKind::UnexpectedTag(None), "ContentInfo.content"))?;
        let signed_data = Self::read(content.expect(Tag::SEQUENCE, "SignedData")?)?;
        // Two members and no more: a length that takes in what follows is no other spelling of the same structure.
        content.finish("ContentInfo.content")?;
        reader.finish("ContentInfo")?;
        Ok(Self { raw: outer.raw(), ..signed_data })
    }

    fn read(element: Element<'a>) -> asn1::Result<Self> {
        let mut reader = element.reader();
        let version = reader.integer("SignedData.version")?;
        let mut algorithms = reader.set("SignedData.digestAlgorithms")?;
        let mut digest_algorithms = Vec::with_capacity(1);
        while !algorithms.is_empty() {
            digest_algorithms.push(AlgorithmIdentifier::read(&mut algorithms, "SignedData.digestAlgorithms")?);
        }
        let mut content_info = reader.sequence("SignedData.encapContentInfo")?;
        let content_type = content_info.oid("EncapsulatedContentInfo.eContentType")?;
        let encapsulated_content = match content_info.explicit(0, "EncapsulatedContentInfo.eContent")? {
            Some(mut content) if !content.is_empty() => Some(content.element("EncapsulatedContentInfo.eContent")?.contents()),
            _ => None,
        };
        let mut signed_data = Self {
            raw: element.raw(),
            version,
            digest_algorithms,
            content_type,
            encapsulated_content,
            certificates: Vec::new(),
            other_certificates: Vec::new(),
            crls: Vec::new(),
            ocsp_responses: Vec::new(),
            signer_infos: Vec::with_capacity(1),
            passed_over: Vec::new(),
            unreadable_signers: 0,
        };
        if let Some(bag) = reader.explicit(0, "SignedData.certificates")? {
            signed_data.read_certificates(bag);
        }
        if let Some(bag) = reader.explicit(1, "SignedData.crls")? {
            signed_data.read_revocation_info(bag);
        }
        signed_data.read_signer_infos(reader.set("SignedData.signerInfos")?);
        Ok(signed_data)
    }

    fn read_certificates(&mut self, bag: Reader<'a>) {
        for member in bag {
            let member = match member {
                Ok(member) => member,
                Err(error) => return self.passed_over.push(error),
            };
            let raw = member.raw();
            match (member.tag().class(), member.tag().number()) {
                _ if member.tag() == Tag::SEQUENCE => self.certificates.push(raw),
                (2, 0) => self.other_certificates.push(OtherCertificate::Extended(raw)),
                (2, 1 | 2) => self.other_certificates.push(OtherCertificate::Attribute(raw)),
                (2, 3) => self.other_certificates.push(OtherCertificate::Other(raw)),
                _ => self.passed_over.push(asn1::Error::value("SignedData.certificates")),
            }
        }
    }

    fn read_revocation_info(&mut self, bag: Reader<'a>) {
        for member in bag {
            match member.map(revocation_info) {
                Ok(Some(RevocationInfo::Crl(der))) => self.crls.push(der),
                Ok(Some(RevocationInfo::Ocsp(der))) => self.ocsp_responses.push(der),
                Ok(None) => self.passed_over.push(asn1::Error::value("SignedData.crls")),
                Err(error) => self.passed_over.push(error),
            }
        }
    }

    fn read_signer_infos(&mut self, signer_infos: Reader<'a>) {
        for element in signer_infos {
            match element.and_then(SignerInfo::read) {
                Ok(signer_info) => self.signer_infos.push(signer_info),
                Err(error) => {
                    self.unreadable_signers += 1;
                    self.passed_over.push(error);
                }
            }
        }
    }

    /// How many SignerInfos there are, the unreadable ones included.
    pub fn signer_count(&self) -> usize {
        self.signer_infos.len() + self.unreadable_signers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::SignerIdentifier;

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = contents.len();
        let head = if length < 0x80 { vec![tag, length as u8] } else { vec![tag, 0x82, (length >> 8) as u8, length as u8] };
        [&head, contents].concat()
    }

    fn oid(identifier: Oid<'_>) -> Vec<u8> {
        wrap(6, identifier.as_bytes())
    }

    const SIGNER: &[u8] =
        &[0x30, 27, 2, 1, 3, 0x80, 2, 7, 7, 0x30, 4, 6, 2, 0x2a, 3, 0xa0, 0, 0x30, 4, 6, 2, 0x2a, 4, 4, 4, 9, 9, 9, 9];

    fn signed_data(content: &[u8], certificates: &[u8], crls: &[u8], signers: &[u8]) -> Vec<u8> {
        wrap(
            0x30,
            &[
                vec![2, 1, 1],
                wrap(0x31, &wrap(0x30, &[6, 2, 0x2a, 3])),
                wrap(0x30, &[oid(identifier::DATA), content.to_vec()].concat()),
                wrap(0xa0, certificates),
                wrap(0xa1, crls),
                wrap(0x31, signers),
            ]
            .concat(),
        )
    }

    #[test]
    fn a_content_info_has_two_members_and_no_more() {
        let wrap = |tag: u8, contents: &[u8]| [&[tag, contents.len() as u8], contents].concat();
        let content = wrap(0x30, &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1]);
        let signed_data = wrap(0x30, &[&[2, 1, 1, 0x31, 0], &content[..], &[0x31, 0]].concat());
        let kind = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
        let content_info = |within: &[u8], after: &[u8]| {
            wrap(0x30, &[&kind[..], &wrap(0xa0, &[&signed_data[..], within].concat()), after].concat())
        };
        assert!(SignedData::parse(&content_info(&[], &[])).is_ok());
        // What follows it is padding (ISO 32000-2 §12.8.1), which no length may take in.
        assert!(SignedData::parse(&[&content_info(&[], &[])[..], &[0, 0]].concat()).is_ok());
        for (within, after) in [(&[0, 0][..], &[][..]), (&[], &[0, 0]), (&[], &[0]), (&[5, 0], &[])] {
            assert!(SignedData::parse(&content_info(within, after)).is_err(), "{within:?} {after:?}");
        }
    }

    #[test]
    fn bare_and_in_content_info_and_padded() {
        let bare = signed_data(&[], &[], &[], SIGNER);
        let whole = wrap(0x30, &[oid(identifier::SIGNED_DATA), wrap(0xa0, &bare)].concat());
        let padded = [whole.clone(), vec![0; 20]].concat();
        for (bytes, raw) in [(&bare, &bare), (&whole, &whole), (&padded, &whole)] {
            let parsed = SignedData::parse(bytes).unwrap();
            assert_eq!(parsed.raw, raw);
            assert_eq!(parsed.encapsulated_content, None);
            assert_eq!(parsed.signer_count(), 1);
            assert!(matches!(parsed.signer_infos[0].signer_identifier, SignerIdentifier::SubjectKeyIdentifier([7, 7])));
        }
        let enveloped = wrap(0x30, &[oid(identifier::DATA), wrap(0xa0, &bare)].concat());
        assert_eq!(SignedData::parse(&enveloped).unwrap_err().kind, asn1::ErrorKind::Unsupported);
    }

    #[test]
    fn odd_members_hide_no_others() {
        let crl = [0x30, 5, 0x30, 3, 2, 1, 1];
        let ocsp = [0xa1, 15, 6, 8, 0x2b, 6, 1, 5, 5, 7, 16, 2, 0x30, 3, 10, 1, 0];
        let certificates = [&[0xa2, 0][..], &[0x30, 0], &[5, 0], &[0xa3, 0], &[0x30, 0], &[0x30, 9]].concat();
        let bytes = signed_data(&[], &certificates, &[&ocsp[..], &crl, &[5, 0]].concat(), &[SIGNER, &[0x30, 0]].concat());
        let parsed = SignedData::parse(&bytes).unwrap();
        assert_eq!(parsed.certificates.len(), 2);
        assert_eq!(parsed.other_certificates, [OtherCertificate::Attribute(&[0xa2, 0]), OtherCertificate::Other(&[0xa3, 0])]);
        assert_eq!((parsed.crls.len(), parsed.ocsp_responses.len()), (1, 1));
        assert_eq!((parsed.signer_infos.len(), parsed.signer_count()), (1, 2));
        assert_eq!(parsed.passed_over.len(), 4);
    }

    #[test]
    fn content_of_any_type_gives_its_value_octets() {
        for content in [[0xa0, 3, 4, 1, 9], [0xa0, 3, 0x30, 1, 9]] {
            assert_eq!(SignedData::parse(&signed_data(&content, &[], &[], &[])).unwrap().encapsulated_content, Some(&[9][..]));
        }
        assert_eq!(SignedData::parse(&signed_data(&[0xa0, 0], &[], &[], &[])).unwrap().encapsulated_content, None);
    }

    #[test]
    fn every_truncation_is_an_error_and_no_panic() {
        let bytes = signed_data(&[0xa0, 3, 4, 1, 9], &[0x30, 0], &[], SIGNER);
        for length in 0..bytes.len() {
            assert!(SignedData::parse(&bytes[..length]).is_err());
        }
    }
}
