//! Names in a form in which equal means the same entity (RFC 5280 §7.1, RFC 4518).

use std::borrow::Cow;

use super::Name;
use crate::asn1::{self, Tag, display_string};
use crate::case_folding::{Folded, without_case};
use crate::gather::Gather as _;
use crate::order::Arrange as _;

/// A name whose octets are equal exactly when the names match.
///
/// Character strings of every type become caseless text with white space folded; other values keep tag and octets;
/// the attributes of a multi-valued relative name are sorted. Each relative name carries its length in front, so that
/// octets that start with another's octets mean a name within the other's subtree.
///
/// NOTE: RFC 4518 §2.3 also asks for NFKC, whose tables are not in this library (docs/decisions/0015-names-without-nfkc.md):
/// composed and decomposed spellings of one letter are different here, which can only make names differ, never match. An
/// authority writes its name into the certificates it issues as it is in its own; octets that are equal match in any case.
/// Where differing would be the dangerous side, `has_other_spellings` says so.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NormalizedName(Box<[u8]>);

/// Marks names that cannot be read; no readable name starts with it (a relative name is never that long).
const MALFORMED: [u8; 4] = [0xff; 4];

impl NormalizedName {
    pub(super) fn of(name: &Name<'_>) -> Self {
        let octets = normalize(name).unwrap_or_else(|_| [&MALFORMED[..], name.der()].concat());
        Self(octets.into_boxed_slice())
    }

    /// Whether this name lies within the subtree of `base` (RFC 5280 §4.2.1.10): it starts with all its relative names.
    pub fn is_within(&self, base: &Self) -> bool {
        self.0.starts_with(&base.0)
    }

    /// Whether there is no relative name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the name could not be read; it then matches only its own octets.
    pub fn is_malformed(&self) -> bool {
        self.0.starts_with(&MALFORMED)
    }
}

fn normalize(name: &Name<'_>) -> asn1::Result<Vec<u8>> {
    // Prefixes take about as much as the headers of the DER, and a little more.
    let mut output = Vec::with_capacity(name.der().len() * 3 / 2);
    // Where the attributes of the current relative name begin; its own length goes in front of the first.
    let mut starts: Vec<usize> = Vec::new();
    let mut rdn = 0;
    for attribute in name.attributes() {
        let attribute = attribute?;
        if attribute.rdn != rdn {
            finish_relative_name(&mut starts, &mut output);
            rdn = attribute.rdn;
        }
        if starts.is_empty() {
            output.extend_from_slice(&[0; 4]);
        }
        let start = output.len();
        starts.push(start);
        output.extend_from_slice(&[0; 4]);
        let kind = attribute.kind.as_bytes();
        output.extend_from_slice(&length_prefix(kind.len()));
        output.extend_from_slice(kind);
        if let Some(text) = text_octets(&attribute.value) {
            output.push(b't');
            fold(&text, &mut output);
        } else {
            output.push(b'v');
            output.extend_from_slice(attribute.value.raw());
        }
        write_length(start, &mut output);
    }
    finish_relative_name(&mut starts, &mut output);
    Ok(output)
}

/// Sorts the attributes of the relative name at the end of `output` and writes its length in front of them.
fn finish_relative_name(starts: &mut Vec<usize>, output: &mut Vec<u8>) {
    let Some(&first) = starts.first() else { return };
    if starts.len() > 1 {
        let ends = starts.iter().skip(1).copied().chain([output.len()]);
        let attributes = starts.iter().zip(ends).filter_map(|(&start, end)| output.get(start..end));
        let mut attributes: Vec<_> = attributes.map(<[u8]>::to_vec).gather();
        attributes.arrange();
        output.truncate(first);
        output.extend(attributes.into_iter().flatten());
    }
    write_length(first - 4, output);
    starts.clear();
}

/// Writes the length of what follows the four octets at `start` into them.
fn write_length(start: usize, output: &mut [u8]) {
    let length = output.len().saturating_sub(start + 4);
    if let Some(prefix) = output.get_mut(start..start + 4) {
        prefix.copy_from_slice(&length_prefix(length));
    }
}

fn length_prefix(length: usize) -> [u8; 4] {
    // A certificate is far below 4 GiB (`asn1` refuses longer elements), so this never truncates.
    (length as u32).to_be_bytes()
}

/// The text of a character string, borrowed where it is UTF-8 as written.
fn text_octets<'a>(value: &asn1::Element<'a>) -> Option<Cow<'a, str>> {
    match value.tag() {
        Tag::UTF8_STRING | Tag::PRINTABLE_STRING | Tag::IA5_STRING | Tag::NUMERIC_STRING | Tag::VISIBLE_STRING => {
            core::str::from_utf8(value.contents()).ok().map(Cow::Borrowed)
        }
        Tag::TELETEX_STRING | Tag::BMP_STRING | Tag::UNIVERSAL_STRING => {
            // A replacement character would make different octets match: such values are compared as octets.
            display_string(value).filter(|text| !text.contains(char::REPLACEMENT_CHARACTER)).map(Cow::Owned)
        }
        _ => None,
    }
}

