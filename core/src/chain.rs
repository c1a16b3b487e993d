//! Certificates by themselves, without a signature: the chain validation of [`Verifier`](crate::Verifier) for people who
//! validate certificates alone.
//!
//! The verdict is that of X.509 certificate validation (EN 319 102-1 §5.2.6), which never answers FAILED: it is part of
//! validating a signature, and a proof of existence may still show that the signature is older than a revocation or an
//! expiry; another chain may still be found where one breaks a rule of RFC 5280 §6.1 or has a signature that does not
//! verify. Here the question is whether the certificate may be relied on *at* the validation time, so that this
//! time is at once the earliest and the latest at which it is used. What the processes of §5.3 and §5.5 conclude when a
//! signature is proven not to be older then holds, and no other chain can change it:
//!
//! | §5.2.6 says of the certificate itself | the verdict here |
//! |---|---|
//! | revoked by the validation time (REVOKED_NO_POE) | FAILED, REVOKED |
//! | expired (OUT_OF_BOUNDS_NO_POE, OUT_OF_BOUNDS_NOT_REVOKED) | FAILED, EXPIRED |
//! | not yet valid (the same) | FAILED, NOT_YET_VALID |
//!
//! These are the only sub-indications of FAILED in table 6 that speak of certificates. They need a path that is valid by
//! RFC 5280 §6.1: a certificate that nobody trusted has issued says nothing certain, not even about its own dates.
//! Everything else stays INDETERMINATE: no chain, a chain that breaks a constraint, an authority that was revoked
//! (it may have a second certificate), a hold, missing revocation information, algorithms that are no longer reliable.

use crate::crypto::SignatureCache;
use crate::evidence::Material;
use crate::indication::SubIndication;
use crate::limits::Limits;
use crate::path::{PathParameters, Purpose, ValidityBound, ValidityCheck};
use crate::policy::{Level, Policy};
use crate::reason::{Reason, ReasonCode};
use crate::report::{ChainReport, assemble_chain};
use crate::revocation::RevocationOptions;
use crate::time::Instant;
use crate::trust::TrustStore;
use crate::validation::basic::x509::{ChainVerdict, Status, validate_chain};
use crate::validation::{ChainContext, Outcome, Times};
use crate::x509::Certificate;

/// What a verdict on a certificate depends on.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainSettings {
    /// What is trusted; there is no built-in trust.
    pub trust: TrustStore,
    /// Certificates, CRLs and OCSP responses to use. They are not trusted.
    pub material: Material,
    /// What is required of revocation information and algorithms.
    pub policy: Policy,
    /// The validation time.
    pub time: Instant,
    /// Inputs of RFC 5280 §6.1.1 and rules that it leaves open. Whatever [`PathParameters::validity`] says, every
    /// certificate is held against [`time`](Self::time).
    pub parameters: PathParameters,
    /// How strictly CRLs and OCSP responses are taken.
    pub revocation: RevocationOptions,
}

impl ChainSettings {
    /// No material, the default policy, any certificate policy and any purpose.
    pub fn new(trust: TrustStore, time: Instant) -> Self {
        Self {
            trust,
            material: Material::default(),
            policy: Policy::default(),
            time,
            parameters: PathParameters::new(ValidityCheck::Ignore, Purpose::Any),
            revocation: RevocationOptions::default(),
        }
    }
}

/// Validates certificates. It remembers the signatures that it has verified.
///
/// ```
/// use longseal::chain::{ChainSettings, ChainVerifier};
/// use longseal::policy::RevocationRequirement;
/// use longseal::time::Instant;
/// use longseal::trust::TrustStore;
/// use longseal::x509::Certificate;
///
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/files/pki/");
/// # let authority = std::fs::read(format!("{folder}authority.pem"))?;
/// # let signer = std::fs::read(format!("{folder}signer.der"))?;
/// let time = Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap();
/// let mut settings = ChainSettings::new(TrustStore::from_pem(&authority)?, time);
/// settings.policy = settings.policy.with_revocation(RevocationRequirement::IfPresent);
/// let report = ChainVerifier::new(settings).verify(&Certificate::parse(&signer)?);
/// assert_eq!(report.indication.as_block_str(), "PASSED");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ChainVerifier {
    settings: ChainSettings,
    signatures: SignatureCache,
}

impl ChainVerifier {
    /// A verifier with an empty memory.
    ///
    /// Revocation information must be fresh, whatever the policy says of signatures: RFC 5280 §6.3.3 (a)(1) uses no CRL after
    /// its nextUpdate, and no proof of existence can make up for it here.
    pub fn new(mut settings: ChainSettings) -> Self {
        settings.parameters.validity = ValidityCheck::Ignore;
        settings.policy.not_fresh = Level::Fail;
        settings.policy.expired_revocation_signer = Level::Fail;
        Self { settings, signatures: SignatureCache::default() }
    }

    /// The verdict on one certificate. It cannot fail: what is wrong with the certificate is in the report.
    pub fn verify(&self, certificate: &Certificate) -> ChainReport {
        let settings = &self.settings;
        let limits: &Limits = &settings.parameters.limits;
        let context = ChainContext {
            trust: &settings.trust,
            materials: &[&settings.material],
            revocation_options: settings.revocation,
            policy: &settings.policy,
            limits,
            signatures: &self.signatures,
        };
        let verdict = validate_chain(&context, certificate, &settings.parameters, Times::at(settings.time));
        let outcome = with_certain_failures(&verdict, settings.time);
        assemble_chain(verdict, outcome, settings.time, &settings.policy)
    }

    /// Public-key operations so far; what is remembered is not counted.
    pub fn remembered_operations(&self) -> u64 {
        self.signatures.operations()
    }
}

/// Turns what is certain about the certificate itself into FAILED; see the documentation of the module.
fn with_certain_failures(verdict: &ChainVerdict, time: Instant) -> Outcome {
    let outcome = verdict.outcome();
    let Some(leaf) = verdict.leaf().filter(|leaf| !leaf.is_anchor && verdict.policies.is_some()) else { return outcome };
    let bound = ValidityBound::of(&leaf.certificate, time);
    let (sub_indication, code) = match (&leaf.status, bound) {
        (Some(Status::Revoked(..)), _) => (SubIndication::Revoked, ReasonCode::RevocationRevoked),
        (_, Some(ValidityBound::Expired(_))) => (SubIndication::Expired, ReasonCode::PathExpired),
        (_, Some(ValidityBound::NotYetValid(_))) => (SubIndication::NotYetValid, ReasonCode::PathNotYetValid),
        (_, None) => return outcome,
    };
    // The reason is there already, with its values; `and` keeps each once.
    let known = outcome.reasons.iter().find(|reason| reason.code == code).cloned();
    let failed = Outcome::failed(sub_indication, known.unwrap_or_else(|| Reason::new(code)));
    outcome.and(failed)
}
