//! DSA verification (FIPS 186-4 §4.7), for old archives.

use super::Unsupported;
use super::compact::{Modulus, Number};
use super::digest::Digest;
use super::ecdsa::scalars_of_der;
use super::key::KeyError;
use super::rsa::bits;
use crate::asn1::{Element, Error, Integer, Reader, Tag};

/// Sizes of p: FIPS 186-4 §4.2 has 1,024, 2,048 and 3,072 bits; real keys lie between.
const P_BITS: core::ops::RangeInclusive<u32> = 1024..=4096;

/// Sizes of q: FIPS 186-4 §4.2 has 160, 224 and 256 bits.
const Q_BITS: core::ops::RangeInclusive<u32> = 160..=256;

/// The domain parameters (RFC 3279 §2.3.2): `Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }`.
#[derive(Clone)]
pub(super) struct Parameters {
    p: Modulus,
    q: Modulus,
    g: Number,
}

fn unsupported(what: String) -> KeyError {
    KeyError::Unsupported(Unsupported::new(what))
}

/// 1 < value < p, as the group's elements are, in Montgomery form.
fn group_element(integer: Integer<'_>, p: &Modulus) -> Option<Number> {
    let value = integer.to_unsigned()?;
    if matches!(value, [] | [0 | 1]) {
        return None;
    }
    p.read(value).map(|value| p.enter(&value))
}

impl Parameters {
    /// `None` when they are absent (or NULL, as some write) and come from the issuer.
    pub(super) fn read<'a>(parameters: Option<Element<'a>>) -> Result<Option<Self>, KeyError> {
        const WHAT: &str = "Dss-Parms";
        let Some(element) = parameters.filter(|element| element.tag() != Tag::NULL) else { return Ok(None) };
        let mut fields = element.expect(Tag::SEQUENCE, WHAT)?.reader();
        let (p, q, g) = (fields.integer(WHAT)?, fields.integer(WHAT)?, fields.integer(WHAT)?);
        fields.finish(WHAT)?;

        let malformed = || KeyError::Malformed(Error::value(WHAT));
        // Lengths first: nothing is computed with numbers of unbounded size.
        if [p, q, g].iter().any(|integer| integer.as_bytes().len() > 1024) {
            return Err(unsupported("DSA parameters of more than 8192 bits".to_owned()));
        }
        let magnitude = |integer: Integer<'a>| integer.to_unsigned().ok_or_else(malformed);
        let (p, q) = (magnitude(p)?, magnitude(q)?);
        let (p_bits, q_bits) = (bits(p), bits(q));
        if !P_BITS.contains(&p_bits) || !Q_BITS.contains(&q_bits) {
            return Err(unsupported(format!("DSA parameters of {p_bits} and {q_bits} bits")));
        }
        let modulus = |magnitude| Modulus::new(magnitude).ok_or_else(malformed);
        let (p, q) = (modulus(p)?, modulus(q)?);
        let g = group_element(g, &p).ok_or_else(malformed)?;
        Ok(Some(Self { p, q, g }))
    }
}

/// A key that may still lack its parameters.
pub(super) struct Key {
    /// The value as written, for when parameters come later.
    public: Vec<u8>,
    domain: Option<(Parameters, Number)>,
}

impl Key {
    /// From `DSAPublicKey ::= INTEGER` (RFC 3279 §2.3.2).
    pub(super) fn new(public: &[u8], parameters: Option<Parameters>) -> Result<Self, KeyError> {
        const WHAT: &str = "DSAPublicKey";
        let mut reader = Reader::new(public);
        let integer = reader.integer(WHAT)?;
        reader.finish(WHAT)?;
        let domain = match parameters {
            None => None,
            Some(parameters) => {
                let p = &parameters.p;
                let is_of_order_q = |y: &Number| *p.power(y, &parameters.q.to_octets()) == *p.one();
                let y = group_element(integer, p).filter(is_of_order_q).ok_or(Error::value(WHAT))?;
                Some((parameters, y))
            }
        };
        Ok(Self { public: public.to_vec(), domain })
    }

    /// Bits of p.
    pub(super) fn bits(&self) -> Option<u32> {
        self.domain.as_ref().map(|(parameters, _)| parameters.p.bits())
    }

    /// This key with the parameters of another.
    pub(super) fn inherit(&self, issuer: &Self) -> Option<Self> {
        match (&self.domain, &issuer.domain) {
            (None, Some((parameters, _))) => Self::new(&self.public, Some(parameters.clone())).ok(),
            _ => None,
        }
    }

    /// `None` when the parameters are missing. The signature is
    /// `Dss-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 §2.2.2), which must be DER.
    pub(super) fn verify(&self, digest: &Digest, signature: &[u8]) -> Option<bool> {
        let (parameters, y) = self.domain.as_ref()?;
        Some(verify(parameters, y, digest.as_bytes(), signature).unwrap_or(false))
    }
}

/// FIPS 186-4 §4.7; `None` is "invalid" too.
fn verify(parameters: &Parameters, public: &Number, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let Parameters { p, q, g } = parameters;
    let bits = q.bits();
    let length = bits.div_ceil(8) as usize;
    let scalars = scalars_of_der(signature, length)?;
    let mut scalars =
        scalars.chunks_exact(length).map(|scalar| q.read(scalar).filter(|value| value.iter().any(|&limb| limb != 0)));
    let (r, s) = (scalars.next()??, scalars.next()??);

    // z: the leftmost bits of the digest, as many as q has.
    let mut z = digest.get(..length).unwrap_or(digest).to_vec();
    let excess = (z.len() as u32 * 8).saturating_sub(bits);
    let mut before = 0;
    for octet in &mut z {
        let pair = u16::from(before) << 8 | u16::from(*octet);
        (*octet, before) = ((pair >> excess) as u8, *octet);
    }

    let inverse = q.enter(&q.invert(&s)?);
    let of_generator = q.leave(&q.multiply(&q.reduce(&z), &inverse));
    let of_public = q.multiply(&r, &inverse);
    let product = p.multiply(&p.power(g, &q.octets(&of_generator)), &p.power(public, &q.octets(&of_public)));
    Some(q.leave(&q.reduce(&p.octets(&p.leave(&product)))) == r)
}
