//! ECDSA over y² = x³ + ax + b (FIPS 186-5 §6.4.2), all curves by the same code.

use super::super::ecdsa::Curve;
use super::curves::parameters;
use super::modulus::{Modulus, is_zero};

/// Limbs of the longest coordinate: P-521.
const LIMBS: usize = 17;

/// A coordinate in Montgomery form; limbs beyond the field's length are zero.
type Element = [u32; LIMBS];

/// Octets of hexadecimal text. Only for constants.
pub(super) fn octets(text: &str) -> Vec<u8> {
    let digit = |octet: u8| char::from(octet).to_digit(16).unwrap_or_default() as u8;
    text.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// The field's arithmetic on elements.
pub(super) struct Field(pub(super) Modulus);

impl Field {
    pub(super) fn element(number: &[u32]) -> Element {
        let mut element = [0; LIMBS];
        element[..number.len()].copy_from_slice(number);
        element
    }

    /// From octets; `None` when it is not below p.
    pub(super) fn read(&self, octets: &[u8]) -> Option<Element> {
        self.0.read(octets).map(|number| Self::element(&self.0.enter(&number)))
    }

    /// A number not in Montgomery form.
    pub(super) fn leave(&self, element: &Element) -> Box<[u32]> {
        self.0.leave(self.limbs(element))
    }

    pub(super) fn limbs<'a>(&self, element: &'a Element) -> &'a [u32] {
        &element[..self.0.limbs().len()]
    }

    pub(super) fn one(&self) -> Element {
        Self::element(self.0.one())
    }

    pub(super) fn mul(&self, one: &Element, two: &Element) -> Element {
        let mut product = [0; LIMBS];
        self.0.multiply_into(&mut product, one, two);
        product
    }

    pub(super) fn add(&self, one: &Element, two: &Element) -> Element {
        let mut sum = *one;
        self.0.add(&mut sum[..self.0.limbs().len()], self.limbs(two));
        sum
    }

    pub(super) fn sub(&self, one: &Element, two: &Element) -> Element {
        let mut difference = *one;
        self.0.subtract(&mut difference[..self.0.limbs().len()], self.limbs(two));
        difference
    }

    pub(super) fn invert(&self, element: &Element) -> Option<Element> {
        let inverse = self.0.invert(&self.leave(element))?;
        Some(Self::element(&self.0.enter(&inverse)))
    }

    pub(super) fn power(&self, element: &Element, exponent: &[u8]) -> Element {
        Self::element(&self.0.power(self.limbs(element), exponent))
    }
}

/// A curve, its constants in Montgomery form.
struct Context {
    field: Field,
    order: Modulus,
    a: Element,
    b: Element,
    generator: Jacobian,
    length: usize,
}

/// x = X/Z², y = Y/Z³; Z is zero at infinity.
#[derive(Clone, Copy)]
struct Jacobian {
    x: Element,
    y: Element,
    z: Element,
}

const INFINITY: Jacobian = Jacobian { x: [0; LIMBS], y: [0; LIMBS], z: [0; LIMBS] };

impl Context {
    fn new(curve: Curve) -> Option<Self> {
        let parameters = parameters(curve);
        let p = octets(parameters.p);
        let field = Field(Modulus::new(&p)?);
        let element = |text: &str| field.read(&octets(text));
        let (x, y) = parameters.generator;
        Some(Self {
            a: element(parameters.a)?,
            b: element(parameters.b)?,
            generator: Jacobian { x: element(x)?, y: element(y)?, z: field.one() },
            order: Modulus::new(&octets(parameters.order))?,
            field,
            length: p.len(),
        })
    }

    /// x³ + ax + b
    fn right_side(&self, x: &Element) -> Element {
        let f = &self.field;
        let square = f.mul(x, x);
        f.add(&f.mul(&f.add(&square, &self.a), x), &self.b)
    }

