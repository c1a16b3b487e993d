//! Ed25519 and Ed448 verification (RFC 8032 §5.1.7, §5.2.7), strict: no non-canonical encodings, no small orders.
//!
//! A key of small order has signatures that hold for nearly every message, so it proves nothing about a document.
//! What RFC 8032 leaves open is decided the same way for both: the encodings of the key and of R are canonical, neither
//! is of small order, and the equation is the one without cofactor.

use super::key::{Backend, KeyError};
use super::{Verification, compact};
use crate::asn1::Error;
use crate::supplement::{take, take_array};

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
    #[cfg(not(target_family = "wasm"))]
    RustCrypto(ed25519_dalek::VerifyingKey),
    Compact(compact::Ed25519Key),
}

impl Ed25519Key {
    pub(super) fn new(point: &[u8], backend: Backend) -> Result<Self, KeyError> {
        let malformed = || KeyError::Malformed(Error::value("Ed25519 public key"));
        let point: &[u8; 32] = point.try_into().map_err(|_| malformed())?;
        if !is_canonical(point, &P_25519) {
            return Err(malformed());
        }
        #[cfg(not(target_family = "wasm"))]
        if backend != Backend::Compact {
            let key = ed25519_dalek::VerifyingKey::from_bytes(point).map_err(|_| malformed())?;
            return if key.is_weak() { Err(malformed()) } else { Ok(Self::RustCrypto(key)) };
        }
        let _ = backend;
        compact::Ed25519Key::new(point).map(Self::Compact).ok_or_else(malformed)
    }

    /// R is compared octet by octet with the one computed, and is therefore canonical.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Verification {
        Verification::from_valid(match self {
            #[cfg(not(target_family = "wasm"))]
            Self::RustCrypto(key) => {
                let signature = ed25519_dalek::Signature::from_slice(signature);
                signature.is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
            }
            Self::Compact(key) => key.verify(message, signature),
        })
    }
}

/// A prepared Ed448 key. Boxed: its coordinates have 500 octets.
pub(super) enum Ed448Key {
    #[cfg(not(target_family = "wasm"))]
    RustCrypto(Box<ed448_goldilocks::VerifyingKey>),
    Compact(compact::Ed448Key),
}

impl Ed448Key {
    pub(super) fn new(point: &[u8], backend: Backend) -> Result<Self, KeyError> {
        let malformed = || KeyError::Malformed(Error::value("Ed448 public key"));
        let point: &[u8; 57] = point.try_into().map_err(|_| malformed())?;
        if !is_canonical(point, &P_448) || is_small_order_448(point) {
            return Err(malformed());
        }
        #[cfg(not(target_family = "wasm"))]
        if backend != Backend::Compact {
            let key = ed448_goldilocks::VerifyingKey::from_bytes(point).map_err(|_| malformed())?;
            return Ok(Self::RustCrypto(Box::new(key)));
        }
        let _ = backend;
        compact::Ed448Key::new(point).map(Self::Compact).ok_or_else(malformed)
    }

    /// With an empty context, as RFC 8419 §2 has it.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Verification {
        let Some(r) = signature.first_chunk::<57>() else { return Verification::Invalid };
        if !is_canonical(r, &P_448) || is_small_order_448(r) {
            return Verification::Invalid;
        }
        Verification::from_valid(match self {
            #[cfg(not(target_family = "wasm"))]
            Self::RustCrypto(key) => {
                let signature = ed448_goldilocks::Signature::try_from(signature);
                signature.is_ok_and(|signature| key.verify_raw(&signature, message).is_ok())
            }
            Self::Compact(key) => key.verify(message, signature),
        })
    }
}

