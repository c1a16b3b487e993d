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

use longseal::evidence::Material;
use longseal::trust::TrustStore;
use properties::{parsers, verdict};
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
fn named(path: &Path, seed: u64, run: impl FnOnce() + std::panic::UnwindSafe) {
    if let Err(panic) = std::panic::catch_unwind(run) {
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
fn bytes_become_output_within_the_budget_of_every_filter() {
    let mut random = Random::new(11);
    for _ in 0..3_000 {
        let input: Vec<u8> = (0..random.below(300)).map(|_| random.next() as u8).collect();
        parsers::filters(&input);
    }
}
