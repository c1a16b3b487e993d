//! Whether a filled-in field shows its value (ISO 32000-2 §12.7.4.3, §12.7.5): a reader sees the appearance, a program reads
//! the value, and an attacker lets them differ (shadow attacks, 2021).
//!
//! Only a plain contradiction counts. Formatting by script and appearances left to the viewer are not judged; of text in fonts
//! that do not say which characters they show it is said that nobody could compare it.

use std::rc::Rc;

use crate::case_folding::push_folded;
use crate::gather::Gather as _;
use crate::keyed::KeyedMap;
use crate::order::Arrange as _;
use crate::pdf::lex::{Lexer, Token};
use crate::pdf::text_string;
use crate::pdf::{Dictionary, Object, PdfString, Reference, StringForm};
use crate::reason::ReasonCode as R;

use super::ChangeLevel;
use super::shown_font::Characters;
use super::step::Step;

/// Bytes of an appearance stream that are looked at.
const LONGEST: usize = 1 << 20;

/// Options of a list box that are looked at.
const OPTIONS: usize = 1_000;

/// How far up a button inherits its value.
const PARENTS: u32 = 64;

/// Flag of a text field that shows no characters (table 231: bit 14, password).
const PASSWORD: i64 = 1 << 13;

/// Flag of a button that has no value (table 229: bit 17, push button).
const PUSH_BUTTON: i64 = 1 << 16;

/// Flag of a choice field that shows one value (table 233: bit 18, combo box).
const COMBO: i64 = 1 << 17;

impl<'a> Step<'_, '_, 'a> {
    /// Refuses a field, touched in this revision, that shows something else than its value.
    pub(super) fn check_shown_value(&mut self, field: Reference) {
        let object = self.document.get(field, self.after);
        let Some(entries) = object.as_dictionary() else { return };
        let flags = self.inherited(field.number, b"Ff").as_integer().unwrap_or(0);
        let kind = self.inherited(field.number, b"FT");
        let contradicted = match kind.as_name() {
            Some(b"Btn") if flags & PUSH_BUTTON == 0 => self.state_contradicts(field, entries),
            Some(b"Tx") if flags & PASSWORD != 0 => false,
            Some(kind @ (b"Tx" | b"Ch")) if entries.get(b"AA").is_none() => {
                let shown = match self.appearance_text(entries) {
                    Shown::Text(shown) => shown,
                    Shown::Nothing => return,
                    Shown::Unknown => {
                        let name = self.field_name(field.number);
                        self.record_field(field, &name, R::ChangesAppearanceNotRead, ChangeLevel::FormFilling);
                        return;
                    }
                };
                match kind {
                    b"Tx" => self.text_contradicts(entries, &shown),
                    _ if flags & COMBO != 0 => self.choice_contradicts(entries, &shown),
                    _ => self.list_contradicts(field.number, &shown),
                }
            }
            _ => false,
        };
        if contradicted {
            self.refuse(field, self.place(field.number), R::ChangesValueContradicted);
        }
    }

    fn text_contradicts(&self, entries: &Dictionary<'a>, shown: &str) -> bool {
        let value = self.value_after(entries, b"V");
        self.text(&value).is_some_and(|value| contradict(&value, shown))
    }

    /// A combo box shows the text of the option whose export value is its value (table 234, /Opt).
    fn choice_contradicts(&self, entries: &Dictionary<'a>, shown: &str) -> bool {
        let Some(value) = self.text(&self.value_after(entries, b"V")) else { return false };
        let options = self.options(&self.value_after(entries, b"Opt"));
        let displayed = options.into_iter().find_map(|(export, display)| (export == value).then_some(display));
        contradict(&value, shown) && displayed.is_none_or(|displayed| contradict(&displayed, shown))
    }

    /// A text string; many fields may share one.
    fn text(&self, value: &Object<'a>) -> Option<String> {
        let string = value.as_string().filter(|string| self.document.may_follow(string.token().len() / 4))?;
        Some(text_string::decode(&string.decode()))
    }

    /// A list box shows some of its options and nothing else; which of them is marked as chosen cannot be read from its text.
    fn list_contradicts(&self, field: u32, shown: &str) -> bool {
        let options = self.options(&self.inherited(field, b"Opt"));
        let mut displayed: Vec<String> = options.into_iter().map(|(_, display)| letters(&display)).gather();
        // Longest first: an option may begin with another.
        displayed.arrange_by_key(|display| core::cmp::Reverse(display.len()));
        let mut rest = letters(shown);
        let follows = self.document.may_follow(displayed.len().min(OPTIONS) * rest.len() / 64);
        if displayed.is_empty() || displayed.len() > OPTIONS || !is_simple(&rest) || !follows {
            return false;
        }
        for display in displayed.iter().filter(|display| !display.is_empty()) {
            // Not simply taken away: what stood on both sides of it must not become another option.
            rest = rest.replace(display, " ");
        }
        rest.contains(|character| character != ' ')
    }

