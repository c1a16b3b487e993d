//! From the trailer's /Encrypt to the security handler (ISO 32000-2 §7.6.2, tables 20, 21 and 25).

use crate::error::Error;
use crate::gather::Gather as _;

use super::decrypt::{CryptFilter, EncryptionDictionary, SecurityHandler};
use super::object::{Dictionary, Object, PdfString, Reference};
use super::{Document, RevisionIndex};

/// Crypt filters of one document that are read: each is looked for by its name. Real files have one.
const MAX_FILTERS: usize = 64;

/// The handler of a document with an /Encrypt entry, and the object its dictionary stands in; nothing without one.
pub(super) fn open(
    document: &Document<'_>,
    at: RevisionIndex,
    password: Option<&[u8]>,
) -> Result<Option<(SecurityHandler, Option<Reference>)>, Error> {
    let trailer = document.trailer(at);
    let Some(written) = trailer.get(b"Encrypt") else { return Ok(None) };
    let object = document.resolve(written, at);
    let entries = object.as_dictionary().ok_or(Error::Unreadable { what: "the encryption dictionary is missing", offset: 0 })?;
    let value = |key: &[u8]| document.value(entries, key, at);
    let bytes = |key: &[u8]| value(key).as_string().map(PdfString::decode_as_written).unwrap_or_default();
    let name = |key: &[u8]| value(key).as_name().map(<[u8]>::to_vec);
    let (owner, user, owner_key, user_key) = (bytes(b"O"), bytes(b"U"), bytes(b"OE"), bytes(b"UE"));
    let (filter, stream_filter, string_filter) = (name(b"Filter"), name(b"StmF"), name(b"StrF"));
    let filters = value(b"CF");
    let filters = filters.as_dictionary().cloned().unwrap_or_default();
    let crypt_filters: Vec<_> = filters
        .iter()
        .take(MAX_FILTERS)
        .filter_map(|(name, value)| {
            let value = document.resolve(value, at);
            let entries = value.as_dictionary()?;
            let method = document.value(entries, b"CFM", at).as_name().map(<[u8]>::to_vec).unwrap_or_default();
            Some((name.to_vec(), method, document.value(entries, b"Length", at).as_integer()))
        })
        .gather();
    let mut dictionary = EncryptionDictionary {
        version: value(b"V").as_integer().unwrap_or(0),
        revision: value(b"R").as_integer().unwrap_or(0),
        length: value(b"Length").as_integer(),
        owner: &owner,
        user: &user,
        owner_key: &owner_key,
        user_key: &user_key,
        permissions: value(b"P").as_integer().unwrap_or(0),
        encrypt_metadata: !matches!(value(b"EncryptMetadata"), Object::Boolean(false)),
        offset: u64::from(entries.span.start),
        ..EncryptionDictionary::default()
    };
    dictionary.filter = filter.as_deref().unwrap_or(dictionary.filter);
    dictionary.stream_filter = stream_filter.as_deref().unwrap_or(dictionary.stream_filter);
    dictionary.string_filter = string_filter.as_deref().unwrap_or(dictionary.string_filter);
    dictionary.crypt_filters =
        crypt_filters.iter().map(|(name, method, length)| CryptFilter { name, method, length: *length }).gather();
    let handler = SecurityHandler::open(&dictionary, &file_id(document, &trailer, at), password)?;
    Ok(Some((handler, written.as_reference())))
}

/// The first string of /ID (§14.4).
fn file_id<'a>(document: &Document<'a>, trailer: &Dictionary<'a>, at: RevisionIndex) -> Vec<u8> {
    let id = document.value(trailer, b"ID", at);
    let first = id.as_array().and_then(<[Object<'_>]>::first).map(|first| document.resolve(first, at));
    first.as_ref().and_then(Object::as_string).map(PdfString::decode_as_written).unwrap_or_default()
}
