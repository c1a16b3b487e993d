//! NIST PKITS 1.0.1 through `longseal chain`: the library on all runs, the built command on a sample of them, and both
//! against the expectations of the suite.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;
#[path = "../../core/tests/shared/mod.rs"]
mod shared;

use std::path::Path;

use longseal::asn1::{Oid, oid_contents};
use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::Material;
use longseal::path::{AnyPolicyRule, ExplicitPolicy, PolicyMappingRule};
use longseal::report::{Language, chain_to_json};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::x509::Certificate;
use serde_json::Value;

/// Every sixth run: 42 of 249, of all sections.
const EVERY: usize = 6;

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    value[key].as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

fn flag(test: &Value, name: &str) -> bool {
    test["settings"][name].as_bool().unwrap()
}

/// The files that a run is given besides the target and the anchor.
fn material(test: &Value) -> Vec<&str> {
    [texts(test, "path"), texts(test, "crls")].concat()
}

/// The command's arguments for one run.
fn arguments(test: &Value, folder: &Path) -> Vec<String> {
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut words = vec!["chain".to_owned(), file(text(test, "target")), "--trust".to_owned(), file(text(test, "trust_anchor"))];
    words.extend(material(test).into_iter().flat_map(|name| ["--material".to_owned(), file(name)]));
    for policy in texts(&test["settings"], "initial_policy_set") {
        words.extend(["--policy-oid".to_owned(), policy.to_owned()]);
    }
    for (name, option) in [
        ("initial_explicit_policy", "--explicit-policy"),
        ("initial_policy_mapping_inhibit", "--inhibit-policy-mapping"),
        ("initial_any_policy_inhibit", "--inhibit-any-policy"),
    ] {
        words.extend(flag(test, name).then(|| option.to_owned()));
    }
    words.extend(["--at", text(&test["settings"], "time"), "--format", "json"].map(str::to_owned));
    words
}

/// The library's answer, as JSON.
fn library(test: &Value, folder: &Path) -> Value {
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let trust = TrustStore::from_pem(&read(text(test, "trust_anchor"))).unwrap();
    let time = Instant::parse_rfc3339(text(&test["settings"], "time")).unwrap();
    let mut settings = ChainSettings::new(trust, time);
    for name in material(test) {
        settings.material.extend(Material::from_bytes(&read(name)).unwrap());
    }
    let policies: Vec<_> = texts(&test["settings"], "initial_policy_set").into_iter().map(oid_contents).collect();
    settings.parameters.initial_policies =
        policies.iter().map(|contents| Oid::from_contents(contents.as_ref().unwrap(), "policy").unwrap()).collect();
    if flag(test, "initial_explicit_policy") {
        settings.parameters.explicit_policy = ExplicitPolicy::Required;
    }
    if flag(test, "initial_policy_mapping_inhibit") {
        settings.parameters.policy_mapping = PolicyMappingRule::Inhibited;
    }
    if flag(test, "initial_any_policy_inhibit") {
        settings.parameters.any_policy = AnyPolicyRule::Inhibited;
    }
    let target = Certificate::parse(&read(text(test, "target"))).unwrap();
    serde_json::from_str(&chain_to_json(&ChainVerifier::new(settings).verify(&target), Language::English)).unwrap()
}

/// Whether a verdict is the suite's.
fn agrees(test: &Value, report: &Value) -> bool {
    let sorted = |mut policies: Vec<&str>| {
        policies.sort_unstable();
        policies.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    match text(test, "expected") {
        "valid" => {
            report["indication"] == "PASSED"
                && sorted(texts(report, "policies")) == sorted(texts(test, "expected_user_constrained_policy_set"))
        }
        _ => report["indication"] != "PASSED",
    }
}

#[test]
fn command_library_and_suite_agree() {
    let Some(folder) = shared::folder("suites/pkits") else { return };
    let manifest: Value = serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let tests = manifest["tests"].as_array().unwrap();
    let (mut wrong, mut sample) = (Vec::new(), 0);
    for (index, test) in tests.iter().enumerate() {
        let id = text(test, "id");
        let expected = library(test, &folder);
        if !agrees(test, &expected) {
            println!("{id} {}: expected {}, found {expected}", text(test, "name"), text(test, "expected"));
            wrong.push(id);
        }
        if index % EVERY == 0 {
            let run = command::longseal(arguments(test, &folder));
            assert_eq!(run.json(), expected, "{id}");
            let status = match text(&expected, "indication") {
                "PASSED" => 0,
                "FAILED" => 1,
                _ => 3,
            };
            assert_eq!((run.status, run.stderr.as_str()), (status, ""), "{id}");
            sample += 1;
        }
    }
    println!("PKITS, library: {} of {}; command: {sample} runs", tests.len() - wrong.len(), tests.len());
    assert_eq!(wrong, Vec::<&str>::new());
    assert_eq!((tests.len(), sample), (249, 42));
}
