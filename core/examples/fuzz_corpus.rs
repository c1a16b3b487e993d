//! What the fuzz targets found, run again without a fuzzer: `cargo run --package longseal --example fuzz_corpus FOLDER…`
//!
//! FOLDER has a folder for each target, as `fuzz_seeds` and libFuzzer fill them. Prints how many inputs each has, and the slowest. Built
//! with `-C instrument-coverage` it tells which lines of the core a corpus reaches (`fuzz/README.md`).

// A program that reads files and prints, and includes what it needs of a crate outside the workspace.
#![allow(missing_docs, unreachable_pub, dead_code, clippy::pedantic)]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

#[path = "../../fuzz/src/pki.rs"]
mod pki;
#[path = "../../fuzz/src/properties/mod.rs"]
mod properties;
#[path = "../../fuzz/src/random.rs"]
mod random;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Clock};

use properties::{parsers, settings, stored, verdict};

/// Runs one target on one input.
fn run(target: &str, bytes: &[u8], pki: &(longseal::trust::TrustStore, longseal::evidence::Material)) {
    match target {
        "asn1" => parsers::asn1(bytes),
        "certificate" => parsers::certificate(bytes),
        "chain" => verdict::chain(bytes),
        "cms" => parsers::cms(bytes),
        "crl" => parsers::crl(bytes),
        "document" => parsers::document(bytes),
        "evidence" => stored::evidence(bytes),
        "filter" => parsers::filters(bytes),
        "judge" => stored::judge(bytes, &pki.0, &pki.1),
        "material" => settings::material(bytes),
        "ocsp" => parsers::ocsp(bytes),
        "settings" => settings::settings(bytes),
        "timestamp" => parsers::timestamp(bytes),
        "verdict" => verdict::document(bytes, &pki.0, &pki.1),
        // The same inputs as those of their namesakes.
        _ => {}
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

fn main() {
    let pki = (pki::trust(), pki::material());
    for folder in std::env::args().skip(1) {
        for target in entries(Path::new(&folder)) {
            let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (mut inputs, mut slowest) = (0, (Duration::ZERO, PathBuf::new()));
            for path in entries(&target) {
                let Ok(bytes) = std::fs::read(&path) else { continue };
                let start = Clock::now();
                run(&name, &bytes, &pki);
                inputs += 1;
                slowest = slowest.max((start.elapsed(), path));
            }
            println!("{inputs:>6} inputs of {name}, the slowest {} ms: {}", slowest.0.as_millis(), slowest.1.display());
        }
    }
}
