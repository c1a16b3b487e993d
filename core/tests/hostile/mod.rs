//! Input that is built to take time, memory or stack: generators, and what must be said of each.
//!
//! `core/tests/hostile_input.rs` checks what is said; `core/examples/hostile_cost.rs` measures what each costs.

// Each program that includes this module uses a part of it.
#![allow(dead_code)]
#![allow(clippy::format_collect, reason = "what an attack is made of reads better as one line than as a fold")]

pub(crate) mod authorities;
pub(crate) mod changed_forms;
pub(crate) mod documents;
pub(crate) mod many_revisions;
pub(crate) mod messages;
pub(crate) mod overlapping;
pub(crate) mod pdf;
pub(crate) mod shared_parts;
pub(crate) mod validation_data;

use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::Material;
use longseal::limits::Limits;
use longseal::path::ExplicitPolicy;
use longseal::policy::Policy;
use longseal::reason::Reason;
use longseal::time::Instant;
use longseal::trust::{TrustList, TrustStore};
use longseal::x509::Certificate;
use longseal::{Verifier, report};

/// What is given to Longseal.
pub(crate) enum Input {
    /// To [`Verifier::verify`].
    Pdf(Vec<u8>),
    /// To [`ChainVerifier::verify`]: the certificate, the anchor, all else; each DER.
    Chain { certificate: Vec<u8>, anchor: Vec<u8>, material: Vec<Vec<u8>>, explicit_policy: bool },
    /// To [`Policy::from_toml`] and [`TrustList::from_toml`].
    Settings(String),
    /// To [`Material::from_bytes`] and [`longseal::evidence::Evidence::from_file`].
    File(Vec<u8>),
}

impl Input {
    /// How many bytes it has.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Pdf(bytes) | Self::File(bytes) => bytes.len(),
            Self::Chain { certificate, material, .. } => certificate.len() + material.iter().map(Vec::len).sum::<usize>(),
            Self::Settings(text) => text.len(),
        }
    }
}

/// One attack.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What the outcome says: the limit that was reached, or nothing where the work is in proportion and no limit is needed.
    pub(crate) says: &'static str,
    pub(crate) make: fn() -> Input,
    /// Whether it takes seconds, or more, where nothing is optimised.
    pub(crate) heavy: bool,
}

impl Case {
    pub(crate) const fn new(name: &'static str, says: &'static str, make: fn() -> Input) -> Self {
        Self { name, says, make, heavy: false }
    }

    pub(crate) const fn heavy(name: &'static str, says: &'static str, make: fn() -> Input) -> Self {
        Self { name, says, make, heavy: true }
    }
}

/// Every case.
pub(crate) fn cases() -> impl Iterator<Item = &'static Case> {
    documents::CASES
        .iter()
        .chain(shared_parts::CASES)
        .chain(overlapping::CASES)
        .chain(many_revisions::CASES)
        .chain(changed_forms::CASES)
        .chain(validation_data::CASES)
        .chain(messages::CASES)
        .chain(authorities::CASES)
}

fn time() -> Instant {
    Instant::parse_rfc3339("2026-01-01T00:00:00Z").expect("a time")
}

/// What Longseal says: the error, or the reasons with their values, each once.
pub(crate) fn outcome(input: &Input, limits: &Limits) -> String {
    match input {
        Input::Pdf(bytes) => {
            let verifier = Verifier::builder().at(time()).limits(limits.clone()).build();
            let report = match verifier.verify(bytes) {
                Ok(report) => report,
                Err(error) => return error.to_string(),
            };
            // A report that takes for ever to print is no better than a verdict that does.
            let _ = report::to_json(&report, None, report::Language::English);
            let count = format!("{} revisions, {} signatures", report.revisions.len(), report.signatures.len());
            let reasons = report.signatures.iter().flat_map(|signature| &signature.reasons);
            said(count, report.reasons.iter().chain(reasons))
        }
        Input::Chain { certificate, anchor, material, explicit_policy } => {
            let mut given = Material::default();
            for der in material {
                match Material::from_bytes(der) {
                    Ok(material) => given.extend(material),
                    Err(error) => return error.to_string(),
                }
            }
            let mut trust = TrustStore::default();
            trust.add_certificate(Certificate::parse(anchor).expect("an anchor"));
            let mut settings = ChainSettings::new(trust, time());
            settings.material = given;
            settings.parameters.limits = limits.clone();
            if *explicit_policy {
                settings.parameters.explicit_policy = ExplicitPolicy::Required;
            }
            let certificate = match Certificate::parse(certificate) {
                Ok(certificate) => certificate,
                Err(error) => return error.to_string(),
            };
            let report = ChainVerifier::new(settings).verify(&certificate);
            said(report.indication.as_block_str().to_owned(), report.reasons.iter())
        }
        Input::Settings(text) => {
            let said = [
                Policy::from_toml(text).err().map(|error| error.to_string()),
                TrustList::from_toml(text).err().map(|error| error.to_string()),
            ];
            said.into_iter().flatten().collect::<Vec<_>>().join("; ")
        }
        Input::File(bytes) => {
            let material = Material::from_bytes(bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned());
            let evidence =
                longseal::evidence::Evidence::from_file(bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned());
            format!("{material}; {evidence}")
        }
    }
}

fn said<'r>(first: String, reasons: impl Iterator<Item = &'r Reason>) -> String {
    let mut parts = vec![first];
    for reason in reasons {
        let values: Vec<String> = reason.arguments.iter().map(|(_, value)| value.chars().take(80).collect()).collect();
        let part = format!("{} {}", reason.code.as_str(), values.join(" "));
        // Of a reason that ten thousand signatures have, the first is enough.
        if parts.len() < 40 && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}
