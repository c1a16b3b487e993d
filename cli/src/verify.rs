//! `longseal verify`.

use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use longseal::Verifier;
use longseal::crypto::DigestAlgorithm;
use longseal::limits::Limits;
use longseal::report::{self, Fault, Language, Report};
use longseal_archive::bulk::{Candidate, Found, Journal, Order, Outcome, Reader, Run, Settings};

use crate::UsageError;
use crate::arguments::{Format, VerifyArguments};
use crate::output::Output;
use crate::progress::Progress;
use crate::render::Renderer;
use crate::table::TableFile;

/// Rows are handed to the operating system at least this often.
const FLUSH: Duration = Duration::from_millis(500);

/// What came of one document.
struct Row {
    path: String,
    outcome: Outcome,
    content: Content,
}

/// What there is to write about it.
enum Content {
    /// Nothing: an earlier run wrote it.
    Earlier,
    Text(String),
    /// For a table.
    Report(Box<Report>),
    Fault {
        code: &'static str,
        message: String,
        size: Option<u64>,
    },
}

/// Where rows go.
enum Target<'a> {
    Output(Output),
    Journal(&'a Mutex<Journal>),
    Table(Box<TableFile>),
    /// On a terminal: only what did not pass, above the bar.
    Terminal,
}

/// What every row needs.
struct Job<'a> {
    verifier: Verifier,
    journal: Option<&'a Mutex<Journal>>,
    form: Form,
}

/// How a row is rendered.
#[derive(Clone, Copy)]
enum Form {
    Rows(Renderer),
    Table,
    /// A few lines, and none for what passed.
    Brief(Language),
}

/// Verifies all documents and gives the exit status.
pub(crate) fn run(arguments: &VerifyArguments) -> Result<u8, UsageError> {
    let sources = arguments.documents.sources();
    let mut documents = sources.documents().map_err(|error| {
        let list = arguments.documents.files_from.as_deref().unwrap_or(Path::new("-"));
        UsageError(format!("cannot read the list {}: {error}", list.display()))
    })?;
    let format = arguments.format.unwrap_or(Format::Text);
    let language = arguments.lang.into();
    let verifier = verifier(arguments)?;
    let journal = journal(arguments, format, &verifier)?;

    let is_single = sources.is_single();
    let watched = io::IsTerminal::is_terminal(&io::stderr());
    let on_terminal = arguments.output.is_none() && watched && io::IsTerminal::is_terminal(&io::stdout());
    let brief = on_terminal && arguments.format.is_none() && !is_single;
    let mut target = match &journal {
        Some(journal) => Target::Journal(journal),
        None if brief => Target::Terminal,
        None if format == Format::Parquet => {
            Target::Table(Box::new(TableFile::create(arguments.output.as_deref(), arguments.table, language)?))
        }
        None => Target::Output(Output::create(arguments.output.as_deref(), Renderer { format, language }, !is_single)?),
    };
    // Not over rows that scroll by, nor over those that another program reads.
    let progress = Progress::new(brief || (watched && arguments.output.is_some() && !is_single), language);

    let form = match format {
        _ if brief => Form::Brief(language),
        Format::Parquet => Form::Table,
        format => Form::Rows(Renderer { format, language }),
    };
    let job = Job { verifier, journal: journal.as_ref(), form };
    let order = if arguments.unordered { Order::AsFinished } else { Order::AsFound };
    let jobs = if is_single { 1 } else { arguments.documents.jobs() };
    let mut flushed = Instant::now();
    let written = thread::scope(|scope| {
        progress.start(scope, &sources);
        let write = |row: Row| {
            progress.add(row.outcome, matches!(row.content, Content::Earlier));
            match (&mut target, &row.content) {
                (Target::Output(output), Content::Text(text)) => output.write(&row.path, text)?,
                (Target::Journal(journal), Content::Text(text)) => lock(journal).add(&row.path, text)?,
                (Target::Terminal, Content::Text(text)) if !text.is_empty() => progress.say(text)?,
                (Target::Table(table), Content::Report(report)) => table.push(report, &row.path)?,
                (Target::Table(table), Content::Fault { code, message, size }) => {
                    let validation_time = job.verifier.validation_time();
                    table.push_fault(&Fault { code, message, path: &row.path, size: *size, validation_time })?;
                }
                _ => {}
            }
            if flushed.elapsed() >= FLUSH {
                flushed = Instant::now();
                match &mut target {
                    Target::Output(output) => output.flush()?,
                    Target::Journal(journal) => lock(journal).flush()?,
                    Target::Table(_) | Target::Terminal => {}
                }
            }
            Ok(())
        };
        let run = Run::new(jobs).order(order);
        let written = run.each(&mut documents, Reader::default, |reader, candidate| job.examine(reader, candidate), write);
        progress.end();
        written
    });
    let written = written.and_then(|()| match target {
        Target::Output(output) => output.finish(),
        Target::Table(table) => table.finish(),
        Target::Journal(_) | Target::Terminal => Ok(()),
    });
    let written = written.and_then(|()| journal.map_or(Ok(()), |journal| into_inner(journal).finish()));
    match written {
        Ok(()) => {}
        // The reader of a pipe went away: it has what it wanted, but not everything was looked at.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(3),
        Err(error) => return Err(UsageError(format!("cannot write: {error}"))),
    }
    if !is_single {
        eprintln!("{}", progress.summary(documents.links_passed_over()));
    }
    Ok(progress.tally().exit_status())
}

