//! One page for people: the verdict first, in their words; evidence below, folded away.
//!
//! The page needs nothing but itself: no script, no network, no fonts. What comes from the document is escaped, and every
//! name is kept from turning the direction of what follows it.

mod evidence;
mod svg;

use super::fault::Fault;
use super::messages::{Labels, Language, labels, message, verdict};
use super::model::{Report, SignatureReport};
use super::text::{change_lines, changes, coverage, intact, outcome, proven_time};
use super::timeline::{claimed_time, events, not_looked_at};
use super::xml::escape;
use crate::evidence::SignatureKind;
use crate::indication::Indication;
use crate::pdf::changes::ChangeLevel;
use crate::reason::Severity;
use crate::time::Instant;

const STYLE: &str = include_str!("page.css");

/// What stands before the first document.
pub fn html_head(language: Language) -> String {
    let labels = labels(language);
    let mut page = Page::default();
    page.raw("<!doctype html>\n<html lang=\"");
    page.raw(language.tag());
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    page.escaped(labels.title);
    page.raw("</title>\n<style>\n");
    page.raw(STYLE);
    page.raw("</style>\n</head>\n<body>\n<main>\n<h1>");
    page.escaped(labels.title);
    page.raw("</h1>\n");
    page.0
}

/// What stands after the last document.
pub fn html_tail() -> &'static str {
    "</main>\n</body>\n</html>\n"
}

/// One document, between [`html_head`] and [`html_tail`]. `path` is what the caller knows the document by.
pub fn to_html(report: &Report, path: &str, language: Language) -> String {
    let labels = labels(language);
    let mut page = Page::default();
    page.raw(&format!("<article class=\"{}\">\n<h2>", tone(report.indication())));
    page.name(path);
    page.raw("</h2>\n<p class=\"verdict\">");
    page.raw(sign(report.indication()));
    page.escaped(report.indication().map_or(labels.no_signatures, |indication| verdict(indication, language)));
    page.raw("</p>\n<p class=\"soft\">");
    page.escaped(&format!("{} {}", labels.validated_at, when(report.validation_time, language)));
    page.raw("</p>\n");
    page.reasons(&report.reasons, Severity::Error, language);
    for (index, signature) in report.signatures.iter().enumerate() {
        signature_section(&mut page, report, index + 1, signature, language);
    }
    evidence::document(&mut page, report, language);
    page.raw("</article>\n");
    page.0
}

/// A document that could not be examined.
pub fn fault_to_html(fault: &Fault<'_>, language: Language) -> String {
    let mut page = Page::default();
    page.raw("<article class=\"indeterminate\">\n<h2>");
    page.name(fault.path);
    page.raw("</h2>\n<p class=\"verdict\">");
    page.raw(sign(Some(Indication::Indeterminate)));
    page.escaped(labels(language).not_examined);
    page.raw("</p>\n<p>");
    page.escaped(fault.message);
    page.raw("</p>\n<p class=\"soft\">");
    page.escaped(&format!("{} {}", labels(language).validated_at, when(fault.validation_time, language)));
    page.raw("</p>\n</article>\n");
    page.0
}

