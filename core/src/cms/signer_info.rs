//! `SignerInfo` (RFC 5652 §5.3) and typed access to its attributes.

use std::borrow::Cow;

use super::adobe::RevocationInfoArchival;
use super::algorithm_protection::AlgorithmProtection;
use super::attributes::{AttributeError, Attributes};
use super::cades::{CommitmentType, ContentHints, RevocationValues, SignaturePolicy, SignerLocation};
use super::ess::{SigningCertificate, Version};
use super::identifier;
use crate::asn1::{self, Element, Integer, Oid, Reader, Tag};
use crate::crypto::AlgorithmIdentifier;
use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::time::Instant;
use crate::x509::{Certificate, Name};

/// Who signed what with which algorithms.
///
/// ```asn1
/// SignerInfo ::= SEQUENCE {
///   version CMSVersion,
///   sid SignerIdentifier,
///   digestAlgorithm DigestAlgorithmIdentifier,
///   signedAttrs [0] IMPLICIT SignedAttributes OPTIONAL,
///   signatureAlgorithm SignatureAlgorithmIdentifier,
///   signature SignatureValue,
///   unsignedAttrs [1] IMPLICIT UnsignedAttributes OPTIONAL }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignerInfo<'a> {
    /// The whole SignerInfo as written.
    pub raw: &'a [u8],
    /// The version; any number is read.
    pub version: Integer<'a>,
    /// Which certificate signed.
    pub signer_identifier: SignerIdentifier<'a>,
    /// The digest of the content.
    pub digest_algorithm: AlgorithmIdentifier<'a>,
    /// The signature algorithm, or in PKCS #7 v1.5 only the kind of key.
    pub signature_algorithm: AlgorithmIdentifier<'a>,
    /// The signature value.
    pub signature: &'a [u8],
    /// The signed attributes, `None` when the signature is over the content itself.
    pub signed_attributes: Option<Attributes<'a>>,
    /// The unsigned attributes, empty when there are none.
    pub unsigned_attributes: Attributes<'a>,
    signed_raw: Option<Element<'a>>,
}

/// `SignerIdentifier ::= CHOICE { issuerAndSerialNumber, subjectKeyIdentifier [0] }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignerIdentifier<'a> {
    /// By issuer and serial number.
    IssuerAndSerialNumber {
        /// The issuer's Name, DER.
        issuer: &'a [u8],
        /// The serial number.
        serial: Integer<'a>,
    },
    /// By subject key identifier.
    SubjectKeyIdentifier(&'a [u8]),
}

/// What the signature value is over when there are signed attributes: two runs of bytes, hashed one after the other.
///
/// RFC 5652 §5.4: the DER of the attributes with the tag of a SET OF instead of `[0]`. Everything but the first
/// octet is taken as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    rest: &'a [u8],
}

impl<'a> Message<'a> {
    /// The first octet, `31`, then the rest: for hashing without a copy.
    pub fn parts(&self) -> [&'a [u8]; 2] {
        [&[0x31], self.rest]
    }

    /// In one piece, for algorithms that sign the message itself (Ed25519, ML-DSA).
    pub fn to_vec(&self) -> Vec<u8> {
        self.parts().concat()
    }
}

impl<'a> SignerInfo<'a> {
    pub(super) fn read(element: Element<'a>) -> asn1::Result<Self> {
        let mut reader = element.expect(Tag::SEQUENCE, "SignerInfo")?.reader();
        let version = reader.integer("SignerInfo.version")?;
        let signer_identifier = SignerIdentifier::read(&mut reader)?;
        let digest_algorithm = AlgorithmIdentifier::read(&mut reader, "SignerInfo.digestAlgorithm")?;
        let signed_raw = reader.optional(Tag::context(0), "SignerInfo.signedAttrs")?;
        let signature_algorithm = AlgorithmIdentifier::read(&mut reader, "SignerInfo.signatureAlgorithm")?;
        let signature = reader.octet_string("SignerInfo.signature")?;
        let unsigned = reader.optional(Tag::context(1), "SignerInfo.unsignedAttrs")?;
        Ok(Self {
            raw: element.raw(),
            version,
            signer_identifier,
            digest_algorithm,
            signature_algorithm,
            signature,
            signed_attributes: signed_raw.map(|attributes| Attributes::read(attributes.contents())),
            unsigned_attributes: unsigned.map_or_else(Attributes::default, |attributes| Attributes::read(attributes.contents())),
            signed_raw,
        })
    }

