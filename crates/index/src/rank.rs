//! A rank: slots sorted by time, with fast access by position and by time. The entries are in
//! blocks of at most 512, and a Fenwick tree adds up the sizes of the blocks. Moving an entry
//! usually takes about a microsecond, whatever the number of entries.
//!
//! One rank serves both orders: descending is ascending reversed (contract §4).

mod iter;
mod reach;

use std::cmp::Ordering;

use deskbell_model::Seconds;
use deskbell_query::Order;

use crate::fenwick::Fenwick;
use crate::slot::{Slot, at};
use iter::RankIter;

/// The most entries of a block.
const BLOCK_MAX: usize = 512;
/// The size of blocks when a rank is built, with space for new entries.
const BLOCK_BUILT: usize = 384;
/// Adjacent blocks with at most this many entries together are merged.
const BLOCK_MERGED: usize = 256;

/// The number of bits of a set that are read in the time of one step along a rank.
pub(crate) const WORDS_STEPS: usize = 32;

/// The number of bits of an entry that hold its slot.
const SLOT_BITS: u32 = 31;
/// The limit of slots.
pub(crate) const SLOTS_MAX: u32 = 1 << SLOT_BITS;

/// A time as ranks sort it: null, then 0 and up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

impl Key {
    /// The key of null, below every time.
    pub(crate) const NULL: Self = Self(0);
    /// A key above every time.
    pub(crate) const END: Self = Self(1 << 33);

    /// The key of a number of seconds, which may be outside the range of times.
    pub(crate) fn of(seconds: i64) -> Self {
        let seconds = seconds.clamp(0, i64::from(u32::MAX) + 1);
        Self(seconds.cast_unsigned() + 1)
    }

    /// Tells whether the key is in a range, its end excluded. This function has no branch, since in
    /// a loop over many keys the processor could not predict a branch.
    pub(crate) fn is_from(self, from: Self, to: Self) -> bool {
        self.0.wrapping_sub(from.0) < to.0.saturating_sub(from.0)
    }

    /// The next key.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl From<Option<Seconds>> for Key {
    fn from(at: Option<Seconds>) -> Self {
        at.map_or(Self::NULL, |at| Self(u64::from(at.get()) + 1))
    }
}

/// A slot and its time, in 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RankEntry(u64);

impl RankEntry {
    /// An entry; the slot must be below [`SLOTS_MAX`].
    pub(crate) fn new(key: Key, slot: Slot) -> Self {
        debug_assert!(slot < SLOTS_MAX);
        Self(key.0 << SLOT_BITS | u64::from(slot))
    }

    fn key(self) -> Key {
        Key(self.0 >> SLOT_BITS)
    }

    pub(crate) fn slot(self) -> Slot {
        // 31 bits fit into a slot.
        Slot::try_from(self.0 & u64::from(SLOTS_MAX - 1)).unwrap_or_default()
    }

    /// The order by time; of equal times the larger id comes first (contract §4).
    pub(crate) fn order(self, other: Self, ids: &[i64]) -> Ordering {
        self.stands(other.key(), ids[at(other.slot())], ids)
    }

    /// The order of the entry relative to a time and an id.
    pub(crate) fn stands(self, key: Key, id: i64, ids: &[i64]) -> Ordering {
        self.key().cmp(&key).then_with(|| id.cmp(&ids[at(self.slot())]))
    }
}

/// Consecutive entries, and bounds of their slots. Removals do not narrow the bounds.
#[derive(Debug)]
struct Block {
    entries: Vec<RankEntry>,
    low: Slot,
    high: Slot,
}

impl Block {
    fn of(entries: &[RankEntry]) -> Self {
        let mut block = Self { entries: Vec::with_capacity(BLOCK_MAX), low: Slot::MAX, high: 0 };
        block.entries.extend_from_slice(entries);
        entries.iter().for_each(|entry| block.reach(entry.slot()));
        block
    }

    /// The number of the block's slots for which `is_one` holds, counted without branches, since
    /// the processor could not predict them.
    fn count(&self, is_one: impl Fn(Slot) -> bool) -> usize {
        self.entries.iter().map(|entry| usize::from(is_one(entry.slot()))).sum()
    }

    fn reach(&mut self, slot: Slot) {
        (self.low, self.high) = (self.low.min(slot), self.high.max(slot));
    }
}

/// Sorted entries.
#[derive(Debug, Default)]
pub(crate) struct Rank {
    /// The blocks, none of them empty.
    blocks: Vec<Block>,
    /// The last entry of each block.
    lasts: Vec<RankEntry>,
    sizes: Fenwick,
    len: usize,
}

