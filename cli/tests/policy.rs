//! `--policy NAME|FILE`: presets, files, mistakes in files, and what a policy changes in a verdict.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use command::{Run, line};
use serde_json::Value;

const SHA1: &str = "algorithms/rsa-2048-sha1-today.pdf";
const PLAIN: &str = "pades/baseline-b/rsa-2048-sha256.pdf";

/// Verifies with the fixtures' root, without revocation.
fn verify(arguments: &str) -> Run {
    line(&format!("verify --trust pki/root.pem --revocation none --format json {arguments}"))
}

/// Indication and sub-indication of the first signature.
fn verdict(report: &Value) -> (String, Option<String>) {
    let signature = &report["signatures"][0];
    let text = |key: &str| signature[key].as_str().map(str::to_owned);
    (text("indication").unwrap(), text("sub_indication"))
}

fn codes(report: &Value) -> Vec<&str> {
    report["signatures"][0]["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap()).collect()
}

fn expect(arguments: &str, indication: &str, sub_indication: Option<&str>, code: &str) {
    let report = verify(arguments).json();
    assert_eq!(verdict(&report), (indication.to_owned(), sub_indication.map(str::to_owned)), "{arguments}: {report}");
    assert!(code.is_empty() || codes(&report).contains(&code), "{arguments}: {:?}", codes(&report));
}

#[test]
fn the_same_document_comes_out_differently_by_the_date_of_its_algorithm() {
    let broken = Some("CRYPTO_CONSTRAINTS_FAILURE_NO_POE");
    // The certificate begins in 2024, after SHA-1 ended: a file that lets it stand until 2025 moves the day.
    let until_2025 = std::env::temp_dir().join(format!("longseal-policy-{}.toml", std::process::id()));
    let text =
        "schema = \"longseal/policy/1\"\nname = \"sha1-until-2025\"\nextends = \"default\"\n[digests]\n\"SHA-1\" = 2025-01-01\n";
    std::fs::write(&until_2025, text).unwrap();
    let file = until_2025.display();
    expect(&format!("{SHA1} --at 2024-12-31T23:59:59Z --policy {file}"), "TOTAL-PASSED", None, "");
    expect(&format!("{SHA1} --at 2025-01-01T00:00:00Z --policy {file}"), "INDETERMINATE", broken, "crypto.not-reliable");
    expect(&format!("{SHA1} --at 2024-12-31T23:59:59Z"), "INDETERMINATE", broken, "crypto.not-reliable");
    std::fs::remove_file(&until_2025).unwrap();
    // RSA PKCS #1 of 2048 bits ends with 2028.
    expect(&format!("{PLAIN} --at 2028-12-31T23:59:59Z"), "TOTAL-PASSED", None, "");
    expect(&format!("{PLAIN} --at 2029-01-01T00:00:00Z"), "INDETERMINATE", broken, "crypto.not-reliable");
}

#[test]
fn reports_name_the_policy_and_its_digest() {
    let policy = |arguments: &str| {
        let report = verify(&format!("{PLAIN} --at 2026-01-01 {arguments}")).json();
        (report["policy"]["name"].as_str().unwrap().to_owned(), report["policy"]["digest"].as_str().unwrap().to_owned())
    };
    let (name, digest) = policy("--policy ../policies/sha1-until-2020.toml");
    assert_eq!(name, "sha1-until-2020+revocation-none");
    let (default, default_digest) = policy("");
    assert_eq!(default, "default+revocation-none");
    assert_ne!(digest, default_digest);
    assert_eq!(digest.len(), 64);
}

#[test]
fn strict_fails_what_default_remarks_upon() {
    let bare = "algorithms/rsa-1024-sha1-in-2010.pdf --at 2010-06-15T00:00:00Z";
    expect(bare, "TOTAL-PASSED", None, "signer.certificate-unbound");
    expect(&format!("{bare} --policy strict"), "INDETERMINATE", Some("SIG_CONSTRAINTS_FAILURE"), "signer.certificate-unbound");
    expect(&format!("{PLAIN} --at 2026-01-01 --policy strict"), "TOTAL-PASSED", None, "signature.timestamp-missing");
}

#[test]
fn a_signature_policy_is_identified_by_its_digest() {
    let given = "--at 2026-01-01 --policy ../policies/signature-policy.toml";
    expect(&format!("signature-policy/identified-with-digest.pdf {given}"), "TOTAL-PASSED", None, "signature.policy-identified");
    let without_digest = format!("signature-policy/identified-with-digest-of-zeros.pdf {given}");
    expect(&without_digest, "TOTAL-PASSED", None, "signature.policy-digest-missing");
    let other =
        "signature-policy/identified-with-digest.pdf --at 2026-01-01 --policy ../policies/signature-policy-other-edition.toml";
    expect(other, "INDETERMINATE", Some("POLICY_PROCESSING_ERROR"), "signature.policy-digest-mismatch");
    let none = "signature-policy/identified-with-digest.pdf --at 2026-01-01";
    expect(none, "TOTAL-PASSED", None, "signature.policy-not-available");
    let required = format!("{none} --policy ../policies/signature-policy-required.toml");
    let with_document = format!("{required} --material ../policies/signature-policy.txt");
    expect(&with_document, "TOTAL-PASSED", None, "signature.policy-identified");
    let named = line(
        "verify --trust pki/root.pem --revocation none signature-policy/identified-with-digest.pdf --at 2026-01-01 --material ../policies/signature-policy.txt",
    );
    assert!(named.stderr.contains("signature-policy.txt"), "{}", named.stderr);
    let zeros = required.replace("identified-with-digest.pdf", "identified-with-digest-of-zeros.pdf");
    let unnamed = format!("{zeros} --material ../policies/signature-policy.txt");
    expect(&unnamed, "INDETERMINATE", Some("SIGNATURE_POLICY_NOT_AVAILABLE"), "signature.policy-not-available");
    expect(&required, "INDETERMINATE", Some("SIGNATURE_POLICY_NOT_AVAILABLE"), "signature.policy-not-available");
}

#[test]
fn chain_takes_the_same_policies() {
    let chain = |policy: &str| {
        let run = line(&format!(
            "chain pki/signer.der --trust pki/root.pem --material pki/authority.pem --at 2026-01-01 --format json {policy}"
        ));
        (run.status, run.json()["indication"].as_str().unwrap().to_owned())
    };
    assert_eq!(chain("").0, 3);
    let file = std::env::temp_dir().join(format!("longseal-chain-policy-{}.toml", std::process::id()));
    let text =
        "schema = \"longseal/policy/1\"\nname = \"no-revocation\"\nextends = \"default\"\nrevocation.requirement = \"none\"\n";
    std::fs::write(&file, text).unwrap();
    assert_eq!(chain(&format!("--policy {}", file.display())), (0, "PASSED".to_owned()));
    assert_eq!(chain(&format!("--policy {} --revocation require", file.display())).0, 3);
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn a_mistake_in_a_policy_is_2_with_file_line_and_column() {
    let file = std::env::temp_dir().join(format!("longseal-wrong-policy-{}.toml", std::process::id()));
    for (text, says) in [
        ("schema = \"longseal/policy/1\"\nname = \"x\"\nrevokation = 1\n", "line 3, column 1: unknown key `revokation`"),
        ("schema = \"longseal/policy/1\"\nname = \"x\"\nextends = \"lenient\"\n", "line 3, column 11"),
        ("schema = ", "not TOML"),
        (
            "schema = \"longseal/policy/1\"\nname = \"x\"\n[[signature-policy]]\noid = \"1.2.3\"\nfile = \"nowhere.pdf\"\n",
            "nowhere.pdf",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        for command in [format!("verify {PLAIN}"), "chain pki/signer.der".to_owned()] {
            let run = line(&format!("{command} --policy {}", file.display()));
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{text}");
            assert!(run.stderr.contains(says), "{text}: {}", run.stderr);
            assert!(run.stderr.contains(&file.display().to_string()), "{}", run.stderr);
        }
    }
    std::fs::write(&file, b"\xff\xfe").unwrap();
    assert!(line(&format!("verify {PLAIN} --policy {}", file.display())).stderr.contains("UTF-8"));
    std::fs::remove_file(&file).unwrap();
}
