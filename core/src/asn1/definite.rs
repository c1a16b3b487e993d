//! BER shells of indefinite length (X.690 §8.1.3.6) rewritten with definite ones.
//!
//! Signing tools stream CMS with indefinite lengths in the outer SEQUENCEs and in the constructed OCTET STRING of
//! the content. Whatever is hashed or signed inside has definite lengths in all real files and is copied as it is.

use std::borrow::Cow;

use super::{Element, Error, ErrorKind, MAX_DEPTH, Result, Tag};

const WHAT: &str = "BER element";

/// How many bytes the first element takes, its end-of-contents octets included; zero padding after it does not count.
///
/// This, and never the stripping of zeros, finds the end of the CMS in a padded `/Contents`.
pub fn outer_length(bytes: &[u8]) -> Result<usize> {
    match Element::read(bytes, WHAT) {
        Ok(element) => Ok(element.raw().len()),
        Err(Error { kind: ErrorKind::IndefiniteLength, .. }) => {
            let mut plan = Plan { bytes, slots: Vec::new() };
            Ok(plan.measure(0, bytes.len(), 0, false)?.end)
        }
        Err(error) => Err(error),
    }
}

/// The first element of `bytes` with definite lengths: borrowed when it is so already, else rewritten.
///
/// Constructed OCTET STRINGs (X.690 §8.7.3) become primitive ones. Every other element of definite length that holds
/// neither is copied octet by octet, so nothing that is signed changes.
///
/// # Errors
/// [`ErrorKind::TooDeep`] beyond [`MAX_DEPTH`] nested elements; [`ErrorKind::Truncated`] when end-of-contents octets
/// are missing.
pub fn to_definite(bytes: &[u8]) -> Result<Cow<'_, [u8]>> {
    Ok(to_definite_or_der(bytes)?.0)
}

/// The same, and whether it plainly has no [`departures`](super::departures); where it does not say so, these must be looked for.
pub(crate) fn to_definite_or_der(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, bool)> {
    if let Some((end, is_der)) = plainly_definite(bytes) {
        return Ok((Cow::Borrowed(&bytes[..end]), is_der));
    }
    let mut plan = Plan { bytes, slots: Vec::new() };
    let whole = plan.measure(0, bytes.len(), 0, false)?;
    if !whole.changed {
        return Ok((Cow::Borrowed(&bytes[..whole.end]), false));
    }
    let mut output = Vec::with_capacity(whole.length);
    plan.write(0, &mut 0, &mut output, false);
    debug_assert_eq!(output.len(), whole.length);
    Ok((Cow::Owned(output), false))
}

/// Where the first element ends, if it is plain at every depth: low tag numbers, definite lengths of up to four octets, no
/// constructed OCTET STRING. That is nearly every signature, and takes a third of the time of [`Plan::measure`]; nothing is said of
/// all others. On the way it sees whether all is plainly DER: a SET of several is not, since that takes comparing them.
fn plainly_definite(bytes: &[u8]) -> Option<(usize, bool)> {
    let mut ends = [0; MAX_DEPTH];
    let (mut depth, mut position, mut limit) = (0, 0usize, bytes.len());
    let mut is_der = true;
    let mut in_set = false;
    loop {
        let rest = bytes.get(position..limit)?;
        let (identifier, first) = (*rest.first()?, *rest.get(1)?);
        if identifier & 0x1f == 0x1f || identifier == 0x24 {
            return None;
        }
        let (header, length) = match first {
            0..=0x7f => (2, usize::from(first)),
            0x81..=0x84 => {
                let octets = rest.get(2..2 + usize::from(first & 0x7f))?;
                (2 + octets.len(), octets.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)))
            }
            _ => return None,
        };
        let end = position.checked_add(header)?.checked_add(length).filter(|end| *end <= limit)?;
        // X.690 §10.1: no more octets than the length needs.
        is_der &= header == 2 || (length > 0x7f && length >> (8 * (header - 3)) != 0);
        is_der &= !in_set || end == limit;
        in_set = false;
        if identifier & 0x20 == 0 {
            is_der &= super::departure::is_plain(identifier, bytes.get(position + header..end)?);
            position = end;
        } else {
            in_set = identifier == 0x31 && length > 0;
            *ends.get_mut(depth)? = limit;
            depth += 1;
            limit = end;
            position += header;
        }
        while depth > 0 && position == limit {
            depth -= 1;
            limit = ends[depth];
        }
        if depth == 0 {
            return Some((position, is_der));
        }
    }
}

/// What became of one constructed element, in document order.
#[derive(Clone, Copy)]
struct Slot {
    /// Where the element ends in the input, end-of-contents octets included.
    end: usize,
    /// Its contents' length when rewritten.
    contents: usize,
    changed: bool,
    /// Slots of the elements inside.
    inside: usize,
}

