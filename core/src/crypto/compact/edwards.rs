//! Ed25519 and Ed448 (RFC 8032 §5.1.7, §5.2.7) over ax² + y² = 1 + dx²y²; strict as in `eddsa`, which checks the encodings.

use super::super::digest::DigestAlgorithm;
use super::curves::{ED448, ED25519, EdwardsParameters};
use super::modulus::{Modulus, is_zero};
use super::weierstrass::{Field, octets};

type Element = [u32; 17];

/// x = X/Z, y = Y/Z.
#[derive(Clone, Copy)]
struct Projective {
    x: Element,
    y: Element,
    z: Element,
}

struct Context {
    field: Field,
    order: Modulus,
    a: Element,
    d: Element,
    generator: Projective,
    /// Octets of an encoded point: those of p and a bit.
    length: usize,
}

/// Little-endian octets the other way round.
fn reversed(octets: &[u8]) -> Vec<u8> {
    octets.iter().rev().copied().collect()
}

impl Context {
    fn new(parameters: &EdwardsParameters) -> Option<Self> {
        let field = Field(Modulus::new(&octets(parameters.p))?);
        let element = |text: &str| field.read(&octets(text));
        let (x, y) = parameters.generator;
        Some(Self {
            a: element(parameters.a)?,
            d: element(parameters.d)?,
            generator: Projective { x: element(x)?, y: element(y)?, z: field.one() },
            order: Modulus::new(&octets(parameters.order))?,
            length: field.0.bits() as usize / 8 + 1,
            field,
        })
    }

    fn neutral(&self) -> Projective {
        Projective { x: [0; 17], y: self.field.one(), z: self.field.one() }
    }

    /// RFC 8032 §5.1.3, §5.2.3; `None` when there is no such point. The caller has seen to it that y is below p.
    fn read(&self, encoded: &[u8]) -> Option<Projective> {
        let f = &self.field;
        let (last, rest) = encoded.split_last()?;
        let mut y = reversed(rest);
        y.insert(0, last & 0x7f);
        let y = f.read(&y)?;
        let yy = f.mul(&y, &y);
        // x² = (1 − y²)/(a − dy²); the divisor is never zero, since a/d is no square.
        let square = f.mul(&f.sub(&f.one(), &yy), &f.invert(&f.sub(&self.a, &f.mul(&self.d, &yy)))?);
        let mut x = self.root(&square)?;
        let is_odd = f.leave(&x).first().is_some_and(|lowest| lowest & 1 == 1);
        if is_odd != (last & 0x80 != 0) {
            x = f.sub(&[0; 17], &x);
        }
        Some(Projective { x, y, z: f.one() })
    }

    /// A square root. p is 5 modulo 8 for Ed25519 and 3 modulo 4 for Ed448.
    fn root(&self, square: &Element) -> Option<Element> {
        let f = &self.field;
        let p = f.0.to_octets();
        let is_5_modulo_8 = p.last().is_some_and(|last| last & 7 == 5);
        // (p + 3)/8 or (p + 1)/4; in both p's last octet no carry arises from the addition, for it ends in ed or ff.
        let mut root = f.power(square, &shifted(&p, if is_5_modulo_8 { 3 } else { 2 }));
        if is_5_modulo_8 && f.mul(&root, &root) != *square {
            // The other root of x⁴ = square²: times the power (p − 1)/4 of 2, a root of −1.
            let mut quarter = p;
            if let Some(last) = quarter.last_mut() {
                *last -= 1;
            }
            let two = f.add(&f.one(), &f.one());
            root = f.mul(&root, &f.power(&two, &halved_twice(&quarter)));
        }
        (f.mul(&root, &root) == *square).then_some(root)
    }

    /// "add-2008-bbjlp" of the Explicit-Formulas Database, complete for these curves: it also doubles.
    fn add(&self, one: &Projective, two: &Projective) -> Projective {
        let f = &self.field;
        let z = f.mul(&one.z, &two.z);
        let zz = f.mul(&z, &z);
        let (x, y) = (f.mul(&one.x, &two.x), f.mul(&one.y, &two.y));
        let e = f.mul(&self.d, &f.mul(&x, &y));
        let (less, more) = (f.sub(&zz, &e), f.add(&zz, &e));
        let crossed = f.sub(&f.sub(&f.mul(&f.add(&one.x, &one.y), &f.add(&two.x, &two.y)), &x), &y);
        Projective {
            x: f.mul(&z, &f.mul(&less, &crossed)),
            y: f.mul(&z, &f.mul(&more, &f.sub(&y, &f.mul(&self.a, &x)))),
            z: f.mul(&less, &more),
        }
    }

