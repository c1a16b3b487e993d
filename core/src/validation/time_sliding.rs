//! Validation time sliding (EN 319 102-1 §5.6.2.2): back from the present to the latest time at which nothing was known to
//! stand against a chain.

use super::Context;
use super::basic::prospective::{ProspectiveCertificate, ProspectiveChain};
use super::basic::revocation_status::{Status, StatusTimes, decide, is_consistent, issued};
use super::basic::x509::{Purpose, expired_signer_level, is_fresh_enough, last_moment};
use super::proof_of_existence::ProofsOfExistence;
use crate::crypto::SignatureAlgorithm;
use crate::gather::Gather as _;
use crate::policy::{Level, Reliability, RevocationRequirement};
use crate::reason::{Reason, ReasonCode};
use crate::revocation::{CertificateStatus, Statement, is_exempt};
use crate::time::Instant;

/// Why the time cannot slide: a proof of existence is missing (INDETERMINATE/NO_POE).
#[derive(Clone, Debug)]
pub struct NoProof {
    /// Of what, and by when it would have been needed.
    pub reason: Reason,
    /// Whether all that is missing is a proof that the revocation information of the signing certificate is older than the
    /// end of its signer's certificate.
    pub only_revocation_signer: bool,
}

impl NoProof {
    fn of(code: ReasonCode, found: &ProspectiveCertificate, needed: Instant) -> Self {
        let reason = Reason::new(code).with("subject", found.certificate.subject_text()).with("needed", needed);
        Self { reason, only_revocation_signer: false }
    }
}

/// The control-time of a chain, from the certificate under the anchor down to the signer's. `signer_proof` is a time at
/// which the signing certificate is known to exist besides what document timestamps prove.
pub fn slide(
    context: &Context<'_>,
    chain: &ProspectiveChain,
    proofs: &ProofsOfExistence<'_>,
    purpose: Purpose,
    signer_proof: Instant,
) -> Result<Instant, NoProof> {
    // An anchor that is trusted no more is believed until the end of its trust (§5.6.2.1).
    let mut control = context.trust.until(&chain.anchor, purpose).map_or(proofs.now(), |end| end.min(proofs.now()));
    for (index, found) in chain.certificates.iter().enumerate().rev() {
        let proven = proofs.of_certificate(found.certificate.sha256());
        let proven = if index == 0 { proven.min(signer_proof) } else { proven };
        let expired_signer = expired_signer_level(&context.chain(), index == 0, purpose);
        control = step(context, found, proofs, Step { proven, is_signer: index == 0, expired_signer, control })?;
    }
    Ok(control)
}

/// One certificate's turn.
#[derive(Clone, Copy)]
struct Step {
    /// Since when the certificate is known to exist.
    proven: Instant,
    /// Whether it is the signing certificate.
    is_signer: bool,
    /// How revocation information counts whose signer has expired since.
    expired_signer: Level,
    /// The control-time so far.
    control: Instant,
}

fn step(
    context: &Context<'_>,
    found: &ProspectiveCertificate,
    proofs: &ProofsOfExistence<'_>,
    step: Step,
) -> Result<Instant, NoProof> {
    let Step { proven, control, .. } = step;
    let status = status_by(context, found, proofs, step)?;
    // Step 2 b.
    if proven > control {
        return Err(NoProof::of(ReasonCode::ValidationNoProofOfCertificate, found, control));
    }
    // Step 2 c.
    let mut slid = control;
    match &status {
        Some(Status::Revoked(_, revocation) | Status::OnHold(_, revocation)) => slid = slid.min(revocation.time),
        Some(Status::Good(said) | Status::Stale(said)) if !is_fresh_enough(context, said, control) => {
            slid = slid.min(issued(said));
        }
        _ => {}
    }
    // Step 2 d. What was made with an algorithm must be proven older than the algorithm's end (§5.6.2.4 step 4).
    // NOTE: asked at the control-time that the step began with, of each by itself. The standard asks at the time slid to so
    // far; but a CRL that claims to be old, or that the certificate's own algorithm ended, proves no age of what a key signed
    // that anybody may have by now.
    let said = status.as_ref().and_then(Status::statement);
    let under_statement = said
        .and_then(|said| Some((said.signature_algorithm?, proofs.of_statement(said), ReasonCode::ValidationNoProofOfRevocation)));
    let under_certificate = found.algorithm.map(|algorithm| (algorithm, proven, ReasonCode::ValidationNoProofOfCertificate));
    for (algorithm, proven, missing) in under_certificate.into_iter().chain(under_statement) {
        if let Some(end) = end_of(context, algorithm, control) {
            let last = just_before(end);
            if proven > last {
                return Err(NoProof::of(missing, found, last));
            }
            slid = slid.min(last);
        }
    }
    Ok(slid)
}

/// Step 2 a: what revocation information says that was issued, and proven to exist, by the control-time. `None` where the
/// policy does not need any.
fn status_by(
    context: &Context<'_>,
    found: &ProspectiveCertificate,
    proofs: &ProofsOfExistence<'_>,
    Step { is_signer, expired_signer, control, .. }: Step,
) -> Result<Option<Status>, NoProof> {
    let certificate = &found.certificate;
    let requirement = context.policy.revocation;
    if requirement == RevocationRequirement::None || (found.statements.is_empty() && is_exempt(certificate)) {
        return Ok(None);
    }
    let by_then =
        |said: &&Statement| issued(said) < control && is_consistent(said, certificate) && proofs.of_statement(said) <= control;
    // Whoever signed it could still be believed when it is proven to have existed (§5.6.2.4 steps 1 and 7).
    let in_time = |said: &&Statement| {
        expired_signer != Level::Fail || said.signer_not_after.is_none_or(|end| proofs.of_statement(said) <= last_moment(end))
    };
    let weighed = StatusTimes { revoked_by: proofs.now(), fresh_at: control };
    let freshness = context.policy.revocation_freshness;
    let made_by_then: Vec<&Statement> = found.statements.iter().filter(by_then).gather();
    let usable: Vec<&Statement> = made_by_then.iter().copied().filter(in_time).gather();
    let status = decide(&usable, certificate, freshness, weighed);
    if !matches!(status, Status::Missing | Status::Unknown(_)) {
        return Ok(Some(status));
    }
    let says_bad = |said: &Statement| !matches!(said.status, CertificateStatus::Good);
    if requirement == RevocationRequirement::IfPresent && !found.statements.iter().any(says_bad) {
        return Ok(None);
    }
    let without_signer = decide(&made_by_then, certificate, freshness, weighed);
    let only_signer = !matches!(without_signer, Status::Missing | Status::Unknown(_));
    Err(NoProof {
        only_revocation_signer: is_signer && only_signer,
        ..NoProof::of(ReasonCode::ValidationNoProofOfRevocation, found, control)
    })
}

/// When the algorithm ended, if it is not reliable at `time`.
fn end_of(context: &Context<'_>, (algorithm, bits): (SignatureAlgorithm, u32), time: Instant) -> Option<Instant> {
    match context.policy.suites.signature(&algorithm, bits, time) {
        Reliability::Until(_) => None,
        Reliability::NotSince(since) => Some(since.unwrap_or(Instant::MIN)),
    }
}

/// The last instant before `end`.
fn just_before(end: Instant) -> Instant {
    end.saturating_sub(core::time::Duration::from_nanos(1))
}
