//! What OCSP responses say about a certificate (RFC 6960).

use super::request::{Issuer, MAX_OBJECTS, Question, Search, Signed, algorithm_and_bits, note};
use super::signer::delegated_responder;
use super::status::{CertificateStatus, Revocation, Source, Statement};
use crate::crypto::DigestAlgorithm;
use crate::gather::Gather as _;
use crate::ocsp::{CertStatus, OcspResponse, ResponderId, SingleResponse};
use crate::order::Arrange as _;
use crate::path::WorkingKey;
use crate::reason::{Reason, ReasonCode};
use crate::x509::{Certificate, Name, ReasonFlags};

/// Everything that OCSP responses of the pool say about the certificate. Why others are not used is added to `reasons`.
pub(super) fn ocsp_statements(search: &mut Search, question: &Question<'_>, reasons: &mut Vec<Reason>) -> Vec<Statement> {
    let mut responses: Vec<&OcspResponse> = question.responses().gather();
    responses.arrange_by_key(|response| (core::cmp::Reverse(response.produced_at()), *response.sha256()));
    if responses.len() > MAX_OBJECTS {
        responses.truncate(MAX_OBJECTS);
        reasons.push(Reason::new(ReasonCode::RevocationLimit));
    }
    let mut statements = Vec::new();
    for response in responses {
        // A serial number is unique for one issuer only: the response may be about another issuer's certificate.
        let singles: Vec<_> = response.responses().into_iter().filter(|single| is_about(single, question)).gather();
        if singles.is_empty() {
            continue;
        }
        match statement_of(search, question, response, &singles) {
            Ok(statement) => statements.push(statement),
            Err(reason) => {
                let limit_reached = reason.code == ReasonCode::RevocationLimit;
                note(reasons, question, reason, || describe(response));
                if limit_reached {
                    break;
                }
            }
        }
    }
    statements
}

fn describe(response: &OcspResponse) -> String {
    format!("OCSP {}", response.produced_at())
}

/// Whether the response is about the certificate: by serial number, issuer name and issuer key, whatever the hash. The
/// name is tried as the certificate spells it and as the issuer spells itself.
fn is_about(single: &SingleResponse<'_>, question: &Question<'_>) -> bool {
    let serial = question.certificate.serial();
    let matches = |name: &Name<'_>| single.cert_id.matches(&serial, name, question.issuer.spki());
    let (own, issuers) = (question.certificate.issuer(), question.issuer.name());
    matches(&own) || (own != issuers && matches(&issuers))
}

