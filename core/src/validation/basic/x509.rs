//! X.509 certificate validation (EN 319 102-1 §5.2.6): is there a path to an anchor, and was every certificate on it good
//! at one time?
//!
//! What stands in the way is kept as [`Obstacle`]s. Some say that something came too late to be believed without a proof:
//! such a proof, looked for by the processes of §5.5 and §5.6, takes them away.

use std::sync::Arc;

use super::acceptance::not_reliable;
use super::prospective::{Completeness, ProspectiveCertificate, ProspectiveChain, Prospects};
use super::revocation_status::{StatusTimes, decide, is_fresh, issued};
use super::{ChainContext, Context, Outcome, Times, trust_anchor};
use crate::crl::CrlReason;
use crate::crypto::SignatureAlgorithm;
use crate::indication::SubIndication;
use crate::path::{AnchorRules, Enforcement, PathFailure, PathParameters, PolicySet, ValidityBound, ValidityCheck};
use crate::policy::{Level, Reliability, RevocationRequirement};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::revocation::{Revocation, Statement, is_exempt};
use crate::time::Instant;
use crate::x509::{Certificate, TrustAnchor};

pub use super::revocation_status::Status;
pub use crate::path::Purpose;

/// A certificate of the chain and what was found about it.
#[derive(Clone, Debug)]
pub struct ChainCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether it is the trust anchor.
    pub is_anchor: bool,
    /// What revocation information says; `None` where it was not looked for.
    pub status: Option<Status>,
    /// With which algorithm it is signed, and with how many bits its issuer's key has.
    pub algorithm: Option<(SignatureAlgorithm, u32)>,
}

/// The verdict on a chain.
#[derive(Clone, Debug)]
pub struct ChainVerdict {
    /// Leaf first; the best candidate when no path is valid.
    pub certificates: Vec<ChainCertificate>,
    /// The policies for which the path is valid (RFC 5280 §6.1.6); `None` when it is not valid by RFC 5280 §6.1 itself,
    /// revocation and validity periods apart.
    pub policies: Option<PolicySet>,
    /// What stands in the way at the validation time, leaf first. Empty: PASSED.
    pub obstacles: Vec<Obstacle>,
    /// Findings on which the verdict does not rest.
    pub remarks: Vec<Reason>,
}

/// Something that stands in the way of a verdict at the validation time.
#[derive(Clone, Debug)]
pub struct Obstacle {
    /// What it is.
    pub kind: ObstacleKind,
    /// The sub-indication that goes with it.
    pub sub_indication: SubIndication,
    /// Why; one or more.
    pub reasons: Vec<Reason>,
}

/// What stands in the way, and which proof of existence would help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObstacleKind {
    /// No time would help: no chain, a broken constraint, missing revocation information.
    Lasting,
    /// Revoked or on hold since then; `spoken_before`: all statements about certificates below were made before.
    Revoked {
        /// When.
        since: Instant,
        /// Whether what revocation information says of the certificates below was said before the revocation.
        spoken_before: bool,
    },
    /// Revocation information is not fresh, even at the best-signature-time.
    NotFresh,
    /// Outside the validity period.
    Validity {
        /// notBefore.
        begin: Instant,
        /// notAfter.
        end: Instant,
        /// Known not to have been revoked in it, by information whose signer can still be believed.
        known_good: bool,
    },
    /// An algorithm under the certificate or the revocation information is not reliable at the validation time.
    Algorithm,
    /// An algorithm of the signature itself is not reliable at the best-signature-time.
    OwnAlgorithm,
    /// The key that signed the revocation information is no longer valid.
    RevocationSigner,
    /// The anchor is no longer trusted.
    Anchor,
}

impl Obstacle {
    fn new(kind: ObstacleKind, sub_indication: SubIndication, reason: Reason) -> Self {
        Self { kind, sub_indication, reasons: vec![reason] }
    }

    /// An algorithm of the signature itself.
    pub fn own_algorithm(reason: Reason) -> Self {
        Self::new(ObstacleKind::OwnAlgorithm, SubIndication::CryptoConstraintsFailureNoPoe, reason)
    }

    /// Whether a proof that the signature existed at `best` takes it away (§5.5.4 step 4).
    ///
    /// NOTE: an authority's revocation is taken away only where the revocation information below it is older: what the
    /// authority's key signed after its revocation may be anybody's.
    pub fn is_resolved_at(&self, best: Instant) -> bool {
        match self.kind {
            ObstacleKind::Revoked { since, spoken_before } => best < since && spoken_before,
            ObstacleKind::Validity { begin, end, known_good } => known_good && best >= begin && best <= last_moment(end),
            _ => false,
        }
    }

