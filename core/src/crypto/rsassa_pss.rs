//! The parameters of RSASSA-PSS (RFC 8017 §A.2.3, RFC 4055 §3.1).

use super::algorithm::{AlgorithmIdentifier, SignatureAlgorithm};
use super::digest::DigestAlgorithm;
use super::{Unsupported, oid};
use crate::asn1::{Element, Error, Result as Asn1Result, Tag};

/// `RSASSA-PSS-params`:
///
/// ```text
/// RSASSA-PSS-params ::= SEQUENCE {
///     hashAlgorithm     [0] HashAlgorithm    DEFAULT sha1,
///     maskGenAlgorithm  [1] MaskGenAlgorithm DEFAULT mgf1SHA1,
///     saltLength        [2] INTEGER          DEFAULT 20,
///     trailerField      [3] TrailerField     DEFAULT trailerFieldBC }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) digest: DigestAlgorithm,
    pub(super) mgf_digest: DigestAlgorithm,
    pub(super) salt_length: u32,
}

const DEFAULT: Parameters = Parameters { digest: DigestAlgorithm::Sha1, mgf_digest: DigestAlgorithm::Sha1, salt_length: 20 };

impl Parameters {
    /// Reads the parameters of a signature's identifier.
    ///
    /// NOTE: absent parameters stand for the defaults, though RFC 4055 §3.1 requires them in signatures: there is
    /// nothing else they could mean, and a signature made otherwise does not verify.
    pub(super) fn read(parameters: Option<Element<'_>>) -> Result<Self, Unsupported> {
        match parameters {
            None => Ok(DEFAULT),
            Some(element) => Self::from_element(element)
                .map_err(|error| Unsupported::new(format!("RSASSA-PSS parameters: {error}")))?
                .ok_or_else(|| Unsupported::new("RSASSA-PSS parameters: digest, mask generation or trailer".to_owned())),
        }
    }

    /// `None` for what is well-formed but not supported.
    fn from_element(element: Element<'_>) -> Asn1Result<Option<Self>> {
        const WHAT: &str = "RSASSA-PSS-params";
        let mut fields = element.expect(Tag::SEQUENCE, WHAT)?.reader();
        let mut read = Some(DEFAULT);
        let digest = |identifier: AlgorithmIdentifier<'_>| identifier.digest_algorithm();
        if let Some(mut inner) = fields.explicit(0, WHAT)? {
            let found = digest(AlgorithmIdentifier::read(&mut inner, WHAT)?);
            inner.finish(WHAT)?;
            read = read.zip(found).map(|(read, digest)| Self { digest, ..read });
        }
        if let Some(mut inner) = fields.explicit(1, WHAT)? {
            let generation = AlgorithmIdentifier::read(&mut inner, WHAT)?;
            inner.finish(WHAT)?;
            let found = if generation.oid == oid::MGF1 {
                let parameters = generation.parameters.ok_or(Error::value(WHAT))?;
                digest(AlgorithmIdentifier::from_element(parameters.expect(Tag::SEQUENCE, WHAT)?, WHAT)?)
            } else {
                None
            };
            read = read.zip(found).map(|(read, mgf_digest)| Self { mgf_digest, ..read });
        }
        if let Some(mut inner) = fields.explicit(2, WHAT)? {
            let salt_length = inner.integer(WHAT)?.to_u32().ok_or(Error::value(WHAT))?;
            inner.finish(WHAT)?;
            read = read.map(|read| Self { salt_length, ..read });
        }
        if let Some(mut inner) = fields.explicit(3, WHAT)? {
            let trailer = inner.integer(WHAT)?.to_u32();
            inner.finish(WHAT)?;
            read = read.filter(|_| trailer == Some(1));
        }
        fields.finish(WHAT)?;
        Ok(read)
    }

    pub(super) fn algorithm(self) -> SignatureAlgorithm {
        let Self { digest, mgf_digest, salt_length } = self;
        SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_length }
    }

    /// Whether a key restricted to these parameters may make signatures with `used`: the same digests, and a salt at
    /// least as long (RFC 4055 §3.3).
    pub(super) fn allow(self, used: Self) -> bool {
        self.digest == used.digest && self.mgf_digest == used.mgf_digest && used.salt_length >= self.salt_length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::Reader;

    const SHA256: [u8; 15] = [0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0];

    fn tlv(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
        let contents = contents.concat();
        [&[tag, u8::try_from(contents.len()).unwrap()][..], &contents].concat()
    }

    fn mgf1(digest: &[u8]) -> Vec<u8> {
        tlv(0x30, &[&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8], digest])
    }

    fn read(bytes: &[u8]) -> Result<Parameters, Unsupported> {
        Parameters::read(Some(Reader::new(bytes).element("p").unwrap()))
    }

    #[test]
    fn defaults_are_sha1_and_20() {
        assert_eq!(Parameters::read(None), Ok(DEFAULT));
        assert_eq!(read(&[0x30, 0]), Ok(DEFAULT));
        let shown = DEFAULT.algorithm().name();
        assert_eq!(shown, "RSASSA-PSS with SHA-1");
    }

    #[test]
    fn every_field_is_read() {
        let all = tlv(0x30, &[&tlv(0xa0, &[&SHA256]), &tlv(0xa1, &[&mgf1(&SHA256)]), &[0xa2, 3, 2, 1, 32], &[0xa3, 3, 2, 1, 1]]);
        let expected = Parameters { digest: DigestAlgorithm::Sha256, mgf_digest: DigestAlgorithm::Sha256, salt_length: 32 };
        assert_eq!(read(&all), Ok(expected));
        let digest_only = tlv(0x30, &[&tlv(0xa0, &[&SHA256])]);
        assert_eq!(read(&digest_only), Ok(Parameters { digest: DigestAlgorithm::Sha256, ..DEFAULT }));
        assert!(expected.allow(Parameters { salt_length: 33, ..expected }));
        assert!(!expected.allow(Parameters { salt_length: 31, ..expected }));
        assert!(!expected.allow(DEFAULT));
    }

    #[test]
    fn what_is_not_supported_says_so() {
        assert!(read(&[0x30, 5, 0xa3, 3, 2, 1, 2]).is_err(), "trailer field 2");
        assert!(read(&[0x30, 5, 0xa2, 3, 2, 1, 0x80]).is_err(), "negative salt length");
        assert!(read(&[5, 0]).is_err(), "NULL is no RSASSA-PSS-params");
        assert!(read(&tlv(0x30, &[&tlv(0xa1, &[&tlv(0x30, &[&[6, 3, 0x2a, 3, 4]])])])).is_err(), "unknown mask generation");
        assert!(read(&[0x30, 7, 0xa2, 3, 2, 1, 20, 5, 0]).is_err(), "trailing data");
    }
}
