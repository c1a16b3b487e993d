//! Arithmetic for public data alone, in as little code as possible: what WebAssembly runs.
//!
//! RustCrypto compiles each curve by itself, in constant time, because its users also sign. Verification has no secrets.
//! One Montgomery multiplication over limbs of 32 bits, which is what WebAssembly multiplies fastest, serves all curves, RSA
//! and DSA here, and one buffer all message digests. It exists on every platform, as [`Backend::Compact`](super::Backend::Compact), so that the same vectors test it.
//! docs/decisions/ has the measurements.

// The letters are those of the formulas.
#![allow(clippy::many_single_char_names)]

mod curves;
#[cfg(any(test, target_family = "wasm"))]
mod digest_state;
#[cfg(feature = "self-contained")]
mod edwards;
#[cfg(any(test, target_family = "wasm"))]
mod md5;
mod modulus;
#[cfg(any(test, target_family = "wasm"))]
mod ripemd160;
#[cfg(any(test, target_family = "wasm"))]
mod sha1;
mod weierstrass;

#[cfg(target_family = "wasm")]
pub(super) use digest_state::DigestState;

#[cfg(feature = "self-contained")]
pub(super) use edwards::{Ed448Key, Ed25519Key};
pub(super) use modulus::{Modulus, Number};
pub(super) use weierstrass::Point;
