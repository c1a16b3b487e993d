//! A run in the background: documents examined on threads of Rust, results read by a thread of Python.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use longseal::Verifier;
use longseal::report::Report;
use longseal_archive::bulk::{Giver, Order, Panicked, Reader, Run, Taken, Taker, contain, handover};
use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;

use crate::document::examine;
use crate::errors::NotExamined;
use crate::given::{Given, Item};

/// How long a reader waits before it looks for an interrupt and reports progress.
const WAIT: Duration = Duration::from_millis(50);

/// What threads of a run tell one another.
#[derive(Default)]
pub(crate) struct Signals {
    stopped: AtomicBool,
    finished: AtomicU64,
    failure: Mutex<Option<PyErr>>,
}

impl Signals {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// The run cannot go on.
    pub(crate) fn fail(&self, error: PyErr) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn failure(&self) -> Option<PyErr> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What came of one document.
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) result: Result<Arc<Report>, Fault>,
}

/// Why there is no report.
pub(crate) enum Fault {
    NotRead(io::Error),
    NotExamined { error: NotExamined, size: u64 },
}

impl Fault {
    /// The code of report rows, the sentence, and the size where it is known.
    pub(crate) fn parts(&self) -> (&'static str, String, Option<u64>) {
        match self {
            Self::NotRead(error) => ("error.unreadable-file", error.to_string(), None),
            Self::NotExamined { error, size } => (error.code(), error.to_string(), Some(*size)),
        }
    }
}

/// What outcomes become before they are handed over, on the threads of the run.
pub(crate) trait Collector: Send + 'static {
    type Output: Send;

    /// Takes one outcome; gives what is complete.
    fn add(&mut self, outcome: Outcome) -> Option<Self::Output>;

    /// Gives what is left.
    fn finish(&mut self) -> Option<Self::Output>;
}

/// How a run goes.
#[derive(Clone)]
pub(crate) struct Course {
    pub(crate) verifier: Verifier,
    pub(crate) threads: usize,
    pub(crate) order: Order,
}

impl Course {
    /// Begins; at most `ahead` results wait to be taken.
    fn start<C: Collector>(self, given: Given, signals: Arc<Signals>, collector: C, ahead: usize) -> io::Result<Started<C>> {
        let (giver, taker) = handover(ahead);
        let work = move || self.work(given, &signals, collector, &giver);
        let thread = thread::Builder::new().name("longseal".to_owned()).spawn(work)?;
        Ok((taker, thread))
    }

    fn work<C: Collector>(&self, given: Given, signals: &Signals, mut collector: C, giver: &Giver<C::Output>) -> io::Result<()> {
        let mut run = Run::new(self.threads).order(self.order);
        if let Some(documents) = given.look_ahead(self.threads) {
            run = run.look_ahead(documents);
        }
        let verdict = |reader: &mut Reader, item| verdict(&self.verifier, reader, item);
        let collected = |complete: Result<Option<C::Output>, Panicked>| match complete {
            Ok(complete) => complete.map_or(Ok(()), |complete| giver.give(complete)),
            Err(panicked) => {
                signals.fail(PyRuntimeError::new_err(panicked.to_string()));
                Err(io::ErrorKind::BrokenPipe.into())
            }
        };
        let write = |outcome| {
            if signals.is_stopped() {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            let complete = contain(|| collector.add(outcome));
            signals.finished.fetch_add(1, Ordering::Relaxed);
            collected(complete)
        };
        run.each(given, Reader::default, verdict, write)?;
        collected(contain(|| collector.finish()))
    }
}

type Started<C> = (Taker<<C as Collector>::Output>, JoinHandle<io::Result<()>>);

fn verdict(verifier: &Verifier, reader: &mut Reader, mut item: Item) -> Outcome {
    let name = std::mem::take(&mut item.name);
    let result = match item.read(reader) {
        Err(error) => Err(Fault::NotRead(error)),
        Ok(bytes) => {
            let report = examine(|bytes| verifier.verify(bytes), &bytes);
            report.map(Arc::new).map_err(|error| Fault::NotExamined { error, size: bytes.len() as u64 })
        }
    };
    Outcome { name, result }
}

/// A run that is read. It begins with the first value asked for, and ends when this is dropped: nobody waits for documents
/// that are being examined then.
pub(crate) struct Running<C: Collector> {
    state: State<C>,
    signals: Arc<Signals>,
    progress: Option<Py<PyAny>>,
    /// Documents of which `progress` was told.
    reported: u64,
}

enum State<C: Collector> {
    /// Course, documents, collector, and results that may wait.
    Prepared(Box<(Course, Given, C, usize)>),
    Started(Started<C>),
    Ended,
}

impl<C: Collector> Running<C> {
    pub(crate) fn new(
        course: Course,
        documents: &Bound<'_, PyAny>,
        collector: C,
        ahead: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let signals = Arc::new(Signals::default());
        let given = Given::open(documents, course.threads, Arc::clone(&signals))?;
        Ok(Self { state: State::Prepared(Box::new((course, given, collector, ahead))), signals, progress, reported: 0 })
    }

    /// The next value; `None` after the last. The lock of the interpreter is not held while waiting. After an error, an
    /// interrupt of the user among them, there is nothing more.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<C::Output>> {
        let next = self.wait(py);
        if !matches!(next, Ok(Some(_))) {
            self.signals.stop();
            self.state = State::Ended;
        }
        next
    }

    fn wait(&mut self, py: Python<'_>) -> PyResult<Option<C::Output>> {
        if let State::Prepared(_) = self.state
            && let State::Prepared(prepared) = std::mem::replace(&mut self.state, State::Ended)
        {
            let (course, given, collector, ahead) = *prepared;
            self.state = State::Started(course.start(given, Arc::clone(&self.signals), collector, ahead)?);
        }
        loop {
            let State::Started((taker, _)) = &mut self.state else { return Ok(None) };
            if let Some(result) = taker.at_hand() {
                return Ok(Some(result));
            }
            let taken = py.detach(|| taker.take(WAIT));
            py.check_signals()?;
            self.report_progress(py)?;
            match taken {
                Taken::Result(result) => return Ok(Some(result)),
                Taken::NotYet => {}
                Taken::End => break,
            }
        }
        let State::Started((_, thread)) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(None) };
        let joined = py.detach(|| thread.join());
        self.report_progress(py)?;
        if let Some(failure) = self.signals.failure() {
            return Err(failure);
        }
        match joined {
            Ok(Ok(())) => Ok(None),
            Ok(Err(error)) => Err(PyOSError::new_err(error.to_string())),
            Err(_) => Err(PyRuntimeError::new_err("a thread of the run ended unexpectedly: a mistake in Longseal")),
        }
    }

    fn report_progress(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(progress) = &self.progress else { return Ok(()) };
        let finished = self.signals.finished.load(Ordering::Relaxed);
        if finished > self.reported {
            let since = finished - self.reported;
            self.reported = finished;
            progress.call1(py, (since,))?;
        }
        Ok(())
    }
}

impl<C: Collector> Drop for Running<C> {
    fn drop(&mut self) {
        self.signals.stop();
    }
}
