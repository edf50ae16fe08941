//! A column for a field with a list of values, such as the agents who wrote in a chat or the tags
//! of a customer. Equal lists are stored once. For each member, the column has the set of the
//! objects whose list contains the member.

use std::sync::Arc;

use crate::column::{Column, Loaded, SaveOrder};
use crate::dict_column::DictCode;
use crate::encoding::{Decoder, Encoder};
use crate::filling;
use crate::numbering::Numbering;
use crate::packed_column::PackedColumn;
use crate::set::SlotSet;
use crate::slot::{Slot, at};
use hashbrown::HashMap;

/// The number that identifies a stored list; 0 stands for the empty list.
pub(crate) type ListNo = u32;

/// The approximate memory of a list besides its members, in bytes.
const LIST_BYTES: usize = 96;

/// A stored list, and the number of objects that have this list.
#[derive(Debug)]
struct SharedList {
    codes: Arc<[DictCode]>,
    holders: u32,
}

#[derive(Debug, Default)]
pub(crate) struct MultiColumn {
    of: PackedColumn,
    kept: Vec<SharedList>,
    by_codes: HashMap<Arc<[DictCode]>, ListNo>,
    free: Vec<ListNo>,
    /// For each member's code, the slots whose lists have the member; index 0 has the slots with
    /// empty lists.
    sets: Vec<SlotSet>,
    none: SlotSet,
}

impl Column for MultiColumn {
    /// Writes each list once, as its length and its members, and the number of each object's list.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        let mut numbers = Numbering::default();
        let of: Vec<_> = order.slots.iter().map(|slot| numbers.of(self.number(*slot))).collect();
        let lists = numbers.numbered().iter().map(|number| self.members(*number));
        to.numbers(of.into_iter().map(u64::from));
        to.numbers(lists.clone().map(|list| list.len() as u64));
        to.numbers(lists.flatten().map(|code| u64::from(*code)));
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        let of = from.exactly(loaded.slots.len())?;
        let (lengths, codes) = (from.numbers()?.small()?, from.numbers()?.small()?);
        if codes.iter().any(|code| *code > loaded.codes_max || *code == 0) {
            return None;
        }
        self.of = of.packed();
        let of = of.small()?;
        if of.iter().any(|number| at(*number) > lengths.len()) {
            return None;
        }
        let holders = filling::count(lengths.len() + 1, (0..).zip(of.iter().copied()));
        let (mut lists, mut rest) = (vec![&[0][..]], codes.as_slice());
        for (length, holders) in lengths.into_iter().zip(&holders[1..]) {
            let (list, others) = rest.split_at_checked(at(length))?;
            self.keep(list, holders.len)?;
            lists.push(list);
            rest = others;
        }
        if !rest.is_empty() {
            return None;
        }
        let largest = codes.iter().copied().max().unwrap_or_default();
        let all = (0..)
            .zip(&of)
            .flat_map(|(slot, number)| lists[at(*number)].iter().map(move |code| (slot, *code)));
        self.sets = filling::sets(at(largest) + 1, all);
        Some(())
    }
}

impl MultiColumn {
    /// Returns the number that identifies the list of an object, by the object's slot. The number
    /// is valid until the list changes.
    pub(crate) fn number(&self, slot: Slot) -> ListNo {
        self.of.get_u32(slot)
    }

    pub(crate) fn members(&self, number: ListNo) -> &[DictCode] {
        match number {
            0 => &[],
            number => &self.kept[at(number) - 1].codes,
        }
    }

    pub(crate) fn get(&self, slot: Slot) -> &[DictCode] {
        self.members(self.number(slot))
    }

    pub(crate) fn insert(&mut self, slot: Slot, codes: &[DictCode]) {
        let number = self.hold(codes);
        self.of.set(slot, number);
        let members = if codes.is_empty() { &[0] } else { codes };
        for code in members {
            if self.sets.len() <= at(*code) {
                self.sets.resize_with(at(*code) + 1, SlotSet::default);
            }
            self.sets[at(*code)].insert(slot);
        }
    }

