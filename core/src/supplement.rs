//! What a build of the core may leave out and be given while it runs: the reader of policy files, EdDSA, ML-DSA, decryption, and the filters
//! of streams but FlateDecode without a fault.
//!
//! Few documents need them, and a browser downloads every octet. Without the feature `self-contained` the core has none of
//! them; it puts a question to whoever was [`install`]ed, who has [`answer`](crate::answer) in another build. While nobody is
//! there to answer, what depends on it is unsupported, with a reason: never passed, and never failed.
//!
//! A question is a row of fields, each its length in four octets, the least significant first, and its octets; the first is the
//! part's number. This is no format for storing: both sides are built from the same source.

use std::sync::OnceLock;

/// Answers questions; `None` when it cannot, for want of the part.
pub type Answerer = fn(question: &[u8]) -> Option<Vec<u8>>;

static ANSWERER: OnceLock<Answerer> = OnceLock::new();

/// Who is asked for what this build leaves out. The first stays; whether this one is it.
///
/// A build with the feature `self-contained` asks nobody.
pub fn install(answerer: Answerer) -> bool {
    ANSWERER.set(answerer).is_ok()
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The policy that a text in TOML says.
    Policy,
    /// Whether an ML-DSA signature is valid.
    MlDsa,
    /// Whether an EdDSA key is one, or a signature valid.
    EdDsa,
    /// The key of an encrypted document.
    EncryptionKey,
    /// A string or stream of an encrypted document.
    Decryption,
    /// What a filter encoded.
    Filter,
}

impl Part {
    #[cfg(feature = "self-contained")]
    pub(crate) const ALL: [Self; 6] =
        [Self::Policy, Self::MlDsa, Self::EdDsa, Self::EncryptionKey, Self::Decryption, Self::Filter];
}

/// Why what nobody is there for is unsupported.
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "nothing is asked for"))]
pub(crate) const ABSENT: &str = "this part of the verifier is not loaded";

/// The answer to a question of these fields.
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "nothing is asked for"))]
pub(crate) fn ask(part: Part, fields: &[u8]) -> Option<Vec<u8>> {
    let mut question = row(&[&[part as u8]]);
    question.extend_from_slice(fields);
    ANSWERER.get()?(&question)
}

/// Fields in a row.
#[cfg_attr(feature = "self-contained", allow(dead_code, reason = "nothing is asked for"))]
pub(crate) fn row(fields: &[&[u8]]) -> Vec<u8> {
    let size = fields.iter().map(|field| field.len().saturating_add(4)).fold(0, usize::saturating_add);
    let mut row = Vec::with_capacity(size);
    for field in fields {
        put(&mut row, field);
    }
    row
}

/// Writes a field. One that is longer than four octets can say is cut, and no side takes it.
pub(crate) fn put(row: &mut Vec<u8>, field: &[u8]) {
    row.extend_from_slice(&u32::try_from(field.len()).unwrap_or(u32::MAX).to_le_bytes());
    row.extend_from_slice(field);
}

/// Takes fields off a question or an answer.
pub(crate) fn take<'q>(fields: &mut &'q [u8]) -> Option<&'q [u8]> {
    let (length, rest) = fields.split_first_chunk()?;
    let (field, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *fields = rest;
    Some(field)
}

/// Takes a field off that is `N` octets.
pub(crate) fn take_array<const N: usize>(fields: &mut &[u8]) -> Option<[u8; N]> {
    take(fields)?.try_into().ok()
}
