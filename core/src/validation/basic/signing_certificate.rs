//! Identification of the signing certificate (EN 319 102-1 §5.2.3).

use super::{Context, Outcome};
use crate::evidence::{SignedFacts, SignerBinding};
use crate::indication::SubIndication;
use crate::policy::Level;
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

/// The signing-certificate attribute binds the certificate, or the policy says how its absence counts
/// (INDETERMINATE/SIG_CONSTRAINTS_FAILURE, §5.2.8.4.2.1).
pub fn binding(signed: &SignedFacts, required: Level) -> Outcome {
    match signed.binding {
        SignerBinding::Unbound | SignerBinding::Unknown => {
            let reason = Reason::new(ReasonCode::SignerCertificateUnbound);
            Outcome::constraint(SubIndication::SigConstraintsFailure, required, reason)
        }
        SignerBinding::Bound | SignerBinding::Contradicted => Outcome::passed(),
    }
}