    /// INDETERMINATE with its sub-indication.
    pub fn outcome(&self) -> Outcome {
        Outcome {
            indication: crate::indication::Indication::Indeterminate,
            sub_indication: Some(self.sub_indication),
            reasons: self.reasons.clone(),
        }
    }
}

/// notAfter is a whole second and belongs to the period to its end.
pub fn last_moment(not_after: Instant) -> Instant {
    not_after.saturating_add(core::time::Duration::from_nanos(999_999_999))
}

impl ChainVerdict {
    /// The signing certificate.
    pub fn leaf(&self) -> Option<&ChainCertificate> {
        self.certificates.first()
    }

    /// The outcome at the validation time: what stands in the way first decides.
    pub fn outcome(&self) -> Outcome {
        let remarks = Outcome { reasons: self.remarks.clone(), ..Outcome::passed() };
        self.obstacles.iter().fold(remarks, |outcome, obstacle| outcome.and(obstacle.outcome()))
    }

    /// Of several chains that are not good the least is reported: a certain revocation says more than what is not known.
    fn rank(&self) -> (core::cmp::Reverse<bool>, usize) {
        let revoked = self.leaf().is_some_and(|leaf| matches!(leaf.status, Some(Status::Revoked(..))));
        (core::cmp::Reverse(revoked), self.obstacles.len())
    }

    fn of(certificates: Vec<ChainCertificate>) -> Self {
        Self { certificates, policies: None, obstacles: Vec::new(), remarks: Vec::new() }
    }
}

/// The prospective chains of `certificate`, searched once a judgement.
pub fn prospects(context: &Context<'_>, certificate: &Certificate, purpose: Purpose) -> Arc<Prospects> {
    context.prospects.get_or_search(certificate, purpose, || {
        let mut parameters = PathParameters::new(ValidityCheck::Ignore, purpose);
        parameters.limits = context.limits.clone();
        if key_usage_level(context, purpose) != Level::Fail {
            parameters.key_usage = Enforcement::Ignored;
        }
        search(&context.chain(), certificate, &parameters, context.time)
    })
}

fn key_usage_level(context: &Context<'_>, purpose: Purpose) -> Level {
    if purpose == Purpose::DocumentSigning { context.policy.signature.key_usage } else { Level::Fail }
}

/// Judges the chains of a signing certificate.
pub fn validate(context: &Context<'_>, prospects: &Prospects, purpose: Purpose, times: Times) -> ChainVerdict {
    let question = ChainQuestion { rules: AnchorRules::KEY_ONLY, purpose, times };
    let mut verdict = judge(&context.chain(), prospects, question);
    if key_usage_level(context, purpose) == Level::Ignore {
        verdict.remarks.retain(|reason| reason.code != ReasonCode::SignerKeyUsage);
    }
    verdict
}

/// Validates the chain of `certificate` with the X.509 parameters of §5.2.6.2.
///
/// Prospective chains are built without regard to validity periods, which are judged afterwards and certificate by
/// certificate: an expired certificate has a chain all the same, and what can be proven about the past depends on it.
/// A chain that is not good makes the search go on (§5.2.6.4); when none is, the one with the least against it is reported.
pub fn validate_chain(
    context: &ChainContext<'_>,
    certificate: &Certificate,
    parameters: &PathParameters,
    times: Times,
) -> ChainVerdict {
    let prospects = search(context, certificate, parameters, times.validation);
    judge(context, &prospects, ChainQuestion { rules: parameters.anchor_rules, purpose: parameters.purpose, times })
}

fn search(context: &ChainContext<'_>, certificate: &Certificate, parameters: &PathParameters, time: Instant) -> Prospects {
    // What is good and fresh now is so at every best-signature-time, which is never later.
    let question = ChainQuestion { rules: parameters.anchor_rules, purpose: parameters.purpose, times: Times::at(time) };
    let is_good = |chain: &ProspectiveChain| judge_chain(context, chain, question).obstacles.is_empty();
    Prospects::search(context, certificate, parameters, time, is_good)
}

/// What is asked of a chain.
#[derive(Clone, Copy)]
struct ChainQuestion {
    rules: AnchorRules,
    purpose: Purpose,
    times: Times,
}

