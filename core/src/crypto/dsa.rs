//! DSA verification (FIPS 186-4 §4.7), for old archives.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, NonZero, Odd};

use super::Unsupported;
use super::digest::Digest;
use super::ecdsa::scalars_of_der;
use super::key::KeyError;
use crate::asn1::{Element, Error, Integer, Reader, Tag};

/// Sizes of p: FIPS 186-4 §4.2 has 1,024, 2,048 and 3,072 bits; real keys lie between.
const P_BITS: core::ops::RangeInclusive<u32> = 1024..=4096;

/// Sizes of q: FIPS 186-4 §4.2 has 160, 224 and 256 bits.
const Q_BITS: core::ops::RangeInclusive<u32> = 160..=256;

/// The domain parameters (RFC 3279 §2.3.2): `Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER }`.
#[derive(Clone)]
pub(super) struct Parameters {
    p: BoxedMontyParams,
    q: Odd<BoxedUint>,
    g: BoxedMontyForm,
    p_bits: u32,
}

fn unsupported(what: String) -> KeyError {
    KeyError::Unsupported(Unsupported::new(what))
}

/// The number, with room for `bits`; `None` when it is negative or larger.
fn number(integer: Integer<'_>, bits: u32) -> Option<BoxedUint> {
    BoxedUint::from_be_slice(integer.to_unsigned()?, bits).ok()
}

impl Parameters {
    /// `None` when they are absent (or NULL, as some write) and come from the issuer.
    pub(super) fn read(parameters: Option<Element<'_>>) -> Result<Option<Self>, KeyError> {
        const WHAT: &str = "Dss-Parms";
        let Some(element) = parameters.filter(|element| element.tag() != Tag::NULL) else { return Ok(None) };
        let mut fields = element.expect(Tag::SEQUENCE, WHAT)?.reader();
        let (p, q, g) = (fields.integer(WHAT)?, fields.integer(WHAT)?, fields.integer(WHAT)?);
        fields.finish(WHAT)?;

        let malformed = || KeyError::Malformed(Error::value(WHAT));
        let bits =
            |integer: Integer<'_>| integer.to_unsigned().map(BoxedUint::from_be_slice_vartime).map(|value| value.bits_vartime());
        // Lengths first: nothing is computed with numbers of unbounded size.
        if [p, q, g].iter().any(|integer| integer.as_bytes().len() > 1024) {
            return Err(unsupported("DSA parameters of more than 8192 bits".to_owned()));
        }
        let (p_bits, q_bits) = (bits(p).ok_or_else(malformed)?, bits(q).ok_or_else(malformed)?);
        if !P_BITS.contains(&p_bits) || !Q_BITS.contains(&q_bits) {
            return Err(unsupported(format!("DSA parameters of {p_bits} and {q_bits} bits")));
        }
        let precision = p_bits.next_multiple_of(64);
        let odd = |integer, bits| number(integer, bits).and_then(|value| Option::from(Odd::new(value)));
        let p: Odd<BoxedUint> = odd(p, precision).ok_or_else(malformed)?;
        let q = odd(q, q_bits.next_multiple_of(64)).ok_or_else(malformed)?;
        let g = number(g, precision).filter(|g| in_group(g, &p)).ok_or_else(malformed)?;
        let p = BoxedMontyParams::new_vartime(p);
        Ok(Some(Self { g: BoxedMontyForm::new(g, &p), p, q, p_bits }))
    }
}

/// 1 < value < p
fn in_group(value: &BoxedUint, p: &Odd<BoxedUint>) -> bool {
    *value > BoxedUint::one_with_precision(value.bits_precision()) && value < p.as_ref()
}

/// A key that may still lack its parameters.
pub(super) struct Key {
    /// The value as written, for when parameters come later.
    public: Vec<u8>,
    domain: Option<(Parameters, BoxedMontyForm)>,
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
                let p = parameters.p.modulus();
                let y = number(integer, p.bits_precision())
                    .filter(|y| in_group(y, p))
                    .map(|y| BoxedMontyForm::new(y, &parameters.p))
                    .filter(|y| *y.pow(&parameters.q).as_montgomery() == *BoxedMontyForm::one(&parameters.p).as_montgomery())
                    .ok_or(Error::value(WHAT))?;
                Some((parameters, y))
            }
        };
        Ok(Self { public: public.to_vec(), domain })
    }

    /// Bits of p.
    pub(super) fn bits(&self) -> Option<u32> {
        self.domain.as_ref().map(|(parameters, _)| parameters.p_bits)
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
fn verify(parameters: &Parameters, public: &BoxedMontyForm, digest: &[u8], signature: &[u8]) -> Option<bool> {
    let order = NonZero::new(parameters.q.as_ref().clone()).into_option()?;
    let precision = order.bits_precision();
    let scalars = scalars_of_der(signature, precision.div_ceil(8) as usize)?;
    let mut scalars = scalars.chunks_exact(precision.div_ceil(8) as usize).map(|scalar| {
        let value = BoxedUint::from_be_slice(scalar, precision).ok()?;
        (bool::from(value.is_nonzero()) && value < *order).then_some(value)
    });
    let (r, s) = (scalars.next()??, scalars.next()??);

    // z: the leftmost bits of the digest, as many as q has.
    let bits = order.bits_vartime();
    let taken = digest.get(..bits.div_ceil(8) as usize).unwrap_or(digest);
    let excess = (taken.len() as u32 * 8).saturating_sub(bits);
    let z = BoxedUint::from_be_slice(taken, precision).ok()? >> excess;

    let inverse: BoxedUint = s.invert_odd_mod(&parameters.q).into_option()?;
    let of_generator = parameters.g.pow(&z.mul_mod(&inverse, &order));
    let of_public = public.pow(&r.mul_mod(&inverse, &order));
    Some(of_generator.mul(&of_public).retrieve().rem_vartime(&order) == r)
}
