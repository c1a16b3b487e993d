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
            if first {
                let root = (value / 40).min(2);
                write!(f, "{root}.{}", value - root * 40)?;
                first = false;
            } else if overflow {
                f.write_str(".?")?;
            } else {
                write!(f, ".{value}")?;
            }
            (value, overflow) = (0, false);
        }
        Ok(())
    }
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
    fn dotted_decimal() {
        let text = |octets: &[u8]| Oid::from_contents(octets, "o").unwrap().to_string();
        assert_eq!(text(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]), "1.2.840.113549.1.1.11");
        assert_eq!(text(&[0x55, 0x04, 0x03]), "2.5.4.3");
        assert_eq!(text(&[0x88, 0x37, 0x03]), "2.999.3");
        let huge = [&[0x2a][..], &[0xff; 30], &[0x7f]].concat();
        assert_eq!(text(&huge), "1.2.?");
        assert!(Oid::from_contents(&[], "o").is_err());
        assert!(Oid::from_contents(&[0x2a, 0x86], "o").is_err());
    }
}
