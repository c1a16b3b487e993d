//! `--trust` with terms: purposes, an end, lists in TOML.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use std::path::PathBuf;

use command::{fixtures, line};

const PLAIN: &str = "pades/baseline-b/rsa-2048-sha256.pdf";
const STAMPED: &str = "pades/baseline-t/signature-timestamp.pdf";

/// A folder with the fixtures' root and a list; removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, list: Option<&str>) -> Self {
        let path = std::env::temp_dir().join(format!("longseal-trust-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::copy(fixtures().join("pki/root.pem"), path.join("root.pem")).unwrap();
        if let Some(list) = list {
            std::fs::write(path.join("trust.toml"), format!("schema = \"longseal/trust/1\"\n{list}")).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Indication, sub-indication and codes of the first signature.
fn verify(arguments: &str) -> (String, Option<String>, Vec<String>) {
    let report = line(&format!("verify --revocation none --format json {arguments}")).json();
    let signature = &report["signatures"][0];
    let text = |key: &str| signature[key].as_str().map(str::to_owned);
    let codes = signature["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap().to_owned());
    (text("indication").unwrap(), text("sub_indication"), codes.collect())
}

#[test]
fn an_anchor_with_an_end_counts_until_then() {
    let folder = Folder::new("end", Some("[[anchor]]\nfile = \"root.pem\"\nuntil = 2026-01-01"));
    for trust in [folder.0.clone(), folder.0.join("trust.toml")] {
        let trust = trust.display();
        let before = verify(&format!("{PLAIN} --trust {trust} --at 2026-01-01T00:00:00Z"));
        assert_eq!(before.0, "TOTAL-PASSED");
        let (indication, sub_indication, codes) = verify(&format!("{PLAIN} --trust {trust} --at 2026-01-01T00:00:01Z"));
        assert_eq!(
            (indication.as_str(), sub_indication.as_deref()),
            ("INDETERMINATE", Some("NO_CERTIFICATE_CHAIN_FOUND_NO_POE"))
        );
        assert!(codes.iter().any(|code| code == "path.anchor-ended"), "{codes:?}");
    }
}

#[test]
fn an_anchor_for_timestamps_trusts_no_signer() {
    let folder = Folder::new("purpose", Some("[[anchor]]\nfile = \"root.pem\"\npurposes = [\"timestamping\"]"));
    let at = "--at 2026-01-01T00:00:00Z";
    let (indication, sub_indication, codes) = verify(&format!("{PLAIN} --trust {} {at}", folder.0.display()));
    assert_eq!((indication.as_str(), sub_indication.as_deref()), ("INDETERMINATE", Some("NO_CERTIFICATE_CHAIN_FOUND")));
    assert!(codes.iter().any(|code| code == "path.anchor-purpose"), "{codes:?}");
    // And the other way round: the signer is trusted, the time is not proven.
    let signing = Folder::new("signing", Some("[[anchor]]\nfile = \"root.pem\"\npurposes = [\"signing\"]"));
    let report = line(&format!("verify --revocation none --format json {STAMPED} --trust {} {at}", signing.0.display())).json();
    assert_eq!(report["signatures"][0]["timestamps"][0]["indication"], "INDETERMINATE");
    let both = line(&format!("verify --revocation none --format json {STAMPED} --trust pki/root.pem {at}")).json();
    assert_eq!(both["signatures"][0]["timestamps"][0]["indication"], "PASSED");
}

#[test]
fn reports_name_the_trust_with_its_terms() {
    let digest = |folder: &Folder| {
        let arguments = format!("verify --format json {PLAIN} --at 2026-01-01 --trust {}", folder.0.display());
        line(&arguments).json()["trust"]["digest"].as_str().unwrap().to_owned()
    };
    let plain = digest(&Folder::new("plain", None));
    assert_eq!(digest(&Folder::new("listed", Some("[[anchor]]\nfile = \"root.pem\""))), plain);
    assert_ne!(digest(&Folder::new("ended", Some("[[anchor]]\nfile = \"root.pem\"\nuntil = 2030-01-01"))), plain);
}

#[test]
fn a_mistake_in_a_list_is_2_with_its_place() {
    for (list, says) in [
        ("[[anchor]]\nfile = \"root.pem\"\nunitl = 2020-01-01", "line 4, column 1: unknown key `anchor.unitl`"),
        ("[[anchor]]\nfile = \"nowhere.pem\"", "nowhere.pem"),
    ] {
        let folder = Folder::new("wrong", Some(list));
        let run = line(&format!("verify {PLAIN} --trust {}", folder.0.display()));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{list}");
        assert!(run.stderr.contains(says), "{list}: {}", run.stderr);
    }
}

#[test]
fn a_readme_in_a_trust_folder_is_left_out_and_a_broken_certificate_is_not() {
    let folder = Folder::new("readme", None);
    std::fs::write(folder.0.join("README.md"), "Roots, compared by the registry.").unwrap();
    let arguments = format!("{PLAIN} --trust {0} --material {0} --at 2026-01-01T00:00:00Z", folder.0.display());
    assert_eq!(verify(&arguments).0, "TOTAL-PASSED");
    std::fs::write(folder.0.join("other.crt"), "no certificate").unwrap();
    let output = line(&format!("verify {arguments}"));
    assert_eq!(output.status, 2, "{}", output.stderr);
}
