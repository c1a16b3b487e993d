//! The verdict as a PREMIS 3.0 event, `digital signature validation`, with its object and its agent.
//!
//! The event's time is the validation time: the core has no clock, and the same judgement gives the same event.

use super::fault::Fault;
use super::json::hex;
use super::messages::{Language, message};
use super::model::{Report, SignatureReport};
use super::xml::Xml;
use crate::crypto::DigestAlgorithm;
use crate::indication::Indication;
use crate::reason::Reason;

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns", "http://www.loc.gov/premis/v3"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://www.loc.gov/premis/v3 http://www.loc.gov/standards/premis/premis.xsd"),
    ("version", "3.0"),
];

/// Terms of the vocabulary of the Library of Congress.
const VOCABULARY: &str = "http://id.loc.gov/vocabulary/preservation/eventOutcome/";

/// One document's event. `path` is what the caller knows the document by; messages are in `language`.
pub fn to_premis(report: &Report, path: &str, language: Language) -> String {
    let sha256 = hex(&report.document.sha256);
    let event = event_identifier(report);
    document(&Object { path, size: Some(report.document.size), sha256: Some(&sha256) }, &event, |xml| {
        xml.text("eventType", "digital signature validation");
        xml.text("eventDateTime", &report.validation_time.to_string());
        xml.element("eventDetailInformation", &[], |xml| xml.text("eventDetail", &detail(report)));
        xml.element("eventOutcomeInformation", &[], |xml| {
            outcome(xml, report.indication());
            xml.element("eventOutcomeDetail", &[], |xml| {
                xml.text("eventOutcomeDetailNote", &summary(report));
            });
            for reason in &report.reasons {
                xml.element("eventOutcomeDetail", &[], |xml| xml.text("eventOutcomeDetailNote", &reason_note(reason, language)));
            }
        });
        for (index, signature) in report.signatures.iter().enumerate() {
            xml.element("eventOutcomeInformation", &[], |xml| signature_outcome(xml, index + 1, signature, language));
        }
    })
}

/// The event of a document that could not be examined.
pub fn fault_to_premis(fault: &Fault<'_>) -> String {
    let event = uuid(&[fault.path.as_bytes(), fault.validation_time.to_string().as_bytes(), fault.code.as_bytes()]);
    document(&Object { path: fault.path, size: fault.size, sha256: None }, &event, |xml| {
        xml.text("eventType", "digital signature validation");
        xml.text("eventDateTime", &fault.validation_time.to_string());
        xml.element("eventOutcomeInformation", &[], |xml| {
            outcome(xml, Some(Indication::Indeterminate));
            xml.element("eventOutcomeDetail", &[], |xml| {
                xml.text("eventOutcomeDetailNote", &format!("{}: {}", fault.code, fault.message));
            });
        });
    })
}

/// What is known of the file.
struct Object<'a> {
    path: &'a str,
    size: Option<u64>,
    sha256: Option<&'a str>,
}

impl Object<'_> {
    /// By content where that is known, else by name.
    fn identifier(&self) -> (&'static str, &str) {
        self.sha256.map_or(("path", self.path), |sha256| ("SHA-256", sha256))
    }
}

fn document(object: &Object<'_>, event: &str, inside: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::new();
    xml.element("premis", &NAMESPACES, |xml| {
        xml.element("object", &[("xsi:type", "file")], |xml| file(xml, object, event));
        xml.element("event", &[], |xml| {
            xml.element("eventIdentifier", &[], |xml| {
                xml.text("eventIdentifierType", "UUID");
                xml.text("eventIdentifierValue", event);
            });
            inside(xml);
            xml.element("linkingAgentIdentifier", &[], |xml| {
                xml.text("linkingAgentIdentifierType", "local");
                xml.text("linkingAgentIdentifierValue", &agent_identifier());
                xml.text("linkingAgentRole", "executing program");
            });
            let (kind, value) = object.identifier();
            xml.element("linkingObjectIdentifier", &[], |xml| {
                xml.text("linkingObjectIdentifierType", kind);
                xml.text("linkingObjectIdentifierValue", value);
                xml.text("linkingObjectRole", "source");
            });
        });
        xml.element("agent", &[], |xml| {
            xml.element("agentIdentifier", &[], |xml| {
                xml.text("agentIdentifierType", "local");
                xml.text("agentIdentifierValue", &agent_identifier());
            });
            xml.text("agentName", "Longseal");
            xml.text("agentType", "software");
            xml.text("agentVersion", env!("CARGO_PKG_VERSION"));
        });
    });
    xml.finish()
}

fn agent_identifier() -> String {
    format!("longseal-{}", env!("CARGO_PKG_VERSION"))
}

