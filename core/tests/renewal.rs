//! By when a verdict needs a new timestamp: the dates stand in the certificates that `fixtures/generate` made, and in
//! TS 119 312 (RSA of 1900 bits and more: until 2029-01-01; P-256 and SHA-256: no end).

// A test reads files.
#![allow(clippy::disallowed_methods)]

use std::path::Path;

use longseal::Verifier;
use longseal::evidence::Material;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::Report;
use longseal::time::Instant;
use longseal::trust::TrustStore;

fn read(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files").join(file)).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

fn judge(file: &str, root: &str, material: &[&str], revocation: RevocationRequirement, time: &str) -> Report {
    let mut given = Material::default();
    for item in material {
        given.extend(Material::from_bytes(&read(item)).unwrap());
    }
    let verifier = Verifier::builder()
        .trust(TrustStore::from_pem(&read(root)).unwrap())
        .material(given)
        .policy(Policy::default().with_revocation(revocation))
        .at(at(time));
    verifier.build().verify(&read(file)).unwrap()
}

fn due(report: &Report) -> Vec<(&str, Option<Instant>)> {
    report.signatures.iter().map(|signature| (signature.field.as_str(), signature.renewal_due)).collect()
}

#[test]
fn the_unit_of_the_newest_document_timestamp_decides_for_all() {
    let material = ["past/root-2025.crl"];
    let file = "past/decades/four-renewals.pdf";
    let report = judge(file, "past/root.pem", &material, RevocationRequirement::Require, "2026-01-01");
    let end = Some(at("2030-01-01"));
    assert_eq!(due(&report), [("Signature1", end), ("T-b", end), ("T-c", end), ("T-d", end), ("T-e", end)]);
}

#[test]
fn after_that_day_the_verdict_is_gone_and_nothing_is_due() {
    let material = ["past/root-2025.crl"];
    let file = "past/decades/four-renewals.pdf";
    for (time, passed) in [("2029-12-31", true), ("2030-01-02", false)] {
        let report = judge(file, "past/root.pem", &material, RevocationRequirement::Require, time);
        assert!(report.signatures.iter().all(|signature| signature.renewal_due.is_some() == passed), "{time}");
    }
}

#[test]
fn without_a_timestamp_the_signer_decides() {
    let file = "pades/baseline-b/rsa-2048-sha256.pdf";
    let report = judge(file, "pki/root.pem", &[], RevocationRequirement::None, "2026-01-01");
    // The certificate and RSA-2048 both end that day.
    assert_eq!(due(&report), [("Signature1", Some(at("2029-01-01")))]);
}

#[test]
fn under_a_signature_timestamp_its_unit_decides() {
    let material = ["past/root-2025.crl", "past/ca-2012.crl"];
    let file = "past/expired/with-timestamp.pdf";
    let report = judge(file, "past/root.pem", &material, RevocationRequirement::Require, "2026-01-01");
    assert_eq!(due(&report), [("Signature1", Some(at("2050-01-01")))]);
}

#[test]
fn what_does_not_pass_has_no_day() {
    let report = judge("past/expired/without-timestamp.pdf", "past/root.pem", &[], RevocationRequirement::None, "2026-01-01");
    assert_eq!(due(&report), [("Signature1", None)]);
}
