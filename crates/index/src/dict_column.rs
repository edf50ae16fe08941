//! A column of values of which each object has one or none, out of not too many: a status, an
//! assignee. A column of codes, and a set for each code.

use std::collections::BTreeMap;

use crate::set::SlotSet;
use crate::slot::{Slot, at};

/// A number for a value; 0 for none.
pub(crate) type DictCode = u32;

/// Dict for ids, from 1 in the order in which they are first seen.
#[derive(Debug, Default)]
pub(crate) struct Dict {
    by_id: BTreeMap<i64, DictCode>,
}

impl Dict {
    /// The code of an id, a new one if it has none.
    pub(crate) fn take(&mut self, id: i64) -> DictCode {
        let next = DictCode::try_from(self.by_id.len() + 1).unwrap_or(DictCode::MAX);
        *self.by_id.entry(id).or_insert(next)
    }

    /// The code of an id that was seen.
    pub(crate) fn find(&self, id: i64) -> Option<DictCode> {
        self.by_id.get(&id).copied()
    }

    /// The ids that were seen, with their codes.
    pub(crate) fn all(&self) -> impl Iterator<Item = (i64, DictCode)> {
        self.by_id.iter().map(|(id, code)| (*id, *code))
    }
}

/// The values of one field of all objects.
#[derive(Debug, Default)]
pub(crate) struct DictColumn {
    of: Vec<DictCode>,
    sets: Vec<SlotSet>,
    none: SlotSet,
}

impl DictColumn {
    pub(crate) fn get(&self, slot: Slot) -> DictCode {
        self.of[at(slot)]
    }

    /// Gives a slot that had none a value.
    pub(crate) fn insert(&mut self, slot: Slot, code: DictCode) {
        if self.of.len() <= at(slot) {
            self.of.resize(at(slot) + 1, 0);
        }
        if self.sets.len() <= at(code) {
            self.sets.resize_with(at(code) + 1, SlotSet::default);
        }
        self.of[at(slot)] = code;
        self.sets[at(code)].insert(slot);
    }

    /// Gives a slot another value.
    pub(crate) fn set(&mut self, slot: Slot, code: DictCode) {
        if self.get(slot) != code {
            self.remove(slot);
            self.insert(slot, code);
        }
    }

    /// Takes a slot out.
    pub(crate) fn remove(&mut self, slot: Slot) {
        let code = self.get(slot);
        self.sets[at(code)].remove(slot);
    }

    /// The slots with this value; 0 for those without one.
    pub(crate) fn find(&self, code: DictCode) -> &SlotSet {
        self.sets.get(at(code)).unwrap_or(&self.none)
    }

    /// The memory that it takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(SlotSet::bytes).sum();
        self.of.capacity() * size_of::<DictCode>() + sets
    }
}
