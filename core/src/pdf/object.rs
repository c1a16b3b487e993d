//! The nine kinds of PDF object (ISO 32000-2 §7.3), borrowed from the file wherever they stand in it.

use core::fmt;
use std::rc::Rc;

use super::hexadecimal;
use crate::order::Arrange as _;

/// An indirect reference `N G R` (§7.3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// The object number.
    pub number: u32,
    /// The generation number.
    pub generation: u16,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} R", self.number, self.generation)
    }
}

/// A run of bytes: in the file for an object of the file itself, in the decoded stream for an object of an object stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; offsets fit 32 bits because the file size was checked first.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// As a range of offsets.
    pub fn range(self) -> core::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An object.
#[derive(Clone, Debug)]
pub enum Object<'a> {
    /// `null`, and every reference to an object that does not exist.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without a decimal point.
    Integer(i64),
    /// A number with one.
    Real(f64),
    /// A string.
    String(PdfString<'a>),
    /// A name.
    Name(Name<'a>),
    /// An array.
    Array(Rc<[Object<'a>]>),
    /// A dictionary.
    Dictionary(Dictionary<'a>),
    /// A stream; always an indirect object.
    Stream(Stream<'a>),
    /// A reference to an indirect object.
    Reference(Reference),
}

impl<'a> Object<'a> {
    /// The integer, if it is one. A real without a fraction counts: writers differ (§7.3.3).
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Real(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(*value as i64),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "a number of the page, not an offset")]
            Self::Integer(value) => Some(*value as f64),
            Self::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// The name's bytes, if it is one.
    pub fn as_name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name.as_bytes()),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_string(&self) -> Option<&PdfString<'a>> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }

    /// The array's elements, if it is one.
    pub fn as_array(&self) -> Option<&[Object<'a>]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The dictionary, if it is one. A stream's dictionary does not count.
    pub fn as_dictionary(&self) -> Option<&Dictionary<'a>> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            _ => None,
        }
    }

    /// The stream, if it is one.
    pub fn as_stream(&self) -> Option<&Stream<'a>> {
        match self {
            Self::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// The dictionary of a dictionary or stream.
    pub fn entries(&self) -> Option<&Dictionary<'a>> {
        match self {
            Self::Dictionary(dictionary) => Some(dictionary),
            Self::Stream(stream) => Some(&stream.dictionary),
            _ => None,
        }
    }

    /// The reference, if it is one.
    pub fn as_reference(&self) -> Option<Reference> {
        match self {
            Self::Reference(reference) => Some(*reference),
            _ => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What it is, in one word for reports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Integer(_) | Self::Real(_) => "number",
            Self::String(_) => "string",
            Self::Name(_) => "name",
            Self::Array(_) => "array",
            Self::Dictionary(_) => "dictionary",
            Self::Stream(_) => "stream",
            Self::Reference(_) => "reference",
        }
    }
}

/// Bytes as written: of the file, or of a decoded object stream, which is kept as long as anything of it is.
#[derive(Clone)]
pub(crate) enum Bytes<'a> {
    File(&'a [u8]),
    Decoded(Rc<Vec<u8>>, Span),
}

impl Bytes<'_> {
    fn get(&self) -> &[u8] {
        match self {
            Self::File(bytes) => bytes,
            Self::Decoded(stream, span) => stream.get(span.range()).unwrap_or_default(),
        }
    }
}

/// A name, number signs decoded (§7.3.5).
#[derive(Clone)]
pub struct Name<'a>(Bytes<'a>);

impl<'a> Name<'a> {
    /// Decodes `#xx`; what is no two hexadecimal digits stays as it is.
    pub(crate) fn decode(written: Bytes<'a>) -> Self {
        let raw = written.get();
        if raw.iter().all(|byte| *byte != b'#') {
            return Self(written);
        }
        let mut decoded = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((first, tail)) = rest.split_first() {
            rest = tail;
            let pair = (*first == b'#').then(|| Some((hexadecimal::digit(*tail.first()?)?, hexadecimal::digit(*tail.get(1)?)?)));
            if let Some(Some((high, low))) = pair {
                decoded.push(high << 4 | low);
                rest = tail.get(2..).unwrap_or_default();
            } else {
                decoded.push(*first);
            }
        }
        let whole = Span::new(0, decoded.len());
        Self(Bytes::Decoded(Rc::new(decoded), whole))
    }

