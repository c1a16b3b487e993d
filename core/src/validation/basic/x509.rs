//! X.509 certificate validation (EN 319 102-1 §5.2.6), with the revocation freshness checker (§5.2.5): is there a path to
//! an anchor, and was every certificate on it good at one time?

use core::time::Duration;

use super::acceptance::not_reliable;
use super::{ChainContext, Context, Outcome, Times, trust_anchor};
use crate::crl::CrlReason;
use crate::crypto::{PublicKey, SignatureAlgorithm};
use crate::indication::SubIndication;
use crate::path::{
    AnchorRules, Enforcement, PathBuilder, PathFailure, PathParameters, PolicySet, ValidatedPath, ValidityBound, ValidityCheck,
};
use crate::policy::{Freshness, Level, Reliability, RevocationRequirement};
use crate::reason::{Reason, ReasonCode, Severity};
use crate::revocation::{CertificateStatus, Issuer, Revocation, RevocationChecker, Statement, is_exempt};
use crate::time::Instant;
use crate::x509::{Certificate, ReasonFlags};

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
}

/// What revocation information says of a certificate at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not revoked.
    Good(Statement),
    /// Not revoked, as of too long ago.
    Stale(Statement),
    /// Revoked.
    Revoked(Statement, Revocation),
    /// On hold, which may be lifted.
    OnHold(Statement, Revocation),
    /// The responder does not know the certificate.
    Unknown(Statement),
    /// There is no usable information.
    Missing,
    /// The certificate needs none (RFC 9608, EN 319 412-1 §5.2).
    NotNeeded,
}

/// The verdict on a chain.
#[derive(Clone, Debug)]
pub struct ChainVerdict {
    /// The outcome.
    pub outcome: Outcome,
    /// Leaf first; the best candidate when no path is valid.
    pub certificates: Vec<ChainCertificate>,
    /// The policies for which the path is valid (RFC 5280 §6.1.6); `None` when it is not valid by RFC 5280 §6.1 itself,
    /// revocation and validity periods apart.
    pub policies: Option<PolicySet>,
}

impl ChainVerdict {
    /// The signing certificate.
    pub fn leaf(&self) -> Option<&ChainCertificate> {
        self.certificates.first()
    }

    /// Of several chains that are not good the least is reported: a certain revocation says more than what is not known.
    fn rank(&self) -> (core::cmp::Reverse<bool>, usize) {
        let revoked = self.leaf().is_some_and(|leaf| matches!(leaf.status, Some(Status::Revoked(..))));
        let errors = self.outcome.reasons.iter().filter(|reason| reason.severity == Severity::Error).count();
        (core::cmp::Reverse(revoked), errors)
    }
}

/// Validates the chain of `certificate`.
pub fn validate(context: &Context<'_>, certificate: &Certificate, purpose: Purpose, times: Times) -> ChainVerdict {
    let mut parameters = PathParameters::new(ValidityCheck::Ignore, purpose);
    parameters.limits = context.limits.clone();
    let key_usage = if purpose == Purpose::DocumentSigning { context.policy.signature.key_usage } else { Level::Fail };
    if key_usage != Level::Fail {
        parameters.key_usage = Enforcement::Ignored;
    }
    let mut verdict = validate_chain(&context.chain(), certificate, &parameters, times);
    if key_usage == Level::Ignore {
        verdict.outcome.reasons.retain(|reason| reason.code != ReasonCode::SignerKeyUsage);
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
    let anchors = context.trust.anchors_for(parameters.purpose);
    if let Some(anchor) = anchors.anchor_of(certificate)
        && parameters.anchor_rules == AnchorRules::KEY_ONLY
        && anchor.certificate().is_none_or(|anchor| anchor.sha256() == certificate.sha256())
    {
        let end = trust_anchor::judge_end(context, anchor, parameters.purpose, times.validation);
        return trusted_directly(certificate, end);
    }
    let mut judged = ProspectiveChains::default();
    let builder = PathBuilder::new(anchors, context.pools, context.signatures);
    let outcome = builder
        .build_accepted(certificate, parameters, &mut |path| judged.judge(path, || judge_path(context, path, parameters, times)));
    match (outcome, judged.best) {
        (_, Some(best)) => best,
        (Err(failure), None) => {
            let otherwise = trust_anchor::trusted_otherwise(context, &failure, parameters.purpose);
            let mut verdict = no_path(failure);
            verdict.outcome.reasons.extend(otherwise);
            verdict
        }
        // Not reached: a path is accepted only after it was judged.
        (Ok(path), None) => judge_path(context, &path, parameters, times),
    }
}

/// Chains judged in one search: each may cost the path searches of its CRL issuers and responders. Real certificates
/// have one or two.
const MAX_CHAINS: usize = 16;

/// The chains of one search that are valid by RFC 5280 §6.1, as they are judged.
#[derive(Default)]
struct ProspectiveChains {
    count: usize,
    /// The one with the least against it.
    best: Option<ChainVerdict>,
    /// Certificates with a final revocation: a chain on which nobody speaks of it makes none of them good again.
    revoked: Vec<[u8; 32]>,
}

impl ProspectiveChains {
    /// Judges a chain; an error makes the search go on.
    fn judge(&mut self, path: &ValidatedPath, judge: impl FnOnce() -> ChainVerdict) -> Result<(), PathFailure> {
        let refused = || PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), Vec::new());
        if path.certificates().iter().any(|certificate| self.revoked.contains(certificate.sha256())) {
            return Err(refused());
        }
        if self.count >= MAX_CHAINS {
            if let Some(best) = &mut self.best {
                let limit = Reason::new(ReasonCode::PathLimit).with("limit", "chains judged");
                best.outcome = core::mem::replace(&mut best.outcome, Outcome::passed())
                    .and(Outcome::indeterminate(SubIndication::CertificateChainGeneralFailure, limit));
            }
            return Err(refused());
        }
        self.count += 1;
        let verdict = judge();
        let is_revoked = |found: &&ChainCertificate| matches!(found.status, Some(Status::Revoked(..)));
        self.revoked.extend(verdict.certificates.iter().filter(is_revoked).map(|found| *found.certificate.sha256()));
        let is_passed = verdict.outcome.is_passed();
        if is_passed || self.best.as_ref().is_none_or(|best| verdict.rank() < best.rank()) {
            self.best = Some(verdict);
        }
        if is_passed { Ok(()) } else { Err(refused()) }
    }
}