/// Whether NFKC could write a text otherwise: it has a character that is not known to stay as it is and to combine with none
/// before it. Known are the letters of Latin, Greek, Cyrillic, Chinese, Japanese and Korean, and quotes and dashes.
pub(crate) fn has_other_spellings(text: &str) -> bool {
    let stays = |character: char| {
        matches!(character,
            '\0'..='\u{7f}' | '\u{c0}'..='\u{131}' | '\u{134}'..='\u{13e}' | '\u{141}'..='\u{148}' | '\u{14a}'..='\u{17e}'
            | '\u{180}'..='\u{1c3}' | '\u{1cd}'..='\u{1f0}' | '\u{1f4}'..='\u{24f}' | '\u{386}' | '\u{388}'..='\u{3ce}'
            | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{1e00}'..='\u{1e99}' | '\u{1e9c}'..='\u{1eff}' | '\u{2010}' | '\u{2013}'..='\u{2015}' | '\u{2018}'..='\u{201f}'
            | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    };
    !text.chars().all(stays)
}

/// What RFC 4518 §2.2 maps to nothing: controls, soft hyphens, joiners, marks of direction, variation selectors.
const fn is_mapped_to_nothing(character: char) -> bool {
    matches!(character,
        '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{ad}' | '\u{34f}'
        | '\u{6dd}' | '\u{70f}' | '\u{1806}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2063}' | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

/// Caseless, without what is mapped to nothing (RFC 4518 §2.2), outer white space removed, inner folded to one space
/// (§2.6.1).
fn fold(text: &str, output: &mut Vec<u8>) {
    if text.is_ascii() {
        let mut pending = false;
        let start = output.len();
        for octet in text.bytes() {
            if matches!(octet, b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r') {
                pending = output.len() > start;
                continue;
            }
            if octet.is_ascii_control() {
                continue;
            }
            if pending {
                output.push(b' ');
                pending = false;
            }
            output.push(octet.to_ascii_lowercase());
        }
        return;
    }
    let mut buffer = [0; 4];
    let text = if text.contains(is_mapped_to_nothing) {
        Cow::Owned(text.chars().filter(|&character| !is_mapped_to_nothing(character)).collect::<String>())
    } else {
        Cow::Borrowed(text)
    };
    let mut words = text.split_whitespace();
    let mut next = words.next();
    while let Some(word) = next {
        for character in word.chars() {
            output.extend_from_slice(match without_case(character) {
                Folded::One(letter) => letter.encode_utf8(&mut buffer).as_bytes(),
                Folded::Several(letters) => letters.as_bytes(),
            });
        }
        next = words.next();
        if next.is_some() {
            output.push(b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SEQUENCE of SETs, each of the given `SEQUENCE { OID, value }` octets.
    fn name(rdns: &[&[&[u8]]]) -> Vec<u8> {
        let wrap = |tag: u8, contents: &[u8]| [&[tag, contents.len() as u8], contents].concat();
        let sets: Vec<u8> = rdns.iter().flat_map(|pairs| wrap(0x31, &pairs.concat())).collect();
        wrap(0x30, &sets)
    }

    const A: &[u8] = &[0x30, 8, 6, 3, 0x55, 4, 3, 0x13, 1, b'A'];
    const B: &[u8] = &[0x30, 8, 6, 3, 0x55, 4, 10, 0x0c, 1, b'b'];

    fn normalized(der: &[u8]) -> NormalizedName {
        Name::from_der(der).unwrap().normalized()
    }

    #[test]
    fn subtrees_are_whole_relative_names() {
        let (base, within) = (name(&[&[A]]), name(&[&[A], &[B]]));
        assert!(normalized(&within).is_within(&normalized(&base)));
        assert!(!normalized(&base).is_within(&normalized(&within)));
        assert!(!normalized(&name(&[&[A, B]])).is_within(&normalized(&base)));
        assert!(normalized(&base).is_within(&normalized(&name(&[]))));
    }

    #[test]
    fn texts_that_normalisation_would_change_are_known() {
        for text in ["Cơ quan Nguyễn Văn Đệ – số “1”", "Ελλάς", "Київ", "日本株式会社", "カード", "서울"]
        {
            assert!(!has_other_spellings(text), "{text}");
        }
        for text in ["Nguye\u{302}\u{303}n", "ﬁnance", "Ｗｉｄｅ", "H₂O", "№ 1", "\u{212b}", "กุ่", "a\u{345}", "カ\u{3099}"]
        {
            assert!(has_other_spellings(text), "{text}");
        }
    }

    #[test]
    fn order_counts_between_relative_names_only() {
        assert_eq!(normalized(&name(&[&[A, B]])), normalized(&name(&[&[B, A]])));
        assert_ne!(normalized(&name(&[&[A], &[B]])), normalized(&name(&[&[B], &[A]])));
    }

    #[test]
    fn what_cannot_be_seen_does_not_count() {
        let folded = |text: &str| {
            let mut output = Vec::new();
            fold(text, &mut output);
            String::from_utf8(output).unwrap()
        };
        // ASCII and not, each with its plain spelling.
        for (text, plain) in [
            ("a\u{0}b \u{1f} c\u{7f}", "ab c"),
            ("Sở\u{ad} Nội\u{200b} \u{feff} vụ\u{a0}\u{202f}1", "sở nội vụ 1"),
            ("\u{200e}Quảng\u{3000}Nam\u{200f}", "quảng nam"),
        ] {
            assert_eq!(folded(text), plain);
            assert_eq!(folded(plain), plain);
        }
    }

    #[test]
    fn unreadable_characters_never_make_names_match() {
        let bad = |octet: u8| name(&[&[&[0x30, 8, 6, 3, 0x55, 4, 3, 0x0c, 1, octet]]]);
        assert_ne!(normalized(&bad(0xfe)), normalized(&bad(0xff)));
        assert!(!normalized(&bad(0xfe)).is_malformed());
    }
}
