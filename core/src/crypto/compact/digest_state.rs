//! States of message digests: one buffer, one padding and one way through a message for all algorithms.
//!
//! RustCrypto compiles these for each algorithm. SHA-2 and SHA-3 are its functions of a block; the others are loops.

use super::{md5, ripemd160, sha1};
use crate::crypto::DigestAlgorithm;
use crate::crypto::digest::MAX_LENGTH;

/// The longest block: SHA3-224's, octets.
const LONGEST_BLOCK: usize = 144;

/// MD5, SHA-1 and RIPEMD-160 begin alike; MD5 has the first four.
const FIRST: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// FIPS 180-4 §5.3.4.
static SHA384: [u64; 8] = [
    0xcbbb_9d5d_c105_9ed8,
    0x629a_292a_367c_d507,
    0x9159_015a_3070_dd17,
    0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31,
    0x8eb4_4a87_6858_1511,
    0xdb0c_2e0d_64f9_8fa7,
    0x47b5_481d_befa_4fa4,
];

/// FIPS 180-4 §5.3.5.
static SHA512: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

/// FIPS 180-4 §5.3.6.1.
static SHA512_224: [u64; 8] = [
    0x8c3d_37c8_1954_4da2,
    0x73e1_9966_89dc_d4d6,
    0x1dfa_b7ae_32ff_9c82,
    0x679d_d514_582f_9fcf,
    0x0f6d_2b69_7bd4_4da8,
    0x77e3_6f73_04c4_8942,
    0x3f9d_85a8_6a1d_36c8,
    0x1112_e6ad_91d6_92a1,
];

/// FIPS 180-4 §5.3.6.2.
static SHA512_256: [u64; 8] = [
    0x2231_2194_fc2b_f72c,
    0x9f55_5fa3_c84c_64c2,
    0x2393_b86b_6f53_b151,
    0x9638_7719_5940_eabd,
    0x9628_3ee2_a88e_ffe3,
    0xbe5e_1e25_5386_3992,
    0x2b01_99fc_2c85_b8aa,
    0x0eb7_2ddc_81c5_2ca2,
];

/// What is handed from block to block.
#[derive(Clone)]
enum Chain {
    Md5([u32; 4]),
    Sha1([u32; 5]),
    Ripemd160([u32; 5]),
    Sha256([u32; 8]),
    Sha512([u64; 8]),
    /// FIPS 202 §4: the state, the octets of a block, and what is behind a message, with the first bit of the padding.
    Sponge([u64; 25], usize, u8),
}

impl Chain {
    fn new(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::Md5 => Self::Md5([FIRST[0], FIRST[1], FIRST[2], FIRST[3]]),
            DigestAlgorithm::Sha1 => Self::Sha1(FIRST),
            DigestAlgorithm::Ripemd160 => Self::Ripemd160(FIRST),
            // FIPS 180-4 §5.3.2 and §5.3.3: the second halves of SHA-384's words, the first halves of SHA-512's.
            DigestAlgorithm::Sha224 => Self::Sha256(SHA384.map(|word| word as u32)),
            DigestAlgorithm::Sha256 => Self::Sha256(SHA512.map(|word| (word >> 32) as u32)),
            DigestAlgorithm::Sha384 => Self::Sha512(SHA384),
            DigestAlgorithm::Sha512 => Self::Sha512(SHA512),
            DigestAlgorithm::Sha512_224 => Self::Sha512(SHA512_224),
            DigestAlgorithm::Sha512_256 => Self::Sha512(SHA512_256),
            // FIPS 202 §6.1: the capacity is twice the digest.
            DigestAlgorithm::Sha3_224 | DigestAlgorithm::Sha3_256 | DigestAlgorithm::Sha3_384 | DigestAlgorithm::Sha3_512 => {
                Self::Sponge([0; 25], 200 - 2 * algorithm.output_len(), 0x06)
            }
            // FIPS 202 §6.2.
            DigestAlgorithm::Shake256 => Self::Sponge([0; 25], 136, 0x1f),
        }
    }

    /// Octets of a block.
    fn block_length(&self) -> usize {
        match self {
            Self::Sha512(_) => 128,
            Self::Sponge(_, rate, _) => *rate,
            _ => 64,
        }
    }

    /// Takes whole blocks in.
    fn compress(&mut self, blocks: &[u8]) {
        match self {
            Self::Md5(chain) => blocks.as_chunks().0.iter().for_each(|block| md5::compress(chain, block)),
            Self::Sha1(chain) => blocks.as_chunks().0.iter().for_each(|block| sha1::compress(chain, block)),
            Self::Ripemd160(chain) => blocks.as_chunks().0.iter().for_each(|block| ripemd160::compress(chain, block)),
            Self::Sha256(chain) => sha2::block_api::compress256(chain, blocks.as_chunks().0),
            Self::Sha512(chain) => sha2::block_api::compress512(chain, blocks.as_chunks().0),
            Self::Sponge(state, rate, _) => {
                for block in blocks.chunks_exact(*rate) {
                    for (word, octets) in state.iter_mut().zip(block.as_chunks().0) {
                        *word ^= u64::from_le_bytes(*octets);
                    }
                    keccak::Keccak::new().with_f1600(|permute| permute(state));
                }
            }
        }
    }
}

