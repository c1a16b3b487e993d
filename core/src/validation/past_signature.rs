//! Past signature validation (EN 319 102-1 §5.6.2.4), and with it the conclusion on anything signed: does what stands in
//! the way today matter for a signature that is proven to be older?

use super::basic::BasicVerdict;
use super::basic::x509::{ChainVerdict, Obstacle, ObstacleKind, last_moment};
use super::proof_of_existence::ProofsOfExistence;
use super::time_sliding::NoProof;
use super::{Context, Outcome, past_certificate};
use crate::gather::Gather as _;
use crate::indication::SubIndication;
use crate::order::Arrange as _;
use crate::reason::{Reason, ReasonCode, Severity};
use crate::time::Instant;
use crate::x509::Certificate;

/// What is known of the age of something signed.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    /// The earliest time at which the signature value is known to exist: the best-signature-time.
    pub signature: Instant,
    /// A time at which the signing certificate is known to exist, because what is signed names it by its hash.
    pub certificate: Instant,
}

/// Whether there is an attribute for long-term availability and integrity of validation data. Without one past signature
/// validation is not begun, and what was found at the validation time is the answer (§5.6.3.4 step 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Archival {
    /// There is, valid or not.
    Present,
    /// There is none.
    Absent,
}

impl Archival {
    /// By whether one is there.
    pub fn of(present: bool) -> Self {
        if present { Self::Present } else { Self::Absent }
    }
}

/// The outcome, given what is proven: comparing times (§5.5.4 step 4), then past signature validation (§5.6.2.4).
///
/// NOTE: §5.6.2.4 looks only at the sub-indication that was found first. Here everything that stands in the way must be
/// taken away: a signature is not saved from an expired certificate by a proof that only answers a revocation.
pub fn conclude(
    context: &Context<'_>,
    basic: &BasicVerdict,
    proofs: &ProofsOfExistence<'_>,
    age: Age,
    archival: Archival,
) -> Outcome {
    let signer = signer(basic.chain.as_ref());
    if let Some(signer) = signer.filter(|signer| age.signature < signer.not_before()) {
        // §5.5.4 step 4 b, d; §5.6.2.4 step 3: whatever else.
        let time = signer.not_before();
        let reason = Reason::new(ReasonCode::PathNotYetValid).with("subject", signer.subject_text()).with("time", time);
        return basic.outcome().and(Outcome::failed(SubIndication::NotYetValid, reason));
    }
    let (resolved, mut open): (Vec<_>, Vec<_>) = basic.obstacles.iter().divide(|obstacle| obstacle.is_resolved_at(age.signature));
    // What no proof changes is said first: certification path validation (§5.2.6.4) asks for the revocation status of every
    // certificate before any date is compared, and §5.5.4 goes on only where a date or an algorithm is the matter.
    open.arrange_by_key(|obstacle| obstacle.kind != ObstacleKind::Lasting);
    let passed = || basic.fixed.clone().and(explained(basic.obstacles.iter(), age.signature));
    let explained_resolved = explained(resolved.into_iter(), age.signature);
    let refused = || with_all(basic.fixed.clone(), &open).and(explained_resolved.clone());
    if open.is_empty() {
        return passed();
    }
    let is_final = |obstacle: &&&Obstacle| matches!(obstacle.kind, ObstacleKind::Lasting | ObstacleKind::OwnAlgorithm);
    let Some(prospects) =
        basic.prospects.as_ref().filter(|_| basic.fixed.is_passed() && !open.iter().any(|found| is_final(&found)))
    else {
        return refused();
    };
    match past_certificate::validate(context, prospects, proofs, basic.purpose, age) {
        Ok(control) => match after_past_certificate(&open, signer, control, age.signature) {
            None => passed(),
            Some(missing) => refused_because(refused(), missing),
        },
        Err(missing) => {
            let in_bounds = signer.is_none_or(|signer| age.signature <= last_moment(signer.not_after()));
            let Some(NoProof { reason, only_revocation_signer }) = missing else { return refused() };
            let begun = archival == Archival::Present;
            let sub_indication =
                (begun && only_revocation_signer && in_bounds).then_some(SubIndication::RevocationOutOfBoundsNoPoe);
            refused_because(refused(), Missing { sub_indication, reason: Some(reason) })
        }
    }
}

/// Why past signature validation does not pass.
struct Missing {
    /// Another sub-indication than the one found at the validation time.
    sub_indication: Option<SubIndication>,
    reason: Option<Reason>,
}

/// Steps 3 to 5, with the control-time.
fn after_past_certificate(
    open: &[&Obstacle],
    signer: Option<&Certificate>,
    control: Instant,
    signature: Instant,
) -> Option<Missing> {
    if signature > control {
        let reason = Reason::new(ReasonCode::ValidationNoProofOfSignature).with("needed", control);
        return Some(Missing { sub_indication: None, reason: Some(reason) });
    }
    if signer.is_some_and(|signer| signature > last_moment(signer.not_after())) {
        let sub_indication = open.first().and_then(|found| match found.kind {
            ObstacleKind::Revoked { .. } => Some(SubIndication::OutOfBoundsNotRevoked),
            ObstacleKind::Anchor => Some(SubIndication::OutOfBoundsNoPoe),
            _ => None,
        });
        return Some(Missing { sub_indication, reason: None });
    }
    // Freshness is asked relative to the best-signature-time, and was not found.
    let is_stale = open.iter().any(|found| found.kind == ObstacleKind::NotFresh);
    is_stale.then_some(Missing { sub_indication: Some(SubIndication::TryLater), reason: None })
}

fn refused_because(mut outcome: Outcome, missing: Missing) -> Outcome {
    outcome.sub_indication = missing.sub_indication.or(outcome.sub_indication);
    outcome.reasons.extend(missing.reason);
    outcome
}

fn with_all(fixed: Outcome, obstacles: &[&Obstacle]) -> Outcome {
    obstacles.iter().fold(fixed, |outcome, obstacle| outcome.and(obstacle.outcome()))
}

/// What stands in the way today and does not matter: facts to show.
fn explained<'o>(obstacles: impl Iterator<Item = &'o Obstacle>, proven: Instant) -> Outcome {
    let mut reasons: Vec<Reason> = obstacles.flat_map(|obstacle| &obstacle.reasons).cloned().gather();
    for reason in &mut reasons {
        reason.severity = Severity::Info;
    }
    if !reasons.is_empty() {
        reasons.push(Reason::new(ReasonCode::ValidationPastProven).with("time", proven));
    }
    Outcome { reasons, ..Outcome::passed() }
}

/// The signing certificate, where a chain gives its dates a meaning.
fn signer(chain: Option<&ChainVerdict>) -> Option<&Certificate> {
    let chain = chain.filter(|chain| chain.policies.is_some())?;
    chain.leaf().filter(|leaf| !leaf.is_anchor).map(|leaf| &leaf.certificate)
}
