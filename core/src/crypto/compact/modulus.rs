//! Numbers modulo an odd number, in Montgomery form: x stands as x·R, R = 2^(32·limbs).

/// An odd modulus and what multiplication by it needs. Numbers are little-endian limbs, as many as the modulus has.
#[derive(Clone, Debug)]
pub(in crate::crypto) struct Modulus {
    limbs: Box<[u32]>,
    /// −1/m modulo 2^32.
    inverse: u32,
    /// R modulo m: one in Montgomery form.
    one: Box<[u32]>,
    /// R² modulo m: what a number is multiplied by to get into Montgomery form.
    square: Box<[u32]>,
}

/// A number below a modulus; whether it is in Montgomery form, the code that has it knows.
pub(in crate::crypto) type Number = Box<[u32]>;

impl Modulus {
    /// From big-endian octets; `None` when it is even or below 3.
    pub(in crate::crypto) fn new(octets: &[u8]) -> Option<Self> {
        let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
        let octets = octets.get(zeros..)?;
        let limbs = number(octets, octets.len().div_ceil(4))?;
        let lowest = *limbs.first()?;
        if lowest & 1 == 0 || (limbs.len() == 1 && lowest == 1) {
            return None;
        }
        // Newton: each round doubles the bits that are right; three are to begin with.
        let mut inverse = lowest;
        for _ in 0..4 {
            inverse = inverse.wrapping_mul(2u32.wrapping_sub(lowest.wrapping_mul(inverse)));
        }
        let mut modulus =
            Self { one: vec![0; limbs.len()].into(), square: Box::default(), inverse: inverse.wrapping_neg(), limbs };
        // 1 · 2^(32·limbs), by doubling from the highest power of two below the modulus.
        let bits = modulus.bits();
        let total = modulus.limbs.len() as u32 * 32;
        let mut one = modulus.zero();
        if let Some(limb) = one.get_mut((bits as usize - 1) / 32) {
            *limb = 1 << ((bits - 1) % 32);
        }
        for _ in bits - 1..total {
            modulus.double(&mut one);
        }
        modulus.one = one;
        // In Montgomery form 2 is 2R and 2^(32·limbs) is R².
        let mut two = modulus.one.clone();
        modulus.double(&mut two);
        modulus.square = modulus.power(&two, &total.to_be_bytes());
        Some(modulus)
    }

    /// Bits of the modulus.
    pub(in crate::crypto) fn bits(&self) -> u32 {
        let leading = self.limbs.last().map_or(0, |limb| limb.leading_zeros());
        self.limbs.len() as u32 * 32 - leading
    }

    pub(super) fn limbs(&self) -> &[u32] {
        &self.limbs
    }

    pub(super) fn zero(&self) -> Number {
        vec![0; self.limbs.len()].into()
    }

    /// The modulus itself, big-endian octets.
    pub(in crate::crypto) fn to_octets(&self) -> Vec<u8> {
        self.octets(&self.limbs)
    }

    /// 1 in Montgomery form.
    pub(in crate::crypto) fn one(&self) -> &[u32] {
        &self.one
    }

    /// A number from big-endian octets, not in Montgomery form; `None` when it is not below the modulus.
    pub(in crate::crypto) fn read(&self, octets: &[u8]) -> Option<Number> {
        number(octets, self.limbs.len()).filter(|number| is_less(number, &self.limbs))
    }

    /// A number of any length from big-endian octets, reduced, in Montgomery form.
    pub(in crate::crypto) fn reduce(&self, octets: &[u8]) -> Number {
        let mut sum = self.zero();
        // Horner's rule with limbs as digits of base R: multiplying by R² is multiplying by R in Montgomery form.
        for digit in octets.rchunks(self.limbs.len() * 4).rev() {
            sum = self.multiply(&sum, &self.square);
            if let Some(digit) = number(digit, self.limbs.len()) {
                // Below R, which Montgomery multiplication by a number below m takes as well.
                self.add(&mut sum, &self.multiply(&digit, &self.square));
            }
        }
        sum
    }

    /// Into Montgomery form.
    pub(in crate::crypto) fn enter(&self, number: &[u32]) -> Number {
        self.multiply(number, &self.square)
    }

    /// Out of Montgomery form.
    pub(in crate::crypto) fn leave(&self, number: &[u32]) -> Number {
        let mut one = self.zero();
        if let Some(lowest) = one.first_mut() {
            *lowest = 1;
        }
        self.multiply(number, &one)
    }

