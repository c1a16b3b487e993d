//! Objects that stand in the file without any cross-reference leading to them, under the number of one that has: a later
//! cross-reference alone can then exchange what the document shows (Mainka et al. 2021, "Shadow Attacks", hide-and-replace).
//!
//! Nothing is wrong with a document because of them, and changing to one is a change that is never permitted; but whoever
//! signed saw one of two documents. The bytes between one object that is referred to and the next are looked at, streams
//! excepted, so that the cost is that of the document's structure and not of its size.

use core::ops::Range;

use super::lex::Lexer;
use super::xref::rebuild::headers;
use super::{Document, Entry, Location, RevisionIndex};
use crate::order::{self, Arrange as _};

/// Objects looked at; documents with more are not searched.
const OBJECTS: usize = 10_000;

/// Bytes looked at.
const BYTES: usize = 1 << 20;

/// Between one object and the next so many bytes are searched as they are; more than that is for the most part a stream.
const SHORT: usize = 2_048;

/// Bytes that the header of an object takes, white space included.
const LONGEST_HEADER: usize = 40;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HiddenObjects {
    /// The numbers of the objects, in order.
    pub(crate) numbers: Vec<u32>,
    /// Whether the whole document was searched.
    pub(crate) complete: bool,
}

/// An object or a part of the cross-references.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    start: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Cross-references, up to there.
    Section(usize),
    /// An object, as a revision refers to it.
    Object(u32, RevisionIndex),
}

/// Looks for hidden objects in a document whose cross-references are as written.
pub(crate) fn hidden_objects(document: &Document<'_>) -> HiddenObjects {
    let count: usize = document.revisions().iter().map(|revision| document.entry_count(revision.index)).sum();
    if document.is_rebuilt() || count > OBJECTS {
        return HiddenObjects { numbers: Vec::new(), complete: false };
    }
    let bytes = document.bytes();
    let (known, numbers) = known(document, count);
    let is_known = |number: &u32| numbers.binary_search(number).is_ok();
    let mut hidden = Vec::new();
    let mut left = BYTES;
    let mut next = bytes.len();
    // From the end, so that each is looked at up to the one behind it.
    for Known { start, kind } in known.into_iter().rev() {
        let range = match kind {
            Kind::Section(end) => end.min(next)..next,
            Kind::Object(number, at) => {
                // A cross-reference that leads to an object under another number hides it: no reader takes it for its own.
                if !is_read(document, start, number) {
                    let own = headers(bytes, start..next.min(start + LONGEST_HEADER)).next().map(|(own, _)| own.number);
                    hidden.extend(own.filter(|own| *own != number && is_known(own)));
                }
                beyond(document, start..next, number, at)
            }
        };
        next = start;
        match left.checked_sub(range.len()) {
            Some(rest) => left = rest,
            None => return HiddenObjects { numbers: order::distinct(hidden), complete: false },
        }
        hidden.extend(headers(bytes, range).map(|(reference, _)| reference.number).filter(is_known));
    }
    hidden.extend(headers(bytes, 0..next.min(left)).map(|(reference, _)| reference.number).filter(is_known));
    HiddenObjects { numbers: order::distinct(hidden), complete: next <= left }
}

/// Whether the object of this number was read from there.
fn is_read(document: &Document<'_>, start: usize, number: u32) -> bool {
    Lexer::new(document.bytes(), start).eat_unsigned() == Some(number.into())
        && document.span_read_at(start as u32).is_some_and(|span| span.start as usize == start)
}

/// What stands behind an object, of the bytes up to the next; nothing where it plainly fills them.
fn beyond(document: &Document<'_>, range: Range<usize>, number: u32, at: RevisionIndex) -> Range<usize> {
    let nothing = range.end..range.end;
    if let Some(span) = document.span_read_at(range.start as u32).filter(|span| span.start as usize == range.start) {
        // Read before, so that its end is known.
        let behind = (span.end as usize).clamp(range.start, range.end)..range.end;
        let is_plain = range.len() <= SHORT && headers(document.bytes(), behind.clone()).next().is_none();
        return if is_plain { nothing } else { behind };
    }
    if range.len() <= SHORT && headers(document.bytes(), range.clone()).nth(1).is_none() {
        return nothing;
    }
    match document.indirect_at(number, at).map(|object| object.location) {
        Some(Location::InFile(span)) => (span.end as usize).clamp(range.start, range.end)..range.end,
        // Of what cannot be read nobody knows where it ends.
        _ => nothing,
    }
}

/// Everything that is referred to, in the order of the file, and the numbers of all objects there are, in order. `count` is how
/// many entries all revisions have.
fn known(document: &Document<'_>, count: usize) -> (Vec<Known>, Vec<u32>) {
    let mut known = Vec::with_capacity(count);
    let mut numbers = Vec::with_capacity(count);
    for revision in document.revisions() {
        for (start, end) in document.section_spans(revision.index) {
            known.push(Known { start, kind: Kind::Section(end) });
        }
        for (number, entry) in document.entries(revision.index) {
            match entry {
                Entry::InFile { offset, .. } => {
                    known.push(Known { start: offset as usize, kind: Kind::Object(number, revision.index) });
                    numbers.push(number);
                }
                Entry::InObjectStream { .. } => numbers.push(number),
                Entry::Free => {}
            }
        }
    }
    known.arrange();
    known.dedup_by_key(|known| known.start);
    (known, order::distinct(numbers))
}
