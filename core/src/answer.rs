//! The other side of [`supplement`](crate::supplement): a build that has everything answers one that does not.

use crate::supplement::{Part, take_array};
use crate::{crypto, pdf, policy};

/// The answer to a question; `None` when it is not one.
pub fn to(question: &[u8]) -> Option<Vec<u8>> {
    let mut fields = question;
    let [number] = take_array(&mut fields)?;
    match *Part::ALL.get(usize::from(number))? {
        Part::Policy => policy::answer(fields),
        Part::MlDsa => crypto::answer_ml_dsa(fields),
        Part::EdDsa => crypto::answer_eddsa(fields),
        Part::EncryptionKey => pdf::decrypt::answer_key(fields),
        Part::Decryption => pdf::decrypt::answer_decryption(fields),
        Part::Filter => pdf::filter::answer(fields),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_question_has_no_answer() {
        for question in [b"".as_slice(), b"\x01\0\0\0", b"\x01\0\0\0\x09", b"\xFF\xFF\xFF\xFF\0", b"\x01\0\0\0\x03\x02\0\0\0\0\0"]
        {
            assert_eq!(to(question), None, "{question:?}");
        }
    }
}