    /// What the signature value is over, with the attributes as written; `None` without signed attributes.
    ///
    /// NOTE: RFC 5652 §5.4 signs the DER. Signers that wrote their attributes in another order than DER's signed them
    /// in that order, almost always; [`SignerInfo::reordered_message`] is for the rest.
    pub fn signed_attributes_message(&self) -> Option<Message<'a>> {
        Some(Message { rest: self.signed_raw?.raw().get(1..)? })
    }

    /// The message with the attributes in DER order (X.690 §11.6), each as written; `None` when that is how they are
    /// written already, so there is nothing else to try.
    pub fn reordered_message(&self) -> Option<Vec<u8>> {
        let raw = self.signed_raw?;
        let mut members = Vec::with_capacity(8);
        for member in raw.reader() {
            members.push(member.ok()?.raw());
        }
        if members.is_sorted() {
            return None;
        }
        members.arrange();
        let header = raw.raw().get(1..raw.raw().len() - raw.contents().len())?;
        Some([&[0x31], header, &members.concat()].concat())
    }

    /// The signed attribute list; empty when there is none.
    fn signed(&self) -> Cow<'_, Attributes<'a>> {
        self.signed_attributes.as_ref().map_or_else(|| Cow::Owned(Attributes::default()), Cow::Borrowed)
    }

    /// A single-valued signed attribute, read by `read`.
    fn signed_value<T>(
        &self,
        identifier: Oid<'_>,
        read: impl FnOnce(Element<'a>) -> asn1::Result<T>,
    ) -> Result<Option<T>, AttributeError> {
        let Some(attributes) = &self.signed_attributes else { return Ok(None) };
        match attributes.single(identifier)? {
            Some(value) => Ok(Some(read(value)?)),
            None => Ok(None),
        }
    }

    /// content-type (RFC 5652 §11.1).
    pub fn content_type(&self) -> Result<Option<Oid<'a>>, AttributeError> {
        self.signed_value(identifier::CONTENT_TYPE, |value| {
            Oid::from_contents(value.expect(Tag::OID, "content-type")?.contents(), "content-type")
        })
    }

    /// message-digest (RFC 5652 §11.2).
    pub fn message_digest(&self) -> Result<Option<&'a [u8]>, AttributeError> {
        self.signed_value(identifier::MESSAGE_DIGEST, |value| Ok(value.expect(Tag::OCTET_STRING, "message-digest")?.contents()))
    }

    /// signing-time, as claimed (RFC 5652 §11.3).
    pub fn signing_time(&self) -> Result<Option<Instant>, AttributeError> {
        self.signed_value(identifier::SIGNING_TIME, |value| Reader::new(value.raw()).time("signing-time"))
    }

    /// signing-certificate-v2, else signing-certificate (EN 319 122-1 §5.2.2). When both are there the newer counts;
    /// the older is at [`SignerInfo::signing_certificate_v1`].
    pub fn signing_certificate(&self) -> Result<Option<SigningCertificate<'a>>, AttributeError> {
        match self.signed_value(identifier::SIGNING_CERTIFICATE_V2, |value| SigningCertificate::read(value, Version::Two))? {
            Some(found) => Ok(Some(found)),
            None => self.signing_certificate_v1(),
        }
    }

    /// signing-certificate of version 1 (RFC 2634 §5.4).
    pub fn signing_certificate_v1(&self) -> Result<Option<SigningCertificate<'a>>, AttributeError> {
        self.signed_value(identifier::SIGNING_CERTIFICATE, |value| SigningCertificate::read(value, Version::One))
    }

    /// CMS algorithm protection (RFC 6211).
    pub fn algorithm_protection(&self) -> Result<Option<AlgorithmProtection<'a>>, AttributeError> {
        self.signed_value(identifier::CMS_ALGORITHM_PROTECTION, AlgorithmProtection::read)
    }

    /// content-hints (RFC 2634 §2.9).
    pub fn content_hints(&self) -> Result<Option<ContentHints<'a>>, AttributeError> {
        self.signed_value(identifier::CONTENT_HINTS, ContentHints::read)
    }

    /// signature-policy-identifier (EN 319 122-1 §5.2.9).
    pub fn signature_policy(&self) -> Result<Option<SignaturePolicy<'a>>, AttributeError> {
        self.signed_value(identifier::SIGNATURE_POLICY, SignaturePolicy::read)
    }

    /// commitment-type-indication (EN 319 122-1 §5.2.3); may have several values.
    pub fn commitment_types(&self) -> Result<Vec<CommitmentType<'a>>, AttributeError> {
        let signed = self.signed();
        signed.all(identifier::COMMITMENT_TYPE).map(|value| Ok(CommitmentType::read(value)?)).collect()
    }

    /// signer-location (EN 319 122-1 §5.2.5).
    pub fn signer_location(&self) -> Result<Option<SignerLocation>, AttributeError> {
        self.signed_value(identifier::SIGNER_LOCATION, SignerLocation::read)
    }

    /// Adobe's revocation information (ISO 32000-2 §12.8.3.3.2), signed and unsigned together: it is only a store,
    /// every item is verified for itself.
    pub fn adobe_revocation(&self) -> RevocationInfoArchival<'a> {
        let mut archival = RevocationInfoArchival::read(&self.signed());
        let unsigned = RevocationInfoArchival::read(&self.unsigned_attributes);
        archival.crls.extend(unsigned.crls);
        archival.ocsp_responses.extend(unsigned.ocsp_responses);
        archival.unreadable.extend(unsigned.unreadable);
        archival
    }

    /// signature-time-stamp tokens (RFC 3161 appendix A), each a ContentInfo; Microsoft's attribute of the same
    /// meaning included.
    pub fn signature_timestamps(&self) -> Vec<&'a [u8]> {
        let own = self.unsigned_attributes.all(identifier::SIGNATURE_TIME_STAMP);
        let microsoft = self.unsigned_attributes.all(identifier::MICROSOFT_TIME_STAMP);
        own.chain(microsoft).map(|value| value.raw()).gather()
    }

    /// content-time-stamp tokens (EN 319 122-1 §5.2.8).
    pub fn content_timestamps(&self) -> Vec<&'a [u8]> {
        self.signed().all(identifier::CONTENT_TIME_STAMP).map(|value| value.raw()).gather()
    }

    /// archive-time-stamp tokens of all three versions (EN 319 122-1 §5.5, annex A.2.4), with their attribute's type.
    pub fn archive_timestamps(&self) -> Vec<(Oid<'static>, &'a [u8])> {
        [identifier::ARCHIVE_TIME_STAMP, identifier::ARCHIVE_TIME_STAMP_V2, identifier::ARCHIVE_TIME_STAMP_V3]
            .into_iter()
            .flat_map(|version| self.unsigned_attributes.all(version).map(move |value| (version, value.raw())))
            .gather()
    }

    /// The certificates of certificate-values (EN 319 122-1 annex A.1.1), DER each.
    pub fn certificate_values(&self) -> Vec<&'a [u8]> {
        let lists = self.unsigned_attributes.all(identifier::CERTIFICATE_VALUES);
        lists.flat_map(|list| list.reader().map_while(Result::ok)).map(|certificate| certificate.raw()).gather()
    }

    /// revocation-values (EN 319 122-1 annex A.1.2); what cannot be read is passed over.
    pub fn revocation_values(&self) -> RevocationValues<'a> {
        let mut values = RevocationValues::default();
        for value in self.unsigned_attributes.all(identifier::REVOCATION_VALUES) {
            let _ = values.read_into(value);
        }
        values
    }
}

