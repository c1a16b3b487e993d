//! SHA-1 (FIPS 180-4 §6.1) with its rounds as loops.

/// Takes a block in.
pub(super) fn compress(chain: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0; 80];
    for (word, octets) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*octets);
    }
    for at in 16..80 {
        words[at] = (words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1);
    }
    let mut state = *chain;
    for (step, word) in words.iter().enumerate() {
        let [a, b, c, d, e] = state;
        let (mixed, constant) = match step / 20 {
            0 => ((b & c) | (!b & d), 0x5a82_7999),
            1 => (b ^ c ^ d, 0x6ed9_eba1),
            2 => ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc),
            _ => (b ^ c ^ d, 0xca62_c1d6_u32),
        };
        let sum = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e).wrapping_add(constant).wrapping_add(*word);
        state = [sum, a, b.rotate_left(30), c, d];
    }
    for (word, added) in chain.iter_mut().zip(state) {
        *word = word.wrapping_add(added);
    }
}
