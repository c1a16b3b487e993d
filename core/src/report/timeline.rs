//! What happened when: the claimed time, timestamps, certificate validity, revocation and the validation itself, in order.

use super::messages::Labels;
use super::model::{Report, SignatureReport};
use crate::evidence::{SignatureKind, TimestampKind};
use crate::indication::Indication;
use crate::order::Arrange as _;
use crate::time::Instant;

/// What an event is to the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Said by the signer, proven by nobody.
    Claim,
    /// A timestamp that passed: it proves.
    Proof,
    /// A timestamp that did not pass.
    NoProof,
    /// An end of the certificate's validity.
    Certificate,
    /// A revocation.
    Revocation,
    /// By when a new timestamp is needed.
    Due,
    /// The time of the validation.
    Validation,
}

/// One event.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) time: Instant,
    pub(super) mark: Mark,
    pub(super) text: String,
}

/// The events of one signature, oldest first.
pub(super) fn events(report: &Report, signature: &SignatureReport, labels: &Labels) -> Vec<Event> {
    let mut events = Vec::new();
    let mut add = |time: Instant, mark: Mark, text: String| events.push(Event { time, mark, text });
    if let Some(leaf) = signature.certificates.first() {
        add(leaf.not_before, Mark::Certificate, labels.certificate_from.to_owned());
        add(leaf.not_after, Mark::Certificate, labels.certificate_to.to_owned());
        let revoked = leaf.revocation.as_ref().and_then(|revocation| revocation.revoked_at);
        if let Some(time) = revoked {
            add(time, Mark::Revocation, labels.certificate_revoked.to_owned());
        }
    }
    if let Some(time) = claimed_time(signature) {
        add(time, Mark::Claim, format!("{} – {}", labels.claimed, labels.claimed_only));
    }
    if let Some(time) = signature.timestamp_time {
        let (mark, text) = timestamp(labels.document_timestamp, signature.indication, signature.signed_by.as_deref(), labels);
        add(time, mark, text);
    }
    for inner in &signature.timestamps {
        let name = if inner.kind == TimestampKind::Content { labels.content_timestamp } else { labels.timestamp };
        let (mark, text) = timestamp(name, inner.indication, inner.signed_by.as_deref(), labels);
        add(inner.time, mark, text);
    }
    for later in later_timestamps(report, signature) {
        if let Some(time) = later.timestamp_time {
            let (mark, text) = timestamp(labels.document_timestamp, later.indication, later.signed_by.as_deref(), labels);
            add(time, mark, text);
        }
    }
    if let Some(time) = signature.renewal_due {
        add(time, Mark::Due, labels.renewal_due.to_owned());
    }
    add(report.validation_time, Mark::Validation, labels.validated_at.to_owned());
    events.arrange_by_key(|event| event.time);
    events
}

/// The time the signer claims. What a document timestamp's dictionary says beside the token's own time, nobody asks.
pub(super) fn claimed_time(signature: &SignatureReport) -> Option<Instant> {
    signature.claimed_signing_time.filter(|_| signature.timestamp_time.is_none())
}

/// Document timestamps over a later revision cover this signature too.
fn later_timestamps<'r>(report: &'r Report, signature: &SignatureReport) -> impl Iterator<Item = &'r SignatureReport> {
    let own = signature.revision;
    report.signatures.iter().filter(move |other| {
        other.kind == SignatureKind::DocumentTimestamp && other.revision.zip(own).is_some_and(|(other, own)| other > own)
    })
}

fn timestamp(name: &str, indication: Indication, by: Option<&str>, labels: &Labels) -> (Mark, String) {
    let by = by.unwrap_or(labels.unknown_signer);
    match indication {
        Indication::TotalPassed => (Mark::Proof, format!("{name}: {by}")),
        _ => (Mark::NoProof, format!("{name}: {by} ({})", labels.proves_nothing)),
    }
}

/// What was not looked at, or could not be, in a few words each.
pub(super) fn not_looked_at(signature: &SignatureReport, labels: &Labels) -> Vec<&'static str> {
    let unchecked = |status: &str| {
        signature
            .certificates
            .iter()
            .any(|certificate| certificate.revocation.as_ref().is_some_and(|found| found.status == status))
    };
    let gaps = [
        (signature.intact.is_none(), labels.gap_value),
        (signature.changes.permitted.is_none(), labels.gap_changes),
        (signature.certificates.is_empty(), labels.gap_certificate),
        (unchecked("not-checked"), labels.gap_revocation),
    ];
    gaps.into_iter().filter(|(is_gap, _)| *is_gap).map(|(_, words)| words).collect()
}
