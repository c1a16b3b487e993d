//! x509-limbo (C2SP): the classes of cases that bear on certification paths for documents.
//!
//! `path` must match by default, `trust-anchor-constraints` with the anchor's certificate binding, `profile` in the strict
//! profile and as a warning by default.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

mod shared;

use std::time::Duration;

use longseal::asn1::Oid;
use longseal::crl::Crl;
use longseal::crypto::SignatureCache;
use longseal::path::{
    AnchorRules, AnchorSet, CertificatePool, PathBuilder, PathFailure, PathParameters, Profile, Purpose, ValidatedPath,
    ValidityCheck, broken_crl_rules,
};
use longseal::reason::ReasonCode;
use longseal::revocation::{RevocationChecker, RevocationOptions, RevocationPool, RevocationStatus};
use longseal::time::Instant;
use longseal::x509::{Certificate, TrustAnchor, oid};
use serde_json::Value;

/// Cases whose outcome differs on purpose: the case, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

struct Suite {
    cases: Vec<(Value, Value)>,
}

impl Suite {
    /// Every case of a class with its entry in the classification.
    fn of_class(class: &str) -> Option<Self> {
        let folder = shared::folder("suites/limbo")?;
        let read = |name: &str| -> Value { serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap() };
        let (classes, core) = (read("classes.json"), read("limbo-core.json"));
        let wanted: std::collections::HashMap<&str, &Value> = classes["tests"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|test| test["class"] == class)
            .map(|test| (test["id"].as_str().unwrap(), test))
            .collect();
        let cases = core["testcases"].as_array().unwrap().iter();
        let cases = cases.filter_map(|case| Some((case.clone(), (*wanted.get(case["id"].as_str()?)?).clone()))).collect();
        Some(Self { cases })
    }
}

fn certificate(pem: &Value) -> Option<Certificate> {
    Certificate::parse(&shared::pem(pem.as_str().unwrap()).first()?.1).ok()
}

fn certificates(list: &Value) -> Vec<Certificate> {
    list.as_array().unwrap().iter().filter_map(certificate).collect()
}

fn crls(case: &Value) -> Vec<Crl> {
    let blocks = case["crls"].as_array().unwrap().iter().map(|pem| shared::pem(pem.as_str().unwrap()).remove(0).1);
    blocks.map(|der| Crl::parse(&der).unwrap()).collect()
}

fn purpose(case: &Value) -> Purpose {
    let wanted = case["extended_key_usage"].as_array().unwrap().iter().map(|purpose| purpose.as_str().unwrap()).next();
    let wanted: Oid<'static> = match (wanted, case["validation_kind"].as_str()) {
        (Some("serverAuth"), _) | (None, Some("SERVER")) => oid::KP_SERVER_AUTH,
        (Some("clientAuth"), _) | (None, Some("CLIENT")) => oid::KP_CLIENT_AUTH,
        other => panic!("{other:?}"),
    };
    Purpose::ExtendedKeyUsage(wanted)
}

fn parameters(case: &Value) -> PathParameters {
    let time = case["validation_time"].as_str().unwrap_or("2026-01-01T00:00:00Z");
    let mut parameters = PathParameters::new(ValidityCheck::AtTime(Instant::parse_rfc3339(time).unwrap()), purpose(case));
    parameters.max_intermediates = case["max_chain_depth"].as_u64().map(|depth| depth as u32);
    parameters
}

