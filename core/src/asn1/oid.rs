//! OBJECT IDENTIFIER (X.690 §8.19).

use core::fmt;

use super::{Error, Result};

/// An OBJECT IDENTIFIER: its contents octets. Compared octet by octet, which is exact for minimal encodings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid<'a>(&'a [u8]);

impl<'a> Oid<'a> {
    /// From contents octets: not empty, last subidentifier complete.
    pub fn from_contents(contents: &'a [u8], what: &'static str) -> Result<Self> {
        match contents.last() {
            Some(last) if last & 0x80 == 0 => Ok(Self(contents)),
            _ => Err(Error::value(what)),
        }
    }

    /// From contents octets known to be right; for the tables of standard identifiers.
    pub const fn known(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    /// The contents octets.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// The contents octets of an OBJECT IDENTIFIER in dotted decimal; `None` when it is none, or has an arc beyond `u64`.
pub fn oid_contents(dotted: &str) -> Option<Vec<u8>> {
    let is_number = |arc: &str| !arc.is_empty() && arc.bytes().all(|octet| octet.is_ascii_digit());
    let arcs = dotted.split('.').map(|arc| is_number(arc).then(|| arc.parse().ok())?).collect::<Option<Vec<u64>>>()?;
    let (&[root, second], rest) = arcs.split_first_chunk()?;
    if root > 2 || (root < 2 && second >= 40) {
        return None;
    }
    let first = root.checked_mul(40)?.checked_add(second)?;
    let mut contents = Vec::new();
    for arc in core::iter::once(first).chain(rest.iter().copied()) {
        let septets = (u64::BITS - arc.leading_zeros()).div_ceil(7).max(1);
        contents.extend((0..septets).rev().map(|index| {
            let continued = if index == 0 { 0 } else { 0x80 };
            (arc >> (7 * index) & 0x7f) as u8 | continued
        }));
    }
    Some(contents)
}

/// Dotted decimal. A subidentifier beyond `u128` is shown as `?`.
impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut value, mut overflow, mut first) = (0u128, false, true);
        for octet in self.0 {
            overflow |= value >> 121 != 0;
            value = value << 7 | u128::from(octet & 0x7f);
            if octet & 0x80 != 0 {
                continue;
            }
            if first && overflow {
                f.write_str("?")?;
                first = false;
            } else if first {
                let root = u8::from(value >= 40) + u8::from(value >= 80);
                write!(f, "{root}.")?;
                write_decimal(f, value - u128::from(root) * 40)?;
                first = false;
            } else if overflow {
                f.write_str(".?")?;
            } else {
                f.write_str(".")?;
                write_decimal(f, value)?;
            }
            (value, overflow) = (0, false);
        }
        Ok(())
    }
}

/// A subidentifier. The standard library's code for 128 bits, which nothing else needs, is 3 kB in WebAssembly.
fn write_decimal(f: &mut fmt::Formatter<'_>, value: u128) -> fmt::Result {
    const GROUP: u64 = 1_000_000_000;
    if let Ok(value) = u64::try_from(value) {
        return write!(f, "{value}");
    }
    // Groups of nine digits, the lowest first, by long division.
    let mut limbs = [96, 64, 32, 0].map(|shift| (value >> shift) as u32);
    let groups = [(); 5].map(|()| {
        let mut rest = 0;
        for limb in &mut limbs {
            let part = rest << 32 | u64::from(*limb);
            *limb = (part / GROUP) as u32;
            rest = part % GROUP;
        }
        rest
    });
    let mut groups = groups.into_iter().rev().skip_while(|group| *group == 0);
    write!(f, "{}", groups.next().unwrap_or(0))?;
    groups.try_for_each(|group| write!(f, "{group:09}"))
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_subidentifier_beyond_128_bits_looks_like_no_other() {
        // 2^133 + 42, of which the low bits are 1.2.
        let octets = [&[0x81][..], &[0x80; 18], &[0x2a, 3]].concat();
        assert_eq!(Oid::from_contents(&octets, "test").unwrap().to_string(), "?.3");
    }

    #[test]
    fn subidentifiers_are_as_the_standard_library_writes_them() {
        struct Decimal(u128);
        impl fmt::Display for Decimal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_decimal(f, self.0)
            }
        }
        let mut powers = vec![0, u128::MAX];
        powers.extend((0..128).map(|exponent| 1 << exponent));
        powers.extend((0..39).map(|exponent| 10u128.pow(exponent)));
        powers.extend((0..38).map(|exponent| 10u128.pow(exponent) * 3 + 7));
        for value in powers.iter().flat_map(|power| [power.saturating_sub(1), *power, power.saturating_add(1)]) {
            assert_eq!(Decimal(value).to_string(), value.to_string());
        }
    }

    #[test]
    fn the_first_two_arcs_are_one_subidentifier() {
        let text = |octets: &[u8]| Oid::from_contents(octets, "o").unwrap().to_string();
        for (octets, expected) in [
            (&[0u8][..], "0.0"),
            (&[39], "0.39"),
            (&[40], "1.0"),
            (&[79], "1.39"),
            (&[80], "2.0"),
            (&[0x88, 0x37], "2.999"),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], "2.151115727451828646838191"),
        ] {
            assert_eq!(text(octets), expected);
        }
    }

    #[test]
    fn dotted_decimal() {
        let text = |octets: &[u8]| Oid::from_contents(octets, "o").unwrap().to_string();
        assert_eq!(text(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), "1.2.840.113549.1.1.11");
        assert_eq!(text(&[0x55, 0x04, 0x03]), "2.5.4.3");
        assert_eq!(text(&[0x88, 0x37, 0x03]), "2.999.3");
        let huge = [&[0x2a][..], &[0xff; 30], &[0x7f]].concat();
        assert_eq!(text(&huge), "1.2.?");
        for dotted in ["1.2.840.113549.1.1.11", "2.5.29.32.0", "2.999.3", "0.39", "1.3.18446744073709551615"] {
            assert_eq!(text(&oid_contents(dotted).unwrap()), dotted);
        }
        for wrong in ["", "1", "1.", ".1.2", "3.1", "1.40", "1.2.x", "1.+2", "1.2.18446744073709551616"] {
            assert_eq!(oid_contents(wrong), None, "{wrong}");
        }
        assert!(Oid::from_contents(&[], "o").is_err());
        assert!(Oid::from_contents(&[0x2a, 0x86], "o").is_err());
    }
}
