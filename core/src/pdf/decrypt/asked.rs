//! Decryption by a build that has it (`crate::supplement`).

use super::{Authentication, EncryptionDictionary, FAULTS, Method, Opened};
use crate::error::Error;
use crate::supplement::{ABSENT, Part, ask, put, row};

/// The file key, when `password` is the user or the owner password.
pub(super) fn open(dictionary: &EncryptionDictionary<'_>, file_id: &[u8], password: &[u8]) -> Opened {
    outcome(ask(Part::EncryptionKey, &question(dictionary, file_id, password)).as_deref(), dictionary.offset)
}

pub(super) fn question(dictionary: &EncryptionDictionary<'_>, file_id: &[u8], password: &[u8]) -> Vec<u8> {
    let metadata = i64::from(dictionary.encrypt_metadata);
    let numbers = [dictionary.version, dictionary.revision, dictionary.permissions, metadata].map(i64::to_le_bytes);
    let length = dictionary.length.map(i64::to_le_bytes);
    let mut lengths = Vec::new();
    for filter in &dictionary.crypt_filters {
        if let Some(length) = filter.length {
            put(&mut lengths, &length.to_le_bytes());
        }
    }
    row(&[
        numbers.as_flattened(),
        length.as_ref().map_or(&[], |length| length),
        &lengths,
        dictionary.owner,
        dictionary.user,
        dictionary.owner_key,
        dictionary.user_key,
        file_id,
        password,
    ])
}

pub(super) fn outcome(answer: Option<&[u8]>, offset: u64) -> Opened {
    match answer {
        Some([]) => Ok(None),
        Some([b'u', key @ ..]) => Ok(Some((key.to_vec(), Authentication::User))),
        Some([b'o', key @ ..]) => Ok(Some((key.to_vec(), Authentication::Owner))),
        Some([fault]) => match FAULTS.get(usize::from(*fault)) {
            Some(what) => Err(Error::Unreadable { what, offset }),
            None => Err(Error::UnsupportedEncryption(ABSENT.to_owned())),
        },
        _ => Err(Error::UnsupportedEncryption(ABSENT.to_owned())),
    }
}

/// Decrypts a string or stream of the object `number generation`. Whoever gave the key is there to decrypt.
pub(super) fn decrypt(method: Method, file_key: &[u8], number: u32, generation: u16, data: &[u8]) -> Vec<u8> {
    let fields = row(&[&[method as u8], file_key, &number.to_le_bytes(), &generation.to_le_bytes(), data]);
    ask(Part::Decryption, &fields).unwrap_or_default()
}
