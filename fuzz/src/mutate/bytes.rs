//! Changes of plain bytes: flips, truncations, splices, moves.

use crate::random::Random;

/// One bit flipped.
pub fn flip(data: &[u8], random: &mut Random) -> Vec<u8> {
    let mut mutant = data.to_vec();
    let at = random.below(data.len());
    if let Some(byte) = mutant.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
    mutant
}

/// The end cut off.
pub fn truncate(data: &[u8], random: &mut Random) -> Vec<u8> {
    data.get(..random.below(data.len())).unwrap_or_default().to_vec()
}

/// A piece of another file put in, or over what is there.
pub fn splice(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut mutant = data.to_vec();
    let (at, from, length) = (random.below(data.len()), random.below(other.len()), random.below(400));
    let piece = other.get(from..other.len().min(from + length)).unwrap_or_default();
    let over = if random.below(2) == 0 { at } else { mutant.len().min(at + piece.len()) };
    if at <= mutant.len() {
        mutant.splice(at..over.max(at), piece.iter().copied());
    }
    mutant
}

/// Two pieces of the file change places.
pub fn exchange(data: &[u8], random: &mut Random) -> Vec<u8> {
    let (one, two, length) = (random.below(data.len()), random.below(data.len()), random.below(200));
    let mut mutant = data.to_vec();
    for step in 0..length {
        if one.max(two) + step < mutant.len() {
            mutant.swap(one + step, two + step);
        }
    }
    mutant
}
