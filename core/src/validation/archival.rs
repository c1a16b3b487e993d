//! Signatures that provide long-term availability and integrity of validation data (EN 319 102-1 §5.6.3), and with them
//! the validation of a whole document.
//!
//! Document timestamps are validated from the newest to the oldest. Each that is valid proves that everything in its range
//! existed at its time, the timestamps before it included, whose certificates may have expired since.

use super::basic;
use super::long_term::{self, SignatureVerdict, earliest};
use super::proof_of_existence::ProofsOfExistence;
use super::renewal::{self, Protection, Renewal};
use super::timestamp::{self, TimestampVerdict};
use super::{Context, Outcome};
use crate::evidence::{SignatureFacts, TimestampFacts};
use crate::gather::Gather as _;
use crate::indication::SubIndication;
use crate::order::Arrange as _;
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, ReasonCode};

/// Verdicts on all signatures and document timestamps, in the order of the facts.
pub fn validate(context: &Context<'_>) -> Vec<SignatureVerdict> {
    let signatures = &context.evidence.signatures;
    let mut proofs = ProofsOfExistence::at(context.time, &context.evidence.material);
    let mut verdicts: Vec<Option<SignatureVerdict>> = signatures.iter().map(|_| None).gather();
    let mut documents: Vec<(usize, &SignatureFacts, &TimestampFacts)> =
        signatures.iter().enumerate().filter_map(|(index, facts)| Some((index, facts, facts.timestamp.as_ref()?))).gather();
    documents.arrange_by_key(|(index, facts, _)| (core::cmp::Reverse(facts.revision), *index));
    // The newest document timestamp that lies after one over it: what it covers has contradicting times.
    let mut contradicted: Option<(u32, Reason)> = None;
    for (index, facts, token) in documents {
        let verdict = document_timestamp(context, facts, token, &proofs);
        if verdict.outcome.is_passed()
            && let (Some(revision), Coverage::WholeDocument | Coverage::WholeRevision) = (facts.revision, facts.coverage)
        {
            if let Some(latest) = proofs.latest(token.covered_from).filter(|latest| earliest(token) > *latest) {
                let reason = Reason::new(ReasonCode::TimestampOrder).with("first", token.time).with("second", latest);
                contradicted.get_or_insert((revision, reason));
            }
            proofs.add_document_timestamp(revision, token.time, long_term::accuracy(token));
        }
        if let Some(slot) = verdicts.get_mut(index) {
            *slot = Some(verdict);
        }
    }
    let mut verdicts: Vec<SignatureVerdict> = signatures
        .iter()
        .zip(verdicts)
        .map(|(facts, verdict)| {
            verdict.unwrap_or_else(|| with_order(long_term::validate(context, facts, &proofs), facts, contradicted.as_ref()))
        })
        .gather();
    let due = renewals(context, &verdicts, &proofs);
    for (verdict, due) in verdicts.iter_mut().zip(due) {
        verdict.renewal = due;
    }
    verdicts
}

/// By when each needs a new timestamp and why, under the newest document timestamp that is valid.
fn renewals(context: &Context<'_>, verdicts: &[SignatureVerdict], proofs: &ProofsOfExistence<'_>) -> Vec<Option<Renewal>> {
    let all = || context.evidence.signatures.iter().zip(verdicts);
    let passed = |verdict: &SignatureVerdict| verdict.outcome.is_passed();
    let documents = all().filter(|(_, verdict)| passed(verdict)).filter_map(|(facts, verdict)| {
        let protection = Protection { token: facts.timestamp.as_ref()?, chain: verdict.chain.as_ref(), covers: facts.revision };
        Some(protection)
    });
    let newest = documents.max_by_key(|protection| protection.covers);
    let due = |(facts, verdict): (&SignatureFacts, &SignatureVerdict)| {
        passed(verdict).then(|| renewal::due(context, facts, verdict, newest, proofs)).flatten()
    };
    all().map(due).gather()
}

/// A document timestamp: its dictionary's format together with the token's verdict. A /VRI timestamp over it proves it too.
fn document_timestamp(
    context: &Context<'_>,
    facts: &SignatureFacts,
    token: &TimestampFacts,
    proofs: &ProofsOfExistence<'_>,
) -> SignatureVerdict {
    let over_it = facts.timestamps.iter().map(|over| timestamp::validate(context, over, proofs, proofs.of(over.covered_from)));
    let timestamps: Vec<TimestampVerdict> = over_it.gather();
    let valid = timestamps.iter().filter(|verdict| verdict.is_passed()).map(|verdict| verdict.time);
    let proven = valid.fold(proofs.of(token.covered_from), Ord::min);
    let verdict = timestamp::validate(context, token, proofs, proven);
    let outcome = basic::format::check(facts, &context.evidence.document).and(verdict.outcome);
    SignatureVerdict { outcome, best_signature_time: proven, chain: verdict.chain, timestamps, renewal: None }
}

/// A signature under document timestamps whose times contradict each other (§5.5.4 step 4 e).
fn with_order(verdict: SignatureVerdict, facts: &SignatureFacts, contradicted: Option<&(u32, Reason)>) -> SignatureVerdict {
    let covers = |revision: u32| long_term::covered_from(facts).is_some_and(|own| own <= revision);
    match contradicted {
        Some((revision, reason)) if covers(*revision) => {
            let order = Outcome::indeterminate(SubIndication::TimestampOrderFailure, reason.clone());
            SignatureVerdict { outcome: verdict.outcome.and(order), ..verdict }
        }
        _ => verdict,
    }
}
