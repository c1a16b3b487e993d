//! Deflate (RFC 1951) without tables: for object streams and cross-reference streams of small updates, a few hundred bytes, and for
//! all streams where code has to be small.
//!
//! The tables that make long streams fast cost more than a short stream itself. Here a code is found by its length, with no more than
//! where the codes of each length end. What is not plainly right is left to the decoder of all other streams, which also says what is
//! wrong with it: nothing is decoded here that it would decode otherwise.

/// Bits of the longest code (RFC 1951 §3.2.7).
const LONGEST_CODE: usize = 15;

/// RFC 1951 §3.2.5: the least length of each code from 257 on.
const LENGTHS: [u16; 29] =
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

/// The extra bits of each.
const LENGTH_BITS: [u8; 29] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

/// The same of distances.
const DISTANCES: [u16; 30] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537, 2_049, 3_073, 4_097, 6_145,
    8_193, 12_289, 16_385, 24_577,
];

/// The extra bits of each.
const DISTANCE_BITS: [u8; 30] =
    [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

/// RFC 1951 §3.2.7: in which order the lengths of the code length codes come.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The bytes of a zlib stream (RFC 1950), if they are no more than `most` and it is without any fault up to and with its checksum.
pub(super) fn inflate(input: &[u8], most: usize) -> Option<Vec<u8>> {
    let [method, flags, data @ ..] = input else { return None };
    // RFC 1950 §2.2: Deflate, a window of at most 32 kB, no preset dictionary.
    let is_plain = method & 15 == 8 && method >> 4 <= 7 && flags & 0x20 == 0;
    if !is_plain || !u16::from_be_bytes([*method, *flags]).is_multiple_of(31) {
        return None;
    }
    let mut bits = Bits { input: data, next: 0, count: 0 };
    let mut output = Vec::with_capacity(input.len().saturating_mul(3).min(most));
    loop {
        let is_last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => {
                bits.skip_to_byte();
                let (length, check) = (bits.take(16)?, bits.take(16)?);
                if length ^ check != 0xffff {
                    return None;
                }
                for _ in 0..length {
                    output.push(bits.take(8)? as u8);
                }
            }
            1 => block(&mut bits, &FIXED_LITERALS, &FIXED_DISTANCES, &mut output, most)?,
            2 => {
                let (literals, distances) = codes(&mut bits)?;
                block(&mut bits, &literals, &distances, &mut output, most)?;
            }
            _ => return None,
        }
        if output.len() > most {
            return None;
        }
        if is_last {
            break;
        }
    }
    bits.skip_to_byte();
    let checksum = bits.take(16)? | bits.take(16)? << 16;
    (checksum.swap_bytes() == adler32(&output)).then_some(output)
}

/// RFC 1950 §8.2.
fn adler32(bytes: &[u8]) -> u32 {
    let (mut one, mut two) = (1u64, 0u64);
    // So few bytes overflow nothing.
    for part in bytes.chunks(1 << 20) {
        for byte in part {
            one += u64::from(*byte);
            two += one;
        }
        (one, two) = (one % 65_521, two % 65_521);
    }
    (two << 16 | one) as u32
}

/// Bits from the least significant one of each byte on.
struct Bits<'a> {
    input: &'a [u8],
    next: u64,
    count: usize,
}

impl Bits<'_> {
    fn fill(&mut self) {
        while self.count <= 56
            && let [first, rest @ ..] = self.input
        {
            self.next |= u64::from(*first) << self.count;
            self.count += 8;
            self.input = rest;
        }
    }

    fn drop(&mut self, count: usize) -> Option<()> {
        self.count = self.count.checked_sub(count)?;
        self.next >>= count;
        Some(())
    }

    /// At most 16 bits as a number.
    fn take(&mut self, count: usize) -> Option<u32> {
        if self.count < count {
            self.fill();
        }
        let value = self.next as u32 & ((1 << count) - 1);
        self.drop(count)?;
        Some(value)
    }

    fn skip_to_byte(&mut self) {
        let rest = self.count % 8;
        self.next >>= rest;
        self.count -= rest;
    }

    /// The next symbol.
    fn symbol(&mut self, code: &Code) -> Option<u16> {
        if self.count < LONGEST_CODE {
            self.fill();
        }
        // RFC 1951 §3.1.1: codes come with their most significant bit first.
        let value = (self.next as u16).reverse_bits() >> 1;
        let longer = code.ends.iter().skip(code.shortest).take_while(|end| value >= **end).count();
        let length = code.shortest + longer;
        // There is none of this length when no code of the stream begins with these bits.
        let place = *code.places.get(length)?;
        self.drop(length + 1)?;
        let place = (value >> (LONGEST_CODE - 1 - length)).wrapping_add(place);
        code.symbols.get(usize::from(place)).copied()
    }
}

