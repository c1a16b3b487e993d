//! Until when a verdict holds as it is: the day by which a new timestamp is needed.
//!
//! EN 319 102-1 has no such process; this applies its conditions to the time ahead. A signature that passes today stands on
//! its outermost protection: the newest valid document timestamp over it, else the timestamp over its value, else its own
//! certificate. That protection is believed until the first of
//!
//! * the end of a certificate of its chain,
//! * the end of an algorithm under it: of its imprint, its signature, its chain and what is said about the chain,
//! * the end of the certificate that signed revocation information which nothing covers.
//!
//! What lies under the protection is proven by it and has no end of its own. What lies beside it, such as revocation
//! information that was added later or given by hand, has one: the end of its signer or of its algorithm.
//!
//! A new document timestamp before that day, over the document and its revocation information, gives a later day.

use super::Context;
use super::basic::x509::{ChainVerdict, Status};
use super::long_term::{SignatureVerdict, covered_from};
use super::proof_of_existence::ProofsOfExistence;
use crate::crypto::SignatureAlgorithm;
use crate::evidence::{SignatureFacts, SignedFacts, TimestampFacts, TimestampKind};
use crate::policy::Reliability;
use crate::time::Instant;

/// A valid timestamp and its facts.
#[derive(Clone, Copy, Debug)]
pub struct Protection<'v> {
    /// The facts.
    pub token: &'v TimestampFacts,
    /// The chain of its unit.
    pub chain: Option<&'v ChainVerdict>,
    /// What its range holds: everything first held by the range of this revision or an earlier one.
    pub covers: Option<u32>,
}

/// Until when the outermost protection is believed without any proof.
fn end_of_protection(context: &Context<'_>, protection: &Protection<'_>) -> Option<Instant> {
    let imprint = protection.token.imprint_algorithm;
    let imprint = imprint.and_then(|algorithm| end(context.policy.suites.digest(algorithm, context.time)));
    [imprint, end_of_signed(context, &protection.token.signed, protection.chain), end_of_chain(context, protection.chain)]
        .into_iter()
        .flatten()
        .min()
}

/// The day by which a passed signature needs a new timestamp; `None` when nothing known ends.
pub fn due(
    context: &Context<'_>,
    facts: &SignatureFacts,
    verdict: &SignatureVerdict,
    newest: Option<Protection<'_>>,
    proofs: &ProofsOfExistence<'_>,
) -> Option<Instant> {
    let (chain, timestamps) = (verdict.chain.as_ref(), &verdict.timestamps);
    let by_document = newest.filter(|protection| covered_from(facts).is_some_and(|own| Some(own) <= protection.covers));
    let over_value = facts.timestamps.iter().zip(timestamps);
    let over_value = over_value
        .filter(|(token, verdict)| token.kind != TimestampKind::Content && verdict.is_passed())
        .map(|(token, verdict)| Protection { token, chain: verdict.chain.as_ref(), covers: None });
    // Of several timestamps over the value one is enough.
    let own = || over_value.max_by_key(|protection| end_of_protection(context, protection).unwrap_or(Instant::MAX));
    let Some(protection) = by_document.or_else(own) else {
        let signed = facts.signed.as_ref().or(facts.timestamp.as_ref().map(|token| &token.signed));
        let imprint = facts.timestamp.as_ref().and_then(|token| token.imprint_algorithm);
        let imprint = imprint.and_then(|algorithm| end(context.policy.suites.digest(algorithm, context.time)));
        let signed = signed.and_then(|signed| end_of_signed(context, signed, chain)).into_iter().chain(imprint);
        return signed.chain(end_of_chain(context, chain)).min().filter(|end| *end > context.time);
    };
    let beside = end_beside(context, chain, proofs, protection.covers);
    let inner = facts.timestamps.iter().zip(timestamps).filter(|(_, verdict)| verdict.is_passed());
    let inner = inner.filter_map(|(_, verdict)| end_beside(context, verdict.chain.as_ref(), proofs, protection.covers));
    let ends = end_of_protection(context, &protection).into_iter().chain(beside);
    // An inner timestamp rests on its own revocation information only where something covers the timestamp.
    let inner = inner.filter(|_| protection.covers.is_some());
    ends.chain(inner).min().filter(|end| *end > context.time)
}

/// The algorithms of a signature value.
fn end_of_signed(context: &Context<'_>, signed: &SignedFacts, chain: Option<&ChainVerdict>) -> Option<Instant> {
    let bits = chain.and_then(ChainVerdict::leaf).and_then(|leaf| super::basic::key_bits(&leaf.certificate));
    let value = signed.signature_algorithm.zip(bits).and_then(|algorithm| end_of_algorithm(context, algorithm));
    let digest = signed.digest_algorithm.and_then(|digest| end(context.policy.suites.digest(digest, context.time)));
    value.into_iter().chain(digest).min()
}

/// The certificates of a chain, and everything under them.
fn end_of_chain(context: &Context<'_>, chain: Option<&ChainVerdict>) -> Option<Instant> {
    let certificates = chain?.certificates.iter().filter(|found| !found.is_anchor).map(|found| found.certificate.not_after());
    certificates.chain(statements_and_algorithms(context, chain?, None)).min()
}

/// What of a chain does not lie under the protection over `covers`.
fn end_beside(
    context: &Context<'_>,
    chain: Option<&ChainVerdict>,
    proofs: &ProofsOfExistence<'_>,
    covers: Option<u32>,
) -> Option<Instant> {
    statements_and_algorithms(context, chain?, covers.map(|covers| (proofs, covers))).min()
}

/// The ends of the algorithms under certificates and revocation information, and of who signed the latter; without what is
/// covered.
fn statements_and_algorithms<'c>(
    context: &'c Context<'_>,
    chain: &'c ChainVerdict,
    covered: Option<(&'c ProofsOfExistence<'_>, u32)>,
) -> impl Iterator<Item = Instant> + 'c {
    chain.certificates.iter().filter(|found| !found.is_anchor).flat_map(move |found| {
        let covers = |from: Option<u32>| covered.is_some_and(|(_, covers)| from.is_some_and(|from| from <= covers));
        let is_covered = covers(covered.and_then(|(proofs, _)| proofs.certificate_covered_from(found.certificate.sha256())));
        let algorithm = found.algorithm.filter(|_| !is_covered).and_then(|algorithm| end_of_algorithm(context, algorithm));
        let said = found.status.as_ref().and_then(Status::statement);
        let said = said.filter(|said| !covers(covered.and_then(|(proofs, _)| proofs.statement_covered_from(said))));
        let signer = said.and_then(|said| said.signer_not_after).filter(|end| *end > context.time);
        let under = said.and_then(|said| end_of_algorithm(context, said.signature_algorithm?));
        [algorithm, signer, under].into_iter().flatten()
    })
}

fn end_of_algorithm(context: &Context<'_>, (algorithm, bits): (SignatureAlgorithm, u32)) -> Option<Instant> {
    end(context.policy.suites.signature(&algorithm, bits, context.time))
}

/// An end that is still ahead: what has ended and did not matter is proven.
fn end(reliability: Reliability) -> Option<Instant> {
    match reliability {
        Reliability::Until(end) => end,
        Reliability::NotSince(_) => None,
    }
}
