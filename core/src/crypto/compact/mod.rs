//! Arithmetic for public data alone, in as little code as possible: what WebAssembly runs.
//!
//! RustCrypto compiles each curve by itself, in constant time, because its users also sign. Verification has no secrets.
//! One Montgomery multiplication over limbs of 32 bits, which is what WebAssembly multiplies fastest, serves all curves, RSA
//! and DSA here. It exists on every platform, as [`Backend::Compact`](super::Backend::Compact), so that the same vectors test it.
//! docs/decisions/ has the measurements.

// The letters are those of the formulas.
#![allow(clippy::many_single_char_names)]

mod curves;
#[cfg(feature = "self-contained")]
mod edwards;
mod modulus;
#[cfg(any(test, target_family = "wasm"))]
mod ripemd160;
mod weierstrass;

#[cfg(feature = "self-contained")]
pub(super) use edwards::{Ed448Key, Ed25519Key};
pub(super) use modulus::{Modulus, Number};
#[cfg(target_family = "wasm")]
pub(super) use ripemd160::Ripemd160;
pub(super) use weierstrass::Point;
