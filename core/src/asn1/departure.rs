//! In which ways some bytes are BER but not DER (X.690 §10, §11), found in one bare walk.

use core::fmt;

use super::{Element, MAX_DEPTH, Result, Tag};

/// Departures from DER that leave the meaning plain. Reading goes on; reports name them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Departures {
    /// A length in more octets than needed (X.690 §10.1).
    pub long_length: bool,
    /// An INTEGER with redundant leading octets (X.690 §8.3.2).
    pub long_integer: bool,
    /// A BOOLEAN TRUE that is not `FF` (X.690 §11.1).
    pub boolean: bool,
    /// Unused bits of a BIT STRING that are not zero (X.690 §11.2.1).
    pub unused_bits: bool,
    /// A SET OF out of order (X.690 §11.6).
    pub set_order: bool,
}

impl Departures {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// The departures in words, none for DER.
impl fmt::Display for Departures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            (self.long_length, "lengths longer than needed"),
            (self.long_integer, "integers longer than needed"),
            (self.boolean, "a TRUE that is not FF"),
            (self.unused_bits, "unused bits that are not zero"),
            (self.set_order, "a set out of order"),
        ];
        let mut found = words.into_iter().filter_map(|(is_there, words)| is_there.then_some(words));
        f.write_str(found.next().unwrap_or_default())?;
        found.try_for_each(|words| write!(f, ", {words}"))
    }
}

/// Walks the first element of `bytes`, which must have definite lengths throughout.
///
/// Contents of primitive elements are not entered, so DER inside OCTET STRINGs (extensions) is not judged.
///
/// # Errors
/// What makes reading impossible: truncation, indefinite lengths, nesting beyond [`MAX_DEPTH`].
pub fn departures(bytes: &[u8]) -> Result<Departures> {
    let mut found = Departures::default();
    walk(Element::read(bytes, "DER element")?, 0, &mut found)?;
    Ok(found)
}

