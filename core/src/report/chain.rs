//! The verdict on a certificate by itself: as a value, as JSON (`longseal/chain/1`) and as text.

use serde::Serialize;

use super::assemble;
use super::json::{CertificateRow, ReasonRow, certificate_row, reason_row, render};
use super::messages::{Labels, Language, labels, revocation_status, verdict};
use super::model::{CertificateReport, PolicyReference, RevocationReport};
use super::text::{date, line, reasons};
use crate::asn1::Oid;
use crate::indication::{Indication, SubIndication};
use crate::path::PolicySet;
use crate::policy::Policy;
use crate::reason::Reason;
use crate::time::Instant;
use crate::validation::Outcome;
use crate::validation::basic::x509::ChainVerdict;
use crate::x509::oid;

/// The version of the JSON report on a certificate, its `schema` member.
pub const CHAIN_SCHEMA: &str = "longseal/chain/1";

/// The verdict on a certificate by itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChainReport {
    /// The time the verdict is for.
    pub validation_time: Instant,
    /// The policy it is held against.
    pub policy: PolicyReference,
    /// PASSED, INDETERMINATE or FAILED, spelt by [`Indication::as_block_str`].
    pub indication: Indication,
    /// Why it is not PASSED.
    pub sub_indication: Option<SubIndication>,
    /// The certification path, leaf first; the best candidate when none is good.
    pub certificates: Vec<CertificateReport>,
    /// The user-constrained policy set (RFC 5280 §6.1.6); empty when there is no valid path.
    pub policies: PolicySet,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The report on one certificate.
pub fn assemble_chain(verdict: ChainVerdict, outcome: Outcome, validation_time: Instant, policy: &Policy) -> ChainReport {
    ChainReport {
        validation_time,
        policy: PolicyReference { name: policy.name.clone(), digest: policy.digest() },
        indication: outcome.indication,
        sub_indication: outcome.sub_indication,
        certificates: assemble::certificates(Some(&verdict)),
        policies: verdict.policies.unwrap_or_default(),
        reasons: outcome.reasons,
    }
}

#[derive(Serialize)]
struct Row<'a> {
    schema: &'a str,
    indication: &'a str,
    sub_indication: Option<&'a str>,
    certificates: Vec<CertificateRow<'a>>,
    policies: Vec<String>,
    reasons: Vec<ReasonRow>,
}

/// The report as a single line of JSON.
pub fn chain_to_json(report: &ChainReport, language: Language) -> String {
    render(&Row {
        schema: CHAIN_SCHEMA,
        indication: report.indication.as_block_str(),
        sub_indication: report.sub_indication.map(SubIndication::as_str),
        certificates: report.certificates.iter().map(certificate_row).collect(),
        policies: report.policies.iter().map(|policy| policy.to_string()).collect(),
        reasons: report.reasons.iter().map(|reason| reason_row(reason, language)).collect(),
    })
}

/// The report as several lines for a person. `path` is what the caller knows the certificate by.
pub fn chain_to_text(report: &ChainReport, path: &str, language: Language) -> String {
    let labels = labels(language);
    let mut text = String::new();
    // The words for sub-indications speak of signatures; the reasons say it better here.
    let sub_indication = report.sub_indication.map_or_else(String::new, |sub| format!(" ({})", sub.as_str()));
    line(&mut text, 0, &format!("{path}: {}{sub_indication}", verdict(report.indication, language)));
    let policy = &report.policy.name;
    line(&mut text, 1, &format!("{} {}, {} {policy}", labels.validated_at, report.validation_time, labels.policy));
    line(&mut text, 1, &format!("{}:", labels.path));
    for certificate in &report.certificates {
        line(&mut text, 2, &certificate_line(certificate, labels, language));
    }
    let policies: Vec<String> = report.policies.iter().map(|policy| policy_name(policy, labels)).collect();
    if !policies.is_empty() {
        line(&mut text, 1, &format!("{}: {}", labels.certificate_policies, policies.join(", ")));
    }
    reasons(&mut text, 1, &report.reasons, labels, language);
    text
}

fn certificate_line(certificate: &CertificateReport, labels: &Labels, language: Language) -> String {
    let (from, to) = (date(certificate.not_before), date(certificate.not_after));
    let row = format!("- {} ({from} – {to})", certificate.subject);
    match &certificate.revocation {
        _ if certificate.trust_anchor => format!("{row} [{}]", labels.anchor),
        Some(revocation) => format!("{row}: {}", revocation_words(revocation, language)),
        None => row,
    }
}

fn revocation_words(revocation: &RevocationReport, language: Language) -> String {
    let status = revocation_status(revocation.status, language);
    let source = revocation.source.map(|source| if source == "crl" { "CRL" } else { "OCSP" });
    match (source, revocation.revoked_at.or(revocation.this_update)) {
        (Some(source), Some(time)) => format!("{status} ({source}, {})", date(time)),
        _ => status.to_owned(),
    }
}

fn policy_name(policy: Oid<'_>, labels: &Labels) -> String {
    if policy == oid::ANY_POLICY { labels.any_policy.to_owned() } else { policy.to_string() }
}
