//! Every Wycheproof vector for the algorithms offered, on both backends: `valid` verifies, all else does not.
//!
//! `acceptable` counts as invalid: here it is a DigestInfo without NULL parameters (`crypto/rsa.rs`, `emsa_pkcs1`).

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use std::collections::BTreeMap;
use std::path::Path;

use longseal::crypto::{Backend, DigestAlgorithm, KeyError, PublicKey, SignatureAlgorithm, Verification};
use serde_json::Value;

/// What became of the vectors of one algorithm.
#[derive(Default)]
struct Count {
    files: u32,
    valid: u32,
    invalid: u32,
    /// By reason.
    not_offered: BTreeMap<String, u32>,
    disagreements: Vec<String>,
}

fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_else(|| panic!("no {name}"))
}

fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2));
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn digest(group: &Value, name: &str) -> DigestAlgorithm {
    DigestAlgorithm::from_name(text(group, name)).unwrap_or_else(|| panic!("digest {}", text(group, name)))
}

fn algorithm(file: &Value, group: &Value) -> SignatureAlgorithm {
    match (text(file, "algorithm"), text(group, "type")) {
        ("RSASSA-PKCS1-v1_5", _) => SignatureAlgorithm::RsaPkcs1(digest(group, "sha")),
        ("RSASSA-PSS", _) => SignatureAlgorithm::RsaPss {
            digest: digest(group, "sha"),
            mgf_digest: digest(group, "mgfSha"),
            salt_length: group["sLen"].as_u64().unwrap().try_into().unwrap(),
        },
        ("ECDSA", _) => SignatureAlgorithm::Ecdsa(digest(group, "sha")),
        ("EDDSA", _) if text(&group["publicKey"], "curve") == "edwards25519" => SignatureAlgorithm::Ed25519,
        ("EDDSA", _) => SignatureAlgorithm::Ed448,
        ("ML-DSA-44", _) => SignatureAlgorithm::MlDsa44,
        ("ML-DSA-65", _) => SignatureAlgorithm::MlDsa65,
        ("ML-DSA-87", _) => SignatureAlgorithm::MlDsa87,
        other => panic!("{other:?}"),
    }
}

/// The SubjectPublicKeyInfo; some ML-DSA groups, whose keys are deliberately of a wrong length, have none.
fn spki(group: &Value) -> Option<Vec<u8>> {
    group.get("publicKeyDer").and_then(Value::as_str).map(hex)
}

fn run(path: &Path, backend: Backend, counts: &mut BTreeMap<String, Count>) {
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let count = counts.entry(text(&file, "algorithm").to_owned()).or_default();
    count.files += 1;
    for group in file["testGroups"].as_array().unwrap() {
        let algorithm = algorithm(&file, group);
        let key = spki(group).map(|spki| PublicKey::from_spki_on(&spki, backend));
        for test in group["tests"].as_array().unwrap() {
            let expected = text(test, "result") == "valid";
            let mut not_offered = |why: &str| *count.not_offered.entry(why.to_owned()).or_default() += 1;
            if test.get("ctx").and_then(Value::as_str).is_some_and(|context| !context.is_empty()) {
                not_offered("a context");
                continue;
            }
            // Without optimisation this arithmetic takes minutes for all; with `--release` all are tried.
            let is_left_out = test["tcId"].as_u64().is_some_and(|id| !id.is_multiple_of(8));
            if backend == Backend::Compact && cfg!(debug_assertions) && is_left_out {
                not_offered("another number than each eighth, in a build without optimisation");
                continue;
            }
            let verified = match &key {
                Some(Ok(key)) => key.verify(&algorithm, &hex(text(test, "msg")), &hex(text(test, "sig"))),
                // A key that is refused verifies nothing, but only a malformed one may be counted as an answer.
                Some(Err(KeyError::Malformed(_))) => Verification::Invalid,
                Some(Err(KeyError::Unsupported(what))) => Verification::Unsupported(what.clone()),
                None => {
                    not_offered("a key without SubjectPublicKeyInfo");
                    continue;
                }
            };
            let (outcome, id, comment) = (text(test, "result"), &test["tcId"], text(test, "comment"));
            match (expected, &verified) {
                (true, Verification::Valid) => count.valid += 1,
                (false, Verification::Invalid) => count.invalid += 1,
                _ => count.disagreements.push(format!("{name} {id}: {outcome} ({comment}), gave {verified:?}")),
            }
        }
    }
}

/// Runs all files; panics with the list of disagreements.
fn agrees_with_every_vector(backend: Backend) {
    let Some(folder) = shared::folder("suites/wycheproof") else { return };
    let files = shared::files(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with("_test.json"));
    let (mut counts, mut number) = (BTreeMap::new(), 0);
    for path in files {
        run(&path, backend, &mut counts);
        number += 1;
    }
    assert!(number >= 45, "only {number} files");
    let mut disagreements = Vec::new();
    for (algorithm, count) in counts {
        let Count { files, valid, invalid, not_offered, disagreements: wrong } = count;
        println!("{backend:?} {algorithm}: {files} files, {valid} valid, {invalid} invalid, {} wrong", wrong.len());
        for (why, number) in not_offered {
            println!("{backend:?} {algorithm}: skipped, not offered: {number} with {why}");
        }
        disagreements.extend(wrong);
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

#[test]
fn the_fastest_backend_agrees_with_every_vector() {
    agrees_with_every_vector(Backend::Fastest);
}

#[test]
fn the_portable_backend_agrees_with_every_vector() {
    agrees_with_every_vector(Backend::Portable);
}

#[test]
fn the_compact_backend_agrees_with_every_vector() {
    agrees_with_every_vector(Backend::Compact);
}
