//! `SingleResponse` and `CertID` (RFC 6960 §4.1.1, §4.2.1).

use crate::asn1::{self, Element, Error, ErrorKind, Integer, Reader};
use crate::crypto::AlgorithmIdentifier;
use crate::time::Instant;
use crate::x509::{CrlReason, Extensions, Name, oid, public_key_octets};

/// `CertID`: which certificate is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertId<'a> {
    /// hashAlgorithm.
    pub hash_algorithm: AlgorithmIdentifier<'a>,
    /// issuerNameHash: over the DER of the issuer's name as in the certificate.
    pub issuer_name_hash: &'a [u8],
    /// issuerKeyHash: over the contents of the issuer's subjectPublicKey.
    pub issuer_key_hash: &'a [u8],
    /// serialNumber.
    pub serial: Integer<'a>,
}

impl<'a> CertId<'a> {
    fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "CertID";
        let mut fields = reader.sequence(WHAT)?;
        let id = Self {
            hash_algorithm: AlgorithmIdentifier::read(&mut fields, "CertID.hashAlgorithm")?,
            issuer_name_hash: fields.octet_string("CertID.issuerNameHash")?,
            issuer_key_hash: fields.octet_string("CertID.issuerKeyHash")?,
            serial: fields.integer("CertID.serialNumber")?,
        };
        fields.finish(WHAT)?;
        Ok(id)
    }

    /// Whether it means the certificate with this serial number, issuer name and issuer key (DER of a
    /// SubjectPublicKeyInfo). All three must match; a hash algorithm that is not supported matches nothing.
    pub fn matches(&self, serial: &Integer<'_>, issuer: &Name<'_>, issuer_spki: &[u8]) -> bool {
        if !self.serial.same_value(serial) {
            return false;
        }
        let Some(algorithm) = self.hash_algorithm.digest_algorithm() else { return false };
        let Some(key) = public_key_octets(issuer_spki) else { return false };
        algorithm.digest(issuer.der()).as_bytes() == self.issuer_name_hash
            && algorithm.digest(key).as_bytes() == self.issuer_key_hash
    }
}

/// `CertStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertStatus {
    /// good: not revoked (and, unless the responder promises more, not necessarily issued).
    Good,
    /// revoked.
    Revoked {
        /// revocationTime.
        time: Instant,
        /// revocationReason.
        reason: Option<CrlReason>,
    },
    /// unknown: the responder does not know the certificate.
    Unknown,
}

impl CertStatus {
    fn from_element(element: Element<'_>) -> asn1::Result<Self> {
        const WHAT: &str = "SingleResponse.certStatus";
        match (element.tag().class(), element.tag().number()) {
            (2, 0) => Ok(Self::Good),
            (2, 1) => {
                let mut fields = element.reader();
                let time = fields.generalized_time("RevokedInfo.revocationTime")?;
                let reason = match fields.explicit(0, "RevokedInfo.revocationReason")? {
                    Some(mut inner) => Some(CrlReason::from_code(inner.enumerated("RevokedInfo.revocationReason")?)?),
                    None => None,
                };
                fields.finish("RevokedInfo")?;
                Ok(Self::Revoked { time, reason })
            }
            (2, 2) => Ok(Self::Unknown),
            _ => Err(Error::new(ErrorKind::UnexpectedTag(Some(element.tag())), WHAT)),
        }
    }
}

/// `SingleResponse`: what the responder says about one certificate.
#[derive(Clone, Debug)]
pub struct SingleResponse<'a> {
    /// certID.
    pub cert_id: CertId<'a>,
    /// certStatus.
    pub status: CertStatus,
    /// thisUpdate.
    pub this_update: Instant,
    /// nextUpdate; absent means that newer information is available all the time.
    pub next_update: Option<Instant>,
    /// singleExtensions.
    pub extensions: Extensions<'a>,
}

impl<'a> SingleResponse<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "SingleResponse";
        let mut fields = reader.sequence(WHAT)?;
        let cert_id = CertId::read(&mut fields)?;
        let status = CertStatus::from_element(fields.element("SingleResponse.certStatus")?)?;
        let this_update = fields.generalized_time("SingleResponse.thisUpdate")?;
        let next_update = match fields.explicit(0, "SingleResponse.nextUpdate")? {
            Some(mut inner) => Some(inner.generalized_time("SingleResponse.nextUpdate")?),
            None => None,
        };
        let extensions = match fields.explicit(1, "SingleResponse.singleExtensions")? {
            Some(mut inner) => Extensions::read_optional(&mut inner, "SingleResponse.singleExtensions")?,
            None => Extensions::default(),
        };
        fields.finish(WHAT)?;
        Ok(Self { cert_id, status, this_update, next_update, extensions })
    }

    /// archiveCutoff (RFC 6960 §4.4.4): certificates that expired before it are not answered for.
    pub fn archive_cutoff(&self) -> asn1::Result<Option<Instant>> {
        self.extensions.value(oid::OCSP_ARCHIVE_CUTOFF, "ArchiveCutoff", |reader| reader.generalized_time("ArchiveCutoff"))
    }

    /// certHash (Common PKI §4.1.4): the digest algorithm and the digest of the certificate the responder has before it.
    pub fn cert_hash(&self) -> asn1::Result<Option<(AlgorithmIdentifier<'a>, &'a [u8])>> {
        self.extensions.value(oid::OCSP_CERT_HASH, "CertHash", |reader| {
            let mut fields = reader.sequence("CertHash")?;
            let algorithm = AlgorithmIdentifier::read(&mut fields, "CertHash.hashAlgorithm")?;
            Ok((algorithm, fields.octet_string("CertHash.certificateHash")?))
        })
    }

    /// Whether every critical extension is one that this crate reads.
    pub fn critical_extensions_understood(&self) -> bool {
        // Certificate transparency says nothing about revocation (RFC 6962 §3.3); it is read as far as that.
        const KNOWN: [asn1::Oid<'static>; 3] = [oid::OCSP_ARCHIVE_CUTOFF, oid::OCSP_CERT_HASH, oid::OCSP_SCT_LIST];
        self.extensions.iter().all(|extension| extension.is_ok_and(|found| !found.critical || KNOWN.contains(&found.id)))
    }
}

/// Reads the whole `responses`, so that one that is damaged can never hide another.
pub(super) fn read_all<'a>(contents: &'a [u8], mut each: impl FnMut(SingleResponse<'a>)) -> asn1::Result<()> {
    let mut reader = Reader::new(contents);
    while !reader.is_empty() {
        each(SingleResponse::read(&mut reader)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_choices() {
        let status = |bytes: &[u8]| CertStatus::from_element(Element::read(bytes, "s").unwrap());
        assert_eq!(status(&[0x80, 0]), Ok(CertStatus::Good));
        assert_eq!(status(&[0x82, 0]), Ok(CertStatus::Unknown));
        let revoked = [&[0xa1, 22, 0x18, 15][..], b"20260101000000Z", &[0xa0, 3, 10, 1, 4]].concat();
        let Ok(CertStatus::Revoked { time, reason }) = status(&revoked) else { panic!() };
        assert_eq!((time.to_string().as_str(), reason), ("2026-01-01T00:00:00Z", Some(CrlReason::Superseded)));
        assert!(status(&[0x83, 0]).is_err());
        assert!(status(&[0x30, 0]).is_err());
    }
}
