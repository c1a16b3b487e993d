//! Signatures that an earlier revision had and the last one has no longer, or has with another dictionary.
//!
//! An incremental update cannot take bytes away, so a signature that was removed or replaced still stands in the file, and
//! a verifier that looks at the last revision only would let it vanish without a word.

use crate::error::Error;
use crate::gather::Gather as _;
use crate::keyed::KeyedSet;
use crate::order;
use crate::pdf::{Dictionary, Document, Location, Object, Reference, RevisionIndex};
use crate::reason::{Reason, ReasonCode, Severity};

use super::dictionary::Signature;
use super::field::{self, Origin, Pages, Presence, SignatureField, is_signature_dictionary};

/// Revisions with more entries than this are walked through their form instead of object by object.
const FEW_ENTRIES: usize = 2_000;

/// Adds the signatures of earlier revisions that `current` does not have. Linear in the entries of all revisions.
pub(super) fn add_earlier<'a>(document: &Document<'a>, current: &mut Vec<SignatureField<'a>>) -> Result<(), Error> {
    let last = document.last_revision();
    let key = |signature: &Signature<'a>| (signature.reference, signature.span, signature.byte_range_written.clone());
    let seen = order::distinct(current.iter().filter_map(|field| place(field.signature.as_ref()?)));
    let mut known: KeyedSet<_> = current.iter().filter_map(|field| field.signature.as_ref()).map(key).collect();
    let signatures = |fields: &[SignatureField<'a>]| fields.iter().filter(|field| field.signature.is_some()).count();
    let mut earlier: Vec<SignatureField<'a>> = Vec::new();
    for revision in document.revisions() {
        let at = revision.index;
        if at == last {
            break;
        }
        let found = if at.0 == 0 || document.entry_count(at) > FEW_ENTRIES {
            field::walk(document, at, Pages::Skipped)?
        } else {
            defined_in(document, at, &seen)
        };
        for mut field in found {
            let Some(signature) = &field.signature else { continue };
            // What never said which bytes it signs signed nothing.
            if signature.byte_range_written.is_empty() || !known.insert(key(signature)) {
                continue;
            }
            let same_field = |other: &SignatureField<'a>| other.field.is_some() && other.field == field.field;
            let rewritten = current.iter().any(|other| same_dictionary(other, signature.reference));
            let replaced = rewritten || current.iter().any(same_field);
            if let (true, Some(signature)) = (rewritten, field.signature.as_mut()) {
                // What was signed may well be intact; a warning here, an error where the other dictionary is shown.
                let reason = Reason::new(ReasonCode::SignatureDictionaryReplaced).severity(Severity::Warning);
                let by = signature.reference.and_then(|reference| document.definition(reference.number, last));
                signature.problems.push(reason.with("revision", by.map_or(last, |(revision, _)| revision).0));
            }
            field.presence = if replaced { Presence::ReplacedAfter(at) } else { Presence::RemovedAfter(at) };
            earlier.push(field);
        }
        if signatures(&earlier) + signatures(current) > document.limits().max_signatures as usize {
            return Err(crate::limits::Limit::Signatures.into());
        }
    }
    current.extend(earlier);
    // The last update may hold one that no field refers to: present, and the signature of nothing.
    if last.0 > 0 && document.entry_count(last) <= FEW_ENTRIES {
        for mut orphan in defined_in(document, last, &seen).into_iter().filter(|field| field.field.is_none()) {
            let Some(signature) = orphan.signature.as_mut() else { continue };
            if signature.byte_range_written.is_empty() || !known.insert(key(signature)) {
                continue;
            }
            let reason = Reason::new(ReasonCode::SignatureDictionaryMalformed).with("kind", "not the value of any field");
            signature.problems.push(reason);
            orphan.origin = Origin::Scan;
            current.push(orphan);
        }
    }
    Ok(())
}

fn same_dictionary(field: &SignatureField<'_>, reference: Option<Reference>) -> bool {
    let signature = field.signature.as_ref();
    reference.is_some() && signature.is_some_and(|signature| signature.reference == reference)
}

/// Where a signature dictionary stands: what was read from there as a signature once need not be again. Nothing when /ByteRange
/// may have been something else in another revision.
fn place(signature: &Signature<'_>) -> Option<(Reference, u32)> {
    let direct = |element: &Object<'_>| element.as_reference().is_none();
    let range = signature.entries.get(b"ByteRange").and_then(Object::as_array)?;
    range.iter().all(direct).then_some((signature.reference?, signature.span?.start))
}

