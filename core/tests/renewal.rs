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

/// Code, language-independent: what ends, and whose it is.
fn cause(report: &Report, position: usize) -> (&'static str, String) {
    let signature = &report.signatures[position];
    let cause = signature.renewal_cause.as_ref().unwrap();
    let argument = |wanted: &str| cause.arguments.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    assert_eq!(argument("time"), signature.renewal_due.map(|due| due.to_string()), "the day of the cause is the day it is due");
    (cause.code.as_str(), argument("subject").unwrap_or_default())
}

#[test]
fn the_cause_names_what_ends_and_whose_it_is() {
    use RevocationRequirement::{None, Require};

    let root_now = "past/root-2025.crl";
    let archived = ["past/root-2019.crl"];
    let with_timestamp = [root_now, "past/ca-2012.crl"];
    let last_second = "2019-09-30T23:59:59Z";
    for (file, root, material, revocation, time, code, subject) in [
        (
            "pades/baseline-b/rsa-2048-sha256.pdf",
            "pki/root.pem",
            &[][..],
            None,
            "2026-01-01",
            "signer-certificate",
            "Nguyễn Văn A",
        ),
        (
            "past/decades/four-renewals.pdf",
            "past/root.pem",
            &[root_now][..],
            Require,
            "2026-01-01",
            "timestamp-certificate",
            "Longseal TSA E",
        ),
        (
            "past/expired/with-timestamp.pdf",
            "past/root.pem",
            &with_timestamp[..],
            Require,
            "2026-01-01",
            "timestamp-certificate",
            "Longseal TSA Z",
        ),
        (
            "past/rsa-1024-unit/on-its-last-day.pdf",
            "past/root.pem",
            &["past/root-2019.crl", "past/ca-2019.crl"][..],
            Require,
            last_second,
            "algorithm",
            "Longseal TSA RSA 1024",
        ),
        (
            "past/rsa-1024-responder/before-its-end.pdf",
            "past/root.pem",
            &archived[..],
            Require,
            last_second,
            "revocation-algorithm",
            "Đặng Văn Lưu",
        ),
        (
            "past/rsa-1024-authority/before-its-end.pdf",
            "past/root.pem",
            &archived[..],
            Require,
            last_second,
            "algorithm",
            "CA RSA 1024",
        ),
    ] {
        let report = judge(file, root, material, revocation, time);
        let (found, whose) = cause(&report, 0);
        assert_eq!(found, format!("renewal.{code}"), "{file}");
        assert!(whose.starts_with(&format!("CN={subject},")), "{file}: {whose}");
    }
}

#[test]
fn what_has_no_day_has_no_cause() {
    let report = judge("past/expired/without-timestamp.pdf", "past/root.pem", &[], RevocationRequirement::None, "2026-01-01");
    assert_eq!(report.signatures[0].renewal_cause, None);
}
