//! Which characters the codes of a string stand for in a font (ISO 32000-2 §9.6.5, §9.7, §9.10.2), as far as the font itself
//! says it: simple encodings with /Differences, and /ToUnicode of composite fonts.

use std::borrow::Cow;
use std::rc::Rc;

use crate::keyed::KeyedMap;
use crate::pdf::lex::{Lexer, Token};
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Object, PdfString, StringForm};

use super::step::Step;

/// Bytes of a /ToUnicode map that are read, and of the text that it makes of one appearance.
const LONGEST: usize = 1 << 20;

/// Ranges of a /ToUnicode map that are kept as such. Those of more codes than one byte has do not fit in a sane map more often.
const RANGES: usize = 256;

/// The characters of one font.
pub(super) enum Characters {
    /// One byte a character; where the font says nothing else, as in text strings.
    Simple(KeyedMap<u8, char>),
    /// Two bytes a character.
    Composite(ToUnicode),
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
    /// Appends the text that a string shows; nothing when a character of it is not known.
    pub(super) fn read(&self, string: &[u8], text: &mut String) -> Option<()> {
        match self {
            Self::Simple(differences) if differences.is_empty() => text.push_str(&text_string::decode(string)),
            Self::Simple(differences) => {
                for byte in string {
                    let character = differences.get(byte).copied().unwrap_or_else(|| char::from(*byte));
                    text.push(Some(character).filter(|character| *character != '\u{fffd}')?);
                }
            }
            Self::Composite(map) => {
                for pair in string.chunks(2) {
                    let code = u16::from_be_bytes(pair.try_into().ok()?);
                    text.push_str(&map.get(code).filter(|_| text.len() <= LONGEST)?);
                }
            }
            Self::Unknown => return None,
        }
        Some(())
    }
}

/// What /ToUnicode says.
#[derive(Default)]
pub(super) struct ToUnicode {
    codes: KeyedMap<u16, String>,
    /// First and last code, and the text of the first: for ranges of many codes that no single code came before.
    ranges: Vec<(u16, u16, Vec<u8>)>,
}

impl ToUnicode {
    fn get(&self, code: u16) -> Option<Cow<'_, str>> {
        if let Some(text) = self.codes.get(&code) {
            return Some(Cow::Borrowed(text));
        }
        let (first, _, target) = self.ranges.iter().rev().find(|(first, last, _)| (*first..=*last).contains(&code))?;
        Some(Cow::Owned(utf16(target, code - first)))
    }
}

impl<'a> Step<'_, '_, 'a> {
    /// The characters of a font of an appearance.
    pub(super) fn characters(&self, font: &Object<'a>) -> Rc<Characters> {
        let number = font.as_reference().map(|reference| reference.number);
        if let Some(known) = number.and_then(|number| self.fonts.borrow().get(&number).cloned()) {
            return known;
        }
        let object = self.resolved_after(Some(font));
        let characters = Rc::new(object.as_dictionary().map(|font| self.characters_of(font)).unwrap_or_default());
        self.fonts.borrow_mut().extend(number.map(|number| (number, Rc::clone(&characters))));
        characters
    }

    fn characters_of(&self, font: &Dictionary<'a>) -> Characters {
        if self.value_after(font, b"Subtype").as_name() != Some(b"Type0") {
            let encoding = self.value_after(font, b"Encoding");
            let differences = encoding.as_dictionary().map(|encoding| self.value_after(encoding, b"Differences"));
            return Characters::Simple(differences.map(|list| self.differences(&list)).unwrap_or_default());
        }
        let map = self.value_after(font, b"ToUnicode");
        let decoded = map.as_stream().and_then(|stream| self.document.decode(stream, self.after));
        let may_follow = |work| self.document.may_follow(work);
        let map = decoded.and_then(|map| to_unicode(map.get(..LONGEST).unwrap_or(&map), &may_follow));
        map.map_or(Characters::Unknown, Characters::Composite)
    }

