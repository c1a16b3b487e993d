//! Revocation rules one by one: the cases that `fixtures/generate/revocation.py` made.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use core::time::Duration;
use std::path::Path;

use longseal::crypto::SignatureCache;
use longseal::limits::Limits;
use longseal::path::{AnchorSet, CertificatePool, PathBuilder, PathParameters, Purpose, ValidityCheck};
use longseal::reason::Reason;
use longseal::revocation::{
    IndirectCrls, RedundantCrlIssuer, RevocationChecker, RevocationOptions, RevocationOutcome, RevocationPool, RevocationStatus,
    SignerStatus,
};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor};
use serde_json::Value;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/revocation")
}

fn cases() -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(folder().join("cases.json")).unwrap()).unwrap()
}

/// The options that a case names; a name that is not known here fails the test.
fn options(case: &Value) -> RevocationOptions {
    let mut options = RevocationOptions::default();
    for (name, value) in case["options"].as_object().unwrap() {
        match (name.as_str(), value.as_u64(), value.as_str()) {
            ("max_age_days", Some(days), _) => options.max_age = Some(Duration::from_hours(24 * days)),
            ("max_signature_checks", Some(most), _) => options.max_signature_checks = u32::try_from(most).unwrap(),
            ("signer_status", _, Some("require")) => options.signer_status = SignerStatus::Require,
            ("indirect_crls", _, Some("refuse")) => options.indirect_crls = IndirectCrls::Refuse,
            ("redundant_crl_issuer", _, Some("refuse")) => options.redundant_crl_issuer = RedundantCrlIssuer::Refuse,
            other => panic!("{other:?}"),
        }
    }
    options
}

/// The outcome for the target, with everything parsed anew and signatures remembered in `cache`.
fn outcome(case: &Value, cache: &SignatureCache, arrange: fn(&mut Vec<(String, Vec<u8>)>)) -> RevocationOutcome {
    let id = case["id"].as_str().unwrap();
    let mut blocks = shared::pem(&std::fs::read_to_string(folder().join(format!("{id}.pem"))).unwrap());
    let of = |blocks: &[(String, Vec<u8>)], label: &str| -> Vec<Vec<u8>> {
        blocks.iter().filter(|(found, _)| found == label).map(|(_, der)| der.clone()).collect()
    };
    let certificate = |der: &Vec<u8>| Certificate::parse(der).unwrap();
    let target = certificate(&of(&blocks, "CERTIFICATE")[0]);
    arrange(&mut blocks);
    let anchors: AnchorSet =
        of(&blocks, "TRUST ANCHOR").iter().map(|der| TrustAnchor::from_certificate(certificate(der))).collect();
    let certificates: CertificatePool = of(&blocks, "CERTIFICATE").iter().map(certificate).collect();
    let mut pool = RevocationPool::new();
    for certificate in certificates.iter() {
        pool.add_responder(certificate.clone());
    }
    for der in of(&blocks, "X509 CRL") {
        pool.add_crl_der(&der).unwrap();
    }
    for der in of(&blocks, "OCSP RESPONSE") {
        pool.add_response_der(&der).unwrap();
    }
    let path = PathBuilder::new(&anchors, &[&certificates], cache)
        .build(&target, &PathParameters::new(ValidityCheck::Ignore, Purpose::Any))
        .unwrap_or_else(|failure| panic!("{id}: {failure}"));
    let (limits, options) = (Limits::default(), options(case));
    let checker =
        RevocationChecker { pools: &[&pool], certificates: &[&certificates], options: &options, limits: &limits, cache };
    let time = Instant::parse_rfc3339(case["time"].as_str().unwrap()).unwrap();
    checker.check_path(&path, time).remove(0)
}

fn slugs(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(|reason| reason.code.as_str()).collect()
}

fn expected<'a>(case: &'a Value, key: &str) -> Vec<&'a str> {
    case[key].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

const fn name(status: RevocationStatus) -> &'static str {
    match status {
        RevocationStatus::Good => "good",
        RevocationStatus::Revoked(_) => "revoked",
        RevocationStatus::Unknown => "unknown",
        RevocationStatus::Undetermined => "undetermined",
        RevocationStatus::NotNeeded => "not-needed",
    }
}

#[test]
fn every_case_has_its_status_and_its_reasons() {
    let mut wrong = Vec::new();
    for case in &cases() {
        let outcome = outcome(case, &SignatureCache::default(), |_| {});
        let found = (name(outcome.status), slugs(&outcome.reasons), slugs(&outcome.unused));
        if found != (case["status"].as_str().unwrap(), expected(case, "reasons"), expected(case, "unused")) {
            wrong.push(format!("{}: {found:?}", case["id"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_order_of_the_material_changes_nothing() {
    for case in &cases() {
        let cache = SignatureCache::default();
        assert_eq!(outcome(case, &cache, |_| {}), outcome(case, &cache, |blocks| blocks.reverse()), "{}", case["id"]);
    }
}

#[test]
fn material_without_a_valid_signature_never_makes_anything_good() {
    for case in &cases() {
        // A CRL ends with its signature. Responses, which may end with a certificate, are left out.
        let spoil = |blocks: &mut Vec<(String, Vec<u8>)>| {
            for (label, der) in blocks.iter_mut() {
                if label == "X509 CRL" {
                    *der.last_mut().unwrap() ^= 1;
                }
            }
            blocks.retain(|(label, _)| label != "OCSP RESPONSE");
        };
        let outcome = outcome(case, &SignatureCache::default(), spoil);
        assert!(matches!(outcome.status, RevocationStatus::Undetermined | RevocationStatus::NotNeeded), "{}", case["id"]);
    }
}

#[test]
fn the_second_document_of_a_signer_costs_no_public_key_operation() {
    let cache = SignatureCache::default();
    let mut computed = 0;
    for case in &cases() {
        let first = outcome(case, &cache, |_| {});
        let operations = cache.operations();
        let again = outcome(case, &cache, |_| {});
        assert_eq!(cache.operations(), operations, "{}", case["id"]);
        assert_eq!(first, again);
        computed = operations;
    }
    assert!(computed > 40, "{computed}");
}

#[test]
fn a_flood_of_bad_crls_ends_within_the_budget() {
    let cases = cases();
    let case = cases.iter().find(|case| case["id"] == "crl-good").unwrap();
    let cache = SignatureCache::default();
    let flood = |blocks: &mut Vec<(String, Vec<u8>)>| {
        let crl = blocks.iter().position(|(label, _)| label == "X509 CRL").unwrap();
        let (label, good) = blocks.remove(crl);
        for number in 1..=3_000u32 {
            let mut bad = good.clone();
            let end = bad.len() - 4;
            bad[end..].iter_mut().zip(number.to_be_bytes()).for_each(|(octet, other)| *octet ^= other);
            blocks.push((label.clone(), bad));
        }
    };
    let outcome = outcome(case, &cache, flood);
    assert_eq!(name(outcome.status), "undetermined");
    assert!(slugs(&outcome.reasons).contains(&"revocation.limit"));
    assert!(outcome.reasons.len() < 30 && cache.operations() < 210, "{cache:?}");
}
