//! Identification of the signing certificate (EN 319 102-1 §5.2.3).

use super::{Context, Outcome};
use crate::evidence::{SignedFacts, SignerBinding};
use crate::indication::SubIndication;
use crate::reason::{Reason, ReasonCode};
use crate::x509::Certificate;

/// The signing certificate, or INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND.
pub fn identify<'c>(context: &Context<'c>, signed: &SignedFacts) -> Result<&'c Certificate, Outcome> {
    let failure = |reason| Err(Outcome::indeterminate(SubIndication::NoSigningCertificateFound, reason));
    let found = signed
        .signing_certificate
        .as_ref()
        .and_then(|sha256| context.evidence.material.certificate(sha256).or_else(|| context.material.certificate(sha256)));
    match (found, signed.binding) {
        (None, _) => failure(Reason::new(ReasonCode::SignerCertificateMissing).with("identifier", &signed.signer_identifier)),
        (Some(_), SignerBinding::Contradicted) => failure(Reason::new(ReasonCode::SignerCertificateMismatch)),
        (Some(certificate), SignerBinding::Bound | SignerBinding::Unbound | SignerBinding::Unknown) => Ok(certificate),
    }
}

/// What a reader should know of the binding.
pub fn remarks(signed: &SignedFacts) -> Outcome {
    let reasons = match signed.binding {
        SignerBinding::Unbound | SignerBinding::Unknown => vec![Reason::new(ReasonCode::SignerCertificateUnbound)],
        SignerBinding::Bound | SignerBinding::Contradicted => Vec::new(),
    };
    Outcome { reasons, ..Outcome::passed() }
}
