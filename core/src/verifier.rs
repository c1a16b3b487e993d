//! The paved path: one verifier for many documents.

use std::sync::Arc;

use crate::crypto::SignatureCache;
use crate::error::Error;
use crate::evidence::{self, CodecError, Collector, Evidence, Material, MaterialCache, MaterialSource, WantedList};
use crate::limits::Limits;
use crate::policy::Policy;
use crate::report::{self, Report, Verdict};
use crate::time::Instant;
use crate::trust::TrustStore;
use crate::validation::long_term::SignatureVerdict;
use crate::validation::{self, ChainMemory, Context, ProspectMemory, SettingsDigests};

/// Collects evidence and judges it. Cheap to clone, shared between threads; clones share what they remember: parsed
/// certificates and their prepared keys, CRL indexes, signatures already verified.
#[derive(Clone)]
pub struct Verifier(Arc<Settings>);

struct Settings {
    collector: Collector,
    trust: TrustStore,
    policy: Policy,
    digests: SettingsDigests,
    time: Instant,
    signatures: SignatureCache,
    chains: ChainMemory,
}

impl Verifier {
    /// A builder: no trust, the default policy, and the Unix epoch as validation time until told otherwise.
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }

    /// Collects the facts of a document: what hashing and public-key arithmetic cost.
    ///
    /// # Errors
    /// Only when the document could not be examined: not a PDF, encrypted with another password, damaged beyond
    /// recognition, over a limit. Everything else is a fact.
    pub fn collect(&self, pdf: &[u8]) -> Result<Evidence, Error> {
        evidence::collect(pdf, &self.0.collector)
    }

    /// Evidence from [bytes](Evidence::to_cbor), with its material from `source`; what was parsed before is remembered.
    ///
    /// # Errors
    /// See [`Evidence::from_cbor`].
    pub fn read_evidence(&self, bytes: &[u8], source: &dyn MaterialSource) -> Result<Evidence, CodecError> {
        Evidence::from_cbor_with(bytes, source, &self.0.collector.cache)
    }

    /// Evidence from a [file](Evidence::to_file); what was parsed before is remembered.
    ///
    /// # Errors
    /// See [`Evidence::from_file`].
    pub fn read_evidence_file(&self, bytes: &[u8]) -> Result<Evidence, CodecError> {
        Evidence::from_file_with(bytes, &self.0.collector.cache)
    }

    /// Judges evidence by this verifier's trust, policy and time. It never fails and reads no document.
    pub fn judge(&self, evidence: &Evidence) -> Report {
        self.with_verdicts(evidence, report::assemble)
    }

    /// The verdicts alone, in the order of the evidence's signatures: what [`judge`](Self::judge) says without the report
    /// around it, for runs over many documents.
    pub fn verdicts(&self, evidence: &Evidence) -> Vec<Verdict> {
        self.with_verdicts(evidence, report::verdicts)
    }

    /// What would help the verdict and can be asked for at the places that certificates name: issuers, CRLs, OCSP
    /// responses. What comes is given to [`Evidence::add`] or to another verifier as material; then this is asked again,
    /// since an issuer that was found has a status of its own.
    ///
    /// Nothing is wanted for signatures that failed for certain, for chains that can lead to no anchor, or for what the
    /// policy does not ask.
    pub fn wanted(&self, evidence: &Evidence) -> WantedList {
        self.with_verdicts(evidence, |context, verdicts| validation::wanted(context, &verdicts))
    }

    fn with_verdicts<T>(&self, evidence: &Evidence, then: impl FnOnce(&Context<'_>, Vec<SignatureVerdict>) -> T) -> T {
        // A signing certificate may have come after the evidence was collected.
        self.with_verdicts_on_completed(&evidence.completed(&self.0.collector.material), then)
    }

    fn with_verdicts_on_completed<T>(
        &self,
        evidence: &Evidence,
        then: impl FnOnce(&Context<'_>, Vec<SignatureVerdict>) -> T,
    ) -> T {
        let given = &self.0.collector.material;
        let own = &self.0.collector.limits;
        let limits = own.shared_by(evidence.signer_count());
        let judge = |prospects: &ProspectMemory| {
            let context = Context {
                evidence,
                trust: &self.0.trust,
                material: given,
                materials: &[&evidence.material, given],
                policy: &self.0.policy,
                digests: self.0.digests,
                time: self.0.time,
                limits: &limits,
                signatures: &self.0.signatures,
                prospects,
            };
            let verdicts = validation::archival::validate(&context);
            then(&context, verdicts)
        };
        // What less was looked for in is not remembered for other documents.
        if limits == *own { self.0.chains.with(&evidence.material, judge) } else { judge(&ProspectMemory::default()) }
    }

    /// [`collect`](Self::collect), then [`judge`](Self::judge).
    ///
    /// # Errors
    /// See [`collect`](Self::collect).
    pub fn verify(&self, pdf: &[u8]) -> Result<Report, Error> {
        let mut evidence = self.collect(pdf)?;
        evidence.complete(&self.0.collector.material);
        Ok(self.with_verdicts_on_completed(&evidence, report::assemble))
    }

    /// What every verdict of this verifier rests on besides the document and the validation time.
    pub fn settings_digests(&self) -> SettingsDigests {
        self.0.digests
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The validation time.
    pub fn validation_time(&self) -> Instant {
        self.0.time
    }

    /// Public-key operations on certificates, CRLs and OCSP responses so far; what is remembered is not counted.
    pub fn remembered_operations(&self) -> u64 {
        self.0.signatures.operations()
    }
}

/// Settings of a [`Verifier`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct VerifierBuilder {
    trust: TrustStore,
    material: Material,
    policy: Policy,
    time: Option<Instant>,
    limits: Limits,
    password: Option<Vec<u8>>,
}

impl VerifierBuilder {
    /// What is trusted; there is no built-in trust.
    pub fn trust(mut self, trust: TrustStore) -> Self {
        self.trust = trust;
        self
    }

    /// Certificates, CRLs and OCSP responses to use besides those in the documents. They are not trusted.
    pub fn material(mut self, material: Material) -> Self {
        self.material = material;
        self
    }

    /// What is required.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The validation time; the core has no clock.
    pub fn at(mut self, time: Instant) -> Self {
        self.time = Some(time);
        self
    }

    /// Budgets.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// A password for encrypted documents; the empty one is always tried.
    pub fn password(mut self, password: &[u8]) -> Self {
        self.password = Some(password.to_vec());
        self
    }

    /// The verifier.
    pub fn build(self) -> Verifier {
        let digests = SettingsDigests {
            policy: self.policy.digest(),
            trust: self.trust.digest(),
            material: (!self.material.is_empty()).then(|| self.material.digest()),
        };
        let collector =
            Collector { limits: self.limits, password: self.password, cache: MaterialCache::default(), material: self.material };
        Verifier(Arc::new(Settings {
            collector,
            trust: self.trust,
            policy: self.policy,
            digests,
            time: self.time.unwrap_or(Instant::EPOCH),
            signatures: SignatureCache::default(),
            chains: ChainMemory::default(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_is_shared_between_threads() {
        fn shared<T: Send + Sync + Clone>() {}
        shared::<Verifier>();
    }

    #[test]
    fn what_is_no_pdf_is_an_error_and_no_verdict() {
        assert_eq!(Verifier::builder().build().verify(b"hello").unwrap_err(), Error::NotPdf);
    }
}
