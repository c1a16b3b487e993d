//! The building blocks of EN 319 102-1 §5.2, and validation of basic signatures (§5.3): at one time, without proofs of
//! existence.

pub mod acceptance;
mod context;
pub mod cryptographic;
pub mod format;
pub mod signature_policy;
pub mod signing_certificate;
pub mod trust_anchor;
pub mod x509;

pub use context::{ChainContext, Context, Outcome, SettingsDigests, Times};

use crate::evidence::{SignatureFacts, SignedFacts};
use crate::indication::{Indication, SubIndication};
use crate::policy::Level;
use crate::x509::Certificate;
use x509::{ChainVerdict, Purpose};

/// What validating a basic signature at one time gave.
#[derive(Clone, Debug)]
pub struct BasicVerdict {
    /// The outcome.
    pub outcome: Outcome,
    /// The certificate chain, when a signing certificate was identified.
    pub chain: Option<ChainVerdict>,
}

/// Validation of a basic signature (EN 319 102-1 §5.3.4).
pub fn validate(context: &Context<'_>, signature: &SignatureFacts, times: Times) -> BasicVerdict {
    let format = format::check(signature, &context.evidence.document);
    let Some(signed) = &signature.signed else {
        return BasicVerdict { outcome: format.and(nothing_to_verify()), chain: None };
    };
    let verdict = validate_signed(context, signed, Purpose::DocumentSigning, times);
    BasicVerdict { outcome: format.and(verdict.outcome), chain: verdict.chain }
}

/// The blocks that do not depend on the format.
///
/// NOTE: §5.3.4 ends with the first block that is not PASSED. Here a FAILED of the cryptographic block outranks an
/// INDETERMINATE of the chain: that the bytes were changed is certain, whoever signed them.
pub fn validate_signed(context: &Context<'_>, signed: &SignedFacts, purpose: Purpose, times: Times) -> BasicVerdict {
    let certificate = match signing_certificate::identify(context, signed) {
        Ok(certificate) => certificate,
        Err(outcome) => return BasicVerdict { outcome: cryptographic::verify(signed).and(outcome), chain: None },
    };
    let chain = x509::validate(context, certificate, purpose, times);
    let outcome = signing_certificate::binding(signed, bound_by(context, purpose))
        .and(cryptographic::verify(signed))
        .and(signature_policy::initialise(context.policy, signed))
        .and(acceptance::structure(signed))
        .and(chain.outcome.clone())
        .and(acceptance::algorithms(context, signed, certificate, times.signature));
    BasicVerdict { outcome, chain: Some(chain) }
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
