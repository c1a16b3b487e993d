//! What the verdict rests on, for whoever wants to check it: folded away below the words.

use super::{Page, when};
use crate::reason::{Reason, Severity};
use crate::report::json::hex;
use crate::report::messages::{Labels, Language, labels, message, revocation_status};
use crate::report::model::{CertificateReport, Report, SignatureReport};
use crate::report::text::outcome;

/// The evidence of one signature.
pub(super) fn signature(page: &mut Page, signature: &SignatureReport, language: Language) {
    let labels = labels(language);
    fold(page, labels.evidence, |page| {
        page.raw("<dl>\n");
        page.entry("EN 319 102-1", |page| {
            let sub = signature.sub_indication.map(|sub| format!(" / {}", sub.as_str())).unwrap_or_default();
            page.escaped(&format!("{}{sub}", signature.indication.as_str()));
        });
        page.entry(labels.field, |page| page.name(&signature.field));
        page.entry("SubFilter", |page| page.name(signature.subfilter.as_deref().unwrap_or("–")));
        page.entry(labels.format, |page| page.escaped(signature.format.as_str()));
        let range: Vec<String> = signature.byte_range.iter().map(ToString::to_string).collect();
        page.entry("ByteRange", |page| page.escaped(&range.join(" ")));
        page.entry(labels.algorithms, |page| {
            let digest = signature.digest_algorithm.as_deref().unwrap_or("?");
            let algorithm = signature.signature_algorithm.as_deref().unwrap_or("?");
            let size = signature.key_size.map(|bits| format!(", {bits} bit")).unwrap_or_default();
            page.escaped(&format!("{digest}; {algorithm}{size}"));
        });
        page.raw("</dl>\n");
        certificates(page, &signature.certificates, labels, language);
        for timestamp in &signature.timestamps {
            page.raw("<h4>");
            let outcome = outcome(timestamp.indication, timestamp.sub_indication, language);
            page.escaped(&format!("{} {}: {outcome}", labels.timestamp, when(timestamp.time, language)));
            page.raw("</h4>\n");
            codes(page, &timestamp.reasons, language);
            certificates(page, &timestamp.certificates, labels, language);
        }
        codes(page, &signature.reasons, language);
    });
}

/// What identifies the document, the rules and the trust.
pub(super) fn document(page: &mut Page, report: &Report, language: Language) {
    let labels = labels(language);
    fold(page, labels.document, |page| {
        page.raw("<dl>\n");
        page.entry("SHA-256", |page| code(page, &hex(&report.document.sha256)));
        page.entry(labels.size, |page| page.escaped(&report.document.size.to_string()));
        page.entry(labels.revisions, |page| page.escaped(&report.revisions.len().to_string()));
        page.entry(labels.policy, |page| {
            page.escaped(&format!("{}, SHA-256 ", report.policy.name));
            code(page, &hex(&report.policy.digest));
        });
        page.entry(labels.anchors, |page| {
            page.escaped("SHA-256 ");
            code(page, &hex(&report.trust_digest));
        });
        if let Some(digest) = &report.material_digest {
            page.entry(labels.material, |page| {
                page.escaped("SHA-256 ");
                code(page, &hex(digest));
            });
        }
        page.raw("</dl>\n");
        codes(page, &report.reasons, language);
        page.raw("<p class=\"soft\">");
        page.escaped(concat!("Longseal ", env!("CARGO_PKG_VERSION"), " · ETSI EN 319 102-1 v1.4.1"));
        page.raw("</p>\n");
    });
}

fn fold(page: &mut Page, summary: &str, inside: impl FnOnce(&mut Page)) {
    page.raw("<details>\n<summary>");
    page.escaped(summary);
    page.raw("</summary>\n");
    inside(page);
    page.raw("</details>\n");
}

fn code(page: &mut Page, text: &str) {
    page.raw("<code>");
    page.escaped(text);
    page.raw("</code>");
}

fn certificates(page: &mut Page, certificates: &[CertificateReport], labels: &Labels, language: Language) {
    if certificates.is_empty() {
        return;
    }
    page.raw("<h4>");
    page.escaped(labels.path);
    page.raw("</h4>\n");
    for certificate in certificates {
        page.raw("<div class=\"certificate\">\n<p>");
        page.name(&certificate.subject);
        if certificate.trust_anchor {
            page.escaped(&format!(" [{}]", labels.anchor));
        }
        page.raw("</p>\n<p class=\"soft\">");
        page.escaped(&format!("{} – {}", when(certificate.not_before, language), when(certificate.not_after, language)));
        if let Some(revocation) = &certificate.revocation {
            let source = revocation.source.map(|source| if source == "crl" { "CRL" } else { "OCSP" });
            let time = revocation.revoked_at.or(revocation.this_update).map(|time| when(time, language));
            let from: Vec<String> = source.map(str::to_owned).into_iter().chain(time).collect();
            let from = if from.is_empty() { String::new() } else { format!(" ({})", from.join(", ")) };
            page.escaped(&format!("; {}{from}", revocation_status(revocation.status, language)));
        }
        page.raw("<br>");
        page.escaped(&format!("{} ", labels.serial));
        code(page, &certificate.serial);
        page.raw("<br>SHA-256 ");
        code(page, &hex(&certificate.sha256));
        page.raw("</p>\n</div>\n");
    }
}

/// Every finding with its code and clause.
fn codes(page: &mut Page, reasons: &[Reason], language: Language) {
    if reasons.is_empty() {
        return;
    }
    page.raw("<ul>\n");
    for reason in reasons {
        page.raw("<li>");
        if reason.severity == Severity::Error {
            page.raw("<strong>");
        }
        code(page, reason.code.as_str());
        if reason.severity == Severity::Error {
            page.raw("</strong>");
        }
        page.escaped(&format!(": {} ({})", message(reason, language), reason.code.clause()));
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}