/// The signature dictionaries that a revision defines, each with the field that the same revision gives it, if any; without those
/// that stand where one of `seen` does.
fn defined_in<'a>(document: &Document<'a>, at: RevisionIndex, seen: &[(Reference, u32)]) -> Vec<SignatureField<'a>> {
    let mut values = Vec::new();
    let mut fields = Vec::new();
    let was_seen = |value: Option<Reference>, entries: &Dictionary<'a>, location: Location| {
        let in_file = matches!(location, Location::InFile(_));
        value.is_some_and(|value| in_file && seen.binary_search(&(value, entries.span.start)).is_ok())
    };
    for (number, _) in document.entries(at) {
        let Some(found) = document.indirect_at(number, at) else { continue };
        let Some(entries) = found.object.as_dictionary() else { continue };
        let generation = match document.definition(number, at) {
            Some((_, crate::pdf::Entry::InFile { generation, .. })) => generation,
            _ => 0,
        };
        let reference = Reference { number, generation };
        if is_signature_dictionary(entries) {
            if !was_seen(Some(reference), entries, found.location) {
                values.push(reference);
            }
        } else if let Some(value) = entries.get(b"V")
            && let Some(signature) = document.resolve(value, at).as_dictionary().filter(|value| is_signature_dictionary(value))
        {
            let location = value.as_reference().and_then(|value| document.indirect(value, at)).map(|found| found.location);
            if !location.is_some_and(|location| was_seen(value.as_reference(), signature, location)) {
                fields.push((reference, entries.clone(), value.clone(), found.location));
            }
        }
    }
    let unowned = values.into_iter().filter(|value| !fields.iter().any(|(.., of, _)| of.as_reference() == Some(*value)));
    let mut found: Vec<SignatureField<'a>> = unowned
        .map(|value| SignatureField {
            name: String::new(),
            field: None,
            entries: Dictionary::default(),
            widgets: Vec::new(),
            origin: Origin::EarlierRevision,
            presence: Presence::Current,
            signature: Some(Signature::read(document, &Object::Reference(value), None, at)),
            lock: None,
            seed_value: None,
        })
        .gather();
    found.extend(fields.into_iter().map(|(reference, entries, value, location)| SignatureField {
        name: full_name(document, reference, at),
        field: Some(reference),
        entries,
        widgets: Vec::new(),
        origin: Origin::EarlierRevision,
        presence: Presence::Current,
        signature: Some(Signature::read(document, &value, Some(location), at)),
        lock: None,
        seed_value: None,
    }));
    found
}

/// The fully qualified name by way of /Parent.
fn full_name(document: &Document<'_>, field: Reference, at: RevisionIndex) -> String {
    let mut parts = Vec::new();
    let mut next = Some(Object::Reference(field));
    for _ in 0..document.limits().max_nesting {
        let Some(object) = next.take().map(|object| document.resolve(&object, at)) else { break };
        let Some(entries) = object.as_dictionary() else { break };
        parts.extend(super::permissions::text(document, &document.value(entries, b"T", at)));
        next = entries.get(b"Parent").cloned();
    }
    parts.reverse();
    parts.join(".")
}

/// Marks every dictionary object that has another signature dictionary as its earlier definition: even a copy with the same
/// value shows entries that are not the signed ones. The same dictionary listed again by a later revision is no copy.
pub(super) fn find_replaced(document: &Document<'_>, fields: &mut [SignatureField<'_>]) {
    for field in fields {
        let Some(signature) = field.signature.as_mut() else { continue };
        let Some(reference) = signature.reference else { continue };
        let mut at = signature.defined_in.previous();
        while let Some(before) = at {
            let Some((revision, _)) = document.definition(reference.number, before) else { break };
            let object = document.indirect_at(reference.number, before);
            let entries = object.as_ref().and_then(|found| found.object.as_dictionary());
            if let Some(entries) = entries.filter(|entries| is_signature_dictionary(entries))
                && entries.span != signature.entries.span
            {
                let reason = Reason::new(ReasonCode::SignatureDictionaryReplaced);
                signature.problems.push(reason.with("object", reference).with("revision", revision.0));
                break;
            }
            at = revision.previous();
        }
    }
}
