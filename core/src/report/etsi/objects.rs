//! Validation objects (TS 119 102-2 §4.4): certificates, revocation information, timestamps and signed data, each once.

use super::identifiers::{block_indication, digest_method, revocation_reason, sub_indication};
use super::signature::{digest, digest_value, reason_data};
use super::{date_time, proof};
use crate::crypto::DigestAlgorithm;
use crate::evidence::{SignatureKind, TimestampKind};
use crate::indication::{Indication, SubIndication};
use crate::reason::Reason;
use crate::report::json::hex;
use crate::report::messages::Language;
use crate::report::model::{CertificateReport, Report, SignatureIdentity, SignatureReport};
use crate::report::xml::Xml;
use crate::time::Instant;

/// One timestamp, inside a signature or over the document.
pub(super) struct TimestampObject<'r> {
    pub(super) id: String,
    pub(super) kind: TimestampKind,
    pub(super) time: Instant,
    /// The number of the signature it hangs on, from 1; `None` for a document timestamp.
    pub(super) signature: Option<usize>,
    indication: Indication,
    sub_indication: Option<SubIndication>,
    signed_by: Option<&'r str>,
    sha256: [u8; 32],
    identity: &'r SignatureIdentity,
    certificates: &'r [CertificateReport],
    reasons: &'r [Reason],
    /// Revision it covers, for document timestamps.
    pub(super) revision: Option<u32>,
    /// What it adds to the verdict on the signature it hangs on: the fields it proves.
    covered: Vec<&'r str>,
}

