//! Validation context initialisation (EN 319 102-1 §5.2.4): the signature policy that a signature names.

use super::Outcome;
use crate::evidence::{SignaturePolicyFacts, SignedFacts};
use crate::indication::SubIndication;
use crate::reason::{Reason, ReasonCode};

/// INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE, INDETERMINATE/POLICY_PROCESSING_ERROR, or PASSED.
pub fn initialise(signed: &SignedFacts) -> Outcome {
    match &signed.signature_policy {
        // The rules of an implied policy are those that this validation is given (§5.2.4.4).
        None | Some(SignaturePolicyFacts::Implied) => Outcome::passed(),
        Some(SignaturePolicyFacts::Unreadable) => {
            Outcome::indeterminate(SubIndication::PolicyProcessingError, Reason::new(ReasonCode::SignaturePolicyUnreadable))
        }
        Some(SignaturePolicyFacts::Identified { identifier, .. }) => {
            let reason = Reason::new(ReasonCode::SignaturePolicyNotAvailable).with("policy", identifier);
            Outcome::indeterminate(SubIndication::SignaturePolicyNotAvailable, reason)
        }
    }
}
