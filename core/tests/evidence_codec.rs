//! Evidence as bytes: what is read back is judged the same, and nothing else than what was written can be read.

// A test reads files and prints its count.
#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_macros)]

mod shared;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use longseal::Verifier;
use longseal::evidence::{CodecError, Evidence, Material};
use longseal::policy::{Policy, RevocationRequirement};
use longseal::reason::Severity;
use longseal::report::{self, Language};
use longseal::time::Instant;
use longseal::trust::{TrustList, TrustStore};
use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

type Store = HashMap<[u8; 32], Vec<u8>>;

fn store(evidence: &Evidence) -> Store {
    evidence.material.items().map(|item| (*item.sha256, item.bytes.to_vec())).collect()
}

fn json(verifier: &Verifier, evidence: &Evidence) -> String {
    report::to_json(&verifier.judge(evidence), None, Language::English)
}

/// Writes, reads and judges; the verdict on what was read must be that on what was collected, byte for byte.
fn round_trip(name: &str, verifier: &Verifier, evidence: &Evidence) {
    let bytes = evidence.to_cbor();
    let source = store(evidence);
    let decoded = Evidence::from_cbor(&bytes, &source).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(decoded.to_cbor(), bytes, "{name} is written anew in other bytes");
    assert_eq!(json(verifier, &decoded), json(verifier, evidence), "{name}");
    let report = verifier.judge(evidence);
    for (short, long) in verifier.verdicts(&decoded).iter().zip(&report.signatures) {
        assert_eq!((short.kind, short.indication, short.sub_indication), (long.kind, long.indication, long.sub_indication));
        assert_eq!((short.best_signature_time, short.renewal_due), (long.best_signature_time, long.renewal_due), "{name}");
        assert_eq!(short.renewal_cause, long.renewal_cause, "{name}");
        assert!(long.reasons.iter().all(|reason| reason.severity == Severity::Info || short.reasons.contains(&reason.code)));
    }
    let remembered = verifier.read_evidence(&bytes, &source).unwrap();
    assert_eq!(json(verifier, &remembered), json(verifier, evidence), "{name}, remembered");
}

#[test]
fn a_file_holds_evidence_and_its_material_and_nothing_else() {
    for (id, verifier, document) in cases().into_iter().filter(|(id, _, _)| id.starts_with("pades::")) {
        let evidence = verifier.collect(&document).unwrap();
        let file = evidence.to_file();
        assert!(Evidence::is_file(&file) && !Evidence::is_file(&evidence.to_cbor()) && !Evidence::is_file(&document));
        let read = verifier.read_evidence_file(&file).unwrap();
        assert_eq!(json(&verifier, &read), json(&verifier, &evidence), "{id}");
        assert_eq!(read.to_file(), file);
        for at in (0..file.len()).step_by(7) {
            let mut altered = file.clone();
            altered[at] ^= 0x10;
            // Bits inside the facts may say something else; in the material and between them, none goes unnoticed.
            assert!(Evidence::from_file(&altered).is_err() || at < 40 + evidence.to_cbor().len(), "{id}: octet {at}");
        }
        assert_eq!(Evidence::from_file(&[&file[..], &[0]].concat()).unwrap_err(), CodecError::TrailingData);
    }
}

/// A file of anchors, or a list of such files with the terms on which each is trusted.
fn add_trust(trust: &mut TrustStore, file: &Path) {
    if file.extension().is_none_or(|end| end != "toml") {
        return trust.add(&read(file)).unwrap();
    }
    let list = TrustList::from_toml(&String::from_utf8(read(file)).unwrap()).unwrap();
    for entry in list.entries {
        trust.add_on_terms(&read(&file.with_file_name(&entry.file)), &entry.terms).unwrap();
    }
}

