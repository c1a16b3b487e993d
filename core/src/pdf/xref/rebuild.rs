//! When cross-references cannot be used: every object, trailer and end-of-file marker is found by scanning the file once.
//!
//! The revisions are kept apart at the end-of-file markers, so that a signature of a damaged file can still be placed. What
//! comes out is a guess and is marked as such ([`Repair::Rebuilt`](crate::pdf::Repair)).

use core::ops::Range;

use crate::limits::{Budget, Limit, Limits};
use crate::order;
use crate::pdf::lex::{find, is_regular, is_whitespace};
use crate::pdf::object::{Bytes, Dictionary, Name, Object, Reference, Span};
use crate::pdf::parse::{ParseError, Parser};

use super::{Entry, Section};

/// One stretch of the file up to an end-of-file marker.
#[derive(Debug)]
pub(crate) struct Segment<'a> {
    /// Its entries and trailer.
    pub(crate) section: Section<'a>,
    /// Offset after `%%EOF`, or the end of the file.
    pub(crate) marker_end: usize,
    /// Object streams in it, whose contents are still to be listed.
    pub(crate) object_streams: Vec<u32>,
}

impl Segment<'_> {
    /// A file of so many bytes in which no object is left.
    pub(crate) fn empty(size: usize) -> Self {
        Self { section: Section::listed(0, size, Dictionary::default(), &[]), marker_end: size, object_streams: Vec::new() }
    }
}

#[derive(Debug)]
struct Found<'a> {
    reference: Reference,
    offset: usize,
    end: usize,
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Other,
    /// Cut off or malformed.
    Unreadable,
    Catalog,
    ObjectStream,
    Xref(Dictionary<'a>),
}

/// Scans the whole file. No segments when there are no objects.
pub(crate) fn scan<'a>(bytes: &'a [u8], objects: &Budget, scan: &Budget, limits: &Limits) -> Result<Vec<Segment<'a>>, Limit> {
    let found = find_objects(bytes, objects, scan, limits)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let mut segments = Vec::new();
    let mut current: Vec<&Found<'a>> = Vec::new();
    let mut trailer: Option<Dictionary<'a>> = None;
    let mut start = 0;
    let mut gap_start = 0;
    for at in 0..=found.len() {
        let object = found.get(at);
        let gap = gap_start..object.map_or(bytes.len(), |object| object.offset);
        // Trailers and end-of-file markers stand between objects, never inside them.
        let mut from = gap.start;
        let mut marker = find(bytes, gap.clone(), b"%%EOF");
        loop {
            let trailer_at = find(bytes, from..marker.unwrap_or(gap.end), b"trailer");
            let Some(next) = trailer_at.or(marker) else { break };
            if trailer_at.is_some() {
                let mut parser = Parser::new(bytes, next + b"trailer".len(), objects, limits);
                match parser.object() {
                    Ok(Object::Dictionary(dictionary)) => {
                        // A trailer without /Root says less than the one before it.
                        if trailer.is_none() || dictionary.get(b"Root").is_some() {
                            trailer = Some(dictionary);
                        }
                        from = parser.position().max(next + 1);
                    }
                    Err(ParseError::Limit(limit)) => return Err(limit),
                    _ => from = next + 1,
                }
            } else {
                let marker_end = next + b"%%EOF".len();
                if !current.is_empty() {
                    segments.push(segment(&current, trailer.take(), start, marker_end));
                    current.clear();
                }
                start = marker_end;
                from = marker_end;
                marker = find(bytes, from..gap.end, b"%%EOF");
            }
        }
        if let Some(object) = object {
            current.push(object);
            gap_start = object.end;
        }
    }
    if !current.is_empty() {
        segments.push(segment(&current, trailer, start, bytes.len()));
    }
    complete_trailers(&mut segments, &found);
    Ok(segments)
}

