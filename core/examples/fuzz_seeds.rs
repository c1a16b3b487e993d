//! Seeds for the fuzz targets, from the fixtures: `cargo run --package longseal --example fuzz_seeds FOLDER` fills FOLDER/TARGET for each.

// A program that reads and writes files, and includes what it needs of a crate outside the workspace.
#![allow(missing_docs, unreachable_pub, dead_code, clippy::pedantic)]
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, clippy::disallowed_types)]

#[path = "../../fuzz/src/mutate/mod.rs"]
mod mutate;
#[path = "../../fuzz/src/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use longseal::asn1;
use longseal::cms::SignedData;
use longseal::crl::Crl;
use longseal::time::Instant;
use longseal::trust::TrustStore;
use longseal::x509::Certificate;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("usage: seeds FOLDER"));
    let mut written = BTreeSet::new();
    let mut seed = |target: &str, bytes: &[u8]| {
        // Larger ones teach libFuzzer nothing that small ones do not, at a tenth of the speed.
        if bytes.is_empty() || bytes.len() > 48 << 10 || !written.insert((target.to_owned(), bytes.to_vec())) {
            return;
        }
        fs::create_dir_all(folder.join(target)).expect("a new folder");
        fs::write(folder.join(target).join(format!("{:05}", written.len())), bytes).expect("written");
    };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut found = Vec::new();
    for part in ["files", "policies", "trust"] {
        files(&fixtures.join(part), &mut found);
    }
    found.sort();
    let root = fs::read(fixtures.join("files/pki/root.pem")).expect("a fixture");
    let trust = TrustStore::from_pem(&root).expect("a fixture");
    let time = Instant::parse_rfc3339("2026-01-01T00:00:00Z").expect("a time");
    let verifier = longseal::Verifier::builder().trust(trust).at(time).build();
    for path in found {
        let bytes = fs::read(&path).expect("a fixture");
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("pdf") => {
                for target in ["document", "verdict", "differential_document"] {
                    seed(target, &bytes);
                }
                seed("chain", &mutate::pdf::certificates(&bytes));
                for value in mutate::pdf::signature_values(&bytes) {
                    let Ok(definite) = asn1::to_definite(&value) else { continue };
                    let end = asn1::outer_length(&value).unwrap_or(value.len());
                    let value = value.get(..end).unwrap_or(&value);
                    for target in ["cms", "asn1", "timestamp"] {
                        seed(target, value);
                    }
                    seed("differential_cms", &definite);
                    let Ok(signed) = SignedData::parse(&definite) else { continue };
                    for certificate in &signed.certificates {
                        seed("certificate", certificate);
                        seed("differential_certificate", certificate);
                    }
                    signed.crls.iter().for_each(|crl| seed("crl", crl));
                    signed.ocsp_responses.iter().for_each(|response| seed("ocsp", response));
                    for signer in &signed.signer_infos {
                        for token in signer.signature_timestamps() {
                            seed("timestamp", token);
                            mutate::cms::with_accuracy(token).iter().for_each(|token| seed("timestamp", token));
                        }
                    }
                }
                if let Ok(evidence) = verifier.collect(&bytes) {
                    seed("evidence", &evidence.to_file());
                    seed("judge", &evidence.to_file());
                    for item in evidence.material.items() {
                        match item.kind {
                            "crl" => seed("crl", item.bytes),
                            "ocsp" => seed("ocsp", item.bytes),
                            _ => seed("certificate", item.bytes),
                        }
                    }
                }
            }
            Some("toml") => seed("settings", &bytes),
            Some("pem" | "p7b") => seed("material", &bytes),
            Some("ors") => seed("ocsp", &bytes),
            Some("tsr") => seed("timestamp", &bytes),
            Some("der" | "crl") => {
                seed("material", &bytes);
                if Certificate::parse(&bytes).is_ok() {
                    seed("certificate", &bytes);
                    seed("differential_certificate", &bytes);
                } else if Crl::parse(&bytes).is_ok() {
                    seed("crl", &bytes);
                }
            }
            _ => {}
        }
    }
    for preset in longseal::policy::Policy::PRESETS {
        seed("settings", longseal::policy::Policy::preset_toml(preset).unwrap_or_default().as_bytes());
    }
    seed(
        "settings",
        b"schema = \"longseal/trust/1\"\n[[anchor]]\nfile = \"root.pem\"\npurposes = [\"signing\"]\nuntil = 2019-10-01\n",
    );
    // Six bytes choose filters and parameters; what follows is their input.
    for head in [[1, 0, 0, 12, 4, 1], [1, 1, 0, 1, 1, 1], [2, 2, 0, 2, 3, 3], [2, 3, 4, 1, 1, 1], [0, 0, 0, 0, 0, 0]] {
        for body in [
            &b"x\x9cKL\x84\x02\x00\x1f\x8e\x04\xf9"[..],
            b"789C4B4C840200>",
            b"9jqo^BlbD-~>",
            b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01",
            b"\x02abc\xfda\x80",
        ] {
            seed("filter", &[&head[..], body].concat());
        }
    }
    println!("{} seeds", written.len());
}
