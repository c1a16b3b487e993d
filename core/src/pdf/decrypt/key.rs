//! The file encryption key and the password checks (ISO 32000-2 §7.6.4.3, §7.6.4.4).
//!
//! Comparisons need not run in constant time: whoever has the file can try passwords without this code.

use super::{
    Authentication, EncryptionDictionary, Opened, SHORT_KEY, SHORT_OWNER, SHORT_OWNER_AES, SHORT_USER, SHORT_USER_AES, cipher,
};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::error::Error;
use crate::gather::Gather as _;

/// The string that fills short passwords (algorithm 2, step (a)).
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08, 0x2E, 0x2E, 0x00, 0xB6, 0xD0,
    0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// Longest password of revisions 5 and 6, bytes of UTF-8 (algorithm 2.A, step (b)).
const LONGEST_PASSWORD: usize = 127;

/// The file key, when `password` is the user or the owner password.
pub(super) fn open(dictionary: &EncryptionDictionary<'_>, file_id: &[u8], password: &[u8]) -> Opened {
    if dictionary.revision >= 5 { open_aes_256(dictionary, password) } else { open_md5(dictionary, file_id, password) }
}

/// Revisions 2 to 4: algorithms 6 (user) and 7 (owner).
fn open_md5(dictionary: &EncryptionDictionary<'_>, file_id: &[u8], password: &[u8]) -> Opened {
    let owner: &[u8; 32] = entry(dictionary, dictionary.owner, SHORT_OWNER)?;
    let check = if dictionary.revision == 2 { 32 } else { 16 };
    let user = dictionary.user.get(..check).ok_or(Error::Unreadable { what: SHORT_USER, offset: dictionary.offset })?;
    for length in key_lengths(dictionary) {
        let scheme = Scheme { dictionary, file_id, owner, user, length };
        if let Some(key) = scheme.user_key(&padded(password)) {
            return Ok(Some((key, Authentication::User)));
        }
        if let Some(key) = scheme.user_key(&scheme.user_password(password)) {
            return Ok(Some((key, Authentication::Owner)));
        }
    }
    Ok(None)
}

/// The key lengths to try, bytes.
///
/// NOTE: with V 4 writers disagree on whose /Length counts and on its unit, and 128 bits is the only length in real
/// use; so a length is right when a password authenticates under it.
fn key_lengths(dictionary: &EncryptionDictionary<'_>) -> Vec<usize> {
    let bits = |length: i64| usize::try_from(length / 8).ok().filter(|bytes| (5..=16).contains(bytes));
    let mut lengths = match dictionary.version {
        1 => vec![5],
        2 => vec![dictionary.length.and_then(bits).unwrap_or(5)],
        _ => {
            let bytes = dictionary.crypt_filters.iter().filter_map(|filter| filter.length).filter_map(|length| {
                if length < 40 { usize::try_from(length).ok().filter(|bytes| (5..=16).contains(bytes)) } else { bits(length) }
            });
            [16].into_iter().chain(dictionary.length.and_then(bits)).chain(bytes.take(4)).gather()
        }
    };
    lengths.dedup();
    lengths
}

/// Everything about revisions 2 to 4 but the password.
struct Scheme<'a> {
    dictionary: &'a EncryptionDictionary<'a>,
    file_id: &'a [u8],
    owner: &'a [u8; 32],
    /// The part of /U that is checked.
    user: &'a [u8],
    /// Of the key, bytes, 5 to 16.
    length: usize,
}

impl Scheme<'_> {
    /// Algorithm 2, and algorithm 6 to check its outcome.
    fn user_key(&self, padded_password: &[u8; 32]) -> Option<Vec<u8>> {
        let revision = self.dictionary.revision;
        let permissions = (self.dictionary.permissions as u32).to_le_bytes();
        let metadata: &[u8] = if revision >= 4 && !self.dictionary.encrypt_metadata { &[0xFF; 4] } else { &[] };
        let mut digest = md5(&[padded_password, self.owner, &permissions, self.file_id, metadata]);
        if revision >= 3 {
            for _ in 0..50 {
                digest = md5(&[digest.get(..self.length)?]);
            }
        }
        let key = digest.get(..self.length)?.to_vec();
        let check = if revision == 2 {
            // Algorithm 4.
            cipher::rc4(&key, &PADDING)
        } else {
            // Algorithm 5.
            let mut value = md5(&[&PADDING, self.file_id]).to_vec();
            for round in 0..20 {
                value = cipher::rc4(&mixed(&key, round), &value);
            }
            value
        };
        (check == self.user).then_some(key)
    }

    /// Algorithm 7, steps (a) and (b): the padded user password that /O holds, if `password` is the owner's.
    fn user_password(&self, password: &[u8]) -> [u8; 32] {
        let revision = self.dictionary.revision;
        let mut digest = md5(&[&padded(password)]);
        if revision >= 3 {
            for _ in 0..50 {
                digest = md5(&[&digest]);
            }
        }
        let key = digest.get(..self.length).unwrap_or(&digest);
        let rounds = if revision == 2 { 1 } else { 20 };
        let value = (0..rounds).rev().fold(self.owner.to_vec(), |value, round| cipher::rc4(&mixed(key, round), &value));
        padded(&value)
    }
}