    pub(crate) fn set(&mut self, slot: Slot, codes: &[DictCode]) {
        if self.get(slot) != codes {
            self.remove(slot);
            self.insert(slot, codes);
        }
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let number = self.number(slot);
        self.of.set(slot, 0_u32);
        if number == 0 {
            self.sets[0].remove(slot);
            return;
        }
        let kept = &mut self.kept[at(number) - 1];
        for code in kept.codes.iter() {
            self.sets[at(*code)].remove(slot);
        }
        kept.holders -= 1;
        if kept.holders == 0 {
            self.by_codes.remove(&kept.codes);
            kept.codes = Arc::default();
            self.free.push(number);
        }
    }

    /// Adds the next list, with the number of objects that have the list. Returns `None` for an
    /// empty list, a list that is stored already, and a list that no object has.
    fn keep(&mut self, codes: &[DictCode], holders: usize) -> Option<()> {
        if codes.is_empty() || holders == 0 {
            return None;
        }
        let codes: Arc<[DictCode]> = codes.into();
        self.kept.push(SharedList { codes: Arc::clone(&codes), holders: holders.try_into().ok()? });
        let number = ListNo::try_from(self.kept.len()).ok()?;
        self.by_codes.insert(codes, number).is_none().then_some(())
    }

    /// Counts one more object that has a list; returns the list's number.
    fn hold(&mut self, codes: &[DictCode]) -> ListNo {
        if codes.is_empty() {
            return 0;
        }
        if let Some(number) = self.by_codes.get(codes) {
            self.kept[at(*number) - 1].holders += 1;
            return *number;
        }
        let codes: Arc<[DictCode]> = codes.into();
        let kept = SharedList { codes: Arc::clone(&codes), holders: 1 };
        let number = match self.free.pop() {
            Some(number) => {
                self.kept[at(number) - 1] = kept;
                number
            }
            None => {
                self.kept.push(kept);
                // There are no more lists than slots, so the number fits.
                ListNo::try_from(self.kept.len()).unwrap_or(ListNo::MAX)
            }
        };
        self.by_codes.insert(codes, number);
        number
    }

    /// Returns the slots whose list has this member; code 0 stands for the empty list.
    pub(crate) fn find(&self, code: DictCode) -> &SlotSet {
        self.sets.get(at(code)).unwrap_or(&self.none)
    }

    pub(crate) fn bytes(&self) -> usize {
        let sets: usize = self.sets.iter().map(SlotSet::bytes).sum();
        let list = |kept: &SharedList| LIST_BYTES + kept.codes.len() * size_of::<DictCode>();
        self.of.bytes() + sets + self.kept.iter().map(list).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_what_each_was_given_last(
            given in prop::collection::vec(
                (0_u32..20, prop::option::of(prop::collection::vec(1_u32..6, 0..4))),
                0..200,
            ),
        ) {
            let mut lists = MultiColumn::default();
            let mut expected: Vec<Option<Vec<DictCode>>> = vec![None; 20];
            for (slot, codes) in given {
                match (&expected[at(slot)], &codes) {
                    (Some(_), Some(codes)) => lists.set(slot, codes),
                    (Some(_), None) => lists.remove(slot),
                    (None, Some(codes)) => lists.insert(slot, codes),
                    (None, None) => {}
                }
                expected[at(slot)] = codes;
            }
            let known = || {
                let all = (0_u32..).zip(&expected);
                all.filter_map(|(slot, codes)| Some((slot, codes.as_ref()?)))
            };
            for (slot, codes) in known() {
                prop_assert_eq!(lists.get(slot), codes);
            }
            for code in 0..7 {
                let has =
                    |codes: &Vec<DictCode>| codes.contains(&code) || code == 0 && codes.is_empty();
                let found = known().filter(|(_, codes)| has(codes)).map(|(slot, _)| slot);
                let found: std::collections::BTreeSet<_> = found.collect();
                prop_assert_eq!(lists.find(code), &found);
            }
            prop_assert_eq!(lists.by_codes.len() + lists.free.len(), lists.kept.len());
        }
    }
}
