//! Slots: small numbers for the objects that are kept, by which columns and bitmaps are addressed.
//! A slot that was freed is given out again; it says nothing of the order of ids.

use hashbrown::HashTable;
use roaring::RoaringBitmap;

/// The number under which an object is kept.
pub(crate) type Slot = u32;

/// The place of a slot in a column.
pub(crate) const fn at(slot: Slot) -> usize {
    slot as usize
}

/// Which id has which slot.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    ids: Vec<i64>,
    by_id: HashTable<Slot>,
    free: Vec<Slot>,
    /// The slots that are in use.
    pub(crate) live: RoaringBitmap,
}

/// Spreads ids, which follow one another, over all 64 bits.
const fn hash(id: i64) -> u64 {
    let mixed = id.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

impl Slots {
    /// The id of each slot; what a free slot had last stays.
    pub(crate) fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// The id of a slot in use.
    pub(crate) fn id(&self, slot: Slot) -> i64 {
        self.ids[at(slot)]
    }

    /// The slot of an id.
    pub(crate) fn find(&self, id: i64) -> Option<Slot> {
        self.by_id.find(hash(id), |slot| self.ids[at(*slot)] == id).copied()
    }

    /// The slot of an id, a new one if it has none; `None` when every number is in use.
    pub(crate) fn take(&mut self, id: i64, slots_max: u32) -> Option<Slot> {
        if let Some(slot) = self.find(id) {
            return Some(slot);
        }
        let slot = match self.free.pop() {
            Some(slot) => {
                self.ids[at(slot)] = id;
                slot
            }
            None => {
                let next = u32::try_from(self.ids.len()).ok().filter(|next| *next < slots_max)?;
                self.ids.push(id);
                next
            }
        };
        let ids = &self.ids;
        self.by_id.insert_unique(hash(id), slot, |slot| hash(ids[at(*slot)]));
        self.live.insert(slot);
        Some(slot)
    }

    /// Frees a slot. Nothing may refer to it any more.
    pub(crate) fn free(&mut self, slot: Slot) {
        let id = self.ids[at(slot)];
        if let Ok(found) = self.by_id.find_entry(hash(id), |known| *known == slot) {
            found.remove();
            self.live.remove(slot);
            self.free.push(slot);
        }
    }

    /// How many slots were ever given out: the length of a column.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// What it takes in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.ids.capacity() * size_of::<i64>()
            + self.by_id.allocation_size()
            + self.free.capacity() * size_of::<Slot>()
            + self.live.serialized_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_keeps_its_slot_until_it_is_freed() {
        let mut slots = Slots::default();
        let take = |slots: &mut Slots, id| slots.take(id, u32::MAX).unwrap();
        let (one, two) = (take(&mut slots, 10), take(&mut slots, 20));
        assert_ne!(one, two);
        assert_eq!(take(&mut slots, 10), one);
        assert_eq!(slots.find(20), Some(two));
        slots.free(one);
        assert_eq!(slots.find(10), None);
        assert_eq!(slots.live.iter().collect::<Vec<_>>(), [two]);
        assert_eq!(take(&mut slots, 30), one);
        assert_eq!(slots.id(one), 30);
        assert_eq!(slots.len(), 2);
    }

    #[test]
    fn when_every_number_is_in_use_there_is_none() {
        let mut slots = Slots::default();
        assert_eq!(slots.take(1, 1), Some(0));
        assert_eq!(slots.take(2, 1), None);
        assert_eq!(slots.take(1, 1), Some(0));
    }
}
