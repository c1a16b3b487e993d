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

/// Rows are handed to the operating system at least this often.
const FLUSH: Duration = Duration::from_millis(500);

/// What came of one document.
struct Row {
    path: String,
    outcome: Outcome,
    /// `None` when an earlier run wrote it.
    rendered: Option<String>,
}

/// Where rows go.
enum Target<'a> {
    Output(Output),
    Journal(&'a Mutex<Journal>),
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
        None => Target::Output(Output::create(arguments.output.as_deref(), Renderer { format, language }, !is_single)?),
    };
    // Not over rows that scroll by, nor over those that another program reads.
    let progress = Progress::new(brief || (watched && arguments.output.is_some() && !is_single), language);

    let form = if brief { Form::Brief(language) } else { Form::Rows(Renderer { format, language }) };
    let job = Job { verifier, journal: journal.as_ref(), form };
    let order = if arguments.unordered { Order::AsFinished } else { Order::AsFound };
    let jobs = if is_single { 1 } else { arguments.documents.jobs() };
    let mut flushed = Instant::now();
    let written = thread::scope(|scope| {
        progress.start(scope, &sources);
        let write = |row: Row| {
            progress.add(row.outcome, row.rendered.is_none());
            match (&mut target, row.rendered) {
                (_, None) => {}
                (Target::Output(output), Some(rendered)) => output.write(&row.path, &rendered)?,
                (Target::Journal(journal), Some(rendered)) => lock(journal).add(&row.path, &rendered)?,
                (Target::Terminal, Some(rendered)) if rendered.is_empty() => {}
                (Target::Terminal, Some(rendered)) => progress.say(&rendered)?,
            }
            if flushed.elapsed() >= FLUSH {
                flushed = Instant::now();
                match &mut target {
                    Target::Output(output) => output.flush()?,
                    Target::Journal(journal) => lock(journal).flush()?,
                    Target::Terminal => {}
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
            Err(error) => return self.fault(name, "error.unreadable-file", &error.to_string(), None),
        };
        if let Some(outcome) = self.finished_earlier(&name, &bytes) {
            return Row { path: name, outcome, rendered: None };
        }
        match self.verifier.verify(&bytes) {
            Ok(report) => Row { outcome: Outcome::of(&report), rendered: Some(self.render(&report, &name)), path: name },
            Err(error) => self.fault(name, error.code(), &error.to_string(), u64::try_from(bytes.len()).ok()),
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

    fn fault(&self, path: String, code: &str, message: &str, size: Option<u64>) -> Row {
        let fault = Fault { code, message, path: &path, size, validation_time: self.verifier.validation_time() };
        let rendered = match self.form {
            Form::Rows(renderer) => renderer.fault(&fault),
            Form::Brief(language) => report::fault_to_text(&fault, language),
        };
        Row { path, outcome: Outcome::NotExamined, rendered: Some(rendered) }
    }

    fn render(&self, report: &Report, name: &str) -> String {
        match self.form {
            Form::Rows(renderer) => renderer.report(report, name),
            Form::Brief(_) if matches!(Outcome::of(report), Outcome::Passed | Outcome::Unsigned) => String::new(),
            Form::Brief(language) => report::to_brief_text(report, name, language),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
