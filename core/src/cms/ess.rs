//! ESS signing-certificate attributes, version 1 (RFC 2634 §5.4) and version 2 (RFC 5035 §3).

use super::identifier;
use crate::asn1::{self, Element, Integer, Oid, Reader, Tag};
use crate::crypto::{AlgorithmIdentifier, DigestAlgorithm};
use crate::x509::{Certificate, Name};

/// The certificates that a signature binds: the first is the signer's.
///
/// ```asn1
/// SigningCertificate(V2) ::= SEQUENCE {
///   certs    SEQUENCE OF ESSCertID(v2),
///   policies SEQUENCE OF PolicyInformation OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningCertificate<'a> {
    /// The references; the first names the signing certificate (RFC 5035 §3).
    pub certificates: Vec<CertificateReference<'a>>,
}

/// `ESSCertID` or `ESSCertIDv2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateReference<'a> {
    /// Which hash of the certificate's DER; SHA-1 in version 1, by default SHA-256 in version 2.
    pub hash_algorithm: Oid<'a>,
    /// The hash.
    pub hash: &'a [u8],
    /// Issuer and serial number, if given.
    pub issuer_serial: Option<IssuerSerial<'a>>,
}

/// `IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber CertificateSerialNumber }`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerSerial<'a> {
    /// The DER of the directoryName, `None` when the GeneralNames holds something else than exactly one.
    pub issuer: Option<&'a [u8]>,
    /// The serial number.
    pub serial: Integer<'a>,
}

/// Which of the two attributes is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// id-aa-signingCertificate.
    One,
    /// id-aa-signingCertificateV2.
    Two,
}

impl<'a> SigningCertificate<'a> {
    pub(super) fn read(value: Element<'a>, version: Version) -> asn1::Result<Self> {
        const WHAT: &str = "SigningCertificate";
        let mut reader = value.expect(Tag::SEQUENCE, WHAT)?.reader();
        let list = reader.sequence("SigningCertificate.certs")?;
        // The policies are not looked at: RFC 5280 processing uses those of the path.
        let mut certificates = Vec::with_capacity(1);
        for element in list {
            certificates.push(CertificateReference::read(element?, version)?);
        }
        if certificates.is_empty() {
            return Err(asn1::Error::value("SigningCertificate.certs"));
        }
        Ok(Self { certificates })
    }
}

impl<'a> CertificateReference<'a> {
    /// `ESSCertIDv2 ::= SEQUENCE { hashAlgorithm DEFAULT sha256, certHash OCTET STRING, issuerSerial OPTIONAL }`;
    /// version 1 has no hashAlgorithm.
    fn read(element: Element<'a>, version: Version) -> asn1::Result<Self> {
        let mut reader = element.expect(Tag::SEQUENCE, "ESSCertID")?.reader();
        let hash_algorithm = match version {
            Version::One => identifier::SHA1,
            Version::Two if reader.peek_tag() == Some(Tag::SEQUENCE) => {
                AlgorithmIdentifier::read(&mut reader, "ESSCertIDv2.hashAlgorithm")?.oid
            }
            Version::Two => identifier::SHA256,
        };
        let hash = reader.octet_string("ESSCertID.certHash")?;
        let issuer_serial = if reader.is_empty() { None } else { Some(IssuerSerial::read(&mut reader)?) };
        reader.finish("ESSCertID")?;
        Ok(Self { hash_algorithm, hash, issuer_serial })
    }
}

impl CertificateReference<'_> {
    /// Whether the hash is that of this certificate's DER; `None` when the hash algorithm is not supported.
    pub fn hash_matches(&self, der: &[u8]) -> Option<bool> {
        let algorithm = DigestAlgorithm::from_oid(self.hash_algorithm)?;
        Some(algorithm.digest(der).as_bytes() == self.hash)
    }
}

impl<'a> IssuerSerial<'a> {
    /// Whether issuer and serial number are this certificate's; an issuer that cannot be read matches nothing.
    pub fn matches(&self, certificate: &Certificate) -> bool {
        let issuer = self.issuer.and_then(|issuer| Name::from_der(issuer).ok());
        self.serial.same_value(&certificate.serial()) && issuer.is_some_and(|issuer| issuer.matches(&certificate.issuer()))
    }

    fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        let mut reader = reader.sequence("IssuerSerial")?;
        let names = reader.expect(Tag::SEQUENCE, "IssuerSerial.issuer")?;
        let serial = reader.integer("IssuerSerial.serialNumber")?;
        reader.finish("IssuerSerial")?;
        Ok(Self { issuer: directory_name(names), serial })
    }
}

/// The one directoryName of a GeneralNames. NOTE: a bare Name in place of the GeneralNames, which some timestamping
/// services write, is taken too; its first element is a SET and not a context tag.
fn directory_name(names: Element<'_>) -> Option<&[u8]> {
    let mut reader = names.reader();
    let first = reader.element("GeneralName").ok()?;
    match first.tag() {
        Tag::SET => Some(names.raw()),
        tag if tag == Tag::context(4) && reader.is_empty() => {
            Some(first.reader().expect(Tag::SEQUENCE, "GeneralName.directoryName").ok()?.raw())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, contents.len() as u8], contents].concat()
    }

    fn signing_certificate(reference: &[u8]) -> Vec<u8> {
        wrap(0x30, &wrap(0x30, &wrap(0x30, reference)))
    }

    fn read(bytes: &[u8], version: Version) -> asn1::Result<SigningCertificate<'_>> {
        SigningCertificate::read(Element::read(bytes, "test")?, version)
    }

    #[test]
    fn hash_algorithms_and_their_defaults() {
        let bytes = signing_certificate(&[4, 1, 9]);
        assert_eq!(read(&bytes, Version::One).unwrap().certificates[0].hash_algorithm, identifier::SHA1);
        assert_eq!(read(&bytes, Version::Two).unwrap().certificates[0].hash_algorithm, identifier::SHA256);
        let bytes = signing_certificate(&[0x30, 4, 6, 2, 0x2a, 3, 4, 1, 9]);
        assert_eq!(read(&bytes, Version::Two).unwrap().certificates[0].hash_algorithm.to_string(), "1.2.3");
        assert!(read(&bytes, Version::One).is_err());
        assert!(read(&wrap(0x30, &wrap(0x30, &[])), Version::Two).is_err());
    }

    #[test]
    fn issuer_names_in_both_spellings() {
        let name = wrap(0x30, &wrap(0x31, &[]));
        let reference = |names: &[u8]| {
            signing_certificate(&[&[4, 1, 9][..], &wrap(0x30, &[&wrap(0x30, names)[..], &[2, 1, 7]].concat())].concat())
        };
        let issuer = |bytes: &[u8]| {
            let read = read(bytes, Version::One).unwrap();
            let issuer_serial = read.certificates[0].issuer_serial.unwrap();
            assert_eq!(issuer_serial.serial.to_u32(), Some(7));
            issuer_serial.issuer.map(<[u8]>::to_vec)
        };
        assert_eq!(issuer(&reference(&wrap(0xa4, &name))), Some(name.clone()));
        assert_eq!(issuer(&reference(&wrap(0x31, &[]))), Some(name.clone()));
        assert_eq!(issuer(&reference(&wrap(0xa4, &name).repeat(2))), None);
        assert_eq!(issuer(&reference(&[0x82, 1, b'a'])), None);
    }
}