fn segment<'a>(objects: &[&Found<'a>], trailer: Option<Dictionary<'a>>, start: usize, marker_end: usize) -> Segment<'a> {
    let mut entries = Vec::new();
    let mut object_streams = Vec::new();
    let mut trailer = trailer;
    for object in objects {
        // What was cut off does not hide the readable object of an earlier revision.
        if matches!(object.kind, Kind::Unreadable) {
            continue;
        }
        let entry = Entry::InFile { offset: object.offset as u32, generation: object.reference.generation };
        entries.push((object.reference.number, entry));
        match &object.kind {
            Kind::ObjectStream => object_streams.push(object.reference.number),
            Kind::Xref(dictionary) if dictionary.get(b"Root").is_some() => trailer = trailer.or_else(|| Some(dictionary.clone())),
            _ => {}
        }
    }
    let entries = order::latest(entries);
    let section = Section::listed(start, marker_end, trailer.unwrap_or_default(), &entries);
    Segment { section, marker_end, object_streams }
}

/// A segment without /Root inherits the one before it; the first then takes what any later one has, or a catalog found.
fn complete_trailers<'a>(segments: &mut [Segment<'a>], found: &[Found<'a>]) {
    let has_root = |trailer: &Dictionary<'a>| trailer.get(b"Root").is_some();
    let known = segments.iter().find(|segment| has_root(&segment.section.trailer)).map(|segment| segment.section.trailer.clone());
    let mut previous = known.or_else(|| {
        let catalog = found.iter().rev().find(|object| matches!(object.kind, Kind::Catalog))?;
        let root = (Name::decode(Bytes::File(b"Root")), Object::Reference(catalog.reference));
        Some(Dictionary::new([root].into(), Span::default()))
    });
    for segment in segments {
        if has_root(&segment.section.trailer) {
            previous = Some(segment.section.trailer.clone());
        } else if let Some(trailer) = &previous {
            segment.section.trailer = trailer.clone();
        }
    }
}

/// Where the first `N G obj` in `range` stands, readable or not.
pub(crate) fn first_object(bytes: &[u8], range: Range<usize>) -> Option<usize> {
    headers(bytes, range).next().map(|(_, offset)| offset)
}

/// Every header `N G obj` that lies wholly within a range: the reference and where it starts.
pub(crate) fn headers(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = (Reference, usize)> {
    let mut from = range.start;
    core::iter::from_fn(move || {
        while let Some(keyword) = find(bytes, from..range.end, b"obj") {
            from = keyword + 1;
            if let Some(found) = header_before(bytes, keyword).filter(|(_, offset)| *offset >= range.start) {
                return Some(found);
            }
        }
        None
    })
}

/// The reference of the object whose header `N G obj` ends at `end`, white space aside.
pub(crate) fn header_ending_at(bytes: &[u8], end: usize) -> Option<(Reference, usize)> {
    let head = bytes.get(..end)?.trim_ascii_end();
    header_before(bytes, head.strip_suffix(b"obj")?.len())
}

fn find_objects<'a>(bytes: &'a [u8], objects: &Budget, scan: &Budget, limits: &Limits) -> Result<Vec<Found<'a>>, Limit> {
    let mut found = Vec::new();
    let mut from = 0;
    // Bodies that cannot be read may each reach to the end of the file: their cost is bounded by a multiple of its size.
    let failures = Budget::new(bytes.len() as u64 * 4, Limit::Objects);
    while let Some(keyword) = find(bytes, from..bytes.len(), b"obj") {
        from = keyword + 3;
        let Some((reference, offset)) = header_before(bytes, keyword) else { continue };
        objects.spend(1)?;
        let mut object = Found { reference, offset, end: from, kind: Kind::Other };
        if failures.left() > 0 {
            let mut parser = Parser::new(bytes, offset, objects, limits);
            match parser.indirect(&mut |_| None, scan) {
                Ok(indirect) => {
                    object.end = (indirect.span.end as usize).max(from);
                    object.kind = kind(&indirect.object);
                }
                Err(ParseError::Limit(limit)) if limit != Limit::Nesting => return Err(limit),
                Err(_) => {
                    object.kind = Kind::Unreadable;
                    let _ = failures.spend(parser.position().saturating_sub(offset) as u64);
                }
            }
        }
        from = object.end;
        found.push(object);
    }
    Ok(found)
}

