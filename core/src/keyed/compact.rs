//! Map and set for a module that must be small. The standard library's are compiled anew for each kind of key and value, with the
//! growth of the table; here [`Index`] is compiled once, and for each kind of key little more than the comparison.
//!
//! They offer what the core asks of a map, under the names of the standard library.

use core::borrow::Borrow;
use core::hash::{BuildHasher, Hash};
use core::iter::Zip;

use super::Keyed;
use super::index::{Index, NOWHERE};

/// A set; its items are in a list, in the order in which they came until one is removed.
#[derive(Clone, Debug)]
pub(crate) struct Set<T> {
    keyed: Keyed,
    index: Index,
    items: Vec<T>,
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { keyed: Keyed::default(), index: Index::default(), items: Vec::new() }
    }
}

impl<T> Set<T> {
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn iter(&self) -> core::slice::Iter<'_, T> {
        self.items.iter()
    }

    fn clear(&mut self) {
        self.index.clear();
        self.items.clear();
    }
}

impl<T: Eq + Hash> Set<T> {
    fn hash<Q: Hash + ?Sized>(&self, item: &Q) -> u32 {
        self.keyed.hash_one(item) as u32
    }

    fn place<Q: Hash + Eq + ?Sized>(&self, hash: u32, item: &Q) -> usize
    where
        T: Borrow<Q>,
    {
        let mut step = 0;
        loop {
            let place = self.index.next(hash, &mut step);
            // `NOWHERE` is beyond every list.
            if self.items.get(place).is_none_or(|known| known.borrow() == item) {
                return place;
            }
        }
    }

    fn find<Q: Hash + Eq + ?Sized>(&self, item: &Q) -> usize
    where
        T: Borrow<Q>,
    {
        self.place(self.hash(item), item)
    }

    /// The place of the item, which is added where it is not known, and whether it was.
    fn find_or_push(&mut self, item: T) -> (usize, bool) {
        let hash = self.hash(&item);
        let place = self.place(hash, &item);
        if place != NOWHERE {
            return (place, false);
        }
        let place = self.items.len();
        self.index.push(hash, place);
        self.items.push(item);
        (place, true)
    }

    /// Takes out the item at a place, to which the last one moves.
    fn take(&mut self, place: usize) -> Option<T> {
        let last = self.items.len().checked_sub(1).filter(|last| place <= *last)?;
        let moved = self.items.last().map(|item| self.hash(item))?;
        let gone = self.items.get(place).map(|item| self.hash(item))?;
        self.index.remove(gone, place);
        if place != last {
            self.index.relocate(moved, last, place);
        }
        Some(self.items.swap_remove(place))
    }

    pub(crate) fn contains<Q: Hash + Eq + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(item) != NOWHERE
    }

    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.find_or_push(item).1
    }

    pub(crate) fn difference<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|item| !other.contains(*item))
    }

    pub(crate) fn is_disjoint(&self, other: &Self) -> bool {
        !self.iter().any(|item| other.contains(item))
    }
}

impl<T: Eq + Hash> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T: Eq + Hash> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::default();
        set.extend(items);
        set
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// A map: a set of keys, and the value of each at the same place.
#[derive(Clone, Debug)]
pub(crate) struct Map<K, V> {
    keys: Set<K>,
    values: Vec<V>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { keys: Set::default(), values: Vec::new() }
    }
}

impl<K, V> Map<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(crate) fn keys(&self) -> core::slice::Iter<'_, K> {
        self.keys.iter()
    }

    pub(crate) fn values(&self) -> core::slice::Iter<'_, V> {
        self.values.iter()
    }

    pub(crate) fn reserve(&mut self, more: usize) {
        self.keys.items.reserve(more);
        self.values.reserve(more);
    }

    pub(crate) fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
    }
}

impl<K: Eq + Hash, V> Map<K, V> {
    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.values.get(self.keys.find(key))
    }

    pub(crate) fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.keys.contains(key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (place, _) = self.keys.find_or_push(key);
        if let Some(known) = self.values.get_mut(place) {
            return Some(core::mem::replace(known, value));
        }
        self.values.push(value);
        None
    }

    pub(crate) fn remove<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.remove_entry(key).map(|(_, value)| value)
    }

    pub(crate) fn remove_entry<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        let place = self.keys.find(key);
        Some((self.keys.take(place)?, self.values.swap_remove(place)))
    }

    pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { map: self, key }
    }
}

/// A key of a map, which may have a value.
pub(crate) struct Entry<'m, K, V> {
    map: &'m mut Map<K, V>,
    key: K,
}

impl<'m, K: Eq + Hash, V> Entry<'m, K, V> {
    pub(crate) fn or_insert(self, value: V) -> &'m mut V {
        self.or_insert_with(|| value)
    }

    pub(crate) fn or_default(self) -> &'m mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }

    pub(crate) fn or_insert_with(self, make: impl FnOnce() -> V) -> &'m mut V {
        self.or_insert_with_key(|_| make())
    }

    pub(crate) fn or_insert_with_key(self, make: impl FnOnce(&K) -> V) -> &'m mut V {
        let Self { map, key } = self;
        let mut place = map.keys.find(&key);
        if place == NOWHERE {
            let value = make(&key);
            place = map.keys.find_or_push(key).0;
            map.values.push(value);
        }
        // In range: there is a value at the place of each key.
        &mut map.values[place]
    }
}