    /// RFC 8032 §5.1.2, §5.2.2.
    fn encode(&self, point: &Projective) -> Option<Vec<u8>> {
        let f = &self.field;
        let z = f.invert(&point.z)?;
        let (x, y) = (f.leave(&f.mul(&point.x, &z)), f.leave(&f.mul(&point.y, &z)));
        let mut encoded = reversed(&f.0.octets(&y));
        encoded.resize(self.length, 0);
        if let (Some(last), Some(lowest)) = (encoded.last_mut(), x.first()) {
            *last |= (*lowest as u8 & 1) << 7;
        }
        Some(encoded)
    }

    /// Whether eight times the point is neutral: the cofactors are 8 and 4.
    fn is_small_order(&self, point: &Projective) -> bool {
        let mut multiple = *point;
        for _ in 0..3 {
            multiple = self.add(&multiple, &multiple);
        }
        is_zero(&multiple.x) && multiple.y == multiple.z
    }

    /// Whether R = S·B − k·A, octet by octet, k being the hash reduced; `None` is "invalid" too.
    fn verify(&self, key: &Projective, hash: &[u8], signature: &[u8]) -> Option<bool> {
        let (r, s) = signature.split_at_checked(self.length)?;
        if s.len() != self.length {
            return None;
        }
        let s = self.order.read(&reversed(s))?;
        let k = self.order.leave(&self.order.reduce(&reversed(hash)));
        let negative = Projective { x: self.field.sub(&[0; 17], &key.x), ..*key };
        let sums = [self.neutral(), self.generator, negative, self.add(&self.generator, &negative)];
        let mut sum = self.neutral();
        for (&s, &k) in s.iter().zip(&k).rev() {
            for shift in (0..32).rev() {
                sum = self.add(&sum, &sum);
                let index = (s >> shift & 1) + (k >> shift & 1) * 2;
                if index != 0 {
                    sum = self.add(&sum, &sums[index as usize]);
                }
            }
        }
        Some(self.encode(&sum)? == r && !self.is_small_order(&sum))
    }
}

/// Big-endian octets, one added in the place of 2^bits, shifted right by `bits`.
fn shifted(number: &[u8], bits: u32) -> Vec<u8> {
    let mut carry = 0;
    let mut shifted: Vec<u8> = Vec::with_capacity(number.len());
    for octet in number {
        shifted.push(octet >> bits | carry << (8 - bits));
        carry = octet & ((1 << bits) - 1);
    }
    // (p + 3)/8 = ⌊p/8⌋ + 1 and (p + 1)/4 = ⌊p/4⌋ + 1.
    for octet in shifted.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            break;
        }
    }
    shifted
}

fn halved_twice(number: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let halve = |octet: &u8| {
        let halved = octet >> 2 | carry << 6;
        carry = octet & 3;
        halved
    };
    number.iter().map(halve).collect()
}

/// A key of either curve, checked to be a point and not of small order.
struct Key(Context, Projective, Box<[u8]>);

impl Key {
    fn new(parameters: &EdwardsParameters, encoded: &[u8]) -> Option<Self> {
        let context = Context::new(parameters)?;
        let point = context.read(encoded).filter(|point| !context.is_small_order(point))?;
        Some(Self(context, point, encoded.into()))
    }
}

/// An Ed25519 key.
pub(in crate::crypto) struct Ed25519Key(Box<Key>);

impl Ed25519Key {
    /// `None` when it is no point, or one of small order. The encoding must be canonical.
    pub(in crate::crypto) fn new(point: &[u8; 32]) -> Option<Self> {
        Key::new(&ED25519, point).map(|key| Self(Box::new(key)))
    }

    pub(in crate::crypto) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let Key(context, point, encoded) = &*self.0;
        let Some(r) = signature.get(..32) else { return false };
        let mut hasher = DigestAlgorithm::Sha512.hasher();
        for part in [r, encoded, message] {
            hasher.update(part);
        }
        context.verify(point, hasher.finalize().as_bytes(), signature).unwrap_or(false)
    }
}

/// An Ed448 key.
pub(in crate::crypto) struct Ed448Key(Box<Key>);

impl Ed448Key {
    /// `None` when it is no point, or one of small order. The encoding must be canonical.
    pub(in crate::crypto) fn new(point: &[u8; 57]) -> Option<Self> {
        Key::new(&ED448, point).map(|key| Self(Box::new(key)))
    }

    /// With an empty context.
    pub(in crate::crypto) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        use sha2::digest::{ExtendableOutput, Update, XofReader};
        let Key(context, point, encoded) = &*self.0;
        let Some(r) = signature.get(..57) else { return false };
        let mut hasher = shake::Shake256::default();
        // dom4(0, "") of RFC 8032 §2.
        for part in [b"SigEd448\0\0", r, encoded, message] {
            hasher.update(part);
        }
        let mut hash = [0; 114];
        hasher.finalize_xof().read(&mut hash);
        context.verify(point, &hash, signature).unwrap_or(false)
    }
}