fn judge(context: &ChainContext<'_>, prospects: &Prospects, question: ChainQuestion) -> ChainVerdict {
    match prospects {
        Prospects::Anchor(certificate, trusted) => {
            let anchor = ChainCertificate { certificate: certificate.clone(), is_anchor: true, status: None, algorithm: None };
            let obstacles = anchor_obstacle(context, trusted, question).into_iter().collect();
            ChainVerdict { policies: Some(PolicySet::any()), obstacles, ..ChainVerdict::of(vec![anchor]) }
        }
        Prospects::None(failure) => {
            let mut verdict = no_path(failure);
            verdict.remarks.extend(trust_anchor::trusted_otherwise(context, failure, question.purpose));
            verdict
        }
        Prospects::Chains(chains, completeness) => {
            let mut best: Option<ChainVerdict> = None;
            for chain in chains {
                let verdict = judge_chain(context, chain, question);
                let order = |verdict: &ChainVerdict| (!verdict.obstacles.is_empty(), verdict.rank());
                // Of equals the first; a good one stands last, where the search ended.
                if best.as_ref().is_none_or(|best| order(&verdict) < order(best)) {
                    best = Some(verdict);
                }
            }
            let mut best = best.unwrap_or_else(|| ChainVerdict::of(Vec::new()));
            if *completeness == Completeness::Cut && !best.obstacles.is_empty() {
                let limit = Reason::new(ReasonCode::PathLimit).with("limit", "chains judged");
                best.obstacles.push(Obstacle::new(ObstacleKind::Lasting, SubIndication::CertificateChainGeneralFailure, limit));
            }
            best
        }
    }
}

/// The anchor is trusted no more.
fn anchor_obstacle(context: &ChainContext<'_>, anchor: &TrustAnchor, question: ChainQuestion) -> Option<Obstacle> {
    let reason = trust_anchor::ended(context, anchor, question.purpose, question.times.validation)?;
    Some(Obstacle::new(ObstacleKind::Anchor, SubIndication::NoCertificateChainFoundNoPoe, reason))
}

fn no_path(failure: &PathFailure) -> ChainVerdict {
    let of = |certificate: &Certificate, is_anchor| ChainCertificate {
        certificate: certificate.clone(),
        is_anchor,
        status: None,
        algorithm: None,
    };
    let mut certificates: Vec<ChainCertificate> = failure.certificates.iter().map(|certificate| of(certificate, false)).collect();
    if let Some(anchor) = failure.anchor.as_ref().and_then(|anchor| anchor.certificate()) {
        certificates.push(of(anchor, true));
    }
    let obstacle =
        Obstacle { kind: ObstacleKind::Lasting, sub_indication: failure.kind.sub_indication(), reasons: failure.reasons.clone() };
    ChainVerdict { obstacles: vec![obstacle], ..ChainVerdict::of(certificates) }
}

fn judge_chain(context: &ChainContext<'_>, chain: &ProspectiveChain, question: ChainQuestion) -> ChainVerdict {
    let ChainQuestion { rules, purpose, times } = question;
    let mut verdict = ChainVerdict::of(Vec::with_capacity(chain.certificates.len() + 1));
    verdict.remarks.clone_from(&chain.warnings);
    verdict.policies = Some(chain.policies.clone());
    verdict.obstacles.extend(anchor_obstacle(context, &chain.anchor, question));
    // The latest word on the certificates below the one looked at.
    let mut spoken: Option<Instant> = None;
    for (index, found) in chain.certificates.iter().enumerate() {
        let position = if index == 0 { Position::Leaf } else { Position::Authority };
        let status = status(context, found, times, &mut verdict.remarks);
        if let Some(status) = &status {
            judge_status(context, &found.certificate, status, (position, spoken), times, &mut verdict);
            spoken = spoken.max(status.statement().map(issued));
        }
        judge_algorithms(context, found, status.as_ref(), times.validation, &mut verdict.obstacles);
        let expired_signer = expired_signer_level(context, position == Position::Leaf, purpose);
        judge_validity(&found.certificate, status.as_ref(), expired_signer, times.validation, &mut verdict);
        verdict.certificates.push(ChainCertificate {
            certificate: found.certificate.clone(),
            is_anchor: false,
            status,
            algorithm: found.algorithm,
        });
    }
    if let Some(anchor) = &chain.anchor_certificate {
        if rules.validity == Enforcement::Enforced {
            judge_validity(anchor, None, Level::Fail, times.validation, &mut verdict);
        }
        verdict.certificates.push(ChainCertificate {
            certificate: anchor.clone(),
            is_anchor: true,
            status: None,
            algorithm: None,
        });
    }
    verdict
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Leaf,
    Authority,
}

