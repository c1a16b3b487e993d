//! `SignatureValidationReport` (TS 119 102-2 §4.3) of one signature.

use base64ct::{Base64, Encoding};

use super::identifiers::{self, digest_method, main_indication, named_information, signature_method, sub_indication};
use super::objects::{Objects, certificate_id, chain, revocation_status};
use super::{date_time, proof, report_data};
use crate::crypto::{Digest, DigestAlgorithm};
use crate::evidence::{SignatureKind, SignerBinding, TimestampKind};
use crate::indication::Indication;
use crate::reason::{Reason, ReasonCode};
use crate::report::json::hex;
use crate::report::messages::{Language, message};
use crate::report::model::{Report, SignatureIdentity, SignatureReport};
use crate::report::xml::Xml;
use crate::time::Instant;

/// Which process of EN 319 102-1 was run (§4.3.11): the one for long-term availability, §5.6.3, for every signature.
const PROCESS: &str = "urn:etsi:019102:validationprocess:LTA";

/// Writes the report on the signature at `index`.
pub(super) fn write(
    xml: &mut Xml,
    report: &Report,
    index: usize,
    signature: &SignatureReport,
    objects: &mut Objects<'_>,
    language: Language,
) {
    let number = index + 1;
    let id = format!("S-{number}");
    xml.element("SignatureValidationReport", &[], |xml| {
        xml.element("SignatureIdentifier", &[("id", &id)], |xml| {
            identifier(xml, &signature.identity);
            xml.element("OtherInformation", &[], |xml| {
                xml.element("SignatureReference", &[], |xml| xml.text("PAdESFieldName", &signature.field));
            });
        });
        constraints(xml, report, signature);
        xml.element("ValidationTimeInfo", &[], |xml| {
            xml.text("ValidationTime", &date_time(report.validation_time));
            let best = signature.best_signature_time.unwrap_or(report.validation_time);
            xml.element("BestSignatureTime", &[], |xml| proof(xml, best, objects.proof_of(number, signature)));
        });
        signers_document(xml, number, signature, objects);
        attributes(xml, number, signature, objects);
        if let Some(leaf) = signature.certificates.first() {
            xml.element("SignerInformation", &[], |xml| {
                xml.empty("SignerCertificate", &[("VOReference", &certificate_id(&leaf.sha256))]);
                xml.text("Signer", signature.signed_by.as_deref().unwrap_or(&leaf.subject));
            });
        }
        xml.element("SignatureValidationProcess", &[], |xml| xml.text("SignatureValidationProcessID", PROCESS));
        xml.element("SignatureValidationStatus", &[], |xml| {
            xml.text("MainIndication", indication(signature));
            if let Some(sub) = signature.sub_indication {
                xml.text("SubIndication", &sub_indication(sub));
            }
            xml.element("AssociatedValidationReportData", &[], |xml| {
                chain(xml, &signature.certificates);
                for timestamp in objects.timestamps.iter().filter(|timestamp| timestamp.signature == Some(number)) {
                    xml.empty("RelatedValidationObject", &[("VOReference", &timestamp.id)]);
                }
                revocation_status(xml, &signature.certificates);
                crypto_information(xml, &id, signature);
                status_data(xml, report, signature, language);
            });
        });
    });
}

/// A document timestamp is no signature: its process ends in PASSED, not TOTAL-PASSED (§5.4 of EN 319 102-1).
fn indication(signature: &SignatureReport) -> &'static str {
    match signature.kind {
        SignatureKind::Signature => main_indication(signature.indication),
        SignatureKind::DocumentTimestamp => identifiers::block_indication(signature.indication),
    }
}

/// The members of a `SignatureIdentifier` (§4.3.3): the digest of the data to be signed representation and the value.
pub(super) fn identifier(xml: &mut Xml, identity: &SignatureIdentity) {
    digest(xml, identity.representation_algorithm, identity.representation_digest.as_ref());
    if !identity.signature_value.is_empty() {
        xml.text("ds:SignatureValue", &Base64::encode_string(&identity.signature_value));
    }
    xml.text("HashOnly", "false");
    xml.text("DocHashOnly", "false");
}

/// `ValidationConstraintsEvaluationReport` (§4.3.5): the policy, and the conditions whose outcome the report holds.
fn constraints(xml: &mut Xml, report: &Report, signature: &SignatureReport) {
    xml.element("ValidationConstraintsEvaluationReport", &[], |xml| {
        xml.element("SignatureValidationPolicy", &[], |xml| {
            xml.element("SignaturePolicyIdentifier", &[], |xml| {
                xml.element("XAdES:SignaturePolicyId", &[], |xml| {
                    xml.element("XAdES:SigPolicyId", &[], |xml| {
                        xml.text("XAdES:Identifier", &named_information(&report.policy.digest));
                    });
                    xml.element("XAdES:SigPolicyHash", &[], |xml| {
                        digest_value(xml, &digest_method(DigestAlgorithm::Sha256), &report.policy.digest);
                    });
                });
            });
            xml.text("PolicyName", &report.policy.name);
        });
        constraint(xml, "intact", known(signature.intact));
        constraint(xml, "later-changes-permitted", known(signature.changes.permitted));
        let anchored = signature.certificates.iter().any(|certificate| certificate.trust_anchor);
        constraint(
            xml,
            "trust-anchor",
            Evaluation::of(if anchored { Indication::TotalPassed } else { Indication::Indeterminate }),
        );
        constraint(xml, "revocation-status", revocation(signature));
    });
}