fn verifier(arguments: &VerifyArguments) -> Result<Verifier, UsageError> {
    let given = &arguments.settings;
    // A run that goes on keeps the time at which it began.
    let resumed = match (&arguments.output, &given.at) {
        (Some(output), None) if arguments.resume => Journal::validation_time(output),
        _ => None,
    };
    let time = resumed.map_or_else(|| given.time(), Ok)?;
    let mut builder = Verifier::builder().trust(given.trust()?).material(given.material()?).policy(given.policy()?).at(time);
    if let Some(password) = &arguments.password {
        builder = builder.password(password.as_bytes());
    }
    Ok(builder.build())
}

/// Files of JSON lines: what an interrupted run left, with `--resume`, else one that can be gone on with.
fn journal(arguments: &VerifyArguments, format: Format, verifier: &Verifier) -> Result<Option<Mutex<Journal>>, UsageError> {
    let Some(output) = &arguments.output else { return Ok(None) };
    if arguments.resume && format != Format::Jsonl {
        return Err(UsageError("--resume needs --format jsonl: only its rows tell what they rest on, one by one".to_owned()));
    }
    let (journal, verb) = if arguments.resume {
        (Journal::resume(output, &Settings::of(verifier)), "resume")
    } else if format == Format::Jsonl && (output.is_file() || !output.exists()) {
        (Journal::create(output), "write")
    } else {
        return Ok(None);
    };
    let journal = journal.map_err(|error| UsageError(format!("cannot {verb} {}: {error}", output.display())))?;
    Ok(Some(Mutex::new(journal)))
}

impl Job<'_> {
    /// Verifies one document, unless an earlier run did.
    fn examine(&self, reader: &mut Reader, Candidate { path, found }: Candidate) -> Row {
        let name = path.to_string_lossy().into_owned();
        let bytes = match found {
            Found::File { .. } => reader.read(&path),
            Found::StandardInput => reader.read_stream(io::stdin().lock(), Limits::default().max_file_size + 1),
            Found::Problem(error) => Err(error),
            _ => Err(io::ErrorKind::Unsupported.into()),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return self.fault(name, "error.unreadable-file", error.to_string(), None),
        };
        if let Some(outcome) = self.finished_earlier(&name, &bytes) {
            return Row { path: name, outcome, content: Content::Earlier };
        }
        match self.verifier.verify(&bytes) {
            Ok(report) => Row { outcome: Outcome::of(&report), content: self.render(report, &name), path: name },
            Err(error) => self.fault(name, error.code(), error.to_string(), u64::try_from(bytes.len()).ok()),
        }
    }

    fn finished_earlier(&self, name: &str, bytes: &[u8]) -> Option<Outcome> {
        let journal = self.journal?;
        if !lock(journal).knows(name) {
            return None;
        }
        let mut sha256 = [0; 32];
        sha256.copy_from_slice(DigestAlgorithm::Sha256.digest(bytes).as_bytes());
        lock(journal).claim(name, &sha256)
    }

    fn fault(&self, path: String, code: &'static str, message: String, size: Option<u64>) -> Row {
        let fault = Fault { code, message: &message, path: &path, size, validation_time: self.verifier.validation_time() };
        let content = match self.form {
            Form::Rows(renderer) => Content::Text(renderer.fault(&fault)),
            Form::Brief(language) => Content::Text(report::fault_to_text(&fault, language)),
            Form::Table => Content::Fault { code, message, size },
        };
        Row { path, outcome: Outcome::NotExamined, content }
    }

    fn render(&self, report: Report, name: &str) -> Content {
        match self.form {
            Form::Rows(renderer) => Content::Text(renderer.report(&report, name)),
            Form::Brief(_) if matches!(Outcome::of(&report), Outcome::Passed | Outcome::Unsigned) => Content::Text(String::new()),
            Form::Brief(language) => Content::Text(report::to_brief_text(&report, name, language)),
            Form::Table => Content::Report(Box::new(report)),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
