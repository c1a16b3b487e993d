//! Validation of timestamps (EN 319 102-1 §5.4), in the past too (§5.6.3.4 step 4 b).

use super::past_signature::{Age, Archival, conclude};
use super::proof_of_existence::ProofsOfExistence;
use crate::evidence::{ContentCheck, SignerBinding, TimestampFacts};
use crate::indication::SubIndication;
use crate::policy::{Policy, Reliability};
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::validation::basic::x509::{ChainVerdict, Obstacle, Purpose};
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
    /// Since when the token itself is known to exist.
    pub proven: Instant,
}

impl TimestampVerdict {
    /// Whether its time is proven.
    pub fn is_passed(&self) -> bool {
        self.outcome.is_passed()
    }
}

/// Validates a token: its imprint, then its signature as one made by a timestamping unit. `proven` is since when the token
/// is known to exist.
pub fn validate(
    context: &Context<'_>,
    token: &TimestampFacts,
    proofs: &ProofsOfExistence<'_>,
    proven: Instant,
) -> TimestampVerdict {
    let times = Times { validation: context.time, signature: proven };
    let mut verdict = basic::validate_signed(context, &token.signed, Purpose::TimeStamping, times);
    let fixed = core::mem::replace(&mut verdict.fixed, Outcome::passed());
    verdict.fixed = imprint(token).and(fixed).and(unit(context.policy, verdict.chain.as_ref()));
    verdict.obstacles.extend(imprint_algorithm(context, token, proven).map(Obstacle::own_algorithm));
    // The token's signed attributes name the unit's certificate by its hash: it is at least as old.
    let certificate = if token.signed.binding == SignerBinding::Bound { proven } else { context.time };
    let outcome = conclude(context, &verdict, proofs, Age { signature: proven, certificate }, Archival::Present);
    TimestampVerdict { outcome, chain: verdict.chain, time: token.time, proven }
}

/// The imprint must be that of the data (FAILED/HASH_FAILURE).
fn imprint(token: &TimestampFacts) -> Outcome {
    match (token.imprint, token.imprint_algorithm) {
        (ContentCheck::Differs, _) => {
            let reason = Reason::new(ReasonCode::TimestampImprintMismatch).with("time", token.time);
            Outcome::failed(SubIndication::HashFailure, reason)
        }
        (ContentCheck::Matches | ContentCheck::InValue, Some(_)) => Outcome::passed(),
        (ContentCheck::NotComputable, Some(_)) => {
            Outcome::indeterminate(SubIndication::SignedDataNotFound, Reason::new(ReasonCode::CryptoContentUnavailable))
        }
        // NOTE: §5.4 has no sub-indication for a digest that is not known; the nearest is that for one no longer reliable.
        _ => Outcome::indeterminate(
            SubIndication::CryptoConstraintsFailureNoPoe,
            Reason::new(ReasonCode::CryptoUnsupported).with("what", "the digest of the timestamp's imprint"),
        ),
    }
}

/// The digest of the imprint must be reliable as long as the token's existence is not proven otherwise.
fn imprint_algorithm(context: &Context<'_>, token: &TimestampFacts, proven: Instant) -> Option<Reason> {
    let algorithm = token.imprint_algorithm?;
    match context.policy.suites.digest(algorithm, proven) {
        Reliability::Until(_) => None,
        Reliability::NotSince(since) => Some(acceptance::not_reliable(algorithm.name(), "TSTInfo", since, proven)),
    }
}

/// RFC 3161 §2.3: the unit's certificate has one extended key usage, id-kp-timeStamping, and it is critical.
///
/// NOTE: an extension that is not critical is a remark by default: older authorities wrote it so, and it restricts all the
/// same.
fn unit(policy: &Policy, chain: Option<&ChainVerdict>) -> Outcome {
    let Some(leaf) = chain.and_then(ChainVerdict::leaf) else { return Outcome::passed() };
    let certificate = &leaf.certificate;
    let reason = || Reason::new(ReasonCode::TimestampExtendedKeyUsage).with("subject", certificate.subject_text());
    let only_timestamping = certificate
        .extended_key_usage()
        .ok()
        .flatten()
        .is_some_and(|usage| usage.purposes().count() == 1 && usage.contains(oid::KP_TIME_STAMPING));
    if !only_timestamping {
        return Outcome::indeterminate(SubIndication::ChainConstraintsFailure, reason());
    }
    let is_critical = matches!(certificate.extension(oid::EXTENDED_KEY_USAGE), Ok(Some(extension)) if extension.critical);
    if is_critical {
        return Outcome::passed();
    }
    Outcome::constraint(SubIndication::ChainConstraintsFailure, policy.timestamp.extended_key_usage_critical, reason())
}
