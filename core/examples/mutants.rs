//! Damaged copies of signed files, by the thousand: `cargo run --release --example mutants [COUNT]`.
//!
//! COUNT (10,000 unless told) mutants of each class of files: every folder of the fixtures' PDF files, each of the foreign corpus where it is
//! at hand, and the certificates, CRLs, OCSP responses, timestamps and CMS in them. Bits flipped, ends cut off, pieces put in, revisions
//! exchanged. What panics ends the program; so does what is intact although signed bytes or
//! signature differ: a false accept. The document that did it is left in the folder for temporary files.

// A program that reads files and prints.
#![allow(missing_docs, unreachable_pub, dead_code, clippy::pedantic)]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

#[path = "../../fuzz/src/mutate/mod.rs"]
mod mutate;
#[path = "../../fuzz/src/properties/mod.rs"]
mod properties;
#[path = "../../fuzz/src/random.rs"]
mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant as Clock;

use longseal::Verifier;
use longseal::asn1;
use longseal::chain::{ChainSettings, ChainVerifier};
use longseal::evidence::Origin;
use longseal::policy::RevocationRequirement;
use longseal::trust::TrustStore;
use longseal::x509::Certificate;
use mutate::{bytes, cms, pdf};
use properties::{integrity, parsers, verdict};
use random::Random;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// A file, by the folder below `root` that it is in.
fn classes(root: &Path, name: &str, into: &mut BTreeMap<String, Vec<(PathBuf, Vec<u8>)>>) {
    let mut found = Vec::new();
    files(root, &mut found);
    found.sort();
    for path in found.into_iter().filter(|path| path.extension().is_some_and(|end| end == "pdf")) {
        let Ok(data) = std::fs::read(&path) else { continue };
        let folder = path.strip_prefix(root).ok().and_then(|rest| rest.components().next());
        let folder = folder.map(|part| part.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
        // Ten thousand copies of a large file are an afternoon.
        if data.len() < 400_000 {
            into.entry(format!("{name}/{folder}")).or_default().push((path, data));
        }
    }
}

/// One change of a document, of each kind in turn.
fn damaged(number: usize, data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    match number % 5 {
        0 => bytes::flip(data, random),
        1 => bytes::truncate(data, random),
        2 => bytes::splice(data, other, random),
        3 => pdf::swap_revisions(data, random),
        _ => pdf::mutate(data, other, random),
    }
}

/// The document that is being examined, for whoever looks at why it ended the program.
static EXAMINED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn keep_what_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        report(panic);
        let file = std::env::temp_dir().join("longseal-mutant.pdf");
        if let Ok(document) = EXAMINED.try_lock()
            && std::fs::write(&file, &*document).is_ok()
        {
            eprintln!("the document: {}", file.display());
        }
    }));
}

/// Mutants of documents: a signature that is intact is over the bytes, and has the value, that it had.
fn documents(class: &[(PathBuf, Vec<u8>)], count: usize) -> usize {
    let verifier = Verifier::builder().at(verdict::time()).build();
    let known: Vec<integrity::Originals> = class
        .iter()
        .map(|(_, data)| match verifier.verify(data) {
            Ok(report) => integrity::originals(data, &report),
            Err(_) => integrity::originals_in_the_plain(data),
        })
        .collect();
    for number in 0..count {
        let at = number % class.len();
        let (path, data) = &class[at];
        let mut random = Random::new(number as u64 + 1);
        let from = random.below(class.len());
        let mutant = damaged(number / class.len(), data, &class[from].1, &mut random);
        // The last revision of another file, on the file that both began as, is that other file.
        let mut known_here = known[at].clone();
        known[from]
            .iter()
            .for_each(|(range, signed)| known_here.entry(range.clone()).or_default().extend(signed.iter().cloned()));
        let what = format!("{} number {number}", path.display());
        if let Ok(mut document) = EXAMINED.lock() {
            document.clone_from(&mutant);
        }
        // It asserts, and a false accept ends the program with the name of the mutant.
        let _ = integrity::examine(&verifier, &mutant, &known_here, &what);
    }
    count
}

