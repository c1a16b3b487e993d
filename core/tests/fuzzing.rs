//! A short run of what `fuzz/` runs for hours: the same properties and mutators, fixed seeds, mutants of the fixtures.

// A test reads files and prints its count.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
// The fuzz crate is outside the workspace, and its parts for libFuzzer alone are not used here.
#![allow(dead_code, clippy::pedantic, unreachable_pub)]

#[path = "../../fuzz/src/mutate/mod.rs"]
mod mutate;
#[path = "../../fuzz/src/properties/mod.rs"]
mod properties;
#[path = "../../fuzz/src/random.rs"]
mod random;

use std::path::{Path, PathBuf};

use longseal::Verifier;
use longseal::evidence::Material;
use longseal::trust::TrustStore;
use properties::{parsers, settings, stored, verdict};
use random::Random;

fn files(folder: &str, extensions: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files").join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if path.is_dir() {
                open.push(path);
            } else if extensions.contains(&extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn trust() -> TrustStore {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files/pki/root.pem");
    TrustStore::from_pem(&std::fs::read(root).unwrap()).unwrap()
}

/// Runs on the mutant; what panics is named by file and seed before the panic goes on.
fn named(path: &Path, seed: u64, run: impl FnOnce()) {
    if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
        println!("{} with seed {seed}", path.display());
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn mutants_of_documents_keep_every_property() {
    let files = files("", &["pdf"]);
    let (trust, more) = (trust(), Material::default());
    let mut mutants = 0;
    for (at, (path, data)) in files.iter().enumerate() {
        let other = &files[(at * 7 + 3) % files.len()].1;
        for seed in 1..=4_u64 {
            mutants += 1;
            named(path, seed, || {
                let mut random = Random::new(seed * 1_000_003 + at as u64);
                let mut mutant = mutate::pdf::mutate(data, other, &mut random);
                if random.below(3) == 0 {
                    mutant = mutate::pdf::mutate(&mutant, other, &mut random);
                }
                parsers::document(&mutant);
                verdict::document(&mutant, &trust, &more);
            });
        }
    }
    println!("{mutants} mutants of {} documents", files.len());
    assert!(mutants > 1_000);
}

#[test]
fn mutants_of_signed_data_certificates_lists_and_responses_are_read_or_refused() {
    let parse: [fn(&[u8]); 6] =
        [parsers::asn1, parsers::cms, parsers::certificate, parsers::crl, parsers::ocsp, parsers::timestamp];
    let mut seeds = files("", &["der", "crl", "ocsp", "cer", "crt"]);
    for (path, data) in files("", &["pdf"]).into_iter().step_by(5) {
        seeds.extend(mutate::pdf::signature_values(&data).into_iter().map(|der| (path.clone(), der)));
    }
    let mut mutants = 0;
    for (path, der) in &seeds {
        for seed in 1..=8_u64 {
            mutants += 1;
            named(path, seed, || {
                let mutant = mutate::cms::mutate(der, &mut Random::new(seed));
                parse.iter().for_each(|parse| parse(&mutant));
            });
        }
    }
    println!("{mutants} mutants of {} structures", seeds.len());
    assert!(mutants > 1_000);
}

#[test]
fn mutants_of_chains_have_one_verdict_in_any_order() {
    let certificates: Vec<Vec<u8>> =
        files("", &["pdf"]).iter().step_by(9).map(|(_, data)| mutate::pdf::certificates(data)).collect();
    let mut mutants = 0;
    for (at, chain) in certificates.iter().enumerate() {
        for seed in 0..4_u64 {
            mutants += 1;
            let mutant = if seed == 0 { chain.clone() } else { mutate::cms::mutate(chain, &mut Random::new(seed + at as u64)) };
            verdict::chain(&mutant);
        }
    }
    println!("{mutants} chains");
    assert!(mutants > 100);
}

#[test]
fn mutants_of_stored_evidence_are_refused_or_judged_in_one_way() {
    let trust = trust();
    let mut given = Material::default();
    for (_, bytes) in files("pki", &["crl", "p7b"]) {
        given.extend(Material::from_bytes(&bytes).unwrap());
    }
    let verifier = Verifier::builder().trust(trust.clone()).at(verdict::time()).build();
    let (mut mutants, mut read) = (0, 0);
    for (at, (path, data)) in files("", &["pdf"]).iter().enumerate().step_by(4) {
        let Ok(evidence) = verifier.collect(data) else { continue };
        let file = evidence.to_file();
        for seed in 0..6_u64 {
            mutants += 1;
            named(path, seed, || {
                let mutant =
                    if seed == 0 { file.clone() } else { mutate::cbor::mutate(&file, &mut Random::new(seed * 977 + at as u64)) };
                stored::evidence(&mutant);
                stored::judge(&mutant, &trust, &given);
                read += usize::from(longseal::evidence::Evidence::from_file(&mutant).is_ok());
            });
        }
    }
    println!("{read} of {mutants} mutants are evidence");
    assert!(mutants > 300 && read > mutants / 6);
}

#[test]
fn mutants_of_policies_trust_lists_and_material_are_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut texts: Vec<Vec<u8>> = longseal::policy::Policy::PRESETS
        .iter()
        .map(|name| longseal::policy::Policy::preset_toml(name).unwrap().as_bytes().to_vec())
        .collect();
    for part in ["policies", "trust"] {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join(part)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        texts.extend(
            paths
                .iter()
                .filter(|path| path.extension().is_some_and(|end| end == "toml"))
                .map(|path| std::fs::read(path).unwrap()),
        );
    }
    let files = files("pki", &["pem", "p7b", "der", "crl"]);
    let mut mutants = 0;
    for seed in 1..=800_u64 {
        mutants += 2;
        let mut random = Random::new(seed);
        let (one, other) = (random.below(texts.len()), random.below(texts.len()));
        settings::settings(&mutate::lines::mutate(&texts[one], &texts[other], &mut random));
        let (path, data) = &files[random.below(files.len())];
        named(path, seed, || {
            let mut random = Random::new(seed + 7);
            let mutant = if random.below(2) == 0 {
                mutate::cms::mutate(data, &mut random)
            } else {
                mutate::lines::mutate(data, data, &mut random)
            };
            settings::material(&mutant);
        });
    }
    println!("{mutants} mutants");
}

#[test]
fn bytes_become_output_within_the_budget_of_every_filter() {
    let mut random = Random::new(11);
    for _ in 0..3_000 {
        let input: Vec<u8> = (0..random.below(300)).map(|_| random.next() as u8).collect();
        parsers::filters(&input);
    }
}
