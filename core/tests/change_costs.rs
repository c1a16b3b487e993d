//! What collecting and judging documents of many revisions costs. Run in release; instruction counts by
//! `valgrind --tool=callgrind` over one of these tests say more than times on a machine that does other work.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros, reason = "a test may measure")]

mod pdf_builder;

use std::path::Path;
use std::time::{Duration, Instant as Clock};

use longseal::Verifier;
use longseal::time::Instant;
use longseal::trust::TrustStore;

use pdf_builder::{File, sign};

fn verifier() -> Verifier {
    Verifier::builder().trust(TrustStore::default()).at(Instant::from_unix_seconds(1_780_000_000)).build()
}

/// The best of thirty runs: other work on the machine must not decide.
fn best<T>(run: impl Fn() -> T) -> (Duration, T) {
    let runs = (0..30).map(|_| {
        let start = Clock::now();
        let outcome = run();
        (start.elapsed(), outcome)
    });
    runs.min_by_key(|(took, _)| *took).unwrap()
}

#[test]
#[ignore = "measures; run in release"]
fn twenty_five_signatures_in_fifty_revisions() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/files/several/twenty-five-in-fifty-revisions.pdf");
    let bytes = std::fs::read(file).unwrap();
    // A verifier of its own each time: nothing may be remembered.
    let (collecting, evidence) = best(|| verifier().collect(&bytes).unwrap());
    let (judging, report) = best(|| verifier().judge(&evidence));
    println!("{} octets, {} signatures: collected {collecting:?}, judged {judging:?}", bytes.len(), report.signatures.len());
    assert_eq!(report.signatures.len(), 25);
    assert!(collecting + judging < Duration::from_millis(20));
}

/// One signature and so many updates that fill in a field.
fn updated(revisions: u32) -> File {
    let mut file = File::new();
    let text = |value: u32| format!("<</FT/Tx/T(text)/V({value})/Rect[0 0 9 9]/P 21 0 R/Subtype/Widget>>");
    file.revision(&[
        (1, "<</Type/Catalog/Pages 20 0 R/AcroForm 6 0 R>>"),
        (4, &text(0)),
        (6, "<</Fields[2 0 R 4 0 R]>>"),
        (20, "<</Type/Pages/Kids[21 0 R]/Count 1>>"),
        (21, "<</Type/Page/Parent 20 0 R/Annots[4 0 R]>>"),
    ]);
    sign(&mut file, 2, 10);
    for revision in 1..=revisions {
        file.revision(&[(4, &text(revision))]);
    }
    file
}

fn collected(revisions: u32) {
    let file = updated(revisions);
    let (verifier, start) = (verifier(), Clock::now());
    let evidence = verifier.collect(file.text.as_bytes()).unwrap();
    println!("{revisions} revisions, {} octets: {:?}", file.text.len(), start.elapsed());
    assert_eq!(evidence.signatures[0].changes.permitted, Some(true));
    assert_eq!(evidence.revisions.len(), revisions as usize + 2);
}

#[test]
#[ignore = "measures; run in release"]
fn revisions_1000() {
    collected(1_000);
}

#[test]
#[ignore = "measures; run in release"]
fn revisions_10000() {
    collected(10_000);
}
