//! The JSON report, `longseal/report/1`: members in the order of the contract, times RFC 3339 UTC, digests hexadecimal.

use core::fmt;

use serde::{Serialize, Serializer};

use super::SCHEMA;
use super::json_writer;
use super::messages::{Language, message};
use super::model::{CertificateReport, Report, SignatureReport, TimestampReport};
use crate::error::Error;
use crate::gather::Gather as _;
use crate::reason::Reason;
use crate::time::Instant;

/// One document's report as a single line of JSON. `path` is what the caller knows the document by.
pub fn to_json(report: &Report, path: Option<&str>, language: Language) -> String {
    render(&Row {
        schema: SCHEMA,
        document: DocumentRow { path, size: Some(report.document.size), sha256: Some(Hex(&report.document.sha256)) },
        validation_time: Shown(&report.validation_time),
        policy: Some(PolicyRow { name: &report.policy.name, digest: Hex(&report.policy.digest) }),
        trust: Some(DigestRow { digest: Hex(&report.trust_digest) }),
        material: report.material_digest.as_ref().map(|digest| DigestRow { digest: Hex(digest) }),
        indication: report.indication().map(crate::indication::Indication::as_str),
        signatures_count: report.signatures_count(),
        valid_signatures_count: report.valid_signatures_count(),
        signatures: report.signatures.iter().map(|signature| signature_row(signature, language)).gather(),
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
            .gather(),
        reasons: report.reasons.iter().map(|reason| reason_row(reason, language)).gather(),
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
        validation_time: Shown(&validation_time),
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

/// Plain structs of text and numbers: they have nothing that cannot be written.
pub(super) fn render(row: &impl Serialize) -> String {
    json_writer::to_json(row).unwrap_or_default()
}

#[derive(Serialize)]
struct Row<'a> {
    schema: &'a str,
    document: DocumentRow<'a>,
    validation_time: Shown<'a>,
    policy: Option<PolicyRow<'a>>,
    trust: Option<DigestRow<'a>>,
    material: Option<DigestRow<'a>>,
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
    sha256: Option<Hex<'a>>,
}

#[derive(Serialize)]
struct PolicyRow<'a> {
    name: &'a str,
    digest: Hex<'a>,
}

#[derive(Serialize)]
struct DigestRow<'a> {
    digest: Hex<'a>,
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
    claimed_signing_time: Option<Shown<'a>>,
    best_signature_time: Option<Shown<'a>>,
    renewal_due: Option<Shown<'a>>,
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
    sha256: Hex<'a>,
    not_before: Shown<'a>,
    not_after: Shown<'a>,
    trust_anchor: bool,
    revocation: Option<RevocationRow<'a>>,
}

#[derive(Serialize)]
struct RevocationRow<'a> {
    status: &'a str,
    source: Option<&'a str>,
    this_update: Option<Shown<'a>>,
    next_update: Option<Shown<'a>>,
    revoked_at: Option<Shown<'a>>,
    reason: Option<&'a str>,
    sha256: Option<Hex<'a>>,
}

#[derive(Serialize)]
struct TimestampRow<'a> {
    r#type: &'a str,
    time: Shown<'a>,
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
    object: Shown<'a>,
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
        claimed_signing_time: time(signature.claimed_signing_time.as_ref()),
        best_signature_time: time(signature.best_signature_time.as_ref()),
        renewal_due: time(signature.renewal_due.as_ref()),
        renewal_cause: signature.renewal_cause.as_ref().map(|cause| reason_row(cause, language)),
        certificates: signature.certificates.iter().map(certificate_row).collect(),
        timestamps: signature.timestamps.iter().map(|timestamp| timestamp_row(timestamp, language)).gather(),
        changes: ChangesRow {
            level: signature.changes.level.as_str(),
            permitted: signature.changes.permitted,
            items: signature
                .changes
                .items
                .iter()
                .map(|item| ChangeRow {
                    revision: item.revision,
                    object: Shown(&item.object),
                    path: super::messages::place(&item.place, language),
                    code: item.what.code.as_str(),
                    what: message(&item.what, language),
                    level: item.level.as_str(),
                })
                .gather(),
        },
        permissions: PermissionsRow {
            docmdp: signature.permissions.docmdp,
            fieldmdp: signature.permissions.fieldmdp.as_deref(),
            lock: signature.permissions.lock.as_deref(),
        },
        reasons: signature.reasons.iter().map(|reason| reason_row(reason, language)).gather(),
    }
}

pub(super) fn certificate_row(certificate: &CertificateReport) -> CertificateRow<'_> {
    CertificateRow {
        subject: &certificate.subject,
        issuer: &certificate.issuer,
        serial: &certificate.serial,
        sha256: Hex(&certificate.sha256),
        not_before: Shown(&certificate.not_before),
        not_after: Shown(&certificate.not_after),
        trust_anchor: certificate.trust_anchor,
        revocation: certificate.revocation.as_ref().map(|revocation| RevocationRow {
            status: revocation.status,
            source: revocation.source,
            this_update: time(revocation.this_update.as_ref()),
            next_update: time(revocation.next_update.as_ref()),
            revoked_at: time(revocation.revoked_at.as_ref()),
            reason: revocation.reason.map(crate::crl::CrlReason::as_str),
            sha256: revocation.sha256.as_ref().map(Hex),
        }),
    }
}

fn timestamp_row(timestamp: &TimestampReport, language: Language) -> TimestampRow<'_> {
    TimestampRow {
        r#type: timestamp.kind.as_str(),
        time: Shown(&timestamp.time),
        intact: timestamp.intact,
        indication: timestamp.indication.as_block_str(),
        sub_indication: timestamp.sub_indication.map(crate::indication::SubIndication::as_str),
        signed_by: timestamp.signed_by.as_deref(),
        digest_algorithm: timestamp.digest_algorithm.as_deref(),
        certificates: timestamp.certificates.iter().map(certificate_row).collect(),
        reasons: timestamp.reasons.iter().map(|reason| reason_row(reason, language)).gather(),
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

fn time(instant: Option<&Instant>) -> Option<Shown<'_>> {
    instant.map(|instant| Shown(instant))
}

/// What is written as it shows itself, without a string of its own before.
#[derive(Clone, Copy)]
struct Shown<'a>(&'a dyn fmt::Display);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// A digest in hexadecimal.
#[derive(Clone, Copy)]
struct Hex<'a>(&'a [u8; 32]);

impl Serialize for Hex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = [0; 64];
        write_hex(self.0, &mut text);
        serializer.serialize_str(core::str::from_utf8(&text).unwrap_or_default())
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = vec![0; bytes.len() * 2];
    write_hex(bytes, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

fn write_hex(bytes: &[u8], text: &mut [u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}
