//! A rank: slots (the numbers of objects) sorted by time, with fast access by position and by time.
//! The slots are in blocks of at most 512, and a Fenwick tree adds up the sizes of the blocks. The
//! times themselves are only in the column of times. Moving a slot takes a few microseconds,
//! whatever the number of slots.
//!
//! One rank serves both orders, since the descending order is the reversed ascending order
//! (contract §4).

mod iter;
mod reach;

use std::cmp::Ordering;

use deskbell_query::Order;

use crate::fenwick::Fenwick;
use crate::growth;
use crate::packed_column::PackedColumn;
use crate::rank_entry::{Key, RankEntry};
use crate::slot::{Slot, at};
use crate::time_column::{ByTime, TimeColumn};
use iter::RankIter;

const BLOCK_MAX: usize = 512;
/// The number of slots that each block gets when a rank (a list sorted by time) is built. A block
/// of this size has room for new slots before it is divided.
const BLOCK_BUILT: usize = 384;
/// Two adjacent blocks are merged if they have at most this many slots in total.
const BLOCK_MERGED: usize = 256;

/// The allocator's overhead for each block, in bytes.
const BLOCK_ALLOCATED: usize = 16;

/// The number of a set's bits that are read in the time of one step along a rank (a list of slots
/// sorted by time).
pub(crate) const WORDS_STEPS: usize = 32;

/// A block: some consecutive entries of a rank, with a lower and an upper bound of their slots.
/// Removing a slot does not narrow these bounds.
#[derive(Debug)]
struct Block {
    slots: Vec<Slot>,
    low: Slot,
    high: Slot,
}

impl Block {
    /// Creates a block of these slots, without spare capacity.
    fn of(slots: impl ExactSizeIterator<Item = Slot>) -> Self {
        let mut block = Self { slots: slots.collect(), low: Slot::MAX, high: 0 };
        block.reach_all(0);
        block
    }

    /// Counts the block's slots for which `is_one` holds. The loop has no branches, since the
    /// processor could not predict them.
    fn count(&self, is_one: impl Fn(Slot) -> bool) -> usize {
        self.slots.iter().map(|slot| usize::from(is_one(*slot))).sum()
    }

    /// Inserts a slot at a position. The first insertion reserves memory for the block's maximum
    /// length.
    fn insert(&mut self, place: usize, slot: Slot) {
        if self.slots.len() == self.slots.capacity() {
            self.slots.reserve_exact(BLOCK_MAX.saturating_sub(self.slots.len()));
        }
        self.slots.insert(place, slot);
        (self.low, self.high) = (self.low.min(slot), self.high.max(slot));
    }

    /// Widens the block's lower and upper bounds to include the slots from a position on.
    fn reach_all(&mut self, from: usize) {
        for slot in &self.slots[from..] {
            (self.low, self.high) = (self.low.min(*slot), self.high.max(*slot));
        }
    }
}

/// A list of slots (the numbers of objects) sorted by time.
#[derive(Debug, Default)]
pub(crate) struct Rank {
    /// The blocks of slots in the order of the rank; no block is empty.
    blocks: Vec<Block>,
    /// For each block, its last slot in the sorted list, with the time of this slot.
    lasts: Vec<RankEntry>,
    sizes: Fenwick,
    len: usize,
}

impl Rank {
    /// Builds a rank from these entries, which may be in any order. The caller can reuse the memory
    /// of `entries` afterwards.
    pub(crate) fn build(entries: &mut [RankEntry], ids: &PackedColumn) -> Self {
        if ids.is_sorted() {
            // The ids ascend with the slots, so slots can be compared in place of ids.
            entries.sort_unstable_by_key(|entry| entry.larger_slot_first());
        } else {
            entries.sort_unstable_by(|a, b| a.order(*b, ids));
        }
        Self::of(entries, |entry| entry.slot(), |entry| entry)
    }

    /// Loads a rank from the list of slots in a saved index. Returns `None` unless the list has
    /// every slot of the column in the right order. Larger slots must have larger ids.
    pub(crate) fn load(slots: &[Slot], times: &TimeColumn) -> Option<Self> {
        let mut before = None;
        // All slots of the list are different, since each entry is above the entry before it.
        let is_above = |slot: &Slot| {
            at(*slot) < slots.len() && {
                let entry = Some(times.entry(*slot).larger_slot_first());
                before.replace(entry) < Some(entry)
            }
        };
        let is_ranked = slots.len() == times.len() && slots.iter().all(is_above);
        is_ranked.then(|| Self::of(slots, |slot| slot, |slot| times.entry(slot)))
    }

    fn of<T: Copy>(sorted: &[T], slot: impl Fn(T) -> Slot, entry: impl Fn(T) -> RankEntry) -> Self {
        let chunks = || sorted.chunks(BLOCK_BUILT);
        let mut rank = Self {
            blocks: chunks().map(|chunk| Block::of(chunk.iter().map(|it| slot(*it)))).collect(),
            lasts: chunks().filter_map(|chunk| chunk.last()).map(|last| entry(*last)).collect(),
            sizes: Fenwick::default(),
            len: sorted.len(),
        };
        rank.add_up();
        rank
    }

