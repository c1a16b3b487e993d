//! The building blocks of EN 319 102-1 §5.2, and validation of basic signatures (§5.3): at one time, without proofs of
//! existence.

pub mod acceptance;
mod chain_memory;
mod context;
pub mod cryptographic;
pub mod format;
pub mod prospective;
pub mod revocation_status;
pub mod signature_policy;
pub mod signing_certificate;
pub mod trust_anchor;
pub mod x509;

pub use chain_memory::ChainMemory;
pub use context::{ChainContext, Context, Outcome, SettingsDigests, Times};
pub use prospective::ProspectMemory;

use std::sync::Arc;

use crate::evidence::{SignatureFacts, SignedFacts};
use crate::indication::{Indication, SubIndication};
use crate::policy::Level;
use crate::x509::Certificate;
use prospective::Prospects;
use x509::{ChainVerdict, Obstacle, Purpose};

/// What validating a basic signature at one time gave.
#[derive(Clone, Debug)]
pub struct BasicVerdict {
    /// What no proof of existence changes, and findings.
    pub fixed: Outcome,
    /// What stands in the way at the validation time, in the order it was found.
    pub obstacles: Vec<Obstacle>,
    /// The certificate chain, when a signing certificate was identified.
    pub chain: Option<ChainVerdict>,
    /// All its prospective chains.
    pub prospects: Option<Arc<Prospects>>,
    /// What the certificate was to be used for.
    pub purpose: Purpose,
}

impl BasicVerdict {
    fn without_chain(fixed: Outcome, purpose: Purpose) -> Self {
        Self { fixed, obstacles: Vec::new(), chain: None, prospects: None, purpose }
    }

    /// The outcome at the validation time.
    pub fn outcome(&self) -> Outcome {
        self.obstacles.iter().fold(self.fixed.clone(), |outcome, obstacle| outcome.and(obstacle.outcome()))
    }
}

/// Validation of a basic signature (EN 319 102-1 §5.3.4).
pub fn validate(context: &Context<'_>, signature: &SignatureFacts, times: Times) -> BasicVerdict {
    let format = format::check(signature, &context.evidence.document);
    let Some(signed) = &signature.signed else {
        return BasicVerdict::without_chain(format.and(nothing_to_verify()), Purpose::DocumentSigning);
    };
    let mut verdict = validate_signed(context, signed, Purpose::DocumentSigning, times);
    verdict.fixed = format.and(verdict.fixed);
    verdict
}

/// The blocks that do not depend on the format.
///
/// NOTE: §5.3.4 ends with the first block that is not PASSED. Here a FAILED of the cryptographic block outranks an
/// INDETERMINATE of the chain: that the bytes were changed is certain, whoever signed them.
pub fn validate_signed(context: &Context<'_>, signed: &SignedFacts, purpose: Purpose, times: Times) -> BasicVerdict {
    let certificate = match signing_certificate::identify(context, signed) {
        Ok(certificate) => certificate,
        Err(outcome) => return BasicVerdict::without_chain(cryptographic::verify(context.policy, signed).and(outcome), purpose),
    };
    let prospects = x509::prospects(context, certificate, purpose);
    let chain = x509::validate(context, &prospects, purpose, times);
    let remarks = Outcome { reasons: chain.remarks.clone(), ..Outcome::passed() };
    let fixed = signing_certificate::binding(signed, bound_by(context, purpose))
        .and(cryptographic::verify(context.policy, signed))
        .and(signature_policy::initialise(context.policy, signed))
        .and(acceptance::structure(signed))
        .and(remarks);
    let mut obstacles = chain.obstacles.clone();
    obstacles.extend(acceptance::algorithms(context, signed, certificate, times.signature).map(Obstacle::own_algorithm));
    BasicVerdict { fixed, obstacles, chain: Some(chain), prospects: Some(prospects), purpose }
}

/// How the policy takes a signing certificate that no attribute binds.
fn bound_by(context: &Context<'_>, purpose: Purpose) -> Level {
    match purpose {
        Purpose::TimeStamping => context.policy.timestamp.signing_certificate_attribute,
        _ => context.policy.signature.signing_certificate_attribute,
    }
}

/// The certificate's key size, for reports and rules.
pub(crate) fn key_bits(certificate: &Certificate) -> Option<u32> {
    certificate.public_key().ok().map(crate::crypto::PublicKey::bits)
}

/// A signature without anything to verify is what its format says, and never passed.
fn nothing_to_verify() -> Outcome {
    Outcome { indication: Indication::Indeterminate, sub_indication: Some(SubIndication::FormatFailure), reasons: Vec::new() }
}
