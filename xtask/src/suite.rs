//! `cargo xtask test`: every check of the project, in the order in which failures are cheapest.
//!
//! Everything shares one target directory and one profile, so each crate is compiled once for checking, once for
//! testing and once for WebAssembly.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use crate::runner::{Outcome, Tally, cargo, install, is_installed, output, runs, rustup};
use crate::{dependencies, python, wasm};

/// The target that proves the core needs no operating system.
const WASM: &str = "wasm32-unknown-unknown";

/// The test programs in which a key verifies something; the others say the same on either backend and take minutes to link.
const PORTABLE: &[&str] = &[
    "--lib",
    "--test=cases",
    "--test=certificates",
    "--test=chain",
    "--test=corpus_cms",
    "--test=hostile_input",
    "--test=limits",
    "--test=path_building",
    "--test=pkits",
    "--test=revocation",
    "--test=signatures",
    "--test=wycheproof",
];

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
    Step { name: "portable", shows: "the core's tests pass without graviola", run: portable },
    Step { name: "doc", shows: "the documentation builds without warnings", run: doc },
    Step { name: "wasm", shows: "the core builds for WebAssembly", run: core_for_wasm },
    Step { name: "wasm-test", shows: "the core's unit tests pass as WebAssembly, in Node", run: core_tests_in_node },
    Step { name: "node", shows: "the npm package says in Node what the command says, and is small", run: node },
    Step {
        name: "browser",
        shows: "the widget works in Chromium: same reports, keyboard, no request, no violation",
        run: browser,
    },
    Step {
        name: "python",
        shows: "the wheel installs into a fresh environment and says what the command says",
        run: python::test,
    },
    Step { name: "ray", shows: "the recipe for Ray runs, where it is asked for", run: python::ray },
    Step { name: "deny", shows: "licences and dependencies are those we allow", run: deny },
];

/// What runs only when it is named: a cluster of processes, and 80 MB to fetch.
const ON_DEMAND: &str = "ray";

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
    let is_wanted = |name: &str| if names.is_empty() { name != ON_DEMAND } else { names.iter().any(|named| named == name) };
    if !is_wanted(ON_DEMAND) {
        tally.skip(format!("{ON_DEMAND}: run only when it is named"));
    }
    for step in STEPS.iter().filter(|step| is_wanted(step.name)) {
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

/// The core by itself, RustCrypto doing everything. Beside others its default features would be on.
fn portable(tally: &mut Tally) -> Outcome {
    tally.tests(
        cargo(&["test", "--quiet", "--locked", "--package", "longseal", "--no-default-features", "--no-fail-fast"])
            .args(["--features", "self-contained,texts"])
            .args(PORTABLE),
    )
}

fn doc(_: &mut Tally) -> Outcome {
    let arguments = ["doc", "--quiet", "--locked", "--workspace", "--no-deps"];
    Outcome::of(cargo(&arguments).env("RUSTDOCFLAGS", "--deny warnings"))
}

fn core_for_wasm(_: &mut Tally) -> Outcome {
    Outcome::of(&mut cargo(&["build", "--quiet", "--locked", "--package", "longseal", "--target", WASM]))
}

/// The core's unit tests, compiled for WebAssembly; `unit_tests.mjs` calls each.
fn core_tests_in_node(tally: &mut Tally) -> Outcome {
    if !runs("node", "--version") {
        return Outcome::Skipped("wasm-test: Node is not installed");
    }
    let build = ["rustc", "--quiet", "--locked", "--package", "longseal", "--lib", "--profile", "test", "--target", WASM];
    // Names and pointers of the tests are for whoever calls them.
    let linked = ["--message-format=json-render-diagnostics", "--", "-Clink-arg=--export-table", "-Csymbol-mangling-version=v0"];
    let Some(messages) = Command::output(cargo(&build).args(linked).stderr(Stdio::inherit())).ok() else {
        return Outcome::Failed;
    };
    let messages = String::from_utf8_lossy(&messages.stdout).into_owned();
    let module = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let Some(module) = module.filter_map(|message| message["executable"].as_str().map(str::to_owned)).next_back() else {
        return Outcome::Failed;
    };
    tally.tests(Command::new("node").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/src/unit_tests.mjs")).arg(module))
}

/// The command that the package's reports are compared with, the package, and its tests in Node.
fn node(tally: &mut Tally) -> Outcome {
    if !runs("node", "--version") {
        return Outcome::Skipped("node: Node is not installed");
    }
    if !runs("npm", "--version") {
        return Outcome::Skipped("node: npm is not installed; Debian has it apart from Node");
    }
    let built = Outcome::of(&mut cargo(&["build", "--quiet", "--locked", "--package", "longseal-cli"]));
    if built != Outcome::Passed || Outcome::of(&mut cargo(&["xtask", "wasm"])) != Outcome::Passed {
        return Outcome::Failed;
    }
    tally.tests(&mut npm(&["node", "--test", "--test-reporter=spec", "tests/node.test.js", "tests/sizes.test.js"]))
}

/// The demo page in Chromium. The module is that of the step before.
fn browser(tally: &mut Tally) -> Outcome {
    if !Path::new(wasm::PACKAGE).join("js/wasm/longseal_bg.wasm").exists() {
        return Outcome::Skipped("browser: no module, because the step `node` did not build it");
    }
    let chromium = || ["/usr/bin/chromium", "/usr/bin/chromium-browser"].into_iter().any(|path| Path::new(path).exists());
    if !chromium() {
        install(&["chromium"]);
    }
    if !chromium() {
        return Outcome::Skipped("browser: Chromium is not installed");
    }
    let demo = npm(&["npx", "--no-install", "vite", "build", "--logLevel", "warn", "--config", "demo/vite.config.js"]).status();
    if !demo.is_ok_and(|status| status.success()) {
        return Outcome::Failed;
    }
    tally.tests(&mut npm(&["node", "--test", "--test-reporter=spec", "tests/browser.test.js"]))
}

/// A program in the npm package's folder.
fn npm(line: &[&str]) -> Command {
    let mut command = Command::new(line.first().copied().unwrap_or("node"));
    command.args(line.get(1..).unwrap_or_default()).current_dir(wasm::PACKAGE);
    command
}

fn deny(_: &mut Tally) -> Outcome {
    let outcome = dependencies::check();
    if outcome != Outcome::Passed {
        return outcome;
    }
    if !is_installed("deny") {
        println!("cargo-deny is not installed: licence texts are not read");
        return outcome;
    }
    // Advisories need the network; these three do not.
    Outcome::of(&mut cargo(&["deny", "--offline", "--workspace", "check", "licenses", "bans", "sources"]))
}
