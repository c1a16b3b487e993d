//! RSA signature verification (RFC 8017).
//!
//! Verification handles no secret, so in the portable part plain square-and-multiply with the public exponent is right, and twice as fast
//! as the windowed constant-time exponentiation that general RSA crates use.

use std::sync::OnceLock;

#[cfg(not(target_family = "wasm"))]
use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};

use super::algorithm::SignatureAlgorithm;
use super::digest::{Digest, DigestAlgorithm};
use super::key::{Backend, KeyError};
use super::rsassa_pss::Parameters;
use super::{Unsupported, accelerated, compact};
use crate::asn1::{Element, Error, Reader};
use crate::limits::Limits;

/// Moduli from 1,024 bits (the oldest qualified signatures).
const MODULUS_BITS: core::ops::RangeInclusive<u32> = 1024..=Limits::RSA_BITS;

/// What a key may be used for.
#[derive(Clone, Debug)]
pub(super) enum Usage {
    /// `rsaEncryption`: any RSA signature scheme.
    Any,
    /// `id-RSASSA-PSS`: that scheme only, with these parameters if there are any (RFC 4055 §1.2, §3.3).
    Pss(Option<Parameters>),
}

impl Usage {
    /// From the key's algorithm identifier being `id-RSASSA-PSS` with `parameters`.
    pub(super) fn pss(parameters: Option<Element<'_>>) -> Result<Self, Unsupported> {
        parameters.map(|element| Parameters::read(Some(element))).transpose().map(Self::Pss)
    }

    fn allows(&self, algorithm: SignatureAlgorithm) -> bool {
        match (self, algorithm) {
            (Self::Any, SignatureAlgorithm::RsaPkcs1(_) | SignatureAlgorithm::RsaPss { .. })
            | (Self::Pss(None), SignatureAlgorithm::RsaPss { .. }) => true,
            (Self::Pss(Some(allowed)), SignatureAlgorithm::RsaPss { digest, mgf_digest, salt_length }) => {
                allowed.allow(Parameters { digest, mgf_digest, salt_length })
            }
            _ => false,
        }
    }
}

/// The modulus and exponent of a key, checked, as written in `RSAPublicKey`.
struct Components<'a> {
    modulus: &'a [u8],
    modulus_bits: u32,
    exponent: u64,
}

impl<'a> Components<'a> {
    /// Reads `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 §A.1.1).
    fn read(bytes: &'a [u8]) -> Result<Self, KeyError> {
        const WHAT: &str = "RSAPublicKey";
        let unsupported = |what: String| Err(KeyError::Unsupported(Unsupported::new(what)));
        let mut outer = Reader::new(bytes);
        let mut fields = outer.sequence(WHAT)?;
        outer.finish(WHAT)?;
        let modulus = fields.integer(WHAT)?.to_unsigned().ok_or(Error::value(WHAT))?;
        let exponent = fields.integer(WHAT)?.to_unsigned().ok_or(Error::value(WHAT))?;
        fields.finish(WHAT)?;

        let modulus_bits = bits(modulus);
        if !MODULUS_BITS.contains(&modulus_bits) {
            return unsupported(format!("RSA modulus of {modulus_bits} bits"));
        }
        if modulus.last().is_none_or(|last| last & 1 == 0) {
            return unsupported("even RSA modulus".to_owned());
        }
        let exponent_bits = bits(exponent);
        if exponent_bits > Limits::RSA_EXPONENT_BITS {
            return unsupported(format!("RSA exponent of {exponent_bits} bits"));
        }
        let exponent = exponent.iter().fold(0, |value, &octet| value << 8 | u64::from(octet));
        if exponent < 3 || exponent & 1 == 0 {
            return unsupported(format!("RSA exponent {exponent}"));
        }
        Ok(Self { modulus, modulus_bits, exponent })
    }
}

/// Bits of a big-endian number without leading zero octets.
pub(super) fn bits(magnitude: &[u8]) -> u32 {
    let length = u32::try_from(magnitude.len()).unwrap_or(u32::MAX);
    magnitude.first().map_or(0, |first| length.saturating_mul(8).saturating_sub(first.leading_zeros()))
}

/// A prepared key.
pub(super) struct Key {
    usage: Usage,
    modulus_bits: u32,
    accelerated: Option<accelerated::RsaKey>,
    /// Prepared at first use when there is an accelerated one, which leaves only some algorithms to it.
    portable: OnceLock<Option<Portable>>,
    encoded: Box<[u8]>,
}