impl<K: Eq + Hash, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        map.extend(entries);
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = Zip<std::vec::IntoIter<K>, std::vec::IntoIter<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.into_iter().zip(self.values)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    /// Numbers that look random and are the same every time.
    fn numbers(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) % below
        }
    }

    /// Of which many collide.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Colliding(u64);

    impl Hash for Colliding {
        fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
            state.write_u64(self.0 % 5);
        }
    }

    fn behaves_as_the_standard_map<K: Copy + Ord + Hash + core::fmt::Debug>(seed: u64, keys: u64, key: impl Fn(u64) -> K) {
        let mut next = numbers(seed);
        let (mut map, mut model) = (Map::<K, u64>::default(), std::collections::BTreeMap::<K, u64>::new());
        for step in 0..20_000 {
            let one = key(next(keys));
            match next(40) {
                0..=13 => assert_eq!(map.insert(one, step), model.insert(one, step)),
                14..=20 => assert_eq!(map.remove_entry(&one), model.remove_entry(&one)),
                21..=25 => assert_eq!(map.remove(&one), model.remove(&one)),
                26..=29 => {
                    *map.entry(one).or_default() += step;
                    *model.entry(one).or_default() += step;
                }
                30..=32 => assert_eq!(map.entry(one).or_insert(step), model.entry(one).or_insert(step)),
                33..=38 => assert_eq!(map.contains_key(&one), model.contains_key(&one)),
                _ if next(100) == 0 => {
                    map.clear();
                    model.clear();
                }
                _ => {
                    let more: Vec<(K, u64)> = (0..next(30)).map(|value| (key(next(keys)), value)).collect();
                    map.extend(more.iter().copied());
                    model.extend(more);
                }
            }
            assert_eq!((map.get(&one), map.len(), map.is_empty()), (model.get(&one), model.len(), model.is_empty()));
            if step % 500 == 0 {
                for at in 0..keys {
                    assert_eq!(map.get(&key(at)), model.get(&key(at)));
                }
                let sorted = |mut entries: Vec<(K, u64)>| {
                    entries.sort_unstable();
                    entries
                };
                let all: Vec<(K, u64)> = model.iter().map(|(key, value)| (*key, *value)).collect();
                assert_eq!(sorted(map.keys().zip(map.values()).map(|(key, value)| (*key, *value)).collect()), all);
                assert_eq!(sorted(map.keys().copied().zip(map.values().copied()).collect()), all);
                assert_eq!(sorted(map.clone().into_iter().collect()), all);
            }
        }
    }

    #[test]
    fn a_map_behaves_as_the_standard_one() {
        for (seed, keys) in [(1, 3), (2, 40), (3, 700), (4, 100_000)] {
            behaves_as_the_standard_map(seed, keys.min(3_000), |at| at as u32);
            behaves_as_the_standard_map(seed, keys.min(60), Colliding);
        }
    }

    #[test]
    fn a_set_behaves_as_the_standard_one() {
        let mut next = numbers(7);
        for size in [0, 1, 6, 7, 100, 1_000] {
            let mut draw = || (0..size).map(|_| next(size * 2).to_string()).collect::<Vec<_>>();
            let (one, other) = (draw(), draw());
            let (set, others): (Set<String>, Set<String>) = (one.iter().cloned().collect(), other.iter().cloned().collect());
            let (model, models): (HashSet<String>, HashSet<String>) = (one.into_iter().collect(), other.into_iter().collect());
            assert_eq!((set.len(), set.is_empty()), (model.len(), model.is_empty()));
            assert_eq!(set.is_disjoint(&others), model.is_disjoint(&models));
            assert_eq!(set.difference(&others).collect::<HashSet<_>>(), model.difference(&models).collect::<HashSet<_>>());
            assert!((0..size * 2).map(|at| at.to_string()).all(|item| set.contains(item.as_str()) == model.contains(&item)));
            assert_eq!(set.into_iter().collect::<HashSet<_>>(), model);
        }
    }

    #[test]
    fn a_value_is_made_once_and_only_where_there_is_none() {
        let mut map: Map<Vec<u8>, usize> = Map::default();
        map.reserve(9);
        assert_eq!(*map.entry(b"three".to_vec()).or_insert_with_key(Vec::len), 5);
        assert_eq!(*map.entry(b"three".to_vec()).or_insert_with(|| panic!("there is one")), 5);
        assert_eq!(map.get(b"three".as_slice()), Some(&5));
    }

    #[test]
    fn growing_is_cheap_and_never_fills_the_table() {
        let map: Map<u32, u32> = (0..100_000).map(|at| (at * 4_096, at)).collect();
        let model: HashMap<u32, u32> = (0..100_000).map(|at| (at * 4_096, at)).collect();
        assert!((0..100_000).all(|at| map.get(&at) == model.get(&at) && map.get(&(at * 4_096)) == Some(&at)));
    }
}