/// The signing certificate itself is an anchor: nothing above it is asked.
fn trusted_directly(certificate: &Certificate, outcome: Outcome) -> ChainVerdict {
    let anchor = ChainCertificate { certificate: certificate.clone(), is_anchor: true, status: None };
    ChainVerdict { outcome, certificates: vec![anchor], policies: Some(PolicySet::any()) }
}

fn no_path(failure: PathFailure) -> ChainVerdict {
    let sub_indication = failure.kind.sub_indication();
    let mut certificates: Vec<ChainCertificate> = failure
        .certificates
        .into_iter()
        .map(|certificate| ChainCertificate { certificate, is_anchor: false, status: None })
        .collect();
    if let Some(anchor) = failure.anchor.as_ref().and_then(|anchor| anchor.certificate()) {
        certificates.push(ChainCertificate { certificate: anchor.clone(), is_anchor: true, status: None });
    }
    let mut outcome = Outcome::passed();
    outcome.indication = crate::indication::Indication::Indeterminate;
    outcome.sub_indication = Some(sub_indication);
    outcome.reasons = failure.reasons;
    ChainVerdict { outcome, certificates, policies: None }
}

fn judge_path(context: &ChainContext<'_>, path: &ValidatedPath, parameters: &PathParameters, times: Times) -> ChainVerdict {
    let mut outcome = Outcome { reasons: path.warnings().to_vec(), ..Outcome::passed() };
    outcome = outcome.and(trust_anchor::judge_end(context, path.anchor(), parameters.purpose, times.validation));
    let mut certificates = Vec::with_capacity(path.certificates().len() + 1);
    for (index, (certificate, issuer)) in Issuer::all_in_path(path).into_iter().enumerate() {
        let (status, notes) = status(context, certificate, issuer.clone(), path, times);
        outcome.reasons.extend(notes);
        let position = if index == 0 { Position::Leaf } else { Position::Authority };
        if let Some(status) = &status {
            outcome = outcome.and(judge_status(context, certificate, status, position, times));
        }
        outcome = outcome.and(judge_algorithm(context, certificate, issuer.key().key().ok(), times.validation));
        outcome = outcome.and(judge_validity(certificate, status.as_ref(), position, times));
        certificates.push(ChainCertificate { certificate: certificate.clone(), is_anchor: false, status });
    }
    // A target that has an anchor's name and key is what is trusted, whatever else its certificate says.
    let anchor = if certificates.is_empty() { path.certificates().first() } else { path.anchor().certificate() };
    if let Some(anchor) = anchor {
        if parameters.anchor_rules.validity == Enforcement::Enforced {
            outcome = outcome.and(judge_validity(anchor, None, Position::Authority, times));
        }
        certificates.push(ChainCertificate { certificate: anchor.clone(), is_anchor: true, status: None });
    }
    ChainVerdict { outcome, certificates, policies: Some(path.policies().clone()) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Leaf,
    Authority,
}

/// What revocation information says at `time`, and why other information was not used.
fn status(
    context: &ChainContext<'_>,
    certificate: &Certificate,
    issuer: Issuer<'_>,
    path: &ValidatedPath,
    times: Times,
) -> (Option<Status>, Vec<Reason>) {
    if context.policy.revocation == RevocationRequirement::None {
        return (None, vec![Reason::new(ReasonCode::RevocationSkipped).with("subject", certificate.subject())]);
    }
    let checker = RevocationChecker {
        pools: context.revocation,
        certificates: context.pools,
        options: &context.revocation_options,
        limits: context.limits,
        cache: context.signatures,
    };
    let time = times.validation;
    let (statements, mut reasons) = checker.statements(certificate, issuer, path.anchor(), time);
    if statements.is_empty() && is_exempt(certificate) {
        return (Some(Status::NotNeeded), Vec::new());
    }
    let after_expiry = statements.iter().any(|statement| !statement.is_conclusive_for(certificate.not_after()));
    let status = decide(statements, certificate, context.policy.revocation_freshness, times.signature);
    if after_expiry && status == Status::Missing {
        reasons.push(Reason::new(ReasonCode::RevocationIssuedAfterExpiry).with("subject", certificate.subject()));
    }
    let used = match &status {
        Status::Good(statement) | Status::Stale(statement) => Some(statement),
        _ => None,
    };
    reasons.extend(used.into_iter().flat_map(|statement| statement.notes.iter().cloned()));
    // Why other information was not used explains what is missing, and is a side note where something was good.
    let most = if matches!(status, Status::Good(_)) { Severity::Info } else { Severity::Warning };
    for reason in &mut reasons {
        reason.severity = reason.severity.max(most);
    }
    (Some(status), reasons)
}

/// Decides among verified statements at `time`. A final revocation by then decides; then the newest word counts.
fn decide(statements: Vec<Statement>, certificate: &Certificate, freshness: Freshness, time: Instant) -> Status {
    let revoked = |wanted_hold: bool| {
        statements.iter().find_map(|statement| match statement.status {
            CertificateStatus::Revoked(found) if found.is_hold() == wanted_hold && found.time <= time => {
                Some((statement.clone(), found))
            }
            _ => None,
        })
    };
    if let Some((statement, found)) = revoked(false) {
        return Status::Revoked(statement, found);
    }
    let newest = statements.iter().max_by_key(|statement| issued(statement));
    if let (Some((statement, found)), Some(newest)) = (revoked(true), newest)
        && issued(&statement) >= issued(newest)
    {
        return Status::OnHold(statement, found);
    }
    // A revocation after `time` says that the certificate was good until then.
    let says_good = |statement: &&Statement| statement.status != CertificateStatus::Unknown;
    let conclusive: Vec<&Statement> =
        statements.iter().filter(says_good).filter(|statement| statement.is_conclusive_for(certificate.not_after())).collect();
    let covered = conclusive.iter().fold(ReasonFlags::NONE, |covered, statement| covered.union(statement.reasons));
    match conclusive.into_iter().max_by_key(|statement| issued(statement)) {
        Some(newest) if covered.contains(ReasonFlags::ALL) => {
            if is_fresh(newest, freshness, time) {
                Status::Good(newest.clone())
            } else {
                Status::Stale(newest.clone())
            }
        }
        _ => statements
            .into_iter()
            .find(|statement| statement.status == CertificateStatus::Unknown)
            .map_or(Status::Missing, Status::Unknown),
    }
}

/// The issuance time of revocation status information: thisUpdate of a CRL, producedAt of an OCSP response.
fn issued(statement: &Statement) -> Instant {
    statement.produced_at.unwrap_or(statement.this_update)
}

/// The revocation freshness checker (§5.2.5.4): issued after `time` minus the greatest accepted age, which is that
/// between thisUpdate and nextUpdate unless the policy names one.
pub fn is_fresh(statement: &Statement, freshness: Freshness, time: Instant) -> bool {
    let accepted = match freshness {
        Freshness::NotChecked => return true,
        Freshness::MaxAge(age) => age,
        Freshness::UntilNextUpdate => {
            let Some(next) = statement.next_update else { return issued(statement) >= time };
            let seconds = next.unix_seconds().saturating_sub(statement.this_update.unix_seconds());
            Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        }
    };
    issued(statement).saturating_add(accepted) >= time
}

fn judge_status(
    context: &ChainContext<'_>,
    certificate: &Certificate,
    status: &Status,
    position: Position,
    times: Times,
) -> Outcome {
    let subject = certificate.subject();
    let reason = |code| Reason::new(code).with("subject", subject);
    let revoked = |found: &Revocation| {
        let words = found.reason.map_or("unspecified", CrlReason::as_str);
        reason(ReasonCode::RevocationRevoked).with("time", found.time).with("reason", words)
    };
    match status {
        Status::Good(_) | Status::NotNeeded => Outcome::passed(),
        Status::Revoked(_, found) => {
            let sub_indication =
                if position == Position::Leaf { SubIndication::RevokedNoPoe } else { SubIndication::RevokedCaNoPoe };
            Outcome::indeterminate(sub_indication, revoked(found))
        }
        Status::OnHold(_, found) => Outcome::indeterminate(SubIndication::TryLater, revoked(found)),
        Status::Stale(statement) => {
            let reason =
                reason(ReasonCode::RevocationNotFresh).with("this_update", issued(statement)).with("needed", times.signature);
            tolerate(context, Outcome::constraint(SubIndication::TryLater, context.policy.not_fresh, reason))
        }
        Status::Unknown(_) => {
            let outcome =
                Outcome::indeterminate(SubIndication::CertificateChainGeneralFailure, reason(ReasonCode::RevocationUnknown));
            tolerate(context, outcome)
        }
        Status::Missing => {
            let outcome =
                Outcome::indeterminate(SubIndication::CertificateChainGeneralFailure, reason(ReasonCode::RevocationMissing));
            tolerate(context, outcome)
        }
    }
}

/// Where the policy takes revocation information only if it is present, its absence is a warning.
fn tolerate(context: &ChainContext<'_>, mut outcome: Outcome) -> Outcome {
    if context.policy.revocation == RevocationRequirement::Require {
        return outcome;
    }
    for reason in &mut outcome.reasons {
        reason.severity = Severity::Warning;
    }
    Outcome { reasons: outcome.reasons, ..Outcome::passed() }
}

/// The algorithm with which the certificate is signed, and its issuer's key, at `time`.
fn judge_algorithm(
    context: &ChainContext<'_>,
    certificate: &Certificate,
    issuer_key: Option<&PublicKey>,
    time: Instant,
) -> Outcome {
    let algorithm =
        certificate.signature_algorithm().ok().and_then(|identifier| SignatureAlgorithm::from_identifier(&identifier, None).ok());
    let (Some(algorithm), Some(key)) = (algorithm, issuer_key) else { return Outcome::passed() };
    match context.policy.suites.signature(&algorithm, key.bits(), time) {
        Reliability::Until(_) => Outcome::passed(),
        Reliability::NotSince(since) => {
            let name = format!("{algorithm} ({} bit)", key.bits());
            let reason = not_reliable(&name, &certificate.issuer().to_string(), since, time);
            Outcome::indeterminate(SubIndication::CryptoConstraintsFailureNoPoe, reason)
        }
    }
}

/// The validity period, and that of the key which signed the revocation information.
fn judge_validity(certificate: &Certificate, status: Option<&Status>, position: Position, times: Times) -> Outcome {
    let revocation_holds = match status {
        Some(Status::Good(statement)) => Some(statement.signer_not_after.is_none_or(|end| times.validation <= end)),
        _ => None,
    };
    // "Known not to be revoked" takes a statement whose own signer can still be believed.
    let known_good = revocation_holds == Some(true);
    // §5.5.4: the signing certificate may have expired since, when it is known that it was not revoked until then.
    let proven_within = position == Position::Leaf && known_good && ValidityBound::of(certificate, times.signature).is_none();
    if let Some(bound) = ValidityBound::of(certificate, times.validation).filter(|_| !proven_within) {
        let reason = match bound {
            ValidityBound::Expired(end) => {
                Reason::new(ReasonCode::PathExpired).with("subject", certificate.subject()).with("time", end)
            }
            ValidityBound::NotYetValid(begin) => {
                Reason::new(ReasonCode::PathNotYetValid).with("subject", certificate.subject()).with("time", begin)
            }
        };
        let sub_indication = if known_good { SubIndication::OutOfBoundsNotRevoked } else { SubIndication::OutOfBoundsNoPoe };
        return Outcome::indeterminate(sub_indication, reason);
    }
    if revocation_holds == Some(false) && !proven_within {
        let reason = Reason::new(ReasonCode::RevocationSignerExpired).with("subject", certificate.subject());
        return Outcome::indeterminate(SubIndication::RevocationOutOfBoundsNoPoe, reason);
    }
    Outcome::passed()
}