    /// Recomputes the sums of the blocks' sizes after blocks were added or removed.
    fn add_up(&mut self) {
        let sizes = self.blocks.iter().map(|block| block.slots.len());
        self.sizes = Fenwick::over(sizes.map(|size| u32::try_from(size).unwrap_or_default()));
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Returns the block that contains an entry, or that would contain the entry if it were
    /// inserted.
    fn block_of(&self, entry: RankEntry, ids: &PackedColumn) -> usize {
        let found = self.lasts.partition_point(|last| last.order(entry, ids).is_lt());
        found.min(self.blocks.len().saturating_sub(1))
    }

    /// Adds a new slot. The slot's time must already be in the column of times.
    pub(crate) fn insert(&mut self, slot: Slot, by: ByTime<'_>) {
        let entry = by.times.entry(slot);
        if self.blocks.is_empty() {
            self.blocks.push(Block::of(std::iter::empty()));
            self.sizes = Fenwick::over(std::iter::once(0));
            self.lasts.push(entry);
        }
        let number = self.block_of(entry, by.ids);
        let block = &mut self.blocks[number];
        let found = block.slots.binary_search_by(|it| by.order(*it, entry));
        let Err(place) = found else { return };
        let is_last = place == block.slots.len();
        block.insert(place, slot);
        self.len += 1;
        if is_last {
            self.lasts[number] = entry;
        }
        if block.slots.len() < BLOCK_MAX {
            self.sizes.increase(number);
            return;
        }
        // A rank that grows only at its end gets full blocks.
        let keep = if is_last { BLOCK_MAX - 1 } else { BLOCK_MAX / 2 };
        let (first, rest) = block.slots.split_at(keep);
        let (first, rest) = (first.iter().copied(), rest.iter().copied());
        let (first, rest) = (Block::of(first), Block::of(rest));
        let last = first.slots.last().map_or(entry, |last| by.times.entry(*last));
        *block = first;
        self.blocks.insert(number + 1, rest);
        self.lasts.insert(number, last);
        self.add_up();
    }

    /// Removes a slot. The slot's time must still be in the column of times.
    pub(crate) fn remove(&mut self, slot: Slot, by: ByTime<'_>) {
        let entry = by.times.entry(slot);
        let number = self.block_of(entry, by.ids);
        let Some(block) = self.blocks.get_mut(number) else { return };
        // The slots of a block are adjacent in memory, but their times are not. So the slot is
        // searched for by its number.
        let Some(place) = block.slots.iter().position(|it| *it == slot) else { return };
        block.slots.remove(place);
        self.len -= 1;
        let Some(last) = block.slots.last() else {
            self.blocks.remove(number);
            self.lasts.remove(number);
            return self.add_up();
        };
        let len = block.slots.len();
        if place == len {
            self.lasts[number] = by.times.entry(*last);
        }
        self.sizes.decrease(number);
        let next = self.blocks.get(number + 1).map_or(BLOCK_MAX, |next| next.slots.len());
        if len + next <= BLOCK_MERGED {
            let next = self.blocks.remove(number + 1).slots;
            let block = &mut self.blocks[number];
            block.slots.extend(next);
            block.reach_all(len);
            self.lasts.remove(number);
            self.add_up();
        }
    }

    /// Returns the number of slots whose time has a key below `key`.
    pub(crate) fn below(&self, key: Key, times: &TimeColumn) -> usize {
        let number = self.lasts.partition_point(|last| last.key() < key);
        let Some(block) = self.blocks.get(number) else { return self.len };
        let within = block.slots.partition_point(|slot| times.key(*slot) < key);
        self.sizes.before(number) + within
    }

    /// Returns the number of slots up to and including a time and an id, in the given order. A slot
    /// with this time and id need not exist.
    pub(crate) fn up_to(&self, order: Order, (key, id): (Key, i64), by: ByTime<'_>) -> usize {
        let is_before = |stands| match stands {
            Ordering::Less => true,
            Ordering::Equal => order == Order::Asc,
            Ordering::Greater => false,
        };
        let number = self.lasts.partition_point(|last| is_before(last.stands(key, id, by.ids)));
        let block = self.blocks.get(number);
        let is_before = |slot: &Slot| is_before(by.stands(*slot, key, id));
        let within = |block: &Block| block.slots.partition_point(is_before);
        let before = self.sizes.before(number) + block.map_or(0, within);
        match order {
            Order::Asc => before,
            Order::Desc => self.len - before,
        }
    }

    /// Returns the slots in the given order, without the first `offset` slots.
    pub(crate) fn iter(&self, order: Order, offset: usize) -> RankIter<'_> {
        let place = match order {
            Order::Asc => offset,
            Order::Desc => self.len.saturating_sub(offset),
        };
        let (block, within) = self.sizes.find(place.min(self.len));
        RankIter::from(&self.blocks, (block, within), order)
    }

    /// Counts the slots for which `is_one` holds among the first `steps` slots in the given order.
    pub(crate) fn count(&self, order: Order, steps: usize, is_one: impl Fn(Slot) -> bool) -> usize {
        let mut iter = self.iter(order, 0);
        let (passed, walked) = iter.pass(usize::MAX, steps, &is_one);
        passed + iter.take(steps - walked).filter(|slot| is_one(*slot)).count()
    }

    pub(crate) fn bytes(&self) -> usize {
        let slots: usize = self.blocks.iter().map(|block| growth::bytes(&block.slots)).sum();
        slots
            + self.blocks.len() * BLOCK_ALLOCATED
            + growth::bytes(&self.blocks)
            + growth::bytes(&self.lasts)
            + self.sizes.bytes()
    }
}

#[cfg(test)]
mod tests;
