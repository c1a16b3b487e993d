//! Which bytes a signature covers (ISO 32000-2 §12.8.1 and table 255, /ByteRange).
//!
//! §12.8.1 lets the range be anything; what makes a signature mean something is that it is the whole of a revision but for
//! its own value. So only `[0 a b c]` is accepted, with the gap being exactly the one hexadecimal /Contents string of this
//! very dictionary, as EN 319 142-1 §5.2 demands of PAdES.

use core::ops::Range;

use crate::gather::Gather as _;
use crate::order::Arrange as _;
use crate::pdf::hexadecimal;
use crate::pdf::lex::is_whitespace;
use crate::pdf::{Dictionary, Document, Location, Object, RevisionIndex, StringForm};
use crate::reason::{Reason, ReasonCode};

use super::SignatureField;

/// A well-formed /ByteRange: everything from 0 to `end` but the gap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ByteRange {
    /// The /Contents string with its delimiters.
    pub gap: Range<usize>,
    /// Offset after the last signed byte.
    pub end: usize,
}

impl ByteRange {
    /// The two signed ranges.
    pub fn signed(&self) -> [Range<usize>; 2] {
        [0..self.gap.start, self.gap.end..self.end]
    }
}

/// How much of the file a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coverage {
    /// All of it but the signature value.
    WholeDocument,
    /// All of one revision and of those before it.
    WholeRevision,
    /// It ends inside a revision.
    Partial,
    /// The range is malformed: it says nothing.
    Invalid,
}

impl Coverage {
    /// As in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WholeDocument => "whole-document",
            Self::WholeRevision => "whole-revision",
            Self::Partial => "partial",
            Self::Invalid => "invalid",
        }
    }
}

/// What /ByteRange of one dictionary says.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) written: Vec<i64>,
    pub(super) range: Option<ByteRange>,
    /// What stands in the gap, decoded; empty without a range.
    pub(super) contents: Vec<u8>,
    pub(super) remains: Option<ByteRange>,
    pub(super) coverage: Coverage,
    pub(super) revision: Option<RevisionIndex>,
    pub(super) problems: Vec<Reason>,
}

/// Checks the /ByteRange of a signature dictionary that stands at `location`.
pub(super) fn check<'a>(
    document: &Document<'a>,
    entries: &Dictionary<'a>,
    location: Option<Location>,
    at: RevisionIndex,
) -> Checked {
    let mut checked = Checked {
        written: Vec::new(),
        range: None,
        contents: Vec::new(),
        remains: None,
        coverage: Coverage::Invalid,
        revision: None,
        problems: Vec::new(),
    };
    let array = document.value(entries, b"ByteRange", at);
    let Some(elements) = array.as_array() else {
        checked.problems.push(Reason::new(ReasonCode::ByteRangeMissing).with("kind", array.kind()));
        return checked;
    };
    // Enough to show what is there; a real one has four.
    checked.written = elements.iter().take(64).filter_map(|element| document.resolve(element, at).as_integer()).gather();
    let (gap, end) = match well_formed(elements.len(), &checked.written) {
        Some(range) if entries.count(b"ByteRange") == 1 => range,
        _ => {
            checked.problems.push(Reason::new(ReasonCode::ByteRangeMalformed).with("byte_range", show(&checked.written)));
            return checked;
        }
    };
    let bytes = document.bytes();
    // Compared before it is narrowed: the answer is the same where addresses have 32 bits.
    if end > bytes.len() as u64 {
        let gap = (gap.end <= bytes.len() as u64).then_some(gap.start as usize..gap.end as usize);
        let gap = gap.filter(|gap| contents_of_gap(bytes, entries, location, gap).is_ok());
        checked.remains = gap.filter(|_| is_cut_off(bytes, end)).map(|gap| ByteRange { gap, end: bytes.len() });
        checked.problems.push(past_end(checked.remains.is_some(), end, bytes.len()));
        return checked;
    }
    let range = ByteRange { gap: gap.start as usize..gap.end as usize, end: end as usize };
    // Dictionaries without end may have one gap.
    if !document.may_follow(range.gap.len() / 64) {
        return checked;
    }
    match contents_of_gap(bytes, entries, location, &range.gap) {
        Ok(contents) => checked.contents = contents,
        Err(why) => {
            checked.problems.push(Reason::new(ReasonCode::ByteRangeGapNotContents).with("why", why));
            return checked;
        }
    }
    (checked.coverage, checked.revision) = coverage(document, range.end);
    if checked.coverage == Coverage::Partial {
        checked.problems.push(Reason::new(ReasonCode::ByteRangePartial).with("end", range.end));
    }
    checked.range = Some(range);
    checked
}