impl<'a> SignerIdentifier<'a> {
    fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "SignerInfo.sid";
        let element = reader.element(WHAT)?;
        match element.tag() {
            Tag::SEQUENCE => {
                let mut inner = element.reader();
                let issuer = inner.expect(Tag::SEQUENCE, "IssuerAndSerialNumber.issuer")?.raw();
                let serial = inner.integer("IssuerAndSerialNumber.serialNumber")?;
                inner.finish("IssuerAndSerialNumber")?;
                Ok(Self::IssuerAndSerialNumber { issuer, serial })
            }
            tag if tag == Tag::context_primitive(0) => Ok(Self::SubjectKeyIdentifier(element.contents())),
            // NOTE: `[0] EXPLICIT OCTET STRING`, written by tools that overlook the implicit tagging.
            tag if tag == Tag::context(0) => Ok(Self::SubjectKeyIdentifier(element.reader().octet_string(WHAT)?)),
            tag => Err(asn1::Error::new(asn1::ErrorKind::UnexpectedTag(Some(tag)), WHAT)),
        }
    }

    /// Whether this names `certificate`: by both issuer and serial number, or by its subject key identifier extension
    /// (RFC 5652 §5.3). Several certificates may be named; the signature and the signing-certificate attribute tell.
    pub fn matches(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerialNumber { issuer, serial } => {
                serial.same_value(&certificate.serial())
                    && Name::from_der(issuer).is_ok_and(|issuer| issuer.matches(&certificate.issuer()))
            }
            Self::SubjectKeyIdentifier(identifier) => {
                matches!(certificate.subject_key_identifier(), Ok(Some(found)) if found == *identifier)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, contents.len() as u8], contents].concat()
    }

    fn attribute(identifier: Oid<'_>, value: &[u8]) -> Vec<u8> {
        wrap(0x30, &[wrap(6, identifier.as_bytes()), wrap(0x31, value)].concat())
    }

    fn signer_info(signed: Option<&[u8]>, unsigned: &[u8]) -> Vec<u8> {
        let issuer_and_serial = wrap(0x30, &[0x30, 0, 2, 1, 5]);
        let algorithm = [0x30, 4, 6, 2, 0x2a, 3];
        let signed = signed.map(|contents| wrap(0xa0, contents)).unwrap_or_default();
        let parts: [&[u8]; 7] =
            [&[2, 1, 1], &issuer_and_serial, &algorithm, &signed, &algorithm, &[4, 1, 9], &wrap(0xa1, unsigned)];
        let contents = parts.concat();
        [&[0x30, 0x81, contents.len() as u8], &contents[..]].concat()
    }

    fn read(bytes: &[u8]) -> SignerInfo<'_> {
        SignerInfo::read(Element::read(bytes, "test").unwrap()).unwrap()
    }

    #[test]
    fn the_message_is_as_written_but_for_the_tag() {
        let sorted =
            [attribute(identifier::CONTENT_TYPE, &[6, 1, 0x2a]), attribute(identifier::MESSAGE_DIGEST, &[4, 1, 7])].concat();
        let bytes = signer_info(Some(&sorted), &[]);
        let message = read(&bytes).signed_attributes_message().unwrap();
        assert_eq!(message.to_vec(), wrap(0x31, &sorted));
        assert_eq!(read(&bytes).reordered_message(), None);
        let unsorted =
            [attribute(identifier::MESSAGE_DIGEST, &[4, 1, 7]), attribute(identifier::CONTENT_TYPE, &[6, 1, 0x2a])].concat();
        let bytes = signer_info(Some(&unsorted), &[]);
        assert_eq!(read(&bytes).signed_attributes_message().unwrap().to_vec(), wrap(0x31, &unsorted));
        assert_eq!(read(&bytes).reordered_message().unwrap(), wrap(0x31, &sorted));
        let bytes = signer_info(None, &[]);
        assert_eq!(read(&bytes).signed_attributes_message(), None);
        assert_eq!(read(&bytes).message_digest(), Ok(None));
    }

    #[test]
    fn typed_attributes_and_their_errors() {
        let time = [0x17, 13, b'1', b'8', b'0', b'1', b'1', b'5', b'0', b'9', b'2', b'1', b'5', b'9', b'Z'];
        let signed = [
            attribute(identifier::MESSAGE_DIGEST, &[4, 1, 7]),
            attribute(identifier::CONTENT_TYPE, &[4, 1, 7]),
            attribute(identifier::SIGNING_TIME, &time),
        ]
        .concat();
        let bytes = signer_info(Some(&signed), &[]);
        let signer_info = read(&bytes);
        assert_eq!(signer_info.message_digest(), Ok(Some(&[7][..])));
        assert!(matches!(signer_info.content_type(), Err(AttributeError::Malformed(_))));
        assert_eq!(signer_info.signing_time().unwrap().unwrap().to_string(), "2018-01-15T09:21:59Z");
        assert_eq!(signer_info.signing_certificate(), Ok(None));
    }

    #[test]
    fn a_repeated_message_digest_is_not_taken() {
        let twice = attribute(identifier::MESSAGE_DIGEST, &[4, 1, 7]).repeat(2);
        assert_eq!(read(&signer_info(Some(&twice), &[])).message_digest(), Err(AttributeError::Multiple));
    }

    #[test]
    fn timestamps_of_both_attributes_and_an_unreadable_neighbour() {
        let unsigned = [
            attribute(identifier::SIGNATURE_TIME_STAMP, &[0x30, 0, 0x30, 0]),
            vec![5, 0],
            attribute(identifier::MICROSOFT_TIME_STAMP, &[0x30, 0]),
        ]
        .concat();
        let bytes = signer_info(None, &unsigned);
        let signer_info = read(&bytes);
        assert_eq!(signer_info.signature_timestamps().len(), 3);
        assert_eq!(signer_info.unsigned_attributes.unreadable().len(), 1);
        // Unsigned timestamps are no content timestamps, and signed claims are not taken from unsigned attributes.
        assert!(signer_info.content_timestamps().is_empty());
    }

    #[test]
    fn signer_identifiers() {
        let identifier = |bytes: &[u8]| SignerIdentifier::read(&mut Reader::new(bytes)).map(|found| format!("{found:?}"));
        assert_eq!(identifier(&[0x80, 1, 7]).unwrap(), identifier(&[0xa0, 3, 4, 1, 7]).unwrap());
        assert!(identifier(&[0x30, 5, 0x30, 0, 2, 1, 5]).unwrap().contains("0x05"));
        assert!(identifier(&[0x31, 0]).is_err());
    }
}
