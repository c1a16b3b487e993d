//! Algorithm identifiers, and which signature algorithm one stands for.

use core::fmt;

use super::digest::DigestAlgorithm;
use super::{Unsupported, oid, rsassa_pss};
use crate::asn1::{Element, Oid, Reader, Result as Asn1Result, Tag};

/// `AlgorithmIdentifier` (RFC 5280 §4.1.1.2):
///
/// ```text
/// AlgorithmIdentifier ::= SEQUENCE {
///     algorithm   OBJECT IDENTIFIER,
///     parameters  ANY DEFINED BY algorithm OPTIONAL }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier<'a> {
    /// `algorithm`.
    pub oid: Oid<'a>,
    /// `parameters`, as written.
    pub parameters: Option<Element<'a>>,
    /// The whole element, as written.
    pub raw: &'a [u8],
}

impl<'a> AlgorithmIdentifier<'a> {
    /// Reads the next element.
    pub fn read(reader: &mut Reader<'a>, what: &'static str) -> Asn1Result<Self> {
        Self::from_element(reader.expect(Tag::SEQUENCE, what)?, what)
    }

    /// From a SEQUENCE, or from what has another tag by implicit tagging.
    pub fn from_element(element: Element<'a>, what: &'static str) -> Asn1Result<Self> {
        let mut fields = element.reader();
        let oid = fields.oid(what)?;
        let parameters = if fields.is_empty() { None } else { Some(fields.element(what)?) };
        fields.finish(what)?;
        Ok(Self { oid, parameters, raw: element.raw() })
    }

    /// The digest algorithm this identifies. Parameters are NULL or absent (RFC 5754 §2), and otherwise ignored, except
    /// those of `id-shake256-len`: the length in bits, which must be the 512 that Ed448 signers use (RFC 8419 §2, §3).
    pub fn digest_algorithm(&self) -> Option<DigestAlgorithm> {
        if self.oid == oid::SHAKE256_LEN {
            let bits = Reader::new(self.parameters?.raw()).integer("ShakeOutputLen").ok()?;
            return (bits.to_u32() == Some(512)).then_some(DigestAlgorithm::Shake256);
        }
        DigestAlgorithm::from_oid(self.oid)
    }
}

/// A signature algorithm with everything that verification needs but the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS (RFC 8017 §8.1) with MGF1.
    RsaPss {
        /// The digest of the message.
        digest: DigestAlgorithm,
        /// The digest inside MGF1.
        mgf_digest: DigestAlgorithm,
        /// Length of the salt, octets.
        salt_length: u32,
    },
    /// ECDSA (FIPS 186-5 §6) with the signature as `SEQUENCE { r, s }`.
    Ecdsa(DigestAlgorithm),
    /// ECDSA with the signature as the octets of r and s (BSI TR-03111 §5.2.1).
    EcdsaPlain(DigestAlgorithm),
    /// DSA (FIPS 186-4 §4).
    Dsa(DigestAlgorithm),
    /// Ed25519 (RFC 8032 §5.1).
    Ed25519,
    /// Ed448 (RFC 8032 §5.2).
    Ed448,
    /// ML-DSA-44 (FIPS 204), pure, with an empty context.
    MlDsa44,
    /// ML-DSA-65 (FIPS 204), pure, with an empty context.
    MlDsa65,
    /// ML-DSA-87 (FIPS 204), pure, with an empty context.
    MlDsa87,
}

/// `digestAlgorithm` names another digest than the signature algorithm: a finding, since the latter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DigestContradiction {
    /// The digest of the signature algorithm, which was used.
    pub signature: DigestAlgorithm,
    /// The digest that `digestAlgorithm` names.
    pub digest_algorithm: DigestAlgorithm,
}

impl fmt::Display for DigestContradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "signed with {}, digestAlgorithm says {}", self.signature, self.digest_algorithm)
    }
}