/// What [`Plan::measure`] found: the end in the input, the length in the output.
#[derive(Clone, Copy)]
struct Measure {
    end: usize,
    length: usize,
    changed: bool,
}

/// Two passes over the nesting, so that every length is known before it is written: linear in the input.
struct Plan<'a> {
    bytes: &'a [u8],
    slots: Vec<Slot>,
}

impl Plan<'_> {
    /// Measures the element at `start`; recursion is limited by [`MAX_DEPTH`]. `in_string` when it is a segment of a
    /// constructed OCTET STRING, whose header disappears.
    fn measure(&mut self, start: usize, limit: usize, depth: usize, in_string: bool) -> Result<Measure> {
        let window = self.bytes.get(start..limit).ok_or(Error::new(ErrorKind::Truncated, WHAT))?;
        let (tag, identifier) = Tag::read(window, WHAT)?;
        if in_string && tag.primitive() != Tag::OCTET_STRING {
            return Err(Error::value("segment of a constructed OCTET STRING"));
        }
        let (first, definite_end) = match Element::read(window, WHAT) {
            Ok(element) => {
                let end = start + element.raw().len();
                if !tag.is_constructed() {
                    let length = if in_string { element.contents().len() } else { element.raw().len() };
                    return Ok(Measure { end, length, changed: false });
                }
                (end - element.contents().len(), Some(end))
            }
            Err(Error { kind: ErrorKind::IndefiniteLength, .. }) if tag.is_constructed() => (start + identifier + 1, None),
            Err(error) => return Err(error),
        };
        if depth == MAX_DEPTH {
            return Err(Error::new(ErrorKind::TooDeep, WHAT));
        }
        let joins = in_string || tag.primitive() == Tag::OCTET_STRING;
        let index = self.slots.len();
        self.slots.push(Slot { end: 0, contents: 0, changed: joins || definite_end.is_none(), inside: 0 });
        let inner_limit = definite_end.unwrap_or(limit);
        let (mut position, mut contents, mut changed) = (first, 0, joins || definite_end.is_none());
        let end = loop {
            match definite_end {
                Some(end) if position == end => break end,
                None if self.bytes.get(position..limit.min(position + 2)) == Some(&[0, 0]) => break position + 2,
                _ => {}
            }
            let inner = self.measure(position, inner_limit, depth + 1, joins)?;
            position = inner.end;
            contents += inner.length;
            changed |= inner.changed;
        };
        let inside = self.slots.len() - index - 1;
        self.slots[index] = Slot { end, contents, changed, inside };
        let length = match (changed, in_string) {
            (false, _) => end - start,
            (true, true) => contents,
            (true, false) => identifier + length_octets(contents).1 + contents,
        };
        Ok(Measure { end, length, changed })
    }

    /// Writes the element at `start` as measured and returns its end; `slot` counts constructed elements.
    fn write(&self, start: usize, slot: &mut usize, output: &mut Vec<u8>, in_string: bool) -> usize {
        // Measured before: these reads cannot fail. A failure would end the output early, never panic.
        let Ok((tag, identifier)) = Tag::read(&self.bytes[start..], WHAT) else { return self.bytes.len() };
        let element = Element::read(&self.bytes[start..], WHAT).ok();
        if !tag.is_constructed() {
            let Some(element) = element else { return self.bytes.len() };
            output.extend_from_slice(if in_string { element.contents() } else { element.raw() });
            return start + element.raw().len();
        }
        let Slot { end, contents, changed, inside } = self.slots[*slot];
        *slot += 1;
        if !changed {
            *slot += inside;
            output.extend_from_slice(&self.bytes[start..end]);
            return end;
        }
        let joins = in_string || tag.primitive() == Tag::OCTET_STRING;
        if !in_string {
            output.extend_from_slice(&self.bytes[start..start + identifier]);
            if joins {
                // The identifier of a constructed OCTET STRING is one octet; clear its constructed bit (0x20).
                if let Some(octet) = output.last_mut() {
                    *octet &= !0x20;
                }
            }
            let (octets, count) = length_octets(contents);
            output.extend_from_slice(&octets[..count]);
        }
        let (mut position, inner_end) = match element {
            Some(element) => (start + element.raw().len() - element.contents().len(), end),
            None => (start + identifier + 1, end - 2),
        };
        while position < inner_end {
            position = self.write(position, slot, output, joins);
        }
        end
    }
}

