//! What must hold for any bytes, as functions that panic where it does not, and mutators that know the formats.
//!
//! The fuzz targets call these with what libFuzzer invents; `core/tests/fuzzing.rs` includes the same files and runs them on
//! mutants of the fixtures with fixed seeds, so that the suite needs no fuzzer.

#[cfg(feature = "differential")]
pub mod differential;
pub mod mutate;
pub mod pki;
pub mod properties;
pub mod random;

use random::Random;

/// A mutator for libFuzzer: half of the time its own, half of the time one that knows the format. The format's mutators take
/// parts of another file; here that is the file itself, and libFuzzer's own cross-over brings others.
pub fn structured(data: &mut [u8], size: usize, most: usize, seed: u32, mutate: fn(&[u8], &mut Random) -> Vec<u8>) -> usize {
    let mut random = Random::new(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    if random.next() & 1 == 0 {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let mutant = mutate(&data[..size], &mut random);
    let length = mutant.len().min(most).min(data.len());
    data[..length].copy_from_slice(&mutant[..length]);
    length
}