/// What an object identifier says about the digest.
enum Family {
    /// A complete algorithm.
    Complete(SignatureAlgorithm),
    /// Only the kind of key: the digest comes from elsewhere.
    NoDigest(fn(DigestAlgorithm) -> SignatureAlgorithm),
    /// RSASSA-PSS: everything is in the parameters.
    Pss,
}

impl SignatureAlgorithm {
    /// Resolves the identifier of a signature.
    ///
    /// The digest is the one that the signature algorithm names. Only where it names none (`rsaEncryption`,
    /// `id-ecPublicKey`, `id-dsa`, as CMS signers write: RFC 3370 §3.2, RFC 5753 §2.1.1) it is that of
    /// `digest_algorithm`. Ask [`contradiction`](Self::contradiction) whether both agree.
    ///
    /// # Errors
    /// Which algorithm or parameter is not supported, or that no digest is named anywhere.
    pub fn from_identifier(
        identifier: &AlgorithmIdentifier<'_>,
        digest_algorithm: Option<DigestAlgorithm>,
    ) -> Result<Self, Unsupported> {
        let unsupported = |what: &str| Unsupported::new(format!("signature algorithm {}: {what}", identifier.oid));
        match family(identifier.oid).ok_or_else(|| unsupported("unknown"))? {
            Family::Complete(algorithm) => Ok(algorithm),
            Family::NoDigest(with) => digest_algorithm.map(with).ok_or_else(|| unsupported("no digest algorithm")),
            Family::Pss => rsassa_pss::Parameters::read(identifier.parameters).map(rsassa_pss::Parameters::algorithm),
        }
    }

    /// The digest of the message, where it is a part of the algorithm's choice; `None` for EdDSA and ML-DSA.
    pub fn digest(self) -> Option<DigestAlgorithm> {
        match self {
            Self::RsaPkcs1(digest)
            | Self::RsaPss { digest, .. }
            | Self::Ecdsa(digest)
            | Self::EcdsaPlain(digest)
            | Self::Dsa(digest) => Some(digest),
            Self::Ed25519 | Self::Ed448 | Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => None,
        }
    }

    /// Whether `digest_algorithm` (of SignerInfo) names another digest than the one that was signed.
    ///
    /// EdDSA and ML-DSA have no digest of their own to contradict (RFC 8419 §3, RFC 9882 §3).
    pub fn contradiction(self, digest_algorithm: DigestAlgorithm) -> Option<DigestContradiction> {
        let signature = self.digest()?;
        (signature != digest_algorithm).then_some(DigestContradiction { signature, digest_algorithm })
    }

    /// The kind of signature without the digest: `RSA`, `RSASSA-PSS`, `ECDSA`, `DSA`, `Ed25519`, …
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::RsaPkcs1(_) => "RSA",
            Self::RsaPss { .. } => "RSASSA-PSS",
            Self::Ecdsa(_) | Self::EcdsaPlain(_) => "ECDSA",
            Self::Dsa(_) => "DSA",
            Self::Ed25519 => "Ed25519",
            Self::Ed448 => "Ed448",
            Self::MlDsa44 => "ML-DSA-44",
            Self::MlDsa65 => "ML-DSA-65",
            Self::MlDsa87 => "ML-DSA-87",
        }
    }

    /// The name in reports: `RSA with SHA-256`, `RSASSA-PSS with SHA-256`, `Ed25519`.
    pub fn name(self) -> String {
        self.to_string()
    }
}

/// The [`name`](SignatureAlgorithm::name); PSS parameters are shown where they are not the usual ones.
impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.scheme())?;
        if let Some(digest) = self.digest() {
            write!(f, " with {digest}")?;
        }
        match *self {
            Self::RsaPss { digest, mgf_digest, salt_length }
                if mgf_digest != digest || salt_length as usize != digest.output_len() =>
            {
                write!(f, " (MGF1 with {mgf_digest}, salt of {salt_length})")
            }
            Self::EcdsaPlain(_) => f.write_str(" (plain)"),
            _ => Ok(()),
        }
    }
}

