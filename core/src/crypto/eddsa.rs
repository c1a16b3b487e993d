//! Ed25519 and Ed448 verification (RFC 8032 §5.1.7, §5.2.7), strict: no non-canonical encodings, no small orders.
//!
//! A key of small order has signatures that hold for nearly every message, so it proves nothing about a document.
//! What RFC 8032 leaves open is decided here in one way for all backends: the encodings of the key and of R are
//! canonical, neither is of small order, and the equation is the one without cofactor.

use super::accelerated;
use super::key::{Backend, KeyError};
use crate::asn1::Error;

/// The encodings of the eight points of small order of edwards25519: of order 1, 2, 4, 4, and four of order 8.
const SMALL_ORDER_25519: [[u8; 32]; 8] = {
    const EIGHTH: [u8; 32] = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05,
        0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ];
    const OTHER_EIGHTH: [u8; 32] = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa,
        0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ];
    const fn ends(mut encoding: [u8; 32], first: u8, last: u8) -> [u8; 32] {
        encoding[0] = first;
        encoding[31] = last;
        encoding
    }
    [
        ends([0; 32], 1, 0),
        ends([0xff; 32], 0xec, 0x7f),
        [0; 32],
        ends([0; 32], 0, 0x80),
        EIGHTH,
        ends(EIGHTH, 0x26, 0x85),
        OTHER_EIGHTH,
        ends(OTHER_EIGHTH, 0xc7, 0xfa),
    ]
};

/// p = 2^255 − 19, little-endian.
const P_25519: [u8; 32] = {
    let mut p = [0xff; 32];
    p[0] = 0xed;
    p[31] = 0x7f;
    p
};

/// p = 2^448 − 2^224 − 1, little-endian, with the octet that carries the sign of x.
const P_448: [u8; 57] = {
    let mut p = [0xff; 57];
    p[28] = 0xfe;
    p[56] = 0;
    p
};

/// Whether the encoded y, without the sign of x, is below p.
fn is_canonical(encoding: &[u8], p: &[u8]) -> bool {
    let Some((last, rest)) = encoding.split_last() else { return false };
    core::iter::once(&(last & 0x7f)).chain(rest.iter().rev()).lt(p.iter().rev())
}

/// Whether a canonical encoding is of a point of order 1, 2 or 4, the small orders of edwards448: y is 1, −1 or 0.
fn is_small_order_448(encoding: &[u8; 57]) -> bool {
    let [first, middle @ .., last] = encoding;
    let zeros = middle.iter().all(|&octet| octet == 0);
    let minus_one = *first == 0xfe && middle[..] == P_448[1..56];
    matches!(last, 0 | 0x80) && (zeros && *first <= 1 || minus_one)
}

/// A prepared Ed25519 key.
pub(super) enum Ed25519Key {
    Portable(ed25519_dalek::VerifyingKey),
    Accelerated(accelerated::Ed25519Key),
}

impl Ed25519Key {
    pub(super) fn new(point: &[u8], backend: Backend) -> Result<Self, KeyError> {
        let malformed = || KeyError::Malformed(Error::value("Ed25519 public key"));
        let point: &[u8; 32] = point.try_into().map_err(|_| malformed())?;
        if !is_canonical(point, &P_25519) || SMALL_ORDER_25519.contains(point) {
            return Err(malformed());
        }
        if backend == Backend::Fastest
            && let Some(key) = accelerated::Ed25519Key::new(point)
        {
            return Ok(Self::Accelerated(key));
        }
        ed25519_dalek::VerifyingKey::from_bytes(point).map(Self::Portable).map_err(|_| malformed())
    }

    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = <&[u8; 64]>::try_from(signature) else { return false };
        match self {
            Self::Portable(key) => key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok(),
            // The R it computes it compares octet by octet, so R is canonical; what is left of strictness is its order.
            Self::Accelerated(key) => {
                let small_order = signature.first_chunk().is_none_or(|r| SMALL_ORDER_25519.contains(r));
                !small_order && key.verify(message, signature)
            }
        }
    }
}

/// A prepared Ed448 key. Boxed: its coordinates have 500 octets.
pub(super) struct Ed448Key(Box<ed448_goldilocks::VerifyingKey>);

impl Ed448Key {
    pub(super) fn new(point: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::Malformed(Error::value("Ed448 public key"));
        let point: &[u8; 57] = point.try_into().map_err(|_| malformed())?;
        if !is_canonical(point, &P_448) || is_small_order_448(point) {
            return Err(malformed());
        }
        let key = ed448_goldilocks::VerifyingKey::from_bytes(point).map_err(|_| malformed())?;
        Ok(Self(Box::new(key)))
    }

    /// With an empty context, as RFC 8419 §2.1 has it.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let Some(r) = signature.first_chunk::<57>() else { return false };
        if !is_canonical(r, &P_448) || is_small_order_448(r) {
            return false;
        }
        ed448_goldilocks::Signature::try_from(signature).is_ok_and(|signature| self.0.verify_raw(&signature, message).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_small_orders_is_right() {
        for encoding in SMALL_ORDER_25519 {
            let key = ed25519_dalek::VerifyingKey::from_bytes(&encoding).unwrap();
            assert!(key.is_weak());
            assert!(is_canonical(&encoding, &P_25519));
        }
        let distinct: std::collections::BTreeSet<_> = SMALL_ORDER_25519.iter().collect();
        assert_eq!(distinct.len(), 8);
    }

    #[test]
    fn weak_and_non_canonical_keys_are_refused() {
        for backend in [Backend::Fastest, Backend::Portable] {
            for encoding in SMALL_ORDER_25519 {
                assert!(Ed25519Key::new(&encoding, backend).is_err());
            }
            assert!(Ed25519Key::new(&P_25519, backend).is_err());
            assert!(Ed25519Key::new(&[0xff; 32], backend).is_err());
            assert!(Ed25519Key::new(&[1; 31], backend).is_err());
        }
        let mut encoding = [0; 57];
        assert!(Ed448Key::new(&encoding).is_err(), "y = 0");
        encoding[0] = 1;
        assert!(Ed448Key::new(&encoding).is_err(), "y = 1");
        let mut minus_one = P_448;
        minus_one[0] = 0xfe;
        assert!(is_canonical(&minus_one, &P_448) && Ed448Key::new(&minus_one).is_err(), "y = -1");
        assert!(!is_canonical(&P_448, &P_448) && Ed448Key::new(&P_448).is_err(), "y = p");
        assert!(Ed448Key::new(&[2; 56]).is_err());
    }
}
