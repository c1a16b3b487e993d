//! Bytes of an incremental update that belong to no object of it (ISO 32000-2 §7.5.6).
//!
//! A lenient reader that rebuilds the cross-references would find objects there (incremental saving attacks), so what a
//! later revision holds beside its objects is a change that nobody can judge.

use crate::order::Arrange as _;
use crate::pdf::lex::is_whitespace;
use crate::pdf::{Location, Reference};

use crate::reason::{Reason, ReasonCode as R};

use super::place::Part;
use super::step::Step;

const NO_OBJECT: Reference = Reference { number: 0, generation: 0 };

impl Step<'_, '_, '_> {
    pub(super) fn leftovers(&mut self) {
        let revisions = self.document.revisions();
        let (Some(revision), Some(previous)) = (revisions.get(self.after.get()), revisions.get(self.before.get())) else {
            return;
        };
        let (start, end) = (previous.end, revision.end);
        if revision.startxref < start || end < start {
            return self.refuse(NO_OBJECT, Part::File, R::ChangesRevisionMalformed);
        }
        if revision.marker_end.is_none() {
            return self.refuse(NO_OBJECT, Part::File, R::ChangesRevisionMalformed);
        }
        let mut spans: Vec<(usize, usize)> = self.document.section_spans(revision.index);
        let mut outside = Vec::new();
        for (number, entry) in self.document.entries(self.after) {
            let known = self.document.definition(number, self.before).map(|(_, entry)| entry);
            let Some(found) = self.document.indirect_at(number, self.after) else { continue };
            let Location::InFile(span) = found.location else { continue };
            let span = span.range();
            if span.start >= start && span.end <= end {
                spans.push((span.start, span.end));
            } else if known != Some(entry) {
                outside.push(number);
            }
        }
        for number in outside {
            self.refuse(Reference { number, generation: 0 }, self.place(number), R::ChangesObjectElsewhere);
        }
        spans.arrange();
        let bytes = self.document.bytes();
        let mut at = start;
        for (from, to) in spans {
            if from > at && !bytes.get(at..from).is_some_and(is_blank) {
                return self.refuse(
                    NO_OBJECT,
                    Part::File,
                    Reason::new(R::ChangesBytesUnaccounted).with("from", at).with("to", from),
                );
            }
            at = at.max(to);
        }
    }
}

/// White space and comments only.
fn is_blank(bytes: &[u8]) -> bool {
    let mut in_comment = false;
    bytes.iter().all(|byte| {
        match byte {
            b'\r' | b'\n' => in_comment = false,
            b'%' => in_comment = true,
            _ => {}
        }
        in_comment || is_whitespace(*byte)
    })
}
