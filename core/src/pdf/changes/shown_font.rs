//! Which characters the codes of a string stand for in a font (ISO 32000-2 §9.6.5, §9.7, §9.10.2), as far as the font itself
//! says it: simple encodings with /Differences, and /ToUnicode of composite fonts.

use crate::keyed::KeyedMap;
use crate::pdf::lex::{Lexer, Token};
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Object, PdfString, StringForm};

use super::step::Step;

/// Bytes of a /ToUnicode map that are read, and codes that one of its ranges may have.
const LONGEST: usize = 1 << 20;
const RANGE: u32 = 0x1_0000;

/// The characters of one font.
pub(super) enum Characters {
    /// One byte a character; where the font says nothing else, as in text strings.
    Simple(KeyedMap<u8, char>),
    /// Two bytes a character.
    Composite(KeyedMap<u16, String>),
    /// Nothing in the font says which.
    Unknown,
}

impl Default for Characters {
    /// Of a font that is not there: the viewer takes one of its own, with a simple encoding.
    fn default() -> Self {
        Self::Simple(KeyedMap::default())
    }
}

impl Characters {
    /// The text that a string shows; nothing when a character of it is not known.
    pub(super) fn text(&self, string: &[u8]) -> Option<String> {
        match self {
            Self::Simple(differences) if differences.is_empty() => Some(text_string::decode(string)),
            Self::Simple(differences) => {
                let character = |byte: &u8| differences.get(byte).copied().unwrap_or_else(|| char::from(*byte));
                let text: String = string.iter().map(character).collect();
                (!text.contains('\u{fffd}')).then_some(text)
            }
            Self::Composite(map) => {
                let codes = string.chunks(2).map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
                codes.map(|code| map.get(&code?).cloned()).collect()
            }
            Self::Unknown => None,
        }
    }
}

impl<'a> Step<'_, '_, 'a> {
    /// The characters of a font of an appearance.
    pub(super) fn characters(&self, font: &Dictionary<'a>) -> Characters {
        if self.value_after(font, b"Subtype").as_name() != Some(b"Type0") {
            let encoding = self.value_after(font, b"Encoding");
            let differences = encoding.as_dictionary().map(|encoding| self.value_after(encoding, b"Differences"));
            return Characters::Simple(differences.map(|list| self.differences(&list)).unwrap_or_default());
        }
        let map = self.value_after(font, b"ToUnicode");
        let decoded = map.as_stream().and_then(|stream| self.document.decode(stream, self.after));
        decoded.map_or(Characters::Unknown, |map| Characters::Composite(to_unicode(map.get(..LONGEST).unwrap_or(&map))))
    }

