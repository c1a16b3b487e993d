//! A path that was validated.

use super::parameters::{PolicySet, ValidityCheck};
use super::signature::WorkingKey;
use crate::crypto::PublicKey;
use crate::gather::Gather as _;
use crate::reason::Reason;
use crate::time::Instant;
use crate::x509::{Certificate, TrustAnchor};

/// A certification path that fulfils RFC 5280 §6.1 for the parameters it was asked for. Only validation makes one.
///
/// Revocation is not part of it; see `revocation`.
#[derive(Clone, Debug)]
pub struct ValidatedPath {
    pub(super) certificates: Vec<Certificate>,
    pub(super) anchor: TrustAnchor,
    pub(super) policies: PolicySet,
    /// The target's key when its parameters come from above.
    pub(super) inherited_key: Option<WorkingKey<'static>>,
    pub(super) validity: ValidityCheck,
    pub(super) warnings: Vec<Reason>,
}

/// A certificate outside its validity period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideValidity {
    /// Which one: 0 is the target.
    pub index: usize,
    /// On which side of it.
    pub bound: ValidityBound,
}

/// Which end of a validity period is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValidityBound {
    /// It begins later, then.
    NotYetValid(Instant),
    /// It ended before, then.
    Expired(Instant),
}

impl ValidityBound {
    /// Where `at` lies with regard to a certificate's validity period; `None` within it.
    pub fn of(certificate: &Certificate, at: Instant) -> Option<Self> {
        if at < certificate.not_before() {
            Some(Self::NotYetValid(certificate.not_before()))
        } else if at.unix_seconds() > certificate.not_after().unix_seconds() {
            // notAfter is a whole second and belongs to the period to its end (RFC 5280 §4.1.2.5: "inclusive").
            Some(Self::Expired(certificate.not_after()))
        } else {
            None
        }
    }
}

impl ValidatedPath {
    /// The certificates, target first, without the anchor unless the target itself is trusted.
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// The anchor whose key signed the last certificate.
    pub fn anchor(&self) -> &TrustAnchor {
        &self.anchor
    }

    /// The issuer of certificate `index`, as a certificate: the next one, or the anchor's if it has one.
    pub fn issuer(&self, index: usize) -> Option<&Certificate> {
        self.certificates.get(index + 1).or_else(|| self.anchor.certificate())
    }

    /// user-constrained-policy-set (RFC 9618 §5.5): the policies for which the path is valid.
    pub fn policies(&self) -> &PolicySet {
        &self.policies
    }

    /// working_public_key: the target's key, with inherited parameters if it has none of its own.
    /// `None` when the key is of a kind that is not supported.
    pub fn working_key(&self) -> Option<&PublicKey> {
        self.inherited_key.as_ref().and_then(|key| key.key().ok()).or_else(|| self.certificates.first()?.public_key().ok())
    }

    /// [`working_key`](Self::working_key) when its parameters come from above, with its identity.
    pub(crate) fn inherited_key(&self) -> Option<&WorkingKey<'static>> {
        self.inherited_key.as_ref()
    }

    /// What was asked of validity periods.
    pub fn validity_check(&self) -> ValidityCheck {
        self.validity
    }

    /// Findings on which the validity of the path does not rest.
    pub fn warnings(&self) -> &[Reason] {
        &self.warnings
    }

    /// The certificates whose validity period does not hold `at`, target first.
    pub fn outside_validity(&self, at: Instant) -> Vec<OutsideValidity> {
        let bounds = self.certificates.iter().map(|certificate| ValidityBound::of(certificate, at));
        bounds.enumerate().filter_map(|(index, bound)| Some(OutsideValidity { index, bound: bound? })).gather()
    }

    /// When all certificates are valid: from the latest beginning to the earliest end. Empty when the first is later.
    pub fn validity(&self) -> (Instant, Instant) {
        let begin = self.certificates.iter().map(Certificate::not_before).max();
        let end = self.certificates.iter().map(Certificate::not_after).min();
        (begin.unwrap_or(Instant::MIN), end.unwrap_or(Instant::MAX))
    }
}
