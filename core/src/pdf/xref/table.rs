//! Classic cross-reference tables (ISO 32000-2 §7.5.4), read where they stand: an entry is found by its number alone,
//! so a table of a million entries costs nothing until it is asked.

use crate::limits::{Budget, Limits};
use crate::order::Arrange as _;
use crate::pdf::lex::{Lexer, is_whitespace};
use crate::pdf::parse::{ParseError, Parser};
use crate::pdf::repair::Repair;

use super::{Entry, Form, Rows, Section, Subsection, offset_in_file};

/// Entries up to here are all looked at while opening; of larger subsections the first and the last.
const CHECKED: u32 = 64;

/// `nnnnnnnnnn ggggg n`
const ENTRY: usize = 18;

/// The entry that stands at `at`.
pub(super) fn entry(bytes: &[u8], at: usize, base: usize) -> Option<Entry> {
    let text = bytes.get(at..at.checked_add(ENTRY)?)?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u64, |value, digit| digit.is_ascii_digit().then(|| value * 10 + u64::from(digit - b'0')))
    };
    let (offset, generation) = (number(text.get(..10)?)?, number(text.get(11..16)?)?);
    if text.get(10) != Some(&b' ') || text.get(16) != Some(&b' ') {
        return None;
    }
    match text.get(17)? {
        // A generation beyond 65,535 can be no object's (§7.5.4).
        b'n' => Some(Entry::InFile { offset: offset_in_file(offset, base), generation: u16::try_from(generation).ok()? }),
        b'f' => Some(Entry::Free),
        _ => None,
    }
}

/// Reads the section whose `xref` keyword stands at `offset`.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    offset: usize,
    base: usize,
    budgets: (&Budget, &Budget),
    limits: &Limits,
    repairs: &mut Vec<Repair>,
) -> Result<Section<'a>, ParseError> {
    let (objects, entries) = budgets;
    let mut lexer = Lexer::new(bytes, offset);
    if !lexer.eat(b"xref") {
        return Err(ParseError::Malformed);
    }
    let mut subsections: Vec<Subsection> = Vec::new();
    let mut listed: Option<Vec<(u32, Entry)>> = None;
    loop {
        lexer.skip_whitespace();
        if lexer.eat(b"trailer") {
            break;
        }
        let number = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok()).ok_or(ParseError::Malformed);
        let (mut first, count) = (number(lexer.eat_unsigned())?, number(lexer.eat_unsigned())?);
        entries.spend(u64::from(count) + 1)?;
        if first.checked_add(count).is_none() {
            return Err(ParseError::Malformed);
        }
        lexer.skip_whitespace();
        let at = lexer.position();
        if count == 0 {
            continue;
        }
        if first == 1 && bytes.get(at..at + ENTRY) == Some(b"0000000000 65535 f") {
            first = 0;
            repairs.push(Repair::NumberedFromOne { section: offset as u32 });
        }
        let stride = regular(bytes, at, count);
        if stride != Some(20) {
            repairs.push(Repair::EntryLength { section: offset as u32 });
        }
        if let Some(stride) = stride {
            subsections.push(Subsection { first, count, at, stride });
            lexer.seek(at + (count as usize - 1) * stride + ENTRY);
        } else {
            irregular(&mut lexer, first, count, base, listed.get_or_insert_default())?;
        }
    }
    let mut parser = Parser::new(bytes, lexer.position(), objects, limits);
    let trailer = parser.object()?.as_dictionary().cloned().ok_or(ParseError::Malformed)?;
    let end = parser.position();
    let rows = Rows::Table { bytes, base };
    let section = Section::new(offset, end, Form::Table, trailer, subsections, rows);
    let Some(mut listed) = listed else { return Ok(section) };
    // One irregular subsection: the whole section is kept as a list. The sort is stable, so the first of equals stays first.
    listed.extend(section.entries());
    listed.arrange_by_key(|(number, _)| *number);
    listed.dedup_by_key(|(number, _)| *number);
    let mut kept = Section::listed(offset, end, section.trailer, &listed);
    kept.form = Form::Table;
    Ok(kept)
}

