//! Certification path building: from the target upward, most likely issuer first (RFC 4158).
//!
//! Depth first with a stack of its own, signatures checked as soon as an issuer is tried, every unit of work taken from a
//! budget. A first pass follows only issuers that could be part of a valid path; when it finds none, a second one follows
//! all whose signatures verify, so that the failure can show the whole chain and what is wrong with it.

use crate::gather::Gather as _;
use crate::keyed::KeyedMap;
use std::rc::Rc;

use super::facts::{Facts, about};
use super::failure::{PathFailure, PathFailureKind};
use super::parameters::{PathParameters, ValidityCheck};
use super::pool::{AnchorSet, CertificatePool};
use super::signature::{CertificateSignatures, WorkingKey};
use super::validate::{Work, limit_reached, validate_anchored_target, validate_within};
use super::validated::{ValidatedPath, ValidityBound};
use crate::asn1::Integer;
use crate::crypto::Verification;
use crate::limits::{Budget, Limit};
use crate::order::Arrange as _;
use crate::reason::{Reason, ReasonCode};
use crate::x509::{Certificate, GeneralNames, Name, TrustAnchor};

/// Steps that validating one certificate of a complete chain costs, beside one step for each issuer tried: measured, a
/// validated certificate takes some 40 times as long as a step.
const STEPS_PER_VALIDATED_CERTIFICATE: u64 = 40;

/// Looks for paths from certificates to anchors.
#[derive(Clone, Copy)]
pub struct PathBuilder<'a> {
    anchors: &'a AnchorSet,
    pools: &'a [&'a CertificatePool],
    signatures: &'a dyn CertificateSignatures,
}

/// Judges a path that is valid by RFC 5280 §6.1, for instance by revocation. A refusal makes the search go on.
pub type Acceptance<'a> = dyn FnMut(&ValidatedPath) -> Result<(), PathFailure> + 'a;

impl<'a> PathBuilder<'a> {
    /// A builder that trusts `anchors` and finds intermediate certificates in `pools`.
    pub fn new(anchors: &'a AnchorSet, pools: &'a [&'a CertificatePool], signatures: &'a dyn CertificateSignatures) -> Self {
        Self { anchors, pools, signatures }
    }

    /// The first valid path for `target`.
    ///
    /// # Errors
    /// The most useful failure when there is none.
    pub fn build(&self, target: &Certificate, parameters: &PathParameters) -> Result<ValidatedPath, PathFailure> {
        self.build_accepted(target, parameters, &mut |_| Ok(()))
    }

    /// The first valid path for `target` that `accept` accepts.
    ///
    /// # Errors
    /// The most useful failure, a refusal before all others.
    pub fn build_accepted(
        &self,
        target: &Certificate,
        parameters: &PathParameters,
        accept: &mut Acceptance<'_>,
    ) -> Result<ValidatedPath, PathFailure> {
        if let Some(anchor) = self.anchors.anchor_of(target) {
            let path = validate_anchored_target(target, anchor, parameters, self.signatures)?;
            return accept(&path).map(|()| path);
        }
        let mut search = Search::new(*self, parameters);
        if let Some(path) = search.run(target, Pass::Usable, accept) {
            return Ok(path);
        }
        if search.best.is_none() && !search.exhausted() {
            search.run(target, Pass::Everything, &mut |_| Ok(()));
        }
        search.explain_missing_issuer();
        let limit = search.limit.map(|limit| PathFailure::new(vec![target.clone()], None, vec![limit_reached(limit)]));
        let failures = search.dead_end.into_iter().chain(limit).chain(search.best);
        let best = failures.fold(None, |best, failure| Some(PathFailure::better(best, failure)));
        Err(best.unwrap_or_else(|| {
            let reasons = vec![Reason::new(ReasonCode::PathNoTrustAnchor).with("certificate", target.subject_text())];
            PathFailure::new(vec![target.clone()], None, reasons)
        }))
    }
}

/// Which issuers a pass follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Those that could be part of a valid path.
    Usable,
    /// Those whose signatures verify, or cannot be verified for want of an algorithm.
    Everything,
}

#[derive(Clone)]
enum Candidate {
    Anchor(TrustAnchor),
    Certificate(Certificate),
}

/// A certificate of the chain being tried, and where its issuers' turn is.
struct Frame {
    certificate: Certificate,
    candidates: Rc<[Candidate]>,
    next: usize,
    /// Why none of the candidates tried so far issued it.
    rejected: Rejected,
    /// Whether a candidate was followed.
    followed: bool,
}

#[derive(Default)]
struct Rejected {
    by_anchor_name_only: bool,
    signature_invalid: bool,
    unsupported: Option<String>,
    unusable: bool,
    too_long: bool,
}

