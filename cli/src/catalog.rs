//! `longseal catalog`: the archive's own database.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use longseal::Verifier;
use longseal_archive::bulk::Tally;
use longseal_archive::catalog::{Catalog, CatalogError, Grouping, Table, Value};

use crate::arguments::LanguageTag;
use crate::documents::DocumentArguments;
use crate::settings::SettingsArguments;
use crate::{UsageError, clock};

/// Keeps the facts of documents in one SQLite file and judges them again without reading a document.
#[derive(Args)]
#[command(
    after_help = "Exit status of judge and verify: 0 everything passed, 1 something failed, 3 something is indeterminate,\n\
    missing or could not be examined, 2 wrong usage. docs/catalog.md describes the tables."
)]
pub(crate) struct CatalogArguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Collect the facts of documents and store them; the catalog is made if there is none.
    Add {
        /// The catalog.
        catalog: PathBuf,
        #[command(flatten)]
        documents: DocumentArguments,
        /// Password of encrypted documents.
        #[arg(long, value_name = "TEXT")]
        password: Option<String>,
    },
    /// Judge every document again from its stored facts, as a new run.
    Judge(JudgeArguments),
    /// Read every file again: compare its SHA-256 with the one it was added with, then verify it.
    Verify(JudgeArguments),
    /// What needs a new timestamp before a date.
    Due {
        /// The catalog.
        catalog: PathBuf,
        /// RFC 3339 or a date.
        #[arg(long, value_name = "DATE")]
        before: String,
        /// Count by what ends, instead of naming each signature.
        #[arg(long)]
        by_cause: bool,
        #[command(flatten)]
        output: OutputArguments,
        /// Language of the causes.
        #[arg(long, value_enum, default_value_t = LanguageTag::En)]
        lang: LanguageTag,
    },
    /// Count signatures.
    Stats {
        /// The catalog.
        catalog: PathBuf,
        /// By what.
        #[arg(long, value_enum, default_value_t = By::Verdict)]
        by: By,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Signing certificates: first and last use, expiry, revocation, signatures after them, what renewed them.
    Certificates {
        /// The catalog.
        catalog: PathBuf,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The runs and what they rest on.
    Runs {
        /// The catalog.
        catalog: PathBuf,
        #[arg(long, value_enum, default_value_t = TableFormat::Text)]
        format: TableFormat,
    },
    /// Signatures whose verdict differs between two runs.
    Diff {
        /// The catalog.
        catalog: PathBuf,
        /// The number of the earlier run.
        before: i64,
        /// The number of the later run.
        after: i64,
        #[arg(long, value_enum, default_value_t = TableFormat::Text)]
        format: TableFormat,
    },
    /// The verdicts of a run as CSV or Parquet.
    Export {
        /// The catalog.
        catalog: PathBuf,
        /// The run; the latest when left out.
        #[arg(long)]
        run: Option<i64>,
        /// Where to write; standard output when left out.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Form of the output; docs/arrow.md has the columns of the Parquet file.
        #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
        format: ExportFormat,
    },
    /// Write the facts of one document, with their material, to an evidence file for `longseal judge`.
    Evidence {
        /// The catalog.
        catalog: PathBuf,
        /// The path as it was added.
        document: PathBuf,
        /// Where to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Delete documents with their facts and verdicts.
    Forget {
        /// The catalog.
        catalog: PathBuf,
        /// Paths as they were added.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

/// What judging needs.
#[derive(Args)]
struct JudgeArguments {
    /// The catalog.
    catalog: PathBuf,
    #[command(flatten)]
    settings: SettingsArguments,
    /// Password of encrypted documents, for `verify`.
    #[arg(long, value_name = "TEXT")]
    password: Option<String>,
    /// Threads; one for each core when left out.
    #[arg(short = 'j', long, value_name = "N")]
    jobs: Option<usize>,
}

#[derive(Args)]
struct OutputArguments {
    /// The run; the latest when left out.
    #[arg(long)]
    run: Option<i64>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    format: TableFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum TableFormat {
    /// Columns for people.
    Text,
    /// RFC 4180.
    Csv,
    /// One array of objects.
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// RFC 4180.
    Csv,
    /// Apache Parquet.
    Parquet,
}

#[derive(Clone, Copy, ValueEnum)]
enum By {
    /// The signer's organisation and units.
    Unit,
    /// The month.
    Period,
    /// The issuer of the signing certificate.
    Issuer,
    /// The signature algorithm.
    Algorithm,
    /// Indication and sub-indication.
    Verdict,
    /// Whether a timestamp is inside.
    Timestamped,
}

impl From<By> for Grouping {
    fn from(by: By) -> Self {
        match by {
            By::Unit => Self::Unit,
            By::Period => Self::Period,
            By::Issuer => Self::Issuer,
            By::Algorithm => Self::Algorithm,
            By::Verdict => Self::Verdict,
            By::Timestamped => Self::Timestamped,
        }
    }
}

/// Runs a command of the catalog and gives the exit status.
pub(crate) fn run(arguments: &CatalogArguments) -> Result<u8, UsageError> {
    match &arguments.command {
        Command::Add { catalog, documents, password } => add(catalog, documents, password.as_deref()),
        Command::Judge(arguments) => judge(&arguments.catalog, &arguments.settings, arguments.jobs),
        Command::Verify(arguments) => verify(arguments),
        Command::Due { catalog, before, by_cause, output, lang } => {
            let (before, language) = (clock::validation_time(Some(before))?, (*lang).into());
            ask(catalog, output, |catalog, run| {
                let run = run.map_or_else(|| catalog.latest_run(), Ok)?;
                if *by_cause { catalog.due_by_cause(run, before, language) } else { catalog.due(run, before, language) }
            })
        }
        Command::Stats { catalog, by, output } => ask(catalog, output, |catalog, run| catalog.stats((*by).into(), run)),
        Command::Certificates { catalog, output } => ask(catalog, output, Catalog::certificates),
        Command::Runs { catalog, format } => print(&open(catalog)?.runs().map_err(|error| cannot(catalog, &error))?, *format),
        Command::Diff { catalog, before, after, format } => {
            print(&open(catalog)?.diff(*before, *after).map_err(|error| cannot(catalog, &error))?, *format)
        }
        Command::Export { catalog, run, output, format } => export(catalog, *run, output.as_deref(), *format),
        Command::Evidence { catalog, document, output } => evidence(catalog, document, output),
        Command::Forget { catalog, paths } => forget(catalog, paths),
    }
}

fn open(path: &Path) -> Result<Catalog, UsageError> {
    Catalog::open(path).map_err(|error| cannot(path, &error))
}

fn cannot(path: &Path, error: &CatalogError) -> UsageError {
    UsageError(format!("cannot use the catalog {}: {error}", path.display()))
}

fn add(path: &Path, documents: &DocumentArguments, password: Option<&str>) -> Result<u8, UsageError> {
    let found = documents.sources().documents().map_err(|error| UsageError(format!("cannot read the list: {error}")))?;
    let mut catalog = Catalog::create(path).map_err(|error| cannot(path, &error))?;
    let mut builder = Verifier::builder();
    if let Some(password) = password {
        builder = builder.password(password.as_bytes());
    }
    let added = catalog.add(found, &builder.build(), documents.jobs(), clock::validation_time(None)?);
    let added = added.map_err(|error| cannot(path, &error))?;
    let count = catalog.count().map_err(|error| cannot(path, &error))?;
    eprintln!("{} documents added, {} could not be examined; {count} in the catalog", added.documents, added.problems);
    Ok(if added.problems > 0 { 3 } else { 0 })
}

/// `longseal catalog judge`, and `longseal judge` of a catalog.
pub(crate) fn judge(path: &Path, settings: &SettingsArguments, jobs: Option<usize>) -> Result<u8, UsageError> {
    let verifier = verifier(settings, None)?;
    let mut catalog = open(path)?;
    let judged = catalog.judge(&verifier, threads(jobs), clock::validation_time(None)?).map_err(|error| cannot(path, &error))?;
    eprintln!("run {}: {}", judged.run, words(&judged.tally));
    Ok(judged.tally.exit_status())
}

fn verify(arguments: &JudgeArguments) -> Result<u8, UsageError> {
    let path = &arguments.catalog;
    let verifier = verifier(&arguments.settings, arguments.password.as_deref())?;
    let mut catalog = open(path)?;
    let verified = catalog.verify(&verifier, threads(arguments.jobs), clock::validation_time(None)?);
    let verified = verified.map_err(|error| cannot(path, &error))?;
    let mut output = io::stdout().lock();
    for (document, code, message) in &verified.problems {
        write_or_gone(writeln!(output, "{}: {code}: {message}", document.display()))?;
    }
    eprintln!("run {}: {}", verified.run, words(&verified.tally));
    if verified.other_facts > 0 {
        eprintln!("{} documents have other facts than those stored: add them again", verified.other_facts);
    }
    Ok(verified.tally.exit_status())
}

pub(crate) fn verifier(settings: &SettingsArguments, password: Option<&str>) -> Result<Verifier, UsageError> {
    let builder = Verifier::builder().trust(settings.trust()?).material(settings.material()?);
    let builder = builder.policy(settings.policy()?).at(settings.time()?);
    Ok(match password {
        Some(password) => builder.password(password.as_bytes()).build(),
        None => builder.build(),
    })
}

fn threads(jobs: Option<usize>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    jobs.unwrap_or_else(cores).max(1)
}

fn words(tally: &Tally) -> String {
    let Tally { passed, unsigned, indeterminate, not_examined, failed, .. } = tally;
    format!("{passed} passed, {failed} failed, {indeterminate} indeterminate, {unsigned} unsigned, {not_examined} not examined")
}

fn ask(
    path: &Path,
    output: &OutputArguments,
    question: impl FnOnce(&Catalog, Option<i64>) -> Result<Table, CatalogError>,
) -> Result<u8, UsageError> {
    let catalog = open(path)?;
    let run = match output.run {
        Some(run) => Some(run),
        // Without any run there is still what does not depend on verdicts.
        None => match catalog.latest_run() {
            Ok(run) => Some(run),
            Err(CatalogError::NoRun) => None,
            Err(error) => return Err(cannot(path, &error)),
        },
    };
    print(&question(&catalog, run).map_err(|error| cannot(path, &error))?, output.format)
}

fn evidence(path: &Path, document: &Path, output: &Path) -> Result<u8, UsageError> {
    let found = open(path)?.evidence(document).map_err(|error| cannot(path, &error))?;
    let found = found.ok_or_else(|| UsageError(format!("{} has no evidence of {}", path.display(), document.display())))?;
    fs::write(output, found.to_file()).map_err(|error| UsageError(format!("cannot write {}: {error}", output.display())))?;
    Ok(0)
}

fn forget(path: &Path, paths: &[PathBuf]) -> Result<u8, UsageError> {
    let mut catalog = open(path)?;
    let forgotten = catalog.forget(paths).map_err(|error| cannot(path, &error))?;
    eprintln!("{forgotten} of {} documents forgotten", paths.len());
    Ok(if forgotten == paths.len() as u64 { 0 } else { 3 })
}

fn export(path: &Path, run: Option<i64>, output: Option<&Path>, format: ExportFormat) -> Result<u8, UsageError> {
    if format == ExportFormat::Parquet && output.is_none() && io::stdout().is_terminal() {
        return Err(UsageError("a Parquet file is nothing to look at: name a file with -o".to_owned()));
    }
    let catalog = open(path)?;
    let run = run.map_or_else(|| catalog.latest_run(), Ok).map_err(|error| cannot(path, &error))?;
    let target: Box<dyn Write + Send> = match output {
        Some(file) => {
            Box::new(File::create(file).map_err(|error| UsageError(format!("cannot write {}: {error}", file.display())))?)
        }
        None => Box::new(io::stdout()),
    };
    let mut target = BufWriter::new(target);
    let written = match format {
        ExportFormat::Csv => catalog.export(run, &mut |row| csv_row(&mut target, row)),
        ExportFormat::Parquet => catalog.export_parquet(run, &mut target).map(|_| ()),
    };
    match written.and_then(|()| target.flush().map_err(CatalogError::Io)) {
        Err(CatalogError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(3),
        Err(CatalogError::Io(error)) => {
            if let Some(file) = output {
                let _ = fs::remove_file(file);
            }
            Err(UsageError(format!("cannot write: {error}")))
        }
        Err(error) => Err(cannot(path, &error)),
        Ok(()) => Ok(0),
    }
}

fn write_or_gone(written: io::Result<()>) -> Result<(), UsageError> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(UsageError(format!("cannot write: {error}"))),
        _ => Ok(()),
    }
}

fn print(table: &Table, format: TableFormat) -> Result<u8, UsageError> {
    let mut output = BufWriter::new(io::stdout().lock());
    let written = match format {
        TableFormat::Csv => {
            let header: Vec<Value> = table.columns.iter().cloned().map(Value::Text).collect();
            [&header].into_iter().chain(&table.rows).try_for_each(|row| csv_row(&mut output, row))
        }
        TableFormat::Json => json(&mut output, table),
        TableFormat::Text => aligned(&mut output, table),
    };
    write_or_gone(written.and_then(|()| output.flush()))?;
    Ok(0)
}

fn json(output: &mut dyn Write, table: &Table) -> io::Result<()> {
    let plain = |value: &Value| match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
    };
    let object = |row: &Vec<Value>| -> serde_json::Map<String, serde_json::Value> {
        table.columns.iter().cloned().zip(row.iter().map(plain)).collect()
    };
    serde_json::to_writer_pretty(&mut *output, &table.rows.iter().map(object).collect::<Vec<_>>())?;
    writeln!(output)
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

/// RFC 4180.
fn csv_row(output: &mut impl Write, row: &[Value]) -> io::Result<()> {
    for (position, value) in row.iter().enumerate() {
        let separator = if position == 0 { "" } else { "," };
        let text = text(value);
        if text.contains(['"', ',', '\n', '\r']) {
            write!(output, "{separator}\"{}\"", text.replace('"', "\"\""))?;
        } else {
            write!(output, "{separator}{text}")?;
        }
    }
    output.write_all(b"\r\n")
}

fn aligned(output: &mut impl Write, table: &Table) -> io::Result<()> {
    // What a document says of itself may hold control characters.
    let plain = |text: String| -> String { text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect() };
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(|value| plain(text(value))).collect()).collect();
    let width = |column: usize, name: &str| {
        let widest = rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count()).max();
        widest.unwrap_or(0).max(name.chars().count())
    };
    let widths: Vec<usize> = table.columns.iter().enumerate().map(|(column, name)| width(column, name)).collect();
    for row in [&table.columns].into_iter().chain(&rows) {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(text, width)| format!("{text:width$}")).collect();
        writeln!(output, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