/// What revocation information says at the validation time, and why other information was not used.
fn status(context: &ChainContext<'_>, found: &ProspectiveCertificate, times: Times, remarks: &mut Vec<Reason>) -> Option<Status> {
    let certificate = &found.certificate;
    if context.policy.revocation == RevocationRequirement::None {
        remarks.push(Reason::new(ReasonCode::RevocationSkipped).with("subject", certificate.subject_text()));
        return None;
    }
    if found.statements.is_empty() && is_exempt(certificate) {
        return Some(Status::NotNeeded);
    }
    let weighed = StatusTimes { revoked_by: times.validation, fresh_at: times.signature };
    let statements: Vec<&Statement> = found.statements.iter().collect();
    let status = decide(&statements, certificate, context.policy.revocation_freshness, weighed);
    let after_expiry = || found.statements.iter().any(|statement| !statement.is_conclusive_for(certificate.not_after()));
    if status == Status::Missing && after_expiry() {
        remarks.push(Reason::new(ReasonCode::RevocationIssuedAfterExpiry).with("subject", certificate.subject_text()));
    }
    let before_issuance = || found.statements.iter().any(|statement| issued(statement) < certificate.not_before());
    if status == Status::Missing && before_issuance() {
        remarks.push(Reason::new(ReasonCode::RevocationIssuedBefore).with("subject", certificate.subject_text()));
    }
    // Why other information was not used explains what is missing, and is a side note where something was good.
    let most = if matches!(status, Status::Good(_)) { Severity::Info } else { Severity::Warning };
    let used = match &status {
        Status::Good(statement) | Status::Stale(statement) => Some(statement),
        _ => None,
    };
    for reason in found.unused.iter().chain(used.into_iter().flat_map(|statement| &statement.notes)) {
        remarks.push(reason.clone().severity(reason.severity.max(most)));
    }
    Some(status)
}

fn judge_status(
    context: &ChainContext<'_>,
    certificate: &Certificate,
    status: &Status,
    (position, spoken): (Position, Option<Instant>),
    times: Times,
    verdict: &mut ChainVerdict,
) {
    let reason = |code| Reason::new(code).with("subject", certificate.subject_text());
    let revoked = |found: &Revocation| {
        let words = found.reason.map_or("unspecified", CrlReason::as_str);
        reason(ReasonCode::RevocationRevoked).with("time", found.time).with("reason", words)
    };
    let since = |found: &Revocation| ObstacleKind::Revoked {
        since: found.time,
        spoken_before: spoken.is_none_or(|spoken| spoken < found.time),
    };
    let unknown = |code| Obstacle::new(ObstacleKind::Lasting, SubIndication::CertificateChainGeneralFailure, reason(code));
    let obstacle = match status {
        Status::Good(_) | Status::NotNeeded => return,
        Status::Revoked(_, found) => {
            let sub_indication =
                if position == Position::Leaf { SubIndication::RevokedNoPoe } else { SubIndication::RevokedCaNoPoe };
            verdict.obstacles.push(Obstacle::new(since(found), sub_indication, revoked(found)));
            return;
        }
        Status::OnHold(_, found) => {
            verdict.obstacles.push(Obstacle::new(since(found), SubIndication::TryLater, revoked(found)));
            return;
        }
        Status::Stale(statement) => {
            let reason =
                reason(ReasonCode::RevocationNotFresh).with("this_update", issued(statement)).with("needed", times.signature);
            match context.policy.not_fresh {
                Level::Fail => Obstacle::new(ObstacleKind::NotFresh, SubIndication::TryLater, reason),
                Level::Warn => {
                    verdict.remarks.push(reason.severity(Severity::Warning));
                    return;
                }
                Level::Ignore => return,
            }
        }
        Status::Unknown(_) => unknown(ReasonCode::RevocationUnknown),
        Status::Missing => unknown(ReasonCode::RevocationMissing),
    };
    // Where the policy takes revocation information only if it is present, its absence is a warning.
    if context.policy.revocation == RevocationRequirement::Require {
        verdict.obstacles.push(obstacle);
    } else {
        verdict.remarks.extend(obstacle.reasons.into_iter().map(|reason| reason.severity(Severity::Warning)));
    }
}