impl Rank {
    /// The rank of these entries.
    pub(crate) fn build(mut entries: Vec<RankEntry>, ids: &[i64]) -> Self {
        if ids.is_sorted() {
            // With sorted ids the larger id has the larger slot, so no id needs to be read.
            entries.sort_unstable_by_key(|entry| entry.0 ^ u64::from(SLOTS_MAX - 1));
        } else {
            entries.sort_unstable_by(|a, b| a.order(*b, ids));
        }
        let len = entries.len();
        let blocks = entries.chunks(BLOCK_BUILT).map(Block::of).collect();
        let mut rank = Self { blocks, len, ..Self::default() };
        rank.add_up();
        rank
    }

    /// Adds up the sizes again after blocks were added or removed.
    fn add_up(&mut self) {
        self.lasts.clear();
        self.lasts.extend(self.blocks.iter().filter_map(|block| block.entries.last()));
        let sizes = self.blocks.iter().map(|block| block.entries.len());
        self.sizes = Fenwick::over(sizes.map(|size| u32::try_from(size).unwrap_or_default()));
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The block that contains an entry, or would contain it.
    fn block_of(&self, entry: RankEntry, ids: &[i64]) -> usize {
        let found = self.lasts.partition_point(|last| last.order(entry, ids).is_lt());
        found.min(self.blocks.len().saturating_sub(1))
    }

    /// Adds a new entry.
    pub(crate) fn insert(&mut self, entry: RankEntry, ids: &[i64]) {
        if self.blocks.is_empty() {
            self.blocks.push(Block::of(&[]));
            self.sizes = Fenwick::over(std::iter::once(0));
            self.lasts.push(entry);
        }
        let number = self.block_of(entry, ids);
        let block = &mut self.blocks[number];
        let found = block.entries.binary_search_by(|it| it.order(entry, ids));
        let Err(place) = found else { return };
        let is_last = place == block.entries.len();
        block.entries.insert(place, entry);
        block.reach(entry.slot());
        self.len += 1;
        if is_last {
            self.lasts[number] = entry;
        }
        if block.entries.len() < BLOCK_MAX {
            self.sizes.increase(number);
            return;
        }
        // A rank that grows only at its end gets full blocks.
        let keep = if is_last { BLOCK_MAX - 1 } else { BLOCK_MAX / 2 };
        let (first, rest) = block.entries.split_at(keep);
        let (first, rest) = (Block::of(first), Block::of(rest));
        *block = first;
        self.blocks.insert(number + 1, rest);
        self.add_up();
    }

    /// Removes an existing entry.
    pub(crate) fn remove(&mut self, entry: RankEntry, ids: &[i64]) {
        let number = self.block_of(entry, ids);
        let Some(block) = self.blocks.get_mut(number) else { return };
        let found = block.entries.binary_search_by(|it| it.order(entry, ids));
        let Ok(place) = found else { return };
        block.entries.remove(place);
        self.len -= 1;
        let Some(last) = block.entries.last().copied() else {
            self.blocks.remove(number);
            return self.add_up();
        };
        let len = block.entries.len();
        self.lasts[number] = last;
        self.sizes.decrease(number);
        let next = self.blocks.get(number + 1).map_or(BLOCK_MAX, |next| next.entries.len());
        if len + next <= BLOCK_MERGED {
            let next = self.blocks.remove(number + 1).entries;
            let block = &mut self.blocks[number];
            next.iter().for_each(|entry| block.reach(entry.slot()));
            block.entries.extend(next);
            self.add_up();
        }
    }

    /// The number of entries with a lower key.
    pub(crate) fn below(&self, key: Key) -> usize {
        let number = self.lasts.partition_point(|last| last.key() < key);
        let Some(block) = self.blocks.get(number) else { return self.len };
        self.sizes.before(number) + block.entries.partition_point(|entry| entry.key() < key)
    }

    /// The number of entries, in an order, up to and including a time and an id; an entry with this
    /// time and id need not exist.
    pub(crate) fn up_to(&self, order: Order, key: Key, id: i64, ids: &[i64]) -> usize {
        let is_before = |entry: &RankEntry| match entry.stands(key, id, ids) {
            Ordering::Less => true,
            Ordering::Equal => order == Order::Asc,
            Ordering::Greater => false,
        };
        let number = self.lasts.partition_point(is_before);
        let block = self.blocks.get(number);
        let within = block.map_or(0, |block| block.entries.partition_point(is_before));
        let before = self.sizes.before(number) + within;
        match order {
            Order::Asc => before,
            Order::Desc => self.len - before,
        }
    }

    /// The slots in an order, without the first `offset`.
    pub(crate) fn iter(&self, order: Order, offset: usize) -> RankIter<'_> {
        let place = match order {
            Order::Asc => offset,
            Order::Desc => self.len.saturating_sub(offset),
        };
        let (block, within) = self.sizes.find(place.min(self.len));
        RankIter::from(&self.blocks, (block, within), order)
    }

    /// The memory of the rank, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.blocks.len() * (BLOCK_MAX * size_of::<RankEntry>() + size_of::<Block>())
            + self.lasts.capacity() * size_of::<RankEntry>()
            + self.sizes.bytes()
    }
}

#[cfg(test)]
mod tests;