    /// Compressed or uncompressed (SEC 1 §2.3.4); `None` when it is not on the curve.
    fn read(&self, point: &[u8]) -> Option<Jacobian> {
        let f = &self.field;
        let (&form, coordinates) = point.split_first()?;
        let (x, y) = coordinates.split_at_checked(self.length)?;
        let x = f.read(x)?;
        let square = self.right_side(&x);
        let y = match form {
            4 if y.len() == self.length => f.read(y)?,
            2 | 3 if y.is_empty() => {
                // Every p here is 3 modulo 4: a root, if there is one, is the power (p + 1)/4.
                let mut exponent = f.0.to_octets();
                increment_and_quarter(&mut exponent);
                let root = f.power(&square, &exponent);
                let is_odd = f.leave(&root).first().is_some_and(|lowest| lowest & 1 == 1);
                if is_odd == (form == 3) { root } else { f.sub(&[0; LIMBS], &root) }
            }
            _ => return None,
        };
        // The cofactor of all these curves is 1: every point but infinity has the prime order.
        (f.mul(&y, &y) == square).then_some(Jacobian { x, y, z: f.one() })
    }

    /// "dbl-2007-bl" of the Explicit-Formulas Database, for any a.
    fn double(&self, point: &Jacobian) -> Jacobian {
        let f = &self.field;
        let (xx, yy, zz) = (f.mul(&point.x, &point.x), f.mul(&point.y, &point.y), f.mul(&point.z, &point.z));
        let quarter = f.mul(&point.x, &yy);
        let half = f.add(&quarter, &quarter);
        let s = f.add(&half, &half);
        let m = f.add(&f.add(&f.add(&xx, &xx), &xx), &f.mul(&self.a, &f.mul(&zz, &zz)));
        let x = f.sub(&f.sub(&f.mul(&m, &m), &s), &s);
        let yyyy = f.mul(&yy, &yy);
        let yyyy = f.add(&yyyy, &yyyy);
        let yyyy = f.add(&yyyy, &yyyy);
        let y = f.sub(&f.mul(&m, &f.sub(&s, &x)), &f.add(&yyyy, &yyyy));
        let yz = f.mul(&point.y, &point.z);
        Jacobian { x, y, z: f.add(&yz, &yz) }
    }

    /// "add-1998-cmo-2", with the cases it does not cover.
    fn add(&self, one: &Jacobian, two: &Jacobian) -> Jacobian {
        if is_zero(&one.z) {
            return *two;
        }
        if is_zero(&two.z) {
            return *one;
        }
        let f = &self.field;
        let (z1, z2) = (f.mul(&one.z, &one.z), f.mul(&two.z, &two.z));
        let (u1, u2) = (f.mul(&one.x, &z2), f.mul(&two.x, &z1));
        let (s1, s2) = (f.mul(&f.mul(&one.y, &two.z), &z2), f.mul(&f.mul(&two.y, &one.z), &z1));
        let (h, r) = (f.sub(&u2, &u1), f.sub(&s2, &s1));
        if is_zero(&h) {
            return if is_zero(&r) { self.double(one) } else { INFINITY };
        }
        let hh = f.mul(&h, &h);
        let hhh = f.mul(&h, &hh);
        let v = f.mul(&u1, &hh);
        let x = f.sub(&f.sub(&f.sub(&f.mul(&r, &r), &hhh), &v), &v);
        let y = f.sub(&f.mul(&r, &f.sub(&v, &x)), &f.mul(&s1, &hhh));
        Jacobian { x, y, z: f.mul(&h, &f.mul(&one.z, &two.z)) }
    }

    /// of_generator·G + of_point·Q, two bits of both scalars at a time.
    fn combine(&self, of_generator: &[u32], point: &Jacobian, of_point: &[u32]) -> Jacobian {
        let mut sums = [INFINITY; 16];
        for index in 1..16 {
            sums[index] = if index < 4 { self.add(&sums[index - 1], &self.generator) } else { self.add(&sums[index - 4], point) };
        }
        let mut sum = INFINITY;
        for (&one, &two) in of_generator.iter().zip(of_point).rev() {
            for shift in (0..32).step_by(2).rev() {
                sum = self.double(&self.double(&sum));
                let index = (one >> shift & 3) + (two >> shift & 3) * 4;
                sum = self.add(&sum, &sums[index as usize]);
            }
        }
        sum
    }

