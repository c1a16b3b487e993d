//! Object identifiers of certificates, CRLs and their extensions (RFC 5280 §4.2, §5.2, §5.3; RFC 6960; RFC 3161).

use crate::asn1::Oid;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = [$($octet:literal),*];)*) => {
        $($(#[$doc])* pub const $name: Oid<'static> = Oid::known(&[$($octet),*]);)*
    };
}

oids! {
    /// id-ce-subjectDirectoryAttributes, 2.5.29.9.
    SUBJECT_DIRECTORY_ATTRIBUTES = [0x55, 0x1d, 9];
    /// id-ce-subjectKeyIdentifier, 2.5.29.14.
    SUBJECT_KEY_IDENTIFIER = [0x55, 0x1d, 14];
    /// id-ce-keyUsage, 2.5.29.15.
    KEY_USAGE = [0x55, 0x1d, 15];
    /// id-ce-subjectAltName, 2.5.29.17.
    SUBJECT_ALT_NAME = [0x55, 0x1d, 17];
    /// id-ce-issuerAltName, 2.5.29.18.
    ISSUER_ALT_NAME = [0x55, 0x1d, 18];
    /// id-ce-basicConstraints, 2.5.29.19.
    BASIC_CONSTRAINTS = [0x55, 0x1d, 19];
    /// id-ce-cRLNumber, 2.5.29.20.
    CRL_NUMBER = [0x55, 0x1d, 20];
    /// id-ce-cRLReasons, 2.5.29.21.
    REASON_CODE = [0x55, 0x1d, 21];
    /// id-ce-holdInstructionCode, 2.5.29.23 (RFC 3280).
    HOLD_INSTRUCTION = [0x55, 0x1d, 23];
    /// id-ce-invalidityDate, 2.5.29.24.
    INVALIDITY_DATE = [0x55, 0x1d, 24];
    /// id-ce-deltaCRLIndicator, 2.5.29.27.
    DELTA_CRL_INDICATOR = [0x55, 0x1d, 27];
    /// id-ce-issuingDistributionPoint, 2.5.29.28.
    ISSUING_DISTRIBUTION_POINT = [0x55, 0x1d, 28];
    /// id-ce-certificateIssuer, 2.5.29.29.
    CERTIFICATE_ISSUER = [0x55, 0x1d, 29];
    /// id-ce-nameConstraints, 2.5.29.30.
    NAME_CONSTRAINTS = [0x55, 0x1d, 30];
    /// id-ce-cRLDistributionPoints, 2.5.29.31.
    CRL_DISTRIBUTION_POINTS = [0x55, 0x1d, 31];
    /// id-ce-certificatePolicies, 2.5.29.32.
    CERTIFICATE_POLICIES = [0x55, 0x1d, 32];
    /// anyPolicy, 2.5.29.32.0.
    ANY_POLICY = [0x55, 0x1d, 32, 0];
    /// id-ce-policyMappings, 2.5.29.33.
    POLICY_MAPPINGS = [0x55, 0x1d, 33];
    /// id-ce-authorityKeyIdentifier, 2.5.29.35.
    AUTHORITY_KEY_IDENTIFIER = [0x55, 0x1d, 35];
    /// id-ce-policyConstraints, 2.5.29.36.
    POLICY_CONSTRAINTS = [0x55, 0x1d, 36];
    /// id-ce-extKeyUsage, 2.5.29.37.
    EXTENDED_KEY_USAGE = [0x55, 0x1d, 37];
    /// anyExtendedKeyUsage, 2.5.29.37.0.
    ANY_EXTENDED_KEY_USAGE = [0x55, 0x1d, 37, 0];
    /// id-ce-freshestCRL, 2.5.29.46.
    FRESHEST_CRL = [0x55, 0x1d, 46];
    /// id-ce-inhibitAnyPolicy, 2.5.29.54.
    INHIBIT_ANY_POLICY = [0x55, 0x1d, 54];
    /// id-ce-expiredCertsOnCRL, 2.5.29.60 (X.509 §9.5.2.8).
    EXPIRED_CERTS_ON_CRL = [0x55, 0x1d, 60];
    /// id-ce-noRevAvail, 2.5.29.56 (RFC 9608).
    NO_REVOCATION_AVAILABLE = [0x55, 0x1d, 56];
    /// id-pe-authorityInfoAccess, 1.3.6.1.5.5.7.1.1.
    AUTHORITY_INFO_ACCESS = [0x2b, 6, 1, 5, 5, 7, 1, 1];
    /// id-pe-qcStatements, 1.3.6.1.5.5.7.1.3 (RFC 3739).
    QC_STATEMENTS = [0x2b, 6, 1, 5, 5, 7, 1, 3];
    /// id-pe-subjectInfoAccess, 1.3.6.1.5.5.7.1.11.
    SUBJECT_INFO_ACCESS = [0x2b, 6, 1, 5, 5, 7, 1, 11];
    /// id-ad-ocsp, 1.3.6.1.5.5.7.48.1.
    ACCESS_OCSP = [0x2b, 6, 1, 5, 5, 7, 48, 1];
    /// id-ad-caIssuers, 1.3.6.1.5.5.7.48.2.
    ACCESS_CA_ISSUERS = [0x2b, 6, 1, 5, 5, 7, 48, 2];
    /// id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1.
    OCSP_BASIC = [0x2b, 6, 1, 5, 5, 7, 48, 1, 1];
    /// id-pkix-ocsp-nonce, 1.3.6.1.5.5.7.48.1.2.
    OCSP_NONCE = [0x2b, 6, 1, 5, 5, 7, 48, 1, 2];
    /// id-pkix-ocsp-nocheck, 1.3.6.1.5.5.7.48.1.5.
    OCSP_NO_CHECK = [0x2b, 6, 1, 5, 5, 7, 48, 1, 5];
    /// id-pkix-ocsp-archive-cutoff, 1.3.6.1.5.5.7.48.1.6.
    OCSP_ARCHIVE_CUTOFF = [0x2b, 6, 1, 5, 5, 7, 48, 1, 6];
    /// id-isismtt-at-certHash, 1.3.36.8.3.13 (Common PKI).
    OCSP_CERT_HASH = [0x2b, 0x24, 8, 3, 13];
    /// The signed certificate timestamps of an OCSP response, 1.3.6.1.4.1.11129.2.4.5 (RFC 6962 §3.3).
    OCSP_SCT_LIST = [0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 5];
    /// id-kp-serverAuth, 1.3.6.1.5.5.7.3.1.
    KP_SERVER_AUTH = [0x2b, 6, 1, 5, 5, 7, 3, 1];
    /// id-kp-clientAuth, 1.3.6.1.5.5.7.3.2.
    KP_CLIENT_AUTH = [0x2b, 6, 1, 5, 5, 7, 3, 2];
    /// id-kp-codeSigning, 1.3.6.1.5.5.7.3.3.
    KP_CODE_SIGNING = [0x2b, 6, 1, 5, 5, 7, 3, 3];
    /// id-kp-emailProtection, 1.3.6.1.5.5.7.3.4.
    KP_EMAIL_PROTECTION = [0x2b, 6, 1, 5, 5, 7, 3, 4];
    /// id-kp-timeStamping, 1.3.6.1.5.5.7.3.8.
    KP_TIME_STAMPING = [0x2b, 6, 1, 5, 5, 7, 3, 8];
    /// id-kp-OCSPSigning, 1.3.6.1.5.5.7.3.9.
    KP_OCSP_SIGNING = [0x2b, 6, 1, 5, 5, 7, 3, 9];
    /// id-kp-documentSigning, 1.3.6.1.5.5.7.3.36 (RFC 9336).
    KP_DOCUMENT_SIGNING = [0x2b, 6, 1, 5, 5, 7, 3, 36];
    /// id-on-SmtpUTF8Mailbox, 1.3.6.1.5.5.7.8.9 (RFC 9598).
    SMTP_UTF8_MAILBOX = [0x2b, 6, 1, 5, 5, 7, 8, 9];
    /// id-at-commonName, 2.5.4.3.
    COMMON_NAME = [0x55, 4, 3];
    /// pkcs-9-emailAddress, 1.2.840.113549.1.9.1.
    EMAIL_ADDRESS = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
}