/// All objects of one document, in the order in which the report names them.
pub(super) struct Objects<'r> {
    pub(super) timestamps: Vec<TimestampObject<'r>>,
    certificates: Vec<&'r CertificateReport>,
    revocations: Vec<([u8; 32], &'static str)>,
    signed_data: Vec<(usize, &'r SignatureIdentity)>,
}

impl<'r> Objects<'r> {
    /// Gathers what `report` refers to.
    pub(super) fn new(report: &'r Report) -> Self {
        let mut objects =
            Self { timestamps: Vec::new(), certificates: Vec::new(), revocations: Vec::new(), signed_data: Vec::new() };
        for (index, signature) in report.signatures.iter().enumerate() {
            let number = index + 1;
            objects.add_certificates(&signature.certificates);
            if signature.kind == SignatureKind::DocumentTimestamp {
                objects.add_document_timestamp(report, number, signature);
            }
            if signature.identity.content_digest.is_some() && signature.identity.digest_algorithm.is_some() {
                objects.signed_data.push((number, &signature.identity));
            }
            for (position, timestamp) in signature.timestamps.iter().enumerate() {
                objects.add_certificates(&timestamp.certificates);
                objects.timestamps.push(TimestampObject {
                    id: format!("T-{number}-{}", position + 1),
                    kind: timestamp.kind,
                    time: timestamp.time,
                    signature: Some(number),
                    indication: timestamp.indication,
                    sub_indication: timestamp.sub_indication,
                    signed_by: timestamp.signed_by.as_deref(),
                    sha256: timestamp.sha256,
                    identity: &timestamp.identity,
                    certificates: &timestamp.certificates,
                    reasons: &timestamp.reasons,
                    revision: None,
                    covered: vec![&signature.field],
                });
            }
        }
        objects
    }

    /// A document timestamp proves the signatures of its own and of earlier revisions. One without a token that could be
    /// read has no time and is no object.
    fn add_document_timestamp(&mut self, report: &'r Report, number: usize, signature: &'r SignatureReport) {
        let Some((time, sha256)) = signature.timestamp_time.zip(signature.identity.token_sha256) else { return };
        let earlier = |other: &&SignatureReport| {
            other.kind == SignatureKind::Signature
                && other.revision.zip(signature.revision).is_some_and(|(other, own)| other <= own)
        };
        self.timestamps.push(TimestampObject {
            id: format!("T-{number}"),
            kind: TimestampKind::Document,
            time,
            signature: None,
            indication: signature.indication,
            sub_indication: signature.sub_indication,
            signed_by: signature.signed_by.as_deref(),
            sha256,
            identity: &signature.identity,
            certificates: &signature.certificates,
            reasons: &signature.reasons,
            revision: signature.revision,
            covered: report.signatures.iter().filter(earlier).map(|other| other.field.as_str()).collect(),
        });
    }

    fn add_certificates(&mut self, certificates: &'r [CertificateReport]) {
        for certificate in certificates {
            if !self.certificates.iter().any(|known| known.sha256 == certificate.sha256) {
                self.certificates.push(certificate);
            }
            let revocation = certificate.revocation.as_ref();
            if let Some((sha256, source)) = revocation.and_then(|found| found.sha256.zip(found.source))
                && !self.revocations.iter().any(|(known, _)| *known == sha256)
            {
                self.revocations.push((sha256, source));
            }
        }
    }

    /// Whether there is an object for the data that signature `number` signed.
    pub(super) fn has_signed_data(&self, number: usize) -> bool {
        self.signed_data.iter().any(|(known, _)| *known == number)
    }

    /// The timestamp that proves `time`: one that passed, over the signature with this number or over its document.
    pub(super) fn proof_of(&self, number: usize, signature: &SignatureReport) -> Option<&str> {
        let time = signature.best_signature_time?;
        let covers = |timestamp: &&TimestampObject<'_>| match timestamp.signature {
            Some(own) => own == number && timestamp.kind == TimestampKind::Signature,
            None => timestamp.revision.zip(signature.revision).is_some_and(|(later, own)| later > own),
        };
        let proves = |timestamp: &&TimestampObject<'_>| timestamp.time == time && timestamp.indication == Indication::TotalPassed;
        self.timestamps.iter().filter(covers).find(proves).map(|timestamp| timestamp.id.as_str())
    }

    /// Writes `SignatureValidationObjects`; nothing when there are none, for the schema wants one at least.
    pub(super) fn write(&self, xml: &mut Xml, report: &Report, language: Language) {
        let is_empty = self.certificates.is_empty() && self.timestamps.is_empty() && self.signed_data.is_empty();
        if is_empty {
            return;
        }
        xml.element("SignatureValidationObjects", &[], |xml| {
            for (number, identity) in &self.signed_data {
                object(xml, &format!("D-{number}"), "signedData", report, |xml| {
                    digest(xml, identity.digest_algorithm, identity.content_digest.as_ref());
                });
            }
            for certificate in &self.certificates {
                object(xml, &certificate_id(&certificate.sha256), "certificate", report, |xml| sha256(xml, &certificate.sha256));
            }
            for (digest, source) in &self.revocations {
                let kind = if *source == "crl" { "CRL" } else { "OCSPResponse" };
                object(xml, &revocation_id(digest), kind, report, |xml| sha256(xml, digest));
            }
            for timestamp in &self.timestamps {
                timestamp.write(xml, report, language);
            }
        });
    }
}

