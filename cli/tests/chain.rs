//! `longseal chain` on certificates of the fixtures: verdicts, exit status, both formats.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use command::{Run, line};

const AT: &str = "--at 2026-01-01T00:00:00Z";
const TRUSTED: &str = "chain pki/signer.der --trust pki/root.pem --material pki/authority.pem";
const CRLS: &str = "--material pki/authority-2025-12.crl --material pki/root-2025-12.crl";

fn json(arguments: &str) -> (Run, serde_json::Value) {
    let run = line(&format!("{arguments} --format json"));
    let report = run.json();
    assert_eq!(report["schema"], "longseal/chain/1");
    (run, report)
}

/// Exit status, indication and sub-indication.
fn verdict(arguments: &str) -> (i32, String, Option<String>) {
    let (run, report) = json(arguments);
    let sub_indication = report["sub_indication"].as_str().map(str::to_owned);
    (run.status, report["indication"].as_str().unwrap().to_owned(), sub_indication)
}

fn expect(arguments: &str, status: i32, indication: &str, sub_indication: Option<&str>) {
    assert_eq!(verdict(arguments), (status, indication.to_owned(), sub_indication.map(str::to_owned)), "{arguments}");
}

#[test]
fn a_good_certificate_passes_with_its_whole_path() {
    let (run, report) = json(&format!("{TRUSTED} {CRLS} {AT}"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(report["indication"], "PASSED");
    assert!(report["sub_indication"].is_null());
    let certificates = report["certificates"].as_array().unwrap();
    let anchors: Vec<_> = certificates.iter().map(|row| row["trust_anchor"].as_bool().unwrap()).collect();
    assert_eq!(anchors, [false, false, true]);
    assert_eq!(certificates[0]["revocation"]["status"], "good");
    assert_eq!(certificates[0]["revocation"]["source"], "crl");
    assert!(certificates[2]["revocation"].is_null());
    let members: Vec<_> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["certificates", "indication", "policies", "reasons", "schema", "sub_indication"]);
}

#[test]
fn what_is_certain_about_the_certificate_is_failed() {
    let revoked = "--material ocsp/revoked.ors --material pki/root-2025-12.crl";
    expect(&format!("{TRUSTED} {revoked} {AT}"), 1, "FAILED", Some("REVOKED"));
    expect(&format!("{TRUSTED} {revoked} {AT} --revocation if-present"), 1, "FAILED", Some("REVOKED"));
    expect(&format!("{TRUSTED} --revocation none --at 2023-12-31T23:59:59Z"), 1, "FAILED", Some("NOT_YET_VALID"));
    expect(&format!("{TRUSTED} --revocation none --at 2029-01-01T00:00:01Z"), 1, "FAILED", Some("EXPIRED"));
    expect(&format!("{TRUSTED} --revocation none --at 2024-01-01T00:00:00Z"), 0, "PASSED", None);
}

#[test]
fn what_other_material_could_change_is_indeterminate() {
    expect(&format!("chain pki/signer.der {CRLS} {AT}"), 3, "INDETERMINATE", Some("NO_CERTIFICATE_CHAIN_FOUND"));
    let without_authority = "chain pki/signer.der --trust pki/root.pem --revocation none";
    expect(&format!("{without_authority} {AT}"), 3, "INDETERMINATE", Some("NO_CERTIFICATE_CHAIN_FOUND"));
    // Nobody trusted has issued it: its own dates say nothing certain.
    let expired = format!("{without_authority} --at 2030-01-01T00:00:00Z");
    expect(&expired, 3, "INDETERMINATE", Some("NO_CERTIFICATE_CHAIN_FOUND"));
    // The authority may have a second certificate.
    let authority_revoked = "--material crl/root-authority-revoked.crl --material ocsp/direct.ors";
    expect(&format!("{TRUSTED} {authority_revoked} {AT}"), 3, "INDETERMINATE", Some("REVOKED_CA_NO_POE"));
    let on_hold = "--material crl/signer-on-hold.crl --material pki/root-2025-12.crl";
    expect(&format!("{TRUSTED} {on_hold} {AT}"), 3, "INDETERMINATE", Some("TRY_LATER"));
}

#[test]
fn missing_revocation_information_counts_as_asked() {
    let missing = format!("{TRUSTED} {AT}");
    let (run, report) = json(&missing);
    assert_eq!(run.status, 3);
    let codes: Vec<_> = report["reasons"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert!(codes.iter().any(|code| **code == "revocation.missing"), "{codes:?}");
    for tolerant in ["if-present", "none"] {
        expect(&format!("{missing} --revocation {tolerant}"), 0, "PASSED", None);
    }
}

#[test]
fn policies_are_asked_for_by_oid() {
    let explicit = format!("{TRUSTED} --revocation none {AT} --policy-oid 2.16.840.1.101.3.2.1.48.1 --explicit-policy");
    expect(&explicit, 3, "INDETERMINATE", Some("CHAIN_CONSTRAINTS_FAILURE"));
}

#[test]
fn an_anchor_is_good_by_itself() {
    expect(&format!("chain pki/root.pem --trust pki/root.pem {AT}"), 0, "PASSED", None);
    expect(&format!("chain pki/root.pem --trust pki/root.pem {AT} --anchor-constraints"), 0, "PASSED", None);
    let outdated = "chain pki/root.pem --trust pki/root.pem --at 2050-01-01T00:00:00Z";
    expect(outdated, 0, "PASSED", None);
    expect(&format!("{outdated} --anchor-constraints"), 3, "INDETERMINATE", Some("OUT_OF_BOUNDS_NO_POE"));
}

#[test]
fn the_strict_profile_fails_what_the_default_warns_of() {
    // The fixture authority's own certificate, validated as if it were to sign documents.
    let authority = format!("chain pki/authority.pem --trust pki/root.pem --revocation none {AT}");
    expect(&authority, 0, "PASSED", None);
    expect(&format!("{authority} --profile strict"), 3, "INDETERMINATE", Some("CHAIN_CONSTRAINTS_FAILURE"));
}

#[test]
fn text_is_for_people_in_two_languages_and_reproducible() {
    let arguments = format!("{TRUSTED} {CRLS} {AT}");
    let english = line(&arguments);
    assert!(english.stdout.starts_with("pki/signer.der: VALID\n"), "{}", english.stdout);
    assert!(english.stdout.contains("Nguyễn Văn A"));
    assert_eq!(line(&arguments).stdout, english.stdout);
    let vietnamese = line(&format!("{arguments} --lang vi"));
    assert!(vietnamese.stdout.starts_with("pki/signer.der: HỢP LỆ\n"), "{}", vietnamese.stdout);
}

#[test]
fn wrong_usage_is_2_and_says_what_is_wrong() {
    for (arguments, says) in [
        ("chain".to_owned(), "CERT"),
        ("chain nothing.pem".to_owned(), "nothing.pem"),
        ("chain pki".to_owned(), "folder"),
        ("chain pki/root-2025-12.crl".to_owned(), "no certificate"),
        ("chain pades/baseline-b/rsa-2048-sha256.pdf".to_owned(), "rsa-2048-sha256.pdf"),
        (format!("{TRUSTED} --policy-oid 1.2.x"), "1.2.x"),
        (format!("{TRUSTED} --at yesterday"), "yesterday"),
        (format!("{TRUSTED} --revocation maybe"), "maybe"),
    ] {
        let run = line(&arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains(says), "{arguments}: {}", run.stderr);
    }
}
