//! Whether a filled-in text field shows its value (ISO 32000-2 §12.7.4.3, §12.7.5.3): a reader sees the appearance, a program
//! reads the value, and an attacker lets them differ (shadow attacks, 2021).
//!
//! Only a plain contradiction counts. Text in fonts without a simple encoding, formatting by script and appearances left to
//! the viewer are not judged.

use crate::pdf::lex::{Lexer, Token};
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Object, PdfString, Reference, Span, StringForm};

use crate::reason::ReasonCode as R;

use super::step::Step;

/// Bytes of an appearance stream that are looked at.
const LONGEST: usize = 1 << 20;

/// Flag of a text field that shows no characters (table 231: bit 14, password).
const PASSWORD: i64 = 1 << 13;

impl<'a> Step<'_, '_, 'a> {
    /// Refuses a text field, touched in this revision, that shows something else than its value.
    pub(super) fn check_shown_text(&mut self, field: Reference) {
        let object = self.document.get(field, self.after);
        let Some(entries) = object.as_dictionary() else { return };
        let is_text = self.inherited(field.number, b"FT").as_name() == Some(b"Tx");
        let flags = self.inherited(field.number, b"Ff").as_integer().unwrap_or(0);
        if !is_text || flags & PASSWORD != 0 || entries.get(b"AA").is_some() {
            return;
        }
        let value = match self.value_after(entries, b"V") {
            Object::String(string) => text_string::decode(&string.decode()),
            _ => return,
        };
        let Some(shown) = self.appearance_text(entries) else { return };
        if contradict(&value, &shown) {
            self.refuse(field, self.place(field.number), R::ChangesValueContradicted);
        }
    }

    fn appearance_text(&self, entries: &Dictionary<'a>) -> Option<String> {
        let appearance = self.value_after(entries, b"AP");
        let normal = self.value_after(appearance.as_dictionary()?, b"N");
        let stream = normal.as_stream()?;
        let content = self.document.decode(stream, self.after)?;
        shown(content.get(..LONGEST).unwrap_or(&content))
    }
}

/// The text that the literal strings of a content stream show; nothing when a hexadecimal string says that the font has
/// another encoding.
fn shown(content: &[u8]) -> Option<String> {
    let mut lexer = Lexer::new(content, 0);
    let mut pending = String::new();
    let mut text = String::new();
    loop {
        match lexer.next().1 {
            Token::End => return Some(text),
            Token::LiteralString(range) => {
                let string = PdfString::new(lexer.bytes(range.clone()), StringForm::Literal, Span::default());
                pending.push_str(&text_string::decode(&string.decode()));
            }
            Token::HexadecimalString(_) => return None,
            Token::Keyword(range) => {
                if matches!(lexer.bytes(range), b"Tj" | b"TJ" | b"'" | b"\"") {
                    text.push_str(&pending);
                }
                pending.clear();
            }
            _ => {}
        }
    }
}

/// Neither text is part of the other, also when only digits are looked at: numbers are often shown with separators.
fn contradict(value: &str, shown: &str) -> bool {
    let kept = |text: &str, keep: fn(&char) -> bool| text.chars().filter(keep).flat_map(char::to_lowercase).collect::<String>();
    let apart = |one: &str, two: &str| !one.contains(two) && !two.contains(one);
    let is_simple = |text: &str| text.chars().all(|character| u32::from(character) < 0x100);
    let letters: fn(&char) -> bool = |character| character.is_alphanumeric();
    let digits: fn(&char) -> bool = char::is_ascii_digit;
    let (value_letters, shown_letters) = (kept(value, letters), kept(shown, letters));
    let (value_digits, shown_digits) = (kept(value, digits), kept(shown, digits));
    let numbers_agree = !value_digits.is_empty() && !shown_digits.is_empty() && !apart(&value_digits, &shown_digits);
    // An empty side is contained in the other: a field cleared, or left to the viewer to draw.
    is_simple(value) && apart(&value_letters, &shown_letters) && !numbers_agree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_from_showing_operators_only() {
        let content = b"/Tx BMC q BT /F1 12 Tf (One ) Tj [(T) -20 (wo)] TJ (not shown) pop ET Q EMC";
        assert_eq!(shown(content).as_deref(), Some("One Two"));
        assert_eq!(shown(b"<0041> Tj"), None);
    }

    #[test]
    fn only_plain_contradictions_count() {
        assert!(contradict("Alice", "Mallory"));
        assert!(contradict("pay 100", "pay 900 now"));
        for (value, shown) in [
            ("1234.5", "1,234.50 EUR"),
            ("", "anything"),
            ("Ab c", "a bc"),
            ("text", ""),
            ("Nguyễn", "Nguy"),
            ("line one\rline two", "line oneline two"),
        ] {
            assert!(!contradict(value, shown), "{value} {shown}");
        }
    }
}
