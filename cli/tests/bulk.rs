//! `longseal verify` over many documents: resuming, parts, hostile files, what goes where.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use command::{Run, fixtures, longseal};
use serde_json::Value;

/// A folder of its own for each test, gone at its end.
struct Archive(PathBuf);

impl Archive {
    /// `count` documents, of which every hundredth is hostile.
    fn new(name: &str, count: usize) -> Self {
        let root = std::env::temp_dir().join(format!("longseal-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let sound = ["pades/baseline-b/rsa-2048-sha256.pdf", "document/unsigned.pdf", "algorithms/ecdsa-p256-sha256.pdf"];
        let hostile = ["byte-range/signature-wrapping.pdf", "document/not-a-pdf.pdf", "damage/startxref-nowhere.pdf"];
        let sound: Vec<PathBuf> = sound.iter().map(|path| fixtures().join(path)).filter(|path| path.exists()).collect();
        for number in 0..count {
            let folder = root.join("documents").join(format!("{:02}", number % 10));
            fs::create_dir_all(&folder).unwrap();
            let source = if number % 100 == 50 {
                fixtures().join(hostile[number / 100 % hostile.len()])
            } else {
                sound[number % sound.len()].clone()
            };
            fs::copy(source, folder.join(format!("{number:05}.pdf"))).unwrap();
        }
        Self(root)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn arguments(&self, more: &[&str]) -> Vec<String> {
        let fixed = ["verify", "--trust", "pki/root.pem", "--at", "2026-01-01T00:00:00Z", "--revocation", "none"];
        let documents = self.path("documents").display().to_string();
        fixed.iter().chain(more).map(|&argument| argument.to_owned()).chain([documents]).collect()
    }

    fn verify(&self, more: &[&str]) -> Run {
        longseal(self.arguments(more))
    }

    fn resume(&self) -> Run {
        let output = self.path("out.jsonl").display().to_string();
        self.verify(&["--format", "jsonl", "--resume", "-o", &output])
    }

    /// Rows of the output by path; a path that is there twice fails.
    fn rows(&self) -> BTreeMap<String, String> {
        rows(&fs::read_to_string(self.path("out.jsonl")).unwrap())
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn rows(text: &str) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::new();
    for line in text.lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let path = report["document"]["path"].as_str().unwrap().to_owned();
        assert!(rows.insert(path.clone(), line.to_owned()).is_none(), "{path} twice");
    }
    rows
}

#[test]
fn a_run_that_is_killed_goes_on_and_has_every_document_once() {
    let archive = Archive::new("killed", 1_500);
    let whole = archive.verify(&["--format", "jsonl", "-j", "1"]);
    let output = archive.path("out.jsonl").display().to_string();
    let mut kills = 0;
    for delay in [150, 250, 400] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_longseal"))
            .args(archive.arguments(&["--format", "jsonl", "--resume", "-j", "2", "-o", &output]))
            .current_dir(fixtures())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        kills += u32::from(child.try_wait().unwrap().is_none());
        // SIGKILL: no handler runs.
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(kills > 0, "the documents are too few: every run ended before it was killed");
    let run = archive.resume();
    assert_eq!(run.status, whole.status, "{}", run.stderr);
    assert_eq!(archive.rows(), rows(&whole.stdout));
    assert_eq!(archive.rows().len(), 1_500);
    // And once more: nothing is left to do, and nothing changes.
    let before = fs::read(archive.path("out.jsonl")).unwrap();
    let again = archive.resume();
    assert_eq!(again.status, whole.status);
    assert!(fs::read(archive.path("out.jsonl")).unwrap() == before);
}

#[test]
fn a_torn_line_is_cut_and_written_again() {
    let archive = Archive::new("torn", 60);
    assert_eq!(archive.resume().status, 1);
    let output = archive.path("out.jsonl");
    let (rows, text) = (archive.rows(), fs::read_to_string(&output).unwrap());
    for keep in [text.len() - 1, text.len() - 100, text.len() / 2, 40, 1, 0] {
        fs::write(&output, &text[..keep]).unwrap();
        let run = archive.resume();
        assert_eq!(run.status, 1);
        assert_eq!(archive.rows(), rows, "{keep}");
        let earlier = text[..keep].lines().count().saturating_sub(usize::from(!text[..keep].ends_with('\n')));
        let says = run.stderr.contains("finished by an earlier run");
        assert_eq!(says, earlier > 0, "{keep}: {}", run.stderr);
    }
}

#[test]
fn a_document_that_changed_is_verified_again_and_its_old_row_is_gone() {
    let archive = Archive::new("changed", 40);
    archive.resume();
    let before = archive.rows();
    let changed = archive.path("documents/03/00003.pdf");
    fs::copy(fixtures().join("integrity/content-byte-flipped.pdf"), &changed).unwrap();
    fs::write(archive.path("documents/new.pdf"), b"nothing").unwrap();
    let run = archive.resume();
    assert!(run.stderr.contains("39 of them were finished by an earlier run"), "{}", run.stderr);
    let after = archive.rows();
    assert_eq!(after.len(), 41);
    for (path, row) in &after {
        let is_new = Path::new(path) == changed || path.ends_with("new.pdf");
        assert_eq!(before.get(path) == Some(row), !is_new, "{path}");
    }
}

#[test]
fn other_trust_material_policy_or_time_make_every_verdict_anew() {
    let archive = Archive::new("settings", 10);
    let output = archive.path("out.jsonl").display().to_string();
    let resume = |more: &[&str]| {
        let fixed = ["verify", "--format", "jsonl", "--resume", "-o", &output];
        let documents = archive.path("documents").display().to_string();
        longseal(fixed.iter().chain(more).copied().chain([documents.as_str()]))
    };
    let at = ["--at", "2026-01-01T00:00:00Z"];
    let trust = ["--trust", "pki/root.pem"];
    let settings: [&[&str]; 5] = [
        &[at, ["--revocation", "none"]].concat(),
        &[at, trust].concat(),
        &[at, trust, ["--revocation", "none"]].concat(),
        &[at, trust, ["--revocation", "none"], ["--material", "pki/authority.pem"]].concat(),
        &[["--at", "2026-01-02T00:00:00Z"], trust, ["--revocation", "none"]].concat(),
    ];
    for more in settings {
        let run = resume(more);
        assert!(!run.stderr.contains("earlier run"), "{more:?}: {}", run.stderr);
        assert_eq!(archive.rows().len(), 10);
        assert!(resume(more).stderr.contains("10 of them were finished by an earlier run"), "{more:?}");
    }
    // Without a time, a run goes on at the time at which it began.
    let run = resume(&["--trust", "pki/root.pem", "--revocation", "none"]);
    assert!(run.stderr.contains("10 of them"), "{}", run.stderr);
}

#[test]
fn only_json_lines_can_be_gone_on_with() {
    let archive = Archive::new("formats", 2);
    for format in ["csv", "parquet", "json", "text", "html"] {
        let output = archive.path(&format!("out.{format}"));
        fs::write(&output, "what an earlier run left").unwrap();
        let run = archive.verify(&["--format", format, "--resume", "-o", &output.display().to_string()]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{format}");
        assert!(run.stderr.contains("--resume needs --format jsonl"), "{format}: {}", run.stderr);
        assert_eq!(fs::read_to_string(&output).unwrap(), "what an earlier run left", "{format}: left alone");
    }
}

#[test]
fn a_file_that_is_no_output_of_ours_is_left_alone() {
    let archive = Archive::new("foreign", 3);
    let output = archive.path("out.jsonl");
    for text in ["hello", "hello\n", "{\"a\": 1}\n", "{\"schema\":\"longseal/report/2\",\"document\":{}}\n"] {
        fs::write(&output, text).unwrap();
        let run = archive.resume();
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.contains("line 1 is not a row"), "{}", run.stderr);
        assert_eq!(fs::read_to_string(&output).unwrap(), text);
    }
    let text = archive.verify(&["--resume", "-o", &output.display().to_string()]);
    assert_eq!(text.status, 2);
    assert!(text.stderr.contains("jsonl"), "{}", text.stderr);
    assert_eq!(archive.verify(&["--resume"]).status, 2);
}

#[test]
fn the_parts_of_a_run_are_the_run() {
    let archive = Archive::new("parts", 90);
    let whole = rows(&archive.verify(&["--format", "jsonl"]).stdout);
    let mut parts = BTreeMap::new();
    for part in ["1/3", "2/3", "3/3"] {
        let rows = rows(&archive.verify(&["--format", "jsonl", "--shard", part]).stdout);
        assert!((10..60).contains(&rows.len()), "{part}: {}", rows.len());
        parts.extend(rows);
    }
    assert_eq!(parts, whole);
    assert_eq!(archive.verify(&["--shard", "4/3"]).status, 2);
}

#[test]
fn unordered_rows_are_the_same_rows() {
    let archive = Archive::new("unordered", 200);
    let ordered = archive.verify(&["--format", "jsonl", "-j", "3"]);
    let unordered = archive.verify(&["--format", "jsonl", "-j", "3", "--unordered"]);
    assert_eq!(rows(&ordered.stdout), rows(&unordered.stdout));
    assert_eq!(ordered.status, unordered.status);
}

#[test]
fn a_run_with_hostile_files_finishes_and_says_so() {
    let archive = Archive::new("hostile", 300);
    let run = archive.verify(&["--format", "jsonl"]);
    assert_eq!(run.status, 1);
    assert_eq!(rows(&run.stdout).len(), 300);
    for says in ["300 documents", "passed", "1 failed", "1 indeterminate", "without signatures", "1 could not be examined"] {
        assert!(run.stderr.contains(says), "{says}: {}", run.stderr);
    }
    let vietnamese = archive.verify(&["--format", "jsonl", "--lang", "vi"]).stderr;
    assert!(vietnamese.contains("300 tài liệu") && vietnamese.contains("1 không hợp lệ"), "{vietnamese}");
}

#[test]
fn piped_there_are_rows_only() {
    let archive = Archive::new("piped", 20);
    let run = archive.verify(&[]);
    assert!(run.stdout.starts_with(&archive.path("documents").display().to_string()), "{}", run.stdout);
    assert!(!run.stdout.contains("20 documents") && !run.stdout.contains('\x1b') && !run.stderr.contains('\x1b'));
    assert_eq!(run.stdout.matches(".pdf: ").count(), 20);
}

#[test]
fn a_document_comes_from_standard_input() {
    let file = fs::File::open(fixtures().join("pades/baseline-b/rsa-2048-sha256.pdf")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_longseal"))
        .args(["verify", "-", "--trust", "pki/root.pem", "--at", "2026-01-01", "--revocation", "none", "--format", "json"])
        .current_dir(fixtures())
        .stdin(file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["document"]["path"], &report["indication"]), (&"-".into(), &"TOTAL-PASSED".into()));
}

#[test]
fn a_parquet_file_has_a_row_for_each_document() {
    let archive = Archive::new("parquet", 120);
    for table in ["documents", "signatures"] {
        let output = archive.path("out.parquet");
        let run = archive.verify(&["--format", "parquet", "--table", table, "-o", &output.display().to_string()]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
        let file = fs::read(&output).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        let holds = |text: &str| file.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds(&format!("longseal/{table}/1")));
    }
}
