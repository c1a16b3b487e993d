//! Format checking (EN 319 102-1 §5.2.2): does the signature conform to ISO 32000-2 and RFC 5652?

use super::Outcome;
use crate::evidence::{DocumentFacts, SignatureFacts};
use crate::gather::Gather as _;
use crate::indication::{Indication, SubIndication};
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode, Severity};

/// FAILED/FORMAT_FAILURE when any finding on the structure is an error; INDETERMINATE when the signature is of a kind
/// that is not supported, or when the file's structure had to be rebuilt.
///
/// Of a file that was cut off a part of the signed data cannot be obtained: INDETERMINATE/SIGNED_DATA_NOT_FOUND (§5.2.7.4
/// step 1), unless what is here is malformed by itself.
/// NOTE: said here, before the signing certificate is looked for (§5.2.3), because it is why the rest of the file makes no
/// sense either, the cross-references that had to be rebuilt included.
pub fn check(signature: &SignatureFacts, document: &DocumentFacts) -> Outcome {
    let repaired = document.repaired;
    // What is wrong with the file as a whole bears on each of its signatures.
    let of_document = [ReasonCode::DocumentRepaired, ReasonCode::DocumentTrailingData];
    let mut reasons: Vec<Reason> = document.reasons.iter().filter(|reason| of_document.contains(&reason.code)).cloned().gather();
    reasons.extend(signature.reasons.iter().cloned());
    let cms = signature.signed.as_ref().or(signature.timestamp.as_ref().map(|timestamp| &timestamp.signed));
    let structural = cms.into_iter().flat_map(|signed| &signed.reasons).filter(|reason| !is_acceptance(reason.code));
    reasons.extend(structural.cloned());
    if signature.coverage == Coverage::Partial && !reasons.iter().any(|reason| reason.code == ReasonCode::ByteRangePartial) {
        reasons.push(Reason::new(ReasonCode::ByteRangePartial));
    }
    let is_error = |reason: &&Reason| reason.severity == Severity::Error;
    // A field outside the form contradicts nothing that was signed: the file, not the signature, is malformed.
    let undecided = [
        ReasonCode::SignatureUnsupported,
        ReasonCode::SignatureOutsideForm,
        ReasonCode::DocumentRepaired,
        ReasonCode::ByteRangeCutOff,
    ];
    let cut_off = signature.is_cut_off();
    let failed = reasons.iter().filter(is_error).any(|reason| !undecided.contains(&reason.code));
    let open = repaired || reasons.iter().any(|reason| undecided.contains(&reason.code));
    let (indication, sub_indication) = match (failed, open) {
        (true, _) => (Indication::TotalFailed, Some(SubIndication::FormatFailure)),
        (false, true) if cut_off => (Indication::Indeterminate, Some(SubIndication::SignedDataNotFound)),
        (false, true) => (Indication::Indeterminate, Some(SubIndication::FormatFailure)),
        (false, false) => (Indication::TotalPassed, None),
    };
    Outcome { indication, sub_indication, reasons }
}

/// Findings on attributes are the acceptance block's (§5.2.8), not the format's.
pub(super) fn is_acceptance(code: ReasonCode) -> bool {
    use ReasonCode as R;
    let attributes = [R::CmsAttributeMissing, R::CmsAttributeMultiple, R::CmsContentType, R::CmsNoSignedAttributes];
    attributes.contains(&code) || code == R::CmsAlgorithmProtection
}