fn signature_section(page: &mut Page, report: &Report, number: usize, signature: &SignatureReport, language: Language) {
    let labels = labels(language);
    let is_timestamp = signature.kind == SignatureKind::DocumentTimestamp;
    let kind = if is_timestamp { labels.document_timestamp } else { labels.signature };
    page.raw(&format!("<section class=\"{}\">\n<h3>", tone(Some(signature.indication))));
    page.escaped(&format!("{number}. {kind}: "));
    page.raw("<span class=\"tone\">");
    page.raw(sign(Some(signature.indication)));
    page.escaped(&outcome(signature.indication, signature.sub_indication, language));
    page.raw("</span></h3>\n<dl>\n");
    let by = if is_timestamp { labels.timestamped_by } else { labels.signed_by };
    page.entry(by, |page| page.name(signature.signed_by.as_deref().unwrap_or(labels.unknown_signer)));
    proven(page, signature, language);
    if let Some(claimed) = claimed_time(signature) {
        page.entry(labels.claimed, |page| {
            page.escaped(&format!("{} ({})", when(claimed, language), labels.claimed_only));
        });
    }
    page.entry(labels.changes, |page| changed(page, signature, labels, language));
    page.entry(labels.intact, |page| page.alarm(intact(signature.intact, labels), signature.intact == Some(false)));
    page.entry(labels.coverage, |page| page.escaped(coverage(signature.coverage, labels)));
    if let Some(due) = signature.renewal_due {
        let cause = signature.renewal_cause.as_ref().map(|cause| format!(". {}", message(cause, language)));
        page.entry(labels.renewal_due, |page| page.escaped(&format!("{}{}", when(due, language), cause.unwrap_or_default())));
    }
    for (label, claim) in [
        (labels.reason_given, &signature.claims.reason),
        (labels.place_given, &signature.claims.location),
        (labels.name_given, &signature.claims.name),
    ] {
        if let Some(claim) = claim.as_ref().filter(|claim| !claim.trim().is_empty()) {
            page.entry(label, |page| page.name(claim));
        }
    }
    let gaps = not_looked_at(signature, labels);
    if !gaps.is_empty() {
        page.entry(labels.not_looked_at, |page| page.escaped(&gaps.join("; ")));
    }
    page.raw("</dl>\n");
    page.reasons(&signature.reasons, Severity::Error, language);
    let events = events(report, signature, labels);
    svg::timeline(page, &events, signature, labels);
    page.raw("<ol class=\"timeline\">\n");
    for event in &events {
        page.raw("<li>");
        page.escaped(&format!("{}: {}", when(event.time, language), event.text));
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
    evidence::signature(page, signature, language);
    page.raw("</section>\n");
}

/// When the signature is proven to have existed, or that nothing proves it.
fn proven(page: &mut Page, signature: &SignatureReport, language: Language) {
    let labels = labels(language);
    match proven_time(signature) {
        Some(time) => page.entry(labels.proven, |page| page.escaped(&when(time, language))),
        None => page.entry(labels.proven, |page| page.escaped(labels.not_proven)),
    }
}

fn changed(page: &mut Page, signature: &SignatureReport, labels: &Labels, language: Language) {
    page.alarm(&changes(signature, labels), signature.changes.permitted == Some(false));
    if signature.changes.level == ChangeLevel::None || signature.changes.items.is_empty() {
        return;
    }
    page.raw("<ul>\n");
    for change in change_lines(signature, labels, language) {
        page.raw("<li>");
        page.escaped(&change);
        page.raw("</li>\n");
    }
    page.raw("</ul>");
}

/// The page under construction.
#[derive(Default)]
struct Page(String);

impl Page {
    /// Markup of our own.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text that may come from the document.
    fn escaped(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    /// A name from the document, kept apart from the direction of the text around it.
    fn name(&mut self, text: &str) {
        self.raw("<bdi>");
        self.escaped(text);
        self.raw("</bdi>");
    }

    fn alarm(&mut self, text: &str, is_alarm: bool) {
        if is_alarm {
            self.raw("<strong class=\"alarm\">");
        }
        self.escaped(text);
        if is_alarm {
            self.raw("</strong>");
        }
    }

    fn entry(&mut self, label: &str, value: impl FnOnce(&mut Self)) {
        self.raw("<dt>");
        self.escaped(label);
        self.raw("</dt><dd>");
        value(self);
        self.raw("</dd>\n");
    }

    /// The sentences of one severity, as a list.
    fn reasons(&mut self, reasons: &[crate::reason::Reason], severity: Severity, language: Language) {
        let mut chosen = reasons.iter().filter(|reason| reason.severity == severity).peekable();
        if chosen.peek().is_none() {
            return;
        }
        self.raw("<p><strong>");
        self.escaped(if severity == Severity::Error { labels(language).why } else { labels(language).notes });
        self.raw("</strong></p>\n<ul>\n");
        for reason in chosen {
            self.raw("<li>");
            self.escaped(&message(reason, language));
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }
}

/// The class of an outcome, which gives its colour; the words say the same.
fn tone(indication: Option<Indication>) -> &'static str {
    match indication {
        Some(Indication::TotalPassed) => "passed",
        Some(Indication::Indeterminate) => "indeterminate",
        Some(Indication::TotalFailed) => "failed",
        None => "none",
    }
}

/// A sign before the words of an outcome, so that a glance is enough without colours.
fn sign(indication: Option<Indication>) -> &'static str {
    match indication {
        Some(Indication::TotalPassed) => "<span aria-hidden=\"true\">✓ </span>",
        Some(Indication::Indeterminate) => "<span aria-hidden=\"true\">? </span>",
        Some(Indication::TotalFailed) => "<span aria-hidden=\"true\">✗ </span>",
        None => "",
    }
}

/// A time as people of the language write it, always with its zone.
fn when(instant: Instant, language: Language) -> String {
    let (year, month, day, hour, minute, second) = instant.civil();
    match language {
        Language::English => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"),
        Language::Vietnamese => format!("{day:02}/{month:02}/{year:04} {hour:02}:{minute:02}:{second:02} UTC"),
    }
}
