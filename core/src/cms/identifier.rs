//! Object identifiers of content types and attributes, by the names their standards give them.

use crate::asn1::Oid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal, $octets:expr;)*) => {
        $($(#[$doc])* pub const $name: Oid<'static> = Oid::known(&$octets);)*

        #[cfg(test)]
        const ALL: &[(&str, Oid<'static>)] = &[$(($dotted, $name),)*];
    };
}

identifiers! {
    /// id-data (RFC 5652 §4).
    DATA = "1.2.840.113549.1.7.1", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
    /// id-signedData (RFC 5652 §5.1).
    SIGNED_DATA = "1.2.840.113549.1.7.2", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    /// id-ct-TSTInfo (RFC 3161 §2.4.2).
    TST_INFO = "1.2.840.113549.1.9.16.1.4", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];

    /// id-contentType (RFC 5652 §11.1).
    CONTENT_TYPE = "1.2.840.113549.1.9.3", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
    /// id-messageDigest (RFC 5652 §11.2).
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
    /// id-signingTime (RFC 5652 §11.3).
    SIGNING_TIME = "1.2.840.113549.1.9.5", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5];
    /// id-countersignature (RFC 5652 §11.4).
    COUNTERSIGNATURE = "1.2.840.113549.1.9.6", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 6];
    /// id-aa-CMSAlgorithmProtection (RFC 6211 §2).
    CMS_ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 52];
    /// id-aa-contentHint (RFC 2634 §2.9).
    CONTENT_HINTS = "1.2.840.113549.1.9.16.2.4", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 4];
    /// id-aa-signingCertificate (RFC 2634 §5.4).
    SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
    /// id-aa-timeStampToken (RFC 3161 appendix A, EN 319 122-1 §5.3).
    SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 14];
    /// id-aa-ets-sigPolicyId (EN 319 122-1 §5.2.9).
    SIGNATURE_POLICY = "1.2.840.113549.1.9.16.2.15", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 15];
    /// id-aa-ets-commitmentType (EN 319 122-1 §5.2.3).
    COMMITMENT_TYPE = "1.2.840.113549.1.9.16.2.16", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 16];
    /// id-aa-ets-signerLocation (EN 319 122-1 §5.2.5).
    SIGNER_LOCATION = "1.2.840.113549.1.9.16.2.17", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 17];
    /// id-aa-ets-contentTimestamp (EN 319 122-1 §5.2.8).
    CONTENT_TIME_STAMP = "1.2.840.113549.1.9.16.2.20", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 20];
    /// id-aa-ets-certValues (EN 319 122-1 annex A.1.1).
    CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 23];
    /// id-aa-ets-revocationValues (EN 319 122-1 annex A.1.2).
    REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 24];
    /// id-aa-ets-archiveTimestamp, first form (RFC 3126).
    ARCHIVE_TIME_STAMP = "1.2.840.113549.1.9.16.2.27", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 27];
    /// id-aa-signingCertificateV2 (RFC 5035 §3).
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
    /// id-aa-ets-archiveTimestampV2 (EN 319 122-1 annex A.2.4).
    ARCHIVE_TIME_STAMP_V2 = "1.2.840.113549.1.9.16.2.48", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 48];
    /// id-aa-ets-archiveTimestampV3 (EN 319 122-1 §5.5.3).
    ARCHIVE_TIME_STAMP_V3 = "0.4.0.1733.2.4", [0x04, 0x00, 0x8d, 0x45, 2, 4];
    /// adbe-revocationInfoArchival (ISO 32000-2 §12.8.3.3.2).
    ADOBE_REVOCATION = "1.2.840.113583.1.1.8", [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x2f, 1, 1, 8];
    /// The RFC 3161 token that Microsoft's tools attach as a countersignature.
    MICROSOFT_TIME_STAMP = "1.3.6.1.4.1.311.3.3.1", [0x2b, 6, 1, 4, 1, 0x82, 0x37, 3, 3, 1];

    /// id-ri-ocsp-response (RFC 5940 §2).
    RI_OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2", [0x2b, 6, 1, 5, 5, 7, 16, 2];
    /// id-pkix-ocsp-basic (RFC 6960 §4.2.1).
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1", [0x2b, 6, 1, 5, 5, 7, 48, 1, 1];
    /// id-sha1, the hash of every ESSCertID (RFC 2634 §5.4.1).
    SHA1 = "1.3.14.3.2.26", [0x2b, 0x0e, 3, 2, 26];
    /// id-sha256, the default hash of an ESSCertIDv2 (RFC 5035 §4).
    SHA256 = "2.16.840.1.101.3.4.2.1", [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_those_of_the_dotted_form() {
        for (dotted, identifier) in ALL {
            assert_eq!(identifier.to_string(), *dotted);
        }
    }
}
