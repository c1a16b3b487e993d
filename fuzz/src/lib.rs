//! What must hold for any bytes, as functions that panic where it does not, and mutators that know the formats.
//!
//! The fuzz targets call these with what libFuzzer invents; `core/tests/fuzzing.rs` includes the same files and runs them on
//! mutants of the fixtures with fixed seeds, so that the suite needs no fuzzer.

pub mod mutate;
pub mod properties;
pub mod random;