/// A code (RFC 1951 §3.2.2): of each length the codes are numbers in a row, behind all shorter ones.
struct Code {
    /// For each length from 1 on, the number after its last code, with zeros behind it up to the longest length.
    ends: [u16; LONGEST_CODE],
    /// For each length, what to add to a code for the place of its symbol.
    places: [u16; LONGEST_CODE],
    /// In the order of their codes.
    symbols: [u16; 288],
    /// The first of these lengths that has a code.
    shortest: usize,
}

/// RFC 1951 §3.2.6: 24 codes of seven bits, 152 of eight and 112 of nine.
static FIXED_LITERALS: Code = {
    let mut ends = [1 << LONGEST_CODE; LONGEST_CODE];
    let mut places = [0; LONGEST_CODE];
    let mut symbols = [0; 288];
    let mut at = 0;
    while at < 6 {
        ends[at] = 0;
        at += 1;
    }
    (ends[6], ends[7]) = (24 << 8, (24 << 8) + (152 << 7));
    (places[7], places[8]) = (24u16.wrapping_sub(48), 176u16.wrapping_sub(400));
    let mut place = 0;
    while place < 288 {
        symbols[place as usize] = match place {
            0..24 => 256 + place,
            24..168 => place - 24,
            168..176 => 280 + place - 168,
            _ => 144 + place - 176,
        };
        place += 1;
    }
    Code { ends, places, symbols, shortest: 6 }
};

/// RFC 1951 §3.2.6: 32 codes of five bits, of which two stand for nothing.
static FIXED_DISTANCES: Code = {
    let mut ends = [1 << LONGEST_CODE; LONGEST_CODE];
    let mut symbols = [0; 288];
    (ends[0], ends[1], ends[2], ends[3]) = (0, 0, 0, 0);
    let mut symbol = 0;
    while symbol < 32 {
        symbols[symbol as usize] = symbol;
        symbol += 1;
    }
    Code { ends, places: [0; LONGEST_CODE], symbols, shortest: 4 }
};

impl Code {
    /// From the length of each symbol's code, 0 for none. Nothing unless every code stands for something; but of distances there may be
    /// none, or one of one bit (RFC 1951 §3.2.7).
    fn new(lengths: &[u8], are_distances: bool) -> Option<Self> {
        let mut counts = [0u16; LONGEST_CODE + 1];
        for length in lengths {
            *counts.get_mut(usize::from(*length))? += 1;
        }
        let shortest = counts.iter().skip(1).take_while(|count| **count == 0).count();
        let mut code = Self { ends: [0; LONGEST_CODE], places: [0; LONGEST_CODE], symbols: [0; 288], shortest };
        let mut next = [0u16; LONGEST_CODE + 1];
        let (mut end, mut place) = (0u32, 0u16);
        for length in 1..=LONGEST_CODE {
            let bits = LONGEST_CODE - length;
            next[length] = place;
            code.places[length - 1] = place.wrapping_sub((end >> bits) as u16);
            place += counts[length];
            end += u32::from(counts[length]) << bits;
            if end > 1 << LONGEST_CODE {
                return None;
            }
            code.ends[length - 1] = end as u16;
        }
        let is_complete = end == 1 << LONGEST_CODE || are_distances && (end == 0 || place == 1 && shortest == 0);
        if !is_complete {
            return None;
        }
        for (symbol, length) in (0..).zip(lengths).filter(|(_, length)| **length > 0) {
            let place = next.get_mut(usize::from(*length))?;
            *code.symbols.get_mut(usize::from(*place))? = symbol;
            *place += 1;
        }
        Some(code)
    }
}

