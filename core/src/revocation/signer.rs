//! Who may speak for a certificate's issuer: separate CRL issuers (RFC 5280 §6.3.3 (f)) and delegated OCSP
//! responders (RFC 6960 §4.2.2.2).

use super::check::check_within;
use super::options::SignerStatus;
use super::pool::is_responder;
use super::request::{Issuer, Question, Search, Signed};
use super::status::RevocationStatus;
use crate::asn1::Oid;
use crate::crypto::Verification;
use crate::path::{AnchorSet, PathBuilder, PathFailure, PathParameters, Purpose, ValidatedPath, ValidityCheck, WorkingKey};
use crate::reason::{Reason, ReasonCode};
use crate::time::Instant;
use crate::x509::{Certificate, oid};

/// What is to be reported about a signer that is authorised, or why it is not.
pub(super) type Authorised = Result<Vec<Reason>, Reason>;

/// The same of a separate CRL issuer, with its key when that has parameters from the path.
pub(super) type AuthorisedIssuer = (Vec<Reason>, Option<WorkingKey<'static>>);

/// A CRL issuer with a key of its own needs a path to the anchor of the certificate in question, valid when the CRL was
/// issued, in which nothing is revoked.
pub(super) fn separate_crl_issuer(
    search: &mut Search,
    question: &Question<'_>,
    certificate: &Certificate,
    at: Instant,
) -> Result<AuthorisedIssuer, Reason> {
    if !search.may_search_path() {
        return Err(Reason::new(ReasonCode::RevocationLimit));
    }
    let anchors = AnchorSet::from_iter([question.anchor.clone()]);
    let mut parameters = PathParameters::new(ValidityCheck::AtTime(at), Purpose::CrlSigning);
    parameters.limits = question.checker.limits.clone();
    let mut notes = Vec::new();
    let mut accept = |path: &ValidatedPath| {
        notes = path_status(search, question, path)
            .map_err(|reason| PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), vec![reason]))?;
        Ok(())
    };
    let path = PathBuilder::new(&anchors, question.checker.certificates, question.checker.cache)
        .build_accepted(certificate, &parameters, &mut accept)
        .map_err(|failure| {
            let own = failure.reasons.into_iter().find(|reason| reason.code == ReasonCode::RevocationSignerRevoked);
            own.unwrap_or_else(|| {
                let reason = Reason::new(ReasonCode::RevocationCrlNotAuthorised).with("signer", certificate.subject_text());
                reason.with("what", "its issuer's certificate has no valid path to the anchor")
            })
        })?;
    Ok((notes, path.inherited_key().cloned()))
}

fn path_status(search: &mut Search, question: &Question<'_>, path: &ValidatedPath) -> Authorised {
    let mut notes = Vec::new();
    for (certificate, issuer) in Issuer::all_in_path(path) {
        notes.extend(signer_status(search, question, certificate, issuer)?);
    }
    Ok(notes)
}

/// A delegated responder needs a certificate issued with the very key that issued the certificate in question, for
/// signing OCSP responses, and valid when the response was produced.
pub(super) fn delegated_responder(
    search: &mut Search,
    question: &Question<'_>,
    certificate: &Certificate,
    at: Instant,
) -> Authorised {
    let refuse = |why: &str| {
        Err(Reason::new(ReasonCode::RevocationOcspNotAuthorised).with("signer", certificate.subject_text()).with("what", why))
    };
    if certificate.normalized_issuer() != question.issuer.normalized_name() {
        return refuse("issued by another authority");
    }
    if !is_responder(certificate) {
        return refuse("not for signing OCSP responses");
    }
    if at < certificate.not_before() || at > certificate.not_after() {
        return refuse("not valid when the response was produced");
    }
    if !critical_extensions_understood(certificate) {
        return refuse("a critical extension is not understood");
    }
    let signed = Signed {
        sha256: certificate.sha256(),
        algorithm: certificate.signature_algorithm(),
        message: certificate.tbs(),
        signature: certificate.signature(),
    };
    match search.verify(question.checker.cache, question.issuer.key(), &signed) {
        Some(Verification::Valid) => {}
        Some(Verification::Unsupported(what)) => {
            return Err(Reason::new(ReasonCode::RevocationUnsupported).with("what", what));
        }
        Some(Verification::Invalid) => return refuse("its certificate's signature does not verify under the issuer's key"),
        None => return Err(Reason::new(ReasonCode::RevocationLimit)),
    }
    // RFC 6960 §4.2.2.2.1: the issuer says that nobody needs to ask.
    if matches!(certificate.ocsp_no_check(), Ok(true)) {
        return Ok(Vec::new());
    }
    signer_status(search, question, certificate, question.issuer.clone())
}

/// Extensions that a responder's certificate may mark critical.
fn critical_extensions_understood(certificate: &Certificate) -> bool {
    const KNOWN: [Oid<'static>; 10] = [
        oid::KEY_USAGE,
        oid::EXTENDED_KEY_USAGE,
        oid::BASIC_CONSTRAINTS,
        oid::SUBJECT_KEY_IDENTIFIER,
        oid::AUTHORITY_KEY_IDENTIFIER,
        oid::CERTIFICATE_POLICIES,
        oid::SUBJECT_ALT_NAME,
        oid::CRL_DISTRIBUTION_POINTS,
        oid::AUTHORITY_INFO_ACCESS,
        oid::OCSP_NO_CHECK,
    ];
    certificate.extensions().iter().all(|extension| extension.is_ok_and(|found| !found.critical || KNOWN.contains(&found.id)))
}

/// Whether the signer's own certificate, or one above it, was revoked.
fn signer_status(search: &mut Search, question: &Question<'_>, certificate: &Certificate, issuer: Issuer<'_>) -> Authorised {
    let status = if search.enter(certificate) {
        let outcome = check_within(
            search,
            &Question { certificate, issuer, anchor: question.anchor, time: question.time, checker: question.checker },
        );
        search.leave();
        outcome.status
    } else {
        RevocationStatus::Undetermined
    };
    let reason = |code| Reason::new(code).with("subject", certificate.subject_text());
    match (status, question.checker.options.signer_status) {
        (RevocationStatus::Good | RevocationStatus::NotNeeded, _) => Ok(Vec::new()),
        (RevocationStatus::Revoked(_), _) => Err(reason(ReasonCode::RevocationSignerRevoked)),
        (RevocationStatus::Unknown | RevocationStatus::Undetermined, SignerStatus::CheckIfPresent) => {
            Ok(vec![reason(ReasonCode::RevocationSignerNotChecked)])
        }
        (RevocationStatus::Unknown | RevocationStatus::Undetermined, SignerStatus::Require) => {
            Err(reason(ReasonCode::RevocationSignerNotChecked))
        }
    }
}