/// The algorithm with which the certificate is signed, and that of what is said about it, at `time`.
fn judge_algorithms(
    context: &ChainContext<'_>,
    found: &ProspectiveCertificate,
    status: Option<&Status>,
    time: Instant,
    obstacles: &mut Vec<Obstacle>,
) {
    let said = status.and_then(Status::statement).and_then(|statement| statement.signature_algorithm);
    for algorithm in [found.algorithm, said.filter(|said| Some(*said) != found.algorithm)].into_iter().flatten() {
        if let Some(reason) = unreliable(context, algorithm, &found.certificate, time) {
            obstacles.push(Obstacle::new(ObstacleKind::Algorithm, SubIndication::CryptoConstraintsFailureNoPoe, reason));
        }
    }
}

fn unreliable(
    context: &ChainContext<'_>,
    (algorithm, bits): (SignatureAlgorithm, u32),
    certificate: &Certificate,
    time: Instant,
) -> Option<Reason> {
    match context.policy.suites.signature(&algorithm, bits, time) {
        Reliability::Until(_) => None,
        Reliability::NotSince(since) => {
            Some(not_reliable(&format!("{algorithm} ({bits} bit)"), certificate.issuer_text(), since, time))
        }
    }
}

/// Whether what is known of the certificate's revocation can still be believed: the statement's own signer is valid.
fn is_spoken_for(status: Option<&Status>, time: Instant) -> bool {
    match status {
        Some(Status::Good(said) | Status::Stale(said) | Status::Revoked(said, _) | Status::OnHold(said, _)) => {
            signer_is_valid(said, time)
        }
        Some(Status::NotNeeded) => true,
        Some(Status::Unknown(_) | Status::Missing) | None => false,
    }
}

fn signer_is_valid(statement: &Statement, time: Instant) -> bool {
    statement.signer_not_after.is_none_or(|end| time <= last_moment(end))
}

/// How revocation information counts whose own signer has expired since and that is not proven to be older: on the signing
/// certificate of a signature it is out of bounds (§5.6.2.4 steps 1 and 7); on others it is for the policy to say.
pub fn expired_signer_level(context: &ChainContext<'_>, is_signing_certificate: bool, purpose: Purpose) -> Level {
    if is_signing_certificate && purpose != Purpose::TimeStamping {
        Level::Fail
    } else {
        context.policy.expired_revocation_signer
    }
}

/// The validity period, and that of the key which signed the revocation information.
fn judge_validity(
    certificate: &Certificate,
    status: Option<&Status>,
    expired_signer: Level,
    time: Instant,
    verdict: &mut ChainVerdict,
) {
    let spoken_for = is_spoken_for(status, time);
    let is_said = status.and_then(Status::statement).is_some();
    let known_good = spoken_for || (is_said && expired_signer != Level::Fail);
    if let Some(bound) = ValidityBound::of(certificate, time) {
        let reason = match bound {
            ValidityBound::Expired(end) => {
                Reason::new(ReasonCode::PathExpired).with("subject", certificate.subject_text()).with("time", end)
            }
            ValidityBound::NotYetValid(begin) => {
                Reason::new(ReasonCode::PathNotYetValid).with("subject", certificate.subject_text()).with("time", begin)
            }
        };
        let sub_indication = if known_good { SubIndication::OutOfBoundsNotRevoked } else { SubIndication::OutOfBoundsNoPoe };
        let kind = ObstacleKind::Validity { begin: certificate.not_before(), end: certificate.not_after(), known_good };
        verdict.obstacles.push(Obstacle::new(kind, sub_indication, reason));
    } else if matches!(status, Some(Status::Good(_) | Status::Stale(_))) && !spoken_for {
        let reason = Reason::new(ReasonCode::RevocationSignerExpired).with("subject", certificate.subject_text());
        let (kind, sub_indication) = (ObstacleKind::RevocationSigner, SubIndication::RevocationOutOfBoundsNoPoe);
        match expired_signer {
            Level::Fail => verdict.obstacles.push(Obstacle::new(kind, sub_indication, reason)),
            Level::Warn => verdict.remarks.push(reason.severity(Severity::Warning)),
            Level::Ignore => {}
        }
    }
}

/// Whether a statement is fresh by the policy, for processes that slide the time.
pub fn is_fresh_enough(context: &Context<'_>, statement: &Statement, time: Instant) -> bool {
    context.policy.not_fresh != Level::Fail || is_fresh(statement, context.policy.revocation_freshness, time)
}