/// The two codes of a block that brings its own (RFC 1951 §3.2.7).
fn codes(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    let (literals, distances, count) = (bits.take(5)? as usize + 257, bits.take(5)? as usize + 1, bits.take(4)? as usize + 4);
    if literals > 286 || distances > 30 {
        return None;
    }
    let mut lengths = [0; 19];
    for at in ORDER.iter().take(count) {
        *lengths.get_mut(*at)? = bits.take(3)? as u8;
    }
    let code = Code::new(&lengths, false)?;
    let mut lengths = [0; 286 + 30];
    let lengths = lengths.get_mut(..literals + distances)?;
    let mut at = 0;
    while at < lengths.len() {
        let (length, times) = match bits.symbol(&code)? {
            length @ 0..=15 => (length as u8, 1),
            16 => (*lengths.get(at.checked_sub(1)?)?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        let end = at + times as usize;
        lengths.get_mut(at..end)?.fill(length);
        at = end;
    }
    let (literals, distances) = lengths.split_at_checked(literals)?;
    // A block without an end has none.
    if literals.get(256) == Some(&0) {
        return None;
    }
    Some((Code::new(literals, false)?, Code::new(distances, true)?))
}

/// The symbols of a block up to its end.
fn block(bits: &mut Bits<'_>, literals: &Code, distances: &Code, output: &mut Vec<u8>, most: usize) -> Option<()> {
    loop {
        match bits.symbol(literals)? {
            literal @ 0..=255 => output.push(literal as u8),
            256 => return Some(()),
            symbol => {
                let at = usize::from(symbol) - 257;
                let length = usize::from(*LENGTHS.get(at)?) + bits.take(usize::from(*LENGTH_BITS.get(at)?))? as usize;
                let at = usize::from(bits.symbol(distances)?);
                let distance = usize::from(*DISTANCES.get(at)?) + bits.take(usize::from(*DISTANCE_BITS.get(at)?))? as usize;
                // What is copied may be what was just copied.
                let start = output.len().checked_sub(distance)?;
                for from in start..start + length {
                    output.push(*output.get(from)?);
                }
            }
        }
        if output.len() > most {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    const WORDS: [&str; 8] = ["<</Type/Annot", " /Rect [", "1 0 R", " 842.12", ">> ", "/Subtype/Link", "\0\x01", "ù"];

    /// Text as in object streams, of any length, the same each time.
    fn text(seed: u32, length: usize) -> Vec<u8> {
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize
        };
        let mut text = Vec::new();
        while text.len() < length {
            match next() % 9 {
                8 => text.push(next() as u8),
                at => text.extend_from_slice(WORDS[at].as_bytes()),
            }
        }
        text.truncate(length);
        text
    }

    #[test]
    fn streams_are_what_miniz_oxide_packed() {
        for (seed, length) in [0, 1, 2, 10, 100, 300, 700, 1_500, 70_000, 3_000_000].into_iter().enumerate() {
            for level in [0, 1, 6, 9] {
                let plain = text(seed as u32, length);
                let packed = compress_to_vec_zlib(&plain, level);
                let padded = [packed.as_slice(), b"\r\n"].concat();
                assert_eq!(inflate(&padded, length), Some(plain), "{length} bytes, level {level}");
                assert_eq!(inflate(&packed, length.wrapping_sub(1)).is_some(), length == 0);
            }
        }
    }

    #[test]
    fn damaged_streams_are_left_to_miniz_oxide_or_decoded_alike() {
        let mut decoded = 0;
        for seed in 0..300 {
            let packed = compress_to_vec_zlib(&text(seed, 20 + seed as usize), if seed % 2 == 0 { 6 } else { 1 });
            for at in 0..packed.len() {
                let mut damaged = packed.clone();
                damaged[at] ^= 1 << (seed % 8);
                if let Some(bytes) = inflate(&damaged, 10_000) {
                    assert_eq!(decompress_to_vec_zlib(&damaged).ok(), Some(bytes), "seed {seed}, byte {at}");
                    decoded += 1;
                }
            }
            for end in 0..packed.len() {
                assert_eq!(inflate(&packed[..end], 10_000), None, "seed {seed}, cut at {end}");
            }
        }
        // A checksum leaves little: the header's level, and unused bits.
        assert!(decoded > 0);
    }

    #[test]
    fn the_fixed_codes_are_those_of_their_lengths() {
        let length = |symbol: usize| match symbol {
            144..=255 => 9,
            256..=279 => 7,
            _ => 8,
        };
        let tables = |code: &Code| (code.ends, code.symbols, code.shortest);
        for (fixed, lengths) in
            [(&FIXED_LITERALS, core::array::from_fn::<u8, 288, _>(length).to_vec()), (&FIXED_DISTANCES, vec![5; 32])]
        {
            let code = Code::new(&lengths, false).unwrap();
            assert_eq!(tables(fixed), tables(&code));
            let longest = usize::from(*lengths.iter().max().unwrap());
            assert_eq!(fixed.places[fixed.shortest..longest], code.places[code.shortest..longest]);
        }
    }

    #[test]
    fn codes_that_leave_something_open_or_say_it_twice_are_none() {
        for are_distances in [false, true] {
            let is_one = |lengths: &[u8]| Code::new(lengths, are_distances).is_some();
            assert!(is_one(&[1, 1]));
            assert!(is_one(&[2, 1, 3, 3]));
            assert!(!is_one(&[1, 1, 1]));
            assert!(!is_one(&[2]));
            assert!(!is_one(&[2, 2, 1, 3]));
            assert_eq!(is_one(&[0, 0]), are_distances);
            assert_eq!(is_one(&[1]), are_distances);
            assert_eq!(is_one(&[0, 1]), are_distances);
        }
    }
}