impl Key {
    /// From `RSAPublicKey`.
    pub(super) fn new(usage: Usage, rsa_public_key: &[u8], backend: Backend) -> Result<Self, KeyError> {
        let components = Components::read(rsa_public_key)?;
        let modulus_bits = components.modulus_bits;
        let accelerated = match backend {
            Backend::Fastest => accelerated::RsaKey::new(rsa_public_key, modulus_bits),
            Backend::Portable | Backend::Compact => None,
        };
        let portable = OnceLock::new();
        if accelerated.is_none() {
            portable.get_or_init(|| Portable::new(&components, backend));
        }
        Ok(Self { usage, modulus_bits, accelerated, portable, encoded: rsa_public_key.into() })
    }

    /// Bits of the modulus.
    pub(super) fn bits(&self) -> u32 {
        self.modulus_bits
    }

    /// Verifies with a digest made by the algorithm's own digest algorithm.
    pub(super) fn verify_digest(&self, algorithm: SignatureAlgorithm, digest: &Digest, signature: &[u8]) -> bool {
        let prepare = || Portable::new(&Components::read(&self.encoded).ok()?, Backend::Portable);
        let portable = self.portable.get_or_init(prepare).as_ref();
        self.usage.allows(algorithm) && portable.is_some_and(|key| key.verify(algorithm, digest, signature))
    }

    /// Verifies a message, of which `digest` is the algorithm's digest algorithm.
    pub(super) fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        digest: DigestAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        if !self.usage.allows(algorithm) {
            return false;
        }
        let accelerated = self.accelerated.as_ref().and_then(|key| key.verify(algorithm, message, signature));
        accelerated.unwrap_or_else(|| self.verify_digest(algorithm, &digest.digest(message), signature))
    }
}

/// What big integers need of a key.
struct Portable {
    modulus: Modulus,
    modulus_bits: u32,
    exponent: u64,
}

enum Modulus {
    #[cfg(not(target_family = "wasm"))]
    RustCrypto(BoxedMontyParams),
    Compact(compact::Modulus),
}

impl Modulus {
    fn new(components: &Components<'_>, backend: Backend) -> Option<Self> {
        #[cfg(not(target_family = "wasm"))]
        if backend != Backend::Compact {
            let precision = components.modulus_bits.next_multiple_of(64);
            let modulus = BoxedUint::from_be_slice(components.modulus, precision).ok()?;
            return Some(Self::RustCrypto(BoxedMontyParams::new_vartime(Odd::new(modulus).into_option()?)));
        }
        let _ = backend;
        compact::Modulus::new(components.modulus).map(Self::Compact)
    }

    /// Big-endian octets, perhaps with zeros in front; `None` when the base is not below the modulus.
    fn power(&self, base: &[u8], exponent: u64) -> Option<Vec<u8>> {
        match self {
            #[cfg(not(target_family = "wasm"))]
            Self::RustCrypto(modulus) => {
                let base = BoxedUint::from_be_slice(base, modulus.bits_precision()).ok()?;
                if base >= *modulus.modulus().as_ref() {
                    return None;
                }
                let base = BoxedMontyForm::new(base, modulus);
                let mut power = base.clone();
                for bit in (0..exponent.checked_ilog2()?).rev() {
                    power = power.square();
                    if exponent >> bit & 1 == 1 {
                        power = power.mul(&base);
                    }
                }
                Some(power.retrieve().to_be_bytes().to_vec())
            }
            Self::Compact(modulus) => {
                let base = modulus.enter(&modulus.read(base)?);
                Some(modulus.octets(&modulus.leave(&modulus.power(&base, &exponent.to_be_bytes()))))
            }
        }
    }
}

impl Portable {
    fn new(components: &Components<'_>, backend: Backend) -> Option<Self> {
        Some(Self {
            modulus: Modulus::new(components, backend)?,
            modulus_bits: components.modulus_bits,
            exponent: components.exponent,
        })
    }

    fn verify(&self, algorithm: SignatureAlgorithm, digest: &Digest, signature: &[u8]) -> bool {
        let Some(message) = self.public_operation(signature) else { return false };
        match algorithm {
            SignatureAlgorithm::RsaPkcs1(digest_algorithm) => {
                emsa_pkcs1(digest_algorithm, digest, message.len()).is_some_and(|expected| expected == message)
            }
            SignatureAlgorithm::RsaPss { digest: digest_algorithm, mgf_digest, salt_length } => {
                let parameters = Parameters { digest: digest_algorithm, mgf_digest, salt_length };
                emsa_pss(parameters, digest, &message, self.modulus_bits).is_some()
            }
            _ => false,
        }
    }

