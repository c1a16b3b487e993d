//! The columns of both tables, and what of a report goes into them. Names are those of the JSON report; the flat table
//! has those of the CSV report.

use arrow_array::ArrayRef;
use arrow_schema::Field;
use longseal::reason::Reason;
use longseal::report::{self, CertificateReport, Fault, Language, Report, SignatureReport, TimestampReport};

use super::column::{Column, Flag, Int, List, Long, Longs, Record, Text, Time, field, record};

record! {
    /// What is known of every document.
    Document {
        path: Text = "what the document was named by",
        size: Long = "bytes",
        sha256: Text = "SHA-256 of the file, hexadecimal; missing when it could not be examined",
        validation_time: Time = "the time the verdict is for",
        policy: Text = "name of the policy",
        policy_digest: Text = "SHA-256 of the policy's rules",
        trust_digest: Text = "SHA-256 over the trust anchors",
        material_digest: Text = "SHA-256 over the material given beside the documents; missing when none was",
        document_indication: Text = "the worst of its signatures: TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED; missing when there are none",
        signatures_count: Int = "signatures, document timestamps not counted",
        valid_signatures_count: Int = "how many of them are TOTAL-PASSED",
        error_code: Text = "why the document could not be examined; missing when it was",
        error_message: Text = "the same for people",
    }
}

impl Document {
    pub(super) fn push(&mut self, report: &Report, path: &str) {
        self.path.push(path);
        self.size.push_option(Some(report.document.size));
        self.sha256.push(hex(&report.document.sha256));
        self.validation_time.push(report.validation_time);
        self.policy.push(&report.policy.name);
        self.policy_digest.push(hex(&report.policy.digest));
        self.trust_digest.push(hex(&report.trust_digest));
        self.material_digest.push_option(report.material_digest.as_ref().map(hex));
        self.document_indication.push_option(report.indication().map(longseal::Indication::as_str));
        self.signatures_count.push(report.signatures_count());
        self.valid_signatures_count.push(report.valid_signatures_count());
        self.error_code.push_null();
        self.error_message.push_null();
    }

    pub(super) fn push_fault(&mut self, fault: &Fault<'_>) {
        self.path.push(fault.path);
        self.size.push_option(fault.size);
        self.sha256.push_null();
        self.validation_time.push(fault.validation_time);
        self.policy.push_null();
        self.policy_digest.push_null();
        self.trust_digest.push_null();
        self.material_digest.push_null();
        self.document_indication.push_null();
        self.signatures_count.push_null();
        self.valid_signatures_count.push_null();
        self.error_code.push(fault.code);
        self.error_message.push(fault.message);
    }
}

record! {
    /// What only the table of documents has.
    DocumentDetails {
        revisions_count: Int = "revisions of the file",
        dss_certificates: Int = "certificates in /DSS",
        dss_crls: Int = "CRLs in /DSS",
        dss_ocsps: Int = "OCSP responses in /DSS",
        dss_vri: Int = "entries of /VRI",
        reasons: List<ReasonColumns> = "findings on the file as a whole",
        signatures: List<(Signature, SignatureDetails)> = "signatures and document timestamps, oldest first",
    }
}

impl DocumentDetails {
    pub(super) fn push(&mut self, report: &Report, language: Language) {
        self.revisions_count.push(report.revisions.len());
        self.dss_certificates.push(report.validation_data.certificates);
        self.dss_crls.push(report.validation_data.crls);
        self.dss_ocsps.push(report.validation_data.ocsps);
        self.dss_vri.push(report.validation_data.vri);
        self.reasons.push(&report.reasons, |columns, reason| columns.push(reason, language));
        self.signatures.push(report.signatures.iter().enumerate(), |(facts, details), (index, signature)| {
            facts.push(index + 1, signature);
            details.push(signature, language);
        });
    }
}

