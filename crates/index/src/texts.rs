//! A text field of all objects: each distinct text is stored once, with the slots of the objects
//! that have the text.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use deskbell_query::Predicate;
use hashbrown::HashTable;
use memchr::memchr;

use crate::bits::Bits;
use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::filter::Set;
use crate::holders::Holders;
use crate::numbering::Numbering;
use crate::packed_column::PackedColumn;
use crate::set::SlotSet;
use crate::slot::{Slot, at};
use crate::text_arena::{BETWEEN, TextArena, TextNo};

/// Half of a text's hash, and the text's number. The stored hash lets the table grow without
/// reading texts.
#[derive(Clone, Copy, Debug)]
struct HashedText {
    hash: u32,
    number: TextNo,
}

impl HashedText {
    /// Returns the hash spread over 64 bits, because the table uses the highest and the lowest
    /// bits.
    fn spread(&self) -> u64 {
        u64::from(self.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// The number of each slot's text, plus 1; 0 for a slot without a text.
    of: PackedColumn,
    texts: TextArena,
    holders: Holders,
    by_text: HashTable<HashedText>,
    /// A hasher with a random key, because strangers write these texts and must not cause
    /// collisions.
    hasher: RandomState,
    known: SlotSet,
}

impl Column for Texts {
    /// Writes each text once, and the number of each object's text.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        let mut numbers = Numbering::default();
        let number = |slot: &Slot| self.of.get_u32(*slot);
        let of: Vec<_> = order.slots.iter().map(|slot| numbers.of(number(slot))).collect();
        let texts = numbers.numbered().iter().map(|number| self.texts.text(*number - 1));
        to.numbers(of.into_iter().map(u64::from));
        to.numbers(texts.clone().map(|text| text.len() as u64));
        to.bytes(texts);
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        let of = from.exactly(loaded.slots.len())?;
        self.of = of.packed();
        let of = of.small()?;
        let (lengths, bytes) = (from.numbers()?.small()?, from.bytes()?);
        if memchr(BETWEEN, bytes).is_some() {
            return None;
        }
        // The texts are numbered in the order in which the slots first use them.
        let mut last = 0;
        for number in &of {
            if *number > last + 1 {
                return None;
            }
            last = last.max(*number);
        }
        if at(last) != lengths.len() {
            return None;
        }
        self.texts.reserve(lengths.len(), bytes.len());
        self.by_text.reserve(lengths.len(), HashedText::spread);
        let mut rest = str::from_utf8(bytes).ok()?;
        for length in lengths {
            let (text, others) = rest.split_at_checked(at(length))?;
            self.keep(text)?;
            rest = others;
        }
        if !rest.is_empty() {
            return None;
        }
        self.holders = Holders::load(&of, at(last));
        self.known = SlotSet::below(Slot::try_from(of.len()).ok()?, |slot| of[at(slot)] > 0);
        Some(())
    }
}

impl Texts {
    /// Sets the text of a new slot; `None` when the texts exceed 4 GiB.
    pub(crate) fn insert(&mut self, slot: Slot, text: Option<&str>) -> Option<()> {
        let number = match text {
            Some(text) => u64::from(self.find_or_keep(text, slot)?) + 1,
            None => 0,
        };
        self.of.set(slot, number);
        if number > 0 {
            self.known.insert(slot);
        }
        Some(())
    }

    /// Changes the text of a slot; `None` when the texts exceed 4 GiB.
    pub(crate) fn set(&mut self, slot: Slot, text: Option<&str>) -> Option<()> {
        let old = self.number_of(slot).map(|number| self.texts.text(number));
        if old == text.map(str::as_bytes) {
            return Some(());
        }
        self.remove(slot);
        self.insert(slot, text)
    }

    fn number_of(&self, slot: Slot) -> Option<TextNo> {
        self.of.get_u32(slot).checked_sub(1)
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let Some(number) = self.number_of(slot) else { return };
        self.of.set(slot, 0_u32);
        self.known.remove(slot);
        if self.holders.remove(number, slot) {
            self.forget(number);
        }
    }

    /// Returns the key by which a text is looked up in the table.
    fn asked(&self, text: &[u8]) -> HashedText {
        let half = u32::try_from(self.hasher.hash_one(text) >> u32::BITS);
        HashedText { hash: half.unwrap_or_default(), number: 0 }
    }

    /// Returns the number of a text; `None` if no slot has the text.
    fn number(&self, asked: HashedText, text: &[u8]) -> Option<TextNo> {
        let is_it =
            |known: &HashedText| known.hash == asked.hash && self.texts.text(known.number) == text;
        self.by_text.find(asked.spread(), is_it).map(|known| known.number)
    }

    fn find_or_keep(&mut self, text: &str, slot: Slot) -> Option<TextNo> {
        let asked = self.asked(text.as_bytes());
        if let Some(number) = self.number(asked, text.as_bytes()) {
            self.holders.add(number, slot);
            return Some(number);
        }
        self.close_gaps_if_many();
        let number = self.keep(text)?;
        self.holders.push(slot);
        Some(number)
    }

