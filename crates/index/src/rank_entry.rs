//! The entries of a rank (a list sorted by time): slots with their times, and their order.

use std::cmp::Ordering;

use deskbell_model::Seconds;

use crate::packed_column::PackedColumn;
use crate::slot::Slot;

/// The number of bits of an entry that hold its slot.
const SLOT_BITS: u32 = 31;
/// A number greater than every slot.
pub(crate) const SLOTS_MAX: u32 = 1 << SLOT_BITS;

/// The sort key of a time in ranks (lists sorted by time): null sorts before 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

impl Key {
    /// The key of null, below every time.
    pub(crate) const NULL: Self = Self(0);
    /// A key above every time.
    pub(crate) const END: Self = Self(1 << 33);

    /// Returns the key of a number of seconds, which may be outside the range of times.
    pub(crate) fn of(seconds: i64) -> Self {
        let seconds = seconds.clamp(0, i64::from(u32::MAX) + 1);
        Self(seconds.cast_unsigned() + 1)
    }

    /// Tells whether the key is at least `from` and below `to`. This function has no branch, since
    /// in a loop over many keys the processor could not predict a branch.
    pub(crate) fn is_from(self, from: Self, to: Self) -> bool {
        self.0.wrapping_sub(from.0) < to.0.saturating_sub(from.0)
    }

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
    /// Creates an entry; the slot must be below [`SLOTS_MAX`].
    pub(crate) fn new(key: Key, slot: Slot) -> Self {
        debug_assert!(slot < SLOTS_MAX);
        Self(key.0 << SLOT_BITS | u64::from(slot))
    }

    pub(crate) fn key(self) -> Key {
        Key(self.0 >> SLOT_BITS)
    }

    pub(crate) fn slot(self) -> Slot {
        // The lowest 31 bits fit into a slot.
        Slot::try_from(self.0 & u64::from(SLOTS_MAX - 1)).unwrap_or_default()
    }

    /// Returns the number by which entries are sorted if larger slots have larger ids.
    pub(crate) fn larger_slot_first(self) -> u64 {
        self.0 ^ u64::from(SLOTS_MAX - 1)
    }

    /// Compares two entries by time; among equal times, the larger id comes first (contract §4).
    pub(crate) fn order(self, other: Self, ids: &PackedColumn) -> Ordering {
        let by_key = self.key().cmp(&other.key());
        by_key.then_with(|| ids.get(other.slot()).cmp(&ids.get(self.slot())))
    }

    /// Compares the entry with a time and an id.
    pub(crate) fn stands(self, key: Key, id: i64, ids: &PackedColumn) -> Ordering {
        self.key().cmp(&key).then_with(|| id.cmp(&ids.get(self.slot()).cast_signed()))
    }
}
