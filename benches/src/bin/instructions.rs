//! Instructions of each stage, counted by valgrind: the same on a busy machine as on an idle one.
//!
//! `instructions CORPUS [STAGE…]` prints a table, one row for each class and profile; it starts itself again under
//! `valgrind --tool=callgrind` with `--run STAGE LOOPS CORPUS FILE`, twice with different loops: the difference is what the loops
//! cost and nothing else.

// A program for developers: it reads files, starts programs and prints.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use longseal_benches::{Prepared, Settings, Stage, samples};

/// Loops of the two runs.
const LOOPS: [u64; 2] = [2, 12];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--run", stage, loops, corpus, file] => run(stage, loops, corpus, file),
        [corpus, stages @ ..] if !corpus.starts_with('-') => table(corpus, stages),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "instructions CORPUS [STAGE…]")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

fn run(stage: &str, loops: &str, corpus: &str, file: &str) -> io::Result<()> {
    let stage = Stage::from_name(stage).ok_or_else(|| invalid("no such stage"))?;
    let prepared = Prepared::new(&Settings::of(Path::new(corpus))?, Path::new(file))?;
    for _ in 0..loops.parse::<u64>().map_err(|_| invalid("loops"))? {
        prepared.run(stage);
    }
    Ok(())
}

fn table(corpus: &str, stages: &[&str]) -> io::Result<()> {
    let stages = match stages {
        [] => Stage::ALL.to_vec(),
        names => {
            names.iter().map(|name| Stage::from_name(name)).collect::<Option<Vec<_>>>().ok_or_else(|| invalid("no such stage"))?
        }
    };
    let names: Vec<&str> = stages.iter().map(|stage| stage.name()).collect();
    println!("| instructions | {} |\n|---|{}", names.join(" | "), "---:|".repeat(names.len()));
    let settings = Settings::of(Path::new(corpus))?;
    for (name, file) in samples(Path::new(corpus))? {
        let prepared = Prepared::new(&settings, &file)?;
        let file = file.to_str().ok_or_else(|| invalid("a name that is no text"))?;
        let mut row =
            format!("| {name}, {} |", prepared.report().indication().map_or("no signatures", longseal::Indication::as_str));
        for stage in &stages {
            let [few, many] = [count(*stage, LOOPS[0], corpus, file)?, count(*stage, LOOPS[1], corpus, file)?];
            let _ = write!(row, " {} |", many.saturating_sub(few) / (LOOPS[1] - LOOPS[0]));
        }
        println!("{row}");
    }
    Ok(())
}

fn count(stage: Stage, loops: u64, corpus: &str, file: &str) -> io::Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["--run", stage.name(), &loops.to_string(), corpus, file])
        .output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let counted = told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    counted.ok_or_else(|| io::Error::other(told.into_owned()))
}
