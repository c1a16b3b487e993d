//! `longseal verify`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use longseal::Verifier;
use longseal::indication::Indication;
use longseal::policy::Policy;
use longseal::report::{self, Language};

use crate::UsageError;
use crate::arguments::{Format, VerifyArguments};
use crate::output::Output;
use crate::{clock, input, trust};

/// One document, rendered, with what it means for the exit status.
struct Row {
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
    let settings = Settings { format: arguments.format, language: arguments.lang.into() };
    let mut output = Output::create(arguments.output.as_deref(), arguments.format, files.len())?;
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let jobs = arguments.jobs.unwrap_or(cores).clamp(1, files.len().max(1));
    let worst = verify_all(&files, &verifier, settings, jobs, |row| output.write(&row.rendered));
    let written = worst.and_then(|worst| output.finish().map(|()| worst));
    match written {
        Ok(worst) => Ok(worst.exit_status()),
        // The reader of a pipe went away: it has what it wanted, but not everything was looked at.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Indeterminate.exit_status()),
        Err(error) => Err(UsageError(format!("cannot write: {error}"))),
    }
}

/// How rows are rendered.
#[derive(Clone, Copy)]
struct Settings {
    format: Format,
    language: Language,
}

fn verifier(arguments: &VerifyArguments) -> Result<Verifier, UsageError> {
    let time = clock::validation_time(arguments.at.as_deref())?;
    let mut policy = Policy::preset(&arguments.policy)
        .ok_or_else(|| UsageError(format!("--policy {}: no such preset; there is `default`", arguments.policy)))?;
    if let Some(revocation) = arguments.revocation {
        policy = policy.with_revocation(revocation.into());
    }
    let mut builder = Verifier::builder()
        .trust(trust::read_trust(&arguments.trust)?)
        .material(trust::read_material(&arguments.material)?)
        .policy(policy)
        .at(time);
    if let Some(password) = &arguments.password {
        builder = builder.password(password.as_bytes());
    }
    Ok(builder.build())
}

/// Hands every row to `write` in the order of `files`; ends early when writing fails.
fn verify_all(
    files: &[PathBuf],
    verifier: &Verifier,
    settings: Settings,
    jobs: usize,
    mut write: impl FnMut(&Row) -> std::io::Result<()>,
) -> std::io::Result<Outcome> {
    let mut worst = Outcome::Passed;
    if jobs == 1 {
        for file in files {
            let row = verify_one(file, verifier, settings);
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
                    if sender.send((index, verify_one(file, verifier, settings))).is_err() {
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

fn verify_one(file: &Path, verifier: &Verifier, settings: Settings) -> Row {
    let path = file.to_string_lossy();
    let bytes = match input::open(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let rendered = match settings.format {
                Format::Text => format!("{path}: {error}\n"),
                Format::Json | Format::Jsonl => {
                    let text = error.to_string();
                    report::fault_to_json("error.unreadable-file", &text, Some(&path), None, verifier.validation_time())
                }
            };
            return Row { rendered, outcome: Outcome::Indeterminate };
        }
    };
    match verifier.verify(&bytes) {
        Ok(report) => Row {
            rendered: match settings.format {
                Format::Text => report::to_text(&report, &path, settings.language),
                Format::Json | Format::Jsonl => report::to_json(&report, Some(&path), settings.language),
            },
            outcome: match report.indication() {
                None | Some(Indication::TotalPassed) => Outcome::Passed,
                Some(Indication::Indeterminate) => Outcome::Indeterminate,
                Some(Indication::TotalFailed) => Outcome::Failed,
            },
        },
        Err(error) => Row {
            rendered: match settings.format {
                Format::Text => report::error_to_text(&error, &path, settings.language),
                Format::Json | Format::Jsonl => {
                    let size = u64::try_from(bytes.len()).ok();
                    report::error_to_json(&error, Some(&path), size, verifier.validation_time())
                }
            },
            outcome: Outcome::Indeterminate,
        },
    }
}
