//! URIs and XML identifiers of the validation report.

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::crl::CrlReason;
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::indication::{Indication, SubIndication};
use crate::reason::Severity;

/// The type of report data that holds what the caller knows the document by.
pub(super) const PATH: &str = "urn:longseal:document:path";

/// The URI of a finding: `urn:longseal:error:path.no-trust-anchor`.
pub(super) fn finding(severity: Severity, code: &str) -> String {
    format!("urn:longseal:{}:{code}", severity.as_str())
}

/// The main indication of a signature (TS 119 102-2 §4.3.4.2).
pub(super) fn main_indication(indication: Indication) -> &'static str {
    match indication {
        Indication::TotalPassed => "urn:etsi:019102:mainindication:total-passed",
        Indication::Indeterminate => "urn:etsi:019102:mainindication:indeterminate",
        Indication::TotalFailed => "urn:etsi:019102:mainindication:total-failed",
    }
}

/// The main indication of anything but a signature.
pub(super) fn block_indication(indication: Indication) -> &'static str {
    match indication {
        Indication::TotalPassed => "urn:etsi:019102:mainindication:passed",
        Indication::Indeterminate => "urn:etsi:019102:mainindication:indeterminate",
        Indication::TotalFailed => "urn:etsi:019102:mainindication:failed",
    }
}

/// The sub-indication (§4.3.4.3).
pub(super) fn sub_indication(sub: SubIndication) -> String {
    format!("urn:etsi:019102:subindication:{}", sub.as_str())
}

/// The revocation reason (§4.3.12.6).
pub(super) fn revocation_reason(reason: CrlReason) -> String {
    format!("urn:etsi:019102:revocationReason:{}", reason.as_str())
}

/// A digest as a URI (RFC 6920 §3), for a policy that has no other identifier.
pub(super) fn named_information(sha256: &[u8; 32]) -> String {
    format!("ni:///sha-256;{}", Base64UrlUnpadded::encode_string(sha256))
}

/// The digest algorithm as XML signatures name it (RFC 9231 §2.1); others by their object identifier.
pub(super) fn digest_method(algorithm: DigestAlgorithm) -> String {
    use DigestAlgorithm as D;
    let known = match algorithm {
        D::Md5 => "http://www.w3.org/2001/04/xmldsig-more#md5",
        D::Sha1 => "http://www.w3.org/2000/09/xmldsig#sha1",
        D::Ripemd160 => "http://www.w3.org/2001/04/xmlenc#ripemd160",
        D::Sha224 => "http://www.w3.org/2001/04/xmldsig-more#sha224",
        D::Sha256 => "http://www.w3.org/2001/04/xmlenc#sha256",
        D::Sha384 => "http://www.w3.org/2001/04/xmldsig-more#sha384",
        D::Sha512 => "http://www.w3.org/2001/04/xmlenc#sha512",
        D::Sha3_224 => "http://www.w3.org/2007/05/xmldsig-more#sha3-224",
        D::Sha3_256 => "http://www.w3.org/2007/05/xmldsig-more#sha3-256",
        D::Sha3_384 => "http://www.w3.org/2007/05/xmldsig-more#sha3-384",
        D::Sha3_512 => "http://www.w3.org/2007/05/xmldsig-more#sha3-512",
        other => return format!("urn:oid:{}", other.oid()),
    };
    known.to_owned()
}

/// The signature algorithm as XML signatures name it (RFC 9231 §2.3), where they have a name for it.
pub(super) fn signature_method(algorithm: SignatureAlgorithm) -> Option<String> {
    use DigestAlgorithm as D;
    let digest = |digest: D| match digest {
        D::Md5 => Some("md5"),
        D::Sha1 => Some("sha1"),
        D::Ripemd160 => Some("ripemd160"),
        D::Sha224 => Some("sha224"),
        D::Sha256 => Some("sha256"),
        D::Sha384 => Some("sha384"),
        D::Sha512 => Some("sha512"),
        _ => None,
    };
    match algorithm {
        SignatureAlgorithm::RsaPkcs1(D::Sha1) => Some("http://www.w3.org/2000/09/xmldsig#rsa-sha1".to_owned()),
        SignatureAlgorithm::RsaPkcs1(hash) => Some(format!("http://www.w3.org/2001/04/xmldsig-more#rsa-{}", digest(hash)?)),
        SignatureAlgorithm::RsaPss { digest: hash, .. } => {
            Some(format!("http://www.w3.org/2007/05/xmldsig-more#{}-rsa-MGF1", digest(hash)?))
        }
        SignatureAlgorithm::Ecdsa(hash) => Some(format!("http://www.w3.org/2001/04/xmldsig-more#ecdsa-{}", digest(hash)?)),
        SignatureAlgorithm::Ed25519 => Some("http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519".to_owned()),
        SignatureAlgorithm::Ed448 => Some("http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448".to_owned()),
        _ => None,
    }
}