    /// RSAVP1 (RFC 8017 §5.2.2) on a signature of exactly the modulus' length (§8.1.2, §8.2.2 step 1); the result has
    /// that length too.
    fn public_operation(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let length = self.modulus_bits.div_ceil(8) as usize;
        if signature.len() != length {
            return None;
        }
        let octets = self.modulus.power(signature, self.exponent)?;
        octets.get(octets.len().checked_sub(length)?..).map(<[u8]>::to_vec)
    }
}

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2): what the message representative must be, octet by octet.
///
/// NOTE: only DigestInfo with NULL parameters is taken. RFC 8017 §A.2.4 lets verifiers take absent ones as well, no
/// standard asks them to, and every other form has been the way to a forgery once.
fn emsa_pkcs1(algorithm: DigestAlgorithm, digest: &Digest, length: usize) -> Option<Vec<u8>> {
    let (oid, digest) = (algorithm.oid().as_bytes(), digest.as_bytes());
    let (oid_length, digest_length) = (u8::try_from(oid.len()).ok()?, u8::try_from(digest.len()).ok()?);
    // DigestInfo ::= SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, NULL }, OCTET STRING }; every length is below 128.
    let info = [
        &[0x30, oid_length + digest_length + 8, 0x30, oid_length + 4, 0x06, oid_length][..],
        oid,
        &[0x05, 0x00, 0x04, digest_length],
        digest,
    ]
    .concat();
    let padding = length.checked_sub(info.len() + 3).filter(|&padding| padding >= 8)?;
    Some([&[0x00, 0x01][..], &vec![0xff; padding], &[0x00], &info].concat())
}

/// EMSA-PSS-VERIFY (RFC 8017 §9.1.2) with MGF1 (§B.2.1); the steps in comments are its.
fn emsa_pss(parameters: Parameters, digest: &Digest, message: &[u8], modulus_bits: u32) -> Option<()> {
    let em_bits = modulus_bits.checked_sub(1)?;
    let em_length = em_bits.div_ceil(8) as usize;
    // The representative is one octet longer than EM when the modulus has 8n + 1 bits (§8.1.2 step 2c).
    let (excess, em) = message.split_at_checked(message.len().checked_sub(em_length)?)?;
    let salt_length = parameters.salt_length as usize;
    // 3, 4, 5
    let db_length = em_length.checked_sub(parameters.digest.output_len())?.checked_sub(1)?;
    let padding_length = db_length.checked_sub(salt_length)?.checked_sub(1)?;
    let (masked_db, rest) = em.split_at_checked(db_length)?;
    let (trailer, h) = rest.split_last()?;
    // 6: bits above emBits
    let kept = 0xffu8 >> (em_length as u32 * 8 - em_bits);
    if excess.iter().any(|&octet| octet != 0) || *trailer != 0xbc || masked_db.first()? & !kept != 0 {
        return None;
    }
    // 7, 8, 9
    let mut db = masked_db.to_vec();
    mgf1_xor(parameters.mgf_digest, h, &mut db);
    *db.first_mut()? &= kept;
    // 10, 11
    let (padding, salt) = db.split_at_checked(padding_length + 1)?;
    let (one, zeros) = padding.split_last()?;
    if *one != 1 || zeros.iter().any(|&octet| octet != 0) {
        return None;
    }
    // 12, 13, 14
    let mut hasher = parameters.digest.hasher();
    hasher.update(&[0; 8]);
    hasher.update(digest.as_bytes());
    hasher.update(salt);
    (hasher.finalize() == *h).then_some(())
}