/// The finding on a range that ends after the file.
fn past_end(cut_off: bool, end: u64, size: usize) -> Reason {
    let code = if cut_off { ReasonCode::ByteRangeCutOff } else { ReasonCode::ByteRangePastEnd };
    let reason = Reason::new(code).with("end", end).with("size", size);
    if cut_off { reason.with("missing", end.saturating_sub(size as u64)) } else { reason }
}

/// Whether a range up to `end` may be that of a file that has lost its end: there is no `%%EOF` (§7.5.5), or no more than
/// the end-of-line marker after it is missing. Where the file has its end, no rest of it could be what the range asks for.
fn is_cut_off(bytes: &[u8], end: u64) -> bool {
    const MARKER: &[u8] = b"%%EOF";
    let Some(at) = bytes.iter().rposition(|byte| !is_whitespace(*byte)) else { return false };
    let (written, after) = bytes.split_at(at + 1);
    let missing = end.saturating_sub(bytes.len() as u64);
    !written.ends_with(MARKER) || (after.is_empty() && missing <= 2) || (after == b"\r" && missing == 1)
}

fn show(written: &[i64]) -> String {
    let numbers: Vec<_> = written.iter().map(i64::to_string).gather();
    format!("[{}]", numbers.join(" "))
}

/// The gap and the end of `[0 a b c]` with `a <= b`.
fn well_formed(elements: usize, written: &[i64]) -> Option<(Range<u64>, u64)> {
    let [0, first, second, length] = *written else { return None };
    let (start, end) = (u64::try_from(first).ok()?, u64::try_from(second).ok()?);
    let length = u64::try_from(length).ok()?;
    (elements == 4 && start <= end).then_some((start..end, end.checked_add(length)?))
}

/// The value in a gap that is the dictionary's own /Contents and nothing else.
fn contents_of_gap(
    bytes: &[u8],
    entries: &Dictionary<'_>,
    location: Option<Location>,
    gap: &Range<usize>,
) -> Result<Vec<u8>, &'static str> {
    let gap_bytes = bytes.get(gap.clone()).ok_or("the gap is outside the file")?;
    let [b'<', digits @ .., b'>'] = gap_bytes else { return Err("the gap is not one hexadecimal string") };
    let Some(decoded) = hexadecimal::decode_well_formed(digits) else {
        return Err("the gap has more than hexadecimal digits and white space");
    };
    if !matches!(location, Some(Location::InFile(_))) {
        return Err("the signature dictionary does not stand in the file itself");
    }
    let contents = match entries.get(b"Contents") {
        Some(Object::String(contents)) if entries.count(b"Contents") == 1 => contents,
        _ => return Err("/Contents is not one string of the dictionary"),
    };
    if contents.form != StringForm::Hexadecimal || contents.span.range() != *gap {
        return Err("the gap is not the /Contents string of this dictionary");
    }
    Ok(decoded)
}

