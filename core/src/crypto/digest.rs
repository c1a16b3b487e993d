//! Message digests: identifiers, values and states that can be forked.

use core::fmt;

#[cfg(target_family = "wasm")]
use super::compact::DigestState as State;
#[cfg(not(target_family = "wasm"))]
use super::digest_state::State;
use super::oid;
use crate::asn1::Oid;

/// The longest digest, octets.
pub(super) const MAX_LENGTH: usize = 64;

macro_rules! digests {
    ($($(#[$doc:meta])* $variant:ident = $oid:ident, $name:literal, $length:literal;)*) => {
        /// A message digest algorithm.
        ///
        /// Weak ones are here so that old documents can be examined; whether a digest may be trusted at a given date is
        /// for the policy to say.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum DigestAlgorithm { $($(#[$doc])* $variant,)* }

        impl DigestAlgorithm {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The object identifier.
            pub const fn oid(self) -> Oid<'static> {
                match self { $(Self::$variant => oid::$oid,)* }
            }

            /// The usual name: `SHA-256`, `SHA3-256`, `SHA-512/256`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Length of a digest, octets.
            pub const fn output_len(self) -> usize {
                match self { $(Self::$variant => $length,)* }
            }
        }
    };
}

digests! {
    /// MD5 (RFC 1321). Broken; so that old documents are reported rather than unsupported.
    Md5 = MD5, "MD5", 16;
    /// SHA-1 (FIPS 180-4). Broken.
    Sha1 = SHA1, "SHA-1", 20;
    /// RIPEMD-160 (ISO/IEC 10118-3).
    Ripemd160 = RIPEMD160, "RIPEMD-160", 20;
    /// SHA-224 (FIPS 180-4).
    Sha224 = SHA224, "SHA-224", 28;
    /// SHA-256 (FIPS 180-4).
    Sha256 = SHA256, "SHA-256", 32;
    /// SHA-384 (FIPS 180-4).
    Sha384 = SHA384, "SHA-384", 48;
    /// SHA-512 (FIPS 180-4).
    Sha512 = SHA512, "SHA-512", 64;
    /// SHA-512/224 (FIPS 180-4).
    Sha512_224 = SHA512_224, "SHA-512/224", 28;
    /// SHA-512/256 (FIPS 180-4).
    Sha512_256 = SHA512_256, "SHA-512/256", 32;
    /// SHA3-224 (FIPS 202).
    Sha3_224 = SHA3_224, "SHA3-224", 28;
    /// SHA3-256 (FIPS 202).
    Sha3_256 = SHA3_256, "SHA3-256", 32;
    /// SHA3-384 (FIPS 202).
    Sha3_384 = SHA3_384, "SHA3-384", 48;
    /// SHA3-512 (FIPS 202).
    Sha3_512 = SHA3_512, "SHA3-512", 64;
    /// SHAKE256 with 64 octets of output (RFC 8702 §3.1).
    Shake256 = SHAKE256, "SHAKE256", 64;
}

impl DigestAlgorithm {
    /// The algorithm with this object identifier.
    pub fn from_oid(oid: Oid<'_>) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.oid() == oid)
    }

    /// The algorithm with this [`name`](Self::name).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.name() == name)
    }

    /// A fresh state.
    pub fn hasher(self) -> Hasher {
        Hasher { algorithm: self, state: State::new(self) }
    }

    /// The digest of `message`.
    pub fn digest(self, message: &[u8]) -> Digest {
        let mut hasher = self.hasher();
        hasher.update(message);
        hasher.finalize()
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A digest value; compares equal to the same octets whatever algorithm made them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest {
    length: u8,
    /// Zero beyond `length`, so that derived comparisons are right.
    octets: [u8; MAX_LENGTH],
}

impl Digest {
    /// From octets, at most 64.
    pub fn from_bytes(octets: &[u8]) -> Option<Self> {
        let mut digest = Self { length: u8::try_from(octets.len()).ok()?, octets: [0; MAX_LENGTH] };
        digest.octets.get_mut(..octets.len())?.copy_from_slice(octets);
        Some(digest)
    }

    /// The octets.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets[..usize::from(self.length)]
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl PartialEq<[u8]> for Digest {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes() == other
    }
}

/// Hexadecimal, lower case.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_bytes().iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A digest being computed. A clone forks it: two messages with the same beginning cost one pass over it.
///
/// ```
/// use longseal::crypto::DigestAlgorithm;
///
/// let mut first = DigestAlgorithm::Sha256.hasher();
/// first.update(b"revision 1");
/// let mut second = first.clone();
/// second.update(b", revision 2");
/// assert_eq!(first.finalize(), DigestAlgorithm::Sha256.digest(b"revision 1"));
/// assert_eq!(second.finalize(), DigestAlgorithm::Sha256.digest(b"revision 1, revision 2"));
/// ```
#[derive(Clone)]
pub struct Hasher {
    algorithm: DigestAlgorithm,
    state: State,
}

impl Hasher {
    /// The algorithm.
    pub fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Takes the next part of the message.
    pub fn update(&mut self, part: &[u8]) {
        self.state.update(part);
    }

    /// The digest of all parts.
    pub fn finalize(self) -> Digest {
        let length = self.algorithm.output_len();
        let mut octets = self.state.finalize();
        octets[length..].fill(0);
        Digest { length: length as u8, octets }
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hasher({})", self.algorithm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digests of "abc": FIPS 180-4 and 202 examples, RFC 1321, ISO/IEC 10118-3, RFC 8702 (SHAKE256, 64 octets).
    const ABC: &[(DigestAlgorithm, &str)] = &[
        (DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72"),
        (DigestAlgorithm::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (DigestAlgorithm::Ripemd160, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
        (DigestAlgorithm::Sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        (DigestAlgorithm::Sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            DigestAlgorithm::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            DigestAlgorithm::Sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
        (DigestAlgorithm::Sha512_224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa"),
        (DigestAlgorithm::Sha512_256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
        (DigestAlgorithm::Sha3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
        (DigestAlgorithm::Sha3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        (
            DigestAlgorithm::Sha3_384,
            "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
        ),
        (
            DigestAlgorithm::Sha3_512,
            "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
        ),
        (
            DigestAlgorithm::Shake256,
            "483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4",
        ),
    ];

    #[test]
    fn published_digests_of_abc() {
        for (algorithm, expected) in ABC {
            assert_eq!(algorithm.digest(b"abc").to_string(), *expected, "{algorithm}");
        }
    }

    /// The examples of ISO/IEC 10118-3, which are those of the authors.
    #[test]
    fn published_digests_of_ripemd_160() {
        let examples: [(&[u8], &str); 9] = [
            (b"", "9c1185a5c5e9fc54612808977ee8f548b2258d31"),
            (b"a", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"),
            (b"abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
            (b"message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36"),
            (b"abcdefghijklmnopqrstuvwxyz", "f71c27109c692c1b56bbdceb5b9d2865b3708dbc"),
            (b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "12a053384a9c0c88e405a06c27dcf49ada62eb2b"),
            (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "b0e20b6e3116640286ed3a87a5713079b21f5189"),
            (&b"1234567890".repeat(8), "9b752e45573d4b39f4dbd3323cab82bf63326bfb"),
            (&b"a".repeat(1_000_000), "52783243c1697bdbe16d37f97f68f08325dc1528"),
        ];
        for (message, expected) in examples {
            assert_eq!(DigestAlgorithm::Ripemd160.digest(message).to_string(), expected, "{} octets", message.len());
        }
    }

    #[test]
    fn every_algorithm_has_its_length_and_is_found_by_its_identifier() {
        for &algorithm in DigestAlgorithm::ALL {
            assert_eq!(algorithm.digest(b"").as_bytes().len(), algorithm.output_len(), "{algorithm}");
            assert_eq!(DigestAlgorithm::from_oid(algorithm.oid()), Some(algorithm));
            assert_eq!(DigestAlgorithm::from_name(algorithm.name()), Some(algorithm));
        }
        assert_eq!(DigestAlgorithm::from_oid(oid::RSA_ENCRYPTION), None);
    }

    #[test]
    fn a_forked_state_equals_two_passes() {
        for &algorithm in DigestAlgorithm::ALL {
            let mut hasher = algorithm.hasher();
            hasher.update(&[7; 200]);
            let mut fork = hasher.clone();
            fork.update(b"more");
            assert_eq!(hasher.finalize(), algorithm.digest(&[7; 200]), "{algorithm}");
            assert_eq!(fork.finalize(), algorithm.digest(&[&[7; 200][..], b"more"].concat()), "{algorithm}");
        }
    }

    #[test]
    fn values_of_other_origins() {
        assert_eq!(Digest::from_bytes(&[0; 65]), None);
        let digest = Digest::from_bytes(&[1, 2]).unwrap();
        assert_eq!(digest, *[1, 2].as_slice());
        assert_ne!(digest, *[1, 2, 0].as_slice());
        assert_eq!(digest.to_string(), "0102");
    }
}
