//! The contents of an adbe.x509.rsa_sha1 signature (ISO 32000-1 §12.8.3.2): no CMS at all.

use crate::asn1::{self, Reader};

/// The PKCS #1 signature inside /Contents: an OCTET STRING; zero padding after it is not looked at.
///
/// The certificate, leaf first, is in the signature dictionary's /Cert. The signature is over the bytes of the
/// /ByteRange themselves, there are no attributes.
pub fn pkcs1_signature(contents: &[u8]) -> asn1::Result<&[u8]> {
    Reader::new(contents).octet_string("PKCS #1 signature")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_cut_by_the_length_and_not_by_value() {
        assert_eq!(pkcs1_signature(&[4, 3, 9, 0, 0, 0, 0, 0]).unwrap(), [9, 0, 0]);
        assert!(pkcs1_signature(&[0x30, 0]).is_err());
        assert!(pkcs1_signature(&[]).is_err());
    }
}
