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

use std::time::Duration;

use cpu_time::ThreadTime;
use random::Random;

/// Runs a target on one input. libFuzzer's `-timeout` looks at the clock on the wall, which on a machine with other work measures
/// that work; this looks at what the thread itself took.
///
/// The properties do the work several times over (cold and warm, stored, with material, a bit flipped): all of it together has
/// the second that one verification has.
pub fn within_a_second(run: impl FnOnce()) {
    let start = ThreadTime::now();
    run();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "it took {} ms", took.as_millis());
}

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
