//! `longseal verify`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use longseal::Verifier;
use longseal::indication::Indication;
use longseal::report::Fault;

use crate::UsageError;
use crate::arguments::VerifyArguments;
use crate::input;
use crate::output::Output;
use crate::render::Renderer;

/// One document, rendered, with what it means for the exit status.
struct Row {
    path: String,
    rendered: String,
    outcome: Outcome,
}

/// Ordered from best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Passed,
    Indeterminate,
    Failed,
}

impl Outcome {
    fn exit_status(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Indeterminate => 3,
            Self::Failed => 1,
        }
    }
}

/// Verifies all documents and gives the exit status.
pub(crate) fn run(arguments: &VerifyArguments) -> Result<u8, UsageError> {
    let files = input::expand(&arguments.paths, arguments.files_from.as_deref())?;
    let verifier = verifier(arguments)?;
    let renderer = Renderer { format: arguments.format, language: arguments.lang.into() };
    let mut output = Output::create(arguments.output.as_deref(), arguments.format, files.len())?;
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs = arguments.jobs.unwrap_or(cores).clamp(1, files.len().max(1));
    let worst = verify_all(&files, &verifier, renderer, jobs, |row| output.write(&row.path, &row.rendered));
    let written = worst.and_then(|worst| output.finish().map(|()| worst));
    match written {
        Ok(worst) => Ok(worst.exit_status()),
        // The reader of a pipe went away: it has what it wanted, but not everything was looked at.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Indeterminate.exit_status()),
        Err(error) => Err(UsageError(format!("cannot write: {error}"))),
    }
}

fn verifier(arguments: &VerifyArguments) -> Result<Verifier, UsageError> {
    let given = &arguments.settings;
    let mut builder =
        Verifier::builder().trust(given.trust()?).material(given.material()?).policy(given.policy()?).at(given.time()?);
    if let Some(password) = &arguments.password {
        builder = builder.password(password.as_bytes());
    }
    Ok(builder.build())
}

/// Hands every row to `write` in the order of `files`; ends early when writing fails.
fn verify_all(
    files: &[PathBuf],
    verifier: &Verifier,
    renderer: Renderer,
    jobs: usize,
    mut write: impl FnMut(&Row) -> std::io::Result<()>,
) -> std::io::Result<Outcome> {
    let mut worst = Outcome::Passed;
    if jobs == 1 {
        for file in files {
            let row = verify_one(file, verifier, renderer);
            worst = worst.max(row.outcome);
            write(&row)?;
        }
        return Ok(worst);
    }
    let next = AtomicUsize::new(0);
    // Bounded, so that a slow reader of the output holds the workers back instead of filling memory.
    let (sender, receiver) = mpsc::sync_channel(jobs * 4);
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { return };
                    if sender.send((index, verify_one(file, verifier, renderer))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (index, row) in receiver {
            waiting.insert(index, row);
            while let Some(row) = waiting.remove(&due) {
                worst = worst.max(row.outcome);
                write(&row)?;
                due += 1;
            }
        }
        Ok(worst)
    })
}

fn verify_one(file: &Path, verifier: &Verifier, renderer: Renderer) -> Row {
    let path = file.to_string_lossy().into_owned();
    let validation_time = verifier.validation_time();
    let fault = |code: &str, message: &str, size: Option<u64>| {
        renderer.fault(&Fault { code, message, path: &path, size, validation_time })
    };
    let (rendered, outcome) = match input::open(file) {
        Err(error) => (fault("error.unreadable-file", &error.to_string(), None), Outcome::Indeterminate),
        Ok(bytes) => match verifier.verify(&bytes) {
            Ok(report) => {
                let outcome = match report.indication() {
                    None | Some(Indication::TotalPassed) => Outcome::Passed,
                    Some(Indication::Indeterminate) => Outcome::Indeterminate,
                    Some(Indication::TotalFailed) => Outcome::Failed,
                };
                (renderer.report(&report, &path), outcome)
            }
            Err(error) => {
                let size = u64::try_from(bytes.len()).ok();
                (fault(error.code(), &error.to_string(), size), Outcome::Indeterminate)
            }
        },
    };
    Row { path, rendered, outcome }
}