impl TimestampObject<'_> {
    fn write(&self, xml: &mut Xml, report: &Report, language: Language) {
        xml.element("ValidationObject", &[("id", &self.id)], |xml| {
            xml.text("ObjectType", "urn:etsi:019102:validationObject:timestamp");
            representation(xml, |xml| sha256(xml, &self.sha256));
            xml.element("POE", &[], |xml| proof(xml, report.validation_time, None));
            xml.element("POEProvisioning", &[], |xml| {
                xml.text("POETime", &date_time(self.time));
                for field in &self.covered {
                    xml.element("SignatureReference", &[], |xml| xml.text("PAdESFieldName", field));
                }
            });
            xml.element("ValidationReport", &[], |xml| {
                xml.element("SignatureIdentifier", &[("id", &format!("I-{}", self.id))], |xml| {
                    super::signature::identifier(xml, self.identity);
                });
                if let Some(leaf) = self.certificates.first() {
                    xml.element("SignerInformation", &[], |xml| {
                        xml.empty("SignerCertificate", &[("VOReference", &certificate_id(&leaf.sha256))]);
                        xml.text("Signer", self.signed_by.unwrap_or(&leaf.subject));
                    });
                }
                xml.element("SignatureValidationStatus", &[], |xml| {
                    xml.text("MainIndication", block_indication(self.indication));
                    if let Some(sub) = self.sub_indication {
                        xml.text("SubIndication", &sub_indication(sub));
                    }
                    if !self.certificates.is_empty() || !self.reasons.is_empty() {
                        xml.element("AssociatedValidationReportData", &[], |xml| {
                            chain(xml, self.certificates);
                            reason_data(xml, self.reasons, language);
                        });
                    }
                });
            });
        });
    }
}

/// `TrustAnchor`, `CertificateChain` and `RevocationStatusInformation` of a certification path.
pub(super) fn chain(xml: &mut Xml, certificates: &[CertificateReport]) {
    let Some((leaf, issuers)) = certificates.split_first() else { return };
    let anchor = certificates.iter().find(|certificate| certificate.trust_anchor);
    if let Some(anchor) = anchor {
        xml.empty("TrustAnchor", &[("VOReference", &certificate_id(&anchor.sha256))]);
    }
    xml.element("CertificateChain", &[], |xml| {
        xml.empty("SigningCertificate", &[("VOReference", &certificate_id(&leaf.sha256))]);
        for issuer in issuers.iter().filter(|issuer| !issuer.trust_anchor) {
            xml.empty("IntermediateCertificate", &[("VOReference", &certificate_id(&issuer.sha256))]);
        }
        if let Some(anchor) = anchor {
            xml.empty("TrustAnchor", &[("VOReference", &certificate_id(&anchor.sha256))]);
        }
    });
}

/// `RevocationStatusInformation` of the first revoked certificate of a path (§4.3.12.6).
pub(super) fn revocation_status(xml: &mut Xml, certificates: &[CertificateReport]) {
    let revoked = certificates.iter().find_map(|certificate| {
        let revocation = certificate.revocation.as_ref()?;
        Some((certificate, revocation, revocation.revoked_at?))
    });
    let Some((certificate, revocation, time)) = revoked else { return };
    xml.element("RevocationStatusInformation", &[], |xml| {
        xml.empty("ValidationObjectId", &[("VOReference", &certificate_id(&certificate.sha256))]);
        xml.text("RevocationTime", &date_time(time));
        if let Some(reason) = revocation.reason {
            xml.text("RevocationReason", &revocation_reason(reason));
        }
        if let Some(source) = &revocation.sha256 {
            xml.empty("RevocationObject", &[("VOReference", &revocation_id(source))]);
        }
    });
}

pub(super) fn certificate_id(sha256: &[u8; 32]) -> String {
    format!("C-{}", hex(sha256))
}

fn revocation_id(sha256: &[u8; 32]) -> String {
    format!("R-{}", hex(sha256))
}

/// An object that is known to exist at the time of validation.
fn object(xml: &mut Xml, id: &str, kind: &str, report: &Report, content: impl FnOnce(&mut Xml)) {
    xml.element("ValidationObject", &[("id", id)], |xml| {
        xml.text("ObjectType", &format!("urn:etsi:019102:validationObject:{kind}"));
        representation(xml, content);
        xml.element("POE", &[], |xml| proof(xml, report.validation_time, None));
    });
}

fn representation(xml: &mut Xml, content: impl FnOnce(&mut Xml)) {
    xml.element("ValidationObjectRepresentation", &[], content);
}

fn sha256(xml: &mut Xml, octets: &[u8; 32]) {
    xml.element("DigestAlgAndValue", &[], |xml| digest_value(xml, &digest_method(DigestAlgorithm::Sha256), octets));
}