record! {
    /// A signature or document timestamp, in plain values.
    Signature {
        number: Int = "from 1, oldest first",
        field: Text = "fully qualified name of the form field",
        r#type: Text = "signature or document-timestamp",
        subfilter: Text = "/SubFilter as written",
        format: Text = "the level its structure has, such as PAdES-BASELINE-LTA",
        revision: Int = "the revision it signs, from 0",
        coverage: Text = "whole-document, whole-revision, partial or invalid",
        intact: Flag = "digest and signature value both verify over a well-formed range; missing: could not be computed",
        indication: Text = "TOTAL-PASSED, INDETERMINATE or TOTAL-FAILED",
        sub_indication: Text = "why it is not TOTAL-PASSED, in the words of EN 319 102-1",
        signed_by: Text = "the signer, as the certificate names it",
        subject: Text = "subject of the signing certificate, RFC 4514",
        issuer: Text = "its issuer",
        serial: Text = "its serial number, hexadecimal",
        certificate_sha256: Text = "its SHA-256",
        certificate_not_before: Time = "its notBefore",
        certificate_not_after: Time = "its notAfter",
        revocation_status: Text = "good, stale, revoked, on-hold, unknown, missing, not-needed or not-checked",
        revoked_at: Time = "when it was revoked",
        claimed_signing_time: Time = "the time the signer claims; not proven",
        best_signature_time: Time = "the earliest time for which the signature is proven to have existed",
        renewal_due: Time = "the day by which a new timestamp is needed for the verdict to survive",
        digest_algorithm: Text = "digest of the content",
        signature_algorithm: Text = "signature algorithm",
        key_size: Int = "size of the signer's key, bits",
        timestamps_count: Int = "timestamps inside the signature",
        first_timestamp: Time = "the earliest of them",
        changes_level: Text = "the worst later change: none, validation-data, form-filling, annotations, undefined or unknown",
        changes_permitted: Flag = "whether all later changes are permitted; missing: not known",
        docmdp: Int = "P of DocMDP, for a certification signature",
    }
}

impl Signature {
    pub(super) fn push(&mut self, number: usize, signature: &SignatureReport) {
        let leaf = signature.certificates.first();
        let revocation = leaf.and_then(|leaf| leaf.revocation.as_ref());
        self.number.push(number);
        self.field.push(&signature.field);
        self.r#type.push(signature.kind.as_str());
        self.subfilter.push_option(signature.subfilter.as_deref());
        self.format.push(signature.format.as_str());
        self.revision.push_option(signature.revision);
        self.coverage.push(signature.coverage.as_str());
        self.intact.push_option(signature.intact);
        self.indication.push(signature.indication.as_str());
        self.sub_indication.push_option(signature.sub_indication.map(longseal::indication::SubIndication::as_str));
        self.signed_by.push_option(signature.signed_by.as_deref());
        self.subject.push_option(leaf.map(|leaf| leaf.subject.as_str()));
        self.issuer.push_option(leaf.map(|leaf| leaf.issuer.as_str()));
        self.serial.push_option(leaf.map(|leaf| leaf.serial.as_str()));
        self.certificate_sha256.push_option(leaf.map(|leaf| hex(&leaf.sha256)));
        self.certificate_not_before.push_option(leaf.map(|leaf| leaf.not_before));
        self.certificate_not_after.push_option(leaf.map(|leaf| leaf.not_after));
        self.revocation_status.push_option(revocation.map(|revocation| revocation.status));
        self.revoked_at.push_option(revocation.and_then(|revocation| revocation.revoked_at));
        self.claimed_signing_time.push_option(signature.claimed_signing_time);
        self.best_signature_time.push_option(signature.best_signature_time);
        self.renewal_due.push_option(signature.renewal_due);
        self.digest_algorithm.push_option(signature.digest_algorithm.as_deref());
        self.signature_algorithm.push_option(signature.signature_algorithm.as_deref());
        self.key_size.push_option(signature.key_size);
        self.timestamps_count.push(signature.timestamps.len());
        self.first_timestamp.push_option(signature.timestamps.iter().map(|timestamp| timestamp.time).min());
        self.changes_level.push(signature.changes.level.as_str());
        self.changes_permitted.push_option(signature.changes.permitted);
        self.docmdp.push_option(signature.permissions.docmdp);
    }
}

record! {
    /// What of a signature is a list, or only of use beside one.
    SignatureDetails {
        byte_range: Longs = "/ByteRange as written",
        fieldmdp: Text = "FieldMDP, in words",
        lock: Text = "/Lock of the field, in words",
        certificates: List<Certificate> = "the certification path, leaf first",
        timestamps: List<Timestamp> = "timestamps inside the signature",
        changes: List<Change> = "what later revisions changed",
        reasons: List<ReasonColumns> = "why",
    }
}

impl SignatureDetails {
    fn push(&mut self, signature: &SignatureReport, language: Language) {
        self.byte_range.push(&signature.byte_range);
        self.fieldmdp.push_option(signature.permissions.fieldmdp.as_deref());
        self.lock.push_option(signature.permissions.lock.as_deref());
        self.certificates.push(&signature.certificates, Certificate::push);
        self.timestamps.push(&signature.timestamps, |columns, timestamp| columns.push(timestamp, language));
        self.changes.push(&signature.changes.items, |columns, change| {
            columns.revision.push(change.revision);
            columns.object.push(change.object.to_string());
            columns.code.push(change.what.code.as_str());
            columns.what.push(report::message(&change.what, language));
            columns.level.push(change.level.as_str());
        });
        self.reasons.push(&signature.reasons, |columns, reason| columns.push(reason, language));
    }
}

