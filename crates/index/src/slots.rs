//! Slots: small integers, each the position of an object in columns and sets. Freed slots are
//! reused once many slots are free, so slots do not always follow the order of ids.

use hashbrown::HashMap;

use crate::encoding::{Decoder, Encoder};
use crate::packed_column::PackedColumn;
use crate::rank_entry::SLOTS_MAX;
use crate::set::SlotSet;
use crate::slot::Slot;

const NONE: Slot = Slot::MAX;

/// The divisor that determines when free slots are reused. They are reused when their number
/// exceeds the number of all slots divided by this divisor, or when no new slot is left.
const FREE_OF: usize = 8;

/// A block of consecutive ids, with the slot of each id.
#[derive(Debug)]
struct IdBlock {
    slots: Box<[Slot; BLOCK]>,
    /// The number of ids in the block that have a slot.
    used: usize,
}

/// The number of ids in a block. Ids are assigned consecutively, so there are few gaps.
const BLOCK: usize = 1 << BLOCK_BITS;
const BLOCK_BITS: u32 = 9;
const BLOCK_MASK: i64 = (1 << BLOCK_BITS) - 1;

/// Returns the number of the block that has an id, and the id's index in the block.
fn place(id: i64) -> (i64, usize) {
    // A remainder of a division by 512 fits into `usize`.
    (id >> BLOCK_BITS, usize::try_from(id & BLOCK_MASK).unwrap_or_default())
}

#[derive(Debug, Default)]
pub(crate) struct Slots {
    ids: PackedColumn,
    blocks: HashMap<i64, IdBlock>,
    free: Vec<Slot>,
    pub(crate) live: SlotSet,
}

impl Slots {
    /// Returns the id of each slot; a free slot keeps its last id.
    pub(crate) const fn ids(&self) -> &PackedColumn {
        &self.ids
    }

    pub(crate) fn id(&self, slot: Slot) -> i64 {
        self.ids.get(slot).cast_signed()
    }

    pub(crate) fn find(&self, id: i64) -> Option<Slot> {
        let (block, within) = place(id);
        let slot = self.blocks.get(&block)?.slots[within];
        (slot != NONE).then_some(slot)
    }

    /// Returns the slot of an id; an id without a slot gets a new slot. Returns `None` when all
    /// slots are in use.
    pub(crate) fn take(&mut self, id: i64, slots_max: u32) -> Option<Slot> {
        if let Some(slot) = self.find(id) {
            return Some(slot);
        }
        let next = u32::try_from(self.ids.len()).ok().filter(|next| *next < slots_max);
        // Scans of columns are faster while slots ascend with ids, so a few free slots are not
        // reused.
        let is_worth_it = next.is_none() || self.free.len() > self.ids.len() / FREE_OF;
        let slot = match self.free.pop_if(|_| is_worth_it) {
            Some(slot) => slot,
            None => next?,
        };
        self.ids.set(slot, id.cast_unsigned());
        let (block, within) = place(id);
        let empty = || IdBlock { slots: Box::new([NONE; BLOCK]), used: 0 };
        let block = self.blocks.entry(block).or_insert_with(empty);
        block.slots[within] = slot;
        block.used += 1;
        self.live.insert(slot);
        Some(slot)
    }

    /// Frees a slot. No column may still refer to the slot.
    pub(crate) fn free(&mut self, slot: Slot) {
        let (number, within) = place(self.id(slot));
        let Some(block) = self.blocks.get_mut(&number) else { return };
        if block.slots[within] != slot {
            return;
        }
        block.slots[within] = NONE;
        block.used -= 1;
        if block.used == 0 {
            self.blocks.remove(&number);
        }
        self.live.remove(slot);
        self.free.push(slot);
    }

    /// Returns the slots in use, in the order of their ids.
    pub(crate) fn by_id(&self) -> Vec<Slot> {
        let mut slots: Vec<_> = self.live.iter().collect();
        slots.sort_unstable_by_key(|slot| self.id(*slot));
        slots
    }

    /// Writes the ids of slots in this order, each id as the distance from the previous id.
    pub(crate) fn save(&self, order: &[Slot], to: &mut Encoder) {
        let ids = order.iter().map(|slot| self.id(*slot));
        let before = std::iter::once(0).chain(ids.clone());
        to.numbers(before.zip(ids).map(|(before, id)| id.wrapping_sub(before).cast_unsigned()));
    }

    /// Reads the ids into an empty table; the ids must be positive and ascend.
    pub(crate) fn load(&mut self, from: &mut Decoder<'_>) -> Option<()> {
        let mut id = 0_i64;
        let ids = from.numbers()?.map(|distance| {
            id = id.checked_add_unsigned(distance).filter(|_| distance > 0)?;
            Some(id.cast_unsigned())
        })?;
        let count = u32::try_from(ids.len()).ok().filter(|count| *count <= SLOTS_MAX)?;
        let mut slots = 0..count;
        let block_of = |id: &u64| place(id.cast_signed()).0;
        for ids in ids.chunk_by(|one, next| block_of(one) == block_of(next)) {
            let mut block = IdBlock { slots: Box::new([NONE; BLOCK]), used: ids.len() };
            for id in ids {
                block.slots[place(id.cast_signed()).1] = slots.next()?;
            }
            self.blocks.insert(block_of(ids.first()?), block);
        }
        self.ids = PackedColumn::of(&ids);
        self.live = SlotSet::below(count, |_| true);
        Some(())
    }

    /// Returns the number of slots that were ever assigned, which is the length of a column.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ids.bytes()
            + self.blocks.allocation_size()
            + self.blocks.len() * size_of::<[Slot; BLOCK]>()
            + self.free.capacity() * size_of::<Slot>()
            + self.live.bytes()
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
