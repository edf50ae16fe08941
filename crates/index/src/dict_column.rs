//! A column for a field with few different values, such as a status or an assignee. The column has
//! the code of each object's value, and the set of objects with each code.

use std::collections::BTreeMap;

use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::filling;
use crate::packed_column::PackedColumn;
use crate::set::SlotSet;
use crate::slot::{Slot, at};

/// The code of a field's value; 0 if the field has no value.
pub(crate) type DictCode = u32;

/// The approximate memory of an entry of a dictionary, in bytes.
const ENTRY_BYTES: usize = 32;

/// A dictionary of ids. Codes count from 1, in the order in which the ids are first seen.
#[derive(Debug, Default)]
pub(crate) struct Dict {
    by_id: BTreeMap<i64, DictCode>,
}

impl Dict {
    /// Returns the code of an id; a new id gets a new code.
    pub(crate) fn take(&mut self, id: i64) -> DictCode {
        let next = DictCode::try_from(self.by_id.len() + 1).unwrap_or(DictCode::MAX);
        *self.by_id.entry(id).or_insert(next)
    }

    pub(crate) fn find(&self, id: i64) -> Option<DictCode> {
        self.by_id.get(&id).copied()
    }

    /// Returns the number of ids, which is the largest code.
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Writes the ids in the order of their codes.
    pub(crate) fn save(&self, to: &mut Encoder) {
        let mut ids = vec![0; self.len()];
        self.all().for_each(|(id, code)| ids[at(code) - 1] = id);
        to.numbers(ids.into_iter().map(i64::cast_unsigned));
    }

    pub(crate) fn load(&mut self, from: &mut Decoder<'_>) -> Option<()> {
        from.numbers()?.each(|id| {
            let known = self.len();
            self.take(id.cast_signed());
            (self.len() > known).then_some(())
        })
    }

    pub(crate) fn bytes(&self) -> usize {
        self.by_id.len() * ENTRY_BYTES
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (i64, DictCode)> {
        self.by_id.iter().map(|(id, code)| (*id, *code))
    }
}

/// The values that one field has in all objects, as codes.
#[derive(Debug, Default)]
pub(crate) struct DictColumn {
    of: PackedColumn,
    sets: Vec<SlotSet>,
    none: SlotSet,
}

impl Column for DictColumn {
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        to.numbers(order.slots.iter().map(|slot| self.get(*slot).into()));
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        let codes = from.exactly(loaded.slots.len())?;
        self.of = codes.packed();
        let codes = codes.small()?;
        let largest = codes.iter().copied().max().unwrap_or_default();
        if largest > loaded.codes_max {
            return None;
        }
        self.sets = filling::sets(at(largest) + 1, (0..).zip(codes));
        Some(())
    }
}

impl DictColumn {
    pub(crate) fn get(&self, slot: Slot) -> DictCode {
        self.of.get_u32(slot)
    }

    pub(crate) fn insert(&mut self, slot: Slot, code: DictCode) {
        if self.sets.len() <= at(code) {
            self.sets.resize_with(at(code) + 1, SlotSet::default);
        }
        self.of.set(slot, code);
        self.sets[at(code)].insert(slot);
    }

    pub(crate) fn set(&mut self, slot: Slot, code: DictCode) {
        if self.get(slot) != code {
            self.remove(slot);
            self.insert(slot, code);
        }
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let code = self.get(slot);
        self.sets[at(code)].remove(slot);
    }

    /// Returns the slots with this code. Code 0 stands for no value.
    pub(crate) fn find(&self, code: DictCode) -> &SlotSet {
        self.sets.get(at(code)).unwrap_or(&self.none)
    }

    /// Counts the slots of a set by code: each element is the number of slots with the code of its
    /// index. For a small set, counting is faster than an intersection with the set of each code.
    pub(crate) fn tally(&self, of: &SlotSet) -> Vec<usize> {
        let mut tally = vec![0; self.sets.len()];
        of.iter().for_each(|slot| tally[at(self.get(slot))] += 1);
        tally
    }

    pub(crate) fn bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(SlotSet::bytes).sum();
        self.of.bytes() + sets
    }
}
