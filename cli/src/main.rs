//! The command `longseal`: reads files, asks the verifier, prints verdicts. All judgement is in the core.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)] // This is the edge: files, clock and terminal.

mod arguments;
mod catalog;
mod chain;
mod clock;
mod documents;
mod explain;
mod fetch;
mod inspect;
mod judge;
mod output;
mod progress;
mod render;
mod settings;
mod table;
mod trust;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// How a command ended before it could do its work.
#[derive(Debug)]
struct UsageError(String);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Chain(arguments) => chain::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Fetch(arguments) => fetch::run(&arguments),
        Command::Judge(arguments) => judge::run(&arguments),
        Command::Catalog(arguments) => catalog::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Completions { shell } => explain::completions(shell),
        Command::Man => explain::manual(),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(UsageError(message)) => {
            eprintln!("longseal: {message}");
            ExitCode::from(2)
        }
    }
}