/// A certificate that may issue others, whatever is above it.
#[derive(Clone, Copy)]
struct Usable {
    path_length: Option<u32>,
}

/// An issuer's signature over a certificate, and the issuer's identity.
type Edge = ([u8; 32], [u8; 32]);

struct Search<'a> {
    builder: PathBuilder<'a>,
    parameters: &'a PathParameters,
    work: Work,
    steps: Budget,
    signature_checks: Budget,
    /// Outcomes of this search: what was computed once costs only a step again.
    edges: KeyedMap<Edge, Verification>,
    candidates: KeyedMap<[u8; 32], Rc<[Candidate]>>,
    usability: KeyedMap<[u8; 32], Option<Usable>>,
    best: Option<PathFailure>,
    /// The longest chain that ends without an anchor.
    dead_end: Option<PathFailure>,
    limit: Option<Limit>,
}

impl<'a> Search<'a> {
    fn new(builder: PathBuilder<'a>, parameters: &'a PathParameters) -> Self {
        let limits = &parameters.limits;
        Self {
            builder,
            parameters,
            work: Work::new(limits),
            steps: Budget::new(limits.max_path_steps.into(), Limit::PathSteps),
            signature_checks: Budget::new(limits.max_path_signatures.into(), Limit::PathSignatures),
            edges: KeyedMap::default(),
            candidates: KeyedMap::default(),
            usability: KeyedMap::default(),
            best: None,
            dead_end: None,
            limit: None,
        }
    }

    fn exhausted(&self) -> bool {
        self.limit.is_some()
    }

    /// One pass. Stops at the first path that is valid and accepted, or when a budget is empty.
    fn run(&mut self, target: &Certificate, pass: Pass, accept: &mut Acceptance<'_>) -> Option<ValidatedPath> {
        let mut stack = match self.frame(target.clone()) {
            Ok(frame) => vec![frame],
            Err(limit) => {
                self.limit = Some(limit);
                return None;
            }
        };
        while let Some(frame) = stack.last_mut() {
            let Some(candidate) = frame.candidates.get(frame.next).cloned() else {
                self.note_dead_end(&stack);
                stack.pop();
                continue;
            };
            frame.next += 1;
            match self.try_candidate(&mut stack, candidate, pass, accept) {
                Ok(Some(path)) => return Some(path),
                Ok(None) => {}
                Err(limit) => {
                    self.limit = Some(limit);
                    return None;
                }
            }
        }
        None
    }

    fn try_candidate(
        &mut self,
        stack: &mut Vec<Frame>,
        candidate: Candidate,
        pass: Pass,
        accept: &mut Acceptance<'_>,
    ) -> Result<Option<ValidatedPath>, Limit> {
        self.steps.spend(1)?;
        match candidate {
            Candidate::Anchor(anchor) => {
                if self.follows(stack, &WorkingKey::of_anchor(&anchor), Some(&anchor), pass)? {
                    return self.complete(stack, &anchor, accept);
                }
            }
            Candidate::Certificate(issuer) => {
                // RFC 4158 §2.4.1: the same name with the same key never helps a second time. Keys differ most often.
                let in_chain = |frame: &Frame| {
                    frame.certificate.spki_sha256() == issuer.spki_sha256() && frame.certificate.subject() == issuer.subject()
                };
                if stack.iter().any(in_chain) {
                    return Ok(None);
                }
                // The anchor is one more certificate of the path.
                if stack.len() + 2 > self.parameters.limits.max_path_length as usize {
                    if let Some(frame) = stack.last_mut() {
                        frame.rejected.too_long = true;
                    }
                    return Ok(None);
                }
                if pass == Pass::Usable && !self.is_usable(&issuer, stack) {
                    if let Some(frame) = stack.last_mut() {
                        frame.rejected.unusable = true;
                    }
                    return Ok(None);
                }
                if self.follows(stack, &WorkingKey::of_certificate(&issuer), None, pass)? {
                    let frame = self.frame(issuer)?;
                    stack.push(frame);
                }
            }
        }
        Ok(None)
    }

