//! Signature dictionaries that nothing leads to, found by their bytes.
//!
//! Of a file that was cut off, the form, the page or the end of the signature dictionary itself may be gone. What is left of a
//! signature is then *present and malformed*: a damaged document must never look like one that was not signed.
//!
//! Looked for is only where there is a reason to: in a file whose meaning is a guess ([`Document::is_repaired`]), and, since it
//! would be called unsigned otherwise, in a file without any signature. The latter costs one pass for `/ByteRange`.

use crate::error::Error;
use crate::keyed::KeyedSet;
use crate::limits::{Budget, Limit};
use crate::order::{self, Arrange as _};
use crate::pdf::lex::find_last;
use crate::pdf::mark::{BYTE_RANGE, OTHERS, marks};
use crate::pdf::parse::Parser;
use crate::pdf::xref::rebuild;
use crate::pdf::{Dictionary, Document, Entry, Location, Object, RevisionIndex, Span};
use crate::reason::{Reason, ReasonCode};

use super::dictionary::Signature;
use super::field::{Origin, Presence, SignatureField};
use super::permissions::text;

/// Adds the signature dictionaries that `found` does not have.
pub(super) fn add_unreferenced<'a>(document: &Document<'a>, found: &mut Vec<SignatureField<'a>>) -> Result<(), Error> {
    let bytes = document.bytes();
    let repaired = document.is_repaired();
    if !repaired && found.iter().any(|field| field.signature.is_some()) {
        return Ok(());
    }
    let mut marked = marks(bytes, BYTE_RANGE);
    if repaired {
        marked.extend(OTHERS.iter().flat_map(|word| marks(bytes, word)));
        marked.arrange();
    }
    if marked.is_empty() && !repaired {
        return Ok(());
    }
    let mut scan = Scan {
        document,
        // Going back from every mark to the start of its dictionary must not cost more than a few times the file.
        work: Budget::new((bytes.len() as u64).saturating_mul(4).saturating_add(1 << 16), Limit::Objects),
        objects: Budget::new(u64::from(document.limits().max_objects), Limit::Objects),
        places: places(document),
        none_before: 0,
    };
    let known = |field: &SignatureField<'a>| field.signature.as_ref().and_then(|signature| signature.span);
    let known: KeyedSet<u32> = found.iter().filter_map(known).map(|span| span.start).collect();
    let mut covered = 0;
    for mark in marked {
        if mark < covered || scan.is_in_stream(mark) {
            continue;
        }
        let Some((entries, complete)) = scan.enclosing(mark, is_signature)? else { continue };
        covered = entries.span.end as usize;
        if !known.contains(&entries.span.start) {
            add(document, found, entries, complete);
        }
        if found.len() > document.limits().max_signatures as usize {
            return Err(Limit::Signatures.into());
        }
    }
    if repaired {
        add_fields(&mut scan, found)?;
    }
    Ok(())
}

/// Gives dictionaries the names of fields that can be seen, and adds those whose dictionary is gone.
fn add_fields<'a>(scan: &mut Scan<'_, 'a>, found: &mut Vec<SignatureField<'a>>) -> Result<(), Error> {
    let (document, at) = (scan.document, scan.document.last_revision());
    let is_nameless = |field: &SignatureField<'a>| field.field.is_none() && field.origin == Origin::Scan;
    for mark in marks(document.bytes(), b"/V") {
        if scan.is_in_stream(mark) {
            continue;
        }
        let Some((entries, _)) = scan.enclosing(mark, is_signature_field)? else { continue };
        let value = entries.get(b"V").and_then(Object::as_reference);
        let same = |field: &SignatureField<'a>| field.signature.as_ref().is_some_and(|signature| signature.reference == value);
        let name = text(document, &document.value(&entries, b"T", at)).unwrap_or_default();
        let mut is_known = false;
        for field in found.iter_mut().filter(|field| same(field)) {
            is_known = true;
            if is_nameless(field) && field.name.is_empty() {
                field.name.clone_from(&name);
            }
        }
        if is_known {
            continue;
        }
        let Some(value) = entries.get(b"V").filter(|_| value.is_some()) else { continue };
        let signature = Signature::read(document, value, None, at);
        found.push(SignatureField { name, entries: entries.clone(), signature: Some(signature), ..nameless() });
        if found.len() > document.limits().max_signatures as usize {
            return Err(Limit::Signatures.into());
        }
    }
    Ok(())
}

/// A signature field whose value stands somewhere else.
fn is_signature_field(entries: &Dictionary<'_>, _complete: bool) -> bool {
    let value = entries.get(b"V").and_then(Object::as_reference);
    value.is_some() && entries.get(b"FT").and_then(Object::as_name) == Some(b"Sig")
}