/// A message digest being computed.
#[derive(Clone)]
pub(in crate::crypto) struct DigestState {
    chain: Chain,
    /// The beginning of a block, when the message so far ends in one.
    block: [u8; LONGEST_BLOCK],
    /// The message's length so far, octets.
    length: u64,
    /// How much of a block there is.
    filled: usize,
}

impl DigestState {
    pub(in crate::crypto) fn new(algorithm: DigestAlgorithm) -> Self {
        Self { chain: Chain::new(algorithm), block: [0; LONGEST_BLOCK], length: 0, filled: 0 }
    }

    /// Takes the next part of the message.
    pub(in crate::crypto) fn update(&mut self, part: &[u8]) {
        let size = self.chain.block_length();
        self.length = self.length.wrapping_add(part.len() as u64);
        let mut rest = part;
        if self.filled > 0 {
            let (taken, left) = rest.split_at(rest.len().min(size - self.filled));
            self.block[self.filled..self.filled + taken.len()].copy_from_slice(taken);
            self.filled += taken.len();
            if self.filled < size {
                return;
            }
            self.chain.compress(&self.block[..size]);
            rest = left;
        }
        let (blocks, rest) = rest.split_at(rest.len() - rest.len() % size);
        self.chain.compress(blocks);
        self.block[..rest.len()].copy_from_slice(rest);
        self.filled = rest.len();
    }

    /// The digest of all parts, and whatever is behind it.
    pub(in crate::crypto) fn finalize(mut self) -> [u8; MAX_LENGTH] {
        let size = self.chain.block_length();
        let bits = self.length.wrapping_mul(8);
        let (first, last) = match self.chain {
            Chain::Md5(_) | Chain::Ripemd160(_) => (0x80, bits.to_le_bytes()),
            Chain::Sponge(_, _, first) => (first, [0, 0, 0, 0, 0, 0, 0, 0x80]),
            _ => (0x80, bits.to_be_bytes()),
        };
        self.block[self.filled] = first;
        self.block[self.filled + 1..].fill(0);
        // The length has an eighth of a block, of which the upper half of SHA-512's is never used.
        if self.filled >= size - size / 8 && !matches!(self.chain, Chain::Sponge(..)) {
            self.chain.compress(&self.block[..size]);
            self.block = [0; LONGEST_BLOCK];
        }
        for (octet, of_last) in self.block[size - last.len()..size].iter_mut().zip(last) {
            *octet |= of_last;
        }
        self.chain.compress(&self.block[..size]);
        match &self.chain {
            Chain::Md5(chain) => octets(chain, u32::to_le_bytes),
            Chain::Ripemd160(chain) => octets(chain, u32::to_le_bytes),
            Chain::Sha1(chain) => octets(chain, u32::to_be_bytes),
            Chain::Sha256(chain) => octets(chain, u32::to_be_bytes),
            Chain::Sha512(chain) => octets(chain, u64::to_be_bytes),
            Chain::Sponge(state, ..) => octets(state, u64::to_le_bytes),
        }
    }
}

/// The words that have room.
fn octets<W: Copy, const N: usize>(words: &[W], of_word: impl Fn(W) -> [u8; N]) -> [u8; MAX_LENGTH] {
    let mut octets = [0; MAX_LENGTH];
    for (octets, word) in octets.as_chunks_mut().0.iter_mut().zip(words) {
        *octets = of_word(*word);
    }
    octets
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;
    use crate::crypto::Digest;

    /// Octets that look random (SplitMix64).
    fn random(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*seed ^ *seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn digest(state: DigestState, algorithm: DigestAlgorithm) -> Digest {
        Digest::from_bytes(&state.finalize()[..algorithm.output_len()]).unwrap()
    }

    #[test]
    fn as_the_crates_at_every_length_whole_and_in_parts() {
        let mut seed = 160;
        for &algorithm in DigestAlgorithm::ALL {
            for length in 0..=300 {
                let message: Vec<u8> = (0..length).map(|_| random(&mut seed) as u8).collect();
                let expected = algorithm.digest(&message);
                let mut state = DigestState::new(algorithm);
                state.update(&message);
                assert_eq!(digest(state, algorithm), expected, "{algorithm} of {length} octets");
                for _ in 0..4 {
                    let mut state = DigestState::new(algorithm);
                    let mut rest = message.as_slice();
                    while !rest.is_empty() {
                        let (part, left) = rest.split_at(random(&mut seed) as usize % (rest.len() + 1));
                        state.update(part);
                        // What a fork takes is not in the state it came from.
                        state.clone().update(b"other");
                        rest = left;
                    }
                    assert_eq!(digest(state, algorithm), expected, "{algorithm} of {length} octets in parts");
                }
            }
        }
    }
}
