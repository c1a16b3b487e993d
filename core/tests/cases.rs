//! The conformance suite `fixtures/cases.json`: every case, held against the answer of the standard's text.

// A test reads files and prints its count.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use longseal::evidence::Material;
use longseal::indication::SubIndication;
use longseal::policy::{Policy, RevocationRequirement};
use longseal::reason::ReasonCode;
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::{TrustList, TrustStore};
use longseal::{Error, Verifier};
use serde_json::Value;

/// Features that this version does not have: INDETERMINATE is then a correct answer, TOTAL-PASSED only where it is *the*
/// answer, and `intact` must be right all the same.
const MISSING: [&str; 0] = [];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn read(file: &str) -> Vec<u8> {
    let path = fixtures().join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn texts<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A file of anchors, or a list of such files with the terms on which each is trusted.
fn add_trust(trust: &mut TrustStore, file: &str) {
    let Some((folder, name)) =
        file.rsplit_once('/').filter(|(_, name)| Path::new(name).extension().is_some_and(|extension| extension == "toml"))
    else {
        return trust.add(&read(file)).unwrap();
    };
    let list = TrustList::from_toml(core::str::from_utf8(&read(&format!("{folder}/{name}"))).unwrap()).unwrap();
    for entry in list.entries {
        trust.add_on_terms(&read(&format!("{folder}/{}", entry.file)), &entry.terms).unwrap();
    }
}

fn verify(case: &Value) -> Result<Value, Error> {
    let mut trust = TrustStore::default();
    for file in texts(case, "trust") {
        add_trust(&mut trust, file);
    }
    let mut material = Material::default();
    for file in texts(case, "material") {
        material.extend(Material::from_bytes(&read(file)).unwrap());
    }
    let revocation = RevocationRequirement::from_name(case["revocation"].as_str().unwrap()).unwrap();
    let policy = case["policy"]
        .as_str()
        .map_or_else(Policy::default, |file| Policy::from_toml(core::str::from_utf8(&read(file)).unwrap()).unwrap());
    let mut builder = Verifier::builder()
        .trust(trust)
        .material(material)
        .policy(policy.with_revocation(revocation))
        .at(Instant::parse_rfc3339(case["at"].as_str().unwrap()).unwrap());
    if let Some(password) = case["password"].as_str() {
        builder = builder.password(password.as_bytes());
    }
    let report = builder.build().verify(&read(case["file"].as_str().unwrap()))?;
    Ok(serde_json::from_str(&report::to_json(&report, None, Language::English)).unwrap())
}

/// Whether `found` is `wanted`, or one of them where the standard leaves the choice.
fn agrees(wanted: &Value, found: &Value) -> bool {
    match wanted {
        Value::Array(choice) => choice.contains(found),
        other => other == found,
    }
}

fn same_time(wanted: &Value, found: &Value) -> bool {
    let time = |value: &Value| value.as_str().and_then(Instant::parse_rfc3339);
    time(wanted) == time(found)
}

/// The codes of a signature's findings, those on its timestamps included.
fn reason_codes(reported: &Value) -> Vec<&str> {
    let timestamps = reported["timestamps"].as_array().into_iter().flatten();
    let findings = timestamps.chain([reported]).filter_map(|found| found["reasons"].as_array()).flatten();
    findings.filter_map(|reason| reason["code"].as_str()).collect()
}

/// What is wrong with one reported signature, empty when nothing is.
fn differences(wanted: &Value, found: &Value, lacks_feature: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (key, value) in wanted.as_object().unwrap() {
        let agrees = match key.as_str() {
            "field" => true,
            "indication" if lacks_feature => agrees(value, &found[key]) || found[key] == "INDETERMINATE",
            "sub_indication" | "best_signature_time" | "reasons" | "changes" | "permitted" if lacks_feature => true,
            "best_signature_time" => same_time(value, &found[key]),
            "reasons" => {
                let codes = reason_codes(found);
                value.as_array().unwrap().iter().all(|code| codes.contains(&code.as_str().unwrap()))
            }
            "changes" => agrees(value, &found["changes"]["level"]),
            "permitted" => agrees(value, &found["changes"]["permitted"]),
            _ => agrees(value, &found[key]),
        };
        if !agrees {
            let shown = match key.as_str() {
                "reasons" => format!("{:?}", reason_codes(found)),
                "changes" | "permitted" => found["changes"].to_string(),
                _ => found[key].to_string(),
            };
            wrong.push(format!("{key} {shown}, wanted {value}"));
        }
    }
    wrong
}

/// Matches every expected signature with a reported one of its field, best first, and every reported one with an expected.
fn compare(expected: &Value, report: &Value, lacks_feature: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let left_open = lacks_feature && report["indication"] == "INDETERMINATE";
    if !left_open && !agrees(&expected["indication"], &report["indication"]) {
        wrong.push(format!("indication {}, wanted {}", report["indication"], expected["indication"]));
    }
    let reported = report["signatures"].as_array().unwrap();
    let wanted = expected["signatures"].as_array().unwrap();
    for signature in wanted {
        let candidates = reported.iter().filter(|found| found["field"] == signature["field"]);
        let best = candidates.map(|found| differences(signature, found, lacks_feature)).min_by_key(Vec::len);
        match best {
            Some(found) => wrong.extend(found.into_iter().map(|text| format!("{}: {text}", signature["field"]))),
            None => wrong.push(format!("{} is not reported", signature["field"])),
        }
    }
    for found in reported {
        if !wanted.iter().any(|signature| signature["field"] == found["field"]) {
            wrong.push(format!("{} is reported and not expected", found["field"]));
        }
    }
    wrong
}

fn run(case: &Value) -> Vec<String> {
    let expected = &case["expected"];
    let lacks_feature = texts(case, "needs").iter().any(|feature| MISSING.contains(feature));
    match (verify(case), expected["examined"] == true) {
        (Ok(report), true) => compare(expected, &report, lacks_feature),
        (Ok(_), false) => vec!["was examined".to_owned()],
        (Err(error), true) => vec![format!("could not be examined: {error}")],
        (Err(error), false) if expected["error"] == error.code() => Vec::new(),
        (Err(error), false) => vec![format!("{}, wanted {}", error.code(), expected["error"])],
    }
}

#[test]
fn every_case_has_the_answer_of_the_standard() {
    let suite: Value = serde_json::from_slice(&read("cases.json")).unwrap();
    let cases = suite["cases"].as_array().unwrap();
    let mut failures = Vec::new();
    for case in cases {
        for wrong in run(case) {
            failures.push(format!("{}: {wrong}", case["id"].as_str().unwrap()));
        }
    }
    println!("{} cases, {} disagreements", cases.len(), failures.len());
    assert!(cases.len() >= 40, "the suite has shrunk to {}", cases.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// NO_POE is the answer of past certificate validation, which the process that calls it replaces (fixtures/README.md).
#[test]
fn every_sub_indication_that_can_be_an_answer_has_a_case() {
    let suite: Value = serde_json::from_slice(&read("cases.json")).unwrap();
    let expected = suite["cases"].as_array().unwrap().iter().map(|case| &case["expected"]);
    let signatures = expected.flat_map(|expected| expected["signatures"].as_array().into_iter().flatten());
    // Only where the standard leaves no choice.
    let shown: BTreeSet<&str> = signatures.filter_map(|signature| signature["sub_indication"].as_str()).collect();
    let all: BTreeSet<&str> = SubIndication::ALL.iter().map(|sub_indication| sub_indication.as_str()).collect();
    assert_eq!(all.len(), 25);
    assert_eq!(all.difference(&shown).collect::<Vec<_>>(), [&"NO_POE"]);
}

#[test]
fn every_reason_about_paths_and_revocation_has_a_case() {
    let suite: Value = serde_json::from_slice(&read("cases.json")).unwrap();
    let expected = suite["cases"].as_array().unwrap().iter().map(|case| &case["expected"]);
    let parts = expected.flat_map(|expected| expected["signatures"].as_array().into_iter().flatten().chain([expected]));
    let shown: BTreeSet<&str> = parts.flat_map(|part| texts(part, "reasons")).collect();
    let of_these_layers = |slug: &str| ["path.", "revocation."].iter().any(|group| slug.starts_with(group));
    let codes: Vec<_> = ReasonCode::ALL.iter().map(|code| code.as_str()).filter(|slug| of_these_layers(slug)).collect();
    let without: Vec<_> = codes.iter().filter(|slug| !shown.contains(*slug)).collect();
    println!("{} of {} codes have a case", codes.len() - without.len(), codes.len());
    assert!(codes.len() > 35 && without.is_empty(), "{without:?}");
}

#[test]
fn the_comparison_notices_differences() {
    let wanted: Value = serde_json::from_str(
        r#"{"indication": "TOTAL-FAILED", "signatures": [{"field": "A", "intact": false, "reasons": ["a.b"]}]}"#,
    )
    .unwrap();
    let report = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let right = report(
        r#"{"indication": "TOTAL-FAILED", "signatures": [{"field": "A", "intact": false, "reasons": [{"code": "a.b"}]}]}"#,
    );
    assert!(compare(&wanted, &right, false).is_empty());
    let passed = report(r#"{"indication": "TOTAL-PASSED", "signatures": [{"field": "A", "intact": true, "reasons": []}]}"#);
    assert_eq!(compare(&wanted, &passed, false).len(), 3);
    assert_eq!(compare(&wanted, &passed, true).len(), 2, "a missing feature never excuses a pass or a wrong intact");
    let other = report(r#"{"indication": "TOTAL-FAILED", "signatures": [{"field": "B"}]}"#);
    assert_eq!(compare(&wanted, &other, false).len(), 2);
}