fn nameless<'a>() -> SignatureField<'a> {
    SignatureField {
        name: String::new(),
        field: None,
        entries: Dictionary::default(),
        widgets: Vec::new(),
        origin: Origin::Scan,
        presence: Presence::Current,
        signature: None,
        lock: None,
        seed_value: None,
    }
}

/// Adds what was found at one place, or puts it where a field refers to it in vain.
fn add<'a>(document: &Document<'a>, found: &mut Vec<SignatureField<'a>>, entries: Dictionary<'a>, complete: bool) {
    let at = document.last_revision();
    let header = rebuild::header_ending_at(document.bytes(), entries.span.start as usize);
    let reference = header.map(|(reference, _)| reference);
    let span = entries.span;
    let mut signature = Signature::read(document, &Object::Dictionary(entries), Some(Location::InFile(span)), at);
    signature.reference = reference;
    let same = |field: &&mut SignatureField<'a>| {
        let other = field.signature.as_ref();
        other.is_some_and(|other| other.entries.is_empty() && other.reference.is_some() && other.reference == reference)
    };
    let field = found.iter_mut().find(same);
    let why = match (&field, complete) {
        (_, false) => "cut off",
        (Some(_), true) => "not reached by its cross-references",
        (None, true) => "not the value of any field",
    };
    // Where the file was cut off after the dictionary, what led to it stood in the part that is gone.
    if signature.remains.is_none() {
        signature.problems.push(Reason::new(ReasonCode::SignatureDictionaryMalformed).with("kind", why));
    }
    if let Some(field) = field {
        field.signature = Some(signature);
        return;
    }
    found.push(SignatureField { signature: Some(signature), ..nameless() });
}

/// Every offset that a cross-reference gives, with the object and a revision that gives it.
fn places(document: &Document<'_>) -> Vec<(u32, (u32, RevisionIndex))> {
    let mut places = Vec::new();
    for revision in document.revisions() {
        for (number, entry) in document.entries(revision.index) {
            if let Entry::InFile { offset, .. } = entry {
                places.push((offset, (number, revision.index)));
            }
        }
    }
    order::latest(places)
}

struct Scan<'d, 'a> {
    document: &'d Document<'a>,
    work: Budget,
    objects: Budget,
    places: Vec<(u32, (u32, RevisionIndex))>,
    /// No dictionary starts before this offset.
    none_before: usize,
}

impl<'a> Scan<'_, 'a> {
    /// Whether a place is inside a stream: an attached document's signatures are not this one's.
    fn is_in_stream(&self, mark: usize) -> bool {
        let after = self.places.partition_point(|(offset, _)| *offset as usize <= mark);
        let Some((_, (number, at))) = after.checked_sub(1).and_then(|before| self.places.get(before)) else { return false };
        let found = self.document.indirect_at(*number, *at);
        let span = found.as_ref().and_then(|found| found.object.as_stream()).map(|stream| stream.span);
        span.is_some_and(|span: Span| span.range().contains(&mark))
    }

    /// The wanted dictionary that holds a mark, as far as it can be read, and whether it ends.
    fn enclosing(
        &mut self,
        mark: usize,
        is_wanted: fn(&Dictionary<'_>, bool) -> bool,
    ) -> Result<Option<(Dictionary<'a>, bool)>, Limit> {
        let bytes = self.document.bytes();
        let mut end = mark;
        loop {
            let Some(start) = find_last(bytes, self.none_before..end, b"<<") else {
                self.work.spend(end.saturating_sub(self.none_before) as u64)?;
                self.none_before = end.max(self.none_before);
                return Ok(None);
            };
            let mut parser = Parser::new(bytes, start, &self.objects, self.document.limits());
            self.objects.spend(1)?;
            let read = parser.partial_dictionary()?;
            let reached = parser.position().max(end);
            self.work.spend(reached.saturating_sub(start) as u64)?;
            if let Some((entries, complete)) = read
                && parser.position() > mark
                && is_wanted(&entries, complete)
            {
                return Ok(Some((entries, complete)));
            }
            // Not beyond the object that the mark is in.
            if rebuild::header_ending_at(bytes, start).is_some() {
                return Ok(None);
            }
            end = start + 1;
        }
    }
}

/// Whether this is a signature dictionary, or the rest of one.
fn is_signature(entries: &Dictionary<'_>, complete: bool) -> bool {
    let is_name =
        |key: &[u8], names: &[&[u8]]| entries.get(key).and_then(Object::as_name).is_some_and(|name| names.contains(&name));
    let value = !complete || entries.get(b"Contents").is_some();
    let by_type = is_name(b"Type", &[b"Sig", b"DocTimeStamp"]);
    // An encryption dictionary has a /SubFilter too, and always a /V (table 20).
    let by_subfilter = entries.get(b"SubFilter").and_then(Object::as_name).is_some() && entries.get(b"V").is_none();
    entries.get(b"ByteRange").is_some() || (value && (by_type || by_subfilter))
}
