//! The values of one time field for all objects, and the order of objects by this time.

use std::cmp::Ordering;

use deskbell_model::Seconds;

use crate::encoding::Numbers;
use crate::growth;
use crate::packed_column::PackedColumn;
use crate::rank_entry::{Key, RankEntry};
use crate::set::SlotSet;
use crate::slot::{Slot, at};

/// The time of each slot. A slot can have no time.
#[derive(Debug, Default)]
pub(crate) struct TimeColumn {
    /// The time of each slot; 0 for slots without a time.
    seconds: Vec<u32>,
    none: SlotSet,
}

impl TimeColumn {
    /// Loads the times of all slots. Each number is a time plus one, or 0 for no time.
    pub(crate) fn load(numbers: Numbers<'_>) -> Option<Self> {
        let column = numbers.packed();
        let none =
            SlotSet::below(Slot::try_from(numbers.len()).ok()?, |slot| column.get(slot) == 0);
        let seconds = numbers.map(|number| u32::try_from(number.saturating_sub(1)).ok())?;
        Some(Self { seconds, none })
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<Seconds> {
        // Few times are 0, so the set is seldom searched.
        match self.seconds[at(slot)] {
            0 if self.none.contains(slot) => None,
            seconds => Some(Seconds::new(seconds)),
        }
    }

    pub(crate) fn key(&self, slot: Slot) -> Key {
        Key::from(self.get(slot))
    }

    pub(crate) fn key_of_time(&self, slot: Slot) -> Key {
        Key::of(self.seconds[at(slot)].into())
    }

    /// Returns the entry of a slot in a rank by time: the slot with its time.
    pub(crate) fn entry(&self, slot: Slot) -> RankEntry {
        RankEntry::new(self.key(slot), slot)
    }

    /// Sets the time of a slot. The slot must be new, or must have been removed.
    pub(crate) fn set(&mut self, slot: Slot, time: Option<Seconds>) {
        growth::extend_to(&mut self.seconds, slot, 0);
        self.seconds[at(slot)] = time.map_or(0, Seconds::get);
        if time.is_none() {
            self.none.insert(slot);
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.seconds.len()
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        if self.seconds[at(slot)] == 0 {
            self.none.remove(slot);
        }
    }

    pub(crate) const fn none(&self) -> &SlotSet {
        &self.none
    }

    pub(crate) fn bytes(&self) -> usize {
        growth::bytes(&self.seconds) + self.none.bytes()
    }
}

/// The order of slots by time; among equal times, the larger id comes first (contract §4).
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByTime<'c> {
    pub(crate) times: &'c TimeColumn,
    pub(crate) ids: &'c PackedColumn,
}

impl ByTime<'_> {
    /// Compares a slot with an entry of the rank (the list sorted by time).
    pub(crate) fn order(self, slot: Slot, entry: RankEntry) -> Ordering {
        self.times.entry(slot).order(entry, self.ids)
    }

    /// Compares a slot with a time and an id.
    pub(crate) fn stands(self, slot: Slot, key: Key, id: i64) -> Ordering {
        self.times.entry(slot).stands(key, id, self.ids)
    }
}