/// All cases of the suite: identifier, verifier, document.
fn cases() -> Vec<(String, Verifier, Vec<u8>)> {
    let suite: Value = serde_json::from_slice(&read(&fixtures().join("cases.json"))).unwrap();
    let files = |value: &Value| -> Vec<Vec<u8>> {
        value.as_array().unwrap().iter().map(|file| read(&fixtures().join(file.as_str().unwrap()))).collect()
    };
    let case = |case: &Value| {
        let mut trust = TrustStore::default();
        for file in case["trust"].as_array().unwrap() {
            add_trust(&mut trust, &fixtures().join(file.as_str().unwrap()));
        }
        let mut material = Material::default();
        for file in files(&case["material"]) {
            material.extend(Material::from_bytes(&file).unwrap());
        }
        let revocation = RevocationRequirement::from_name(case["revocation"].as_str().unwrap()).unwrap();
        let policy = case["policy"].as_str().map_or_else(Policy::default, |file| {
            Policy::from_toml(&String::from_utf8(read(&fixtures().join(file))).unwrap()).unwrap()
        });
        let verifier = Verifier::builder()
            .trust(trust)
            .material(material)
            .policy(policy.with_revocation(revocation))
            .at(Instant::parse_rfc3339(case["at"].as_str().unwrap()).unwrap())
            .password(case["password"].as_str().unwrap_or_default().as_bytes())
            .build();
        (case["id"].as_str().unwrap().to_owned(), verifier, read(&fixtures().join(case["file"].as_str().unwrap())))
    };
    suite["cases"].as_array().unwrap().iter().map(case).collect()
}

#[test]
fn every_case_is_judged_the_same_from_stored_evidence() {
    let mut count = 0;
    for (id, verifier, document) in cases() {
        if let Ok(evidence) = verifier.collect(&document) {
            round_trip(&id, &verifier, &evidence);
            count += 1;
        }
    }
    assert!(count > 300, "{count} cases only");
}

#[test]
fn every_document_of_the_corpus_is_judged_the_same_from_stored_evidence() {
    let Some(corpus) = shared::folder("corpus") else { return };
    let mut trust = TrustStore::default();
    for file in shared::files(&corpus.join("anchors")) {
        let _ = trust.add(&read(&file));
    }
    let at = Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap();
    let verifier = Verifier::builder().trust(trust).at(at).build();
    let (mut documents, mut size, mut signatures) = (0, 0, 0);
    for file in shared::files(&corpus).iter().filter(|file| file.extension().is_some_and(|end| end == "pdf")) {
        let Ok(evidence) = verifier.collect(&read(file)) else { continue };
        round_trip(&file.display().to_string(), &verifier, &evidence);
        documents += 1;
        signatures += evidence.signatures.len();
        size += evidence.to_cbor().len();
    }
    println!("{documents} documents, {signatures} signatures, {} bytes a document", size / documents);
    assert!(documents > 200 && signatures > 200);
}

/// Evidence of several kinds, small.
fn samples() -> Vec<(String, Vec<u8>, Store)> {
    let wanted = [
        "pades::baseline-lta::document-timestamp",
        "cms::certificates::none",
        "changes::form::field-moved",
        "algorithms::rsa-3072-pss-sha512-salt-20",
        "timestamps::signature::fraction-of-a-second",
        "damage::trailing-garbage",
        "fields::certification",
    ];
    let all = cases().into_iter().filter(|(id, _, _)| wanted.contains(&id.as_str()));
    let samples: Vec<_> = all
        .map(|(id, verifier, document)| {
            let evidence = verifier.collect(&document).unwrap();
            (id, evidence.to_cbor(), store(&evidence))
        })
        .collect();
    assert_eq!(samples.len(), wanted.len());
    samples
}

/// Whatever can be read is written the same: nothing has two forms.
#[test]
fn altered_evidence_is_refused_or_is_exactly_what_it_says() {
    let (mut refused, mut read) = (0, 0);
    for (id, bytes, source) in samples() {
        let mut altered = bytes.clone();
        for at in 0..bytes.len() {
            for mask in [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff] {
                altered[at] = bytes[at] ^ mask;
                match Evidence::from_cbor(&altered, &source) {
                    Ok(evidence) => {
                        assert!(evidence.to_cbor() == altered, "{id}: octet {at} ^ {mask:02x} is read and written otherwise");
                        read += 1;
                    }
                    Err(_) => refused += 1,
                }
            }
            altered[at] = bytes[at];
        }
    }
    println!("{refused} refused, {read} read");
    assert!(refused > 1_000 && read > 1_000);
}

#[test]
fn evidence_cut_off_or_continued_is_refused() {
    for (id, bytes, source) in samples() {
        for length in 0..bytes.len() {
            assert!(Evidence::from_cbor(&bytes[..length], &source).is_err(), "{id} cut at {length}");
        }
        let continued = [&bytes[..], &[0]].concat();
        assert_eq!(Evidence::from_cbor(&continued, &source).unwrap_err(), CodecError::TrailingData);
    }
}

