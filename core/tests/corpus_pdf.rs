//! Every PDF of the corpus and of the attack suite opens or says why not, and every signature that other validators found
//! in it is found.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a test may read files, print and take the time"
)]

mod shared;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use longseal::error::Error;
use longseal::limits::Limits;
use longseal::pdf::Document;
use longseal::pdf::signature::{self, SignatureField};
use serde_json::Value;

/// The passwords of encrypted files in the corpus; none of them stands in its manifests.
const PASSWORDS: [&[u8]; 4] = [b"ownersecret", b"usersecret", b"secret", b"owner"];

fn pdfs(folders: &[&str]) -> Vec<PathBuf> {
    let folders = folders.iter().filter_map(|folder| shared::folder(folder));
    folders
        .flat_map(|folder| shared::files(&folder))
        .filter(|path| path.extension().is_some_and(|found| found == "pdf"))
        .collect()
}

fn open(bytes: &[u8]) -> Result<Document<'_>, Error> {
    let limits = Limits::default();
    let mut opened = Document::open(bytes, &limits, None);
    for password in PASSWORDS {
        if !matches!(opened, Err(Error::WrongPassword)) {
            break;
        }
        opened = Document::open(bytes, &limits, Some(password));
    }
    opened
}

/// The /ByteRange arrays that are found, as written.
fn byte_ranges(fields: &[SignatureField<'_>]) -> Vec<Vec<i64>> {
    fields.iter().filter_map(|field| field.signature.as_ref()).map(|signature| signature.byte_range_written.clone()).collect()
}

fn integers(value: &Value) -> Vec<i64> {
    match value {
        Value::String(text) => text.split_whitespace().filter_map(|number| number.parse().ok()).collect(),
        Value::Array(numbers) => numbers.iter().filter_map(Value::as_i64).collect(),
        _ => Vec::new(),
    }
}

fn manifest(folder: &Path, name: &str) -> Vec<Value> {
    let text = std::fs::read(folder.join(name)).unwrap();
    serde_json::from_slice::<Value>(&text).unwrap().as_array().unwrap().clone()
}

/// At least 995 of 1,000.
fn assert_found(found: usize, missing: &[String]) {
    for line in missing {
        println!("not found: {line}");
    }
    let all = found + missing.len();
    assert!(all > 0, "the manifest names no signature");
    assert!(found * 1_000 >= all * 995, "{found} of {all} found");
}

#[test]
fn every_file_opens_or_says_why_not_in_little_time() {
    let mut total = Duration::ZERO;
    let mut slowest = (Duration::ZERO, PathBuf::new());
    let paths = pdfs(&["corpus/dss", "corpus/pyhanko", "corpus/captured", "suites/attacks"]);
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let start = Instant::now();
        let outcome = open(&bytes).and_then(|document| {
            let fields = signature::fields(&document)?;
            signature::dss(&document)?;
            Ok((fields.len(), document.repairs()))
        });
        let took = start.elapsed();
        total += took;
        if took > slowest.0 {
            slowest = (took, path.clone());
        }
        match outcome {
            Err(error) => println!("{}: {error}", path.display()),
            Ok((_, repairs)) if !repairs.is_empty() => println!("{}: {:?}", path.display(), repairs.first()),
            Ok(_) => {}
        }
    }
    println!("{} files in {total:?}, slowest {slowest:?}", paths.len());
    // Debug builds are about ten times slower than release; the point is that nothing hangs.
    assert!(slowest.0 < Duration::from_secs(10), "{slowest:?}");
}

#[test]
fn signatures_that_others_found_are_found() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let (mut found, mut missing) = (0, Vec::new());
    for case in manifest(&corpus, "expected.json") {
        let name = case["file"].as_str().unwrap();
        let bytes = std::fs::read(corpus.join(name)).unwrap();
        let fields = open(&bytes).and_then(|document| Ok(byte_ranges(&signature::fields(&document)?)));
        for truth in case["truth"].as_array().unwrap() {
            let wanted = integers(&truth["byte_range"]);
            match &fields {
                _ if wanted.is_empty() => {}
                Ok(ranges) if ranges.contains(&wanted) => found += 1,
                Ok(ranges) => missing.push(format!("{name} {wanted:?} among {ranges:?}")),
                Err(error) => missing.push(format!("{name}: {error}")),
            }
        }
    }
    assert_found(found, &missing);
}

#[test]
fn fields_of_captured_files_are_found_by_name_with_their_coverage() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let (mut found, mut missing) = (0, Vec::new());
    for case in manifest(&corpus, "captured.json") {
        let name = case["file"].as_str().unwrap();
        let bytes = std::fs::read(corpus.join(name)).unwrap();
        let outcome = open(&bytes).and_then(|document| {
            let fields = signature::fields(&document)?;
            let signature = fields.into_iter().find(|field| Some(field.name.as_str()) == case["field"].as_str());
            Ok(signature.and_then(|field| field.signature).map(|signature| signature.coverage.as_str()))
        });
        let coverage = case["coverage"].as_str();
        match outcome {
            Ok(Some(ours)) => {
                found += 1;
                let same = match coverage {
                    Some("ENTIRE_FILE") => ours == "whole-document",
                    Some("ENTIRE_REVISION") => ours == "whole-revision",
                    _ => ours == "partial" || ours == "invalid",
                };
                if !same {
                    println!("coverage: {name} ({}) {} {ours}, oracle {coverage:?}", case["test"], case["field"]);
                }
            }
            Ok(None) => missing.push(format!("{name} ({}) {}", case["test"], case["field"])),
            Err(Error::UnsupportedEncryption(handler)) if handler.contains("PubSec") => {}
            Err(error) => missing.push(format!("{name} ({}): {error}", case["test"])),
        }
    }
    assert_found(found, &missing);
}