    /// FIPS 186-5 §6.4.2; `None` is "invalid" too.
    fn verify(&self, point: &Jacobian, prehash: &[u8], scalars: &[u8]) -> Option<bool> {
        let (order, f) = (&self.order, &self.field);
        let (r, s) = scalars.split_at_checked(self.length)?;
        let (r, s) = (order.read(r)?, order.read(s)?);
        if is_zero(&r) || is_zero(&s) {
            return None;
        }
        let inverse = order.enter(&order.invert(&s)?);
        let of_generator = order.leave(&order.multiply(&order.reduce(prehash), &inverse));
        let of_point = order.multiply(&r, &inverse);
        let sum = self.combine(&of_generator, point, &of_point);
        let z = f.invert(&sum.z)?;
        let x = f.leave(&f.mul(&sum.x, &f.mul(&z, &z)));
        Some(order.leave(&order.reduce(&f.0.octets(&x))) == r)
    }
}

/// (number + 1)/4, of big-endian octets of a number that is 3 modulo 4.
fn increment_and_quarter(number: &mut [u8]) {
    for octet in number.iter_mut().rev() {
        *octet = octet.wrapping_add(1);
        if *octet != 0 {
            break;
        }
    }
    let mut carry = 0;
    for octet in number.iter_mut() {
        (*octet, carry) = (*octet >> 2 | carry << 6, *octet & 3);
    }
}

/// A point of a curve, checked to be on it.
pub(in crate::crypto) struct Point(Box<(Context, Jacobian)>);

impl Point {
    /// Reads a compressed or uncompressed point (SEC 1 §2.3.4).
    pub(in crate::crypto) fn read(curve: Curve, point: &[u8]) -> Option<Self> {
        let context = Context::new(curve)?;
        let point = context.read(point)?;
        Some(Self(Box::new((context, point))))
    }

    /// Verifies r and s, each of the curve's length, over a prehash of that length.
    pub(in crate::crypto) fn verify(&self, prehash: &[u8], scalars: &[u8]) -> bool {
        let (context, point) = &*self.0;
        context.verify(point, prehash, scalars).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SEC 2 and RFC 5639: the generator's order is n, so n·G is infinity, and (n − 1)·G is −G.
    #[test]
    fn the_generators_have_the_orders_named() {
        for &curve in Curve::ALL {
            let context = Context::new(curve).unwrap();
            let f = &context.field;
            assert_eq!(f.0.limbs()[0] & 3, 3, "{curve}: p is 3 modulo 4");
            let mut less_one: Vec<u32> = context.order.limbs().to_vec();
            less_one[0] -= 1;
            let none = vec![0; less_one.len()];
            let negative = context.combine(&less_one, &context.generator, &none);
            let z = f.invert(&negative.z).unwrap();
            let (zz, zzz) = (f.mul(&z, &z), f.mul(&z, &f.mul(&z, &z)));
            assert_eq!(f.mul(&negative.x, &zz), context.generator.x, "{curve}");
            assert_eq!(f.mul(&negative.y, &zzz), f.sub(&[0; LIMBS], &context.generator.y), "{curve}");
            let mut one = none.clone();
            one[0] = 1;
            assert!(is_zero(&context.combine(&less_one, &context.generator, &one).z), "{curve}");
            let two = context.combine(&one, &context.generator, &one);
            assert!(is_zero(&f.sub(&f.mul(&context.double(&context.generator).x, &f.mul(&two.z, &two.z)), &{
                let double = context.double(&context.generator);
                f.mul(&two.x, &f.mul(&double.z, &double.z))
            })));
        }
    }

    #[test]
    fn compressed_points_have_the_parity_asked_for() {
        for &curve in Curve::ALL {
            let context = Context::new(curve).unwrap();
            let f = &context.field;
            let mut encoded = vec![2];
            encoded.extend(f.0.octets(&f.leave(&context.generator.x)));
            let even = context.read(&encoded).unwrap();
            encoded[0] = 3;
            let odd = context.read(&encoded).unwrap();
            assert_eq!(f.add(&even.y, &odd.y), [0; LIMBS], "{curve}");
            assert!([even.y, odd.y].contains(&context.generator.y), "{curve}");
        }
    }
}