fn file(xml: &mut Xml, object: &Object<'_>, event: &str) {
    let (kind, value) = object.identifier();
    xml.element("objectIdentifier", &[], |xml| {
        xml.text("objectIdentifierType", kind);
        xml.text("objectIdentifierValue", value);
    });
    xml.element("objectCharacteristics", &[], |xml| {
        if let Some(sha256) = object.sha256 {
            xml.element("fixity", &[], |xml| {
                xml.text("messageDigestAlgorithm", "SHA-256");
                xml.text("messageDigest", sha256);
                xml.text("messageDigestOriginator", "Longseal");
            });
        }
        if let Some(size) = object.size {
            xml.text("size", &size.to_string());
        }
        xml.element("format", &[], |xml| {
            // What could not be examined is not known to be a PDF.
            let name = if object.sha256.is_some() { "application/pdf" } else { "unknown" };
            xml.element("formatDesignation", &[], |xml| xml.text("formatName", name));
        });
    });
    xml.text("originalName", object.path);
    xml.element("linkingEventIdentifier", &[], |xml| {
        xml.text("linkingEventIdentifierType", "UUID");
        xml.text("linkingEventIdentifierValue", event);
    });
}

/// `success`, `fail` and `warning` are the terms of the vocabulary; a document without signatures has none of them.
fn outcome(xml: &mut Xml, indication: Option<Indication>) {
    let (term, code) = match indication {
        Some(Indication::TotalPassed) => ("success", "suc"),
        Some(Indication::Indeterminate) => ("warning", "war"),
        Some(Indication::TotalFailed) => ("fail", "fai"),
        None => return xml.text("eventOutcome", "no signatures"),
    };
    xml.text_with("eventOutcome", &[("valueURI", &format!("{VOCABULARY}{code}"))], term);
}

fn detail(report: &Report) -> String {
    let material = report.material_digest.as_ref().map(|digest| format!("; material sha256:{}", hex(digest)));
    format!(
        "ETSI EN 319 102-1; validation time {}; policy {} sha256:{}; trust anchors sha256:{}{}",
        report.validation_time,
        report.policy.name,
        hex(&report.policy.digest),
        hex(&report.trust_digest),
        material.unwrap_or_default()
    )
}

fn summary(report: &Report) -> String {
    let indication = report.indication().map_or("no signatures", Indication::as_str);
    format!("{indication}; {} of {} signatures valid", report.valid_signatures_count(), report.signatures_count())
}

fn signature_outcome(xml: &mut Xml, number: usize, signature: &SignatureReport, language: Language) {
    outcome(xml, Some(signature.indication));
    let mut note = |text: String| {
        xml.element("eventOutcomeDetail", &[], |xml| xml.text("eventOutcomeDetailNote", &text));
    };
    let sub = signature.sub_indication.map(|sub| format!("/{}", sub.as_str())).unwrap_or_default();
    let indication = signature.indication.as_str();
    note(format!("{number}. {} \"{}\": {indication}{sub}", signature.kind.as_str(), signature.field));
    note(format!(
        "signed by {}; best signature time {}; claimed signing time {}; changes afterwards: {}",
        signature.signed_by.as_deref().unwrap_or("unknown"),
        signature.best_signature_time.map_or_else(|| "unknown".to_owned(), |time| time.to_string()),
        signature.claimed_signing_time.map_or_else(|| "none".to_owned(), |time| time.to_string()),
        signature.changes.level.as_str(),
    ));
    for reason in &signature.reasons {
        note(reason_note(reason, language));
    }
}

fn reason_note(reason: &Reason, language: Language) -> String {
    format!("{} {}: {}", reason.severity.as_str(), reason.code.as_str(), message(reason, language))
}

/// The same judgement on the same bytes is the same event.
fn event_identifier(report: &Report) -> String {
    let time = report.validation_time.to_string();
    let material = report.material_digest.unwrap_or_default();
    uuid(&[&report.document.sha256, time.as_bytes(), &report.policy.digest, &report.trust_digest, &material])
}

/// A UUID version 8 from a digest of the parts (RFC 9562 §5.8).
fn uuid(parts: &[&[u8]]) -> String {
    let mut hasher = DigestAlgorithm::Sha256.hasher();
    for part in parts {
        hasher.update(&(part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let digest = hex(hasher.finalize().as_bytes());
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    // Version and variant stand where RFC 9562 §4.1 and §4.2 have them.
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_has_the_form_of_a_uuid_and_depends_on_every_part() {
        let one = uuid(&[b"a", b"b"]);
        let lengths: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(one.as_bytes()[14], b'8');
        assert_ne!(one, uuid(&[b"ab", b""]));
        assert_eq!(one, uuid(&[b"a", b"b"]));
    }
}
