//! RIPEMD-160 (ISO/IEC 10118-3) with its rounds as loops.

/// Which word of the block a step takes, by line: the left one, then the right one.
#[rustfmt::skip]
const WORDS: [[u8; 80]; 2] = [
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8,
        3, 10, 14, 4, 9, 15, 8, 1, 2, 7, 0, 6, 13, 11, 5, 12,
        1, 9, 11, 10, 0, 8, 12, 4, 13, 3, 7, 15, 14, 5, 6, 2,
        4, 0, 5, 9, 7, 12, 2, 10, 14, 1, 3, 8, 11, 6, 15, 13,
    ],
    [
        5, 14, 7, 0, 9, 2, 11, 4, 13, 6, 15, 8, 1, 10, 3, 12,
        6, 11, 3, 7, 0, 13, 5, 10, 14, 15, 8, 12, 4, 9, 1, 2,
        15, 5, 1, 3, 7, 14, 6, 9, 11, 8, 12, 2, 10, 0, 4, 13,
        8, 6, 4, 1, 3, 11, 15, 0, 5, 12, 2, 13, 9, 7, 10, 14,
        12, 15, 10, 4, 1, 5, 8, 7, 6, 2, 13, 14, 0, 3, 9, 11,
    ],
];

/// By how many bits it rotates.
#[rustfmt::skip]
const ROTATIONS: [[u8; 80]; 2] = [
    [
        11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8,
        7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12,
        11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5,
        11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12,
        9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6,
    ],
    [
        8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6,
        9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11,
        9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5,
        15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8,
        8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11,
    ],
];

/// Both in an octet: the word below, the rotation above.
static STEPS: [[u8; 80]; 2] = {
    let mut steps = [[0; 80]; 2];
    let mut step = 0;
    while step < 160 {
        let (line, at) = (step / 80, step % 80);
        steps[line][at] = ROTATIONS[line][at] << 4 | WORDS[line][at];
        step += 1;
    }
    steps
};

/// What is added, by line and round.
static CONSTANTS: [[u32; 5]; 2] =
    [[0, 0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xa953_fd4e], [0x50a2_8be6, 0x5c4d_d124, 0x6d70_3ef3, 0x7a6d_76e9, 0]];

/// Takes a block in.
pub(super) fn compress(chain: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0; 16];
    for (word, octets) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_le_bytes(*octets);
    }
    let before = *chain;
    let mut lines = [before; 2];
    for (line, state) in lines.iter_mut().enumerate() {
        for (at, packed) in STEPS[line].iter().enumerate() {
            let [a, b, c, d, e] = *state;
            let round = at / 16;
            // The right line has the five functions in the opposite order.
            let mixed = match if line == 0 { round } else { 4 - round } {
                0 => b ^ c ^ d,
                1 => (b & c) | (!b & d),
                2 => (b | !c) ^ d,
                3 => (b & d) | (c & !d),
                _ => b ^ (c | !d),
            };
            let sum = a
                .wrapping_add(mixed)
                .wrapping_add(words[usize::from(packed & 15)])
                .wrapping_add(CONSTANTS[line][round])
                .rotate_left(u32::from(packed >> 4))
                .wrapping_add(e);
            *state = [e, sum, b, c.rotate_left(10), d];
        }
    }
    // Three of before, left and right, each a place further than the one before it.
    let [left, right] = lines;
    for (at, word) in chain.iter_mut().enumerate() {
        *word = before[(at + 1) % 5].wrapping_add(left[(at + 2) % 5]).wrapping_add(right[(at + 3) % 5]);
    }
}
