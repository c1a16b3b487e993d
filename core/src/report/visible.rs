//! Names come from the document, and a document can be hostile: no character of one may act on the page around it.

/// The character itself, or a replacement mark for one that is invisible, turns the direction of writing, moves the cursor
/// or is no character at all (Unicode Technical Report 36 §2.10; XML 1.0 §2.2).
pub(super) fn visible(character: char) -> char {
    let acts = character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
        || u32::from(character) & 0xfffe == 0xfffe;
    if acts { char::REPLACEMENT_CHARACTER } else { character }
}

/// Text for a terminal or a page: what a hostile name could do to it becomes a visible mark.
pub fn visible_text(text: &str) -> String {
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_and_tricks_become_marks() {
        let shown = |text: &str| text.chars().map(visible).collect::<String>();
        assert_eq!(shown("Nguyễn Văn Đức, 北京 №1 – “ok”"), "Nguyễn Văn Đức, 北京 №1 – “ok”");
        for hostile in
            ['\u{0}', '\n', '\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{ffff}', '\u{1fffe}']
        {
            assert_eq!(visible(hostile), '\u{fffd}', "{:x}", u32::from(hostile));
        }
    }
}
