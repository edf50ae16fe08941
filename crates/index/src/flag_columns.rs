//! Columns for fields that are true or false: for each field the set of the objects with the value
//! true.

use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::set::SlotSet;
use crate::slot::Slot;

/// The columns of `N` true-or-false fields of all objects.
#[derive(Debug)]
pub(crate) struct FlagColumns<const N: usize>([SlotSet; N]);

impl<const N: usize> Default for FlagColumns<N> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| SlotSet::default()))
    }
}

impl<const N: usize> Column for FlagColumns<N> {
    /// Writes a number for each object, with one bit for each field.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        to.numbers(order.slots.iter().map(|slot| self.bits(*slot)));
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        let bits = from.exactly(loaded.slots.len())?.packed();
        let slots = Slot::try_from(bits.len()).ok()?;
        if (0..slots).any(|slot| bits.get(slot) >> N != 0) {
            return None;
        }
        for (field, set) in self.0.iter_mut().enumerate() {
            *set = SlotSet::below(slots, |slot| bits.get(slot) >> field & 1 != 0);
        }
        Some(())
    }
}

impl<const N: usize> FlagColumns<N> {
    fn bits(&self, slot: Slot) -> u64 {
        let bit = |(field, set): (usize, &SlotSet)| u64::from(set.contains(slot)) << field;
        self.0.iter().enumerate().map(bit).sum()
    }

    pub(crate) fn set(&mut self, field: usize, slot: Slot, is_true: bool) {
        match is_true {
            true => self.0[field].insert(slot),
            false => self.0[field].remove(slot),
        }
    }

    pub(crate) fn has(&self, field: usize, slot: Slot) -> bool {
        self.0[field].contains(slot)
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        self.0.iter_mut().for_each(|set| set.remove(slot));
    }

    /// Returns the slots for which a field is true.
    pub(crate) fn find(&self, field: usize) -> &SlotSet {
        &self.0[field]
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(SlotSet::bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_field_is_true_where_it_was_set_last(
            changes in prop::collection::vec((0_usize..3, 0_u32..200, any::<bool>()), 0..300),
            gone in prop::collection::vec(0_u32..200, 0..20),
        ) {
            let mut columns = FlagColumns::<3>::default();
            let mut known: [BTreeSet<Slot>; 3] = Default::default();
            for (field, slot, is_true) in changes {
                columns.set(field, slot, is_true);
                if is_true { known[field].insert(slot) } else { known[field].remove(&slot) };
            }
            for slot in gone {
                columns.remove(slot);
                known.iter_mut().for_each(|set| { set.remove(&slot); });
            }
            for (field, known) in known.iter().enumerate() {
                prop_assert_eq!(columns.find(field), known);
                let is_known = |slot| columns.has(field, slot) == known.contains(&slot);
                prop_assert!((0..200).all(is_known));
            }
        }
    }
}
