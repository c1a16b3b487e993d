//! Whether metadata is XMP and nothing but XMP (ISO 32000-2 §14.3.2, ISO 16684-1): well-formed XML without a document type
//! declaration, so without entities, whose root is `x:xmpmeta`.

/// The namespace of the root element.
const NAMESPACE: &str = "adobe:ns:meta/";

/// Whether `bytes` are well-formed XMP. Checks what well-formedness demands of nesting, names, attributes and entities; not
/// every rule on characters.
pub(super) fn is_xmp(bytes: &[u8]) -> bool {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        _ => core::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    text.is_some_and(|text| is_well_formed(text.trim_start_matches('\u{feff}')))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks() else { return None };
    String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>()).ok()
}

fn is_well_formed(text: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    let mut roots = 0;
    loop {
        let Some(at) = rest.find('<') else {
            // Padding after the packet; some writers end with zero bytes.
            return open.is_empty() && roots == 1 && rest.trim_matches(|c: char| c.is_whitespace() || c == '\0').is_empty();
        };
        let (before, tail) = rest.split_at(at);
        if open.is_empty() && !before.trim().is_empty() || !has_only_known_entities(before) {
            return false;
        }
        let after = if let Some(comment) = tail.strip_prefix("<!--") {
            comment.find("-->").and_then(|end| comment.get(end + 3..))
        } else if let Some(data) = tail.strip_prefix("<![CDATA[").filter(|_| !open.is_empty()) {
            data.find("]]>").and_then(|end| data.get(end + 3..))
        } else if let Some(instruction) = tail.strip_prefix("<?") {
            instruction.find("?>").and_then(|end| instruction.get(end + 2..))
        } else if let Some(name) = tail.strip_prefix("</") {
            name.find('>').and_then(|end| {
                let closed = name.get(..end)?.trim_end();
                (open.pop() == Some(closed)).then_some(name.get(end + 1..)?)
            })
        } else {
            // `<!DOCTYPE` ends here: `!` starts no name.
            tail.strip_prefix('<').and_then(start_tag).and_then(|tag| {
                if open.is_empty() {
                    roots += 1;
                    if roots > 1 || !is_root(&tag) {
                        return None;
                    }
                }
                if !tag.is_empty {
                    open.push(tag.name);
                }
                Some(tag.rest)
            })
        };
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
}

struct StartTag<'t> {
    name: &'t str,
    attributes: Vec<(&'t str, &'t str)>,
    is_empty: bool,
    rest: &'t str,
}

fn start_tag(text: &str) -> Option<StartTag<'_>> {
    let (name, mut rest) = name(text)?;
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix("/>") {
            return Some(StartTag { name, attributes, is_empty: true, rest: after });
        }
        if let Some(after) = trimmed.strip_prefix('>') {
            return Some(StartTag { name, attributes, is_empty: false, rest: after });
        }
        // White space must stand before an attribute.
        if trimmed.len() == rest.len() {
            return None;
        }
        let (key, after) = self::name(trimmed)?;
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value.get(1..)?;
        let end = value.find(quote)?;
        let text = value.get(..end)?;
        if text.contains('<') || !has_only_known_entities(text) || attributes.iter().any(|(known, _)| *known == key) {
            return None;
        }
        attributes.push((key, text));
        rest = value.get(end + 1..)?;
        if attributes.len() > 1_000 {
            return None;
        }
    }
}

fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<' | '"' | '\'' | '&'))?;
    text.starts_with(starts_name).then(|| text.split_at(end))
}

/// XML 1.0 §2.3, NameStartChar.
fn starts_name(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// `prefix:xmpmeta` with the prefix bound to the namespace.
fn is_root(tag: &StartTag<'_>) -> bool {
    let declared = match tag.name.split_once(':') {
        Some((prefix, "xmpmeta")) => format!("xmlns:{prefix}"),
        None if tag.name == "xmpmeta" => "xmlns".to_owned(),
        _ => return false,
    };
    tag.attributes.iter().any(|(key, value)| *key == declared && *value == NAMESPACE)
}

/// Predefined entities and character references only.
fn has_only_known_entities(text: &str) -> bool {
    text.split('&').skip(1).all(|rest| {
        let entity = rest.split(';').next().filter(|entity| entity.len() < rest.len());
        entity.is_some_and(|entity| matches!(entity, "amp" | "lt" | "gt" | "quot" | "apos") || entity.starts_with('#'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_as_xml_has_it() {
        for character in ['x', 'X', '_', ':', 'é', 'ế', 'Ж', '字', '\u{10400}'] {
            assert!(starts_name(character), "{character:?}");
        }
        for character in ['1', '-', '.', ' ', '!', '<', '\0', '\u{b7}', '×', '÷', '\u{37e}', '\u{2028}', '\u{e000}', '\u{ffff}']
        {
            assert!(!starts_name(character), "{character:?}");
        }
    }

    const GOOD: &str = "<?xpacket begin=\"\" id=\"W5M0\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" a='1'><b>t &amp; u</b><c/></x:xmpmeta>\n<?xpacket end=\"w\"?>  ";

    #[test]
    fn packets_are_xmp() {
        assert!(is_xmp(GOOD.as_bytes()));
        let utf16: Vec<u8> = core::iter::once(0xfeff).chain(GOOD.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert!(is_xmp(&utf16));
        assert!(!is_xmp(utf16.split_last().unwrap().1), "half a character");
        assert!(is_xmp(format!("{GOOD}\0\0").as_bytes()), "some writers pad with zeros");
        // XML 1.0 §2.7: wherever character data may stand.
        assert!(is_xmp(GOOD.replace("t &amp; u", "<![CDATA[t & <u>]]>").as_bytes()));
    }

    #[test]
    fn other_roots_broken_nesting_and_entities_are_not() {
        for (from, to) in [
            ("adobe:ns:meta/", "other:ns"),
            ("<b>", "<d>"),
            ("</x:xmpmeta>", ""),
            ("&amp;", "&xxe;"),
            ("&amp; u", "&amp"),
            ("<?xpacket end", "<![CDATA[x]]><?xpacket end"),
            ("<x:xmpmeta", "<!DOCTYPE x><x:xmpmeta"),
            ("<c/>", "<c a=1/>"),
            ("<?xpacket end", "<more/><?xpacket end"),
        ] {
            assert!(!is_xmp(GOOD.replacen(from, to, 1).as_bytes()), "{to}");
        }
        assert!(!is_xmp(format!("{GOOD}text").as_bytes()));
        assert!(!is_xmp(b"no xml at all"));
        assert!(!is_xmp(b""));
    }
}
