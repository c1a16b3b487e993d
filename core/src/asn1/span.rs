//! Where a part lies within the bytes it was read from, for structures that own their bytes.

/// A range of some bytes, in 32 bits an end (see [`Limits::max_file_size`](crate::limits::Limits)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Where `part`, a slice of `whole`, lies in it. A slice of other bytes gives an empty span.
    pub fn of(part: &[u8], whole: &[u8]) -> Self {
        let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        match start.checked_add(part.len()) {
            Some(end) if end <= whole.len() && u32::try_from(end).is_ok() => Self { start: start as u32, end: end as u32 },
            _ => Self::default(),
        }
    }

    /// The part of `whole` that the span names; empty when `whole` is shorter than what the span was made from.
    pub fn slice(self, whole: &[u8]) -> &[u8] {
        whole.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The offset of the first octet.
    pub fn start(self) -> u32 {
        self.start
    }

    /// Whether it holds no octet.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_finds_its_part_again() {
        let whole = [1u8, 2, 3, 4, 5];
        let span = Span::of(&whole[1..4], &whole);
        assert_eq!((span.start(), span.slice(&whole)), (1, &[2u8, 3, 4][..]));
        assert_eq!(span.slice(&whole[..2]), [0u8; 0]);
        assert!(Span::of(&[9, 9], &whole).is_empty());
        assert!(Span::of(&whole, &whole[..3]).is_empty());
    }
}
