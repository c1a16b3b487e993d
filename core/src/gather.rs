//! Collecting whose code is smaller in WebAssembly.
//!
//! Where the number of items is not known beforehand, the standard library takes the first, makes room for as many as the iterator
//! promises, and goes on with the rest: the iterator's code is there twice, and that of its `size_hint` besides. There, items are
//! pushed one by one, which also for a few items of known number is less code than to make room for them first. Elsewhere this
//! is [`Iterator::collect`], and there too where lists may be long and their length is known.

/// Iterators whose items become a list.
pub(crate) trait Gather: Iterator + Sized {
    /// The items, in order.
    fn gather(self) -> Vec<Self::Item>;

    /// Those items that belong to the first list, and the others: [`Iterator::partition`].
    fn divide(self, is_first: impl FnMut(&Self::Item) -> bool) -> (Vec<Self::Item>, Vec<Self::Item>);
}

impl<I: Iterator> Gather for I {
    #[cfg(not(target_family = "wasm"))]
    fn gather(self) -> Vec<Self::Item> {
        self.collect()
    }

    #[cfg(not(target_family = "wasm"))]
    fn divide(self, is_first: impl FnMut(&Self::Item) -> bool) -> (Vec<Self::Item>, Vec<Self::Item>) {
        self.partition(is_first)
    }

    #[cfg(target_family = "wasm")]
    fn gather(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }

    #[cfg(target_family = "wasm")]
    fn divide(self, mut is_first: impl FnMut(&Self::Item) -> bool) -> (Vec<Self::Item>, Vec<Self::Item>) {
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for item in self {
            let list = if is_first(&item) { &mut first } else { &mut others };
            list.push(item);
        }
        (first, others)
    }
}
