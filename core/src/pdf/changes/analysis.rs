//! All revisions of a document once, all signatures over that.

use crate::keyed::KeyedSet;
use crate::pdf::signature::{Coverage, Presence, Signature, SignatureField};
use crate::pdf::{Document, Reference, RevisionIndex};
use crate::reason::{Reason, ReasonCode, Severity};

use super::permission::Permission;
use super::place::{Part, Place};
use super::step::{self, Finding};
use super::uses::Uses;
use super::{ChangeItem, ChangeLevel, Changes};

/// Changes listed for one signature; of 2,000 signatures over 10,000 revisions each would otherwise list them all.
const LISTED: usize = 200;

const NO_OBJECT: Reference = Reference { number: 0, generation: 0 };

/// What each revision after the first signed one changes. Made once a document; the cost is that of the objects in it and in
/// its updates, whatever the number of signatures.
#[derive(Debug)]
pub struct Analysis<'d, 'a> {
    document: &'d Document<'a>,
    findings: Vec<Finding>,
    /// Revisions before this one were not compared: no signature ends there.
    from: Option<RevisionIndex>,
}

impl<'d, 'a> Analysis<'d, 'a> {
    /// Compares all revisions that follow a signed one.
    pub fn new(document: &'d Document<'a>, fields: &[SignatureField<'a>]) -> Self {
        let signed = fields.iter().filter_map(|field| field.signature.as_ref()).filter_map(|signature| signature.revision);
        let from = signed.min().filter(|_| !document.is_rebuilt());
        let mut findings = Vec::new();
        if let Some(from) = from.filter(|from| *from < document.last_revision()) {
            let mut uses = Uses::new(document, from);
            for after in from.0 + 1..=document.last_revision().0 {
                if document.check().is_err() {
                    break;
                }
                findings.extend(step::compare(document, RevisionIndex(after), &mut uses));
            }
        }
        let unsound = unsound(fields);
        for finding in &mut findings {
            if finding.relies_on.is_some_and(|dictionary| unsound.contains(&dictionary)) {
                finding.level = ChangeLevel::Undefined;
                finding.what = Reason::new(ReasonCode::ChangesSignatureUnsound);
            }
        }
        Self { document, findings, from }
    }

    /// What changed after one signature.
    pub fn after(&self, field: &SignatureField<'a>) -> Changes {
        let Some(signature) = &field.signature else { return Changes::unknown() };
        let whole = matches!(signature.coverage, Coverage::WholeDocument | Coverage::WholeRevision);
        let revision = match signature.revision {
            Some(revision) if whole && self.from.is_some_and(|from| from <= revision) => revision,
            // Not even the signer's own view of the document is known.
            _ => return Changes::unknown(),
        };
        if self.document.is_rebuilt() || self.document.check().is_err() {
            return Changes::unknown();
        }
        let permission = Permission::of(field);
        let later =
            self.findings.get(self.findings.partition_point(|finding| finding.revision <= revision)..).unwrap_or_default();
        // Each signature is held against each change, and each change against each name of its lock.
        if !self.document.may_follow(later.len().saturating_mul(1 + permission.names() / 8)) {
            return Changes::unknown();
        }
        let mut changes = Changes::none();
        let mut unlisted = 0u32;
        for finding in later {
            let item = ChangeItem {
                revision: finding.revision.0,
                object: finding.object,
                place: finding.place.clone(),
                what: finding.what.clone(),
                level: finding.level,
                relies_on: finding.relies_on,
            };
            let permitted = permission.permits(finding);
            // What is not permitted is what a reader must see, so it finds room also behind a long list of what is.
            let room = match (permitted, finding.relies_on) {
                (_, Some(_)) => 4 * LISTED,
                (false, None) => 2 * LISTED,
                (true, None) => LISTED,
            };
            if changes.items.len() < room {
                add(&mut changes, item, permitted);
            } else {
                changes.level = changes.level.max(item.level);
                changes.permitted = changes.permitted.map(|so_far| so_far && permitted);
                unlisted += 1;
                if finding.relies_on.is_some() && changes.permitted == Some(true) {
                    // An added signature that is not listed cannot be distrusted later.
                    (changes.level, changes.permitted) = (ChangeLevel::Unknown, None);
                }
            }
        }
        if unlisted > 0 {
            let what = Reason::new(ReasonCode::ChangesNotListed).with("count", unlisted);
            let level = changes.level;
            let revision = self.document.last_revision().0;
            let place = Part::Document.into();
            changes.items.push(ChangeItem { revision, object: NO_OBJECT, place, what, level, relies_on: None });
        }
        let undefined = |place: Place, what: ReasonCode| ChangeItem {
            revision: self.document.last_revision().0,
            object: NO_OBJECT,
            place,
            what: Reason::new(what),
            level: ChangeLevel::Undefined,
            relies_on: None,
        };
        let behind = self.document.trailing_data();
        let signed_end = signature.byte_range.as_ref().map_or(0, |range| range.end);
        if behind.is_some_and(|span| span.end as usize > signed_end) {
            add(&mut changes, undefined(Part::File.into(), ReasonCode::ChangesDataAfterEnd), false);
        }
        match field.presence {
            Presence::Current => {}
            Presence::RemovedAfter(_) => {
                add(&mut changes, undefined(Place::field(&field.name), ReasonCode::ChangesSignatureRemoved), false);
            }
            Presence::ReplacedAfter(_) => {
                add(&mut changes, undefined(Place::field(&field.name), ReasonCode::ChangesSignatureReplaced), false);
            }
        }
        changes
    }
}

/// The dictionaries of signatures that cannot be valid, whatever their cryptography says.
fn unsound(fields: &[SignatureField<'_>]) -> KeyedSet<Reference> {
    let signatures =
        fields.iter().filter(|field| field.presence == Presence::Current).filter_map(|field| field.signature.as_ref());
    let is_unsound = |signature: &&Signature<'_>| {
        let whole = matches!(signature.coverage, Coverage::WholeDocument | Coverage::WholeRevision);
        !whole || signature.problems.iter().any(|problem| problem.severity == Severity::Error)
    };
    signatures.filter(is_unsound).filter_map(|signature| signature.reference).collect()
}

fn add(changes: &mut Changes, mut item: ChangeItem, permitted: bool) {
    item.what.severity = if permitted { Severity::Info } else { Severity::Error };
    changes.level = changes.level.max(item.level);
    changes.permitted = changes.permitted.map(|so_far| so_far && permitted);
    changes.items.push(item);
}

/// What changed after one signature, with what else there is to sign. Where several signatures of a document are asked about,
/// [`Analysis`] compares the revisions only once.
pub fn analyse<'a>(document: &Document<'a>, field: &SignatureField<'a>, fields: &[SignatureField<'a>]) -> Changes {
    Analysis::new(document, fields).after(field)
}
