//! `longseal judge`: verdicts from stored evidence, without the documents.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use longseal::evidence::Evidence;
use longseal_archive::bulk::{Outcome, Tally};
use longseal_archive::catalog::Catalog;

use crate::arguments::{Format, LanguageTag};
use crate::output::Output;
use crate::render::Renderer;
use crate::settings::SettingsArguments;
use crate::{UsageError, catalog};

/// Judges what was stored: every document of a catalog as a new run in it, and evidence files one by one.
#[derive(Args)]
#[command(after_help = "Exit status: 0 everything passed, 1 something failed, 3 something is indeterminate, 2 wrong usage.\n\
    `longseal catalog evidence` writes an evidence file.")]
pub(crate) struct JudgeArguments {
    /// Catalogs and evidence files.
    #[arg(value_name = "CATALOG|EVIDENCE", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    settings: SettingsArguments,
    /// Form of the verdicts on evidence files.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to write them; standard output when left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Threads for catalogs; one for each core when left out.
    #[arg(short = 'j', long, value_name = "N")]
    jobs: Option<usize>,
    /// Language of messages.
    #[arg(long, value_enum, default_value_t = LanguageTag::En)]
    lang: LanguageTag,
}

/// Judges everything and gives the exit status, the worst of all.
pub(crate) fn run(arguments: &JudgeArguments) -> Result<u8, UsageError> {
    let (catalogs, files): (Vec<&PathBuf>, Vec<&PathBuf>) = arguments.paths.iter().partition(|path| is_database(path));
    let mut worst = 0;
    for path in catalogs {
        worst = worse(worst, catalog::judge(path, &arguments.settings, arguments.jobs)?);
    }
    if files.is_empty() {
        return Ok(worst);
    }
    let verifier = catalog::verifier(&arguments.settings, None)?;
    let renderer = Renderer { format: arguments.format, language: arguments.lang.into() };
    let mut output = Output::create(arguments.output.as_deref(), renderer, files.len() > 1)?;
    let mut tally = Tally::default();
    for path in files {
        let evidence = read(path)?;
        let evidence = verifier.read_evidence_file(&evidence);
        let evidence = evidence.map_err(|error| UsageError(format!("cannot use {}: {error}", path.display())))?;
        let report = verifier.judge(&evidence);
        tally.add(Outcome::of(&report));
        let name = path.to_string_lossy();
        output.write(&name, &renderer.report(&report, &name)).map_err(|error| UsageError(format!("cannot write: {error}")))?;
    }
    output.finish().map_err(|error| UsageError(format!("cannot write: {error}")))?;
    Ok(worse(worst, tally.exit_status()))
}

fn read(path: &Path) -> Result<Vec<u8>, UsageError> {
    let bytes = fs::read(path).map_err(|error| UsageError(format!("cannot read {}: {error}", path.display())))?;
    if Evidence::is_file(&bytes) {
        Ok(bytes)
    } else {
        Err(UsageError(format!("{} is neither a catalog nor an evidence file", path.display())))
    }
}

fn is_database(path: &Path) -> bool {
    let mut beginning = [0; 16];
    let read = |file: fs::File| -> io::Result<usize> { file.take(16).read(&mut beginning) };
    fs::File::open(path).and_then(read).is_ok() && Catalog::is_database(&beginning)
}

/// 1 (failed) before 3 (indeterminate) before 0.
fn worse(one: u8, other: u8) -> u8 {
    let rank = |status| match status {
        1 => 2,
        0 => 0,
        _ => 1,
    };
    if rank(other) > rank(one) { other } else { one }
}