/// The distance between entries when they follow each other at one, else nothing.
fn regular(bytes: &[u8], at: usize, count: u32) -> Option<usize> {
    let space = |from: usize| bytes.get(from..)?.iter().position(|byte| !is_whitespace(*byte));
    entry(bytes, at, 0)?;
    let stride = if count == 1 { 20 } else { ENTRY + space(at + ENTRY)? };
    if !(19..=22).contains(&stride) {
        return None;
    }
    let last = at.checked_add((count as usize - 1).checked_mul(stride)?)?;
    entry(bytes, last, 0)?;
    if bytes.get(last + ENTRY).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let checked = if count <= CHECKED { count } else { 1 };
    (0..checked as usize).all(|index| entry(bytes, at + index * stride, 0).is_some()).then_some(stride)
}

/// Entries of any layout, token by token.
fn irregular(
    lexer: &mut Lexer<'_>,
    first: u32,
    count: u32,
    base: usize,
    listed: &mut Vec<(u32, Entry)>,
) -> Result<(), ParseError> {
    for number in first..first + count {
        lexer.skip_whitespace();
        if lexer.peek() == Some(b't') {
            // Fewer entries than announced.
            return Ok(());
        }
        let (offset, generation) = (lexer.eat_unsigned(), lexer.eat_unsigned());
        lexer.skip_whitespace();
        let (Some(offset), Some(generation)) = (offset, generation) else { return Err(ParseError::Malformed) };
        if lexer.eat(b"n") {
            let generation = u16::try_from(generation).map_err(|_| ParseError::Malformed)?;
            listed.push((number, Entry::InFile { offset: offset_in_file(offset, base), generation }));
        } else if lexer.eat(b"f") {
            listed.push((number, Entry::Free));
        } else {
            return Err(ParseError::Malformed);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limit;

    fn section(text: &[u8]) -> (Result<Section<'_>, ParseError>, Vec<Repair>) {
        let limits = Limits::default();
        let (objects, entries) = (Budget::new(1_000, Limit::Objects), Budget::new(1_000, Limit::XrefEntries));
        let mut repairs = Vec::new();
        let section = read(text, 0, 0, (&objects, &entries), &limits, &mut repairs);
        (section, repairs)
    }

    const IN_FILE: Entry = Entry::InFile { offset: 17, generation: 3 };

    #[test]
    fn entries_of_20_and_19_bytes_are_found_by_number() {
        for eol in ["\r\n", " \n", "\n"] {
            let text = format!(
                "xref\n0 3{eol}0000000000 65535 f{eol}0000000017 00003 n{eol}0000000099 00000 n{eol}9 1\n0000000017 00003 n{eol}trailer <</Size 10>>"
            );
            let (section, repairs) = section(text.as_bytes());
            let section = section.unwrap();
            assert_eq!(section.lookup(0), Some(Entry::Free));
            assert_eq!(section.lookup(1), Some(IN_FILE));
            assert_eq!(section.lookup(9), Some(IN_FILE));
            assert_eq!(section.lookup(3), None);
            assert_eq!(section.len(), 4);
            assert_eq!(repairs.is_empty(), eol.len() == 2, "{eol:?}");
        }
    }

    #[test]
    fn a_table_numbered_from_one_is_shifted_and_said_to_be() {
        let (section, repairs) = section(b"xref\n1 2\n0000000000 65535 f \n0000000017 00003 n \ntrailer<<>>");
        assert_eq!(section.unwrap().lookup(1), Some(IN_FILE));
        assert_eq!(repairs, [Repair::NumberedFromOne { section: 0 }]);
    }

    #[test]
    fn irregular_entries_are_listed() {
        let (section, repairs) = section(b"xref 0 3 0 65535 f 17 3 n\r\n0000000017 00003 n trailer<<>>");
        let section = section.unwrap();
        assert_eq!(section.lookup(1), Some(IN_FILE));
        assert_eq!(section.lookup(2), Some(IN_FILE));
        assert_eq!(repairs, [Repair::EntryLength { section: 0 }]);
    }

    #[test]
    fn a_giant_count_is_a_limit_not_an_allocation() {
        let (section, _) = section(b"xref\n0 4000000000\n0000000000 65535 f \ntrailer<<>>");
        assert_eq!(section.err(), Some(ParseError::Limit(Limit::XrefEntries)));
    }
}
