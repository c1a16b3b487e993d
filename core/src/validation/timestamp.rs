//! Validation of timestamps (EN 319 102-1 §5.4).

use crate::evidence::{ContentCheck, TimestampFacts};
use crate::indication::SubIndication;
use crate::policy::{Policy, Reliability};
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::validation::basic::x509::{ChainVerdict, Purpose};
use crate::validation::basic::{self, acceptance};
use crate::validation::{Context, Outcome, Times};
use crate::x509::oid;

/// The verdict on one token.
#[derive(Clone, Debug)]
pub struct TimestampVerdict {
    /// The outcome.
    pub outcome: Outcome,
    /// The TSA's certificate chain.
    pub chain: Option<ChainVerdict>,
    /// genTime, of use only when the outcome is PASSED.
    pub time: Instant,
}

/// Validates a token at `time`: its imprint, then its signature as a basic signature made by a timestamping unit.
pub fn validate(context: &Context<'_>, timestamp: &TimestampFacts, time: Instant) -> TimestampVerdict {
    let verdict = basic::validate_signed(context, &timestamp.signed, Purpose::TimeStamping, Times::at(time));
    let outcome = imprint(context, timestamp, time).and(verdict.outcome).and(unit(context.policy, verdict.chain.as_ref()));
    TimestampVerdict { outcome, chain: verdict.chain, time: timestamp.time }
}

/// The imprint must be that of the data (FAILED/HASH_FAILURE), under a digest that is reliable at `time`.
fn imprint(context: &Context<'_>, timestamp: &TimestampFacts, time: Instant) -> Outcome {
    match (timestamp.imprint, timestamp.imprint_algorithm) {
        (ContentCheck::Differs, _) => Outcome::failed(
            SubIndication::HashFailure,
            Reason::new(ReasonCode::TimestampImprintMismatch).with("time", timestamp.time),
        ),
        (ContentCheck::Matches | ContentCheck::InValue, Some(algorithm)) => {
            let Reliability::NotSince(since) = context.policy.suites.digest(algorithm, time) else {
                return Outcome::passed();
            };
            let reason = acceptance::not_reliable(algorithm.name(), "TSTInfo", since, time);
            Outcome::indeterminate(SubIndication::CryptoConstraintsFailureNoPoe, reason)
        }
        _ => Outcome::indeterminate(
            SubIndication::SignedDataNotFound,
            Reason::new(ReasonCode::CryptoUnsupported).with("what", "the digest of the timestamp's imprint"),
        ),
    }
}

/// RFC 3161 §2.3: the unit's certificate has one extended key usage, id-kp-timeStamping, and it is critical.
///
/// NOTE: an extension that is not critical is a remark by default: older authorities wrote it so, and it restricts all the
/// same.
fn unit(policy: &Policy, chain: Option<&ChainVerdict>) -> Outcome {
    let Some(leaf) = chain.and_then(ChainVerdict::leaf) else { return Outcome::passed() };
    let certificate = &leaf.certificate;
    let reason = Reason::new(ReasonCode::TimestampExtendedKeyUsage).with("subject", certificate.subject());
    let only_timestamping = certificate
        .extended_key_usage()
        .ok()
        .flatten()
        .is_some_and(|usage| usage.purposes().count() == 1 && usage.contains(oid::KP_TIME_STAMPING));
    if !only_timestamping {
        return Outcome::indeterminate(SubIndication::ChainConstraintsFailure, reason);
    }
    let is_critical = matches!(certificate.extension(oid::EXTENDED_KEY_USAGE), Ok(Some(extension)) if extension.critical);
    if is_critical {
        return Outcome::passed();
    }
    Outcome::constraint(SubIndication::ChainConstraintsFailure, policy.timestamp.extended_key_usage_critical, reason)
}
