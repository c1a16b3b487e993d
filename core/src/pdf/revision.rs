//! Revisions (ISO 32000-2 §7.5.6): what each incremental update added, and where it ends.

use super::lex::{Lexer, find, is_whitespace};
use super::object::Dictionary;
use super::repair::Repair;
use super::xref::chain::Link;
use super::xref::{Form, Section};

/// A revision by its number, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RevisionIndex(pub u32);

impl RevisionIndex {
    /// As an index into [`Document::revisions`](super::Document::revisions).
    pub fn get(self) -> usize {
        self.0 as usize
    }

    /// The revision before this one.
    pub fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

/// How the cross-references of a revision are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum XrefKind {
    /// One table.
    Table,
    /// One cross-reference stream.
    Stream,
    /// A table and the stream its /XRefStm names (§7.5.8.4).
    Hybrid,
    /// The two sections of a linearised file (annex F).
    Linearised,
    /// None that could be used: found by scanning.
    Rebuilt,
}

/// One revision of the file.
#[derive(Clone, Debug)]
pub struct Revision<'a> {
    /// Its number.
    pub index: RevisionIndex,
    /// Offset of its first byte: the end of the one before.
    pub start: usize,
    /// Offset after `%%EOF`, when the marker is there.
    pub marker_end: Option<usize>,
    /// Offset after `%%EOF` and one end-of-line marker; where there is no marker, after the trailer.
    pub end: usize,
    /// Offset of its cross-reference section: what the `startxref` at its end should say.
    pub startxref: usize,
    /// What that `startxref` does say.
    pub startxref_written: Option<u64>,
    /// How its cross-references are written.
    pub kind: XrefKind,
    /// Its trailer dictionary (the stream's dictionary for a cross-reference stream).
    pub trailer: Dictionary<'a>,
    /// Its sections in [`Sections`]: from the first to before the second.
    pub(crate) sections: (usize, usize),
}

/// Sections oldest first, grouped into revisions.
pub(crate) struct Grouped<'a> {
    pub(crate) sections: Vec<Section<'a>>,
    /// For each section, whether it is the hybrid stream of the section after it.
    pub(crate) hybrid: Vec<bool>,
    pub(crate) revisions: Vec<Revision<'a>>,
}

/// How far a linearisation dictionary may stand from the header (annex F.3.3: within the first 1,024 bytes).
const LINEARISED_WITHIN: usize = 1_024;

/// Groups a chain, newest section first, into revisions, oldest first.
pub(crate) fn group<'a>(bytes: &'a [u8], header: usize, links: Vec<Link<'a>>, repairs: &mut Vec<Repair>) -> Grouped<'a> {
    let mut sections = Vec::with_capacity(links.len());
    let mut hybrid = Vec::with_capacity(links.len());
    for link in links.into_iter().rev() {
        sections.push(link.section);
        hybrid.push(link.hybrid);
    }
    // A group is a section with its hybrid stream before it. The first two groups of a linearised file are one revision:
    // the main section near the end of the file, and the first-page section before it whose /Prev it is.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for at in 0..sections.len() {
        if hybrid.get(at) == Some(&false) {
            groups.push((from, at + 1));
            from = at + 1;
        }
    }
    let offset = |at: usize| sections.get(at).map_or(0, |section| section.offset);
    let linearised = match groups.as_slice() {
        [main, first_page, ..] => {
            let (main, first_page) = (offset(main.1 - 1), offset(first_page.1 - 1));
            let next = groups.get(2).map_or(bytes.len(), |group| offset(group.1 - 1));
            main > first_page && main < next && find(bytes, header..header + LINEARISED_WITHIN, b"/Linearized").is_some()
        }
        _ => false,
    };
    if linearised {
        let main = groups.remove(0);
        if let Some(first) = groups.first_mut() {
            first.0 = main.0;
        }
    }
    let mut revisions: Vec<Revision<'a>> = Vec::with_capacity(groups.len());
    for (at, (first, last)) in groups.iter().copied().enumerate() {
        let Some(newest) = sections.get(last - 1) else { continue };
        let kind = match newest.form {
            _ if linearised && at == 0 => XrefKind::Linearised,
            Form::Table if last - first > 1 => XrefKind::Hybrid,
            Form::Table => XrefKind::Table,
            Form::Stream => XrefKind::Stream,
            Form::Rebuilt => XrefKind::Rebuilt,
        };
        let after = sections.get(first..last).unwrap_or_default().iter().map(|section| section.end).max().unwrap_or(newest.end);
        let next = groups.get(at + 1).map_or(bytes.len(), |group| offset(group.1 - 1));
        let marker = end_marker(bytes, after, next);
        if marker.is_none() {
            repairs.push(Repair::EndMarkerMissing { section: newest.offset as u32 });
        }
        let marker_end = marker.map(|(_, end)| end);
        revisions.push(Revision {
            index: RevisionIndex(at as u32),
            start: revisions.last().map_or(0, |previous| previous.end),
            marker_end,
            end: marker_end.map_or(after, |end| after_end_of_line(bytes, end)),
            startxref: newest.offset,
            startxref_written: marker.map(|(written, _)| written),
            kind,
            trailer: newest.trailer.clone(),
            sections: (first, last),
        });
    }
    Grouped { sections, hybrid, revisions }
}

/// `startxref`, an offset and `%%EOF` after `from`: right there, or before the next section a little further on.
fn end_marker(bytes: &[u8], from: usize, next: usize) -> Option<(u64, usize)> {
    const FURTHER: usize = 4_096;
    let at = |start: usize| {
        let mut lexer = Lexer::new(bytes, start);
        // Not `skip_whitespace`: `%%EOF` is a comment to it.
        skip_plain(&mut lexer);
        if !lexer.eat(b"startxref") {
            return None;
        }
        let written = lexer.eat_unsigned()?;
        skip_plain(&mut lexer);
        lexer.eat(b"%%EOF").then(|| (written, lexer.position()))
    };
    at(from).or_else(|| at(find(bytes, from..next.min(from.saturating_add(FURTHER)), b"startxref")?))
}

fn skip_plain(lexer: &mut Lexer<'_>) {
    while lexer.peek().is_some_and(is_whitespace) {
        lexer.seek(lexer.position() + 1);
    }
}

/// One end-of-line marker (§7.2.3): CR LF, LF or CR.
pub(crate) fn after_end_of_line(bytes: &[u8], at: usize) -> usize {
    let mut lexer = Lexer::new(bytes, at);
    let _ = lexer.eat(b"\r\n") || lexer.eat(b"\n") || lexer.eat(b"\r");
    lexer.position()
}
