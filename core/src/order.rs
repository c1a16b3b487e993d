//! Sorting whose code WebAssembly has once.
//!
//! The standard library's sorts are compiled anew for each type, 4 kB each: they were an eighth of the module that browsers
//! load. There, positions are sorted by one function, and the slice is then put in that order. Elsewhere this is
//! [`slice::sort_by`]. Both are stable, so both give the same order.

use crate::gather::Gather as _;
use core::cmp::Ordering;

/// Slices that can be put in order.
pub(crate) trait Arrange<T> {
    /// Sorts by `compare`, keeping the order of equals.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Sorts by a key, keeping the order of equals.
    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|left, right| key(left).cmp(&key(right)));
    }

    /// Sorts by a key that is computed once for each element.
    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// Sorts by the elements' own order.
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(Ord::cmp);
    }
}

impl<T> Arrange<T> for [T] {
    #[cfg(not(target_family = "wasm"))]
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering) {
        self.sort_by(compare);
    }

    #[cfg(not(target_family = "wasm"))]
    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        self.sort_by_cached_key(key);
    }

    #[cfg(target_family = "wasm")]
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering) {
        by_position(self, compare);
    }

    #[cfg(target_family = "wasm")]
    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        let order = positions(keys.len(), &mut |left, right| keys[left].cmp(&keys[right]));
        move_to(order, &mut |one, other| self.swap(one, other));
    }
}

/// A set of what may come in any order: each once, in order, to be searched by bisection. A B-tree is 3 kB for each type.
pub(crate) fn distinct<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().gather();
    items.arrange();
    items.dedup();
    items
}

/// A map of what may come in any order, in the order of its keys, to be searched by bisection. Of several values the last counts.
pub(crate) fn latest<K: Copy + Ord, V>(mut items: Vec<(K, V)>) -> Vec<(K, V)> {
    items.reverse();
    items.arrange_by_key(|(key, _)| *key);
    items.dedup_by_key(|(key, _)| *key);
    items
}

/// Sorts positions, then moves elements to theirs.
#[cfg(any(test, target_family = "wasm"))]
fn by_position<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = positions(items.len(), &mut |left, right| compare(&items[left], &items[right]));
    move_to(order, &mut |one, other| items.swap(one, other));
}

/// Every exchange brings one element to its place in the order.
#[cfg(any(test, target_family = "wasm"))]
fn move_to(order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    let mut places = vec![0; order.len()];
    for (place, position) in order.into_iter().enumerate() {
        places[position] = place;
    }
    for at in 0..places.len() {
        while places[at] != at {
            let place = places[at];
            swap(at, place);
            places.swap(at, place);
        }
    }
}

/// The positions `0..length` in order: a merge sort from the bottom up, without recursion.
#[cfg(any(test, target_family = "wasm"))]
fn positions(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut merged = Vec::with_capacity(length);
    let mut width = 1;
    while width < length {
        for start in (0..length).step_by(2 * width) {
            let (mut left, middle) = (start, length.min(start + width));
            let (mut right, end) = (middle, length.min(start + 2 * width));
            while left < middle || right < end {
                let takes_right = left == middle || right < end && compare(order[right], order[left]) == Ordering::Less;
                let next = if takes_right { &mut right } else { &mut left };
                merged.push(order[*next]);
                *next += 1;
            }
        }
        core::mem::swap(&mut order, &mut merged);
        merged.clear();
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{by_position, distinct, latest};

    #[test]
    fn sets_and_maps_are_in_order_and_have_each_key_once() {
        assert_eq!(distinct([3, 1, 3, 2, 1]), [1, 2, 3]);
        assert_eq!(latest(vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (3, 'e')]), [(1, 'd'), (2, 'c'), (3, 'e')]);
    }

    #[test]
    fn positions_give_the_order_of_the_standard_library() {
        let mut state = 1_u32;
        for length in (0..70).chain([1000, 1023, 1024, 1025]) {
            let mut items: Vec<(u32, usize)> = (0..length)
                .map(|index| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 28, index)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            by_position(&mut items, |left, right| left.0.cmp(&right.0));
            assert_eq!(items, expected);
        }
    }
}
