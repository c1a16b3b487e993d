//! Signature acceptance validation (EN 319 102-1 §5.2.8): attributes, and algorithms by date.

use super::format::is_acceptance;
use super::key_bits;
use super::{Context, Outcome};
use crate::evidence::SignedFacts;
use crate::gather::Gather as _;
use crate::indication::{Indication, SubIndication};
use crate::policy::Reliability;
use crate::reason::{Reason, ReasonCode, Severity};
use crate::time::Instant;
use crate::x509::Certificate;

/// INDETERMINATE/SIG_CONSTRAINTS_FAILURE when a signed attribute is missing or contradicts the signature.
pub fn structure(signed: &SignedFacts) -> Outcome {
    let reasons: Vec<Reason> = signed.reasons.iter().filter(|reason| is_acceptance(reason.code)).cloned().gather();
    let failed = reasons.iter().any(|reason| reason.severity == Severity::Error);
    let (indication, sub_indication) = if failed {
        (Indication::Indeterminate, Some(SubIndication::SigConstraintsFailure))
    } else {
        (Indication::TotalPassed, None)
    };
    Outcome { indication, sub_indication, reasons }
}

/// Which algorithm of the signature is not reliable at `time` (INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE_NO_POE).
pub fn algorithms(context: &Context<'_>, signed: &SignedFacts, certificate: &Certificate, time: Instant) -> Option<Reason> {
    let suites = &context.policy.suites;
    let unreliable =
        |algorithm: &str, since: Option<Instant>| Some(not_reliable(algorithm, certificate.subject_text(), since, time));
    if let Some(digest) = signed.digest_algorithm
        && let Reliability::NotSince(since) = suites.digest(digest, time)
    {
        return unreliable(digest.name(), since);
    }
    if let (Some(algorithm), Some(bits)) = (&signed.signature_algorithm, key_bits(certificate))
        && let Reliability::NotSince(since) = suites.signature(algorithm, bits, time)
    {
        return unreliable(&format!("{algorithm} ({bits} bit)"), since);
    }
    None
}

/// INDETERMINATE/SIG_CONSTRAINTS_FAILURE when the policy wants a valid timestamp and none proves when the signature existed.
pub fn proof_of_time(context: &Context<'_>, proven: Option<Instant>) -> Outcome {
    if proven.is_some() {
        return Outcome::passed();
    }
    let reason = Reason::new(ReasonCode::SignatureTimestampMissing);
    Outcome::constraint(SubIndication::SigConstraintsFailure, context.policy.signature.timestamp, reason)
}

/// The finding that `algorithm` is not reliable at `time`.
pub(crate) fn not_reliable(algorithm: &str, subject: &str, since: Option<Instant>, time: Instant) -> Reason {
    let since = since.map_or_else(|| "–".to_owned(), |since| since.to_string());
    Reason::new(ReasonCode::CryptoNotReliable)
        .with("algorithm", algorithm)
        .with("subject", subject)
        .with("since", since)
        .with("time", time)
}