    /// The options of a choice field, each as it is exported and as it is shown.
    fn options(&self, options: &Object<'a>) -> Vec<(String, String)> {
        let text = |object: &Object<'a>| self.text(&self.resolved_after(Some(object)));
        let option = |option: &Object<'a>| match self.resolved_after(Some(option)).as_array() {
            Some([export, display]) => Some((text(export)?, text(display)?)),
            Some(_) => None,
            None => text(option).map(|text| (text.clone(), text)),
        };
        let options = options.as_array().unwrap_or_default();
        if !self.document.may_follow(options.len().saturating_mul(4)) {
            return Vec::new();
        }
        options.iter().filter_map(option).gather()
    }

    /// A check box or radio button is drawn in the state that is its value, or off (§12.7.5.2.3).
    fn state_contradicts(&self, field: Reference, entries: &Dictionary<'a>) -> bool {
        let state = self.value_after(entries, b"AS");
        let Some(state) = state.as_name() else { return false };
        let own = entries.get(b"V").map(|value| self.resolved_after(Some(value)));
        let is_kid = own.is_none() && self.uses.parent(field.number).is_some();
        let value = match own {
            Some(value) => value,
            None => self.value_of_parent(field.number),
        };
        let is_on = state != b"Off";
        match value.as_name() {
            Some(value) if is_on => value != state,
            // Of several buttons with one value all but one are off.
            Some(value) => !is_kid && value != b"Off",
            None => is_on && value.is_null(),
        }
    }

    /// /V of the nearest field above a widget that has one, as of this revision.
    fn value_of_parent(&self, kid: u32) -> Object<'a> {
        let mut next = self.uses.parent(kid);
        for _ in 0..PARENTS {
            let Some(parent) = next else { break };
            let object = self.document.indirect_at(parent, self.after);
            let entries = object.as_ref().and_then(|found| found.object.as_dictionary());
            if let Some(value) = entries.and_then(|entries| entries.get(b"V")) {
                return self.resolved_after(Some(value));
            }
            next = self.uses.parent(parent);
        }
        Object::Null
    }

    /// The text of the normal appearance.
    fn appearance_text(&self, entries: &Dictionary<'a>) -> Shown {
        let appearance = self.value_after(entries, b"AP");
        let normal = appearance.as_dictionary().map_or(Object::Null, |appearance| self.value_after(appearance, b"N"));
        let Some(stream) = normal.as_stream() else { return Shown::Nothing };
        let content = self.document.decode(stream, self.after).filter(|content| self.document.may_follow(content.len() / 2));
        let Some(content) = content else { return Shown::Unknown };
        let resources = self.value_after(&stream.dictionary, b"Resources");
        let fonts = resources.as_dictionary().map(|resources| self.value_after(resources, b"Font"));
        let mut known: KeyedMap<Vec<u8>, Rc<Characters>> = KeyedMap::default();
        let text = shown(content.get(..LONGEST).unwrap_or(&content), &mut |font, string, text| {
            let font = font.to_vec();
            let characters = known.entry(font).or_insert_with_key(|name| {
                let font = fonts.as_ref().and_then(Object::as_dictionary).and_then(|fonts| fonts.get(name));
                font.map_or_else(Rc::default, |font| self.characters(font))
            });
            characters.read(string, text)
        });
        text.map_or(Shown::Unknown, Shown::Text)
    }
}

/// What can be said of the text of an appearance.
enum Shown {
    /// There is no appearance.
    Nothing,
    /// Its text.
    Text(String),
    /// Nobody can say which characters it shows.
    Unknown,
}

/// The characters of a string in the font of this name.
type ReadIn<'a> = dyn FnMut(&[u8], &[u8], &mut String) -> Option<()> + 'a;

