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
use super::basic::key_bits;
use super::basic::x509::{ChainVerdict, Status};
use super::long_term::{SignatureVerdict, covered_from};
use super::proof_of_existence::ProofsOfExistence;
use crate::crypto::{DigestAlgorithm, SignatureAlgorithm};
use crate::evidence::{SignatureFacts, SignedFacts, TimestampFacts, TimestampKind};
use crate::policy::Reliability;
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::Certificate;

/// By when a verdict needs a new timestamp, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewal {
    /// The day by which.
    pub due: Instant,
    /// What ends then: one of the reasons `renewal.*`.
    pub cause: Reason,
}

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

/// Something on which a verdict rests ends at a time. Words are made of the first end only.
#[derive(Clone, Copy)]
struct End<'v> {
    time: Instant,
    what: Ending<'v>,
}

#[derive(Clone, Copy)]
enum Ending<'v> {
    /// A certificate on the chain of whoever signed, and what that one is.
    Certificate(&'v Certificate, Holder),
    /// An algorithm by which something was signed with a key of so many bits, and whose.
    Algorithm(SignatureAlgorithm, u32, Option<&'v str>),
    /// A digest, and who used it.
    Digest(DigestAlgorithm, Option<&'v str>),
    /// The certificate of who signed the revocation information about this one.
    StatementSigner(&'v Certificate),
    /// The algorithm by which the revocation information about this certificate was signed.
    StatementAlgorithm(SignatureAlgorithm, u32, &'v Certificate),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Signer,
    TimestampingUnit,
    Authority,
}

impl End<'_> {
    fn reason(&self) -> Reason {
        let about = |code, certificate: &Certificate| Reason::new(code).with("subject", certificate.subject_text());
        let used = |algorithm: String, subject: Option<&str>| {
            let reason = Reason::new(ReasonCode::RenewalAlgorithm).with("algorithm", algorithm);
            subject.into_iter().fold(reason, |reason, subject| reason.with("subject", subject))
        };
        let reason = match self.what {
            Ending::Certificate(certificate, Holder::Signer) => about(ReasonCode::RenewalSignerCertificate, certificate),
            Ending::Certificate(certificate, Holder::TimestampingUnit) => {
                about(ReasonCode::RenewalTimestampCertificate, certificate)
            }
            Ending::Certificate(certificate, Holder::Authority) => about(ReasonCode::RenewalAuthorityCertificate, certificate),
            Ending::Algorithm(algorithm, bits, subject) => used(format!("{algorithm} ({bits} bit)"), subject),
            Ending::Digest(algorithm, subject) => used(algorithm.name().to_owned(), subject),
            Ending::StatementSigner(certificate) => about(ReasonCode::RenewalRevocationSigner, certificate),
            Ending::StatementAlgorithm(algorithm, bits, certificate) => {
                about(ReasonCode::RenewalRevocationAlgorithm, certificate).with("algorithm", format!("{algorithm} ({bits} bit)"))
            }
        };
        reason.with("time", self.time)
    }
}

/// Until when the outermost protection is believed without any proof.
fn end_of_protection<'v>(context: &Context<'_>, protection: &Protection<'v>) -> Option<End<'v>> {
    let chain = end_of_chain(context, protection.chain, Holder::TimestampingUnit);
    earlier(chain, end_of_token(context, protection.token, protection.chain))
}

/// The algorithms of a token: of its value, and of its imprint.
fn end_of_token<'v>(context: &Context<'_>, token: &TimestampFacts, chain: Option<&'v ChainVerdict>) -> Option<End<'v>> {
    let imprint = token.imprint_algorithm.and_then(|algorithm| end_of_digest(context, algorithm, chain));
    earlier(end_of_signed(context, &token.signed, chain), imprint)
}

/// The earlier of two ends, if there are any; of two at one time the first named.
fn earlier<'v>(one: Option<End<'v>>, other: Option<End<'v>>) -> Option<End<'v>> {
    match (&one, &other) {
        (None, _) => other,
        (Some(first), Some(second)) if second.time < first.time => other,
        _ => one,
    }
}

/// By when a passed signature needs a new timestamp; `None` when nothing known ends.
pub fn due(
    context: &Context<'_>,
    facts: &SignatureFacts,
    verdict: &SignatureVerdict,
    newest: Option<Protection<'_>>,
    proofs: &ProofsOfExistence<'_>,
) -> Option<Renewal> {
    let end = end(context, facts, verdict, newest, proofs).filter(|end| end.time > context.time)?;
    Some(Renewal { due: end.time, cause: end.reason() })
}

fn end<'v>(
    context: &'v Context<'_>,
    facts: &'v SignatureFacts,
    verdict: &'v SignatureVerdict,
    newest: Option<Protection<'v>>,
    proofs: &'v ProofsOfExistence<'_>,
) -> Option<End<'v>> {
    let (chain, timestamps) = (verdict.chain.as_ref(), &verdict.timestamps);
    let by_document = newest.filter(|protection| covered_from(facts).is_some_and(|own| Some(own) <= protection.covers));
    let over_value = facts.timestamps.iter().zip(timestamps);
    let over_value = over_value
        .filter(|(token, verdict)| token.kind != TimestampKind::Content && verdict.is_passed())
        .map(|(token, verdict)| Protection { token, chain: verdict.chain.as_ref(), covers: None });
    // Of several timestamps over the value one is enough.
    let lasts = |protection: &Protection<'_>| end_of_protection(context, protection).map_or(Instant::MAX, |end| end.time);
    let Some(protection) = by_document.or_else(|| over_value.max_by_key(lasts)) else {
        let (holder, own) = match (&facts.signed, &facts.timestamp) {
            (Some(signed), _) => (Holder::Signer, end_of_signed(context, signed, chain)),
            (None, Some(token)) => (Holder::TimestampingUnit, end_of_token(context, token, chain)),
            (None, None) => (Holder::Signer, None),
        };
        return earlier(end_of_chain(context, chain, holder), own);
    };
    let beside = end_beside(context, chain, proofs, protection.covers);
    let mut end = earlier(end_of_protection(context, &protection), beside);
    // An inner timestamp rests on its own revocation information only where something covers the timestamp.
    if protection.covers.is_some() {
        for (_, verdict) in facts.timestamps.iter().zip(timestamps).filter(|(_, verdict)| verdict.is_passed()) {
            end = earlier(end, end_beside(context, verdict.chain.as_ref(), proofs, protection.covers));
        }
    }
    end
}

/// The algorithms of a signature value.
fn end_of_signed<'v>(context: &Context<'_>, signed: &SignedFacts, chain: Option<&'v ChainVerdict>) -> Option<End<'v>> {
    let leaf = chain.and_then(ChainVerdict::leaf).map(|leaf| &leaf.certificate);
    let bits = leaf.and_then(key_bits);
    let subject = leaf.map(Certificate::subject_text);
    let value = signed.signature_algorithm.zip(bits).and_then(|algorithm| end_of_algorithm(context, algorithm, subject));
    let digest = signed.digest_algorithm.and_then(|digest| end_of_digest(context, digest, chain));
    earlier(value, digest)
}

/// The certificates of a chain, and everything under them.
fn end_of_chain<'v>(context: &Context<'_>, chain: Option<&'v ChainVerdict>, leaf: Holder) -> Option<End<'v>> {
    let mut end = None;
    for (index, found) in chain?.certificates.iter().enumerate().filter(|(_, found)| !found.is_anchor) {
        let holder = if index == 0 { leaf } else { Holder::Authority };
        let what = Ending::Certificate(&found.certificate, holder);
        end = earlier(end, Some(End { time: found.certificate.not_after(), what }));
    }
    earlier(end, end_of_statements_and_algorithms(context, chain?, None))
}

/// What of a chain does not lie under the protection over `covers`.
fn end_beside<'v>(
    context: &Context<'_>,
    chain: Option<&'v ChainVerdict>,
    proofs: &ProofsOfExistence<'_>,
    covers: Option<u32>,
) -> Option<End<'v>> {
    end_of_statements_and_algorithms(context, chain?, covers.map(|covers| (proofs, covers)))
}

