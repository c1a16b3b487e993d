//! Project tasks: `cargo xtask <task>`.
//!
//! `test` is the whole test suite, the same on a developer's machine and in continuous integration.

// An edge: it runs programs and prints, which the core may not.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

mod dependencies;
#[cfg(any(test, feature = "wasm-bindgen"))]
mod places;
mod python;
mod reasons;
mod runner;
mod suite;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test [STEP…]   the whole test suite, or only the steps named
                           steps: target fmt clippy test portable doc wasm wasm-test node browser python deny
cargo xtask reasons        writes docs/reasons.md anew
cargo xtask wasm           builds the npm package's module into bindings-wasm/js/wasm (needs Node)
cargo xtask wheel          builds the Python package as a wheel into target/python/wheel (needs Python 3.11)";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("test") => suite::run(&arguments.collect::<Vec<_>>()),
        Some("reasons") => reasons::write(),
        Some("wasm") => wasm::run(),
        Some("wheel") => python::run(),
        Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{HELP}");
            ExitCode::from(2)
        }
    }
}
