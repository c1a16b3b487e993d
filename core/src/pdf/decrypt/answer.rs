//! Decryption for a build without it (`crate::supplement`).

use super::{Authentication, CryptFilter, EncryptionDictionary, FAULTS, Method, cipher, key};
use crate::error::Error;
use crate::supplement::{take, take_array};

/// The answer to `asked::open`: nothing, a fault's number, or whose password it is and the key.
pub(crate) fn answer_key(mut question: &[u8]) -> Option<Vec<u8>> {
    let mut numbers = take(&mut question)?;
    let mut number = || {
        let (number, rest) = numbers.split_first_chunk()?;
        numbers = rest;
        Some(i64::from_le_bytes(*number))
    };
    let (version, revision, permissions) = (number()?, number()?, number()?);
    let encrypt_metadata = number()? != 0;
    let length = take(&mut question)?.try_into().ok().map(i64::from_le_bytes);
    let mut lengths = take(&mut question)?;
    let mut crypt_filters = Vec::new();
    while !lengths.is_empty() {
        crypt_filters.push(CryptFilter { length: Some(i64::from_le_bytes(take_array(&mut lengths)?)), ..CryptFilter::default() });
    }
    let dictionary = EncryptionDictionary {
        version,
        revision,
        permissions,
        encrypt_metadata,
        length,
        crypt_filters,
        owner: take(&mut question)?,
        user: take(&mut question)?,
        owner_key: take(&mut question)?,
        user_key: take(&mut question)?,
        ..EncryptionDictionary::default()
    };
    let file_id = take(&mut question)?;
    match key::open(&dictionary, file_id, take(&mut question)?) {
        Ok(None) => Some(Vec::new()),
        Ok(Some((key, Authentication::User))) => Some([b"u".as_slice(), &key].concat()),
        Ok(Some((key, Authentication::Owner))) => Some([b"o".as_slice(), &key].concat()),
        Err(Error::Unreadable { what, .. }) => Some(vec![FAULTS.iter().position(|fault| *fault == what)? as u8]),
        Err(_) => None,
    }
}

/// The answer to `asked::decrypt`: what was encrypted.
pub(crate) fn answer_decryption(mut question: &[u8]) -> Option<Vec<u8>> {
    let [number] = take_array(&mut question)?;
    let methods = [Method::Identity, Method::Rc4, Method::AesV2, Method::AesV3];
    let method = methods.into_iter().find(|method| *method as u8 == number)?;
    let file_key = take(&mut question)?;
    let number = u32::from_le_bytes(take_array(&mut question)?);
    let generation = u16::from_le_bytes(take_array(&mut question)?);
    Some(cipher::decrypt(method, file_key, number, generation, take(&mut question)?))
}
