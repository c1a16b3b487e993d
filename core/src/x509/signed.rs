//! `SIGNED` (X.509 §6.2): the shape that certificates, CRLs and basic OCSP responses have in common.

use crate::asn1::{self, BitString, Element, Error, ErrorKind, Reader, Tag};

/// ```text
/// SIGNED{ToBeSigned}  ::=  SEQUENCE  {
///     toBeSigned           ToBeSigned,
///     algorithmIdentifier  AlgorithmIdentifier,
///     signature            BIT STRING  }
/// ```
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'a> {
    /// What is signed, a SEQUENCE.
    pub(crate) tbs: Element<'a>,
    /// The algorithm identifier, as written.
    pub(crate) signature_algorithm: Element<'a>,
    /// The octets of the signature. What is no whole number of octets is no signature: empty, so that it never verifies but
    /// the object can still be shown.
    pub(crate) signature: &'a [u8],
}

impl<'a> Signed<'a> {
    /// Reads the three fields; what may follow them is the caller's. `tbs` names the first in errors.
    pub(crate) fn read(fields: &mut Reader<'a>, tbs: &'static str) -> asn1::Result<Self> {
        let tbs = fields.expect(Tag::SEQUENCE, tbs)?;
        let signature_algorithm = fields.expect(Tag::SEQUENCE, "signatureAlgorithm")?;
        let signature = fields.expect(Tag::BIT_STRING, "signatureValue")?;
        let signature = BitString::from_contents(signature.contents(), "signatureValue").ok().and_then(|bits| bits.octets());
        Ok(Self { tbs, signature_algorithm, signature: signature.unwrap_or_default() })
    }
}

/// The SEQUENCE that `der` is, with nothing behind it.
pub(crate) fn whole_sequence<'a>(der: &'a [u8], what: &'static str) -> asn1::Result<Element<'a>> {
    let element = Element::read(der, what)?.expect(Tag::SEQUENCE, what)?;
    if element.raw().len() == der.len() { Ok(element) } else { Err(Error::new(ErrorKind::TrailingData, what)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_of_broken_octets_is_empty_and_the_rest_is_read() {
        let fields = |unused: u8| [0x30, 3, 5, 0, 9, 0x30, 0, 3, 2, unused, 0x80, 0xa0, 0];
        let bytes = fields(0);
        let mut reader = Reader::new(&bytes);
        let signed = Signed::read(&mut reader, "tbs").unwrap();
        assert_eq!((signed.tbs.contents(), signed.signature, reader.rest()), (&[5, 0, 9][..], &[0x80][..], &[0xa0, 0][..]));
        let bytes = fields(1);
        assert_eq!(Signed::read(&mut Reader::new(&bytes), "tbs").unwrap().signature, [0u8; 0]);
        assert!(Signed::read(&mut Reader::new(&bytes[..7]), "tbs").is_err());
    }

    #[test]
    fn nothing_may_follow() {
        assert_eq!(whole_sequence(&[0x30, 1, 9], "s").unwrap().contents(), [9]);
        assert_eq!(whole_sequence(&[0x30, 0, 0], "s").unwrap_err().kind, ErrorKind::TrailingData);
        assert_eq!(whole_sequence(&[0x31, 0], "s").unwrap_err().kind, ErrorKind::UnexpectedTag(Some(Tag::SET)));
    }
}