/// The text that a content stream shows, each string read in the font that was chosen last.
fn shown(content: &[u8], read: &mut ReadIn<'_>) -> Option<String> {
    let mut lexer = Lexer::new(content, 0);
    let (mut name, mut font) = (Vec::new(), Vec::new());
    let mut pending: Vec<Vec<u8>> = Vec::new();
    let mut text = String::new();
    loop {
        let (range, form) = match lexer.next().1 {
            Token::End => return Some(text),
            Token::LiteralString(range) => (range, StringForm::Literal),
            Token::HexadecimalString(range) => (range, StringForm::Hexadecimal),
            Token::Name(range) => {
                name = lexer.bytes(range).to_vec();
                continue;
            }
            Token::Keyword(range) => {
                match lexer.bytes(range) {
                    b"Tf" => font.clone_from(&name),
                    b"Tj" | b"TJ" | b"'" | b"\"" => {
                        for string in &pending {
                            read(&font, string, &mut text)?;
                        }
                    }
                    _ => {}
                }
                pending.clear();
                continue;
            }
            _ => continue,
        };
        pending.push(PdfString::of_token(lexer.bytes(range), form).decode());
    }
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    let mut letters = String::new();
    text.chars().filter(|character| is_letter_or_digit(*character)).for_each(|character| push_folded(character, &mut letters));
    letters
}

/// Of Latin-1, whose letters are compared, as Unicode has it. Beyond it only the signs that come with these letters are none: what
/// they show is enough to say that the text is not simple.
fn is_letter_or_digit(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}' => matches!(character, 'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼' | '½' | '¾'),
        '×' | '÷' => false,
        // General punctuation, currency, ™, arrows to other symbols, private use.
        _ => !matches!(character,
            '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '™' | '\u{2190}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}'),
    }
}

/// Whether its characters can be written in one way only.
fn is_simple(text: &str) -> bool {
    text.chars().all(|character| u32::from(character) < 0x100)
}

/// Neither text is part of the other, also when only digits are looked at: numbers are often shown with separators.
fn contradict(value: &str, shown: &str) -> bool {
    let apart = |one: &str, two: &str| !one.contains(two) && !two.contains(one);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (value_letters, shown_letters) = (letters(value), letters(shown));
    let (value_digits, shown_digits) = (digits(value), digits(shown));
    let both_have_digits = !value_digits.is_empty() && !shown_digits.is_empty();
    if !is_simple(value) || !is_simple(shown) {
        // The same letters can be written in several ways (composed or not), the same digits cannot.
        return both_have_digits && apart(&value_digits, &shown_digits);
    }
    let numbers_agree = both_have_digits && !apart(&value_digits, &shown_digits);
    // An empty side is contained in the other: a field cleared, or left to the viewer to draw.
    apart(&value_letters, &shown_letters) && !numbers_agree
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(content: &[u8]) -> Option<String> {
        shown(content, &mut |font, string, text| (font != b"Wide").then(|| text.push_str(&text_string::decode(string))))
    }

    #[test]
    fn letters_and_digits_of_latin_1_are_unicodes() {
        for character in '\0'..'\u{100}' {
            assert_eq!(is_letter_or_digit(character), character.is_alphanumeric(), "{character:?}");
        }
        for (character, expected) in
            [('ế', true), ('Ж', true), ('字', true), ('…', false), ('–', false), ('•', false), ('€', false)]
        {
            assert_eq!(is_letter_or_digit(character), expected, "{character:?}");
            assert_eq!(is_letter_or_digit(character), character.is_alphanumeric(), "{character:?}");
        }
    }

    #[test]
    fn text_is_read_from_showing_operators_only() {
        let content = b"/Tx BMC q BT /F1 12 Tf (One ) Tj [(T) -20 (wo)] TJ (not shown) pop ET Q EMC";
        assert_eq!(plain(content).as_deref(), Some("One Two"));
        assert_eq!(plain(b"/F1 9 Tf <4142> Tj").as_deref(), Some("AB"));
        assert_eq!(plain(b"/F1 9 Tf (a) Tj /Wide 9 Tf <0041> Tj"), None);
    }

    #[test]
    fn only_plain_contradictions_count() {
        assert!(contradict("Alice", "Mallory"));
        assert!(contradict("pay 100", "pay 900 now"));
        assert!(contradict("Số tiền 100", "Số tiền 900"));
        for (value, shown) in [
            ("1234.5", "1,234.50 EUR"),
            ("", "anything"),
            ("Ab c", "a bc"),
            ("text", ""),
            ("Nguyễn", "Nguy"),
            ("Nguyễn 12", "Nguye\u{302}\u{303}n 12"),
            ("line one\rline two", "line oneline two"),
        ] {
            assert!(!contradict(value, shown), "{value} {shown}");
        }
    }
}