/// What a range up to `end` covers, and the revision whose end that is.
pub(super) fn coverage(document: &Document<'_>, end: usize) -> (Coverage, Option<RevisionIndex>) {
    let bytes = document.bytes();
    // One end-of-line marker after the last signed byte is nobody's content.
    let ends_file = end == bytes.len() || crate::pdf::revision::after_end_of_line(bytes, end) == bytes.len();
    let matching = document.revisions().iter().rev().find(|revision| {
        let Some(marker_end) = revision.marker_end else { return false };
        // There may be much of it, and every signature may end somewhere in it.
        let blank = |from: usize, to: usize| {
            let rest = bytes.get(from..to).unwrap_or_default();
            let blank = rest.iter().take_while(|byte| is_whitespace(**byte)).count();
            blank == rest.len() && from <= to && document.may_follow(blank / 16)
        };
        end >= marker_end && (end <= revision.end || blank(revision.end, end))
    });
    let Some(revision) = matching else {
        let last = document.revisions().last().filter(|_| ends_file).map(|revision| revision.index);
        return (if ends_file { Coverage::WholeDocument } else { Coverage::Partial }, last);
    };
    // A newer revision whose cross-references stand inside the signed bytes was hidden there (§7.5.6: updates are appended).
    let later = document.revisions().get(revision.index.get() + 1..).unwrap_or_default();
    if later.iter().any(|later| later.startxref < end) {
        return (Coverage::Partial, None);
    }
    let coverage = if ends_file { Coverage::WholeDocument } else { Coverage::WholeRevision };
    (coverage, Some(revision.index))
}

/// Marks signatures whose ranges cross: one neither lies before the other's gap nor the other way round.
pub(super) fn find_collisions(fields: &mut [SignatureField<'_>]) {
    let mut ranges: Vec<(usize, usize, usize, Range<usize>)> = fields
        .iter()
        .enumerate()
        .filter_map(|(at, field)| {
            let signature = field.signature.as_ref()?;
            let range = signature.byte_range.as_ref()?;
            Some((range.end, range.gap.start, at, range.gap.clone()))
        })
        .gather();
    ranges.arrange_by_key(|(end, start, at, _)| (*end, *start, *at));
    let mut colliding = Vec::new();
    let mut widest: Option<(usize, usize, Range<usize>)> = None;
    for (end, start, at, gap) in ranges {
        if let Some((reached, other, other_gap)) = &widest
            && *reached > start
            && *other_gap != gap
        {
            colliding.push((at, *other));
        }
        if widest.as_ref().is_none_or(|(reached, ..)| *reached <= end) {
            widest = Some((end, at, gap));
        }
    }
    for (one, two) in colliding {
        for (at, other) in [(one, two), (two, one)] {
            let name = fields.get(other).map(|field| field.name.clone()).unwrap_or_default();
            if let Some(signature) = fields.get_mut(at).and_then(|field| field.signature.as_mut()) {
                signature.problems.push(Reason::new(ReasonCode::ByteRangeCollision).with("field", name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_its_end_marker_can_have_lost_a_line_end_and_no_more() {
        for (bytes, missing, cut_off) in [
            (&b"1 0 obj<</A"[..], 1_000, true),
            (b"startxref 9\n%%EO", 2, true),
            (b"startxref 9\n%%EOF", 1, true),
            (b"startxref 9\n%%EOF", 2, true),
            (b"startxref 9\n%%EOF", 3, false),
            (b"startxref 9\n%%EOF\r", 1, true),
            (b"startxref 9\n%%EOF\r", 2, false),
            (b"startxref 9\n%%EOF\n", 1, false),
            (b"startxref 9\n%%EOF\r\n", 1_000, false),
            (b"  ", 4, false),
        ] {
            assert_eq!(is_cut_off(bytes, bytes.len() as u64 + missing), cut_off, "{missing} after {bytes:?}");
        }
    }

    #[test]
    fn only_four_numbers_from_zero_are_a_range() {
        let range = |written: &[i64]| well_formed(written.len(), written);
        assert_eq!(range(&[0, 10, 20, 5]), Some((10..20, 25)));
        for bad in [&[1, 10, 20, 5][..], &[0, 21, 20, 5], &[0, 10, 20], &[0, 10, 20, 5, 30, 5], &[0, -1, 20, 5], &[0, 1, 2, -1]] {
            assert_eq!(range(bad), None, "{bad:?}");
        }
        assert_eq!(well_formed(5, &[0, 10, 20, 5]), None, "an element that is no integer");
    }
}
