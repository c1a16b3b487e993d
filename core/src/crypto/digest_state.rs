//! RustCrypto's states of message digests, one for each algorithm.

use sha2::digest::{ExtendableOutput, Update, XofReader};

use super::digest::{DigestAlgorithm, MAX_LENGTH};

macro_rules! states {
    ($($variant:ident => $state:ty;)*) => {
        /// The states by algorithm. The largest, SHA-3's, has 400 octets: boxing it would cost more than moving it.
        #[derive(Clone)]
        #[allow(clippy::large_enum_variant)]
        pub(super) enum State { $($variant($state),)* Shake256(shake::Shake256) }

        impl State {
            pub(super) fn new(algorithm: DigestAlgorithm) -> Self {
                match algorithm {
                    $(DigestAlgorithm::$variant => Self::$variant(Default::default()),)*
                    DigestAlgorithm::Shake256 => Self::Shake256(Default::default()),
                }
            }

            /// Takes the next part of the message.
            pub(super) fn update(&mut self, part: &[u8]) {
                match self {
                    $(Self::$variant(state) => Update::update(state, part),)*
                    Self::Shake256(state) => Update::update(state, part),
                }
            }

            /// The digest of all parts, and zeros.
            pub(super) fn finalize(self) -> [u8; MAX_LENGTH] {
                let mut octets = [0; MAX_LENGTH];
                match self {
                    $(Self::$variant(state) => {
                        let output = sha2::digest::Digest::finalize(state);
                        octets[..output.len()].copy_from_slice(&output);
                    })*
                    Self::Shake256(state) => state.finalize_xof().read(&mut octets),
                }
                octets
            }
        }
    };
}

states! {
    Md5 => md5::Md5;
    Sha1 => sha1::Sha1;
    Ripemd160 => ripemd::Ripemd160;
    Sha224 => sha2::Sha224;
    Sha256 => sha2::Sha256;
    Sha384 => sha2::Sha384;
    Sha512 => sha2::Sha512;
    Sha512_224 => sha2::Sha512_224;
    Sha512_256 => sha2::Sha512_256;
    Sha3_224 => sha3::Sha3_224;
    Sha3_256 => sha3::Sha3_256;
    Sha3_384 => sha3::Sha3_384;
    Sha3_512 => sha3::Sha3_512;
}
