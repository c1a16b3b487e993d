//! `longseal verify`: exit status, the shapes of its formats, lists of files, order and reproducibility.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use std::io::Write as _;
use std::process::{Command, Stdio};

use command::{Run, fixtures, line, longseal};
use serde_json::Value;

const PASSED: &str = "pades/baseline-b/rsa-2048-sha256.pdf";
const FAILED: &str = "integrity/content-byte-flipped.pdf";
const UNSIGNED: &str = "document/unsigned.pdf";
const NO_PDF: &str = "document/not-a-pdf.pdf";
const ENCRYPTED: &str = "encryption/aes-256-given-password.pdf";

/// Verifies with the fixtures' root, at their time, without revocation.
fn verify(arguments: &str) -> Run {
    line(&format!("verify --trust pki/root.pem --at 2026-01-01T00:00:00Z --revocation none {arguments}"))
}

/// The paths of an array of reports.
fn paths(reports: &Value) -> Vec<&str> {
    reports.as_array().unwrap().iter().map(|report| report["document"]["path"].as_str().unwrap()).collect()
}

#[test]
fn exit_status_is_that_of_the_worst() {
    for (arguments, status) in [
        (PASSED.to_owned(), 0),
        (UNSIGNED.to_owned(), 0),
        (format!("{PASSED} {UNSIGNED}"), 0),
        (NO_PDF.to_owned(), 3),
        (format!("{PASSED} {NO_PDF}"), 3),
        (FAILED.to_owned(), 1),
        (format!("{NO_PDF} {FAILED} {PASSED}"), 1),
    ] {
        assert_eq!(verify(&arguments).status, status, "{arguments}");
    }
    let untrusted = line(&format!("verify {PASSED} --at 2026-01-01T00:00:00Z --revocation none"));
    assert_eq!(untrusted.status, 3);
}

#[test]
fn wrong_usage_is_2_with_nothing_on_standard_output() {
    for (arguments, says) in [
        ("", "PATH"),
        ("unsigned.pdf --format xml", "xml"),
        ("unsigned.pdf --policy lenient", "lenient"),
        ("unsigned.pdf --trust nowhere", "nowhere"),
        ("unsigned.pdf --material ../cases.json", "cases.json"),
        ("--files-from nowhere", "nowhere"),
        ("unsigned.pdf --lang de", "de"),
    ] {
        let run = line(&format!("verify {arguments}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments}");
        assert!(run.stderr.contains(says), "{arguments}: {}", run.stderr);
    }
    assert_eq!(line("verify unsigned.pdf --at 2026-13-01").status, 2);
    assert_eq!(line("").status, 2);
}

#[test]
fn json_of_one_document_is_an_object() {
    let run = verify(&format!("{PASSED} --format json"));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let report = run.json();
    assert_eq!(report["schema"], "longseal/report/1");
    assert_eq!(report["document"]["path"], PASSED);
    assert_eq!(report["document"]["size"], std::fs::metadata(fixtures().join(PASSED)).unwrap().len());
    assert_eq!(report["validation_time"], "2026-01-01T00:00:00Z");
    assert_eq!(report["indication"], "TOTAL-PASSED");
    assert_eq!((&report["signatures_count"], &report["valid_signatures_count"]), (&1.into(), &1.into()));
    assert_eq!(report["signatures"][0]["certificates"][2]["trust_anchor"], true);
    assert!(report["error"].is_null());
}

#[test]
fn a_report_names_the_material_it_was_given() {
    let without = verify(&format!("{PASSED} --format json")).json();
    assert!(without["material"].is_null());
    let digest = |material: &str| verify(&format!("{PASSED} {material} --format json")).json()["material"]["digest"].clone();
    let both = digest("--material pki/root.pem --material pki/authority.pem");
    assert_eq!(both.as_str().map(str::len), Some(64));
    assert_eq!(both, digest("--material pki/authority.pem --material pki/root.pem"));
    assert_ne!(both, digest("--material pki/root.pem"));
}

#[test]
fn json_of_several_documents_is_an_array_in_their_order() {
    let reports = verify(&format!("{FAILED} {UNSIGNED} {PASSED} --format json")).json();
    assert_eq!(paths(&reports), [FAILED, UNSIGNED, PASSED]);
    assert_eq!(reports[0]["indication"], "TOTAL-FAILED");
    assert!(reports[1]["indication"].is_null() && reports[1]["signatures"] == Value::Array(Vec::new()));
}

#[test]
fn a_folder_is_searched_in_order_of_names() {
    let reports = verify("document --format json").json();
    assert_eq!(paths(&reports), ["document/not-a-pdf.pdf", "document/unsigned.pdf"]);
    assert_eq!(verify("document/").status, 3);
}

#[test]
fn json_lines_are_one_object_a_line() {
    let run = verify(&format!("{PASSED} {NO_PDF} --format jsonl"));
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|report| report["schema"] == "longseal/report/1"));
    let one = verify(&format!("{PASSED} --format jsonl"));
    assert_eq!(one.stdout, verify(&format!("{PASSED} --format json")).stdout);
}