    /// Big-endian octets of a number that is not in Montgomery form, as many as the modulus has.
    pub(in crate::crypto) fn octets(&self, number: &[u32]) -> Vec<u8> {
        let octets: Vec<u8> = number.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
        let length = self.bits().div_ceil(8) as usize;
        octets.get(octets.len().saturating_sub(length)..).unwrap_or_default().to_vec()
    }

    pub(super) fn add(&self, sum: &mut [u32], other: &[u32]) {
        let carry = add(sum, other);
        if carry || !is_less(sum, &self.limbs) {
            subtract(sum, &self.limbs);
        }
    }

    pub(super) fn subtract(&self, difference: &mut [u32], other: &[u32]) {
        if subtract(difference, other) {
            add(difference, &self.limbs);
        }
    }

    fn double(&self, number: &mut [u32]) {
        let mut carry = 0;
        for limb in number.iter_mut() {
            (*limb, carry) = (*limb << 1 | carry, *limb >> 31);
        }
        if carry == 1 || !is_less(number, &self.limbs) {
            subtract(number, &self.limbs);
        }
    }

    /// a·b/R: the product in Montgomery form of numbers in that form.
    pub(in crate::crypto) fn multiply(&self, a: &[u32], b: &[u32]) -> Number {
        let mut product = self.zero();
        self.multiply_into(&mut product, a, b);
        product
    }

    /// One pass over the limbs for each limb of b: a·b and the multiple of m that clears the lowest limb are added together.
    pub(super) fn multiply_into(&self, product: &mut [u32], a: &[u32], b: &[u32]) {
        let length = self.limbs.len();
        let (Some(product), Some(a), Some(b)) = (product.get_mut(..length), a.get(..length), b.get(..length)) else { return };
        let modulus = &self.limbs[..length];
        product.fill(0);
        let mut top = 0;
        for &b in b {
            let b = u64::from(b);
            let sum = u64::from(product[0]) + u64::from(a[0]) * b;
            let multiple = u64::from((sum as u32).wrapping_mul(self.inverse));
            let mut carry = sum >> 32;
            let mut carry_of_multiple = (u64::from(sum as u32) + u64::from(modulus[0]) * multiple) >> 32;
            for at in 1..length {
                let sum = u64::from(product[at]) + u64::from(a[at]) * b + carry;
                carry = sum >> 32;
                let sum = u64::from(sum as u32) + u64::from(modulus[at]) * multiple + carry_of_multiple;
                carry_of_multiple = sum >> 32;
                product[at - 1] = sum as u32;
            }
            let sum = top + carry + carry_of_multiple;
            product[length - 1] = sum as u32;
            top = sum >> 32;
        }
        if top != 0 || !is_less(product, modulus) {
            subtract(product, modulus);
        }
    }

    /// base^exponent, the base and the result in Montgomery form, the exponent big-endian octets.
    pub(in crate::crypto) fn power(&self, base: &[u32], exponent: &[u8]) -> Number {
        let mut power: Number = self.one.clone();
        let mut product = self.zero();
        let mut started = false;
        for octet in exponent {
            for bit in (0..8).rev() {
                if started {
                    self.multiply_into(&mut product, &power, &power);
                    core::mem::swap(&mut power, &mut product);
                }
                if octet >> bit & 1 == 1 {
                    if started {
                        self.multiply_into(&mut product, &power, base);
                        core::mem::swap(&mut power, &mut product);
                    } else {
                        power.copy_from_slice(base);
                        started = true;
                    }
                }
            }
        }
        power
    }