/// How a constraint came out.
#[derive(Clone, Copy)]
enum Evaluation {
    Applied(Indication),
    /// The policy did not ask for it.
    Disabled,
}

impl Evaluation {
    const fn of(indication: Indication) -> Self {
        Self::Applied(indication)
    }
}

fn known(outcome: Option<bool>) -> Evaluation {
    Evaluation::of(match outcome {
        Some(true) => Indication::TotalPassed,
        Some(false) => Indication::TotalFailed,
        None => Indication::Indeterminate,
    })
}

/// What is known of the revocation of the signer's path, as one outcome: the worst of its certificates.
fn revocation(signature: &SignatureReport) -> Evaluation {
    let statuses: Vec<&str> =
        signature.certificates.iter().filter_map(|certificate| Some(certificate.revocation.as_ref()?.status)).collect();
    let is_known = |status: &&str| matches!(*status, "good" | "not-needed");
    match statuses.as_slice() {
        statuses if statuses.contains(&"revoked") => Evaluation::of(Indication::TotalFailed),
        [] => Evaluation::of(Indication::Indeterminate),
        statuses if statuses.iter().all(|status| *status == "not-checked") => Evaluation::Disabled,
        statuses if statuses.iter().all(is_known) => Evaluation::of(Indication::TotalPassed),
        _ => Evaluation::of(Indication::Indeterminate),
    }
}

fn constraint(xml: &mut Xml, name: &str, evaluation: Evaluation) {
    let status = match evaluation {
        Evaluation::Applied(_) => "urn:etsi:019102:constraintStatus:applied",
        Evaluation::Disabled => "urn:etsi:019102:constraintStatus:disabled",
    };
    xml.element("ValidationConstraint", &[], |xml| {
        xml.text("ValidationConstraintIdentifier", &format!("urn:longseal:constraint:{name}"));
        xml.element("ConstraintStatus", &[], |xml| xml.text("Status", status));
        if let Evaluation::Applied(indication) = evaluation {
            xml.element("ValidationStatus", &[], |xml| xml.text("MainIndication", identifiers::block_indication(indication)));
        }
    });
}

/// `SignersDocument` (§4.3.7): the digest of the signed bytes, where it could be computed.
fn signers_document(xml: &mut Xml, number: usize, signature: &SignatureReport, objects: &Objects<'_>) {
    if !objects.has_signed_data(number) {
        return;
    }
    xml.element("SignersDocument", &[], |xml| {
        digest(xml, signature.identity.digest_algorithm, signature.identity.content_digest.as_ref());
        xml.empty("SignersDocumentRef", &[("VOReference", &format!("D-{number}"))]);
    });
}

/// `SignatureAttributes` (annex A), signed ones first. Everything in the signature dictionary is inside the signed range.
fn attributes(xml: &mut Xml, number: usize, signature: &SignatureReport, objects: &Objects<'_>) {
    const SIGNED: [(&str, &str); 1] = [("Signed", "true")];
    const UNSIGNED: [(&str, &str); 1] = [("Signed", "false")];
    xml.element("SignatureAttributes", &[], |xml| {
        if let Some(time) = signature.claimed_signing_time {
            xml.element("SigningTime", &SIGNED, |xml| xml.text("Time", &date_time(time)));
        }
        if let (SignerBinding::Bound, Some(leaf)) = (signature.binding, signature.certificates.first()) {
            xml.element("SigningCertificate", &SIGNED, |xml| {
                xml.empty("AttributeObject", &[("VOReference", &certificate_id(&leaf.sha256))]);
            });
        }
        if let Some(policy) = &signature.claims.signature_policy {
            xml.element("SigPolicyIdentifier", &SIGNED, |xml| xml.text("SigPolicyId", &format!("urn:oid:{policy}")));
        }
        if let Some(location) = &signature.claims.location {
            xml.element("SignatureProductionPlace", &SIGNED, |xml| xml.text("AddressString", location));
        }
        for timestamp in &objects.timestamps {
            let (name, signed) = match (timestamp.kind, timestamp.signature) {
                (TimestampKind::Signature, Some(own)) if own == number => ("SignatureTimeStamp", UNSIGNED),
                (TimestampKind::Content, Some(own)) if own == number => ("AllDataObjectsTimeStamp", SIGNED),
                (TimestampKind::Document, None)
                    if timestamp.revision.zip(signature.revision).is_some_and(|(later, own)| later > own) =>
                {
                    ("DocTimeStamp", UNSIGNED)
                }
                _ => continue,
            };
            xml.element(name, &signed, |xml| {
                xml.empty("AttributeObject", &[("VOReference", &timestamp.id)]);
                xml.text("TimeStampValue", &date_time(timestamp.time));
            });
        }
        if let Some(reason) = &signature.claims.reason {
            xml.element("Reason", &SIGNED, |xml| xml.text("ReasonElement", reason));
        }
        if let Some(name) = &signature.claims.name {
            xml.element("Name", &SIGNED, |xml| xml.text("NameElement", name));
        }
        if let Some(subfilter) = &signature.subfilter {
            xml.element("SubFilter", &SIGNED, |xml| xml.text("SubFilterElement", subfilter));
        }
        let range: Vec<String> = signature.byte_range.iter().map(ToString::to_string).collect();
        xml.text("ByteRange", &range.join(" "));
    });
}