/// Recursion is limited by [`MAX_DEPTH`].
fn walk(element: Element<'_>, depth: usize, found: &mut Departures) -> Result<()> {
    let contents = element.contents();
    let header = element.raw().len() - contents.len();
    found.long_length |= header > minimal_header(element.tag(), contents.len());
    match element.tag() {
        Tag::INTEGER | Tag::ENUMERATED => found.long_integer |= is_long(contents),
        Tag::BOOLEAN => found.boolean |= !is_distinguished(contents),
        Tag::BIT_STRING => found.unused_bits |= has_unused_bits(contents),
        tag if tag.is_constructed() => {
            if depth == MAX_DEPTH {
                return Err(super::Error::new(super::ErrorKind::TooDeep, "DER element"));
            }
            let mut previous: &[u8] = &[];
            for child in element.reader() {
                let child = child?;
                if tag == Tag::SET {
                    found.set_order |= child.raw() < previous;
                    previous = child.raw();
                }
                walk(child, depth + 1, found)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the contents of a primitive element have none of the departures that contents can have.
pub(super) fn is_plain(identifier: u8, contents: &[u8]) -> bool {
    match identifier {
        0x02 | 0x0a => !is_long(contents),
        0x01 => is_distinguished(contents),
        0x03 => !has_unused_bits(contents),
        _ => true,
    }
}

/// Of an INTEGER.
fn is_long(contents: &[u8]) -> bool {
    matches!(contents, [0, second, ..] if second & 0x80 == 0) || matches!(contents, [0xff, second, ..] if second & 0x80 != 0)
}

/// Of a BOOLEAN.
fn is_distinguished(contents: &[u8]) -> bool {
    matches!(contents, [0 | 0xff])
}

/// Of a BIT STRING.
fn has_unused_bits(contents: &[u8]) -> bool {
    matches!(contents, [unused @ 1..=7, .., last] if last & ((1 << unused) - 1) != 0)
}

fn minimal_header(tag: Tag, length: usize) -> usize {
    let identifier = match tag.number() {
        0..=0x1e => 1,
        0x1f..=0x7f => 2,
        0x80..=0x3fff => 3,
        0x4000..=0x1f_ffff => 4,
        _ => 5,
    };
    let octets = match length {
        0..=0x7f => 1,
        0x80..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xff_ffff => 4,
        _ => 5,
    };
    identifier + octets
}

#[cfg(test)]
mod tests {
    use super::super::definite::to_definite_or_der;
    use super::*;

    #[test]
    fn der_has_none() {
        assert!(departures(&[0x31, 8, 2, 1, 5, 2, 1, 6, 5, 0]).unwrap().is_none());
        assert!(departures(&[0x30, 7, 1, 1, 0xff, 3, 2, 7, 0x80]).unwrap().is_none());
    }

    #[test]
    fn each_departure_is_named() {
        assert!(departures(&[0x30, 0x81, 0]).unwrap().long_length);
        assert!(departures(&[2, 2, 0, 5]).unwrap().long_integer);
        let two = departures(&[0x30, 0x81, 4, 2, 2, 0, 5]).unwrap();
        assert_eq!(two.to_string(), "lengths longer than needed, integers longer than needed");
        assert!(departures(&[2, 2, 0xff, 0x85]).unwrap().long_integer);
        assert!(departures(&[1, 1, 1]).unwrap().boolean);
        assert!(departures(&[3, 2, 7, 0x81]).unwrap().unused_bits);
        assert!(departures(&[0x31, 6, 2, 1, 6, 2, 1, 5]).unwrap().set_order);
    }

    #[test]
    fn what_is_called_plain_has_none() {
        let long = [vec![0x30, 0x82, 1, 4, 4, 0x82, 1, 0], vec![7; 256]].concat();
        assert_eq!(to_definite_or_der(&long).unwrap(), (long.as_slice().into(), true));
        let der: &[&[u8]] = &[
            &[0x30, 7, 1, 1, 0xff, 3, 2, 7, 0x80],
            &[0x30, 7, 0x31, 0, 0x31, 3, 2, 1, 5],
            &[2, 2, 0, 0x80],
            &[0x30, 0],
            &[0x0a, 2, 0xff, 0x7f],
        ];
        for der in der {
            assert_eq!(to_definite_or_der(der).unwrap(), ((*der).into(), true), "{der:02x?}");
        }
        let ber: &[&[u8]] = &[
            &[0x30, 0x81, 0],
            &[0x30, 0x82, 0, 1, 0],
            &[2, 2, 0, 5],
            &[0x0a, 2, 0xff, 0x85],
            &[0x30, 3, 1, 1, 1],
            &[3, 2, 7, 0x81],
            &[0x31, 6, 2, 1, 6, 2, 1, 5],
            &[0x30, 10, 0x31, 6, 2, 1, 6, 2, 1, 5, 5, 0],
        ];
        for ber in ber {
            assert!(!departures(ber).is_ok_and(|found| found.is_none()), "{ber:02x?}");
            assert!(!to_definite_or_der(ber).is_ok_and(|(_, is_der)| is_der), "{ber:02x?}");
        }
        // Every short string of octets that mean something here.
        let octets = [0, 1, 2, 3, 4, 0x0a, 0x24, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0xff];
        for index in 0..octets.len().pow(5) {
            let bytes: [u8; 6] =
                core::array::from_fn(
                    |at| if at == 0 { 0x31 } else { octets[index / octets.len().pow(at as u32 - 1) % octets.len()] },
                );
            for bytes in [&bytes[..], &bytes[1..]] {
                if to_definite_or_der(bytes).is_ok_and(|(_, is_der)| is_der) {
                    assert!(departures(bytes).is_ok_and(|found| found.is_none()), "{bytes:02x?}");
                }
            }
        }
    }

    #[test]
    fn depth_is_limited() {
        let mut bytes = vec![5, 0];
        for _ in 0..80 {
            let length = bytes.len();
            let mut outer = vec![0x30];
            if length > 0x7f {
                outer.push(0x81);
            }
            outer.push(length as u8);
            outer.extend(bytes);
            bytes = outer;
        }
        assert_eq!(departures(&bytes).unwrap_err().kind, super::super::ErrorKind::TooDeep);
    }
}
