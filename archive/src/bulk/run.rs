//! A run: every document examined once, on as many threads as asked for, the results handed over one at a time.
//!
//! There is no thread that only reads and none that only writes: whoever needs work looks for more documents when few
//! are queued, and whoever has a result hands it over. Memory is bounded on both sides: the search stays at most
//! [`Run::look_ahead`] documents ahead of the examination, and the examination at most [`WINDOW`] ahead of the results.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::queue::{Queue, Queued, Task};

/// Documents found ahead of their examination: among them, the large ones are taken first.
const LOOK_AHEAD: usize = 1_024;

/// Documents that may be examined beyond the first that is not, when results are handed over in order.
const WINDOW: u64 = 4_096;

/// Documents found at once, so that the search is not locked for every one.
const BATCH: usize = 32;

/// How long others wait for them, when finding takes its time.
const SEARCH: Duration = Duration::from_millis(5);

/// In which order results are handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// That of the documents.
    #[default]
    AsFound,
    /// As they are finished.
    AsFinished,
}

/// How a run goes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Run {
    /// Threads.
    pub jobs: usize,
    /// Order of results.
    pub order: Order,
    /// Documents found ahead of their examination: few, when they are already in memory.
    pub look_ahead: usize,
}

impl Run {
    /// As many threads, results in the order of the documents.
    pub fn new(jobs: usize) -> Self {
        Self { jobs: jobs.max(1), order: Order::default(), look_ahead: LOOK_AHEAD }
    }

    /// The order of results.
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// How many documents may be found ahead of their examination; at least one for each thread.
    #[must_use]
    pub fn look_ahead(mut self, documents: usize) -> Self {
        self.look_ahead = documents.max(self.jobs);
        self
    }

    /// Examines every document and hands each result to `write`, one at a time. `state` is made once for each thread.
    ///
    /// # Errors
    /// The first error of `write` ends the run and is returned.
    pub fn each<D, C, S, T>(
        self,
        documents: D,
        state: impl Fn() -> S + Sync,
        examine: impl Fn(&mut S, C) -> T + Sync,
        mut write: impl FnMut(T) -> io::Result<()> + Send,
    ) -> io::Result<()>
    where
        D: Iterator<Item = C> + Send,
        C: Task,
        T: Send,
    {
        if self.jobs == 1 {
            let mut state = state();
            return documents.into_iter().try_for_each(|task| write(examine(&mut state, task)));
        }
        let shared = Shared {
            run: self,
            search: Mutex::new(Search { documents, next_place: 0 }),
            work: Mutex::new(Work::default()),
            changed: Condvar::new(),
            results: Mutex::new(Results { write, waiting: BTreeMap::new(), due: 0, failed: None }),
        };
        let worker = || {
            let mut state = state();
            while let Some(Queued { place, task }) = shared.take() {
                shared.hand_over(place, examine(&mut state, task));
            }
        };
        thread::scope(|scope| {
            for _ in 1..self.jobs {
                scope.spawn(worker);
            }
            worker();
        });
        let results = shared.results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.failed.map_or(Ok(()), Err)
    }
}

/// What the threads of a run share. Locks are taken in the order of the fields, and never two for longer than a step.
struct Shared<D, C, T, W> {
    run: Run,
    search: Mutex<Search<D>>,
    work: Mutex<Work<C>>,
    changed: Condvar,
    results: Mutex<Results<T, W>>,
}

struct Search<D> {
    documents: D,
    next_place: u64,
}

struct Work<C> {
    queue: Queue<C>,
    /// Documents found so far.
    found: u64,
    /// Results handed over in order so far: the place of the first document that is not finished.
    due: u64,
    /// Somebody is looking for more.
    searching: bool,
    /// There are no more.
    exhausted: bool,
    /// The run ends early.
    stopped: bool,
}

struct Results<T, W> {
    write: W,
    waiting: BTreeMap<u64, T>,
    due: u64,
    failed: Option<io::Error>,
}