fn family(algorithm: Oid<'_>) -> Option<Family> {
    use DigestAlgorithm::*;
    use SignatureAlgorithm::*;
    Some(Family::Complete(match algorithm {
        oid::RSASSA_PSS => return Some(Family::Pss),
        oid::RSA_ENCRYPTION => return Some(Family::NoDigest(RsaPkcs1)),
        // NOTE: `id-ecSigType` is an arc and no algorithm, but some signers write it, with the digest in digestAlgorithm.
        oid::EC_PUBLIC_KEY | oid::EC_SIGNATURE_TYPE => return Some(Family::NoDigest(Ecdsa)),
        oid::DSA => return Some(Family::NoDigest(Dsa)),
        oid::MD5_WITH_RSA => RsaPkcs1(Md5),
        oid::SHA1_WITH_RSA | oid::OIW_SHA1_WITH_RSA => RsaPkcs1(Sha1),
        oid::RIPEMD160_WITH_RSA => RsaPkcs1(Ripemd160),
        oid::SHA224_WITH_RSA => RsaPkcs1(Sha224),
        oid::SHA256_WITH_RSA => RsaPkcs1(Sha256),
        oid::SHA384_WITH_RSA => RsaPkcs1(Sha384),
        oid::SHA512_WITH_RSA => RsaPkcs1(Sha512),
        oid::SHA512_224_WITH_RSA => RsaPkcs1(Sha512_224),
        oid::SHA512_256_WITH_RSA => RsaPkcs1(Sha512_256),
        oid::SHA3_224_WITH_RSA => RsaPkcs1(Sha3_224),
        oid::SHA3_256_WITH_RSA => RsaPkcs1(Sha3_256),
        oid::SHA3_384_WITH_RSA => RsaPkcs1(Sha3_384),
        oid::SHA3_512_WITH_RSA => RsaPkcs1(Sha3_512),
        oid::DSA_WITH_SHA1 | oid::OIW_DSA_WITH_SHA1 => Dsa(Sha1),
        oid::DSA_WITH_SHA224 => Dsa(Sha224),
        oid::DSA_WITH_SHA256 => Dsa(Sha256),
        oid::DSA_WITH_SHA384 => Dsa(Sha384),
        oid::DSA_WITH_SHA512 => Dsa(Sha512),
        oid::ECDSA_WITH_SHA1 => Ecdsa(Sha1),
        oid::ECDSA_WITH_SHA224 => Ecdsa(Sha224),
        oid::ECDSA_WITH_SHA256 => Ecdsa(Sha256),
        oid::ECDSA_WITH_SHA384 => Ecdsa(Sha384),
        oid::ECDSA_WITH_SHA512 => Ecdsa(Sha512),
        oid::ECDSA_WITH_SHA3_224 => Ecdsa(Sha3_224),
        oid::ECDSA_WITH_SHA3_256 => Ecdsa(Sha3_256),
        oid::ECDSA_WITH_SHA3_384 => Ecdsa(Sha3_384),
        oid::ECDSA_WITH_SHA3_512 => Ecdsa(Sha3_512),
        oid::ECDSA_WITH_SHAKE256 => Ecdsa(Shake256),
        oid::ECDSA_PLAIN_SHA1 => EcdsaPlain(Sha1),
        oid::ECDSA_PLAIN_SHA224 => EcdsaPlain(Sha224),
        oid::ECDSA_PLAIN_SHA256 => EcdsaPlain(Sha256),
        oid::ECDSA_PLAIN_SHA384 => EcdsaPlain(Sha384),
        oid::ECDSA_PLAIN_SHA512 => EcdsaPlain(Sha512),
        oid::ECDSA_PLAIN_RIPEMD160 => EcdsaPlain(Ripemd160),
        oid::ED25519 => Ed25519,
        oid::ED448 => Ed448,
        oid::ML_DSA_44 => MlDsa44,
        oid::ML_DSA_65 => MlDsa65,
        oid::ML_DSA_87 => MlDsa87,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identifier(oid: Oid<'static>) -> AlgorithmIdentifier<'static> {
        AlgorithmIdentifier { oid, parameters: None, raw: &[] }
    }

    #[test]
    fn reads_parameters_as_written() {
        let bytes = [0x30, 0x0b, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 5, 0];
        let mut reader = Reader::new(&bytes);
        let read = AlgorithmIdentifier::read(&mut reader, "a").unwrap();
        assert_eq!((read.oid, read.raw), (oid::EC_PUBLIC_KEY, &bytes[..]));
        assert_eq!(read.parameters.unwrap().tag(), Tag::NULL);
        let trailing = [0x30, 0x0d, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 5, 0, 5, 0];
        assert!(AlgorithmIdentifier::read(&mut Reader::new(&trailing), "a").is_err());
    }

    #[test]
    fn the_signature_algorithm_names_the_digest() {
        let resolved =
            SignatureAlgorithm::from_identifier(&identifier(oid::SHA256_WITH_RSA), Some(DigestAlgorithm::Sha1)).unwrap();
        assert_eq!(resolved, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
        let contradiction = resolved.contradiction(DigestAlgorithm::Sha1).unwrap();
        assert_eq!(contradiction.to_string(), "signed with SHA-256, digestAlgorithm says SHA-1");
        assert_eq!(resolved.contradiction(DigestAlgorithm::Sha256), None);
        assert_eq!(SignatureAlgorithm::Ed25519.contradiction(DigestAlgorithm::Sha256), None);
    }

    #[test]
    fn key_identifiers_take_the_digest_from_digest_algorithm() {
        for (oid, expected) in [
            (oid::RSA_ENCRYPTION, SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha384)),
            (oid::EC_PUBLIC_KEY, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
            (oid::EC_SIGNATURE_TYPE, SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha384)),
            (oid::DSA, SignatureAlgorithm::Dsa(DigestAlgorithm::Sha384)),
        ] {
            let resolve = |digest| SignatureAlgorithm::from_identifier(&identifier(oid), digest);
            assert_eq!(resolve(Some(DigestAlgorithm::Sha384)), Ok(expected));
            assert!(resolve(None).is_err());
        }
    }

    #[test]
    fn shake256_with_a_length_must_be_of_512_bits() {
        let digest = |bytes: &[u8]| AlgorithmIdentifier::read(&mut Reader::new(bytes), "a").unwrap().digest_algorithm();
        let oid = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 0x12];
        assert_eq!(digest(&[&[0x30, 15][..], &oid, &[2, 2, 2, 0]].concat()), Some(DigestAlgorithm::Shake256));
        assert_eq!(digest(&[&[0x30, 15][..], &oid, &[2, 2, 1, 0]].concat()), None);
        assert_eq!(digest(&[&[0x30, 11][..], &oid].concat()), None);
    }

    #[test]
    fn unknown_identifiers_are_unsupported_by_name() {
        let unknown = Oid::known(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x02]);
        let error = SignatureAlgorithm::from_identifier(&identifier(unknown), None).unwrap_err();
        assert_eq!(error.to_string(), "signature algorithm 1.2.840.113549.1.1.2: unknown");
    }

    #[test]
    fn names() {
        let pss = |mgf_digest, salt_length| {
            SignatureAlgorithm::RsaPss { digest: DigestAlgorithm::Sha256, mgf_digest, salt_length }.name()
        };
        assert_eq!(pss(DigestAlgorithm::Sha256, 32), "RSASSA-PSS with SHA-256");
        assert_eq!(pss(DigestAlgorithm::Sha1, 20), "RSASSA-PSS with SHA-256 (MGF1 with SHA-1, salt of 20)");
        assert_eq!(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1).name(), "RSA with SHA-1");
        assert_eq!(SignatureAlgorithm::Ed448.name(), "Ed448");
    }
}