    /// Its bytes, usually ASCII, UTF-8 by recommendation.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.get()
    }

    /// As text, for reports.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(self.as_bytes()).into_owned()
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Name<'_> {}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.to_text())
    }
}

/// How a string was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringForm {
    /// `( … )`
    Literal,
    /// `< … >`
    Hexadecimal,
}

/// A string with the place of its token. Decoded on demand: /Contents of a signature is 60 kB that may never be asked for.
#[derive(Clone)]
pub struct PdfString<'a> {
    token: Bytes<'a>,
    decrypted: Option<Rc<[u8]>>,
    /// How it was written.
    pub form: StringForm,
    /// Its token, delimiters included.
    pub span: Span,
}

impl<'a> PdfString<'a> {
    /// The string of a token with its delimiters.
    pub(crate) fn new(token: Bytes<'a>, form: StringForm, span: Span) -> Self {
        Self { token, decrypted: None, form, span }
    }

    /// The string of a token that stands in a content stream.
    pub(crate) fn of_token(token: &'a [u8], form: StringForm) -> Self {
        Self::new(Bytes::File(token), form, Span::default())
    }

    /// The token as written, delimiters included.
    pub fn token(&self) -> &[u8] {
        self.token.get()
    }

    /// The bytes the string stands for, decrypted where the document is.
    pub fn decode(&self) -> Vec<u8> {
        self.decrypted.as_ref().map_or_else(|| self.decode_as_written(), |bytes| bytes.to_vec())
    }

    /// The bytes the token stands for, whether or not they are encrypted.
    pub fn decode_as_written(&self) -> Vec<u8> {
        let token = self.token();
        let inner = token.get(1..token.len().saturating_sub(1)).unwrap_or_default();
        match self.form {
            StringForm::Hexadecimal => hexadecimal::decode(inner),
            StringForm::Literal => decode_literal(inner),
        }
    }

    pub(crate) fn decrypt(&mut self, with: impl FnOnce(&[u8]) -> Vec<u8>) {
        self.decrypted = Some(with(&self.decode_as_written()).into());
    }
}

impl fmt::Debug for PdfString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.token()))
    }
}

/// §7.3.4.2, table 3.
fn decode_literal(raw: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\r' => {
                // An end-of-line marker in a string is one line feed, however it is written.
                bytes.next_if_eq(&b'\n');
                decoded.push(b'\n');
            }
            b'\\' => match bytes.next() {
                Some(b'n') => decoded.push(b'\n'),
                Some(b'r') => decoded.push(b'\r'),
                Some(b't') => decoded.push(b'\t'),
                Some(b'b') => decoded.push(8),
                Some(b'f') => decoded.push(12),
                Some(b'\r') => {
                    bytes.next_if_eq(&b'\n');
                }
                Some(b'\n') | None => {}
                Some(digit @ b'0'..=b'7') => {
                    let mut value = u32::from(digit - b'0');
                    for _ in 0..2 {
                        let Some(next) = bytes.next_if(|byte| matches!(byte, b'0'..=b'7')) else { break };
                        value = value << 3 | u32::from(next - b'0');
                    }
                    // §7.3.4.2: high-order overflow shall be ignored.
                    decoded.push(value as u8);
                }
                Some(other) => decoded.push(other),
            },
            _ => decoded.push(byte),
        }
    }
    decoded
}

/// From so many entries on, a dictionary is searched by bisection.
const WIDE: usize = 64;

/// A dictionary's entries in the order they are written, or, of a dictionary of many, in the order of their keys: nothing makes a
/// key of it expensive to look up, however often. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Dictionary<'a> {
    entries: Rc<[(Name<'a>, Object<'a>)]>,
    /// From `<<` to `>>`, these included.
    pub span: Span,
}

