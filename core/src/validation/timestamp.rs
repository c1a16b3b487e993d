//! Validation of timestamps (EN 319 102-1 §5.4).

use crate::evidence::{ContentCheck, TimestampFacts};
use crate::indication::SubIndication;
use crate::policy::Reliability;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::validation::basic::x509::{ChainVerdict, Purpose};
use crate::validation::basic::{self, acceptance};
use crate::validation::{Context, Outcome, Times};

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
    let outcome = imprint(context, timestamp, time).and(verdict.outcome);
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
