//! Mutators of text in lines, such as TOML and PEM.

use super::bytes;
use crate::random::Random;

/// Lines repeated, removed, exchanged or taken from another text; a word or a bit changed.
pub fn mutate(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = data.split_inclusive(|byte| *byte == b'\n').collect();
    let theirs: Vec<&[u8]> = other.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.is_empty() {
        return other.to_vec();
    }
    let (one, two) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(7) {
        0 => lines.insert(one, lines[two]),
        1 => drop(lines.remove(one)),
        2 => lines.swap(one, two),
        3 => lines.splice(one..one, random.pick(&theirs).copied()).for_each(drop),
        4 => return words(data, random),
        5 => return bytes::splice(data, other, random),
        _ => return bytes::flip(data, random),
    }
    lines.concat()
}

/// A word of the text takes the place of another, or of a value at an edge.
fn words(data: &[u8], random: &mut Random) -> Vec<u8> {
    const EDGES: [&[u8]; 10] =
        [b"0", b"-1", b"9223372036854775807", b"nan", b"\"\"", b"[]", b"{}", b"true", b"9999-12-31", b"0000-01-01"];
    let words: Vec<&[u8]> = data.split_inclusive(u8::is_ascii_whitespace).collect();
    let at = random.below(words.len());
    let with = if random.below(2) == 0 { EDGES[random.below(EDGES.len())] } else { words[random.below(words.len())] };
    words.iter().enumerate().flat_map(|(place, word)| if place == at { with } else { *word }).copied().collect()
}
