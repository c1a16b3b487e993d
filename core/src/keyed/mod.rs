//! Hashing of object numbers, offsets and digests: several times cheaper than the standard library's, and keyed as that is.
//!
//! Whoever writes a file chooses what goes into these maps. The key is drawn anew for each map, so nobody can choose what
//! collides, where the standard library has randomness to draw from (not in WebAssembly, for its own maps either: there `Limits`
//! alone bound the work); and nothing is ever told in the order of a map, so no output depends on it.

#[cfg(any(test, target_family = "wasm"))]
mod compact;
#[cfg(any(test, target_family = "wasm"))]
mod index;

use core::hash::{BuildHasher, Hasher};

/// A map with a key of its own.
#[cfg(not(target_family = "wasm"))]
pub(crate) type KeyedMap<K, V> = std::collections::HashMap<K, V, Keyed>;

/// A set with a key of its own.
#[cfg(not(target_family = "wasm"))]
pub(crate) type KeyedSet<T> = std::collections::HashSet<T, Keyed>;

#[cfg(target_family = "wasm")]
pub(crate) use compact::{Map as KeyedMap, Set as KeyedSet};

/// The key of one map. In WebAssembly, where there is nothing random to draw it from, all have the same, and none keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    #[cfg(not(target_family = "wasm"))]
    drawn: KeyedHasher,
}

impl Default for Keyed {
    fn default() -> Self {
        Self {
            #[cfg(not(target_family = "wasm"))]
            drawn: KeyedHasher::starting_at(std::collections::hash_map::RandomState::new().hash_one(())),
        }
    }
}

impl BuildHasher for Keyed {
    type Hasher = KeyedHasher;

    fn build_hasher(&self) -> KeyedHasher {
        #[cfg(not(target_family = "wasm"))]
        return self.drawn.clone();
        // What SipHash would make of nothing random is not worth its code.
        #[cfg(target_family = "wasm")]
        KeyedHasher::starting_at(0x243f_6a88_85a3_08d3)
    }
}

/// Multiplies into 128 bits and folds them, word by word.
#[derive(Clone, Debug)]
pub(crate) struct KeyedHasher {
    state: u64,
    factor: u64,
}

impl KeyedHasher {
    fn starting_at(state: u64) -> Self {
        // Any odd number would do, so long as nobody knows it.
        Self { state, factor: state.rotate_left(32).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 }
    }

    fn mix(&mut self, word: u64) {
        let product = u128::from(self.state ^ word) * u128::from(self.factor);
        // Added, so that no word can make the state forget what came before.
        self.state = (product as u64 ^ (product >> 64) as u64).wrapping_add(self.state.rotate_left(23));
    }
}

impl Hasher for KeyedHasher {
    fn finish(&self) -> u64 {
        self.state
    }

    fn write(&mut self, bytes: &[u8]) {
        for word in bytes.chunks(8) {
            let mut padded = [0; 8];
            for (to, from) in padded.iter_mut().zip(word) {
                *to = *from;
            }
            self.mix(u64::from_le_bytes(padded));
        }
        self.mix(bytes.len() as u64);
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(value.into());
    }

    fn write_u16(&mut self, value: u16) {
        self.mix(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(value.into());
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_and_multiples_spread_over_the_low_and_the_high_bits() {
        let keyed = Keyed::default();
        for step in [1u32, 16, 4_096, 1 << 16] {
            let hashes: Vec<u64> = (0..4_096u32).map(|at| keyed.hash_one((at.wrapping_mul(step), u32::MAX))).collect();
            for shift in [0, 52] {
                let mut filled = vec![0u32; 4_096];
                for hash in &hashes {
                    filled[(hash >> shift) as usize & 4_095] += 1;
                }
                // Thrown at random, 4,096 balls leave 63 % of as many boxes with one, and no box with many.
                assert!(filled.iter().filter(|count| **count > 0).count() > 2_300, "step {step}, shift {shift}");
                assert!(filled.iter().all(|count| *count < 16), "step {step}, shift {shift}");
            }
        }
    }

    /// Where there is randomness.
    #[cfg(not(target_family = "wasm"))]
    #[test]
    fn two_maps_have_two_keys() {
        assert_ne!(Keyed::default().hash_one(7u32), Keyed::default().hash_one(7u32));
    }

    #[test]
    fn what_is_longer_hashes_otherwise() {
        let keyed = Keyed::default();
        assert_ne!(keyed.hash_one([0u8; 8].as_slice()), keyed.hash_one([0u8; 9].as_slice()));
        assert_ne!(keyed.hash_one((1u32, 2u32)), keyed.hash_one((2u32, 1u32)));
    }
}