/// `CryptoInformation` (§4.3.12.7): the algorithm that is not reliable any more.
fn crypto_information(xml: &mut Xml, id: &str, signature: &SignatureReport) {
    let Some(reason) = signature.reasons.iter().find(|reason| reason.code == ReasonCode::CryptoNotReliable) else { return };
    let argument = |wanted: &str| reason.arguments.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    let algorithm = argument("algorithm").unwrap_or_default();
    let subject = argument("subject");
    // The finding is on the signature itself, or on a certificate of the path by its subject.
    let certificate = signature.certificates.iter().skip(1).find(|certificate| Some(certificate.subject.as_str()) == subject);
    let object = certificate.map_or_else(|| id.to_owned(), |certificate| certificate_id(&certificate.sha256));
    xml.element("CryptoInformation", &[], |xml| {
        xml.empty("ValidationObjectId", &[("VOReference", &object)]);
        let uri = match DigestAlgorithm::from_name(algorithm) {
            Some(digest) => Some(digest_method(digest)),
            None => signature.identity.signature_algorithm.and_then(signature_method),
        };
        xml.text("Algorithm", &uri.unwrap_or_else(|| "urn:longseal:algorithm:other".to_owned()));
        xml.text("SecureAlgorithm", "false");
        if let Some(since) = argument("since").and_then(Instant::parse_rfc3339) {
            xml.text("NotAfter", &date_time(since));
        }
        xml.element("OtherInformation", &[], |xml| {
            xml.text_with("Algorithm", &[("xmlns", "urn:longseal:report:1")], algorithm);
        });
    });
}

/// `AdditionalValidationReportData`: what TS 119 102-2 has no place for, and the reasons in words.
fn status_data(xml: &mut Xml, report: &Report, signature: &SignatureReport, language: Language) {
    xml.element("AdditionalValidationReportData", &[], |xml| {
        report_data(xml, "urn:longseal:document:sha256", &hex(&report.document.sha256));
        report_data(xml, "urn:longseal:signature:format", signature.format.as_str());
        report_data(xml, "urn:longseal:signature:coverage", signature.coverage.as_str());
        report_data(xml, "urn:longseal:signature:changes", signature.changes.level.as_str());
        if let Some(due) = signature.renewal_due {
            report_data(xml, "urn:longseal:signature:renewal-due", &due.to_string());
        }
        for reason in &signature.reasons {
            reason_report(xml, reason, language);
        }
        for reason in &report.reasons {
            reason_report(xml, reason, language);
        }
    });
}

/// Reasons alone, for timestamps.
pub(super) fn reason_data(xml: &mut Xml, reasons: &[Reason], language: Language) {
    if reasons.is_empty() {
        return;
    }
    xml.element("AdditionalValidationReportData", &[], |xml| {
        for reason in reasons {
            reason_report(xml, reason, language);
        }
    });
}

fn reason_report(xml: &mut Xml, reason: &Reason, language: Language) {
    let code = identifiers::finding(reason.severity, reason.code.as_str());
    report_data(xml, &code, &message(reason, language));
}

/// `DigestAlgAndValue`, when both are known.
pub(super) fn digest(xml: &mut Xml, algorithm: Option<DigestAlgorithm>, value: Option<&Digest>) {
    if let (Some(algorithm), Some(value)) = (algorithm, value) {
        xml.element("DigestAlgAndValue", &[], |xml| digest_value(xml, &digest_method(algorithm), value.as_bytes()));
    }
}

/// The members of a `DigestAlgAndValueType`.
pub(super) fn digest_value(xml: &mut Xml, method: &str, octets: &[u8]) {
    xml.empty("ds:DigestMethod", &[("Algorithm", method)]);
    xml.text("ds:DigestValue", &Base64::encode_string(octets));
}
