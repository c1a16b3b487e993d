//! RIPEMD-160 (ISO/IEC 10118-3) with its rounds as loops.

use sha2::digest::{FixedOutput, HashMarker, Output, OutputSizeUser, Update, consts::U20};

/// A block, octets.
const BLOCK: usize = 64;

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

/// A state.
#[derive(Clone)]
pub(in crate::crypto) struct Ripemd160 {
    chain: [u32; 5],
    /// The beginning of a block, when the message so far ends in one.
    block: [u8; BLOCK],
    /// The message's length so far, octets.
    length: u64,
}

impl Default for Ripemd160 {
    fn default() -> Self {
        Self { chain: [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0], block: [0; BLOCK], length: 0 }
    }
}

impl Ripemd160 {
    /// Takes the block in.
    fn compress(&mut self) {
        let mut words = [0; 16];
        for (word, octets) in words.iter_mut().zip(self.block.as_chunks().0) {
            *word = u32::from_le_bytes(*octets);
        }
        let before = self.chain;
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
        for (at, word) in self.chain.iter_mut().enumerate() {
            *word = before[(at + 1) % 5].wrapping_add(left[(at + 2) % 5]).wrapping_add(right[(at + 3) % 5]);
        }
    }
}

impl Update for Ripemd160 {
    fn update(&mut self, part: &[u8]) {
        let mut rest = part;
        while !rest.is_empty() {
            let at = self.length as usize % BLOCK;
            let (taken, left) = rest.split_at(rest.len().min(BLOCK - at));
            self.block[at..at + taken.len()].copy_from_slice(taken);
            self.length = self.length.wrapping_add(taken.len() as u64);
            rest = left;
            if at + taken.len() == BLOCK {
                self.compress();
            }
        }
    }
}

impl OutputSizeUser for Ripemd160 {
    type OutputSize = U20;
}

impl HashMarker for Ripemd160 {}

impl FixedOutput for Ripemd160 {
    fn finalize_into(mut self, out: &mut Output<Self>) {
        // A one bit, zeros to the last eight octets of a block, and there the length in bits.
        let bits = self.length.wrapping_mul(8);
        self.update(&[0x80]);
        while self.length % BLOCK as u64 != 56 {
            self.update(&[0]);
        }
        self.update(&bits.to_le_bytes());
        for (octets, word) in out.chunks_exact_mut(4).zip(self.chain) {
            octets.copy_from_slice(&word.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::digest::Digest as _;

    use super::*;
    use crate::crypto::Digest;

    fn hex(message: &[u8]) -> String {
        Digest::from_bytes(&Ripemd160::digest(message)).unwrap().to_string()
    }

    /// The examples of ISO/IEC 10118-3, which are those of the authors.
    #[test]
    fn published_digests() {
        let examples: [(&[u8], &str); 9] = [
            (b"", "9c1185a5c5e9fc54612808977ee8f548b2258d31"),
            (b"a", "0bdc9d2d256b3ee9daae347be6f4dc835a467ffe"),
            (b"abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
            (b"message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36"),
            (b"abcdefghijklmnopqrstuvwxyz", "f71c27109c692c1b56bbdceb5b9d2865b3708dbc"),
            (b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "12a053384a9c0c88e405a06c27dcf49ada62eb2b"),
            (b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "b0e20b6e3116640286ed3a87a5713079b21f5189"),
            (&b"1234567890".repeat(8), "9b752e45573d4b39f4dbd3323cab82bf63326bfb"),
            (&b"a".repeat(1_000_000), "52783243c1697bdbe16d37f97f68f08325dc1528"),
        ];
        for (message, expected) in examples {
            assert_eq!(hex(message), expected, "{} octets", message.len());
        }
    }

    /// Octets that look random (SplitMix64).
    fn random(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*seed ^ *seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    #[test]
    #[cfg(not(target_family = "wasm"))]
    fn as_the_crate_at_every_length_whole_and_in_parts() {
        let mut seed = 160;
        for length in 0..=300 {
            let message: Vec<u8> = (0..length).map(|_| random(&mut seed) as u8).collect();
            let expected = ripemd::Ripemd160::digest(&message);
            assert_eq!(Ripemd160::digest(&message), expected, "{length} octets");
            for _ in 0..4 {
                let mut state = Ripemd160::default();
                let mut rest = message.as_slice();
                while !rest.is_empty() {
                    let (part, left) = rest.split_at(random(&mut seed) as usize % (rest.len() + 1));
                    Update::update(&mut state, part);
                    // What a fork takes is not in the state it came from.
                    let mut fork = state.clone();
                    Update::update(&mut fork, b"other");
                    rest = left;
                }
                assert_eq!(state.finalize(), expected, "{length} octets in parts");
            }
        }
    }
}