#[test]
fn what_cannot_be_examined_is_a_row_and_stops_nothing() {
    let run = verify(&format!("{NO_PDF} nowhere.pdf {ENCRYPTED} {PASSED} --format json"));
    assert_eq!(run.status, 3);
    let reports = run.json();
    let codes: Vec<_> = reports.as_array().unwrap().iter().map(|report| report["error"]["code"].as_str()).collect();
    assert_eq!(codes, [Some("error.not-pdf"), Some("error.unreadable-file"), Some("error.wrong-password"), None]);
    assert!(reports[0]["indication"].is_null() && reports[0]["error"]["message"].is_string());
    assert_eq!(reports[3]["indication"], "TOTAL-PASSED");
    let text = verify(&format!("{NO_PDF} {PASSED}")).stdout;
    assert!(text.contains(&format!("{NO_PDF}: could not be examined")), "{text}");
    assert!(text.contains(&format!("{PASSED}: VALID")), "{text}");
}

#[test]
fn damaged_is_neither_valid_nor_unsigned() {
    let report = verify("damage/startxref-nowhere.pdf --format json").json();
    assert!(report["error"].is_object() || report["indication"].is_string(), "{report}");
    assert_ne!(report["indication"], "TOTAL-PASSED", "{report}");
}

#[test]
fn a_list_of_files_comes_from_a_file_or_from_standard_input() {
    let list = format!("{FAILED}\n\n{PASSED}\n");
    let file = std::env::temp_dir().join(format!("longseal-list-{}", std::process::id()));
    std::fs::write(&file, &list).unwrap();
    let from_file = verify(&format!("--files-from {} {UNSIGNED} --format json", file.display()));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(paths(&from_file.json()), [UNSIGNED, FAILED, PASSED]);

    let mut child = Command::new(env!("CARGO_BIN_EXE_longseal"))
        .args(["verify", "--files-from", "-", "--format", "json", "--revocation", "none"])
        .current_dir(fixtures())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(paths(&serde_json::from_slice(&output.stdout).unwrap()), [FAILED, PASSED]);
}

#[test]
fn output_depends_neither_on_the_run_nor_on_the_threads() {
    for format in ["text", "json", "jsonl", "csv"] {
        let one = verify(&format!("pades algorithms damage -j 1 --format {format}"));
        assert_eq!(one.stdout, verify(&format!("pades algorithms damage -j 1 --format {format}")).stdout, "{format}");
        let two = verify(&format!("pades algorithms damage -j 2 --format {format}"));
        assert!(two.stdout == one.stdout && two.status == one.status, "{format}");
    }
}

#[test]
fn output_goes_to_a_file_when_asked() {
    let file = std::env::temp_dir().join(format!("longseal-output-{}", std::process::id()));
    let run = verify(&format!("{PASSED} --format json -o {}", file.display()));
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert_eq!(written, verify(&format!("{PASSED} --format json")).stdout);
}

#[test]
fn a_password_opens_what_is_encrypted_with_it() {
    assert_eq!(verify(ENCRYPTED).status, 3);
    assert_eq!(verify(&format!("{ENCRYPTED} --password wrong")).status, 3);
    let given = ["verify", ENCRYPTED, "--password", "mật khẩu", "--trust", "pki/root.pem", "--revocation", "none"];
    assert_eq!(longseal(given.into_iter().chain(["--at", "2026-01-01"])).status, 0);
}

/// Validation ends early where nothing says that the signer was not revoked (EN 319 102-1 §5.5.4 step 2); what a valid
/// timestamp proves is said all the same.
#[test]
fn a_proven_time_is_said_where_the_best_signature_time_is_the_current_time() {
    let about =
        "verify past/expired/with-timestamp.pdf --trust past/root.pem --material past/root-2025.crl --at 2026-01-01T00:00:00Z";
    let report = line(&format!("{about} --format json")).json();
    assert_eq!(report["signatures"][0]["best_signature_time"], "2026-01-01T00:00:00Z");
    let text = line(about).stdout;
    assert!(text.contains("proven to exist on: 2011-06-01T10:00:00Z"), "{text}");
}

#[test]
fn text_is_in_the_language_asked_for() {
    let english = verify(PASSED).stdout;
    assert!(english.starts_with(&format!("{PASSED}: VALID\n")), "{english}");
    let vietnamese = verify(&format!("{PASSED} --lang vi")).stdout;
    assert!(vietnamese.starts_with(&format!("{PASSED}: HỢP LỆ\n")), "{vietnamese}");
    let message = |lang: &str| {
        let report = verify(&format!("{FAILED} --format json --lang {lang}")).json();
        let reasons = report["signatures"][0]["reasons"].as_array().unwrap().clone();
        (reasons[0]["code"].clone(), reasons[0]["message"].clone())
    };
    let ((code, english), (same_code, vietnamese)) = (message("en"), message("vi"));
    assert_eq!(code, same_code);
    assert_ne!(english, vietnamese);
}
