//! Builds the sets of slots (the numbers of objects) for all codes of a column at once. A code
//! stands for a value. Each slot is read twice, once to count and once to fill, instead of being
//! inserted separately into a set.

use crate::bits::Bits;
use crate::set::{SlotSet, is_many};
use crate::slot::{Slot, at};

/// The number of a set's slots, and the set's last slot.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SlotCount {
    pub(crate) len: usize,
    pub(crate) last: Slot,
}

/// Returns the number of slots and the last slot of each code below `codes`. `of` has each slot
/// with the slot's code, in ascending order of slots.
pub(crate) fn count(codes: usize, of: impl Iterator<Item = (Slot, u32)>) -> Vec<SlotCount> {
    let mut counts = vec![SlotCount::default(); codes];
    for (slot, code) in of {
        let count = &mut counts[at(code)];
        *count = SlotCount { len: count.len + 1, last: slot };
    }
    counts
}

/// Returns the set of slots of each code below `codes`. `of` has each slot with the slot's code, in
/// ascending order of slots.
pub(crate) fn sets(codes: usize, of: impl Iterator<Item = (Slot, u32)> + Clone) -> Vec<SlotSet> {
    let counts = count(codes, of.clone());
    let mut sets: Vec<_> = counts.into_iter().map(Filling::of).collect();
    of.for_each(|(slot, code)| sets[at(code)].add(slot));
    sets.into_iter().map(Filling::finish).collect()
}

/// A set under construction, to which ascending slots are added.
#[derive(Debug)]
pub(crate) enum Filling {
    Few(Vec<Slot>),
    Many(Bits),
}

impl Filling {
    /// Creates an empty set with room for the counted slots.
    pub(crate) fn of(SlotCount { len, last }: SlotCount) -> Self {
        match is_many(len, at(last)) {
            true => Self::Many(Bits::none(at(last) + 1)),
            false => Self::Few(Vec::with_capacity(len)),
        }
    }

    pub(crate) fn add(&mut self, slot: Slot) {
        match self {
            Self::Few(slots) => slots.push(slot),
            Self::Many(bits) => bits.set(slot),
        }
    }

    pub(crate) fn finish(self) -> SlotSet {
        match self {
            Self::Few(slots) => SlotSet::ascending(&slots),
            Self::Many(bits) => bits.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Tests codes (values of a column) that many slots have, and codes that a few distant
        /// slots have.
        #[test]
        fn sets_are_those_of_inserting_each(
            codes in prop::collection::vec(prop_oneof![9 => 0..3_u32, 1 => 3..9_u32], 0..900),
            apart in 1..9_usize,
        ) {
            let of = || (0..).step_by(apart).zip(codes.iter().copied());
            let found = sets(9, of());
            for (code, found) in (0..).zip(&found) {
                let mut one_by_one = SlotSet::default();
                of().filter(|it| it.1 == code).for_each(|(slot, _)| one_by_one.insert(slot));
                prop_assert!(found.iter().eq(one_by_one.iter()));
                prop_assert_eq!(found.len(), one_by_one.len());
            }
        }
    }
}
