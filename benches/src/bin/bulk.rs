//! What `verify_many` of the Python package is measured against: the same bulk run, with nothing but a loop of Rust around it.
//!
//! `bulk CORPUS FOLDER THREADS [table]` verifies the documents of a folder with trust and material of a corpus and prints how many
//! passed; with `table` it makes record batches of them. `benches/python` runs it beside Python.

// A program for developers: it reads files and prints.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

use std::io;
use std::path::Path;
use std::process::ExitCode;

use longseal::Indication;
use longseal::report::Language;
use longseal_archive::arrow::{Table, TableBuilder};
use longseal_archive::bulk::{Candidate, Reader, Run, Sources};
use longseal_benches::Settings;

/// Rows of a record batch, as in Python.
const ROWS: usize = 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [corpus, folder, threads] => run(corpus, folder, threads, false),
        [corpus, folder, threads, "table"] => run(corpus, folder, threads, true),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "bulk CORPUS FOLDER THREADS [table]")),
    };
    match done {
        Ok(passed) => {
            println!("{passed}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(corpus: &str, folder: &str, threads: &str, as_table: bool) -> io::Result<usize> {
    let verifier = Settings::of(Path::new(corpus))?.verifier();
    let threads = threads.parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    let examine = |reader: &mut Reader, candidate: Candidate| {
        let name = candidate.path.to_string_lossy().into_owned();
        let verified = reader.read(&candidate.path).map(|bytes| verifier.verify(&bytes));
        (name, verified)
    };
    let mut builder = TableBuilder::new(Table::Documents, Language::English);
    let (mut passed, mut rows) = (0, 0);
    let write = |(name, verified): (String, io::Result<Result<longseal::report::Report, longseal::Error>>)| {
        let report = verified?.map_err(|error| io::Error::other(format!("{name}: {error}")))?;
        passed += usize::from(report.indication() == Some(Indication::TotalPassed));
        if as_table {
            builder.push(&report, &name);
            if builder.rows() == ROWS {
                rows += builder.finish().num_rows();
            }
        }
        Ok(())
    };
    Run::new(threads).each(Sources::new(vec![folder.into()]).documents()?, Reader::default, examine, write)?;
    rows += builder.finish().num_rows();
    assert!(!as_table || rows >= passed, "rows are missing");
    Ok(passed)
}
