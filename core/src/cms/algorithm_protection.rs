//! The CMS algorithm protection attribute (RFC 6211).

use crate::asn1::{self, Element, Tag};
use crate::crypto::AlgorithmIdentifier;

/// The algorithms the signer meant, bound by the signature.
///
/// ```asn1
/// CMSAlgorithmProtection ::= SEQUENCE {
///   digestAlgorithm        DigestAlgorithmIdentifier,
///   signatureAlgorithm [1] SignatureAlgorithmIdentifier OPTIONAL,
///   macAlgorithm       [2] MessageAuthenticationCodeAlgorithm OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AlgorithmProtection<'a> {
    digest_algorithm: AlgorithmIdentifier<'a>,
    signature_algorithm: Option<AlgorithmIdentifier<'a>>,
}

impl<'a> AlgorithmProtection<'a> {
    pub(super) fn read(value: Element<'a>) -> asn1::Result<Self> {
        const WHAT: &str = "CMSAlgorithmProtection";
        let mut reader = value.expect(Tag::SEQUENCE, WHAT)?.reader();
        let digest_algorithm = AlgorithmIdentifier::read(&mut reader, "CMSAlgorithmProtection.digestAlgorithm")?;
        let signature_algorithm = reader
            .optional(Tag::context(1), "CMSAlgorithmProtection.signatureAlgorithm")?
            .map(|element| AlgorithmIdentifier::from_element(element, "CMSAlgorithmProtection.signatureAlgorithm"))
            .transpose()?;
        reader.optional(Tag::context(2), "CMSAlgorithmProtection.macAlgorithm")?;
        reader.finish(WHAT)?;
        Ok(Self { digest_algorithm, signature_algorithm })
    }

    /// Whether the SignerInfo's algorithms are those (RFC 6211 §2). Absent parameters and NULL are the same. An
    /// attribute without signatureAlgorithm protects no signature.
    pub fn matches(&self, digest_algorithm: &AlgorithmIdentifier<'_>, signature_algorithm: &AlgorithmIdentifier<'_>) -> bool {
        same(&self.digest_algorithm, digest_algorithm)
            && self.signature_algorithm.is_some_and(|algorithm| same(&algorithm, signature_algorithm))
    }
}

fn same(one: &AlgorithmIdentifier<'_>, other: &AlgorithmIdentifier<'_>) -> bool {
    one.oid == other.oid && significant(one.parameters) == significant(other.parameters)
}

/// Parameters that say something: NULL says nothing.
fn significant(parameters: Option<Element<'_>>) -> Option<&[u8]> {
    parameters.filter(|element| element.tag() != Tag::NULL).map(|element| element.raw())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::Reader;

    const DIGEST: [u8; 8] = [0x30, 6, 6, 2, 0x2a, 3, 5, 0];
    const DIGEST_WITHOUT_NULL: [u8; 6] = [0x30, 4, 6, 2, 0x2a, 3];
    const SIGNATURE: [u8; 9] = [0x30, 7, 6, 2, 0x2a, 4, 2, 1, 9];

    fn algorithm(bytes: &[u8]) -> AlgorithmIdentifier<'_> {
        AlgorithmIdentifier::read(&mut Reader::new(bytes), "test").unwrap()
    }

    #[test]
    fn same_algorithms_match_and_others_do_not() {
        let mut implicit = SIGNATURE;
        implicit[0] = 0xa1;
        let bytes = [&[0x30, 17][..], &DIGEST, &implicit].concat();
        let protection = AlgorithmProtection::read(Element::read(&bytes, "test").unwrap()).unwrap();
        assert!(protection.matches(&algorithm(&DIGEST), &algorithm(&SIGNATURE)));
        assert!(protection.matches(&algorithm(&DIGEST_WITHOUT_NULL), &algorithm(&SIGNATURE)));
        assert!(!protection.matches(&algorithm(&SIGNATURE), &algorithm(&SIGNATURE)));
        let mut other_parameters = SIGNATURE;
        other_parameters[8] = 8;
        assert!(!protection.matches(&algorithm(&DIGEST), &algorithm(&other_parameters)));
    }

    #[test]
    fn a_signature_needs_the_signature_algorithm() {
        let bytes = [&[0x30, 8][..], &DIGEST].concat();
        let protection = AlgorithmProtection::read(Element::read(&bytes, "test").unwrap()).unwrap();
        assert!(!protection.matches(&algorithm(&DIGEST), &algorithm(&SIGNATURE)));
    }
}