/// The key of one round of algorithms 3, 5 and 7: each byte combined with the round's number.
fn mixed(key: &[u8], round: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ round).collect()
}

/// A password cut or filled to 32 bytes.
fn padded(password: &[u8]) -> [u8; 32] {
    cut(&[password, &PADDING].concat())
}

/// Revisions 5 and 6: algorithm 2.A.
///
/// NOTE: the password is used as given. SASLprep (RFC 4013) maps and normalises it first; for printable ASCII and for
/// text already in NFKC that changes nothing.
fn open_aes_256(dictionary: &EncryptionDictionary<'_>, password: &[u8]) -> Opened {
    let password = password.get(..LONGEST_PASSWORD).unwrap_or(password);
    let (owner_check, owner_salts) = parts(dictionary, dictionary.owner, SHORT_OWNER_AES)?;
    let (user_check, user_salts) = parts(dictionary, dictionary.user, SHORT_USER_AES)?;
    let user_string = dictionary.user.get(..48).unwrap_or_default();
    let candidates = [
        (Authentication::User, user_check, user_salts, b"".as_slice(), dictionary.user_key),
        (Authentication::Owner, owner_check, owner_salts, user_string, dictionary.owner_key),
    ];
    for (authentication, check, salts, user_string, wrapped) in candidates {
        let [validation, key] = salts;
        if hash(dictionary.revision, password, validation, user_string) == *check {
            let wrapped: &[u8; 32] = entry(dictionary, wrapped, SHORT_KEY)?;
            let file_key = cipher::aes_256_unwrap(&hash(dictionary.revision, password, key, user_string), wrapped);
            return Ok(Some((file_key, authentication)));
        }
    }
    Ok(None)
}

/// /O or /U of revisions 5 and 6: a hash, and the validation and key salts.
fn parts<'a>(
    dictionary: &EncryptionDictionary<'_>,
    value: &'a [u8],
    what: &'static str,
) -> Result<(&'a [u8; 32], [[u8; 8]; 2]), Error> {
    let value: &[u8; 48] = entry(dictionary, value, what)?;
    let parts = value.split_first_chunk::<32>().and_then(|(check, salts)| {
        let (validation, key) = salts.split_first_chunk::<8>()?;
        Some((check, [*validation, *key.first_chunk::<8>()?]))
    });
    parts.ok_or(Error::Unreadable { what, offset: dictionary.offset })
}

/// The first `N` bytes of an entry; writers pad them.
fn entry<'a, const N: usize>(
    dictionary: &EncryptionDictionary<'_>,
    value: &'a [u8],
    what: &'static str,
) -> Result<&'a [u8; N], Error> {
    value.first_chunk().ok_or(Error::Unreadable { what, offset: dictionary.offset })
}

/// Algorithm 2.B, or its predecessor of Adobe's extension level 3 (R 5): one SHA-256.
fn hash(revision: i64, password: &[u8], salt: [u8; 8], user_string: &[u8]) -> [u8; 32] {
    let mut key = digest(DigestAlgorithm::Sha256, &[password, &salt, user_string]);
    if revision == 5 {
        return cut(key.as_ref());
    }
    // After 64 rounds the last byte of a round decides: at most 255, so this ends by round 287.
    for round in 1_u32.. {
        let unit = [password, key.as_ref(), user_string].concat();
        let mut data = unit.repeat(64);
        let Some((aes_key, rest)) = key.as_ref().split_first_chunk::<16>() else { break };
        let Some(vector) = rest.first_chunk::<16>() else { break };
        cipher::aes_128_cbc_encrypt(aes_key, vector, &mut data);
        // The first 16 bytes as a number modulo 3: 256 is 1 modulo 3, so the sum of the bytes will do.
        let remainder = data.iter().take(16).map(|byte| u32::from(*byte)).sum::<u32>() % 3;
        let algorithm = match remainder {
            0 => DigestAlgorithm::Sha256,
            1 => DigestAlgorithm::Sha384,
            _ => DigestAlgorithm::Sha512,
        };
        key = algorithm.digest(&data);
        let last = data.last().copied().map_or(0, u32::from);
        if round >= 64 && last <= round - 32 {
            break;
        }
    }
    cut(key.as_ref())
}

/// MD5 of the parts in a row. It protects nothing any more; documents encrypted with it must still open.
pub(super) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    cut(digest(DigestAlgorithm::Md5, parts).as_ref())
}

/// The digest of the parts in a row.
fn digest(algorithm: DigestAlgorithm, parts: &[&[u8]]) -> Digest {
    let mut hasher = algorithm.hasher();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize()
}

/// The first `N` bytes.
fn cut<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut bytes = bytes.iter().copied();
    core::array::from_fn(|_| bytes.next().unwrap_or(0))
}
