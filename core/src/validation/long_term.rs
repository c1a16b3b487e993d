//! Signatures with time and with long-term validation data (EN 319 102-1 §5.5): the best-signature-time, and what it
//! changes.

use super::timestamp::{self, TimestampVerdict};
use super::{Context, Outcome, Times, basic};
use crate::evidence::{SignatureFacts, TimestampFacts, TimestampKind};
use crate::indication::SubIndication;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use basic::x509::ChainVerdict;

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
}

/// Verdicts on all signatures and document timestamps, in the order of the facts.
pub fn validate(context: &Context<'_>) -> Vec<SignatureVerdict> {
    let signatures = &context.evidence.signatures;
    // Document timestamps first: they prove the time of signatures in earlier revisions.
    let documents: Vec<Option<TimestampVerdict>> =
        signatures.iter().map(|facts| facts.timestamp.as_ref().map(|token| document_timestamp(context, facts, token))).collect();
    let proofs: Vec<(u32, Instant)> = signatures
        .iter()
        .zip(&documents)
        .filter_map(|(facts, verdict)| Some((facts.revision?, verdict.as_ref()?)))
        .filter(|(_, verdict)| verdict.outcome.is_passed())
        .map(|(revision, verdict)| (revision, verdict.time))
        .collect();
    signatures
        .iter()
        .zip(documents)
        .map(|(facts, document)| match document {
            Some(verdict) => timestamp_verdict(context, verdict),
            None => signature(context, facts, &proofs),
        })
        .collect()
}

/// A document timestamp: the token's verdict together with the format of its dictionary.
fn document_timestamp(context: &Context<'_>, facts: &SignatureFacts, token: &TimestampFacts) -> TimestampVerdict {
    let verdict = timestamp::validate(context, token, context.time);
    let format = basic::format::check(facts, &context.evidence.document);
    TimestampVerdict { outcome: format.and(verdict.outcome), ..verdict }
}

fn timestamp_verdict(context: &Context<'_>, verdict: TimestampVerdict) -> SignatureVerdict {
    SignatureVerdict { outcome: verdict.outcome, best_signature_time: context.time, chain: verdict.chain, timestamps: Vec::new() }
}

fn signature(context: &Context<'_>, facts: &SignatureFacts, documents: &[(u32, Instant)]) -> SignatureVerdict {
    let timestamps: Vec<TimestampVerdict> =
        facts.timestamps.iter().map(|token| timestamp::validate(context, token, context.time)).collect();
    let mut reasons = Vec::new();
    let inner = facts.timestamps.iter().zip(&timestamps).filter(|(token, _)| token.kind == TimestampKind::Signature);
    let mut proven: Vec<Instant> = Vec::new();
    for (token, verdict) in inner {
        if verdict.outcome.is_passed() {
            proven.push(token.time);
        } else {
            let what = verdict.outcome.sub_indication.map_or("?", SubIndication::as_str);
            reasons.push(Reason::new(ReasonCode::TimestampNotValid).with("time", token.time).with("what", what));
        }
    }
    // A document timestamp over a later revision covers this signature with its value.
    let covering = documents.iter().filter(|(revision, _)| facts.revision.is_some_and(|own| *revision > own));
    proven.extend(covering.map(|(_, time)| *time));
    let best = proven.into_iter().min().filter(|time| *time < context.time);
    if let Some(time) = best {
        reasons.push(Reason::new(ReasonCode::TimestampProvesTime).with("time", time));
    }
    let best_signature_time = best.unwrap_or(context.time);
    let times = Times { validation: context.time, signature: best_signature_time };
    let verdict = basic::validate(context, facts, times);
    let outcome = Outcome { reasons, ..Outcome::passed() };
    let mut outcome = outcome
        .and(verdict.outcome)
        .and(before_certificate(verdict.chain.as_ref(), best))
        .and(basic::acceptance::proof_of_time(context, best));
    outcome.reasons.extend(missing_proof(&outcome, verdict.chain.as_ref(), best));
    SignatureVerdict { outcome, best_signature_time, chain: verdict.chain, timestamps }
}

/// What would have helped a signature whose certificate, or an authority's, has expired.
fn missing_proof(outcome: &Outcome, chain: Option<&ChainVerdict>, best: Option<Instant>) -> Option<Reason> {
    let out_of_bounds =
        [SubIndication::OutOfBoundsNoPoe, SubIndication::OutOfBoundsNotRevoked, SubIndication::RevocationOutOfBoundsNoPoe];
    if !outcome.sub_indication.is_some_and(|sub_indication| out_of_bounds.contains(&sub_indication)) {
        return None;
    }
    if best.is_some() {
        return Some(Reason::new(ReasonCode::ValidationPastNotChecked));
    }
    let leaf = &chain?.leaf()?.certificate;
    let reason = Reason::new(ReasonCode::ValidationExpiredNoProof);
    Some(reason.with("subject", leaf.subject()).with("expired", leaf.not_after()))
}

/// A signature proven to be older than its certificate was not made with it (§5.5.4).
fn before_certificate(chain: Option<&ChainVerdict>, best: Option<Instant>) -> Outcome {
    let (Some(leaf), Some(best)) = (chain.and_then(ChainVerdict::leaf), best) else { return Outcome::passed() };
    let begin = leaf.certificate.not_before();
    if best >= begin {
        return Outcome::passed();
    }
    let reason = Reason::new(ReasonCode::PathNotYetValid).with("subject", leaf.certificate.subject()).with("time", begin);
    Outcome::failed(SubIndication::NotYetValid, reason)
}
