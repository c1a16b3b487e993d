//! Where an entry stands, by the hash of its key: open addressing with linear probing, written once for every kind of key.

/// Marks a free slot, and answers that there is nothing.
pub(super) const NOWHERE: usize = usize::MAX;

const FREE: Slot = Slot { hash: 0, place: u32::MAX };
const FIRST_SLOTS: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    place: u32,
}

/// Knows the hash of each entry and its place in a list, never the entry. Always at least a quarter of it is free, so that every
/// search ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    slots: Vec<Slot>,
}

impl Index {
    fn slot(&self, hash: u32, step: usize) -> usize {
        (hash as usize).wrapping_add(step) & self.slots.len().wrapping_sub(1)
    }

    /// The place of the next entry with that hash, [`NOWHERE`] after the last. `step` is where to go on, zero at first.
    #[inline(never)]
    pub(super) fn next(&self, hash: u32, step: &mut usize) -> usize {
        while let Some(slot) = self.slots.get(self.slot(hash, *step)) {
            if slot.place == FREE.place {
                break;
            }
            *step += 1;
            if slot.hash == hash {
                return slot.place as usize;
            }
        }
        NOWHERE
    }

    /// Adds the entry at `place`, which is how many there were before.
    #[inline(never)]
    pub(super) fn push(&mut self, hash: u32, place: usize) {
        if (place + 1) * 4 > self.slots.len() * 3 {
            let larger = vec![FREE; (self.slots.len() * 2).max(FIRST_SLOTS)];
            for slot in core::mem::replace(&mut self.slots, larger) {
                if slot.place != FREE.place {
                    self.put(slot);
                }
            }
        }
        self.put(Slot { hash, place: place as u32 });
    }

    fn put(&mut self, new: Slot) {
        let mut step = 0;
        loop {
            let at = self.slot(new.hash, step);
            match self.slots.get_mut(at) {
                Some(slot) if slot.place != FREE.place => step += 1,
                Some(slot) => break *slot = new,
                None => break,
            }
        }
    }

    fn find(&mut self, hash: u32, place: usize) -> Option<usize> {
        let mut step = 0;
        loop {
            match self.next(hash, &mut step) {
                NOWHERE => break None,
                found if found == place => break Some(self.slot(hash, step.wrapping_sub(1))),
                _ => {}
            }
        }
    }

    /// Forgets the entry at `place`.
    #[inline(never)]
    pub(super) fn remove(&mut self, hash: u32, place: usize) {
        let Some(mut hole) = self.find(hash, place) else { return };
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let Some(slot) = self.slots.get(at).copied().filter(|slot| slot.place != FREE.place) else { break };
            // What was pushed past the hole by those before it moves into it, so that no search stops short.
            if at.wrapping_sub(slot.hash as usize) & mask >= at.wrapping_sub(hole) & mask {
                self.set(hole, slot);
                hole = at;
            }
        }
        self.set(hole, FREE);
    }

    /// Tells that the entry at `from` is now at `to`.
    #[inline(never)]
    pub(super) fn relocate(&mut self, hash: u32, from: usize, to: usize) {
        if let Some(at) = self.find(hash, from) {
            self.set(at, Slot { hash, place: to as u32 });
        }
    }

    fn set(&mut self, at: usize, new: Slot) {
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = new;
        }
    }

    pub(super) fn clear(&mut self) {
        self.slots.clear();
    }
}
