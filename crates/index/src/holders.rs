//! For each text of a column, the slots (the numbers of objects) that have the text; most texts
//! have one slot. This module does not know the texts.

use std::borrow::Cow;

use crate::bits::Bits;
use crate::filling::{self, Filling};
use crate::filter::Set;
use crate::growth;
use crate::set::SlotSet;
use crate::slot::{Slot, at};
use crate::text_arena::TextNo;

/// The largest number of slots that are stored as a list. A set of this few slots would take
/// several times as much memory as a list.
const FEW_MAX: usize = 32;

/// The allocator's overhead for each list or set, in bytes.
const ALLOCATED: usize = 16;

/// The bit that marks an entry as the index of a shared text; an entry without this bit is a slot.
/// Slots are below [`crate::rank_entry::SLOTS_MAX`], and there are no more shared texts than slots.
const IS_SHARED: u32 = 1 << 31;
/// The value in place of a slot, for a text that no slot has.
const NOBODY: u32 = u32::MAX;

/// The slots that share one text.
#[derive(Debug)]
enum Shared {
    Few(Vec<Slot>),
    Many(Box<SlotSet>),
}

/// The slots (the numbers of objects) that have each text. A text is identified by its number.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    /// For each text, the only slot with the text, or an index in `shared` with the bit
    /// [`IS_SHARED`].
    one: Vec<u32>,
    shared: Vec<Shared>,
    /// The indexes in `shared` that are not in use.
    free: Vec<u32>,
}

impl Holders {
    /// Builds the holders (the slots of each text) for `texts` texts. `of` has, for each slot, the
    /// number of the slot's text plus 1, or 0 for no text.
    pub(crate) fn load(of: &[u32], texts: usize) -> Self {
        let slots = || (0..).zip(of.iter().copied());
        let mut fillings = Vec::new();
        let one = filling::count(texts + 1, slots()).into_iter().skip(1).map(|count| {
            match count.len {
                0 => NOBODY,
                1 => count.last,
                _ => {
                    fillings.push(match count.len <= FEW_MAX {
                        true => Filling::Few(Vec::with_capacity(count.len)),
                        false => Filling::of(count),
                    });
                    // There are no more shared texts than slots, so the index fits.
                    IS_SHARED | u32::try_from(fillings.len() - 1).unwrap_or_default()
                }
            }
        });
        let one: Vec<_> = one.collect();
        for (slot, number) in slots() {
            let holder = at(number).checked_sub(1).map_or(0, |text| one[text]);
            if holder & IS_SHARED != 0 {
                fillings[at(holder & !IS_SHARED)].add(slot);
            }
        }
        let shared = fillings.into_iter().map(|filling| match filling {
            Filling::Few(slots) if slots.len() <= FEW_MAX => Shared::Few(slots),
            filling => Shared::Many(Box::new(filling.finish())),
        });
        Self { shared: shared.collect(), one, free: Vec::new() }
    }

    /// Adds the text with the next number, which only the object in `slot` has.
    pub(crate) fn push(&mut self, slot: Slot) {
        growth::reserve(&mut self.one, 1);
        self.one.push(slot);
    }

    fn shared(&self, text: TextNo) -> Option<&Shared> {
        let holder = self.one[at(text)];
        (holder & IS_SHARED != 0).then(|| self.shared.get(at(holder & !IS_SHARED))).flatten()
    }

    pub(crate) fn add(&mut self, text: TextNo, slot: Slot) {
        let holder = self.one[at(text)];
        if holder & IS_SHARED == 0 {
            let shared = Shared::Few(vec![holder, slot]);
            let place = self.free.pop();
            let place = place.unwrap_or_else(|| u32::try_from(self.shared.len()).unwrap_or(NOBODY));
            match self.shared.get_mut(at(place)) {
                Some(free) => *free = shared,
                None => {
                    growth::reserve(&mut self.shared, 1);
                    self.shared.push(shared);
                }
            }
            self.one[at(text)] = place | IS_SHARED;
            return;
        }
        let Some(shared) = self.shared.get_mut(at(holder & !IS_SHARED)) else { return };
        match shared {
            Shared::Few(slots) if slots.len() < FEW_MAX => slots.push(slot),
            Shared::Few(slots) => {
                let mut set: SlotSet = slots.iter().copied().collect();
                set.insert(slot);
                *shared = Shared::Many(Box::new(set));
            }
            Shared::Many(set) => set.insert(slot),
        }
    }

