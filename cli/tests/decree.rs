//! A decree of 2018 as its agency published it: SHA-1, BER, no revocation data, everything expired today. Judged at several
//! times and by several policies; each time a clerk is told in Vietnamese what is missing and what would have helped.

#![allow(missing_docs, clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod command;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use command::{Run, longseal};

/// The folder of the decree; without it a line that says what was skipped.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("LONGSEAL_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|ancestor| ancestor.join("shared"));
    let found = named.into_iter().chain(beside).map(|shared| shared.join("corpus/vn")).find(|folder| folder.is_dir());
    if found.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: no shared/corpus/vn");
    }
    found
}

fn verify(folder: &Path, more: &str) -> Run {
    let file = |name: &str| folder.join(name).into_os_string();
    let fixed = [
        "verify".into(),
        file("decree-08-2018.pdf"),
        "--trust".into(),
        file("certs/vgca-g1-root.cer"),
        "--material".into(),
        file("certs/vgca-g1-cp.cer"),
    ];
    longseal(fixed.into_iter().chain(more.split_whitespace().map(Into::into)))
}

/// Holds the verdict against what is expected and the Vietnamese text against what it must say.
fn expect(folder: &Path, more: &str, indication: &str, sub_indication: Option<&[&str]>, says: &[&str]) {
    let report = verify(folder, &format!("{more} --format json")).json();
    let signature = &report["signatures"][0];
    assert_eq!(signature["indication"], indication, "{more}: {signature}");
    assert_eq!(signature["intact"], true);
    if let Some(choice) = sub_indication {
        assert!(choice.contains(&signature["sub_indication"].as_str().unwrap()), "{more}: {signature}");
    } else {
        assert!(signature["sub_indication"].is_null(), "{more}");
        assert_eq!(signature["best_signature_time"], "2018-01-15T09:21:59Z");
    }
    let text = verify(folder, &format!("{more} --lang vi")).stdout;
    for words in says {
        assert!(text.contains(words), "{more}: {words}: {text}");
    }
}

const POLICY: &str = "--policy ../policies/sha1-until-2020.toml";

#[test]
fn sha1_stands_until_2020_by_a_policy_that_says_so() {
    let Some(folder) = folder() else { return };
    let arguments = format!("--at 2018-06-01 --revocation if-present {POLICY}");
    expect(&folder, &arguments, "TOTAL-PASSED", None, &["HỢP LỆ", "đã được chứng minh tồn tại lúc: 2018-01-15T09:21:59Z"]);
}

#[test]
fn sha1_ended_in_2012_by_the_default_suites() {
    let Some(folder) = folder() else { return };
    let says = ["SHA-1", "không còn được coi là an toàn từ 2012-08-01", "Nếu có dấu thời gian hợp lệ"];
    let broken = Some(&["CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "CRYPTO_CONSTRAINTS_FAILURE"][..]);
    expect(&folder, "--at 2018-06-01 --revocation if-present", "INDETERMINATE", broken, &says);
}

#[test]
fn required_revocation_information_is_missing() {
    let Some(folder) = folder() else { return };
    let says = ["không có CRL hoặc phản hồi OCSP dùng được", "Cần bổ sung CRL hoặc phản hồi OCSP"];
    let missing = Some(&["CERTIFICATE_CHAIN_GENERAL_FAILURE", "TRY_LATER"][..]);
    expect(&folder, &format!("--at 2018-06-01 {POLICY}"), "INDETERMINATE", missing, &says);
}

#[test]
fn today_nothing_proves_the_time_any_more() {
    let Some(folder) = folder() else { return };
    // The signer's certificate ended on 2019-01-14, the timestamping unit's on 2018-08-27.
    let says = ["hết hạn ngày 2019-01-14", "hết hạn ngày 2018-08-27", "2020-01-01", "Nếu có dấu thời gian hợp lệ"];
    let arguments = format!("--at 2026-01-01 --revocation if-present {POLICY}");
    let open = ["CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "OUT_OF_BOUNDS_NO_POE", "NO_POE", "CRYPTO_CONSTRAINTS_FAILURE"];
    expect(&folder, &arguments, "INDETERMINATE", Some(&open), &says);
}
