//! The documents that were found and are not yet examined: a few, the large ones first.
//!
//! A large file that is begun last keeps one core busy while the others have nothing left. So the queue looks ahead: large
//! files are taken as soon as they are seen, the rest in the order found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::walk::{Candidate, Found};

/// Something to examine.
pub trait Task: Send {
    /// Its bytes; 0 when that is not known.
    fn size(&self) -> u64;
}

impl Task for Candidate {
    fn size(&self) -> u64 {
        match self.found {
            Found::File { size } => size,
            _ => 0,
        }
    }
}

/// Files below this size are done before anyone could wait for them.
const LARGE: u64 = 1 << 20;

/// A task with its place in the order of the run.
pub(super) struct Queued<C> {
    pub(super) place: u64,
    pub(super) task: C,
}

/// Sorted by urgency.
pub(super) struct Queue<C>(BinaryHeap<ByUrgency<C>>);

struct ByUrgency<C>(Queued<C>);

impl<C: Task> ByUrgency<C> {
    fn urgency(&self) -> (u64, Reverse<u64>) {
        (self.0.task.size().max(LARGE), Reverse(self.0.place))
    }
}

impl<C: Task> Default for Queue<C> {
    fn default() -> Self {
        Self(BinaryHeap::new())
    }
}

impl<C: Task> PartialEq for ByUrgency<C> {
    fn eq(&self, other: &Self) -> bool {
        self.urgency() == other.urgency()
    }
}

impl<C: Task> Eq for ByUrgency<C> {}

impl<C: Task> PartialOrd for ByUrgency<C> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<C: Task> Ord for ByUrgency<C> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.urgency().cmp(&other.urgency())
    }
}

impl<C: Task> Queue<C> {
    pub(super) fn push(&mut self, queued: Queued<C>) {
        self.0.push(ByUrgency(queued));
    }

    pub(super) fn pop(&mut self) -> Option<Queued<C>> {
        self.0.pop().map(|most_urgent| most_urgent.0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_files_come_first_and_the_rest_in_order() {
        let mut queue = Queue::default();
        for (place, size) in [60_000, 20 << 20, 1_000, 200 << 20, 61_000, LARGE].into_iter().enumerate() {
            let task = Candidate { path: "x".into(), found: Found::File { size } };
            queue.push(Queued { place: place as u64, task });
        }
        let places: Vec<u64> = std::iter::from_fn(|| queue.pop()).map(|queued| queued.place).collect();
        assert_eq!(places, [3, 1, 0, 2, 4, 5]);
    }
}