    /// §9.6.5.1: a number, then the names of the glyphs from that code on.
    fn differences(&self, list: &Object<'a>) -> KeyedMap<u8, char> {
        let mut code = 0i64;
        let mut found = KeyedMap::default();
        for element in list.as_array().unwrap_or_default().iter().take(1_024) {
            match self.resolved_after(Some(element)) {
                Object::Integer(start) => code = start,
                Object::Name(name) => {
                    if let Ok(byte) = u8::try_from(code) {
                        found.insert(byte, glyph(name.as_bytes()));
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        found
    }
}

/// The character of a glyph name (Adobe Glyph List, as far as names tell it by themselves and for digits and signs);
/// U+FFFD for any other.
fn glyph(name: &[u8]) -> char {
    const NAMED: [(&[u8], char); 24] = [
        (b"zero", '0'),
        (b"one", '1'),
        (b"two", '2'),
        (b"three", '3'),
        (b"four", '4'),
        (b"five", '5'),
        (b"six", '6'),
        (b"seven", '7'),
        (b"eight", '8'),
        (b"nine", '9'),
        (b"space", ' '),
        (b"period", '.'),
        (b"comma", ','),
        (b"hyphen", '-'),
        (b"minus", '-'),
        (b"slash", '/'),
        (b"colon", ':'),
        (b"semicolon", ';'),
        (b"parenleft", '('),
        (b"parenright", ')'),
        (b"percent", '%'),
        (b"plus", '+'),
        (b"at", '@'),
        (b"Euro", '€'),
    ];
    // `.notdef` shows nothing that could be read.
    let hexadecimal = |digits: &[u8]| {
        let digits = core::str::from_utf8(digits).ok().filter(|digits| digits.len() == 4)?;
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
    };
    match name {
        [letter] if letter.is_ascii_alphabetic() => char::from(*letter),
        [b'u', b'n', b'i', digits @ ..] => hexadecimal(digits).unwrap_or('\u{fffd}'),
        b".notdef" => ' ',
        _ => NAMED.iter().find(|(known, _)| *known == name).map_or('\u{fffd}', |(_, character)| *character),
    }
}

/// The bfchar and bfrange sections of a /ToUnicode map (§9.10.3).
fn to_unicode(map: &[u8]) -> KeyedMap<u16, String> {
    let mut lexer = Lexer::new(map, 0);
    let mut found = KeyedMap::default();
    let mut operands: Vec<Vec<u8>> = Vec::new();
    // Where an array of targets begins among the operands.
    let mut array: Option<usize> = None;
    let mut in_range = false;
    let code = |bytes: &[u8]| bytes.try_into().ok().map(u16::from_be_bytes);
    loop {
        match lexer.next().1 {
            Token::End => return found,
            Token::HexadecimalString(range) => {
                let string = PdfString::of_token(lexer.bytes(range), StringForm::Hexadecimal);
                operands.push(string.decode());
            }
            Token::ArrayStart => array = Some(operands.len()),
            Token::ArrayEnd => {
                if let (Some(at), Some(first)) = (array.take(), operands.first().and_then(|first| code(first))) {
                    for (offset, target) in operands.iter().skip(at).enumerate() {
                        found.insert(first.saturating_add(u16::try_from(offset).unwrap_or(u16::MAX)), utf16(target, 0));
                    }
                }
                operands.clear();
            }
            Token::Keyword(range) => {
                in_range = lexer.bytes(range) == b"beginbfrange";
                operands.clear();
            }
            _ => {}
        }
        match operands.as_slice() {
            [one, target] if !in_range && array.is_none() => {
                found.extend(code(one).map(|code| (code, utf16(target, 0))));
                operands.clear();
            }
            [first, last, target] if in_range && array.is_none() => {
                if let (Some(first), Some(last)) = (code(first), code(last)) {
                    for (offset, code) in (0..RANGE).zip(first..=last) {
                        found.insert(code, utf16(target, offset));
                    }
                }
                operands.clear();
            }
            _ => {}
        }
    }
}

/// UTF-16BE, the last unit raised by `offset`.
fn utf16(bytes: &[u8], offset: u32) -> String {
    let mut units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(u16::try_from(offset).unwrap_or(0));
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_lead_from_codes_to_text() {
        let map =
            b"1 beginbfchar <0003> <0041> endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange";
        let characters = Characters::Composite(to_unicode(map));
        assert_eq!(characters.text(b"\x00\x03\x00\x11\x00\x21").as_deref(), Some("Aby"));
        assert_eq!(characters.text(b"\x00\x04"), None);
    }

    #[test]
    fn glyph_names_that_say_their_character_are_read() {
        let names: [&[u8]; 6] = [b"A", b"seven", b"uni1EC5", b"g42", b"space", b".notdef"];
        assert_eq!(names.map(glyph), ['A', '7', 'ễ', '\u{fffd}', ' ', ' ']);
        assert_eq!(Characters::Simple([(1, '7')].into_iter().collect()).text(b"\x01A").as_deref(), Some("7A"));
        assert_eq!(Characters::Simple([(1, '\u{fffd}')].into_iter().collect()).text(b"\x01"), None);
    }
}
