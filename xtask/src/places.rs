//! The places in the source that panics name, out of the module's data: no panic there reports anything (`wasm::trap`).
//!
//! The compiler leaves a `core::panic::Location` for each panic, and the file names they point to. Zeros in their stead are left
//! out by wasm-opt. There is nothing else in the data that looks like one: the address and the length of a name that ends in
//! `.rs`, a line and a column.

/// How many octets a location has: address and length of the file's name, line, column.
const SIZE: usize = 16;

/// The longest name looked for.
const NAME: usize = 255;

/// Writes zeros over the places and the names of their files; says how many places there were.
#[cfg(feature = "wasm-bindgen")]
pub(crate) fn erase(module: &mut walrus::Module) -> usize {
    use walrus::{ConstExpr, DataKind, ir::Value};
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    let erase = |segment| {
        let data = module.data.get_mut(segment);
        match data.kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } => {
                erase_in(&mut data.value, base.cast_unsigned() as usize)
            }
            _ => 0,
        }
    };
    segments.into_iter().map(erase).sum()
}

/// In one segment, which begins at an address.
fn erase_in(data: &mut [u8], base: usize) -> usize {
    // Words lie at multiples of four in the module's memory.
    let first = base.next_multiple_of(4) - base;
    let places: Vec<_> = (first..data.len()).step_by(4).filter_map(|at| Some((at, file_of(data, at, base)?))).collect();
    for (at, (name, length)) in &places {
        for octets in [*at..at + SIZE, *name..name + length] {
            data[octets].fill(0);
        }
    }
    places.len()
}

/// Where in the segment the file's name of a location is, and how long; none when there is no location.
fn file_of(data: &[u8], at: usize, base: usize) -> Option<(usize, usize)> {
    let words: Vec<usize> = data
        .get(at..at + SIZE)?
        .chunks_exact(4)
        .map(|word| word.iter().rev().fold(0, |number, octet| number << 8 | usize::from(*octet)))
        .collect();
    let &[address, length, line, column] = words.as_slice() else { return None };
    let name = address.checked_sub(base)?;
    let file = data.get(name..name.checked_add(length)?)?;
    let is_file = length <= NAME && file.ends_with(b".rs") && file.iter().all(u8::is_ascii_graphic);
    (is_file && (1..1 << 20).contains(&line) && (1..1 << 10).contains(&column)).then_some((name, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name, something else, and what may be a location at 16, in a segment at 1,024.
    fn segment(name: &[u8], words: [u32; 4]) -> Vec<u8> {
        let mut data = name.to_vec();
        data.resize(16, b'x');
        data.extend(words.into_iter().flat_map(u32::to_le_bytes));
        data.extend(b"rest");
        data
    }

    #[test]
    fn a_place_and_its_name_are_erased_and_nothing_else() {
        let mut data = segment(b"core/src/a.rs", [1024, 13, 7, 9]);
        assert_eq!(erase_in(&mut data, 1024), 1);
        assert_eq!(data, [&[0; 13][..], b"xxx", &[0; 16], b"rest"].concat());
    }

    #[test]
    fn two_places_in_one_file_are_both_erased() {
        let mut data = segment(b"core/src/a.rs", [1024, 13, 7, 9]);
        data.extend([1024, 13, 8, 5].into_iter().flat_map(u32::to_le_bytes));
        assert_eq!(erase_in(&mut data, 1024), 2);
        assert_eq!(data, [&[0; 13][..], b"xxx", &[0; 16], b"rest", &[0; 16]].concat());
    }

    #[test]
    fn what_is_no_place_stays() {
        for (name, words) in [
            (&b"core/src/a.txt"[..], [1024, 14, 7, 9]),
            (b"core/src/a.rs", [1024, 12, 7, 9]),
            (b"core/src/a.rs", [1024, 13, 0, 9]),
            (b"core/src/a.rs", [1024, 13, 7, 5000]),
            (b"core/src/a.rs", [0, 13, 7, 9]),
            (b"core/src/a.rs", [u32::MAX, u32::MAX, 7, 9]),
        ] {
            let mut data = segment(name, words);
            let before = data.clone();
            assert_eq!(erase_in(&mut data, 1024), 0);
            assert_eq!(data, before);
        }
    }
}
