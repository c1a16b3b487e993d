//! `ChainVerifier`: which of several prospective chains decides. The files are those that `fixtures/generate/crossed.py`
//! made: an authority certified by two roots.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

use std::path::Path;

use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::Material;
use longseal::policy::RevocationRequirement;
use longseal::report::ChainReport;
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::x509::Certificate;

fn read(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chain").join(format!("{name}.pem"))).unwrap()
}

fn certificate(name: &str) -> Certificate {
    Material::from_bytes(&read(name)).unwrap().certificates()[0].0.clone()
}

/// The settings of 2026-01-01 with these roots and this material, and the authority's certificates and CRL.
fn settings(roots: &[&str], material: &[&str]) -> ChainSettings {
    let mut trust = TrustStore::default();
    for root in roots {
        trust.add(&read(&format!("root-{root}"))).unwrap();
    }
    let mut settings = ChainSettings::new(trust, Instant::parse_rfc3339("2026-01-01").unwrap());
    for name in ["authority-first", "authority-second", "crl-authority"].iter().chain(material) {
        settings.material.extend(Material::from_bytes(&read(name)).unwrap());
    }
    settings
}

fn verdict(settings: ChainSettings) -> (&'static str, Option<&'static str>, Vec<String>) {
    shown(&ChainVerifier::new(settings).verify(&certificate("signer")))
}

/// Indication, sub-indication, and the first attribute of each subject.
fn shown(report: &ChainReport) -> (&'static str, Option<&'static str>, Vec<String>) {
    let first = |subject: &str| subject.split(',').next().unwrap_or_default().trim_start_matches("CN=").to_owned();
    let subjects = report.certificates.iter().map(|certificate| first(&certificate.subject)).collect();
    let sub_indication = report.sub_indication.map(longseal::indication::SubIndication::as_str);
    (report.indication.as_block_str(), sub_indication, subjects)
}

fn through(root: &str) -> Vec<String> {
    ["Crossed Signer", "Crossed Authority", root].map(str::to_owned).to_vec()
}

const BOTH: [&str; 2] = ["first", "second"];

#[test]
fn a_revoked_authority_makes_the_search_go_on() {
    let lists = ["crl-first-revokes", "crl-second"];
    assert_eq!(verdict(settings(&BOTH, &lists)), ("PASSED", None, through("Second Root")));
    let alone = verdict(settings(&["first"], &lists));
    assert_eq!(alone, ("INDETERMINATE", Some("REVOKED_CA_NO_POE"), through("First Root")));
}

#[test]
fn an_expired_authority_makes_the_search_go_on() {
    for (roots, expected) in [
        (&BOTH[..], ("PASSED", None, through("First Root"))),
        (&["second"], ("INDETERMINATE", Some("OUT_OF_BOUNDS_NO_POE"), through("Second Root"))),
    ] {
        let mut settings = settings(roots, &[]);
        settings.policy = settings.policy.with_revocation(RevocationRequirement::None);
        settings.time = Instant::parse_rfc3339("2028-01-01").unwrap();
        assert_eq!(verdict(settings), expected);
    }
}

#[test]
fn of_two_chains_that_are_not_good_the_revoked_one_does_not_hide_what_is_missing() {
    // The first root revoked its certificate; nothing speaks about the second root's.
    let (indication, sub_indication, _) = verdict(settings(&BOTH, &["crl-first-revokes"]));
    assert_eq!(indication, "INDETERMINATE");
    assert!(sub_indication.is_some());
    // Where revocation information need not be there, the chain that nobody revoked is good.
    let mut tolerant = settings(&BOTH, &["crl-first-revokes"]);
    tolerant.policy = tolerant.policy.with_revocation(RevocationRequirement::IfPresent);
    assert_eq!(verdict(tolerant), ("PASSED", None, through("Second Root")));
}

#[test]
fn the_order_of_roots_and_material_changes_nothing() {
    let lists = ["crl-first-revokes", "crl-second", "crl-first"];
    let expected = verdict(settings(&BOTH, &lists));
    for material in [["crl-second", "crl-first", "crl-first-revokes"], ["crl-first", "crl-first-revokes", "crl-second"]] {
        assert_eq!(verdict(settings(&["second", "first"], &material)), expected);
    }
}

#[test]
fn the_second_verdict_costs_no_public_key_operation() {
    let verifier = ChainVerifier::new(settings(&BOTH, &["crl-first-revokes", "crl-second"]));
    let signer = certificate("signer");
    let first = verifier.verify(&signer);
    let operations = verifier.remembered_operations();
    assert!(operations > 0);
    assert_eq!(shown(&verifier.verify(&signer)), shown(&first));
    assert_eq!(verifier.remembered_operations(), operations);
}
