//! Any bytes at all: damaged copies of every PDF of the suite, made deterministically.
//!
//! Nothing panics; what differs inside the signed bytes or in the signature value is never intact; and what is left of a signed
//! file is never called unsigned.

// A test reads files and prints its count.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

// The fuzz crate is outside the workspace; what must hold stands there once.
#[allow(dead_code, unreachable_pub, clippy::pedantic)]
#[path = "../../fuzz/src/properties/integrity.rs"]
mod integrity;
#[allow(dead_code, unreachable_pub, clippy::pedantic)]
#[path = "../../fuzz/src/random.rs"]
mod random;

use std::path::{Path, PathBuf};

use integrity::{examine, originals};
use longseal::Verifier;
use longseal::indication::Indication;
use longseal::time::Instant;
use random::Random;

/// Mutants of each kind and file; the whole stays within a few seconds without optimisation.
const FLIPS: usize = 5;
const SPLICES: usize = 2;

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
}

fn fixtures() -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths = Vec::new();
    pdfs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files"), &mut paths);
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn verifier() -> Verifier {
    Verifier::builder().at(Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap()).build()
}

#[test]
fn damaged_bytes_are_never_intact_and_never_panic() {
    let (files, verifier) = (fixtures(), verifier());
    let mut random = Random::new(0x006c_6f6e_6773_6561);
    let mut mutants = 0;
    for (at, (path, data)) in files.iter().enumerate() {
        let known = verifier.verify(data).map(|report| originals(data, &report)).unwrap_or_default();
        let mut run = |mutant: Vec<u8>, what: &str| {
            mutants += 1;
            let what = format!("{} {what}", path.display());
            let _ = examine(&verifier, &mutant, &known, &what);
        };
        for _ in 0..FLIPS {
            let (place, bit) = (random.below(data.len()), random.below(8));
            let mut mutant = data.clone();
            mutant[place] ^= 1 << bit;
            run(mutant, &format!("bit {bit} of byte {place} flipped"));
        }
        let other = &files[(at + 1) % files.len()].1;
        for _ in 0..SPLICES {
            let (place, from, length) = (random.below(data.len()), random.below(other.len()), random.below(400));
            let mut mutant = data.clone();
            mutant.splice(place..place, other[from..other.len().min(from + length)].iter().copied());
            run(mutant, &format!("{length} bytes inserted at {place}"));
        }
        let (one, two, length) = (random.below(data.len()), random.below(data.len()), random.below(200));
        let mut mutant = data.clone();
        for step in 0..length {
            if one.max(two) + step < mutant.len() {
                mutant.swap(one + step, two + step);
            }
        }
        run(mutant, &format!("{length} bytes at {one} and {two} swapped"));
    }
    println!("{mutants} mutants of {} files", files.len());
    assert!(mutants > 1_000);
}

#[test]
fn the_rest_of_a_signed_file_is_never_called_unsigned() {
    let (files, verifier) = (fixtures(), verifier());
    let mut mutants = 0;
    for (at, (path, data)) in files.iter().enumerate() {
        let Ok(report) = verifier.verify(data) else { continue };
        let known = originals(data, &report);
        // A signature is left where its dictionary says so in the plain.
        let Some(first) = data.windows(10).position(|window| window == b"/ByteRange") else { continue };
        if report.signatures.is_empty() {
            continue;
        }
        let first = first + b"/ByteRange".len();
        // Every 97th byte, spread over the files: each cuts at other places.
        let cuts = (0..data.len()).step_by(97).skip(at % 19).step_by(19);
        // Around the first dictionary and in the tail, where the structure is, closely.
        let tail = (data.len().saturating_sub(700)..data.len()).step_by(97);
        for cut in cuts.chain(tail).chain([first, first + 40, first + 400]).filter(|cut| *cut < data.len()) {
            mutants += 1;
            let what = format!("{} cut at {cut}", path.display());
            let Ok(report) = examine(&verifier, &data[..cut], &known, &what) else { continue };
            assert!(cut < first || report.indication().is_some(), "{what}: called unsigned");
            assert_ne!(report.indication(), Some(Indication::TotalPassed), "{what}");
        }
    }
    println!("{mutants} truncations");
    assert!(mutants > 1_000);
}
