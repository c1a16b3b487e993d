//! Cryptographic verification (EN 319 102-1 §5.2.7): is the content the signed one, is the value the signer's?

use super::Outcome;
use crate::evidence::{ContentCheck, SignedFacts, ValueCheck};
use crate::indication::SubIndication;
use crate::policy::{Level, Policy};
use crate::reason::{Reason, ReasonCode, Severity};

/// FAILED/HASH_FAILURE, FAILED/SIG_CRYPTO_FAILURE, INDETERMINATE where it could not be computed, or PASSED.
pub fn verify(policy: &Policy, signed: &SignedFacts) -> Outcome {
    if signed.content == ContentCheck::Differs {
        return Outcome::failed(SubIndication::HashFailure, Reason::new(ReasonCode::CryptoDigestMismatch));
    }
    match &signed.value {
        ValueCheck::Invalid => Outcome::failed(SubIndication::SigCryptoFailure, Reason::new(ReasonCode::CryptoSignatureInvalid)),
        ValueCheck::Unsupported(what) => unsupported(what),
        ValueCheck::NoCertificate => Outcome::indeterminate(
            SubIndication::NoSigningCertificateFound,
            Reason::new(ReasonCode::SignerCertificateMissing).with("identifier", &signed.signer_identifier),
        ),
        ValueCheck::Valid | ValueCheck::ValidAsWritten if signed.content == ContentCheck::NotComputable => {
            content_unknown(signed)
        }
        ValueCheck::Valid => Outcome::passed(),
        ValueCheck::ValidAsWritten => as_written(policy.signature.signed_attributes_not_der),
    }
}

/// RFC 5652 §5.4: the value is over the DER of the signed attributes, however they are written. One over another order is
/// not a value of RFC 5652, and yet only the holder of the key can have made it: the policy decides.
fn as_written(level: Level) -> Outcome {
    let reason = Reason::new(ReasonCode::CryptoAttributesNotDer);
    match level {
        Level::Fail => Outcome::failed(SubIndication::SigCryptoFailure, reason),
        Level::Warn | Level::Ignore => Outcome::constraint(SubIndication::SigCryptoFailure, level, reason),
    }
}

/// The value is the signer's, but whether it belongs to this content is open.
fn content_unknown(signed: &SignedFacts) -> Outcome {
    if signed.digest_algorithm.is_none() {
        return unsupported(&signed.digest_algorithm_name);
    }
    // A message-digest attribute that is missing or not single is the acceptance block's finding, with its own sub-indication.
    let unusable = [ReasonCode::CmsAttributeMissing, ReasonCode::CmsAttributeMultiple];
    if signed.reasons.iter().any(|reason| unusable.contains(&reason.code) && reason.severity == Severity::Error) {
        return Outcome::passed();
    }
    Outcome::indeterminate(SubIndication::SignedDataNotFound, Reason::new(ReasonCode::CryptoContentUnavailable))
}

/// NOTE: §5.2.7 has no sub-indication for an algorithm outside the validator's reach; the nearest is used.
fn unsupported(what: &str) -> Outcome {
    let reason = Reason::new(ReasonCode::CryptoUnsupported).with("what", what);
    Outcome::indeterminate(SubIndication::CryptoConstraintsFailureNoPoe, reason)
}
