//! The report in a few lines, for a list of many documents: the verdict, and why where it is not VALID.

use std::collections::BTreeSet;

use super::messages::{Language, labels, message, verdict};
use super::model::Report;
use super::text::{line, outcome};
use crate::evidence::SignatureKind;
use crate::indication::Indication;
use crate::reason::Severity;

/// The heading, and for each signature that is not TOTAL-PASSED its outcome and the errors behind it, each once.
pub fn to_brief_text(report: &Report, path: &str, language: Language) -> String {
    let labels = labels(language);
    let heading = report.indication().map_or(labels.no_signatures, |indication| verdict(indication, language));
    let mut text = String::new();
    line(&mut text, 0, &format!("{path}: {heading}"));
    let mut said = BTreeSet::new();
    for (index, signature) in report.signatures.iter().enumerate() {
        if signature.indication == Indication::TotalPassed {
            continue;
        }
        let is_timestamp = signature.kind == SignatureKind::DocumentTimestamp;
        let kind = if is_timestamp { labels.document_timestamp } else { labels.signature };
        let number = index + 1;
        let outcome = outcome(signature.indication, signature.sub_indication, language);
        line(&mut text, 1, &format!("{number}. {kind} {}: {outcome}", signature.field));
        for reason in signature.reasons.iter().filter(|reason| reason.severity == Severity::Error) {
            let reason = format!("- {} [{}]", message(reason, language), reason.code.as_str());
            if !said.contains(&reason) {
                line(&mut text, 2, &reason);
                said.insert(reason);
            }
        }
    }
    text
}
