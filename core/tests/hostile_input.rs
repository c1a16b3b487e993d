//! Input that is built to take time, memory or stack ends with what it says, with the limits that everybody has.
//!
//! How long each takes and how much memory is measured by `cargo run --release --example hostile_cost`: a test that measures time
//! fails when the machine is busy.

// A test prints what it saw.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod hostile;

use longseal::limits::Limits;

#[test]
fn every_case_ends_and_names_its_limit() {
    let mut wrong = Vec::new();
    let (mut ran, mut left) = (0, 0);
    for case in hostile::cases() {
        if case.heavy && cfg!(debug_assertions) {
            left += 1;
            continue;
        }
        ran += 1;
        let outcome = hostile::outcome(&(case.make)(), &Limits::default());
        println!("{}: {outcome}", case.name);
        if !outcome.contains(case.says) {
            wrong.push(format!("{}: does not say {:?} but {outcome:?}", case.name, case.says));
        }
    }
    if left > 0 {
        println!("skipped: {left} cases that take seconds without optimisation (`cargo test --release`)");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran >= 25, "{ran} cases only");
}