/// Minimal length octets (X.690 §10.1) and how many they are.
fn length_octets(length: usize) -> ([u8; 9], usize) {
    let mut octets = [0; 9];
    if length < 0x80 {
        octets[0] = length as u8;
        return (octets, 1);
    }
    let bytes = (length as u64).to_be_bytes();
    let skip = bytes.iter().take_while(|&&byte| byte == 0).count();
    let count = bytes.len() - skip;
    octets[0] = 0x80 | count as u8;
    octets[1..=count].copy_from_slice(&bytes[skip..]);
    (octets, count + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definite_input_is_borrowed_and_cut() {
        let bytes = [0x30, 3, 2, 1, 0, 0, 0, 0];
        assert!(matches!(to_definite(&bytes).unwrap(), Cow::Borrowed([0x30, 3, 2, 1, 0])));
        assert_eq!(outer_length(&bytes).unwrap(), 5);
    }

    #[test]
    fn the_short_way_says_what_the_long_one_does() {
        // Every change of an octet of nested elements, and every length of them.
        let nested = [0x30, 15, 0x31, 0x81, 3, 2, 1, 0, 0xa0, 2, 0x30, 0, 4, 1, 7, 5, 0];
        let long_way = |bytes: &[u8]| {
            let mut plan = Plan { bytes, slots: Vec::new() };
            plan.measure(0, bytes.len(), 0, false).map(|whole| (whole.end, whole.changed))
        };
        let mut taken = 0;
        for (at, octet) in (0..nested.len()).flat_map(|at| (0..=255).map(move |octet| (at, octet))) {
            let mut bytes = nested;
            bytes[at] = octet;
            for length in [bytes.len(), at, at + 1] {
                let bytes = &bytes[..length];
                if let Some((end, _)) = plainly_definite(bytes) {
                    assert_eq!(long_way(bytes), Ok((end, false)), "{bytes:?}");
                    taken += 1;
                }
            }
        }
        assert!(taken > 1_000, "{taken}");
        let deep: Vec<u8> = (0..MAX_DEPTH as u8).rev().flat_map(|inner| [0x30, inner * 2]).collect();
        assert_eq!(plainly_definite(&deep), Some((deep.len(), true)));
        assert_eq!(plainly_definite(&[&[0x30, deep.len() as u8], deep.as_slice()].concat()), None);
    }

    #[test]
    fn indefinite_shells_disappear() {
        // SEQUENCE { INTEGER 0, [0] { OCTET STRING { "ab", { "c" } } } }, all shells indefinite, then padding.
        let bytes = [
            0x30, 0x80, 2, 1, 0, 0xa0, 0x80, 0x24, 0x80, 4, 2, b'a', b'b', 0x24, 0x80, 4, 1, b'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0,
        ];
        let definite = to_definite(&bytes).unwrap();
        assert_eq!(*definite, [0x30, 10, 2, 1, 0, 0xa0, 5, 4, 3, b'a', b'b', b'c']);
        assert_eq!(outer_length(&bytes).unwrap(), 26);
    }

    #[test]
    fn definite_elements_inside_are_copied_as_written() {
        // The inner SEQUENCE has a length that is not minimal: it may be signed and must stay.
        let bytes = [0x30, 0x80, 0x30, 0x81, 3, 2, 1, 5, 0, 0];
        assert_eq!(*to_definite(&bytes).unwrap(), [0x30, 6, 0x30, 0x81, 3, 2, 1, 5]);
    }

    #[test]
    fn an_indefinite_element_in_a_definite_one_is_found() {
        let bytes = [0x30, 6, 0x31, 0x80, 5, 0, 0, 0];
        assert_eq!(*to_definite(&bytes).unwrap(), [0x30, 4, 0x31, 2, 5, 0]);
    }

    #[test]
    fn missing_end_of_contents_and_endless_nesting_are_errors() {
        assert_eq!(to_definite(&[0x30, 0x80, 5, 0]).unwrap_err().kind, ErrorKind::Truncated);
        assert_eq!(to_definite(&[0x30, 0x80, 5, 0, 0]).unwrap_err().kind, ErrorKind::Truncated);
        let deep = [0x30, 0x80].repeat(100_000);
        assert_eq!(to_definite(&deep).unwrap_err().kind, ErrorKind::TooDeep);
        assert_eq!(outer_length(&deep).unwrap_err().kind, ErrorKind::TooDeep);
        assert!(to_definite(&[0x24, 0x80, 2, 1, 0, 0, 0]).is_err());
    }

    #[test]
    fn long_contents_get_long_lengths() {
        let contents = vec![7u8; 70_000];
        let mut bytes = vec![0x24, 0x80];
        for chunk in contents.chunks(1000) {
            bytes.extend([4, 0x82, (chunk.len() >> 8) as u8, chunk.len() as u8]);
            bytes.extend(chunk);
        }
        bytes.extend([0, 0]);
        let definite = to_definite(&bytes).unwrap();
        assert_eq!(definite[..5], [4, 0x83, 1, 0x11, 0x70]);
        assert_eq!(definite[5..], contents);
    }
}
