//! Cross-reference streams (ISO 32000-2 §7.5.8).

use crate::limits::Limits;
use crate::pdf::filter::{self, FilterError};
use crate::pdf::object::Object;
use crate::pdf::parse::{ParseError, Parser};
use crate::pdf::stream::filters;

use super::chain::Budgets;
use super::{Entry, Form, Rows, Section, Subsection, offset_in_file};

/// The entry in row `row` (table 18).
pub(super) fn entry(rows: &[u8], widths: [usize; 3], row: usize, base: usize) -> Option<Entry> {
    let [first, second, third] = widths;
    let width = first + second + third;
    let start = row.checked_mul(width)?;
    let row = rows.get(start..start.checked_add(width)?)?;
    let number = |from: usize, width: usize| {
        row.get(from..from + width).unwrap_or_default().iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte))
    };
    // Table 17: the type is 1 when its field has no width.
    let kind = if first == 0 { 1 } else { number(0, first) };
    let (two, three) = (number(first, second), number(first + second, third));
    match kind {
        1 => Some(Entry::InFile { offset: offset_in_file(two, base), generation: u16::try_from(three).ok()? }),
        2 => Some(Entry::InObjectStream { container: u32::try_from(two).ok()?, index: u32::try_from(three).ok()? }),
        // 0 is free; any other type is a reference to the null object (§7.5.8.3).
        _ => Some(Entry::Free),
    }
}

/// Reads the section whose stream object stands at `offset`.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    offset: usize,
    base: usize,
    budgets: &Budgets<'_>,
    limits: &Limits,
) -> Result<Section<'a>, ParseError> {
    let Budgets { objects, entries, decompressed, scan, inflater } = budgets;
    // §7.5.8.2: the values of a cross-reference stream's dictionary are direct, /Length included.
    let indirect = Parser::new(bytes, offset, objects, limits).indirect(&mut |_| None, scan)?;
    let stream = indirect.object.as_stream().ok_or(ParseError::Malformed)?;
    let dictionary = &stream.dictionary;
    if dictionary.get(b"Type").and_then(Object::as_name) != Some(b"XRef") {
        return Err(ParseError::Malformed);
    }
    let widths = dictionary.get(b"W").and_then(Object::as_array).ok_or(ParseError::Malformed)?;
    let width = |at: usize| {
        let value = widths.get(at).and_then(Object::as_integer).and_then(|value| usize::try_from(value).ok());
        value.filter(|value| *value <= 8).ok_or(ParseError::Malformed)
    };
    let widths = [width(0)?, width(1)?, width(2)?];
    let row = widths.iter().sum::<usize>();
    if row == 0 {
        return Err(ParseError::Malformed);
    }
    let filters = filters(dictionary, &Object::clone);
    let decoded = match filter::decode_with(&mut inflater.borrow_mut(), &filters, stream.raw, decompressed, limits) {
        Ok(decoded) => decoded.bytes,
        Err(FilterError::LimitExceeded(limit)) => return Err(limit.into()),
        Err(_) => return Err(ParseError::Malformed),
    };
    let available = decoded.len() / row;
    let size = dictionary.get(b"Size").and_then(Object::as_integer).ok_or(ParseError::Malformed)?;
    let default = [Object::Integer(0), Object::Integer(size)];
    let index = dictionary.get(b"Index").and_then(Object::as_array).unwrap_or(&default);
    let mut subsections = Vec::new();
    let mut at = 0usize;
    for pair in index.chunks_exact(2) {
        let number = |object: Option<&Object<'_>>| {
            object.and_then(Object::as_integer).and_then(|value| u32::try_from(value).ok()).ok_or(ParseError::Malformed)
        };
        let (first, count) = (number(pair.first())?, number(pair.get(1))?);
        // Rows that are not there hold nothing.
        let count = count.min(u32::try_from(available.saturating_sub(at)).unwrap_or(u32::MAX)).min(u32::MAX - first);
        entries.spend(u64::from(count) + 1)?;
        subsections.push(Subsection { first, count, at, stride: 0 });
        at += count as usize;
    }
    let rows = Rows::Stream { rows: decoded, widths, base };
    Ok(Section::new(offset, indirect.span.end as usize, Form::Stream, dictionary.clone(), subsections, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::cell::RefCell;

    use crate::limits::{Budget, Limit};

    fn section(text: &str) -> Result<Section<'_>, ParseError> {
        let limits = Limits::default();
        let objects = Budget::new(1_000, Limit::Objects);
        let entries = Budget::new(1_000, Limit::XrefEntries);
        let decompressed = Budget::new(1_000, Limit::Decompressed);
        let inflater = RefCell::default();
        let budgets =
            Budgets { objects: &objects, entries: &entries, decompressed: &decompressed, scan: &objects, inflater: &inflater };
        read(text.as_bytes(), 0, 0, &budgets, &limits)
    }

    fn text(extra: &str, rows: &str) -> String {
        format!("9 0 obj <</Type/XRef/Filter/ASCIIHexDecode {extra}>> stream\n{rows}>\nendstream endobj")
    }

    #[test]
    fn rows_are_read_by_index_and_widths() {
        let text = text("/W[1 2 1]/Size 9/Index[0 2 7 1]", "00000000 01001103 02000502");
        let section = section(&text).unwrap();
        assert_eq!(section.lookup(0), Some(Entry::Free));
        assert_eq!(section.lookup(1), Some(Entry::InFile { offset: 17, generation: 3 }));
        assert_eq!(section.lookup(7), Some(Entry::InObjectStream { container: 5, index: 2 }));
        assert_eq!(section.lookup(2), None);
    }

    #[test]
    fn a_missing_type_field_means_in_file() {
        let text = text("/W[0 1 0]/Size 2", "1112");
        assert_eq!(section(&text).unwrap().lookup(1), Some(Entry::InFile { offset: 18, generation: 0 }));
    }

    #[test]
    fn absurd_widths_and_sizes_are_refused_or_cut() {
        assert_eq!(section(&text("/W[0 0 0]/Size 2", "11")).err(), Some(ParseError::Malformed));
        assert_eq!(section(&text("/W[1 9 1]/Size 2", "11")).err(), Some(ParseError::Malformed));
        assert_eq!(section(&text("/W[1 1 1]/Size 4000000000", "010203")).unwrap().len(), 1);
    }
}
