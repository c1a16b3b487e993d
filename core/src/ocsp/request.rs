//! `OCSPRequest` for one certificate (RFC 6960 §4.1.1), the form of RFC 5019 §2.1.1 that every responder answers: one
//! SHA-1 `CertID`, not signed, and without a nonce, so that the same question has the same bytes and its answer can be
//! kept by caches.

use crate::crypto::DigestAlgorithm;
use crate::x509::{Certificate, public_key_octets};

/// DER of `AlgorithmIdentifier { id-sha1, NULL }`.
const SHA1: [u8; 11] = [0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0];

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;

/// The DER of a request for the status of `certificate`, whose issuer has the key `issuer_spki` (DER of a
/// SubjectPublicKeyInfo). `None` when that key cannot be read.
///
/// ```text
/// OCSPRequest ::= SEQUENCE { tbsRequest SEQUENCE { requestList SEQUENCE OF SEQUENCE { reqCert CertID } } }
/// ```
pub fn request(certificate: &Certificate, issuer_spki: &[u8]) -> Option<Vec<u8>> {
    let key = public_key_octets(issuer_spki)?;
    let name_hash = DigestAlgorithm::Sha1.digest(certificate.issuer().der());
    let key_hash = DigestAlgorithm::Sha1.digest(key);
    let cert_id = [
        SHA1.to_vec(),
        element(OCTET_STRING, name_hash.as_bytes()),
        element(OCTET_STRING, key_hash.as_bytes()),
        element(INTEGER, certificate.serial().as_bytes()),
    ];
    // CertID, Request, requestList, TBSRequest, OCSPRequest.
    Some((0..5).fold(cert_id.concat(), |contents, _| element(SEQUENCE, &contents)))
}

/// One element with a definite length.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let octets = contents.len().to_be_bytes();
    let significant =
        octets.iter().position(|&octet| octet != 0).map_or(&[][..], |first| octets.get(first..).unwrap_or_default());
    let header = match significant {
        [] => vec![tag, 0],
        [short @ 0..=0x7f] => vec![tag, *short],
        long => [&[tag, 0x80 | long.len() as u8], long].concat(),
    };
    [header.as_slice(), contents].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(element(4, &[]), [4, 0]);
        assert_eq!(element(4, &[7; 127])[..3], [4, 127, 7]);
        assert_eq!(element(4, &[7; 128])[..4], [4, 0x81, 128, 7]);
        assert_eq!(element(4, &[7; 300])[..5], [4, 0x82, 1, 44, 7]);
    }
}