    /// Whether the last certificate of the chain was signed by `key`. A key that waits for its issuer's parameters is
    /// followed: validation will have them.
    fn follows(
        &mut self,
        stack: &mut [Frame],
        key: &WorkingKey<'_>,
        anchor: Option<&TrustAnchor>,
        pass: Pass,
    ) -> Result<bool, Limit> {
        let Some(frame) = stack.last_mut() else { return Ok(false) };
        let outcome = if key.lacks_parameters() {
            Verification::Valid
        } else {
            let edge = (*frame.certificate.sha256(), *key.id());
            if let Some(known) = self.edges.get(&edge) {
                known.clone()
            } else {
                self.signature_checks.spend(key.checks().into())?;
                let outcome = self.builder.signatures.verify(&frame.certificate, key);
                self.edges.insert(edge, outcome.clone());
                outcome
            }
        };
        let follows = match outcome {
            Verification::Valid => true,
            Verification::Invalid => {
                match anchor {
                    Some(anchor) if !key_identifiers_match(&frame.certificate, anchor) => {
                        frame.rejected.by_anchor_name_only = true;
                    }
                    _ => frame.rejected.signature_invalid = true,
                }
                false
            }
            Verification::Unsupported(what) => {
                frame.rejected.unsupported = Some(what.to_string());
                pass == Pass::Everything
            }
        };
        frame.followed |= follows;
        Ok(follows)
    }

    /// A chain that reaches an anchor.
    fn complete(
        &mut self,
        stack: &[Frame],
        anchor: &TrustAnchor,
        accept: &mut Acceptance<'_>,
    ) -> Result<Option<ValidatedPath>, Limit> {
        self.steps.spend(STEPS_PER_VALIDATED_CERTIFICATE.saturating_mul(stack.len() as u64))?;
        let certificates: Vec<_> = stack.iter().map(|frame| frame.certificate.clone()).gather();
        let outcome = validate_within(&certificates, anchor, self.parameters, self.builder.signatures, &self.work)
            .and_then(|path| accept(&path).map(|()| path));
        match outcome {
            Ok(path) => Ok(Some(path)),
            Err(failure) => {
                self.best = Some(PathFailure::better(self.best.take(), failure));
                Ok(None)
            }
        }
    }

    /// Whether a certificate may be an issuer at this place of a chain, without regard to what is above it.
    fn is_usable(&mut self, issuer: &Certificate, stack: &[Frame]) -> bool {
        let parameters = self.parameters;
        let usable = *self.usability.entry(*issuer.sha256()).or_insert_with(|| {
            let facts = Facts::of(issuer, &parameters.limits);
            let in_time = match parameters.validity {
                ValidityCheck::AtTime(at) => ValidityBound::of(issuer, at).is_none(),
                ValidityCheck::Ignore => true,
            };
            let path_length = facts.basic_constraints.and_then(|constraints| constraints.path_length);
            let usable = in_time && facts.faults.is_empty() && facts.authority_faults(issuer).is_empty();
            usable.then_some(Usable { path_length })
        });
        // pathLenConstraint counts the intermediates below that are not self-issued; the target is not one of them.
        let below = || stack.iter().skip(1).filter(|frame| !frame.certificate.is_self_issued()).count();
        usable.is_some_and(|usable| usable.path_length.is_none_or(|length| below() <= length as usize))
    }

    fn frame(&mut self, certificate: Certificate) -> Result<Frame, Limit> {
        let candidates = if let Some(known) = self.candidates.get(certificate.sha256()) {
            Rc::clone(known)
        } else {
            let found = self.issuers_of(&certificate)?;
            self.candidates.insert(*certificate.sha256(), Rc::clone(&found));
            found
        };
        Ok(Frame { certificate, candidates, next: 0, rejected: Rejected::default(), followed: false })
    }

    /// Everything with the issuer's name, anchors first, then by how likely it signed. The order depends on contents
    /// only, never on the order in which material was found.
    fn issuers_of(&self, certificate: &Certificate) -> Result<Rc<[Candidate]>, Limit> {
        let name = certificate.normalized_issuer();
        let mut anchors: Vec<_> = self.builder.anchors.with_subject(name).to_vec();
        anchors.arrange_by_cached_key(|anchor| (!key_identifiers_match(certificate, anchor), *anchor.spki_sha256()));
        let mut issuers: Vec<_> = self.builder.pools.iter().flat_map(|pool| pool.with_subject(name)).cloned().gather();
        self.steps.spend(issuers.len() as u64)?;
        issuers.arrange_by_cached_key(|issuer| {
            let outside = match self.parameters.validity {
                ValidityCheck::AtTime(at) => ValidityBound::of(issuer, at).is_some(),
                ValidityCheck::Ignore => false,
            };
            (
                likelihood(certificate, issuer),
                outside,
                issuer.is_self_issued(),
                core::cmp::Reverse(issuer.not_before()),
                *issuer.sha256(),
            )
        });
        issuers.dedup();
        let anchors = anchors.into_iter().map(Candidate::Anchor);
        Ok(anchors.chain(issuers.into_iter().map(Candidate::Certificate)).gather().into())
    }