impl<'a> Dictionary<'a> {
    pub(crate) fn new(mut entries: Rc<[(Name<'a>, Object<'a>)]>, span: Span) -> Self {
        if entries.len() >= WIDE {
            Rc::make_mut(&mut entries).arrange_by(|(one, _), (two, _)| one.as_bytes().cmp(two.as_bytes()));
        }
        Self { entries, span }
    }

    /// The entries of a key are among these: in a dictionary of many, they are these.
    fn near(&self, key: &[u8]) -> &[(Name<'a>, Object<'a>)] {
        if self.entries.len() < WIDE {
            return &self.entries;
        }
        let first = self.entries.partition_point(|(name, _)| name.as_bytes() < key);
        let rest = self.entries.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|(name, _)| name.as_bytes() == key)).unwrap_or_default()
    }

    /// The value of `key` as written, maybe a reference; null counts as absent (§7.3.7). Of several, the last: so do most readers.
    pub fn get(&self, key: &[u8]) -> Option<&Object<'a>> {
        self.near(key)
            .iter()
            .rev()
            .find(|(name, _)| name.as_bytes() == key)
            .map(|(_, value)| value)
            .filter(|value| !value.is_null())
    }

    /// All entries, with duplicates and nulls.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&[u8], &Object<'a>)> {
        self.entries.iter().map(|(name, value)| (name.as_bytes(), value))
    }

    /// How often `key` is written.
    pub fn count(&self, key: &[u8]) -> usize {
        self.near(key).iter().filter(|(name, _)| name.as_bytes() == key).count()
    }

    /// Number of entries as written.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A stream: a dictionary and bytes as they stand in the file, still encoded (§7.3.8).
#[derive(Clone, Debug)]
pub struct Stream<'a> {
    /// The object it is.
    pub reference: Reference,
    /// Its dictionary.
    pub dictionary: Dictionary<'a>,
    /// The encoded and maybe encrypted bytes.
    pub raw: &'a [u8],
    /// Where they stand in the file.
    pub span: Span,
}

impl Object<'_> {
    /// Applies `with` to every string inside; used right after parsing, when nothing is shared yet.
    pub(crate) fn decrypt_strings(&mut self, with: &mut dyn FnMut(&[u8]) -> Vec<u8>) {
        match self {
            Self::String(string) => string.decrypt(with),
            Self::Array(elements) => {
                for element in Rc::make_mut(elements) {
                    element.decrypt_strings(with);
                }
            }
            Self::Dictionary(dictionary) | Self::Stream(Stream { dictionary, .. }) => {
                for (_, value) in Rc::make_mut(&mut dictionary.entries) {
                    value.decrypt_strings(with);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(token: &[u8]) -> Vec<u8> {
        PdfString::of_token(token, StringForm::Literal).decode()
    }

    #[test]
    fn literal_strings_follow_table_3() {
        assert_eq!(literal(b"(\\n\\r\\t\\b\\f\\(\\)\\\\)"), b"\n\r\t\x08\x0c()\\");
        assert_eq!(literal(b"(a\\\nb\\\r\nc\r\nd\re)"), b"abc\nd\ne");
        assert_eq!(literal(b"(\\0053\\53\\7x\\777)"), b"\x053+\x07x\xff");
        assert_eq!(literal(b"(\\q\\)"), b"q");
    }

    #[test]
    fn names_decode_number_signs() {
        assert_eq!(Name::decode(Bytes::File(b"A#42#2f#G#4")).as_bytes(), b"AB/#G#4");
    }

    #[test]
    fn the_last_of_duplicate_keys_counts_and_null_is_absent() {
        let name = |text: &'static [u8]| Name::decode(Bytes::File(text));
        let dictionary = Dictionary::new(
            [(name(b"A"), Object::Integer(1)), (name(b"A"), Object::Integer(2)), (name(b"B"), Object::Null)].into(),
            Span::default(),
        );
        assert_eq!(dictionary.get(b"A").and_then(Object::as_integer), Some(2));
        assert!(dictionary.get(b"B").is_none());
        assert_eq!(dictionary.count(b"A"), 2);
    }
}
