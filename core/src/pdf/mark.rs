//! Words that only signature dictionaries have (ISO 32000-2 table 255), looked for in bytes whose structure is lost.

use super::lex::{find, is_regular};

/// What only signature dictionaries have, or what their /Type is.
pub(super) const BYTE_RANGE: &[u8] = b"/ByteRange";
pub(super) const OTHERS: [&[u8]; 3] = [b"/Sig", b"/DocTimeStamp", b"/SubFilter"];

/// Whether anything in these bytes looks like a signature dictionary.
pub(super) fn is_marked(bytes: &[u8]) -> bool {
    find(bytes, 0..bytes.len(), BYTE_RANGE).is_some() || OTHERS.iter().any(|word| !marks(bytes, word).is_empty())
}

/// Where `word` stands as a whole name; `/Sig` only as the /Type, since it is the type of fields too.
pub(super) fn marks(bytes: &[u8], word: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = find(bytes, from..bytes.len(), word) {
        from = at + word.len();
        let whole = !bytes.get(from).is_some_and(|byte| is_regular(*byte));
        let is_type = || bytes.get(..at).is_some_and(|head| head.trim_ascii_end().ends_with(b"/Type"));
        if whole && (word != b"/Sig" || is_type()) {
            found.push(at);
        }
    }
    found
}
