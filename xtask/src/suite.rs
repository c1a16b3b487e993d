//! `cargo xtask test`: every check of the project, in the order in which failures are cheapest.
//!
//! Everything shares one target directory and one profile, so each crate is compiled once for checking, once for
//! testing and once for WebAssembly.

use std::process::ExitCode;
use std::time::Instant;

use crate::runner::{Outcome, Tally, cargo, is_installed, output, rustup};

/// The target that proves the core needs no operating system.
const WASM: &str = "wasm32-unknown-unknown";

/// One step: its name on the command line, what it shows, and how it runs.
struct Step {
    name: &'static str,
    shows: &'static str,
    run: fn(&mut Tally) -> Outcome,
}

const STEPS: &[Step] = &[
    Step { name: "target", shows: "the WebAssembly target is installed", run: target },
    Step { name: "fmt", shows: "the code is formatted", run: fmt },
    Step { name: "clippy", shows: "no lint fires; the core has no I/O, clock or environment", run: clippy },
    Step { name: "test", shows: "every test passes", run: test },
    Step { name: "doc", shows: "the documentation builds without warnings", run: doc },
    Step { name: "wasm", shows: "the core builds for WebAssembly", run: wasm },
    Step { name: "deny", shows: "licences and dependencies are those we allow", run: deny },
];

/// Runs the steps named, all when none is named, to the last even when one fails.
pub(crate) fn run(names: &[String]) -> ExitCode {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != name.as_str())) {
        eprintln!("no step `{unknown}`; there are: {}", STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(" "));
        return ExitCode::from(2);
    }
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)) {
        println!("==> {}: {}", step.name, step.shows);
        let started = Instant::now();
        let outcome = (step.run)(&mut tally);
        let seconds = started.elapsed().as_secs_f64();
        let word = match outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => {
                failed.push(step.name);
                "FAILED"
            }
            Outcome::Skipped(why) => {
                tally.skip(why);
                "skipped"
            }
        };
        lines.push(format!("{:>8} {word:<8}{seconds:>8.1} s", step.name));
    }
    println!("\n{}", lines.join("\n"));
    for skipped in &tally.skips {
        println!("skipped: {skipped}");
    }
    println!("in {:.0} s: {tally}", start.elapsed().as_secs_f64());
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("failed steps: {}", failed.join(" "));
    ExitCode::FAILURE
}

fn target(_: &mut Tally) -> Outcome {
    match output(&mut rustup(&["target", "list", "--installed"])) {
        Some(installed) if installed.lines().any(|line| line == WASM) => Outcome::Passed,
        Some(_) => Outcome::of(&mut rustup(&["target", "add", WASM])),
        None => Outcome::Skipped("target: rustup is not installed"),
    }
}

fn fmt(_: &mut Tally) -> Outcome {
    Outcome::of(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy(_: &mut Tally) -> Outcome {
    let arguments = ["clippy", "--quiet", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    Outcome::of(&mut cargo(&arguments))
}

fn test(tally: &mut Tally) -> Outcome {
    tally.tests(&mut cargo(&["test", "--quiet", "--locked", "--workspace", "--no-fail-fast"]))
}

fn doc(_: &mut Tally) -> Outcome {
    let arguments = ["doc", "--quiet", "--locked", "--workspace", "--no-deps"];
    Outcome::of(cargo(&arguments).env("RUSTDOCFLAGS", "--deny warnings"))
}

fn wasm(_: &mut Tally) -> Outcome {
    Outcome::of(&mut cargo(&["build", "--quiet", "--locked", "--package", "longseal", "--target", WASM]))
}

fn deny(_: &mut Tally) -> Outcome {
    if !is_installed("deny") {
        return Outcome::Skipped("deny: cargo-deny is not installed");
    }
    // Advisories need the network; these three do not.
    Outcome::of(&mut cargo(&["deny", "--offline", "--workspace", "check", "licenses", "bans", "sources"]))
}