/// XORs MGF1 (RFC 8017 §B.2.1) of `seed` into `mask`.
fn mgf1_xor(algorithm: DigestAlgorithm, seed: &[u8], mask: &mut [u8]) {
    let mut seeded = algorithm.hasher();
    seeded.update(seed);
    for (counter, block) in (0u32..).zip(mask.chunks_mut(algorithm.output_len())) {
        let mut hasher = seeded.clone();
        hasher.update(&counter.to_be_bytes());
        for (octet, with) in block.iter_mut().zip(hasher.finalize().as_bytes()) {
            *octet ^= with;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
        let integer = |octets: &[u8]| {
            let length = u16::try_from(octets.len()).unwrap().to_be_bytes();
            [&[2, 0x82, length[0], length[1]][..], octets].concat()
        };
        let fields = [integer(modulus), integer(exponent)].concat();
        let length = u16::try_from(fields.len()).unwrap().to_be_bytes();
        [&[0x30, 0x82, length[0], length[1]][..], &fields].concat()
    }

    fn refusal(modulus: &[u8], exponent: &[u8]) -> String {
        match Components::read(&public_key(modulus, exponent)) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    /// A positive odd number of `octets` octets, all bits set.
    fn odd(octets: usize) -> Vec<u8> {
        [&[0][..], &vec![0xff; octets]].concat()
    }

    #[test]
    fn sizes_and_exponents_that_are_refused_say_so() {
        assert_eq!(refusal(&odd(128), &[3]), "accepted");
        assert_eq!(refusal(&odd(2048), &[1, 0, 1]), "accepted");
        assert_eq!(refusal(&odd(128), &[1, 0xff, 0xff, 0xff, 0xff]), "accepted");
        assert_eq!(refusal(&odd(64), &[3]), "RSA modulus of 512 bits");
        assert_eq!(refusal(&odd(2049), &[3]), "RSA modulus of 16392 bits");
        assert_eq!(refusal(&odd(128), &[1]), "RSA exponent 1");
        assert_eq!(refusal(&odd(128), &[4]), "RSA exponent 4");
        assert_eq!(refusal(&odd(128), &[2, 0, 0, 0, 1]), "RSA exponent of 34 bits");
        let even = [&odd(128)[..128], &[0xfe]].concat();
        assert_eq!(refusal(&even, &[3]), "even RSA modulus");
        assert_eq!(refusal(&[0xff; 129], &[3]), "RSAPublicKey: malformed value");
    }

    #[test]
    fn the_largest_key_takes_any_signature_without_panic() {
        let bytes = public_key(&odd(2048), &[1, 0xff, 0xff, 0xff, 0xff]);
        let key = Key::new(Usage::Any, &bytes, Backend::Portable).ok().unwrap();
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512);
        let digest = DigestAlgorithm::Sha512.digest(b"");
        for signature in [vec![], vec![0; 2048], vec![0xff; 2048], vec![0x7f; 2048], vec![1; 2047]] {
            assert!(!key.verify_digest(algorithm, &digest, &signature));
        }
    }

    #[test]
    fn pss_lengths_that_do_not_fit_are_invalid() {
        let bytes = public_key(&odd(128), &[3]);
        let key = Key::new(Usage::Any, &bytes, Backend::Portable).ok().unwrap();
        let digest = DigestAlgorithm::Sha512.digest(b"");
        for salt_length in [0, 61, 62, 63, 1000, u32::MAX] {
            let algorithm = SignatureAlgorithm::RsaPss {
                digest: DigestAlgorithm::Sha512,
                mgf_digest: DigestAlgorithm::Shake256,
                salt_length,
            };
            assert!(!key.verify_digest(algorithm, &digest, &[1; 128]));
        }
    }

    #[test]
    fn digest_info_is_that_of_rfc_8017() {
        // RFC 8017 §9.2 note 1, SHA-256.
        let prefix = [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
        let digest = DigestAlgorithm::Sha256.digest(b"abc");
        let encoded = emsa_pkcs1(DigestAlgorithm::Sha256, &digest, 128).unwrap();
        assert!(encoded.ends_with(&[&[0xff, 0][..], &prefix, digest.as_bytes()].concat()));
        assert_eq!((encoded.len(), &encoded[..3]), (128, &[0, 1, 0xff][..]));
        assert_eq!(emsa_pkcs1(DigestAlgorithm::Sha256, &digest, 61), None);
        assert!(emsa_pkcs1(DigestAlgorithm::Sha256, &digest, 62).is_some());
    }

    #[test]
    fn keys_for_pss_verify_nothing_else() {
        let pss = |salt_length| SignatureAlgorithm::RsaPss {
            digest: DigestAlgorithm::Sha1,
            mgf_digest: DigestAlgorithm::Sha1,
            salt_length,
        };
        let pkcs1 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1);
        assert!(Usage::Any.allows(pkcs1) && Usage::Any.allows(pss(0)));
        assert!(!Usage::Pss(None).allows(pkcs1) && Usage::Pss(None).allows(pss(0)));
        let empty_parameters = [0x30, 0];
        let restricted = Usage::pss(Some(Reader::new(&empty_parameters).element("p").unwrap())).unwrap();
        assert!(!restricted.allows(pkcs1) && !restricted.allows(pss(19)) && restricted.allows(pss(20)));
    }
}
