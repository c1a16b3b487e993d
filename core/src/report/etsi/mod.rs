//! The validation report of ETSI TS 119 102-2 v1.4.1 as XML.
//!
//! One document for each PDF. Signatures have a `SignatureValidationReport` each; certificates, revocation information and
//! timestamps are `ValidationObject`s that these refer to, each once.

mod identifiers;
mod objects;
mod signature;

use objects::Objects;

use super::fault::Fault;
use super::messages::Language;
use super::model::{Report, SignatureReport};
use super::xml::Xml;
use crate::evidence::SignatureKind;
use crate::reason::Severity;
use crate::time::Instant;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns", "http://uri.etsi.org/19102/v1.4.1#"),
    ("xmlns:ds", "http://www.w3.org/2000/09/xmldsig#"),
    ("xmlns:XAdES", "http://uri.etsi.org/01903/v1.3.2#"),
];

/// One document's validation report. `path` is what the caller knows the document by; messages are in `language`.
pub fn to_etsi(report: &Report, path: &str, language: Language) -> String {
    let mut xml = Xml::new();
    xml.element("ValidationReport", &NAMESPACES, |xml| {
        let reported: Vec<(usize, &SignatureReport)> = reported(report);
        let mut objects = Objects::new(report);
        if reported.is_empty() {
            no_signature(xml, report, path);
        }
        for (number, signature) in reported {
            signature::write(xml, report, number, signature, &mut objects, language);
        }
        objects.write(xml, report, language);
    });
    xml.finish()
}

/// The report on a document that could not be examined: INDETERMINATE, with the reason.
pub fn fault_to_etsi(fault: &Fault<'_>) -> String {
    let mut xml = Xml::new();
    xml.element("ValidationReport", &NAMESPACES, |xml| {
        xml.element("SignatureValidationReport", &[], |xml| {
            time_info(xml, fault.validation_time);
            xml.element("SignatureValidationStatus", &[], |xml| {
                xml.text("MainIndication", "urn:etsi:019102:mainindication:indeterminate");
                xml.element("AssociatedValidationReportData", &[], |xml| {
                    xml.element("AdditionalValidationReportData", &[], |xml| {
                        report_data(xml, identifiers::PATH, fault.path);
                        report_data(xml, &identifiers::finding(Severity::Error, fault.code), fault.message);
                    });
                });
            });
        });
    });
    xml.finish()
}

/// Signatures have reports of their own; document timestamps are validation objects (TS 119 102-2 §4.4.4), unless the
/// document has nothing else.
fn reported(report: &Report) -> Vec<(usize, &SignatureReport)> {
    let numbered = report.signatures.iter().enumerate();
    let signatures: Vec<_> = numbered.clone().filter(|(_, one)| one.kind == SignatureKind::Signature).collect();
    if signatures.is_empty() { numbered.collect() } else { signatures }
}

/// The schema wants one report at least.
///
/// NOTE: TS 119 102-2 has no indication for a document without signatures. This URI is the one that DSS gives it, so that
/// consumers of such reports need to know one only.
fn no_signature(xml: &mut Xml, report: &Report, path: &str) {
    xml.element("SignatureValidationReport", &[], |xml| {
        time_info(xml, report.validation_time);
        xml.element("SignatureValidationStatus", &[], |xml| {
            xml.text("MainIndication", "urn:cef:dss:mainindication:noSignatureFound");
            xml.element("AssociatedValidationReportData", &[], |xml| {
                xml.element("AdditionalValidationReportData", &[], |xml| report_data(xml, identifiers::PATH, path));
            });
        });
    });
}

/// Without a signature the best time is that of the validation itself.
fn time_info(xml: &mut Xml, time: Instant) {
    xml.element("ValidationTimeInfo", &[], |xml| {
        xml.text("ValidationTime", &date_time(time));
        xml.element("BestSignatureTime", &[], |xml| proof(xml, time, None));
    });
}

/// The members of a `POEType`.
fn proof(xml: &mut Xml, time: Instant, object: Option<&str>) {
    xml.text("POETime", &date_time(time));
    xml.text("TypeOfProof", "urn:etsi:019102:poetype:validation");
    if let Some(object) = object {
        xml.empty("POEObject", &[("VOReference", object)]);
    }
}

/// One `ReportData` of §4.3.12.8: a type and a value.
fn report_data(xml: &mut Xml, kind: &str, value: &str) {
    xml.element("ReportData", &[], |xml| {
        xml.text("Type", kind);
        xml.text("Value", value);
    });
}

/// `xs:dateTime` has no year 0 and no negative one here; certificates with such dates exist to trip their readers.
fn date_time(instant: Instant) -> String {
    let (year, ..) = instant.civil();
    if (1..=9999).contains(&year) { instant.to_string() } else { "0001-01-01T00:00:00Z".to_owned() }
}
