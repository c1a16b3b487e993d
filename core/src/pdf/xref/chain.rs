//! From the last `startxref` back through /XRefStm and /Prev (ISO 32000-2 §7.5.5, §7.5.8.4).

use core::cell::RefCell;

use crate::keyed::KeyedSet;
use crate::limits::{Budget, Limit, Limits};
use crate::pdf::filter::Inflater;
use crate::pdf::lex::{Lexer, find_last, is_whitespace};
use crate::pdf::object::Object;
use crate::pdf::parse::{ParseError, Parser};
use crate::pdf::repair::Repair;

use super::{Section, stream, table};

/// How far from the written offset a section is looked for. Off-by-one and line-end conversions stay below.
const NEARBY: usize = 32;

/// What reading cross-references may cost.
pub(crate) struct Budgets<'b> {
    /// Objects parsed.
    pub(crate) objects: &'b Budget,
    /// Cross-reference entries.
    pub(crate) entries: &'b Budget,
    /// Decoded bytes.
    pub(crate) decompressed: &'b Budget,
    /// Bytes looked through for an `endstream`.
    pub(crate) scan: &'b Budget,
    /// What streams are decoded with.
    pub(crate) inflater: &'b RefCell<Inflater>,
}

/// A section and how it hangs together with the one before it in the list.
pub(crate) struct Link<'a> {
    /// The section.
    pub(crate) section: Section<'a>,
    /// Whether it is the hybrid stream (/XRefStm) of the section before it in the list.
    pub(crate) hybrid: bool,
}

/// Reads the whole chain, newest section first; a hybrid stream follows its table. [`ParseError::Malformed`] when any part of it is unusable.
pub(crate) fn read<'a>(
    bytes: &'a [u8],
    header: usize,
    budgets: &Budgets<'_>,
    limits: &Limits,
    repairs: &mut Vec<Repair>,
) -> Result<Vec<Link<'a>>, ParseError> {
    let keyword = find_last(bytes, 0..bytes.len(), b"startxref").ok_or(ParseError::Malformed)?;
    let mut lexer = Lexer::new(bytes, keyword + b"startxref".len());
    let written = lexer.eat_unsigned().and_then(|value| usize::try_from(value).ok()).ok_or(ParseError::Malformed)?;
    // Offsets count from the first byte of the file or from `%PDF-`, and writers differ (§7.5.2 with annex I).
    let base = if starts_section(bytes, written) || header == 0 || locate(bytes, written.saturating_add(header)).is_none() {
        0
    } else {
        header
    };
    let mut links: Vec<Link<'a>> = Vec::new();
    let mut seen = KeyedSet::default();
    let mut next = Some(written);
    while let Some(written) = next.take() {
        let section = section(bytes, written, base, budgets, limits, repairs)?;
        if !seen.insert(section.offset) {
            repairs.push(Repair::PrevCycle { section: links.last().map_or(0, |link| link.section.offset as u32) });
            break;
        }
        let offset_of = |key: &[u8]| match section.trailer.get(key) {
            None => Ok(None),
            Some(value) => {
                value.as_integer().and_then(|value| usize::try_from(value).ok()).map(Some).ok_or(ParseError::Malformed)
            }
        };
        next = offset_of(b"Prev")?;
        if next == Some(0) && !starts_section(bytes, base) {
            repairs.push(Repair::PrevIgnored { section: section.offset as u32 });
            next = None;
        }
        let hybrid = offset_of(b"XRefStm")?;
        links.push(Link { section, hybrid: false });
        if let Some(written) = hybrid {
            let section = self::section(bytes, written, base, budgets, limits, repairs)?;
            if seen.insert(section.offset) {
                links.push(Link { section, hybrid: true });
            }
        }
        if links.len() > limits.max_xref_sections as usize {
            return Err(Limit::XrefSections.into());
        }
    }
    Ok(links)
}

fn section<'a>(
    bytes: &'a [u8],
    written: usize,
    base: usize,
    budgets: &Budgets<'_>,
    limits: &Limits,
    repairs: &mut Vec<Repair>,
) -> Result<Section<'a>, ParseError> {
    let written = written.checked_add(base).ok_or(ParseError::Malformed)?;
    let found = locate(bytes, written).ok_or(ParseError::Malformed)?;
    if found != written {
        repairs.push(Repair::SectionMoved { written: written as u32, found: found as u32 });
    }
    if bytes.get(found) == Some(&b'x') {
        table::read(bytes, found, base, (budgets.objects, budgets.entries), limits, repairs)
    } else {
        stream::read(bytes, found, base, budgets, limits)
    }
}

/// Whether a section stands exactly here, leading white space aside.
fn starts_section(bytes: &[u8], at: usize) -> bool {
    at < bytes.len() && exact(bytes, at).is_some()
}

/// The offset of `xref` or of `N G obj`, when only white space lies between `at` and it.
fn exact(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..bytes.len().min(at.checked_add(NEARBY)?))?;
    let start = at + rest.iter().position(|byte| !is_whitespace(*byte))?;
    let is_table = bytes.get(start..)?.starts_with(b"xref");
    // Not in the middle of a longer number.
    let alone = start > at || !at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_digit);
    (is_table || (alone && is_object(bytes, start))).then_some(start)
}

fn is_object(bytes: &[u8], at: usize) -> bool {
    let budget = Budget::new(0, Limit::Objects);
    bytes.get(at).is_some_and(u8::is_ascii_digit)
        && Parser::new(bytes, at, &budget, &Limits::default()).indirect_header().is_some()
}

/// The section at `written`, or the only one around it: where there are several, none can be said to be meant.
fn locate(bytes: &[u8], written: usize) -> Option<usize> {
    if let Some(found) = exact(bytes, written) {
        return Some(found);
    }
    let window = written.saturating_sub(NEARBY)..bytes.len().min(written.saturating_add(NEARBY));
    let is_table = |at: usize| {
        bytes.get(at..).is_some_and(|rest| rest.starts_with(b"xref"))
            && !bytes.get(..at).is_some_and(|head| head.ends_with(b"start"))
    };
    let is_stream = |at: usize| {
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        digit(at) && !at.checked_sub(1).is_some_and(digit) && is_object(bytes, at) && is_stream_section(bytes, at)
    };
    let mut candidates = window.filter(|at| is_table(*at) || is_stream(*at));
    candidates.next().filter(|_| candidates.next().is_none())
}

/// Whether the object here is a cross-reference stream; asked only where the exact offset led nowhere.
fn is_stream_section(bytes: &[u8], at: usize) -> bool {
    let (budget, scan) = (Budget::new(1_000, Limit::Objects), Budget::new(1 << 20, Limit::Objects));
    let indirect = Parser::new(bytes, at, &budget, &Limits::default()).indirect(&mut |_| None, &scan);
    indirect.is_ok_and(|indirect| {
        let kind = indirect.object.as_stream().and_then(|stream| stream.dictionary.get(b"Type")).and_then(Object::as_name);
        kind == Some(b"XRef")
    })
}
