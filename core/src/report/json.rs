//! The JSON report, `longseal/report/1`: members in the order of the contract, times RFC 3339 UTC, digests hexadecimal.

use serde::Serialize;

use super::SCHEMA;
use super::messages::{Language, message};
use super::model::{CertificateReport, Report, SignatureReport, TimestampReport};
use crate::error::Error;
use crate::reason::Reason;
use crate::time::Instant;

/// One document's report as a single line of JSON. `path` is what the caller knows the document by.
pub fn to_json(report: &Report, path: Option<&str>, language: Language) -> String {
    render(&Row {
        schema: SCHEMA,
        document: DocumentRow { path, size: Some(report.document.size), sha256: Some(hex(&report.document.sha256)) },
        validation_time: report.validation_time.to_string(),
        policy: Some(PolicyRow { name: &report.policy.name, digest: hex(&report.policy.digest) }),
        trust: Some(DigestRow { digest: hex(&report.trust_digest) }),
        material: report.material_digest.as_ref().map(|digest| DigestRow { digest: hex(digest) }),
        indication: report.indication().map(crate::indication::Indication::as_str),
        signatures_count: report.signatures_count(),
        valid_signatures_count: report.valid_signatures_count(),
        signatures: report.signatures.iter().map(|signature| signature_row(signature, language)).collect(),
        validation_data: Some(ValidationDataRow {
            certificates: report.validation_data.certificates,
            crls: report.validation_data.crls,
            ocsps: report.validation_data.ocsps,
            vri: report.validation_data.vri,
        }),
        revisions: report
            .revisions
            .iter()
            .enumerate()
            .map(|(number, revision)| RevisionRow { number, start: revision.start, end: revision.end, objects: revision.objects })
            .collect(),
        reasons: report.reasons.iter().map(|reason| reason_row(reason, language)).collect(),
        error: None,
    })
}

/// The row of a document that could not be examined.
pub fn error_to_json(error: &Error, path: Option<&str>, size: Option<u64>, validation_time: Instant) -> String {
    fault_to_json(error.code(), &error.to_string(), path, size, validation_time)
}

/// The row of a document that could not even be read; `code` and `text` are the caller's.
pub fn fault_to_json(code: &str, text: &str, path: Option<&str>, size: Option<u64>, validation_time: Instant) -> String {
    render(&Row {
        schema: SCHEMA,
        document: DocumentRow { path, size, sha256: None },
        validation_time: validation_time.to_string(),
        policy: None,
        trust: None,
        material: None,
        indication: None,
        signatures_count: 0,
        valid_signatures_count: 0,
        signatures: Vec::new(),
        validation_data: None,
        revisions: Vec::new(),
        reasons: Vec::new(),
        error: Some(ErrorRow { code, message: text }),
    })
}

/// Serialising plain structs of text and numbers into a string cannot fail; an error would be a defect of serde.
pub(super) fn render(row: &impl Serialize) -> String {
    serde_json::to_string(row).unwrap_or_default()
}

#[derive(Serialize)]
struct Row<'a> {
    schema: &'a str,
    document: DocumentRow<'a>,
    validation_time: String,
    policy: Option<PolicyRow<'a>>,
    trust: Option<DigestRow>,
    material: Option<DigestRow>,
    indication: Option<&'a str>,
    signatures_count: usize,
    valid_signatures_count: usize,
    signatures: Vec<SignatureRow<'a>>,
    validation_data: Option<ValidationDataRow>,
    revisions: Vec<RevisionRow>,
    reasons: Vec<ReasonRow>,
    error: Option<ErrorRow<'a>>,
}

#[derive(Serialize)]
struct DocumentRow<'a> {
    path: Option<&'a str>,
    size: Option<u64>,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct PolicyRow<'a> {
    name: &'a str,
    digest: String,
}

#[derive(Serialize)]
struct DigestRow {
    digest: String,
}

#[derive(Serialize)]
struct ValidationDataRow {
    certificates: u32,
    crls: u32,
    ocsps: u32,
    vri: u32,
}

#[derive(Serialize)]
struct RevisionRow {
    number: usize,
    start: u64,
    end: u64,
    objects: u32,
}

#[derive(Serialize)]
struct ErrorRow<'a> {
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct SignatureRow<'a> {
    field: &'a str,
    r#type: &'a str,
    subfilter: Option<&'a str>,
    format: &'a str,
    revision: Option<u32>,
    byte_range: &'a [i64],
    coverage: &'a str,
    intact: Option<bool>,
    indication: &'a str,
    sub_indication: Option<&'a str>,
    digest_algorithm: Option<&'a str>,
    signature_algorithm: Option<&'a str>,
    key_size: Option<u32>,
    signed_by: Option<&'a str>,
    claimed_signing_time: Option<String>,
    best_signature_time: Option<String>,
    renewal_due: Option<String>,
    renewal_cause: Option<ReasonRow>,
    certificates: Vec<CertificateRow<'a>>,
    timestamps: Vec<TimestampRow<'a>>,
    changes: ChangesRow<'a>,
    permissions: PermissionsRow<'a>,
    reasons: Vec<ReasonRow>,
}

#[derive(Serialize)]
pub(super) struct CertificateRow<'a> {
    subject: &'a str,
    issuer: &'a str,
    serial: &'a str,
    sha256: String,
    not_before: String,
    not_after: String,
    trust_anchor: bool,
    revocation: Option<RevocationRow<'a>>,
}