/// The algorithms under certificates and revocation information, and who signed the latter; without what is covered.
fn end_of_statements_and_algorithms<'v>(
    context: &Context<'_>,
    chain: &'v ChainVerdict,
    covered: Option<(&ProofsOfExistence<'_>, u32)>,
) -> Option<End<'v>> {
    let mut end = None;
    for found in chain.certificates.iter().filter(|found| !found.is_anchor) {
        let covers = |from: Option<u32>| covered.is_some_and(|(_, covers)| from.is_some_and(|from| from <= covers));
        let is_covered = covers(covered.and_then(|(proofs, _)| proofs.certificate_covered_from(found.certificate.sha256())));
        let issuer = Some(found.certificate.issuer_text());
        let algorithm = found.algorithm.filter(|_| !is_covered);
        let algorithm = algorithm.and_then(|algorithm| end_of_algorithm(context, algorithm, issuer));
        let said = found.status.as_ref().and_then(Status::statement);
        let said = said.filter(|said| !covers(covered.and_then(|(proofs, _)| proofs.statement_covered_from(said))));
        let signer = said.and_then(|said| said.signer_not_after).filter(|end| *end > context.time);
        let signer = signer.map(|time| End { time, what: Ending::StatementSigner(&found.certificate) });
        let under = said.and_then(|said| said.signature_algorithm).and_then(|(algorithm, bits)| {
            let time = ahead(context.policy.suites.signature(&algorithm, bits, context.time))?;
            Some(End { time, what: Ending::StatementAlgorithm(algorithm, bits, &found.certificate) })
        });
        end = earlier(earlier(earlier(end, algorithm), signer), under);
    }
    end
}

fn end_of_algorithm<'v>(
    context: &Context<'_>,
    (algorithm, bits): (SignatureAlgorithm, u32),
    subject: Option<&'v str>,
) -> Option<End<'v>> {
    let time = ahead(context.policy.suites.signature(&algorithm, bits, context.time))?;
    Some(End { time, what: Ending::Algorithm(algorithm, bits, subject) })
}

fn end_of_digest<'v>(context: &Context<'_>, algorithm: DigestAlgorithm, chain: Option<&'v ChainVerdict>) -> Option<End<'v>> {
    let time = ahead(context.policy.suites.digest(algorithm, context.time))?;
    let subject = chain.and_then(ChainVerdict::leaf).map(|leaf| leaf.certificate.subject_text());
    Some(End { time, what: Ending::Digest(algorithm, subject) })
}

/// An end that is still ahead: what has ended and did not matter is proven.
fn ahead(reliability: Reliability) -> Option<Instant> {
    match reliability {
        Reliability::Until(end) => end,
        Reliability::NotSince(_) => None,
    }
}
