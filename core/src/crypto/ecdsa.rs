//! ECDSA verification (FIPS 186-5 §6.4.2) over named curves.

use core::fmt;
use std::sync::OnceLock;

#[cfg(not(target_family = "wasm"))]
use ::ecdsa::{Signature, VerifyingKey, signature::hazmat::PrehashVerifier};

#[cfg(not(target_family = "wasm"))]
use super::brainpool_p512::BrainpoolP512r1;
use super::digest::{Digest, DigestAlgorithm};
use super::key::{Backend, KeyError};
use super::{Unsupported, accelerated, compact, oid};
use crate::asn1::{Element, Error, Oid, Reader, Tag, departures};

/// Octets of the longest coordinate or scalar: P-521.
const MAX_LENGTH: usize = 66;

macro_rules! curves {
    ($($(#[$doc:meta])* $variant:ident = $oid:ident, $name:literal, $bits:literal, $curve:ty;)*) => {
        /// A named elliptic curve.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Curve { $($(#[$doc])* $variant,)* }

        impl Curve {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The object identifier.
            pub const fn oid(self) -> Oid<'static> {
                match self { $(Self::$variant => oid::$oid,)* }
            }

            /// The name in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Bits of a coordinate.
            pub const fn bits(self) -> u32 {
                match self { $(Self::$variant => $bits,)* }
            }
        }

        /// A point of one of the curves, checked to be on it.
        #[cfg(not(target_family = "wasm"))]
        enum Point { $($variant(VerifyingKey<$curve>),)* }

        #[cfg(not(target_family = "wasm"))]
        impl Point {
            /// Reads a compressed or uncompressed point (SEC 1 §2.3.4).
            fn read(curve: Curve, point: &[u8]) -> Option<Self> {
                match curve { $(Curve::$variant => VerifyingKey::from_sec1_bytes(point).ok().map(Self::$variant),)* }
            }

            /// Verifies r and s, each of the curve's length, over a prehash of that length.
            fn verify(&self, prehash: &[u8], scalars: &[u8]) -> bool {
                match self {
                    $(Self::$variant(key) => Signature::from_slice(scalars)
                        .is_ok_and(|signature| key.verify_prehash(prehash, &signature).is_ok()),)*
                }
            }

            /// The uncompressed encoding.
            fn uncompressed(&self) -> Vec<u8> {
                match self { $(Self::$variant(key) => key.to_sec1_point(false).as_bytes().to_vec(),)* }
            }
        }
    };
}

curves! {
    /// NIST P-256, secp256r1, prime256v1.
    P256 = SECP256R1, "P-256", 256, p256::NistP256;
    /// NIST P-384, secp384r1.
    P384 = SECP384R1, "P-384", 384, p384::NistP384;
    /// NIST P-521, secp521r1.
    P521 = SECP521R1, "P-521", 521, p521::NistP521;
    /// brainpoolP256r1 (RFC 5639).
    BrainpoolP256r1 = BRAINPOOL_P256R1, "brainpoolP256r1", 256, bp256::BrainpoolP256r1;
    /// brainpoolP384r1 (RFC 5639).
    BrainpoolP384r1 = BRAINPOOL_P384R1, "brainpoolP384r1", 384, bp384::BrainpoolP384r1;
    /// brainpoolP512r1 (RFC 5639).
    BrainpoolP512r1 = BRAINPOOL_P512R1, "brainpoolP512r1", 512, BrainpoolP512r1;
}

impl Curve {
    /// From the parameters of a key's algorithm identifier (RFC 5480 §2.1.1):
    ///
    /// ```text
    /// ECParameters ::= CHOICE { namedCurve OBJECT IDENTIFIER, implicitCurve NULL, specifiedCurve SpecifiedECDomain }
    /// ```
    ///
    /// Only named curves: explicit parameters let an attacker choose the generator (CVE-2020-0601).
    pub(super) fn from_parameters(parameters: Option<Element<'_>>) -> Result<Self, KeyError> {
        let unsupported = |what: String| KeyError::Unsupported(Unsupported::new(what));
        match parameters.map(|element| (element.tag(), element)) {
            Some((Tag::OID, element)) => {
                let oid = Oid::from_contents(element.contents(), "ECParameters.namedCurve")?;
                let curve = Self::ALL.iter().copied().find(|curve| curve.oid() == oid);
                curve.ok_or_else(|| unsupported(format!("elliptic curve {oid}")))
            }
            Some((Tag::SEQUENCE, _)) => Err(unsupported("explicit elliptic curve parameters".to_owned())),
            _ => Err(unsupported("implicit elliptic curve parameters".to_owned())),
        }
    }

    /// Octets of a coordinate, and of a scalar: all these curves have orders as long as their fields.
    fn length(self) -> usize {
        self.bits().div_ceil(8) as usize
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How r and s are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// `ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 §2.2.3), which must be DER.
    Der,
    /// The octets of r and s, each of the curve's length (BSI TR-03111 §5.2.1).
    Plain,
}

/// A prepared key.
pub(super) struct Key {
    curve: Curve,
    accelerated: Option<accelerated::EcKey>,
    /// Prepared at first use when there is an accelerated one, which leaves only some digests to it.
    portable: OnceLock<Option<Prepared>>,
    point: Box<[u8]>,
}

/// A point and the arithmetic that goes with it.
enum Prepared {
    #[cfg(not(target_family = "wasm"))]
    RustCrypto(Point),
    Compact(compact::Point),
}

impl Prepared {
    #[cfg(not(target_family = "wasm"))]
    fn read(curve: Curve, point: &[u8], backend: Backend) -> Option<Self> {
        match backend {
            Backend::Fastest | Backend::Portable => Point::read(curve, point).map(Self::RustCrypto),
            Backend::Compact => compact::Point::read(curve, point).map(Self::Compact),
        }
    }

    #[cfg(target_family = "wasm")]
    fn read(curve: Curve, point: &[u8], _: Backend) -> Option<Self> {
        compact::Point::read(curve, point).map(Self::Compact)
    }

    fn verify(&self, prehash: &[u8], scalars: &[u8]) -> bool {
        match self {
            #[cfg(not(target_family = "wasm"))]
            Self::RustCrypto(point) => point.verify(prehash, scalars),
            Self::Compact(point) => point.verify(prehash, scalars),
        }
    }
}

/// The uncompressed encoding of a compressed point, for arithmetic that takes no other.
#[cfg(not(target_family = "wasm"))]
fn uncompressed(curve: Curve, point: &[u8]) -> Option<Vec<u8>> {
    Point::read(curve, point).map(|point| point.uncompressed())
}

#[cfg(target_family = "wasm")]
fn uncompressed(_: Curve, _: &[u8]) -> Option<Vec<u8>> {
    None
}

impl Key {
    /// `point` is compressed or uncompressed; the hybrid form that X9.62 also has is refused, as RFC 5480 §2.2 asks.
    pub(super) fn new(curve: Curve, point: &[u8], backend: Backend) -> Result<Self, KeyError> {
        let malformed = || KeyError::Malformed(Error::value("ECPoint"));
        let accelerated = match point {
            [2 | 3, ..] if backend == Backend::Fastest && accelerated::takes(curve) => {
                accelerated::EcKey::new(curve, &uncompressed(curve, point).ok_or_else(malformed)?)
            }
            [2..=4, ..] if backend == Backend::Fastest => accelerated::EcKey::new(curve, point),
            [2..=4, ..] => None,
            _ => return Err(malformed()),
        };
        let portable = OnceLock::new();
        if accelerated.is_none() {
            let point = Prepared::read(curve, point, backend).ok_or_else(malformed)?;
            portable.get_or_init(|| Some(point));
        }
        Ok(Self { curve, accelerated, portable, point: point.into() })
    }

    /// Verifies with the digest of a message at hand.
    pub(super) fn verify_digest(&self, digest: &Digest, signature: &[u8], encoding: Encoding) -> bool {
        let Some(scalars) = self.scalars(signature, encoding) else { return false };
        self.verify_scalars(digest, &scalars)
    }

    /// Verifies a message.
    pub(super) fn verify(&self, digest: DigestAlgorithm, message: &[u8], signature: &[u8], encoding: Encoding) -> bool {
        let Some(scalars) = self.scalars(signature, encoding) else { return false };
        let accelerated = self.accelerated.as_ref().and_then(|key| key.verify(digest, message, &scalars));
        accelerated.unwrap_or_else(|| self.verify_scalars(&digest.digest(message), &scalars))
    }

    fn verify_scalars(&self, digest: &Digest, scalars: &[u8]) -> bool {
        let portable = self.portable.get_or_init(|| Prepared::read(self.curve, &self.point, Backend::Portable));
        let mut prehash = [0; MAX_LENGTH];
        let (Some(point), Some(prehash)) = (portable, prehash.get_mut(..self.curve.length())) else { return false };
        to_length(digest.as_bytes(), prehash);
        point.verify(prehash, scalars)
    }

    /// r and s, each of the curve's length.
    fn scalars(&self, signature: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
        let length = self.curve.length();
        match encoding {
            Encoding::Der => scalars_of_der(signature, length),
            Encoding::Plain => (signature.len() == 2 * length).then(|| signature.to_vec()),
        }
    }
}

/// The leftmost octets of a digest that is longer than the order, or the digest with leading zeros (FIPS 186-5 §6.4.2
/// step 2). The order of P-521 is the only one that is no whole number of octets, and longer than every digest.
fn to_length(digest: &[u8], prehash: &mut [u8]) {
    let taken = digest.get(..prehash.len()).unwrap_or(digest);
    let zeros = prehash.len().saturating_sub(taken.len());
    for (octet, from) in prehash.iter_mut().skip(zeros).zip(taken) {
        *octet = *from;
    }
}

/// r and s of a DER signature, each padded to `length`; `None` when it is not DER or one is too long or negative.
pub(super) fn scalars_of_der(signature: &[u8], length: usize) -> Option<Vec<u8>> {
    const WHAT: &str = "ECDSA-Sig-Value";
    if !departures(signature).ok()?.is_none() {
        return None;
    }
    let mut outer = Reader::new(signature);
    let mut fields = outer.sequence(WHAT).ok()?;
    let (r, s) = (fields.integer(WHAT).ok()?, fields.integer(WHAT).ok()?);
    fields.finish(WHAT).ok()?;
    outer.finish(WHAT).ok()?;
    let mut scalars = Vec::with_capacity(2 * length);
    for scalar in [r.to_unsigned()?, s.to_unsigned()?] {
        scalars.resize(scalars.len() + length.checked_sub(scalar.len())?, 0);
        scalars.extend_from_slice(scalar);
    }
    Some(scalars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_cut_or_padded_on_the_left() {
        let made = |digest: &[u8], length| {
            let mut prehash = vec![0; length];
            to_length(digest, &mut prehash);
            prehash
        };
        assert_eq!(made(&[1, 2, 3, 4], 2), [1, 2]);
        assert_eq!(made(&[1, 2], 4), [0, 0, 1, 2]);
        assert_eq!(made(&[1, 2], 2), [1, 2]);
    }

    #[test]
    fn only_der_signatures_have_scalars() {
        let good = [0x30, 6, 2, 1, 5, 2, 1, 6];
        assert_eq!(scalars_of_der(&good, 2), Some(vec![0, 5, 0, 6]));
        for bad in [
            &[0x30, 0x81, 6, 2, 1, 5, 2, 1, 6][..],   // long length
            &[0x30, 7, 2, 2, 0, 5, 2, 1, 6],          // long integer
            &[0x30, 6, 2, 1, 0x85, 2, 1, 6],          // negative
            &[0x30, 7, 2, 1, 5, 2, 1, 6, 0],          // trailing data inside
            &[0x30, 6, 2, 1, 5, 2, 1, 6, 0],          // trailing data
            &[0x30, 9, 2, 3, 1, 0, 0, 2, 2, 1, 0, 0], // longer than the order
            &[0x31, 6, 2, 1, 5, 2, 1, 6],             // a SET
            &[],
        ] {
            assert_eq!(scalars_of_der(bad, 2), None, "{bad:02x?}");
        }
    }

    #[test]
    fn points_must_be_on_the_curve_and_in_a_known_form() {
        for backend in Backend::ALL {
            for &curve in Curve::ALL {
                let refused = |point: &[u8]| matches!(Key::new(curve, point, backend), Err(KeyError::Malformed(_)));
                let mut off_the_curve = vec![1; 1 + 2 * curve.length()];
                off_the_curve[0] = 4;
                assert!(refused(&off_the_curve), "{curve}");
                off_the_curve[0] = 6;
                assert!(refused(&off_the_curve), "{curve}, hybrid");
                assert!(refused(&[0]) && refused(&[]) && refused(&[4]), "{curve}");
            }
        }
    }
}