    /// Remembers the longest chain that nobody was found for. A chain that was followed further is not an end.
    fn note_dead_end(&mut self, stack: &[Frame]) {
        let Some(last) = stack.last().filter(|last| !last.followed) else { return };
        if self.dead_end.as_ref().is_some_and(|known| known.certificates.len() >= stack.len()) {
            return;
        }
        let certificate = &last.certificate;
        let mut reasons = Vec::new();
        if last.rejected.by_anchor_name_only {
            reasons.push(about(ReasonCode::PathAnchorNameOnly, certificate).with("issuer", certificate.issuer_text()));
        }
        if last.rejected.signature_invalid {
            reasons.push(about(ReasonCode::PathSignatureInvalid, certificate));
        }
        if let Some(what) = &last.rejected.unsupported {
            reasons.push(about(ReasonCode::PathAlgorithmUnsupported, certificate).with("algorithm", what));
        }
        if last.rejected.too_long {
            reasons.push(limit_reached(Limit::PathLength));
        }
        if reasons.is_empty() && !last.rejected.unusable && !certificate.is_self_issued() {
            reasons.push(about(ReasonCode::PathIssuerMissing, certificate).with("issuer", certificate.issuer_text()));
        }
        reasons.push(about(ReasonCode::PathNoTrustAnchor, certificate));
        let certificates = stack.iter().map(|frame| frame.certificate.clone()).gather();
        self.dead_end = Some(PathFailure { kind: PathFailureKind::NoChain, ..PathFailure::new(certificates, None, reasons) });
    }

    /// Whether the issuer that is missing at the dead end is at hand after all, under a name that the certificate does
    /// not give: its authority key identifier finds the key that signed. Such a certificate is refused all the same
    /// (RFC 5280 §6.1.3 (a)(4)), for a reason that can be acted on.
    fn explain_missing_issuer(&mut self) {
        let missing = |failure: &PathFailure| failure.has(ReasonCode::PathIssuerMissing);
        let Some(certificate) = self.dead_end.as_ref().filter(|end| missing(end)).and_then(|end| end.certificates.last()) else {
            return;
        };
        let certificate = certificate.clone();
        let Ok(Some(wanted)) = certificate.authority_key_identifier().map(|found| found.and_then(|found| found.key_identifier))
        else {
            return;
        };
        let Self { builder, steps, signature_checks, .. } = self;
        let of_anchors = builder.anchors.iter().filter_map(|anchor| anchor.certificate());
        let at_hand = of_anchors.chain(builder.pools.iter().flat_map(|pool| pool.iter()));
        let mut named: Vec<&Certificate> = at_hand
            .take_while(|_| steps.spend(1).is_ok())
            .filter(|issuer| matches!(issuer.subject_key_identifier(), Ok(Some(found)) if found == wanted))
            .gather();
        named.arrange_by_key(|issuer| *issuer.sha256());
        let signed = named.into_iter().find(|issuer| {
            let key = WorkingKey::of_certificate(issuer);
            signature_checks.spend(key.checks().into()).is_ok()
                && builder.signatures.verify(&certificate, &key) == Verification::Valid
        });
        if let (Some(issuer), Some(end)) = (signed, &mut self.dead_end) {
            let reason = about(ReasonCode::PathNameChaining, &certificate).with("issuer", issuer.subject());
            end.reasons.insert(0, reason);
        }
    }
}

/// 0 when the authority key identifier names this issuer, 1 when nothing can be said, 2 when it names another.
fn likelihood(certificate: &Certificate, issuer: &Certificate) -> u8 {
    let Ok(Some(authority)) = certificate.authority_key_identifier() else { return 1 };
    let by_key = match (authority.key_identifier, issuer.subject_key_identifier()) {
        (Some(wanted), Ok(Some(found))) => Some(wanted == found),
        _ => None,
    };
    let by_serial = match (&authority.serial, authority.issuer.as_ref().and_then(GeneralNames::directory_name)) {
        (Some(serial), Some(name)) => Some(is_numbered(issuer, serial, &name)),
        _ => None,
    };
    match (by_key, by_serial) {
        (Some(true), _) | (None, Some(true)) => 0,
        (None, None) => 1,
        _ => 2,
    }
}

fn is_numbered(certificate: &Certificate, serial: &Integer<'_>, issuer: &Name<'_>) -> bool {
    certificate.serial().same_value(serial) && certificate.issuer().matches(issuer)
}

/// Whether the authority key identifier of `certificate` is the subject key identifier of the anchor's certificate.
fn key_identifiers_match(certificate: &Certificate, anchor: &TrustAnchor) -> bool {
    anchor.certificate().is_some_and(|issuer| likelihood(certificate, issuer) == 0)
}
