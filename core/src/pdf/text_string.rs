//! Text strings (ISO 32000-2 §7.9.2.2): UTF-16BE, UTF-8 or PDFDocEncoding.

/// Reads a text string. Bytes that no encoding explains become U+FFFD.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => without_language(&utf16(rest, u16::from_be_bytes)),
        // Not in the standard, but written by real software and unambiguous.
        [0xff, 0xfe, rest @ ..] => without_language(&utf16(rest, u16::from_le_bytes)),
        [0xef, 0xbb, 0xbf, rest @ ..] => without_language(&String::from_utf8_lossy(rest)),
        _ => bytes.iter().map(|byte| document_character(*byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        _ => 0xfffd,
    });
    char::decode_utf16(units).map(|character| character.unwrap_or('\u{fffd}')).collect()
}

/// §14.9.2.2: a language tag between two ESC characters is not part of the text.
fn without_language(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let (Some(_language), Some(rest)) = (parts.next(), parts.next()) {
        plain.push_str(rest);
    }
    plain
}

/// PDFDocEncoding (annex D.2, table D.2).
fn document_character(byte: u8) -> char {
    const FROM_18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const FROM_80: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š',
        'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    let in_table = match byte {
        0x18..=0x1f => FROM_18.get(usize::from(byte - 0x18)),
        0x80..=0xa0 => FROM_80.get(usize::from(byte - 0x80)),
        _ => None,
    };
    in_table.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_recognised() {
        assert_eq!(decode(b"\xfe\xff\x00K\x00\xfd"), "Ký");
        assert_eq!(decode(b"\xef\xbb\xbfK\xc3\xbd"), "Ký");
        assert_eq!(decode(b"K\xfd\x80\xa0\x1f"), "Ký•€˜");
        assert_eq!(decode(b"\xfe\xff\xd8\x00\x00A\x00"), "\u{fffd}A\u{fffd}");
    }

    #[test]
    fn language_tags_are_not_text() {
        assert_eq!(decode(b"\xfe\xff\x00\x1b\x00e\x00n\x00\x1b\x00A"), "A");
    }
}