#[test]
fn evidence_that_counts_more_than_there_can_be_is_judged() {
    let (_, verifier, document) = cases().into_iter().find(|(id, _, _)| id.starts_with("pades::")).unwrap();
    let mut evidence = verifier.collect(&document).unwrap();
    let data = &mut evidence.validation_data;
    (data.certificates, data.crls, data.ocsps, data.vri) = (u32::MAX, u32::MAX, u32::MAX, u32::MAX);
    data.first_revision = Some(u32::MAX);
    let decoded = Evidence::from_cbor(&evidence.to_cbor(), &store(&evidence)).unwrap();
    assert_eq!(json(&verifier, &decoded), json(&verifier, &evidence));
}

#[test]
fn what_is_no_evidence_or_of_another_version_is_named() {
    let (_, bytes, source) = samples().remove(0);
    for other in [&b""[..], b"%PDF-1.7", &[0x83], &[0x83, 0x61, b'a', 1], &[0xd9, 0xd9, 0xf7, 0x83]] {
        let error = Evidence::from_cbor(other, &source).unwrap_err();
        assert!(matches!(error, CodecError::NotEvidence | CodecError::Truncated), "{error:?}");
    }
    let version = bytes.iter().position(|&octet| octet == 1).unwrap();
    let mut later = bytes;
    later[version] = 2;
    assert_eq!(Evidence::from_cbor(&later, &source).unwrap_err(), CodecError::Version(2));
}

#[test]
fn material_that_is_missing_or_damaged_is_named() {
    let (_, bytes, mut source) = samples().into_iter().find(|(id, _, _)| id.contains("lta")).unwrap();
    let key = *source.keys().min().unwrap();
    let whole = source.remove(&key).unwrap();
    assert_eq!(Evidence::from_cbor(&bytes, &source).unwrap_err(), CodecError::MaterialMissing(key));
    // One bit inside the signature value at the end: it parses, and is another certificate, CRL or response.
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    source.insert(key, damaged);
    let error = Evidence::from_cbor(&bytes, &source).unwrap_err();
    assert!(matches!(error, CodecError::MaterialDamaged(_) | CodecError::MaterialMalformed(_)), "{error:?}");
    let other = source.values().find(|other| other[..4] == whole[..4]).cloned();
    source.insert(key, other.unwrap_or_default());
    assert!(Evidence::from_cbor(&bytes, &source).is_err());
    source.insert(key, whole);
    assert!(Evidence::from_cbor(&bytes, &source).is_ok());
}

/// `docs/evidence.cddl` describes what is written, and its encoding is deterministic (RFC 8949 §4.2.1), in the eyes of the
/// Python package cddl-verifier. The Python that has it is `LONGSEAL_PYTHON` or `python3`.
#[test]
fn the_published_schema_describes_what_is_written() {
    use std::io::Write as _;
    const SCRIPT: &str = "
import sys, pathlib
try:
    from cddl_verifier import Validator
except ImportError:
    sys.exit(77)
schema = Validator(pathlib.Path(sys.argv[1]))
count = 0
data = sys.stdin.buffer
while length := data.read(8):
    item = data.read(int.from_bytes(length, 'big'))
    result = schema.validate(item, 'evidence', require_deterministic=True)
    if not result.valid:
        sys.exit('\\n'.join(result.errors))
    count += 1
    # What lacks the document's SHA-256 or has a member more is not evidence.
    broken = b'\\x83\\x71longseal-evidence\\x01\\xa1\\x01\\xa0', item + b'\\x00', item.replace(b'\\x01', b'\\x02', 1)
    if any(schema.validate(other, 'evidence').valid for other in broken):
        sys.exit('what is broken is accepted')
print(count)
";
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/evidence.cddl");
    let python = std::env::var("LONGSEAL_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let piped = std::process::Stdio::piped;
    let child = std::process::Command::new(python).args(["-c", SCRIPT]).arg(schema).stdin(piped()).stdout(piped()).spawn();
    let Ok(mut child) = child else {
        let _ = writeln!(std::io::stderr(), "skipped: no Python");
        return;
    };
    let mut written = 0;
    let mut input = child.stdin.take().unwrap();
    for (_, verifier, document) in cases() {
        let Ok(evidence) = verifier.collect(&document) else { continue };
        let bytes = evidence.to_cbor();
        // A Python without the package has gone by now.
        if input.write_all(&(bytes.len() as u64).to_be_bytes()).and_then(|()| input.write_all(&bytes)).is_err() {
            break;
        }
        written += 1;
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    if output.status.code() == Some(77) {
        let _ = writeln!(std::io::stderr(), "skipped: no cddl-verifier");
        return;
    }
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), written.to_string());
    assert!(written > 300);
}