    /// The inverse of a number that is not in Montgomery form, not in it either; `None` when there is none. The binary
    /// extended Euclidean algorithm (Menezes, van Oorschot, Vanstone, Handbook of Applied Cryptography, algorithm 14.61, for an odd modulus).
    pub(in crate::crypto) fn invert(&self, number: &[u32]) -> Option<Number> {
        let (mut u, mut v): (Number, Number) = (number.into(), self.limbs.clone());
        let (mut of_u, mut of_v) = (self.zero(), self.zero());
        *of_u.first_mut()? = 1;
        let is_one = |number: &[u32]| number.split_first().is_some_and(|(first, rest)| *first == 1 && is_zero(rest));
        while !is_one(&u) && !is_one(&v) {
            if is_zero(&u) || is_zero(&v) {
                return None;
            }
            for (number, factor) in [(&mut u, &mut of_u), (&mut v, &mut of_v)] {
                while number.first().is_some_and(|lowest| lowest & 1 == 0) {
                    halve(number, false);
                    let is_odd = factor.first().is_some_and(|lowest| lowest & 1 == 1);
                    let carry = is_odd && add(factor, &self.limbs);
                    halve(factor, carry);
                }
            }
            if is_less(&u, &v) {
                subtract(&mut v, &u);
                self.subtract(&mut of_v, &of_u);
            } else {
                subtract(&mut u, &v);
                self.subtract(&mut of_u, &of_v);
            }
        }
        Some(if is_one(&u) { of_u } else { of_v })
    }
}

/// Limbs of big-endian octets; `None` when they are too few.
fn number(octets: &[u8], limbs: usize) -> Option<Number> {
    let mut number = vec![0; limbs];
    for (at, octet) in octets.iter().rev().enumerate() {
        if *octet != 0 {
            *number.get_mut(at / 4)? |= u32::from(*octet) << (at % 4 * 8);
        }
    }
    Some(number.into())
}

pub(super) fn is_zero(number: &[u32]) -> bool {
    number.iter().all(|&limb| limb == 0)
}

pub(super) fn is_less(one: &[u32], two: &[u32]) -> bool {
    one.iter().rev().lt(two.iter().rev())
}

/// Whether a carry is left.
fn add(sum: &mut [u32], other: &[u32]) -> bool {
    let mut carry = false;
    for (limb, &other) in sum.iter_mut().zip(other) {
        let (partial, first) = limb.overflowing_add(other);
        let (total, second) = partial.overflowing_add(u32::from(carry));
        (*limb, carry) = (total, first | second);
    }
    carry
}

/// Whether a borrow is left.
fn subtract(difference: &mut [u32], other: &[u32]) -> bool {
    let mut borrow = false;
    for (limb, &other) in difference.iter_mut().zip(other) {
        let (partial, first) = limb.overflowing_sub(other);
        let (total, second) = partial.overflowing_sub(u32::from(borrow));
        (*limb, borrow) = (total, first | second);
    }
    borrow
}

fn halve(number: &mut [u32], carry: bool) {
    let mut carry = u32::from(carry);
    for limb in number.iter_mut().rev() {
        (*limb, carry) = (*limb >> 1 | carry << 31, *limb & 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2^89 − 1 is prime, and its limbs are not full.
    const PRIME: [u8; 12] = [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    #[test]
    fn fermat_and_euclid_agree() {
        let modulus = Modulus::new(&PRIME).unwrap();
        assert_eq!(modulus.bits(), 89);
        let mut exponent = PRIME;
        exponent[11] -= 2;
        for value in [1u8, 2, 3, 77, 255] {
            let number = modulus.read(&[value, 0, value, 7]).unwrap();
            let by_fermat = modulus.leave(&modulus.power(&modulus.enter(&number), &exponent));
            assert_eq!(modulus.invert(&number), Some(by_fermat.clone()), "{value}");
            let product = modulus.multiply(&modulus.enter(&number), &modulus.enter(&by_fermat));
            assert_eq!(&product[..], modulus.one(), "{value}");
        }
    }

    #[test]
    fn small_numbers_on_paper() {
        let modulus = Modulus::new(&[0, 0, 0, 0, 0, 15]).unwrap();
        let octets = |number: &[u32]| modulus.octets(&modulus.leave(number));
        assert_eq!(octets(&modulus.reduce(&[1, 0, 0, 0, 0, 0, 0, 0, 0])), [1], "2^64 mod 15");
        assert_eq!(octets(&modulus.reduce(&[100])), [10]);
        assert_eq!(octets(&modulus.power(&modulus.reduce(&[7]), &[2])), [4]);
        assert_eq!(modulus.invert(&[5]), None, "5 divides 15");
        assert_eq!(modulus.invert(&[0]), None);
        assert_eq!(modulus.invert(&[4]).as_deref(), Some(&[4][..]));
        assert_eq!(modulus.read(&[15]), None);
        for bad in [&[][..], &[0], &[1], &[4]] {
            assert!(Modulus::new(bad).is_none(), "{bad:?}");
        }
    }
}