/// Mutants of structures, read by the parser of their kind.
fn structures(class: &[Vec<u8>], parse: fn(&[u8]), count: usize) -> usize {
    for number in 0..count {
        let mut random = Random::new(number as u64 + 1);
        let data = &class[number % class.len()];
        let other = &class[random.below(class.len())];
        parse(&match number / class.len() % 4 {
            0 => bytes::flip(data, &mut random),
            1 => bytes::truncate(data, &mut random),
            2 => bytes::splice(data, other, &mut random),
            _ => cms::mutate(data, &mut random),
        });
    }
    count
}

/// Mutants of a certificate under its real issuer: none passes whose signed part or signature value is another.
fn certificates(pki: &Path, count: usize) -> usize {
    let read = |name: &str| std::fs::read(pki.join(name)).expect("a fixture");
    let (authority, signer) = (read("authority.pem"), read("signer.der"));
    let original = Certificate::parse(&signer).expect("a certificate");
    let mut settings = ChainSettings::new(TrustStore::from_pem(&authority).expect("a fixture"), verdict::time());
    settings.policy = settings.policy.with_revocation(RevocationRequirement::None);
    settings.material.add_certificate(original.clone(), Origin::GIVEN);
    let verifier = ChainVerifier::new(settings);
    assert_eq!(verifier.verify(&original).indication.as_block_str(), "PASSED");
    for number in 0..count {
        let mut random = Random::new(number as u64 + 1);
        let mutant = match number % 4 {
            0 | 1 => bytes::flip(&signer, &mut random),
            2 => bytes::splice(&signer, &signer, &mut random),
            _ => cms::mutate(&signer, &mut random),
        };
        let Ok(certificate) = Certificate::parse(&mutant) else { continue };
        let passed = verifier.verify(&certificate).indication.as_block_str() == "PASSED";
        let same = certificate.tbs() == original.tbs() && certificate.signature() == original.signature();
        assert!(!passed || same, "mutant {number} of the certificate passes");
    }
    count
}

fn main() -> ExitCode {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10_000);
    keep_what_panics();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files");
    let mut pdfs = BTreeMap::new();
    classes(&root, "fixtures", &mut pdfs);
    let shared = std::env::var_os("LONGSEAL_SHARED").map(PathBuf::from);
    let corpus = shared.map(|shared| shared.join("corpus")).filter(|corpus| corpus.is_dir());
    match &corpus {
        Some(corpus) => classes(corpus, "corpus", &mut pdfs),
        None => println!("skipped: the foreign corpus is not here (LONGSEAL_SHARED)"),
    }
    let mut total = 0;
    let mut line = |name: &str, files: usize, run: &mut dyn FnMut() -> usize| {
        let start = Clock::now();
        let mutants = run();
        total += mutants;
        // Not buffered: what comes next may end the program.
        eprintln!("{mutants:>7} mutants of {files:>4} {name}: no panic, no false accept, {:.0} s", start.elapsed().as_secs_f64());
    };
    let mut parts: BTreeMap<&str, Vec<Vec<u8>>> = BTreeMap::new();
    let collector = Verifier::builder().at(verdict::time()).build();
    for (name, class) in &pdfs {
        line(name, class.len(), &mut || documents(class, count));
        for (_, data) in class {
            parts
                .entry("signature values")
                .or_default()
                .extend(pdf::signature_values(data).into_iter().filter(|value| asn1::to_definite(value).is_ok()));
            if let Ok(evidence) = collector.collect(data) {
                for item in evidence.material.items() {
                    parts.entry(item.kind).or_default().push(item.bytes.to_vec());
                }
            }
        }
    }
    for (name, parse) in [
        ("signature values", parsers::cms as fn(&[u8])),
        ("certificate", parsers::certificate),
        ("crl", parsers::crl),
        ("ocsp", parsers::ocsp),
    ] {
        let mut class = parts.remove(name).unwrap_or_default();
        class.sort();
        class.dedup();
        class.retain(|bytes| bytes.len() < 400_000);
        if class.is_empty() {
            println!("skipped: no {name} here");
            continue;
        }
        line(name, class.len(), &mut || structures(&class, parse, count));
        if name == "signature values" {
            line("signature values, as timestamps", class.len(), &mut || structures(&class, parsers::timestamp, count));
        }
    }
    line("certificate under its issuer", 1, &mut || certificates(&root.join("pki"), count));
    println!("{total} mutants");
    ExitCode::SUCCESS
}