/// The outcome of one case; a target that cannot even be parsed fails.
fn outcome(case: &Value, parameters: &PathParameters) -> Option<Result<ValidatedPath, PathFailure>> {
    let target = certificate(&case["peer_certificate"])?;
    let anchors: AnchorSet = certificates(&case["trusted_certs"]).into_iter().map(TrustAnchor::from_certificate).collect();
    let pool: CertificatePool = certificates(&case["untrusted_intermediates"]).into_iter().collect();
    let signatures = SignatureCache::default();
    let pools = [&pool];
    let mut revocation = RevocationPool::new();
    let crls = crls(case);
    for crl in &crls {
        revocation.add_crl(crl.clone());
    }
    let (revocation_pools, options) = ([&revocation], RevocationOptions::default());
    let checker = RevocationChecker {
        pools: &revocation_pools,
        certificates: &pools,
        options: &options,
        limits: &parameters.limits,
        cache: &signatures,
    };
    let ValidityCheck::AtTime(time) = parameters.validity else { panic!("a case has a time") };
    // Where a case has CRLs, all of its certificates must be proved not revoked.
    let mut accept = |path: &ValidatedPath| {
        let unproven = checker.check_path(path, time).into_iter().find(|found| found.status != RevocationStatus::Good);
        match unproven.filter(|_| !crls.is_empty()) {
            None => Ok(()),
            Some(found) => Err(PathFailure::refused(path.certificates().to_vec(), path.anchor().clone(), found.reasons)),
        }
    };
    Some(PathBuilder::new(&anchors, &pools, &signatures).build_accepted(&target, parameters, &mut accept))
}

fn score(class: &str, parameters: impl Fn(&Value) -> PathParameters, total: usize) {
    let Some(suite) = Suite::of_class(class) else { return };
    let (mut count, mut wrong, mut slowest) = (0, Vec::new(), (Duration::ZERO, String::new()));
    for (case, entry) in &suite.cases {
        let id = case["id"].as_str().unwrap();
        let parameters = parameters(case);
        let start = std::time::Instant::now();
        let outcome = outcome(case, &parameters);
        let took = start.elapsed();
        if took > slowest.0 {
            slowest = (took, id.to_owned());
        }
        let strict = parameters.profile == Profile::Strict;
        let crl_faults = strict && crls(case).iter().any(|crl| !broken_crl_rules(crl).is_empty());
        let valid = outcome.as_ref().is_some_and(Result::is_ok) && !crl_faults;
        count += 1;
        if valid != (entry["expected"] == "valid") && !EXCEPTIONS.iter().any(|(exception, _)| *exception == id) {
            let text =
                outcome.map(|outcome| outcome.map(|path| path.certificates().len()).map_err(|failure| failure.to_string()));
            println!("{id}: expected {}, found {text:?}", entry["expected"]);
            wrong.push(id.to_owned());
        }
    }
    println!("x509-limbo, {class}: {} of {count}; slowest {:?} ({})", count - wrong.len(), slowest.0, slowest.1);
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(count, total);
    // Without optimisation signatures take several times as long.
    assert!(slowest.0 < Duration::from_millis(if cfg!(debug_assertions) { 3_000 } else { 100 }), "{slowest:?}");
}

#[test]
fn path() {
    score("path", parameters, 107);
}

#[test]
fn trust_anchor_constraints() {
    let bound = |case: &Value| {
        let mut parameters = parameters(case);
        parameters.anchor_rules = AnchorRules::ALL;
        parameters
    };
    score("trust-anchor-constraints", bound, 25);
}

#[test]
fn profile_in_strict_mode() {
    let strict = |case: &Value| {
        let mut parameters = parameters(case);
        parameters.profile = Profile::Strict;
        parameters
    };
    score("profile", strict, 29);
}

#[test]
fn profile_is_a_warning_by_default() {
    let Some(suite) = Suite::of_class("profile") else { return };
    let mut silent = Vec::new();
    for (case, _) in &suite.cases {
        let crl_warning = crls(case).iter().any(|crl| !broken_crl_rules(crl).is_empty());
        let warned = match outcome(case, &parameters(case)) {
            Some(Ok(path)) => path.warnings().iter().any(|reason| reason.code == ReasonCode::PathProfile),
            _ => true,
        };
        if !warned && !crl_warning {
            silent.push(case["id"].as_str().unwrap().to_owned());
        }
    }
    println!("x509-limbo, profile by default: {} of {} give a warning", suite.cases.len() - silent.len(), suite.cases.len());
    assert_eq!(silent, Vec::<String>::new());
}
