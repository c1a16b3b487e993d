//! Which known attack the findings look like, by the name its paper gave it.
//!
//! Names help a reader to look it up; they never decide. What is named here was refused for its own reason already, but for
//! annotations that the signer permits, of which a reader should know (Rohlmann et al. 2021, "Breaking the Specification").

use crate::evidence::{DocumentFacts, SignatureFacts};
use crate::order::Arrange as _;
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode as R, Severity};

/// The attacks that the findings on one signature look like, each once, the more specific ones first.
pub(super) fn names(facts: &SignatureFacts, document: &DocumentFacts) -> Vec<Reason> {
    let mut names: Vec<R> = Vec::new();
    let of_signature = facts.reasons.iter().filter(|reason| reason.severity == Severity::Error);
    names.extend(of_signature.filter_map(|reason| of_format(reason.code)));
    let refused = facts.changes.items.iter().filter(|item| item.what.severity == Severity::Error);
    names.extend(refused.filter_map(|item| of_change(item.what.code)));
    let file = |code| document.reasons.iter().any(|reason| reason.code == code);
    let appended = facts.coverage != Coverage::WholeDocument
        && !facts.is_cut_off()
        && (file(R::DocumentRepaired) || file(R::DocumentTrailingData));
    if appended && names.is_empty() {
        names.push(R::AttackIncrementalSaving);
    }
    names.arrange_by_key(|name| *name == R::AttackIncrementalSaving);
    let mut reasons: Vec<Reason> = Vec::new();
    for name in names {
        // Every attack on a revision saves one; that is worth a name only where there is no better one.
        let is_new = reasons.iter().all(|known| known.code != name);
        if is_new && (name != R::AttackIncrementalSaving || reasons.is_empty()) {
            reasons.push(Reason::new(name));
        }
    }
    let annotated = facts.changes.items.iter().any(|item| of_change(item.what.code) == Some(R::AttackEvilAnnotation));
    if annotated && reasons.iter().all(|known| known.code != R::AttackEvilAnnotation) {
        reasons.push(Reason::new(R::AttackEvilAnnotation).severity(Severity::Warning));
    }
    reasons
}

/// What is wrong with the signature dictionary itself.
fn of_format(code: R) -> Option<R> {
    Some(match code {
        R::ByteRangeMissing | R::ByteRangeMalformed | R::SignatureContentsMissing => R::AttackUniversalForgery,
        R::ByteRangeGapNotContents | R::ByteRangeCollision => R::AttackSignatureWrapping,
        R::SignatureDictionaryReplaced | R::SignatureDictionaryShared => R::AttackSignatureReplaced,
        _ => return None,
    })
}

/// What a later revision did that is not permitted.
fn of_change(code: R) -> Option<R> {
    Some(match code {
        R::ChangesContentChanged
        | R::ChangesPageEntryChanged
        | R::ChangesPagesChanged
        | R::ChangesPageCount
        | R::ChangesCatalogChanged
        | R::ChangesBytesUnaccounted
        | R::ChangesDataAfterEnd
        | R::ChangesRevisionMalformed => R::AttackIncrementalSaving,
        R::ChangesObjectDeleted | R::ChangesImageReplaced | R::ChangesWidgetRemoved => R::AttackShadowHide,
        R::ChangesFontReplaced
        | R::ChangesAppearanceResourceChanged
        | R::ChangesAppearanceShared
        | R::ChangesFormResourceReplaced
        | R::ChangesWidgetChanged
        | R::ChangesValueContradicted => R::AttackShadowReplace,
        R::ChangesObjectElsewhere | R::ChangesObjectReused | R::ChangesObjectStreamReplaced => R::AttackShadowHideAndReplace,
        R::ChangesAnnotationAdded | R::ChangesAnnotationChanged => R::AttackEvilAnnotation,
        R::ChangesSignatureUnsigned
        | R::ChangesSignatureUnsound
        | R::ChangesSignatureMalformed
        | R::ChangesSignatureNotVerified
        | R::ChangesVisibleSignatureFieldAdded
        | R::ChangesWidgetAdded => R::AttackSneakySignature,
        R::ChangesSignedFieldChanged | R::ChangesSignatureAppearanceChanged => R::AttackSignatureAppearance,
        R::ChangesSignatureReplaced | R::ChangesSignatureReused => R::AttackSignatureReplaced,
        _ => return None,
    })
}