impl<D, C, T, W> Shared<D, C, T, W>
where
    D: Iterator<Item = C>,
    C: Task,
    W: FnMut(T) -> io::Result<()>,
{
    /// The next document to examine; `None` when there is none left or the run ends early.
    fn take(&self) -> Option<Queued<C>> {
        let mut work = lock(&self.work);
        let mut may_search = true;
        loop {
            if work.stopped {
                return None;
            }
            if may_search && work.wants_more(self.run) {
                work.searching = true;
                drop(work);
                let (found, exhausted) = self.find();
                work = lock(&self.work);
                work.searching = false;
                work.exhausted = exhausted;
                work.found += found.len() as u64;
                for queued in found {
                    work.queue.push(queued);
                }
                self.changed.notify_all();
                // Once is enough for each document: others wait for what was found.
                may_search = work.queue.len() == 0;
                continue;
            }
            if let Some(queued) = work.queue.pop() {
                return Some(queued);
            }
            if work.exhausted && !work.searching {
                return None;
            }
            work = self.changed.wait(work).unwrap_or_else(PoisonError::into_inner);
            may_search = true;
        }
    }

    fn find(&self) -> (Vec<Queued<C>>, bool) {
        let mut search = lock(&self.search);
        let batch = BATCH.min(self.run.look_ahead);
        let mut found = Vec::with_capacity(batch);
        let begun = Instant::now();
        while found.len() < batch && (found.is_empty() || begun.elapsed() < SEARCH) {
            let Some(task) = search.documents.next() else { return (found, true) };
            found.push(Queued { place: search.next_place, task });
            search.next_place += 1;
        }
        (found, false)
    }

    fn hand_over(&self, place: u64, result: T) {
        let mut results = lock(&self.results);
        if results.failed.is_some() {
            return;
        }
        let written = match self.run.order {
            Order::AsFinished => (results.write)(result),
            Order::AsFound => {
                results.waiting.insert(place, result);
                results.write_due()
            }
        };
        let (due, stopped) = (results.due, written.is_err());
        results.failed = written.err();
        drop(results);
        if stopped || self.run.order == Order::AsFound {
            let mut work = lock(&self.work);
            // Others may have handed over meanwhile.
            work.due = work.due.max(due);
            work.stopped |= stopped;
            self.changed.notify_all();
        }
    }
}

impl<C: Task> Default for Work<C> {
    fn default() -> Self {
        let queue = Queue::default();
        Self { queue, found: 0, due: 0, searching: false, exhausted: false, stopped: false }
    }
}

impl<C: Task> Work<C> {
    fn wants_more(&self, run: Run) -> bool {
        let within = run.order == Order::AsFinished || self.found < self.due + WINDOW;
        !self.searching && !self.exhausted && within && self.queue.len() < run.look_ahead
    }
}

impl<T, W: FnMut(T) -> io::Result<()>> Results<T, W> {
    fn write_due(&mut self) -> io::Result<()> {
        while let Some(result) = self.waiting.remove(&self.due) {
            self.due += 1;
            (self.write)(result)?;
        }
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::walk::{Candidate, Found};
    use std::sync::atomic::{AtomicU64, Ordering};

    fn documents(count: u64) -> impl Iterator<Item = Candidate> + Send {
        // Every hundredth is large and so taken early.
        let size = |number: u64| if number % 100 == 99 { 5 << 20 } else { 1_000 };
        (0..count).map(move |number| Candidate { path: number.to_string().into(), found: Found::File { size: size(number) } })
    }

    fn number(candidate: &Candidate) -> u64 {
        candidate.path.to_str().unwrap().parse().unwrap()
    }

    #[test]
    fn every_document_once_and_in_order() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            let run = Run::new(jobs).each(
                documents(20_000),
                || (),
                |(), candidate| number(&candidate),
                |number| {
                    seen.push(number);
                    Ok(())
                },
            );
            run.unwrap();
            assert!(seen.iter().copied().eq(0..20_000), "{jobs}");
        }
    }

    #[test]
    fn every_document_once_in_any_order() {
        let mut seen = Vec::new();
        let run = Run::new(3).order(Order::AsFinished).each(
            documents(20_000),
            || (),
            |(), candidate| number(&candidate),
            |number| {
                seen.push(number);
                Ok(())
            },
        );
        run.unwrap();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..20_000));
    }

    #[test]
    fn the_search_does_not_run_ahead_of_the_results() {
        let (found, written) = (AtomicU64::new(0), AtomicU64::new(0));
        let counted = documents(60_000).inspect(|_| {
            let ahead = found.fetch_add(1, Ordering::Relaxed) - written.load(Ordering::Relaxed);
            assert!(ahead <= WINDOW + BATCH as u64, "{ahead}");
        });
        let write = |_| {
            written.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        Run::new(4).each(counted, || (), |(), candidate| number(&candidate), write).unwrap();
        assert_eq!(written.into_inner(), 60_000);
    }

    #[test]
    fn the_search_looks_no_further_ahead_than_asked() {
        let (found, begun) = (AtomicU64::new(0), AtomicU64::new(0));
        let counted = documents(5_000).inspect(|_| {
            let ahead = found.fetch_add(1, Ordering::Relaxed) - begun.load(Ordering::Relaxed);
            // Beyond what is queued: one batch, and a document in the hands of each thread.
            assert!(ahead <= 4 + 4 + 2, "{ahead}");
        });
        let examine = |(): &mut (), candidate: Candidate| {
            begun.fetch_add(1, Ordering::Relaxed);
            number(&candidate)
        };
        Run::new(2).look_ahead(4).each(counted, || (), examine, |_| Ok(())).unwrap();
        assert_eq!(begun.into_inner(), 5_000);
    }

    #[test]
    fn a_failed_write_ends_the_run() {
        for jobs in [1, 2, 4] {
            let mut written = 0;
            let run = Run::new(jobs).each(
                documents(1 << 40),
                || (),
                |(), candidate| number(&candidate),
                |_| {
                    written += 1;
                    if written == 100 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
                },
            );
            assert_eq!(run.unwrap_err().kind(), io::ErrorKind::BrokenPipe, "{jobs}");
            assert_eq!(written, 100, "{jobs}");
        }
    }
}
