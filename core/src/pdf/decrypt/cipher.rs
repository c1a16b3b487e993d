//! The ciphers of strings and streams (ISO 32000-2 §7.6.3): RC4, and AES in CBC mode.

use aes::cipher::array::{Array, ArraySize};
use aes::cipher::{BlockCipherDecrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use aes::{Aes128, Aes256};

use super::Method;

/// Decrypts a string or stream of the object `number generation`.
pub(super) fn decrypt(method: Method, file_key: &[u8], number: u32, generation: u16, data: &[u8]) -> Vec<u8> {
    match method {
        Method::Identity => data.to_vec(),
        Method::Rc4 => rc4(&object_key(file_key, number, generation, b""), data),
        Method::AesV2 => aes_with_vector_and_padding::<Aes128>(&object_key(file_key, number, generation, b"sAlT"), data),
        Method::AesV3 => aes_with_vector_and_padding::<Aes256>(file_key, data),
    }
}

/// Algorithm 1 (§7.6.3.2), steps (a) to (c): the key of one object.
fn object_key(file_key: &[u8], number: u32, generation: u16, salt: &[u8]) -> Vec<u8> {
    let [n0, n1, n2, _] = number.to_le_bytes();
    let [g0, g1] = generation.to_le_bytes();
    let mut key = super::key::md5(&[file_key, &[n0, n1, n2, g0, g1], salt]).to_vec();
    key.truncate(file_key.len().saturating_add(5));
    key
}

/// Algorithm 1, step (d), and algorithm 1.A: the first block is the initialisation vector, the last ends in padding.
///
/// NOTE: bytes after the last whole block are dropped, and padding that is none is left in place, as every reader
/// does: nothing here is authenticated, and what the bytes then say is judged by whoever reads them.
fn aes_with_vector_and_padding<C: KeyInit + BlockCipherDecrypt>(key: &[u8], data: &[u8]) -> Vec<u8> {
    let Some((vector, data)) = data.split_at_checked(16) else { return Vec::new() };
    let mut plain = aes_cbc_decrypt::<C>(key, vector, data);
    if let Some(&padding @ 1..=16) = plain.last() {
        let content = plain.len().saturating_sub(usize::from(padding));
        if plain.get(content..).is_some_and(|tail| tail.iter().all(|byte| *byte == padding)) {
            plain.truncate(content);
        }
    }
    plain
}

/// AES-256 in CBC mode with a zero vector and no padding, as /OE and /UE are encrypted.
pub(super) fn aes_256_unwrap(key: &[u8], data: &[u8]) -> Vec<u8> {
    aes_cbc_decrypt::<Aes256>(key, &[0; 16], data)
}

/// Decrypts the whole blocks of `data`; nothing when key or vector have the wrong length.
fn aes_cbc_decrypt<C: KeyInit + BlockCipherDecrypt>(key: &[u8], vector: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(mut mode) = cbc::Decryptor::<C>::new_from_slices(key, vector) else { return Vec::new() };
    let mut plain = data.to_vec();
    let (blocks, rest) = blocks_of(&mut plain);
    let rest = rest.len();
    mode.decrypt_blocks(blocks);
    plain.truncate(plain.len() - rest);
    plain
}

/// Encrypts the whole blocks of `data` in place with AES-128 in CBC mode, as algorithm 2.B does.
pub(super) fn aes_128_cbc_encrypt(key: &[u8; 16], vector: &[u8; 16], data: &mut [u8]) {
    let mut mode = cbc::Encryptor::<Aes128>::new(key.into(), vector.into());
    let (blocks, _) = blocks_of(data);
    mode.encrypt_blocks(blocks);
}

/// `data` as blocks, and what is left over.
fn blocks_of<N: ArraySize>(data: &mut [u8]) -> (&mut [Array<u8, N>], &mut [u8]) {
    Array::slice_as_chunks_mut(data)
}

/// RC4, which is its own inverse. It protects nothing any more; documents encrypted with it must still open.
pub(super) fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    // Indices are bytes and the state has 256 entries.
    let mut state: [u8; 256] = core::array::from_fn(|index| index as u8);
    let mut j = 0_u8;
    for (i, &byte) in (0..=255_u8).zip(key.iter().cycle()) {
        j = j.wrapping_add(state[usize::from(i)]).wrapping_add(byte);
        state.swap(usize::from(i), usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let mut next = || {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
    };
    data.iter().map(|byte| byte ^ next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_the_key_stream_of_rfc_6229() {
        // RFC 6229 §2, keys 0x0102030405 and 0x0102…10, offset 0.
        let expected = [0xB2, 0x39, 0x63, 0x05, 0xF0, 0x3D, 0xC0, 0x27, 0xCC, 0xC3, 0x52, 0x4A, 0x0A, 0x11, 0x18, 0xA8];
        assert_eq!(rc4(&[1, 2, 3, 4, 5], &[0; 16]), expected);
        let key: Vec<u8> = (1..=16).collect();
        let expected = [0x9A, 0xC7, 0xCC, 0x9A, 0x60, 0x9D, 0x1E, 0xF7, 0xB2, 0x93, 0x28, 0x99, 0xCD, 0xE4, 0x1B, 0x97];
        assert_eq!(rc4(&key, &[0; 16]), expected);
    }

    #[test]
    fn cut_and_unpadded_data_costs_only_what_is_missing() {
        let decrypt_all = |data: &[u8]| decrypt(Method::AesV3, &[7; 32], 1, 0, data);
        let mut data = [0; 40];
        data[39] = 1;
        assert_eq!(decrypt_all(&data[..15]), b"");
        assert_eq!(decrypt_all(&data[..16]), b"");
        // One whole block whose padding is none, and a cut one.
        assert_eq!(decrypt_all(&data).len(), 16);
        assert_eq!(decrypt_all(&data), decrypt_all(&data[..32]));
    }

    #[test]
    fn a_key_of_the_wrong_length_decrypts_nothing() {
        assert_eq!(decrypt(Method::AesV3, &[7; 5], 1, 0, &[0; 32]), b"".as_slice());
    }
}
