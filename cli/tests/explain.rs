//! `longseal explain`, `completions` and `man`.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use command::line;

#[test]
fn a_code_is_explained_in_both_languages() {
    let english = line("explain path.no-trust-anchor");
    assert_eq!((english.status, english.stderr.as_str()), (0, ""));
    assert!(english.stdout.contains("EN 319 102-1 §5.2.6") && english.stdout.contains("--trust"), "{}", english.stdout);
    let vietnamese = line("explain path.no-trust-anchor --lang vi");
    assert!(vietnamese.stdout.contains("cần làm gì") && vietnamese.stdout.contains("gốc"), "{}", vietnamese.stdout);
}

#[test]
fn an_unknown_code_is_2_with_the_nearest() {
    for (wrong, nearest) in [("path.no-trust-ancor", "path.no-trust-anchor"), ("not-fresh", "revocation.not-fresh")] {
        let run = line(&format!("explain {wrong}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{wrong}");
        assert!(run.stderr.contains(nearest), "{wrong}: {}", run.stderr);
    }
}

#[test]
fn all_codes_are_listed_without_one() {
    let run = line("explain");
    assert_eq!(run.status, 0);
    assert!(run.stdout.lines().any(|line| line.starts_with("crypto.not-reliable ")));
    assert_eq!(run.stdout.lines().count(), longseal::reason::ReasonCode::ALL.len());
}

#[test]
fn completions_and_manual_name_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = line(&format!("completions {shell}")).stdout;
        assert!(["verify", "chain", "explain"].iter().all(|command| script.contains(command)), "{shell}");
    }
    assert_eq!(line("completions cmd").status, 2);
    let manual = line("man").stdout;
    assert!(manual.contains(".TH") && manual.contains("files\\-from") && manual.contains("policy\\-oid"), "{manual}");
}
