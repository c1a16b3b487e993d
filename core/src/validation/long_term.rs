//! Signatures with time and with long-term validation data (EN 319 102-1 §5.5): the best-signature-time, what it changes,
//! and whether the times make sense together.

use super::basic::x509::{ChainVerdict, Obstacle, ObstacleKind, last_moment};
use super::basic::{self, BasicVerdict, acceptance};
use super::past_signature::{Age, Archival, conclude};
use super::proof_of_existence::ProofsOfExistence;
use super::renewal::Renewal;
use super::timestamp::{self, TimestampVerdict};
use super::{Context, Outcome, Times};
use crate::evidence::{SignatureFacts, SignerBinding, TimestampFacts, TimestampKind};
use crate::gather::Gather as _;
use crate::indication::{Indication, SubIndication};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::time::Instant;

/// The verdict on a signature or document timestamp.
#[derive(Clone, Debug)]
pub struct SignatureVerdict {
    /// The outcome.
    pub outcome: Outcome,
    /// The earliest time for which the signature is proven to have existed; the validation time without a timestamp.
    pub best_signature_time: Instant,
    /// The signer's certificate chain.
    pub chain: Option<ChainVerdict>,
    /// Verdicts on the timestamps inside the signature, in the order of the facts.
    pub timestamps: Vec<TimestampVerdict>,
    /// By when a new timestamp is needed and why; `None` when the verdict is not PASSED or nothing known ends.
    pub renewal: Option<Renewal>,
}

/// The first revision whose signed range holds the signature's value: document timestamps over it, or over a later one,
/// prove the signature.
pub fn covered_from(facts: &SignatureFacts) -> Option<u32> {
    facts.revision?.checked_add(1)
}

/// The verdict on a signature, given what document timestamps prove.
pub fn validate(context: &Context<'_>, facts: &SignatureFacts, proofs: &ProofsOfExistence<'_>) -> SignatureVerdict {
    let mut timestamps: Vec<Option<TimestampVerdict>> = facts.timestamps.iter().map(|_| None).gather();
    // Timestamps over the signature value first: content timestamps are signed, so they are as old as the signature.
    for (token, verdict) in facts.timestamps.iter().zip(&mut timestamps) {
        if token.kind != TimestampKind::Content {
            *verdict = Some(timestamp::validate(context, token, proofs, proofs.of(token.covered_from)));
        }
    }
    let by_document = proofs.of(covered_from(facts));
    let own = timestamps.iter().flatten().filter(|verdict| verdict.is_passed()).map(|verdict| verdict.time);
    let best = own.fold(by_document, Instant::min);
    let timestamps: Vec<TimestampVerdict> = facts
        .timestamps
        .iter()
        .zip(timestamps)
        .map(|(token, verdict)| {
            let proven = || best.min(proofs.of(token.covered_from));
            verdict.unwrap_or_else(|| timestamp::validate(context, token, proofs, proven()))
        })
        .gather();

    let verdict = basic::validate(context, facts, Times { validation: context.time, signature: best });
    let archival = context.evidence.signatures.iter().any(|other| is_archival(other, facts));
    let is_bound = facts.signed.as_ref().is_some_and(|signed| signed.binding == SignerBinding::Bound);
    let age = Age { signature: best, certificate: if is_bound { best } else { context.time } };
    let concluded = conclude(context, &verdict, proofs, age, Archival::of(archival));
    let made_after = facts.timestamps.iter().zip(&timestamps).filter(|(token, verdict)| is_content(token, verdict));
    let concluded = match made_after.map(|(_, verdict)| verdict.time).max() {
        Some(after) => with_content(concluded, made_too_late(context, facts, &verdict, &concluded_open(&verdict, best), after)),
        None => concluded,
    };
    let proven = Some(best).filter(|best| *best < context.time);
    let mut outcome = Outcome { reasons: remarks(context, facts, &timestamps, proven), ..Outcome::passed() }
        .and(concluded)
        .and(order(facts, &timestamps, proofs))
        .and(acceptance::proof_of_time(context, proven));
    outcome.reasons.extend(missing_proof(&outcome, verdict.chain.as_ref(), proven));
    let best_signature_time = if looks_at_timestamps(&verdict, archival) { best } else { context.time };
    SignatureVerdict { outcome, best_signature_time, chain: verdict.chain, timestamps, renewal: None }
}

