//! NIST PKITS 1.0.1: 249 certification paths with their expected outcomes and user-constrained policy sets.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use std::collections::HashMap;
use std::path::Path;

use longseal::crypto::SignatureCache;
use longseal::limits::Limits;
use longseal::path::{
    AnchorSet, AnyPolicyRule, CertificatePool, ExplicitPolicy, PathBuilder, PathFailure, PathParameters, PolicyMappingRule,
    PolicySet, Purpose, ValidatedPath, ValidityCheck,
};
use longseal::revocation::{RevocationChecker, RevocationOptions, RevocationPool, RevocationStatus};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor};
use serde_json::Value;

/// PKITS cases that a path alone cannot decide: §4.4 basic revocation, §4.14 distribution points, §4.15 delta CRLs; §4.5
/// and §4.7 have cases about CRLs signed with other keys or without cRLSign.
fn is_about_revocation(test: &Value) -> bool {
    let section = test["section"].as_str().unwrap();
    ["4.4", "4.14", "4.15"].contains(&section)
        || ["4.5.2", "4.5.5", "4.5.7", "4.5.8", "4.7.4", "4.7.5"].contains(&text(test, "id"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn flag(test: &Value, name: &str) -> bool {
    test["settings"][name].as_bool().unwrap()
}

/// The OIDs of a JSON array, dotted, sorted.
fn dotted(list: &Value) -> Vec<String> {
    let mut policies: Vec<_> = list.as_array().unwrap().iter().map(|policy| policy.as_str().unwrap().to_owned()).collect();
    policies.sort();
    policies
}

fn shown(set: &PolicySet) -> Vec<String> {
    let mut policies: Vec<_> = set.iter().map(|policy| policy.to_string()).collect();
    policies.sort();
    policies
}

/// Contents octets of a dotted OID.
fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut octets = vec![(arcs[0] * 40 + arcs[1]) as u8];
    for arc in &arcs[2..] {
        let count = (1..10).find(|count| arc >> (7 * count) == 0).unwrap();
        octets.extend((0..count).rev().map(|index| (arc >> (7 * index) & 0x7f) as u8 | if index > 0 { 0x80 } else { 0 }));
    }
    octets
}

fn parameters(test: &Value) -> PathParameters {
    let time = Instant::parse_rfc3339(text(&test["settings"], "time")).unwrap();
    let mut parameters = PathParameters::new(ValidityCheck::AtTime(time), Purpose::Any);
    parameters.initial_policies = dotted(&test["settings"]["initial_policy_set"])
        .iter()
        .map(|policy| oid(policy))
        .collect::<Vec<_>>()
        .iter()
        .map(|octets| longseal::asn1::Oid::from_contents(octets, "policy").unwrap())
        .collect();
    if flag(test, "initial_explicit_policy") {
        parameters.explicit_policy = ExplicitPolicy::Required;
    }
    if flag(test, "initial_policy_mapping_inhibit") {
        parameters.policy_mapping = PolicyMappingRule::Inhibited;
    }
    if flag(test, "initial_any_policy_inhibit") {
        parameters.any_policy = AnyPolicyRule::Inhibited;
    }
    parameters
}

/// All certificates of the suite by their file names.
fn certificates(folder: &Path) -> HashMap<String, Certificate> {
    let read = |path: &std::path::PathBuf| Certificate::parse(&std::fs::read(path).unwrap()).unwrap();
    let name = |path: &std::path::PathBuf| format!("certs/{}", path.file_name().unwrap().to_string_lossy());
    shared::files(&folder.join("certs")).iter().map(|path| (name(path), read(path))).collect()
}

/// Runs every case with `pool_of` as material, and returns what disagrees.
fn disagreements<'a>(
    manifest: &'a Value,
    certificates: &HashMap<String, Certificate>,
    pool_of: impl Fn(&Value) -> CertificatePool,
    wanted: impl Fn(&Value) -> bool,
) -> (usize, Vec<&'a str>) {
    let signatures = SignatureCache::default();
    let (mut count, mut wrong) = (0, Vec::new());
    for test in manifest["tests"].as_array().unwrap().iter().filter(|test| wanted(test)) {
        let anchors: AnchorSet =
            [TrustAnchor::from_certificate(certificates[text(test, "trust_anchor")].clone())].into_iter().collect();
        let pool = pool_of(test);
        let pools = [&pool];
        let builder = PathBuilder::new(&anchors, &pools, &signatures);
        let outcome = builder.build(&certificates[text(test, "target")], &parameters(test));
        let agrees = match (&outcome, text(test, "expected")) {
            (Ok(path), "valid") => shown(path.policies()) == dotted(&test["expected_user_constrained_policy_set"]),
            (Err(_), "invalid") => true,
            _ => false,
        };
        if !agrees {
            let found = outcome.as_ref().map(|path| shown(path.policies())).map_err(ToString::to_string);
            println!("{} {}: expected {}, found {found:?}", text(test, "id"), text(test, "name"), text(test, "expected"));
            wrong.push(text(test, "id"));
        }
        count += 1;
    }
    (count, wrong)
}

fn run(wanted: impl Fn(&Value) -> bool, what: &str, least: usize) {
    let Some(folder) = shared::folder("suites/pkits") else { return };
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let certificates = certificates(&folder);
    let given = |test: &Value| {
        let names = test["path"].as_array().unwrap().iter();
        names.map(|name| certificates[name.as_str().unwrap()].clone()).collect::<CertificatePool>()
    };
    let (count, wrong) = disagreements(&manifest, &certificates, given, &wanted);
    println!("PKITS, {what}: {} of {count}", count - wrong.len());
    assert_eq!(wrong, Vec::<&str>::new());
    assert!(count >= least);
    // The same with every certificate of the suite as material: the right path must be found among all.
    let (_, wrong) = disagreements(&manifest, &certificates, |_| certificates.values().cloned().collect(), &wanted);
    assert_eq!(wrong, Vec::<&str>::new());
}

/// Every case with revocation required, as the suite means them: the CRLs named for the case, certificates of the case.
#[test]
fn every_path_with_revocation() {
    let Some(folder) = shared::folder("suites/pkits") else { return };
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let certificates = certificates(&folder);
    let (signatures, limits, options) = (SignatureCache::default(), Limits::default(), RevocationOptions::default());
    let everything: CertificatePool = certificates.values().cloned().collect();
    let mut all_crls = RevocationPool::new();
    for path in shared::files(&folder.join("crls")) {
        all_crls.add_crl_der(&std::fs::read(path).unwrap()).unwrap();
    }
    let tests = manifest["tests"].as_array().unwrap();
    let mut wrong = Vec::new();
    for test in tests {
        let anchors: AnchorSet =
            [TrustAnchor::from_certificate(certificates[text(test, "trust_anchor")].clone())].into_iter().collect();
        let mut crls = RevocationPool::new();
        for name in test["crls"].as_array().unwrap() {
            crls.add_crl_der(&std::fs::read(folder.join(name.as_str().unwrap())).unwrap()).unwrap();
        }
        let names = test["path"].as_array().unwrap().iter();
        let given: CertificatePool = names.map(|name| certificates[name.as_str().unwrap()].clone()).collect();
        // The case's own material, then that of the whole suite: more material must not change an answer.
        for (crls, material) in [(&crls, &given), (&all_crls, &everything)] {
            let (pools, material) = ([crls], [material]);
            let checker = RevocationChecker {
                pools: &pools,
                certificates: &material,
                options: &options,
                limits: &limits,
                cache: &signatures,
            };
            let parameters = parameters(test);
            let ValidityCheck::AtTime(time) = parameters.validity else { unreachable!() };
            let mut accept = |path: &ValidatedPath| {
                let outcomes = checker.check_path(path, time);
                match outcomes.into_iter().find(|outcome| outcome.status != RevocationStatus::Good) {
                    None => Ok(()),
                    Some(outcome) => {
                        Err(PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), outcome.reasons))
                    }
                }
            };
            let builder = PathBuilder::new(&anchors, &material, &signatures);
            let outcome = builder.build_accepted(&certificates[text(test, "target")], &parameters, &mut accept);
            let agrees = match (&outcome, text(test, "expected")) {
                (Ok(path), "valid") => shown(path.policies()) == dotted(&test["expected_user_constrained_policy_set"]),
                (Err(_), "invalid") => true,
                _ => false,
            };
            if !agrees {
                let found = outcome.as_ref().map(|path| shown(path.policies())).map_err(ToString::to_string);
                println!("{} {}: expected {}, found {found:?}", text(test, "id"), text(test, "name"), text(test, "expected"));
                wrong.push(text(test, "id"));
            }
        }
    }
    wrong.dedup();
    println!("PKITS with revocation: {} of {}", tests.len() - wrong.len(), tests.len());
    assert_eq!(wrong, Vec::<&str>::new());
    assert_eq!(tests.len(), 249);
}

#[test]
fn paths_that_revocation_does_not_decide() {
    run(|test| !is_about_revocation(test), "without revocation", 170);
}