    /// §9.6.5.1: a number, then the names of the glyphs from that code on.
    fn differences(&self, list: &Object<'a>) -> KeyedMap<u8, char> {
        let mut code = 0i64;
        let mut found = KeyedMap::default();
        let list = list.as_array().unwrap_or_default();
        let list = list.get(..1_024).unwrap_or(list);
        // Nothing is read of what cannot be paid for: then nothing is said of any change.
        let list = if self.document.may_follow(list.len()) { list } else { &[] };
        for element in list {
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

/// The bfchar and bfrange sections of a /ToUnicode map (§9.10.3); nothing when `may_follow` does not allow the work, or when there are
/// more ranges than codes for them.
fn to_unicode(map: &[u8], may_follow: &dyn Fn(usize) -> bool) -> Option<ToUnicode> {
    if !may_follow(map.len() / 16) {
        return None;
    }
    let mut lexer = Lexer::new(map, 0);
    let mut found = ToUnicode::default();
    let mut operands: Vec<Vec<u8>> = Vec::new();
    // Where an array of targets begins among the operands.
    let mut array: Option<usize> = None;
    let mut in_range = false;
    let code = |bytes: &[u8]| bytes.try_into().ok().map(u16::from_be_bytes);
    loop {
        match lexer.next().1 {
            Token::End => return Some(found),
            Token::HexadecimalString(range) => {
                let string = PdfString::of_token(lexer.bytes(range), StringForm::Hexadecimal);
                operands.push(string.decode());
            }
            Token::ArrayStart => array = Some(operands.len()),
            Token::ArrayEnd => {
                if let (Some(at), Some(first)) = (array.take(), operands.first().and_then(|first| code(first))) {
                    for (offset, target) in operands.iter().skip(at).enumerate() {
                        found.codes.insert(first.saturating_add(u16::try_from(offset).unwrap_or(u16::MAX)), utf16(target, 0));
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
                found.codes.extend(code(one).map(|code| (code, utf16(target, 0))));
                operands.clear();
            }
            [first, last, target] if in_range && array.is_none() => {
                if let (Some(first), Some(last)) = (code(first), code(last)) {
                    let count = usize::from(last.saturating_sub(first));
                    // Codes that came before would have to be forgotten.
                    if count > 255 && found.codes.is_empty() {
                        found.ranges.push((first, last, target.clone()));
                        if found.ranges.len() > RANGES {
                            return None;
                        }
                    } else if may_follow((count + 1) * (1 + target.len() / 8) / 2) {
                        found.codes.extend((first..=last).map(|code| (code, utf16(target, code - first))));
                    } else {
                        return None;
                    }
                }
                operands.clear();
            }
            _ => {}
        }
    }
}

/// UTF-16BE, the last unit raised by `offset`.
fn utf16(bytes: &[u8], offset: u16) -> String {
    let mut units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(offset);
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(characters: &Characters, string: &[u8]) -> Option<String> {
        let mut text = String::new();
        characters.read(string, &mut text).map(|()| text)
    }

    fn composite(map: &[u8]) -> Option<Characters> {
        to_unicode(map, &|_| true).map(Characters::Composite)
    }

    #[test]
    fn maps_lead_from_codes_to_text() {
        let map =
            b"1 beginbfchar <0003> <0041> endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange";
        let characters = composite(map).unwrap();
        assert_eq!(text(&characters, b"\x00\x03\x00\x11\x00\x21").as_deref(), Some("Aby"));
        assert_eq!(text(&characters, b"\x00\x04"), None);
    }

    #[test]
    fn what_is_said_last_of_a_code_counts() {
        // Identity over all codes, then a range and a code of their own; and the other way round.
        let wide = "beginbfrange <0000> <ffff> <0000> endbfrange ";
        let own = "beginbfrange <0041> <0042> <0061> endbfrange beginbfchar <0043> <007a> endbfchar ";
        let read = |map: &str| text(&composite(map.as_bytes()).unwrap(), b"\0A\0B\0C\0D");
        assert_eq!(read(&format!("{wide}{own}")).as_deref(), Some("abzD"));
        assert_eq!(read(&format!("{own}{wide}")).as_deref(), Some("ABCD"));
        assert_eq!(read(&format!("{wide}beginbfrange <0042> <ffff> <0062> endbfrange")).as_deref(), Some("Abcd"));
    }

    #[test]
    fn a_map_of_too_much_is_not_read() {
        let range = "<0000> <ffff> <0000> ";
        assert!(composite(format!("beginbfrange {}endbfrange", range.repeat(RANGES)).as_bytes()).is_some());
        assert!(composite(format!("beginbfrange {}endbfrange", range.repeat(RANGES + 1)).as_bytes()).is_none());
        assert!(to_unicode(b"beginbfrange <0000> <00ff> <0000> endbfrange", &|work| work < 100).is_none());
        let long = format!("beginbfchar <0000> <{}> endbfchar", "0041".repeat(LONGEST / 8));
        let shown = |codes| text(&composite(long.as_bytes()).unwrap(), &[0, 0].repeat(codes));
        assert!(shown(8).is_some());
        assert_eq!(shown(20), None);
    }

    #[test]
    fn glyph_names_that_say_their_character_are_read() {
        let names: [&[u8]; 6] = [b"A", b"seven", b"uni1EC5", b"g42", b"space", b".notdef"];
        assert_eq!(names.map(glyph), ['A', '7', 'ễ', '\u{fffd}', ' ', ' ']);
        assert_eq!(text(&Characters::Simple([(1, '7')].into_iter().collect()), b"\x01A").as_deref(), Some("7A"));
        assert_eq!(text(&Characters::Simple([(1, '\u{fffd}')].into_iter().collect()), b"\x01"), None);
    }
}