    /// Adds a text that no slot has yet; returns the number of the text.
    fn keep(&mut self, text: &str) -> Option<TextNo> {
        let number = self.texts.push(text)?;
        let entry = HashedText { number, ..self.asked(text.as_bytes()) };
        self.by_text.insert_unique(entry.spread(), entry, HashedText::spread);
        Some(number)
    }

    /// Removes a text that no slot has.
    fn forget(&mut self, number: TextNo) {
        let asked = self.asked(self.texts.text(number));
        let is_it = |known: &HashedText| known.number == number;
        if let Ok(found) = self.by_text.find_entry(asked.spread(), is_it) {
            found.remove();
        }
        self.texts.remove(number);
    }

    /// Gives the texts new numbers when most bytes belong to removed texts. Fewer bytes of removed
    /// texts are tolerated, because the numbering reads all slots.
    fn close_gaps_if_many(&mut self) {
        let dead = self.texts.dead_bytes();
        if dead <= self.texts.folded_bytes() / 2 || dead <= self.of.len() {
            return;
        }
        let mut new_numbers = PackedColumn::default();
        for (new, old) in (0_u32..).zip(self.holders.held()) {
            new_numbers.set(old, new);
        }
        self.texts = self.texts.of_those(self.holders.held());
        self.holders.close_gaps();
        self.by_text.iter_mut().for_each(|it| it.number = new_numbers.get_u32(it.number));
        for slot in self.known.iter() {
            let old = self.of.get_u32(slot).saturating_sub(1);
            self.of.set(slot, new_numbers.get(old) + 1);
        }
    }

    pub(crate) fn equal(&self, text: &str) -> Set<'_> {
        let number = self.number(self.asked(text.as_bytes()), text.as_bytes());
        number.map_or_else(Cow::default, |number| self.holders.get(number))
    }

    /// Returns the slots whose text contains `folded`, which must be folded and not empty.
    pub(crate) fn contain(&self, folded: &str) -> SlotSet {
        let mut found = Bits::none(self.of.len());
        for number in self.texts.containing(folded) {
            self.holders.add_to(number, &mut found);
        }
        found.into()
    }

    /// Returns the slots whose folded text is `folded`, which must not be empty.
    pub(crate) fn equal_folded(&self, folded: &str) -> SlotSet {
        let mut found = Bits::none(self.of.len());
        for number in self.texts.containing(folded) {
            if self.texts.folded(number).len() == folded.len() {
                self.holders.add_to(number, &mut found);
            }
        }
        found.into()
    }

    /// Returns the live slots whose text fulfils a condition.
    pub(crate) fn ask(&self, test: &Predicate, live: &SlotSet) -> Set<'_> {
        match test {
            Predicate::Null => Cow::Owned(live.clone().without(&self.known)),
            Predicate::Text(text) => self.equal(text),
            Predicate::Contains(folded) => Cow::Owned(self.contain(folded)),
            _ => Cow::default(),
        }
    }

    pub(crate) fn known(&self) -> &SlotSet {
        &self.known
    }

    pub(crate) fn bytes(&self) -> usize {
        self.of.bytes()
            + self.texts.bytes()
            + self.holders.bytes()
            + self.by_text.allocation_size()
            + self.known.bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use deskbell_query::fold;
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![9 => "[aAbBß ]{0,4}", 1 => "[aAbBß ]{200,600}"]
    }

    proptest! {
        #[test]
        fn texts_are_found_as_by_looking_at_each(
            given in prop::collection::vec((0_u32..12, prop::option::of(text())), 0..200),
            asked in prop::collection::vec("[aAbBß ]{1,3}", 0..8),
        ) {
            let mut texts = Texts::default();
            let mut expected: Vec<Option<Option<String>>> = vec![None; 12];
            for (number, (slot, text)) in given.into_iter().enumerate() {
                if expected[at(slot)].is_none() {
                    texts.insert(slot, text.as_deref()).unwrap();
                    expected[at(slot)] = Some(text);
                } else if number % 5 == 0 {
                    texts.remove(slot);
                    expected[at(slot)] = None;
                } else {
                    texts.set(slot, text.as_deref()).unwrap();
                    expected[at(slot)] = Some(text);
                }
            }
            let with = |passes: &dyn Fn(&str) -> bool| -> BTreeSet<Slot> {
                let all = (0_u32..).zip(&expected);
                let text = |it: &Option<Option<String>>| it.clone().flatten();
                let found = all.filter(|(_, it)| text(it).is_some_and(|it| passes(&it)));
                found.map(|(slot, _)| slot).collect()
            };
            prop_assert_eq!(texts.known(), &with(&|_| true));
            for asked in asked {
                prop_assert_eq!(&*texts.equal(&asked), &with(&|text| text == asked));
                let folded = fold(&asked);
                let contain = with(&|text| fold(text).contains(&*folded));
                prop_assert_eq!(&texts.contain(&folded), &contain);
            }
            let (dead, all) = (texts.texts.dead_bytes(), texts.texts.folded_bytes());
            prop_assert!(dead <= all);
        }
    }
}
