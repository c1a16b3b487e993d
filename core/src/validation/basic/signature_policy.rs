//! Validation context initialisation (EN 319 102-1 §5.2.4): the signature policy that a signature names.
//!
//! NOTE: the document of a signature policy is identified and its digest compared; its rules are prose or a language of
//! their own and are not read. The constraints are those of the validation policy, as §5.2.4.4 has it for a policy whose
//! rules reach the validator by other means: who lists a signature policy says that the validation policy stands for it.

use super::Outcome;
use crate::evidence::{SignaturePolicyFacts, SignedFacts};
use crate::indication::SubIndication;
use crate::policy::Policy;
use crate::reason::{Reason, ReasonCode, Severity};

/// INDETERMINATE/SIGNATURE_POLICY_NOT_AVAILABLE, INDETERMINATE/POLICY_PROCESSING_ERROR, or PASSED.
pub fn initialise(policy: &Policy, signed: &SignedFacts) -> Outcome {
    match &signed.signature_policy {
        // The rules of an implied policy are those that this validation is given.
        None | Some(SignaturePolicyFacts::Implied) => Outcome::passed(),
        Some(SignaturePolicyFacts::Unreadable) => {
            Outcome::indeterminate(SubIndication::PolicyProcessingError, Reason::new(ReasonCode::SignaturePolicyUnreadable))
        }
        Some(SignaturePolicyFacts::Identified { identifier, digest, uri }) => {
            let digest = digest.as_ref().map(|(algorithm, value)| (*algorithm, value.as_slice()));
            identified(policy, identifier, digest, uri.as_deref())
        }
    }
}

type StatedDigest<'d> = Option<(Option<crate::crypto::DigestAlgorithm>, &'d [u8])>;

fn identified(policy: &Policy, identifier: &str, digest: StatedDigest<'_>, uri: Option<&str>) -> Outcome {
    let reason = |code| Reason::new(code).with("policy", identifier);
    let not_available = || {
        let mut reason = reason(ReasonCode::SignaturePolicyNotAvailable);
        if let Some(uri) = uri {
            reason = reason.with("uri", uri);
        }
        Outcome::constraint(SubIndication::SignaturePolicyNotAvailable, policy.signature.policy_not_available, reason)
    };
    let remark = |code, severity| Outcome { reasons: vec![reason(code).severity(severity)], ..Outcome::passed() };
    // A document with the stated digest is the one that was signed under, whether or not the policy lists its identifier.
    if let Some((Some(algorithm), value)) = digest
        && policy.has_signature_policy_document(algorithm, value)
    {
        return remark(ReasonCode::SignaturePolicyIdentified, Severity::Info);
    }
    let Some(known) = policy.signature_policy(identifier) else { return not_available() };
    match digest {
        None => remark(ReasonCode::SignaturePolicyDigestMissing, Severity::Warning),
        Some((Some(algorithm), value)) => match known.has_digest(algorithm, value) {
            Some(true) => remark(ReasonCode::SignaturePolicyIdentified, Severity::Info),
            Some(false) => Outcome::indeterminate(
                SubIndication::PolicyProcessingError,
                reason(ReasonCode::SignaturePolicyDigestMismatch).with("algorithm", algorithm.name()),
            ),
            None => not_available(),
        },
        Some((None, _)) => Outcome::indeterminate(
            SubIndication::PolicyProcessingError,
            Reason::new(ReasonCode::CryptoUnsupported).with("what", format!("the digest of the signature policy {identifier}")),
        ),
    }
}
