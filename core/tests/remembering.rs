//! What a verifier remembers across documents changes no verdict: one that has judged everything else says the same, byte
//! for byte, as one that has judged nothing, in whatever order and on however many threads the documents come.

// A test reads files and prints its count.
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use longseal::evidence::{Evidence, Material};
use longseal::policy::{Policy, RevocationRequirement};
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::{Verifier, VerifierBuilder};
use serde_json::Value;

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// Files that the cases of the suite name as their `member`.
fn named(member: &str) -> Vec<PathBuf> {
    let suite: Value = serde_json::from_slice(&read(&fixtures().join("cases.json"))).unwrap();
    let cases = suite["cases"].as_array().unwrap().iter();
    let files = cases.flat_map(|case| match &case[member] {
        Value::Array(files) => files.iter().map(|file| file.as_str().unwrap().to_owned()).collect(),
        file => vec![file.as_str().unwrap().to_owned()],
    });
    files.collect::<BTreeSet<_>>().into_iter().map(|file| fixtures().join(file)).collect()
}

fn trust(files: &[PathBuf]) -> TrustStore {
    let mut trust = TrustStore::default();
    let added = files.iter().filter(|file| trust.add(&read(file)).is_ok()).count();
    assert!(added > 5, "{added} files of anchors");
    trust
}

fn material(files: &[PathBuf]) -> Material {
    let mut material = Material::default();
    for found in files.iter().filter_map(|file| Material::from_bytes(&read(file)).ok()) {
        material.extend(found);
    }
    material
}

/// Several settings, so that every kind of verdict occurs.
fn settings(trust: &TrustStore, material: &Material) -> Vec<VerifierBuilder> {
    let policy = |revocation| Policy::default().with_revocation(revocation);
    let at = |time: &str| Verifier::builder().trust(trust.clone()).at(Instant::parse_rfc3339(time).unwrap());
    vec![
        at("2026-11-01T00:00:00Z").policy(policy(RevocationRequirement::Require)),
        at("2026-11-01T00:00:00Z").policy(policy(RevocationRequirement::IfPresent)).material(material.clone()),
        at("2020-06-01T00:00:00Z").policy(policy(RevocationRequirement::Require)).material(material.clone()),
        at("2018-06-01T00:00:00Z").policy(policy(RevocationRequirement::None)),
    ]
}

fn json(verifier: &Verifier, evidence: &Evidence) -> String {
    report::to_json(&verifier.judge(evidence), None, Language::English)
}

fn judged_alike(documents: &[PathBuf], trust: &TrustStore, material: &Material) {
    let collector = Verifier::builder().build();
    let evidence: Vec<Evidence> = documents.iter().filter_map(|file| collector.collect(&read(file)).ok()).collect();
    let mut verdicts = BTreeSet::new();
    for settings in settings(trust, material) {
        let alone: Vec<String> = evidence.iter().map(|evidence| json(&settings.clone().build(), evidence)).collect();
        let [warm, backwards, threads] = [settings.clone(), settings.clone(), settings].map(VerifierBuilder::build);
        for (evidence, alone) in evidence.iter().zip(&alone) {
            assert_eq!(json(&warm, evidence), *alone, "in order");
        }
        for (evidence, alone) in evidence.iter().zip(&alone).rev() {
            assert_eq!(json(&warm, evidence), *alone, "again, in reverse order");
        }
        // A verifier that begins with the last document, and four threads that each walk in another stride.
        for (evidence, alone) in evidence.iter().zip(&alone).rev() {
            assert_eq!(json(&backwards, evidence), *alone, "in reverse order");
        }
        thread::scope(|scope| {
            for stride in [1, 7, 11, 13] {
                let (evidence, alone, threads) = (&evidence, &alone, &threads);
                scope.spawn(move || {
                    for index in (0..evidence.len()).map(|index| index * stride % evidence.len()) {
                        assert_eq!(json(threads, &evidence[index]), alone[index], "stride {stride}");
                    }
                });
            }
        });
        verdicts.extend(evidence.iter().flat_map(|evidence| warm.verdicts(evidence)).map(|verdict| {
            (verdict.indication.as_str(), verdict.sub_indication.map(longseal::indication::SubIndication::as_str))
        }));
    }
    println!("{} documents, {} verdicts", evidence.len(), verdicts.len());
    assert!(evidence.len() > 200 && verdicts.len() > 10, "{} documents, {verdicts:?}", evidence.len());
}

#[test]
fn the_fixtures_are_judged_alike_whatever_was_judged_before() {
    judged_alike(&named("file"), &trust(&named("trust")), &material(&named("material")));
}

#[test]
fn the_corpus_is_judged_alike_whatever_was_judged_before() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let documents: Vec<PathBuf> =
        shared::files(&corpus).into_iter().filter(|file| file.extension().is_some_and(|end| end == "pdf")).collect();
    judged_alike(&documents, &trust(&shared::files(&corpus.join("anchors"))), &Material::default());
}