/// The answer for a build without EdDSA: one octet, 1 for a key that is one or, with a message, a signature that is valid.
pub(super) fn answer(mut question: &[u8]) -> Option<Vec<u8>> {
    let [kind] = take_array(&mut question)?;
    let point = take(&mut question)?;
    let signed = take(&mut question).map(|message| Some((message, take(&mut question)?)));
    let backend = Backend::default();
    let is_valid = match kind {
        b'1' => match (Ed25519Key::new(point, backend), signed) {
            (Ok(key), Some(signed)) => signed.map(|(message, signature)| key.verify(message, signature).is_valid())?,
            (key, _) => key.is_ok(),
        },
        b'4' => match (Ed448Key::new(point, backend), signed) {
            (Ok(key), Some(signed)) => signed.map(|(message, signature)| key.verify(message, signature).is_valid())?,
            (key, _) => key.is_ok(),
        },
        _ => return None,
    };
    Some(vec![u8::from(is_valid)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_non_canonical_ed25519_keys_are_refused() {
        Backend::ALL.into_iter().for_each(weak_and_non_canonical_ed25519_keys);
    }

    fn weak_and_non_canonical_ed25519_keys(backend: Backend) {
        let mut encoding = [0; 32];
        assert!(Ed25519Key::new(&encoding, backend).is_err(), "y = 0");
        encoding[0] = 1;
        assert!(Ed25519Key::new(&encoding, backend).is_err(), "y = 1");
        encoding[0] = 9;
        assert!(Ed25519Key::new(&encoding, backend).is_ok(), "y = 9");
        let mut beyond = P_25519;
        assert!(Ed25519Key::new(&beyond, backend).is_err(), "y = p");
        beyond[0] += 9;
        assert!(Ed25519Key::new(&beyond, backend).is_err(), "y = p + 9");
        assert!(Ed25519Key::new(&[9; 31], backend).is_err());
    }

    #[test]
    fn weak_and_non_canonical_ed448_keys_are_refused() {
        Backend::ALL.into_iter().for_each(weak_and_non_canonical_ed448_keys);
    }

    fn weak_and_non_canonical_ed448_keys(backend: Backend) {
        let mut encoding = [0; 57];
        assert!(Ed448Key::new(&encoding, backend).is_err(), "y = 0");
        encoding[0] = 1;
        assert!(Ed448Key::new(&encoding, backend).is_err(), "y = 1");
        let mut minus_one = P_448;
        minus_one[0] = 0xfe;
        assert!(is_canonical(&minus_one, &P_448) && Ed448Key::new(&minus_one, backend).is_err(), "y = -1");
        assert!(!is_canonical(&P_448, &P_448) && Ed448Key::new(&P_448, backend).is_err(), "y = p");
        assert!(Ed448Key::new(&[2; 56], backend).is_err());
    }

    /// RFC 8032 §7.4, the first vector.
    #[test]
    fn ed448_vector_of_rfc_8032() {
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let blank = (
            "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
            "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd39\
             80ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600",
        );
        for backend in Backend::ALL {
            let key = Ed448Key::new(&hex(blank.0), backend).unwrap();
            let mut signature = hex(blank.1);
            assert!(key.verify(b"", &signature).is_valid());
            assert!(!key.verify(b"\x03", &signature).is_valid());
            signature[113] = 1;
            assert!(!key.verify(b"", &signature).is_valid(), "the last octet of S is zero (RFC 8032 §5.2.7)");
        }
    }
    #[test]
    fn a_build_without_eddsa_is_told_of_keys_and_signatures() {
        use crate::supplement::row;

        // RFC 8032 §7.1, the second vector.
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let point = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assert_eq!(answer(&row(&[b"1", &point])), Some(vec![1]));
        assert_eq!(answer(&row(&[b"1", &[0; 32]])), Some(vec![0]));
        assert_eq!(answer(&row(&[b"4", &point])), Some(vec![0]));
        assert_eq!(answer(&row(&[b"1", &point, b"\x72", &signature])), Some(vec![1]));
        assert_eq!(answer(&row(&[b"1", &point, b"\x73", &signature])), Some(vec![0]));
        assert_eq!(answer(&row(&[b"1", &point, b"\x72", &signature[1..]])), Some(vec![0]));
        assert_eq!(answer(&row(&[b"1", &point, b"\x72"])), None, "a message, and no signature");
        assert_eq!(answer(&row(&[b"7", &point])), None);
    }
}
