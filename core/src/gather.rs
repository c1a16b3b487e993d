//! Collecting whose code is smaller in WebAssembly.
//!
//! Where the number of items is not known beforehand, the standard library takes the first, makes room for as many as the iterator
//! promises, and goes on with the rest: the iterator's code is there twice, and that of its `size_hint` besides. There, items are
//! pushed one by one. Elsewhere this is [`Iterator::collect`].

/// Iterators whose items become a list.
pub(crate) trait Gather: Iterator + Sized {
    /// The items, in order.
    fn gather(self) -> Vec<Self::Item>;
}

impl<I: Iterator> Gather for I {
    #[cfg(not(target_family = "wasm"))]
    fn gather(self) -> Vec<Self::Item> {
        self.collect()
    }

    #[cfg(target_family = "wasm")]
    fn gather(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }
}
