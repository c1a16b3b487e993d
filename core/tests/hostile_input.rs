//! Input that is built to take time, memory or stack ends with what it says, with the limits that everybody has.
//!
//! How long each takes and how much memory is measured by `cargo run --release --example hostile_cost`: a test that measures time
//! fails when the machine is busy.

// A test prints what it saw.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod hostile;

use longseal::limits::Limits;

/// Runs the cases whose number leaves `part` of `parts`: the test runner has threads, the cases have none.
fn run(part: usize, parts: usize) {
    let mut wrong = Vec::new();
    for case in hostile::cases().skip(part).step_by(parts) {
        let input = (case.make)();
        let outcome = hostile::outcome(&input, &Limits::default());
        println!("{}: {outcome}", case.name);
        if !outcome.contains(case.says) {
            wrong.push(format!("{}: does not say {:?} but {outcome:?}", case.name, case.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_ends_and_names_its_limit_1_of_4() {
    run(0, 4);
}

#[test]
fn every_case_ends_and_names_its_limit_2_of_4() {
    run(1, 4);
}

#[test]
fn every_case_ends_and_names_its_limit_3_of_4() {
    run(2, 4);
}

#[test]
fn every_case_ends_and_names_its_limit_4_of_4() {
    run(3, 4);
}
