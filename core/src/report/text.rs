//! The report as text for a person: what changed after signing first, then who signed, when, and why the verdict.

use std::fmt::Write;

use super::fault::Fault;
use super::messages::{self, Labels, Language, labels, message, sub_indication, verdict};
use super::model::{CertificateReport, Report, SignatureReport, TimestampReport};
use super::timeline::{Mark, claimed_time, events, not_looked_at};
use super::visible::visible;
use crate::error::Error;
use crate::evidence::SignatureKind;
use crate::indication::Indication;
use crate::pdf::changes::ChangeLevel;
use crate::pdf::signature::Coverage;
use crate::reason::{Reason, Severity};

/// One document's report, several lines, ending with a line feed. `path` is what the caller knows the document by.
pub fn to_text(report: &Report, path: &str, language: Language) -> String {
    let labels = labels(language);
    let mut text = String::new();
    let heading = match report.indication() {
        Some(indication) => verdict(indication, language),
        None => labels.no_signatures,
    };
    line(&mut text, 0, &format!("{path}: {heading}"));
    let policy = &report.policy.name;
    line(&mut text, 1, &format!("{} {}, {} {policy}", labels.validated_at, report.validation_time, labels.policy));
    reasons(&mut text, 1, &report.reasons, labels, language);
    for (index, signature) in report.signatures.iter().enumerate() {
        text.push('\n');
        signature_text(&mut text, report, index + 1, signature, labels, language);
    }
    text
}

/// The line of a document that could not be examined.
pub fn error_to_text(error: &Error, path: &str, language: Language) -> String {
    not_examined(path, &error.to_string(), language)
}

/// The same for the caller's own faults: a file that could not be read.
pub fn fault_to_text(fault: &Fault<'_>, language: Language) -> String {
    not_examined(fault.path, fault.message, language)
}

fn not_examined(path: &str, message: &str, language: Language) -> String {
    let mut text = String::new();
    line(&mut text, 0, &format!("{path}: {}: {message}", labels(language).not_examined));
    text
}

fn signature_text(
    text: &mut String,
    report: &Report,
    number: usize,
    signature: &SignatureReport,
    labels: &Labels,
    language: Language,
) {
    let is_timestamp = signature.kind == SignatureKind::DocumentTimestamp;
    let kind = if is_timestamp { labels.document_timestamp } else { labels.signature };
    line(text, 1, &format!("{number}. {kind}: {}", outcome(signature.indication, signature.sub_indication, language)));
    line(text, 2, &format!("{}: {}", labels.changes, changes(signature, labels)));
    for change in change_lines(signature, labels, language) {
        line(text, 3, &format!("- {change}"));
    }
    let field = |text: &mut String, label: &str, value: &str| line(text, 2, &format!("{label}: {value}"));
    field(text, labels.intact, intact(signature.intact, labels));
    field(text, labels.coverage, coverage(signature.coverage, labels));
    let by = if is_timestamp { labels.timestamped_by } else { labels.signed_by };
    field(text, by, signature.signed_by.as_deref().unwrap_or(labels.unknown_signer));
    match proven_time(signature) {
        Some(proven) => field(text, labels.proven, &proven.to_string()),
        None => field(text, labels.proven, labels.not_proven),
    }
    if let Some(claimed) = claimed_time(signature) {
        field(text, labels.claimed, &format!("{claimed} ({})", labels.claimed_only));
    }
    if let Some(due) = signature.renewal_due {
        let cause = signature.renewal_cause.as_ref().map(|cause| format!(" ({})", message(cause, language)));
        field(text, labels.renewal_due, &format!("{due}{}", cause.unwrap_or_default()));
    }
    reasons(text, 2, &signature.reasons, labels, language);
    let gaps = not_looked_at(signature, labels);
    if !gaps.is_empty() {
        field(text, labels.not_looked_at, &gaps.join("; "));
    }
    timeline(text, report, signature, labels);
    for timestamp in &signature.timestamps {
        timestamp_text(text, timestamp, labels, language);
    }
    certificates(text, 2, &signature.certificates, labels);
    field(text, labels.field, &signature.field);
    let size = signature.key_size.map(|bits| format!(", {bits} bit"));
    let digest = signature.digest_algorithm.as_deref().unwrap_or("?");
    let algorithm = signature.signature_algorithm.as_deref().unwrap_or("?");
    field(text, labels.algorithms, &format!("{digest}, {algorithm}{}", size.unwrap_or_default()));
}

/// What later revisions changed, a line for each kind of change and how often it happened.
pub(super) fn change_lines(signature: &SignatureReport, labels: &Labels, language: Language) -> Vec<String> {
    let mut lines: Vec<(String, usize)> = Vec::new();
    for item in &signature.changes.items {
        let (revision, place) = (item.revision.saturating_add(1), messages::place(&item.place, language));
        let mark = if item.what.severity == Severity::Error { "! " } else { "" };
        let written = format!("{mark}{} {revision}, {place}: {}", labels.added_by_revision, message(&item.what, language));
        // The same change stands together, so the last line is the only one that can be the same.
        match lines.last_mut() {
            Some((last, count)) if *last == written => *count += 1,
            _ => lines.push((written, 1)),
        }
    }
    lines.into_iter().map(|(written, count)| if count > 1 { format!("{written} (×{count})") } else { written }).collect()
}

