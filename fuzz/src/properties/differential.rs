//! Other readers of the same formats: what they accept, we read the same way.

use longseal::asn1;
use longseal::cms::SignedData;
use longseal::x509::Certificate;

/// A certificate as `x509-cert` reads it.
pub struct ForeignCertificate<'a> {
    /// The serial number's contents.
    pub serial: &'a [u8],
    /// DER of the issuer's name.
    pub issuer: &'a [u8],
    /// DER of the subject's name.
    pub subject: &'a [u8],
    /// DER of the SubjectPublicKeyInfo.
    pub spki: &'a [u8],
    /// Seconds since 1970 of notBefore and notAfter.
    pub validity: [u64; 2],
    /// How many extensions.
    pub extensions: usize,
}

/// `bytes` were read as a certificate by the other reader, and encoding it again gives them back.
pub fn certificate(bytes: &[u8], foreign: &ForeignCertificate<'_>) {
    let Ok(own) = Certificate::parse(bytes) else {
        // We read the rules of RFC 5280 that the other reader leaves to others; which are listed in `x509`'s tests.
        return;
    };
    assert_eq!(own.issuer().der(), foreign.issuer, "issuer");
    assert_eq!(own.subject().der(), foreign.subject, "subject");
    assert_eq!(own.spki(), foreign.spki, "public key");
    assert_eq!(own.serial().as_bytes(), foreign.serial, "serial number");
    let seconds = [own.not_before(), own.not_after()].map(|time| u64::try_from(time.unix_seconds()).ok());
    assert_eq!(seconds, foreign.validity.map(Some), "validity");
    assert_eq!(own.extensions().iter().count(), foreign.extensions, "extensions");
}

/// What `cms` says of a SignedData it has read: signers, their values, and how many certificates.
pub struct ForeignSignedData<'a> {
    /// The signature values in order.
    pub values: Vec<&'a [u8]>,
    /// X.509 certificates.
    pub certificates: usize,
}

/// `bytes` were read as a ContentInfo with SignedData by the other reader.
pub fn signed_data(bytes: &[u8], foreign: &ForeignSignedData<'_>) {
    let Ok(definite) = asn1::to_definite(bytes) else { panic!("DER that cannot be made definite") };
    let Ok(own) = SignedData::parse(&definite) else { return };
    let values: Vec<&[u8]> = own.signer_infos.iter().map(|signer| signer.signature).collect();
    assert_eq!(values, foreign.values, "signature values");
    assert_eq!(own.certificates.len(), foreign.certificates, "certificates");
}