    /// Removes a slot from a text; returns true if no slot has the text any more.
    pub(crate) fn remove(&mut self, text: TextNo, slot: Slot) -> bool {
        let holder = self.one[at(text)];
        if let Some(shared) = self.shared.get_mut(at(holder & !IS_SHARED))
            && holder & IS_SHARED != 0
        {
            let is_empty = match shared {
                Shared::Few(slots) => {
                    slots.retain(|it| *it != slot);
                    slots.is_empty()
                }
                Shared::Many(set) => {
                    set.remove(slot);
                    set.is_empty()
                }
            };
            if !is_empty {
                return false;
            }
            *shared = Shared::Few(Vec::new());
            self.free.push(holder & !IS_SHARED);
        }
        self.one[at(text)] = NOBODY;
        true
    }

    pub(crate) fn get(&self, text: TextNo) -> Set<'_> {
        match self.shared(text) {
            Some(Shared::Few(slots)) => Cow::Owned(slots.iter().copied().collect()),
            Some(Shared::Many(set)) => Cow::Borrowed(set),
            None => Cow::Owned(self.single(text).into_iter().collect()),
        }
    }

    pub(crate) fn add_to(&self, text: TextNo, found: &mut Bits) {
        match self.shared(text) {
            Some(Shared::Few(slots)) => slots.iter().for_each(|slot| found.set(*slot)),
            Some(Shared::Many(set)) => set.add_to(found),
            None => self.single(text).into_iter().for_each(|slot| found.set(slot)),
        }
    }

    fn single(&self, text: TextNo) -> Option<Slot> {
        Some(self.one[at(text)]).filter(|slot| *slot != NOBODY)
    }

    /// Returns the texts that at least one slot has, in ascending order of their numbers.
    pub(crate) fn held(&self) -> impl Iterator<Item = TextNo> {
        (0..).zip(&self.one).filter(|(_, holder)| **holder != NOBODY).map(|(text, _)| text)
    }

    /// Removes the texts that no slot has. The other texts keep their order and get new numbers.
    pub(crate) fn close_gaps(&mut self) {
        self.one.retain(|holder| *holder != NOBODY);
    }

    pub(crate) fn bytes(&self) -> usize {
        let shared = self.shared.iter().map(|shared| match shared {
            Shared::Few(slots) => ALLOCATED + growth::bytes(slots),
            Shared::Many(set) => ALLOCATED + size_of::<SlotSet>() + set.bytes(),
        });
        growth::bytes(&self.one)
            + growth::bytes(&self.shared)
            + growth::bytes(&self.free)
            + shared.sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Tests texts of which some have more slots than fit into a list.
        #[test]
        fn each_text_has_the_slots_that_came_and_did_not_go(
            changes in prop::collection::vec((0_usize..6, 0_u32..60), 0..600),
        ) {
            let mut holders = Holders::default();
            let mut known: Vec<BTreeSet<Slot>> = Vec::new();
            // A text that was removed gets a new number when it is added again.
            let mut numbers: BTreeMap<usize, TextNo> = BTreeMap::new();
            for (text, slot) in changes {
                let Some(number) = numbers.get(&text).copied() else {
                    numbers.insert(text, TextNo::try_from(known.len()).unwrap());
                    holders.push(slot);
                    known.push(BTreeSet::from([slot]));
                    continue;
                };
                let slots = &mut known[at(number)];
                if slots.insert(slot) {
                    holders.add(number, slot);
                    continue;
                }
                slots.remove(&slot);
                prop_assert_eq!(holders.remove(number, slot), slots.is_empty());
                if slots.is_empty() {
                    numbers.remove(&text);
                }
            }
            let held: Vec<_> = holders.held().collect();
            let expected = (0..).zip(&known).filter(|(_, slots)| !slots.is_empty());
            prop_assert_eq!(&held, &expected.map(|(number, _)| number).collect::<Vec<_>>());
            for (number, slots) in (0..).zip(&known) {
                prop_assert_eq!(&*holders.get(number), slots);
                let mut found = Bits::none(60);
                holders.add_to(number, &mut found);
                prop_assert!(found.iter().eq(slots.iter().copied()));
            }
            holders.close_gaps();
            for (number, before) in (0..).zip(held) {
                prop_assert_eq!(&*holders.get(number), &known[at(before)]);
            }
        }
    }
}