/// What happened when, one event a line.
fn timeline(text: &mut String, report: &Report, signature: &SignatureReport, labels: &Labels) {
    line(text, 2, &format!("{}:", labels.timeline));
    for event in events(report, signature, labels) {
        let mark = match event.mark {
            Mark::Proof => '*',
            Mark::NoProof | Mark::Revocation => '!',
            Mark::Claim => '?',
            Mark::Certificate | Mark::Due | Mark::Validation => '-',
        };
        line(text, 3, &format!("{mark} {}  {}", event.time, event.text));
    }
}

/// The proven time, where a timestamp proves it; the time of the validation itself is no proof that anybody asks for.
pub(super) fn proven_time(signature: &SignatureReport) -> Option<crate::time::Instant> {
    let own = signature.timestamp_time.filter(|_| signature.indication == Indication::TotalPassed);
    // Not the best-signature-time, which is the current time where the process ended early (EN 319 102-1 §5.5.4 step 2).
    let by_timestamp = |reason: &&Reason| reason.code == crate::reason::ReasonCode::TimestampProvesTime;
    let stated = || {
        let reason = signature.reasons.iter().find(by_timestamp)?;
        let (_, time) = reason.arguments.iter().find(|(name, _)| name == "time")?;
        crate::time::Instant::parse_rfc3339(time)
    };
    own.or_else(stated)
}

fn timestamp_text(text: &mut String, timestamp: &TimestampReport, labels: &Labels, language: Language) {
    let outcome = outcome(timestamp.indication, timestamp.sub_indication, language);
    line(text, 2, &format!("{} {}: {outcome}", labels.timestamp, timestamp.time));
    let signer = timestamp.signed_by.as_deref().unwrap_or(labels.unknown_signer);
    line(text, 3, &format!("{}: {signer}", labels.timestamped_by));
    line(text, 3, &format!("{}: {}", labels.intact, timestamp_intact(timestamp.intact, labels)));
    reasons(text, 3, &timestamp.reasons, labels, language);
}

fn certificates(text: &mut String, depth: usize, certificates: &[CertificateReport], labels: &Labels) {
    if certificates.is_empty() {
        return;
    }
    line(text, depth, &format!("{}:", labels.path));
    for certificate in certificates {
        let anchor = if certificate.trust_anchor { format!(" [{}]", labels.anchor) } else { String::new() };
        let (from, to) = (date(certificate.not_before), date(certificate.not_after));
        line(text, depth + 1, &format!("- {} ({from} – {to}){anchor}", certificate.subject));
    }
}

/// Errors under "why", warnings and facts under "notes".
pub(super) fn reasons(text: &mut String, depth: usize, reasons: &[Reason], labels: &Labels, language: Language) {
    for (label, wanted) in [(labels.why, true), (labels.notes, false)] {
        let mut chosen = reasons.iter().filter(|reason| (reason.severity == Severity::Error) == wanted).peekable();
        if chosen.peek().is_none() {
            continue;
        }
        line(text, depth, &format!("{label}:"));
        for reason in chosen {
            line(text, depth + 1, &format!("- {} [{}]", message(reason, language), reason.code.as_str()));
        }
    }
}

pub(super) fn outcome(indication: Indication, sub: Option<crate::indication::SubIndication>, language: Language) -> String {
    match sub {
        Some(sub) => format!("{}, {}", verdict(indication, language), sub_indication(sub, language)),
        None => verdict(indication, language).to_owned(),
    }
}

pub(super) fn changes(signature: &SignatureReport, labels: &Labels) -> String {
    let words = match (signature.changes.level, signature.changes.permitted) {
        (ChangeLevel::None, _) => labels.changes_none,
        (ChangeLevel::Unknown, _) | (_, None) if signature.coverage == Coverage::Invalid => labels.changes_untold,
        (ChangeLevel::Unknown, _) | (_, None) => labels.changes_unknown,
        (_, Some(true)) => labels.changes_permitted,
        (_, Some(false)) => labels.changes_not_permitted,
    };
    words.to_owned()
}

pub(super) fn intact(intact: Option<bool>, labels: &Labels) -> &'static str {
    match intact {
        Some(true) => labels.intact_yes,
        Some(false) => labels.intact_no,
        None => labels.intact_unknown,
    }
}

fn timestamp_intact(intact: Option<bool>, labels: &Labels) -> &'static str {
    match intact {
        Some(true) => labels.timestamp_intact,
        other => self::intact(other, labels),
    }
}

pub(super) fn coverage(coverage: Coverage, labels: &Labels) -> &'static str {
    match coverage {
        Coverage::WholeDocument => labels.covers_whole,
        Coverage::WholeRevision => labels.covers_revision,
        Coverage::Partial => labels.covers_part,
        Coverage::Invalid => labels.covers_invalid,
    }
}

pub(super) fn date(instant: crate::time::Instant) -> String {
    let (year, month, day, ..) = instant.civil();
    format!("{year:04}-{month:02}-{day:02}")
}

/// One indented line. What a hostile name could do to a terminal becomes a visible mark.
pub(super) fn line(text: &mut String, depth: usize, content: &str) {
    let _ = write!(text, "{:indent$}", "", indent = depth * 3);
    text.extend(content.chars().map(visible));
    text.push('\n');
}
