//! The attack that a file is known for is named in the reasons of its verdict, by the name its paper gave it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a test may read files and print"
)]

mod shared;

use longseal::Verifier;
use longseal::reason::ReasonCode;
use longseal::time::Instant;
use longseal::trust::TrustStore;
use serde_json::Value;

/// Which names fit a class of the collection. A file of one class may use the means of another: a shadow attack may well be
/// carried out by an annotation.
fn fitting(class: &str) -> &'static [&'static str] {
    match class {
        "USF" => &["attack.universal-forgery"],
        "SWA" => &["attack.signature-wrapping"],
        "ISA" => {
            &["attack.incremental-saving", "attack.shadow-hide", "attack.shadow-hide-and-replace", "attack.signature-replaced"]
        }
        "BYTERANGE-ANOMALY" => &["attack.universal-forgery", "attack.signature-wrapping"],
        "SHADOW-HIDE" => &["attack.shadow-hide"],
        "SHADOW-REPLACE" | "FORM-AP-SNEAKY" => &["attack.shadow-replace"],
        "SHADOW-HIDE-AND-REPLACE" => &["attack.shadow-hide-and-replace"],
        "CERT-SSA/P2" => &["attack.sneaky-signature"],
        _ => &[],
    }
}

#[test]
fn known_attacks_are_called_by_their_names() {
    let Some(attacks) = shared::folder("suites/attacks") else { return };
    let cases: Value = serde_json::from_slice(&std::fs::read(attacks.join("manifest.json")).unwrap()).unwrap();
    let verifier = Verifier::builder().trust(TrustStore::default()).at(Instant::from_unix_seconds(1_780_000_000)).build();
    let (mut named, mut all) = (0, 0);
    for case in cases.as_array().unwrap() {
        let (file, expected, class) =
            (case["file"].as_str().unwrap(), case["expected"].as_str().unwrap(), case["class"].as_str().unwrap());
        let hostile = ["document-modified", "not-valid", "not-valid-for-document"].contains(&expected);
        let Ok(report) = verifier.verify(&std::fs::read(attacks.join(file)).unwrap()) else { continue };
        let mut codes: Vec<ReasonCode> = report.signatures.iter().flat_map(|s| &s.reasons).map(|reason| reason.code).collect();
        codes.sort_unstable();
        codes.dedup();
        let starts = |start: &str| -> Vec<&str> {
            codes.iter().map(|code| code.as_str()).filter(|code| code.starts_with(start)).collect()
        };
        let names = starts("attack.");
        if hostile && !fitting(class).is_empty() {
            all += 1;
            let right = names.iter().any(|name| fitting(class).contains(name));
            named += u32::from(right);
            println!("{} {class:24} {names:?} {:?} {file}", if right { "ok " } else { "NOT" }, starts("changes."));
        } else if expected != "unsigned" && !expected.starts_with("unsigned:") {
            println!("    {class:24} {names:?} ({expected}) {file}");
            let benign = expected == "allowed-change" || expected.starts_with("valid-as-signed");
            // The one file that was written anew after signing: see docs/divergences.md.
            let rewritten = file.ends_with("field-mdp.pdf");
            assert!(!benign || rewritten || names.is_empty(), "{file}: a benign file is accused of {names:?}");
        }
    }
    println!("{named} of {all} attacks named");
    assert_eq!(named, all);
}