fn statement_of(
    search: &mut Search,
    question: &Question<'_>,
    response: &OcspResponse,
    singles: &[SingleResponse<'_>],
) -> Result<Statement, Reason> {
    let understood =
        response.critical_extensions_understood() && singles.iter().all(SingleResponse::critical_extensions_understood);
    if !understood {
        return Err(Reason::new(ReasonCode::RevocationCriticalExtension).with("extension", "OCSP"));
    }
    // Nobody knows a certificate before it is issued.
    if response.produced_at() < question.certificate.not_before() {
        return Err(Reason::new(ReasonCode::RevocationIssuedBefore).with("subject", question.certificate.subject_text()));
    }
    // Several answers about one certificate: the worst counts, of equals the oldest.
    let Some(single) = singles.iter().min_by_key(|single| (rank(single.status), single.this_update)) else {
        return Err(Reason::new(ReasonCode::RevocationMissing));
    };
    let certificate_hash_matches = certificate_hash(single, question.certificate)?;
    let signer = find_responder(search, question, response)?;
    let status = match single.status {
        CertStatus::Good => CertificateStatus::Good,
        CertStatus::Unknown => CertificateStatus::Unknown,
        CertStatus::Revoked { time, reason } => CertificateStatus::Revoked(Revocation { time, reason, invalidity_date: None }),
    };
    Ok(Statement {
        status,
        source: Source::Ocsp { sha256: *response.sha256() },
        this_update: single.this_update,
        next_update: single.next_update,
        produced_at: Some(response.produced_at()),
        reasons: ReasonFlags::ALL,
        signer_key: signer.key,
        signature_algorithm: algorithm_and_bits(&response.signature_algorithm(), &signer.working_key(&question.issuer)),
        signer_not_after: signer.certificate.map_or_else(|| question.issuer.not_after(), |found| Some(found.not_after())),
        signer_certificate: signer.certificate.map(|certificate| *certificate.sha256()),
        retained_since: single.archive_cutoff().unwrap_or(None),
        certificate_hash_matches,
        notes: signer.notes,
    })
}

/// Worst first.
fn rank(status: CertStatus) -> u8 {
    match status {
        CertStatus::Revoked { .. } => 0,
        CertStatus::Unknown => 1,
        CertStatus::Good => 2,
    }
}

/// Whether the responder has this very certificate before it. A hash of another certificate, or one that cannot be read
/// or computed, spoils the response.
fn certificate_hash(single: &SingleResponse<'_>, certificate: &Certificate) -> Result<bool, Reason> {
    let mismatch = || Reason::new(ReasonCode::RevocationCertificateHash).with("subject", certificate.subject_text());
    let Some((algorithm, hash)) = single.cert_hash().map_err(|_| mismatch())? else { return Ok(false) };
    let algorithm = algorithm.digest_algorithm().ok_or_else(mismatch)?;
    if algorithm.digest(certificate.der()).as_bytes() == hash { Ok(true) } else { Err(mismatch()) }
}

/// Who signed a response.
struct Responder<'a> {
    key: [u8; 32],
    /// A delegated responder's certificate.
    certificate: Option<&'a Certificate>,
    notes: Vec<Reason>,
}

impl<'a> Responder<'a> {
    fn working_key(&self, issuer: &Issuer<'a>) -> WorkingKey<'a> {
        self.certificate.map_or_else(|| issuer.key().clone(), |certificate| issuer.key().below(certificate))
    }
}

/// RFC 6960 §4.2.2.2: the certificate's issuer itself, or a responder that it authorised.
fn find_responder<'a>(search: &mut Search, question: &Question<'a>, response: &'a OcspResponse) -> Result<Responder<'a>, Reason> {
    let signed = Signed {
        sha256: response.sha256(),
        algorithm: response.signature_algorithm(),
        message: response.tbs(),
        signature: response.signature(),
    };
    let code = ReasonCode::RevocationOcspNotAuthorised;
    let mut reason = Reason::new(code).with("what", "no certificate of the responder is at hand");
    let issuer = &question.issuer;
    if is_named(response, &issuer.name(), issuer.spki()) {
        match search.refusal(question.checker.cache, issuer.key(), &signed, code)? {
            None => return Ok(Responder { key: *issuer.spki_sha256(), certificate: None, notes: Vec::new() }),
            Some(why) => reason = why,
        }
    }
    for certificate in response.read_certificates().iter().chain(question.responders()) {
        if !search.may_compare_responder() {
            return Err(Reason::new(ReasonCode::RevocationLimit));
        }
        if !is_named(response, &certificate.subject(), certificate.spki()) {
            continue;
        }
        // The issuer of a delegated responder is the one of the certificate in question.
        if let Some(why) = search.refusal(question.checker.cache, &issuer.key().below(certificate), &signed, code)? {
            reason = why;
            continue;
        }
        match delegated_responder(search, question, certificate, response.produced_at()) {
            Ok(notes) => return Ok(Responder { key: *certificate.spki_sha256(), certificate: Some(certificate), notes }),
            Err(why) => reason = why,
        }
    }
    Err(reason)
}

/// Whether responderID names this name or key. A key is named by the SHA-1 of its subjectPublicKey.
fn is_named(response: &OcspResponse, name: &Name<'_>, spki: &[u8]) -> bool {
    match response.responder_id() {
        ResponderId::Name(wanted) => wanted.matches(name),
        ResponderId::KeyHash(wanted) => {
            crate::x509::public_key_octets(spki).is_some_and(|octets| DigestAlgorithm::Sha1.digest(octets).as_bytes() == wanted)
        }
    }
}
