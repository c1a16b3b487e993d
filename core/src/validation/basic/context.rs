//! What a verdict depends on, the times that count, and what a block answers.

use crate::crypto::SignatureCache;
use crate::evidence::{Evidence, Material};
use crate::indication::{Indication, SubIndication};
use crate::limits::Limits;
use crate::policy::{Level, Policy};
use crate::reason::{Reason, Severity};
use crate::revocation::RevocationOptions;
use crate::time::Instant;
use crate::trust::TrustStore;

use super::prospective::ProspectMemory;

/// All that a verdict depends on.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The document's facts.
    pub evidence: &'c Evidence,
    /// What is trusted.
    pub trust: &'c TrustStore,
    /// Material given beside the document.
    pub material: &'c Material,
    /// The document's material and the given one.
    pub materials: &'c [&'c Material],
    /// What is required.
    pub policy: &'c Policy,
    /// SHA-256 digests of the policy, the trust and the given material, which every report names.
    pub digests: SettingsDigests,
    /// The validation time.
    pub time: Instant,
    /// Budgets of path searches.
    pub limits: &'c Limits,
    /// Signature verifications of certificates, CRLs and OCSP responses, remembered across documents.
    pub signatures: &'c SignatureCache,
    /// Prospective chains, remembered for this material.
    pub prospects: &'c ProspectMemory,
}

/// What a verdict rests on besides the document, by digest: equal digests and equal evidence give equal verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettingsDigests {
    /// [`Policy::digest`].
    pub policy: [u8; 32],
    /// [`TrustStore::digest`].
    pub trust: [u8; 32],
    /// [`Material::digest`] of what was given beside the document; `None` when nothing was.
    pub material: Option<[u8; 32]>,
}

/// What the verdict on a chain depends on: the part of a [`Context`] that knows no document.
#[derive(Clone, Copy)]
pub struct ChainContext<'c> {
    /// What is trusted.
    pub trust: &'c TrustStore,
    /// Certificates that may be part of the chain, CRLs and OCSP responses.
    pub materials: &'c [&'c Material],
    /// How strictly revocation information is taken.
    pub revocation_options: RevocationOptions,
    /// What is required.
    pub policy: &'c Policy,
    /// Budgets of path searches.
    pub limits: &'c Limits,
    /// Signature verifications, remembered.
    pub signatures: &'c SignatureCache,
}

impl<'c> Context<'c> {
    /// What chains of the document's certificates depend on.
    pub fn chain(&self) -> ChainContext<'c> {
        ChainContext {
            trust: self.trust,
            materials: self.materials,
            revocation_options: RevocationOptions::default(),
            policy: self.policy,
            limits: self.limits,
            signatures: self.signatures,
        }
    }
}

/// The times that a signature is held against (EN 319 102-1 §5.5.4): now, and the earliest proven for the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Certificates, CRLs and OCSP responses are judged at this time: nothing proves them older.
    pub validation: Instant,
    /// The best-signature-time: the signature existed then, so expiry and revocation after it do not matter.
    pub signature: Instant,
}

impl Times {
    /// Without any proof of existence.
    pub const fn at(time: Instant) -> Self {
        Self { validation: time, signature: time }
    }
}

/// The outcome of a building block or of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// PASSED, INDETERMINATE or FAILED.
    pub indication: Indication,
    /// Why it is not PASSED.
    pub sub_indication: Option<SubIndication>,
    /// Findings, those that decided included.
    pub reasons: Vec<Reason>,
}

impl Outcome {
    /// PASSED, nothing to say.
    pub const fn passed() -> Self {
        Self { indication: Indication::TotalPassed, sub_indication: None, reasons: Vec::new() }
    }

    /// INDETERMINATE for a reason.
    pub fn indeterminate(sub_indication: SubIndication, reason: Reason) -> Self {
        Self { indication: Indication::Indeterminate, sub_indication: Some(sub_indication), reasons: vec![reason] }
    }

    /// A constraint of the policy that is not met: INDETERMINATE, a warning, or nothing.
    pub fn constraint(sub_indication: SubIndication, level: Level, reason: Reason) -> Self {
        match level.severity() {
            Some(Severity::Error) => Self::indeterminate(sub_indication, reason.severity(Severity::Error)),
            Some(severity) => Self { reasons: vec![reason.severity(severity)], ..Self::passed() },
            None => Self::passed(),
        }
    }

    /// FAILED for a reason.
    pub fn failed(sub_indication: SubIndication, reason: Reason) -> Self {
        Self { indication: Indication::TotalFailed, sub_indication: Some(sub_indication), reasons: vec![reason] }
    }

    /// Whether everything passed.
    pub fn is_passed(&self) -> bool {
        self.indication == Indication::TotalPassed
    }

    /// Joins the outcome of a later block: the first that is not passed decides, unless the later one is worse. The
    /// findings of both are kept.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        if later.indication < self.indication {
            self.indication = later.indication;
            self.sub_indication = later.sub_indication;
        }
        for reason in later.reasons {
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
        self
    }
}