fn kind<'a>(object: &Object<'a>) -> Kind<'a> {
    let of_type = |entries: &Dictionary<'a>, name: &[u8]| entries.get(b"Type").and_then(Object::as_name) == Some(name);
    match object {
        Object::Dictionary(entries) if of_type(entries, b"Catalog") => Kind::Catalog,
        Object::Stream(stream) if of_type(&stream.dictionary, b"ObjStm") => Kind::ObjectStream,
        Object::Stream(stream) if of_type(&stream.dictionary, b"XRef") => Kind::Xref(stream.dictionary.clone()),
        _ => Kind::Other,
    }
}

/// `N G ` directly before the keyword `obj`, read backwards; nothing for `endobj` and the like.
fn header_before(bytes: &[u8], keyword: usize) -> Option<(Reference, usize)> {
    let back = |mut at: usize, wanted: fn(&u8) -> bool, most: usize| {
        let end = at;
        while at > 0 && end - at < most && bytes.get(at - 1).is_some_and(wanted) {
            at -= 1;
        }
        at
    };
    let space: fn(&u8) -> bool = |byte| is_whitespace(*byte);
    let digit: fn(&u8) -> bool = u8::is_ascii_digit;
    let generation_end = back(keyword, space, 8);
    let generation = back(generation_end, digit, 6);
    let number_end = back(generation, space, 8);
    let number = back(number_end, digit, 11);
    if generation == generation_end || number_end == generation || number == number_end {
        return None;
    }
    // `12` of `/Name12 0 obj` is no object number.
    if number.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|byte| is_regular(*byte)) {
        // Some writers leave out the line end between `endobj` and the next number.
        if !bytes.get(..number)?.ends_with(b"endobj") {
            return None;
        }
    }
    let value = |range: Range<usize>| core::str::from_utf8(bytes.get(range)?).ok()?.parse::<u32>().ok();
    let generation = u16::try_from(value(generation..generation_end)?).ok()?;
    Some((Reference { number: value(number..number_end)?, generation }, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(text: &[u8]) -> Vec<Segment<'_>> {
        let budget = Budget::new(10_000, Limit::Objects);
        let bytes = Budget::new(1 << 20, Limit::Objects);
        scan(text, &budget, &bytes, &Limits::default()).unwrap()
    }

    #[test]
    fn revisions_are_kept_apart_at_end_of_file_markers() {
        let text = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n1 0 obj 5 endobj 2 0 obj 6 endobj\n%%EOF";
        let segments = segments(text);
        let [first, second] = segments.as_slice() else { panic!("{segments:?}") };
        assert_eq!(first.section.lookup(1), Some(Entry::InFile { offset: 9, generation: 0 }));
        assert_eq!(second.section.len(), 2);
        assert_eq!(second.section.trailer.get(b"Root").and_then(Object::as_reference).map(|root| root.number), Some(1));
        assert_eq!(second.marker_end, text.len());
    }

    #[test]
    fn objects_inside_streams_are_not_taken() {
        let segments = segments(b"1 0 obj <</Length 20>> stream\n2 0 obj null endobj \nendstream endobj 3 0 obj null endobj");
        let numbers: Vec<_> = segments.iter().flat_map(|segment| segment.section.entries()).map(|(number, _)| number).collect();
        assert_eq!(numbers, [1, 3]);
    }

    #[test]
    fn a_file_of_unclosed_strings_is_scanned_in_linear_work() {
        let text = b"1 0 obj ( ".repeat(20_000);
        let budget = Budget::new(100_000, Limit::Objects);
        let bytes = Budget::new(1 << 20, Limit::Objects);
        let segments = scan(&text, &budget, &bytes, &Limits::default()).unwrap();
        assert_eq!(segments.len(), 1);
    }
}