#[derive(Serialize)]
struct RevocationRow<'a> {
    status: &'a str,
    source: Option<&'a str>,
    this_update: Option<String>,
    next_update: Option<String>,
    revoked_at: Option<String>,
    reason: Option<&'a str>,
    sha256: Option<String>,
}

#[derive(Serialize)]
struct TimestampRow<'a> {
    r#type: &'a str,
    time: String,
    intact: Option<bool>,
    indication: &'a str,
    sub_indication: Option<&'a str>,
    signed_by: Option<&'a str>,
    digest_algorithm: Option<&'a str>,
    certificates: Vec<CertificateRow<'a>>,
    reasons: Vec<ReasonRow>,
}

#[derive(Serialize)]
struct ChangesRow<'a> {
    level: &'a str,
    permitted: Option<bool>,
    items: Vec<ChangeRow<'a>>,
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    revision: u32,
    object: String,
    path: String,
    code: &'a str,
    what: String,
    level: &'a str,
}

#[derive(Serialize)]
struct PermissionsRow<'a> {
    docmdp: Option<u8>,
    fieldmdp: Option<&'a str>,
    lock: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct ReasonRow {
    code: &'static str,
    severity: &'static str,
    clause: &'static str,
    message: String,
}

fn signature_row(signature: &SignatureReport, language: Language) -> SignatureRow<'_> {
    SignatureRow {
        field: &signature.field,
        r#type: signature.kind.as_str(),
        subfilter: signature.subfilter.as_deref(),
        format: signature.format.as_str(),
        revision: signature.revision,
        byte_range: &signature.byte_range,
        coverage: signature.coverage.as_str(),
        intact: signature.intact,
        indication: signature.indication.as_str(),
        sub_indication: signature.sub_indication.map(crate::indication::SubIndication::as_str),
        digest_algorithm: signature.digest_algorithm.as_deref(),
        signature_algorithm: signature.signature_algorithm.as_deref(),
        key_size: signature.key_size,
        signed_by: signature.signed_by.as_deref(),
        claimed_signing_time: time(signature.claimed_signing_time),
        best_signature_time: time(signature.best_signature_time),
        renewal_due: time(signature.renewal_due),
        renewal_cause: signature.renewal_cause.as_ref().map(|cause| reason_row(cause, language)),
        certificates: signature.certificates.iter().map(certificate_row).collect(),
        timestamps: signature.timestamps.iter().map(|timestamp| timestamp_row(timestamp, language)).collect(),
        changes: ChangesRow {
            level: signature.changes.level.as_str(),
            permitted: signature.changes.permitted,
            items: signature
                .changes
                .items
                .iter()
                .map(|item| ChangeRow {
                    revision: item.revision,
                    object: item.object.to_string(),
                    path: super::messages::place(&item.place, language),
                    code: item.what.code.as_str(),
                    what: message(&item.what, language),
                    level: item.level.as_str(),
                })
                .collect(),
        },
        permissions: PermissionsRow {
            docmdp: signature.permissions.docmdp,
            fieldmdp: signature.permissions.fieldmdp.as_deref(),
            lock: signature.permissions.lock.as_deref(),
        },
        reasons: signature.reasons.iter().map(|reason| reason_row(reason, language)).collect(),
    }
}

pub(super) fn certificate_row(certificate: &CertificateReport) -> CertificateRow<'_> {
    CertificateRow {
        subject: &certificate.subject,
        issuer: &certificate.issuer,
        serial: &certificate.serial,
        sha256: hex(&certificate.sha256),
        not_before: certificate.not_before.to_string(),
        not_after: certificate.not_after.to_string(),
        trust_anchor: certificate.trust_anchor,
        revocation: certificate.revocation.as_ref().map(|revocation| RevocationRow {
            status: revocation.status,
            source: revocation.source,
            this_update: time(revocation.this_update),
            next_update: time(revocation.next_update),
            revoked_at: time(revocation.revoked_at),
            reason: revocation.reason.map(crate::crl::CrlReason::as_str),
            sha256: revocation.sha256.as_ref().map(|digest| hex(digest)),
        }),
    }
}

fn timestamp_row(timestamp: &TimestampReport, language: Language) -> TimestampRow<'_> {
    TimestampRow {
        r#type: timestamp.kind.as_str(),
        time: timestamp.time.to_string(),
        intact: timestamp.intact,
        indication: timestamp.indication.as_block_str(),
        sub_indication: timestamp.sub_indication.map(crate::indication::SubIndication::as_str),
        signed_by: timestamp.signed_by.as_deref(),
        digest_algorithm: timestamp.digest_algorithm.as_deref(),
        certificates: timestamp.certificates.iter().map(certificate_row).collect(),
        reasons: timestamp.reasons.iter().map(|reason| reason_row(reason, language)).collect(),
    }
}

pub(super) fn reason_row(reason: &Reason, language: Language) -> ReasonRow {
    ReasonRow {
        code: reason.code.as_str(),
        severity: reason.severity.as_str(),
        clause: reason.code.clause(),
        message: message(reason, language),
    }
}

fn time(instant: Option<Instant>) -> Option<String> {
    instant.map(|instant| instant.to_string())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = vec![0; bytes.len() * 2];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    String::from_utf8(text).unwrap_or_default()
}