record! {
    /// A certificate of a path.
    Certificate {
        subject: Text = "subject, RFC 4514",
        issuer: Text = "issuer, RFC 4514",
        serial: Text = "serial number, hexadecimal",
        sha256: Text = "SHA-256 of the certificate",
        not_before: Time = "notBefore",
        not_after: Time = "notAfter",
        trust_anchor: Flag = "whether it is a given trust anchor",
        revocation_status: Text = "good, stale, revoked, on-hold, unknown, missing, not-needed or not-checked; missing for an anchor",
        revocation_source: Text = "crl or ocsp",
        revocation_this_update: Time = "thisUpdate of the source",
        revocation_next_update: Time = "nextUpdate of the source",
        revoked_at: Time = "when it was revoked",
        revocation_sha256: Text = "SHA-256 of the source",
    }
}

impl Certificate {
    fn push(&mut self, certificate: &CertificateReport) {
        let revocation = certificate.revocation.as_ref();
        self.subject.push(&certificate.subject);
        self.issuer.push(&certificate.issuer);
        self.serial.push(&certificate.serial);
        self.sha256.push(hex(&certificate.sha256));
        self.not_before.push(certificate.not_before);
        self.not_after.push(certificate.not_after);
        self.trust_anchor.push_option(Some(certificate.trust_anchor));
        self.revocation_status.push_option(revocation.map(|revocation| revocation.status));
        self.revocation_source.push_option(revocation.and_then(|revocation| revocation.source));
        self.revocation_this_update.push_option(revocation.and_then(|revocation| revocation.this_update));
        self.revocation_next_update.push_option(revocation.and_then(|revocation| revocation.next_update));
        self.revoked_at.push_option(revocation.and_then(|revocation| revocation.revoked_at));
        self.revocation_sha256.push_option(revocation.and_then(|revocation| revocation.sha256.as_ref()).map(hex));
    }
}

record! {
    /// A timestamp inside a signature.
    Timestamp {
        r#type: Text = "what it covers",
        time: Time = "genTime",
        intact: Flag = "imprint and signature value both verify; missing: could not be computed",
        indication: Text = "PASSED, INDETERMINATE or FAILED",
        sub_indication: Text = "why it is not PASSED",
        signed_by: Text = "the timestamping unit",
        digest_algorithm: Text = "digest of the imprint",
        certificates: List<Certificate> = "its certification path, leaf first",
        reasons: List<ReasonColumns> = "why",
    }
}

impl Timestamp {
    fn push(&mut self, timestamp: &TimestampReport, language: Language) {
        self.r#type.push(timestamp.kind.as_str());
        self.time.push(timestamp.time);
        self.intact.push_option(timestamp.intact);
        self.indication.push(timestamp.indication.as_block_str());
        self.sub_indication.push_option(timestamp.sub_indication.map(longseal::indication::SubIndication::as_str));
        self.signed_by.push_option(timestamp.signed_by.as_deref());
        self.digest_algorithm.push_option(timestamp.digest_algorithm.as_deref());
        self.certificates.push(&timestamp.certificates, Certificate::push);
        self.reasons.push(&timestamp.reasons, |columns, reason| columns.push(reason, language));
    }
}

record! {
    /// A change after signing.
    Change {
        revision: Int = "the revision that made it, from 0",
        object: Text = "the object it concerns",
        code: Text = "stable code of what was done",
        what: Text = "what was done, for people",
        level: Text = "validation-data, form-filling, annotations, undefined or unknown",
    }
}

record! {
    /// A reason of a verdict.
    ReasonColumns {
        code: Text = "stable code, see docs/reasons.md",
        severity: Text = "error, warning or info",
        clause: Text = "the clause it rests on",
        message: Text = "for people, in the language asked for",
    }
}

impl ReasonColumns {
    fn push(&mut self, reason: &Reason, language: Language) {
        self.code.push(reason.code.as_str());
        self.severity.push(reason.severity.as_str());
        self.clause.push(reason.code.clause());
        self.message.push(report::message(reason, language));
    }
}

record! {
    /// What only the flat table has.
    Codes {
        reasons: Text = "the codes of its reasons, separated by spaces",
    }
}

impl Codes {
    pub(super) fn push(&mut self, signature: &SignatureReport) {
        let codes: Vec<&str> = signature.reasons.iter().map(|reason| reason.code.as_str()).collect();
        self.reasons.push(codes.join(" "));
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