/// Whether `other` is a document timestamp over the signature, valid or not: an attribute for long-term availability and
/// integrity (§5.6.3.1).
fn is_archival(other: &SignatureFacts, facts: &SignatureFacts) -> bool {
    other.timestamp.is_some() && covered_from(facts).is_some_and(|own| other.revision >= Some(own))
}

/// Whether the process comes to the timestamps at all, before which the best-signature-time is the current time (§5.5.4 step 1).
///
/// Basic validation that finds something else than what a time may explain ends it (step 2). §5.6.3.4 step 3 goes on with
/// a constraint that is not met, too.
fn looks_at_timestamps(verdict: &BasicVerdict, archival: bool) -> bool {
    let fixed = match verdict.fixed.sub_indication {
        None => true,
        Some(SubIndication::SigConstraintsFailure) => archival,
        Some(_) => false,
    };
    fixed && verdict.obstacles.iter().all(|obstacle| obstacle.kind != ObstacleKind::Lasting)
}

/// What a content timestamp shows takes the place of "it may be older".
fn with_content(concluded: Outcome, too_late: Outcome) -> Outcome {
    let replaces = !too_late.is_passed() && !concluded.is_passed() && too_late.indication <= concluded.indication;
    let sub_indication = if replaces { too_late.sub_indication } else { concluded.sub_indication };
    let joined = concluded.and(too_late);
    Outcome { sub_indication: if replaces { sub_indication } else { joined.sub_indication }, ..joined }
}

fn is_content(token: &TimestampFacts, verdict: &TimestampVerdict) -> bool {
    token.kind == TimestampKind::Content && verdict.is_passed()
}

/// What the best-signature-time does not take away.
fn concluded_open(verdict: &BasicVerdict, best: Instant) -> Vec<&Obstacle> {
    verdict.obstacles.iter().filter(|obstacle| !obstacle.is_resolved_at(best)).gather()
}

/// What a content timestamp shows: the signature was made after it (§5.3.4 steps 4 and 6).
fn made_too_late(
    context: &Context<'_>,
    facts: &SignatureFacts,
    verdict: &BasicVerdict,
    open: &[&Obstacle],
    after: Instant,
) -> Outcome {
    let reason = |code| Reason::new(code).with("time", after);
    let Some(leaf) = verdict.chain.as_ref().filter(|chain| chain.policies.is_some()).and_then(ChainVerdict::leaf) else {
        return Outcome::passed();
    };
    if verdict.fixed.indication != Indication::TotalPassed || leaf.is_anchor {
        return Outcome::passed();
    }
    let revoked = |obstacle: &&Obstacle| match obstacle.kind {
        ObstacleKind::Revoked { since, .. } => obstacle.sub_indication == SubIndication::RevokedNoPoe && after > since,
        _ => false,
    };
    if open.iter().copied().any(|obstacle| revoked(&obstacle)) {
        return Outcome::failed(SubIndication::Revoked, reason(ReasonCode::ValidationMadeAfterRevocation));
    }
    if after > last_moment(leaf.certificate.not_after()) {
        return Outcome::failed(SubIndication::Expired, reason(ReasonCode::ValidationMadeAfterExpiry));
    }
    let unreliable = facts.signed.as_ref().and_then(|signed| acceptance::algorithms(context, signed, &leaf.certificate, after));
    if unreliable.is_some() {
        let outcome =
            Outcome::indeterminate(SubIndication::CryptoConstraintsFailure, reason(ReasonCode::ValidationMadeAfterAlgorithm));
        return Outcome { reasons: outcome.reasons.into_iter().chain(unreliable).gather(), ..outcome };
    }
    Outcome::passed()
}

