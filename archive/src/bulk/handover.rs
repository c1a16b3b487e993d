//! Results on their way from the threads of a run to one thread that reads them.
//!
//! Waking a thread for each result costs more than some documents do. So the reader takes everything there is, and is woken
//! when a good part of what may wait has come, or after [`TICK`] for whatever has.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a result waits for others to be taken with.
const TICK: Duration = Duration::from_millis(5);

/// Begins a handover in which at most `ahead` results wait to be taken.
pub fn handover<T>(ahead: usize) -> (Giver<T>, Taker<T>) {
    let ahead = ahead.max(1);
    let between = Between {
        results: Mutex::new(Results { waiting: VecDeque::new(), given_all: false, taker_left: false }),
        enough: Condvar::new(),
        room: Condvar::new(),
        ahead,
    };
    let between = Arc::new(between);
    (Giver(Arc::clone(&between)), Taker { between, taken: VecDeque::new() })
}

/// What came of waiting for a result.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken<T> {
    /// The next result.
    Result(T),
    /// There is none yet.
    NotYet,
    /// There are no more.
    End,
}

/// The side of the run. Dropping it is the end of the results.
#[derive(Debug)]
pub struct Giver<T>(Arc<Between<T>>);

/// The side of the reader.
#[derive(Debug)]
pub struct Taker<T> {
    between: Arc<Between<T>>,
    taken: VecDeque<T>,
}

#[derive(Debug)]
struct Between<T> {
    results: Mutex<Results<T>>,
    /// For the reader: there are enough results to be woken for, or there will be no more.
    enough: Condvar,
    /// For the run: there is room again, or nobody to take anything.
    room: Condvar,
    ahead: usize,
}

#[derive(Debug)]
struct Results<T> {
    waiting: VecDeque<T>,
    given_all: bool,
    taker_left: bool,
}

impl<T> Between<T> {
    fn lock(&self) -> MutexGuard<'_, Results<T>> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Giver<T> {
    /// Hands over one result; waits while too many others do.
    ///
    /// # Errors
    /// `BrokenPipe` when there is nobody to take it.
    pub fn give(&self, result: T) -> io::Result<()> {
        let Between { enough, room, ahead, .. } = &*self.0;
        let mut results = self.0.lock();
        while results.waiting.len() >= *ahead && !results.taker_left {
            results = room.wait(results).unwrap_or_else(PoisonError::into_inner);
        }
        if results.taker_left {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        results.waiting.push_back(result);
        // Once for each time that the reader waits: it takes them all.
        if results.waiting.len() == ahead.div_ceil(2) {
            drop(results);
            enough.notify_one();
        }
        Ok(())
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        self.0.lock().given_all = true;
        self.0.enough.notify_one();
    }
}

impl<T> Taker<T> {
    /// The next result of those that were taken already: at once, and nothing when there are none.
    pub fn at_hand(&mut self) -> Option<T> {
        self.taken.pop_front()
    }

    /// The next result; waits for it, but not longer than this.
    pub fn take(&mut self, at_most: Duration) -> Taken<T> {
        if self.taken.is_empty() {
            let ended = self.wait(at_most);
            if self.taken.is_empty() {
                return if ended { Taken::End } else { Taken::NotYet };
            }
        }
        self.taken.pop_front().map_or(Taken::NotYet, Taken::Result)
    }

    /// Takes everything there is; whether it was the last.
    fn wait(&mut self, at_most: Duration) -> bool {
        let until = Instant::now() + at_most;
        let mut results = self.between.lock();
        while results.waiting.is_empty() && !results.given_all {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let waited = self.between.enough.wait_timeout(results, left.min(TICK));
            results = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let was_full = results.waiting.len() >= self.between.ahead;
        std::mem::swap(&mut results.waiting, &mut self.taken);
        let ended = results.given_all;
        drop(results);
        if was_full {
            self.between.room.notify_all();
        }
        ended
    }
}

impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        let mut results = self.between.lock();
        results.taker_left = true;
        let unread = std::mem::take(&mut results.waiting);
        drop(results);
        self.between.room.notify_all();
        drop(unread);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;

    const LONG: Duration = Duration::from_mins(1);

    fn everything(taker: &mut Taker<u32>) -> Vec<u32> {
        let mut all = Vec::new();
        loop {
            match taker.take(LONG) {
                Taken::Result(result) => all.push(result),
                Taken::NotYet => panic!("a minute without a result"),
                Taken::End => return all,
            }
        }
    }

    #[test]
    fn every_result_once_and_in_order() {
        for ahead in [1, 2, 3, 128] {
            let (giver, mut taker) = handover(ahead);
            let run = thread::spawn(move || (0..20_000).try_for_each(|number| giver.give(number)));
            assert!(everything(&mut taker).into_iter().eq(0..20_000), "{ahead}");
            run.join().unwrap().unwrap();
        }
    }

    #[test]
    fn a_lone_result_does_not_wait_for_others() {
        let (giver, mut taker) = handover(128);
        giver.give(1).unwrap();
        let start = Instant::now();
        assert_eq!(taker.take(LONG), Taken::Result(1));
        assert_eq!(taker.take(Duration::from_millis(20)), Taken::NotYet);
        let run = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            giver.give(2).unwrap();
            giver
        });
        assert_eq!(taker.take(LONG), Taken::Result(2));
        assert!(start.elapsed() < LONG / 10);
        drop(run.join().unwrap());
        assert_eq!(taker.take(LONG), Taken::End);
        assert_eq!(taker.take(LONG), Taken::End);
    }

    #[test]
    fn the_run_is_not_further_ahead_than_allowed() {
        static GIVEN: AtomicU32 = AtomicU32::new(0);
        let (giver, mut taker) = handover(8);
        let run = thread::spawn(move || {
            (0..5_000).try_for_each(|number| {
                giver.give(number)?;
                GIVEN.fetch_add(1, Ordering::Relaxed);
                io::Result::Ok(())
            })
        });
        for number in 0..5_000 {
            assert_eq!(taker.take(LONG), Taken::Result(number));
            // Waiting, and taken with this one.
            let ahead = GIVEN.load(Ordering::Relaxed).saturating_sub(number);
            assert!(ahead <= 16, "{ahead}");
        }
        run.join().unwrap().unwrap();
    }

    #[test]
    fn nothing_is_given_to_nobody() {
        let (giver, taker) = handover(4);
        let run = thread::spawn(move || (0..).try_for_each(|number| giver.give(number)));
        thread::sleep(Duration::from_millis(20));
        drop(taker);
        assert_eq!(run.join().unwrap().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
