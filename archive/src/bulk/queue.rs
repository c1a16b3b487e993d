//! The documents that were found and are not yet examined: a few, the large ones first.
//!
//! A large file that is begun last keeps one core busy while the others have nothing left. So the queue looks ahead: large
//! files are taken as soon as they are seen, the rest in the order found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::walk::{Candidate, Found};

/// Files below this size are done before anyone could wait for them.
const LARGE: u64 = 1 << 20;

/// A candidate with its place in the order of the run.
pub(super) struct Queued {
    pub(super) place: u64,
    pub(super) candidate: Candidate,
}

/// Sorted by urgency.
#[derive(Default)]
pub(super) struct Queue(BinaryHeap<ByUrgency>);

struct ByUrgency(Queued);

impl ByUrgency {
    fn urgency(&self) -> (u64, Reverse<u64>) {
        let size = match self.0.candidate.found {
            Found::File { size } => size,
            _ => 0,
        };
        (size.max(LARGE), Reverse(self.0.place))
    }
}

impl PartialEq for ByUrgency {
    fn eq(&self, other: &Self) -> bool {
        self.urgency() == other.urgency()
    }
}

impl Eq for ByUrgency {}

impl PartialOrd for ByUrgency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByUrgency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.urgency().cmp(&other.urgency())
    }
}

impl Queue {
    pub(super) fn push(&mut self, queued: Queued) {
        self.0.push(ByUrgency(queued));
    }

    pub(super) fn pop(&mut self) -> Option<Queued> {
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
            let candidate = Candidate { path: "x".into(), found: Found::File { size } };
            queue.push(Queued { place: place as u64, candidate });
        }
        let places: Vec<u64> = std::iter::from_fn(|| queue.pop()).map(|queued| queued.place).collect();
        assert_eq!(places, [3, 1, 0, 2, 4, 5]);
    }
}