/// Whether the times of valid timestamps contradict each other (§5.5.4 step 4 e, RFC 3161 §2.4.2):
/// INDETERMINATE/TIMESTAMP_ORDER_FAILURE. Content timestamps come before those over the signature value, these before
/// document timestamps over the signature.
fn order(facts: &SignatureFacts, timestamps: &[TimestampVerdict], proofs: &ProofsOfExistence<'_>) -> Outcome {
    let valid = || facts.timestamps.iter().zip(timestamps).filter(|(_, verdict)| verdict.is_passed()).map(|(token, _)| token);
    let content = valid().filter(|token| token.kind == TimestampKind::Content).map(earliest).max();
    let value = || valid().filter(|token| token.kind != TimestampKind::Content);
    let document = proofs.latest(covered_from(facts));
    let contradiction = |before: Option<Instant>, after: Option<Instant>| match (before, after) {
        (Some(before), Some(after)) if before > after => Some((before, after)),
        _ => None,
    };
    // Each against the document timestamps that cover it: a /VRI timestamp may be younger than the first of them.
    let by_cover = || value().find_map(|token| contradiction(Some(earliest(token)), proofs.latest(token.covered_from)));
    let found = contradiction(content, value().map(latest).min()).or_else(|| contradiction(content, document)).or_else(by_cover);
    match found {
        Some((before, after)) => Outcome::indeterminate(
            SubIndication::TimestampOrderFailure,
            Reason::new(ReasonCode::TimestampOrder).with("first", before).with("second", after),
        ),
        None => Outcome::passed(),
    }
}

/// What a timestamp is taken to be exact to when it does not say.
const DEFAULT_ACCURACY: core::time::Duration = core::time::Duration::from_secs(1);

/// How far the time of a token may be off.
pub fn accuracy(token: &TimestampFacts) -> core::time::Duration {
    token.accuracy.unwrap_or(DEFAULT_ACCURACY)
}

/// The earliest instant at which a token can have been made.
pub fn earliest(token: &TimestampFacts) -> Instant {
    token.time.saturating_sub(accuracy(token))
}

/// The latest instant at which a token can have been made.
pub fn latest(token: &TimestampFacts) -> Instant {
    token.time.saturating_add(accuracy(token))
}

fn remarks(
    context: &Context<'_>,
    facts: &SignatureFacts,
    timestamps: &[TimestampVerdict],
    proven: Option<Instant>,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (token, verdict) in facts.timestamps.iter().zip(timestamps).filter(|(_, verdict)| !verdict.is_passed()) {
        let what = verdict.outcome.sub_indication.map_or("?", SubIndication::as_str);
        reasons.push(Reason::new(ReasonCode::TimestampNotValid).with("time", token.time).with("what", what));
    }
    reasons.extend(proven.map(|time| Reason::new(ReasonCode::TimestampProvesTime).with("time", time)));
    let claimed = facts.signed.as_ref().and_then(|signed| signed.claimed_time).or(facts.dictionary_time);
    // A claim later than a proof, or than now, cannot be right; that the proof came later is how signing works.
    if let Some(claimed) = claimed.filter(|claimed| *claimed > proven.unwrap_or(context.time)) {
        let proven = proven.unwrap_or(context.time);
        reasons.push(Reason::new(ReasonCode::CmsSigningTimeLate).with("claimed", claimed).with("proven", proven));
    }
    reasons
}

/// What would have helped a signature whose certificate, or an authority's, has expired.
fn missing_proof(outcome: &Outcome, chain: Option<&ChainVerdict>, proven: Option<Instant>) -> Option<Reason> {
    let out_of_bounds =
        [SubIndication::OutOfBoundsNoPoe, SubIndication::OutOfBoundsNotRevoked, SubIndication::RevocationOutOfBoundsNoPoe];
    if proven.is_some() || !outcome.sub_indication.is_some_and(|sub_indication| out_of_bounds.contains(&sub_indication)) {
        return None;
    }
    let expired =
        outcome.reasons.iter().any(|reason| reason.code == ReasonCode::PathExpired && reason.severity == Severity::Error);
    let leaf = &chain.filter(|_| expired)?.leaf()?.certificate;
    let reason = Reason::new(ReasonCode::ValidationExpiredNoProof);
    Some(reason.with("subject", leaf.subject_text()).with("expired", leaf.not_after()))
}
