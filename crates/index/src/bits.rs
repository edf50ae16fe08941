//! A set of slots (the numbers of an index's objects) as bits. Sets are combined word by word.

use crate::slot::{Slot, at};

const WORD_BITS: usize = u64::BITS as usize;

/// A set of slots (the numbers of objects), with one bit for each slot. Slots beyond the last word
/// are not in the set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Creates the empty set, with bits for this many slots.
    pub(crate) fn none(slots: usize) -> Self {
        Self(vec![0; slots.div_ceil(WORD_BITS)])
    }

    /// Creates the set of those slots below the number `slots` for which `is_in` holds.
    pub(crate) fn below(slots: u32, is_in: impl Fn(Slot) -> bool) -> Self {
        let word = |first: Slot| {
            let end = slots.min(first.saturating_add(u64::BITS));
            (first..end).fold(0, |word, slot| word | u64::from(is_in(slot)) << (slot - first))
        };
        Self((0..slots).step_by(WORD_BITS).map(word).collect())
    }

    pub(crate) fn has(&self, slot: Slot) -> bool {
        self.0.get(at(slot) / WORD_BITS).is_some_and(|word| word & bit(slot) != 0)
    }

    pub(crate) fn set(&mut self, slot: Slot) {
        self.insert(slot);
    }

    /// Adds a slot; returns true if the slot was not in the set before.
    pub(crate) fn insert(&mut self, slot: Slot) -> bool {
        let place = at(slot) / WORD_BITS;
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        let word = &mut self.0[place];
        let is_new = *word & bit(slot) == 0;
        *word |= bit(slot);
        is_new
    }

    /// Removes a slot; returns true if the slot was in the set.
    pub(crate) fn remove(&mut self, slot: Slot) -> bool {
        let Some(word) = self.0.get_mut(at(slot) / WORD_BITS) else { return false };
        let was_there = *word & bit(slot) != 0;
        *word &= !bit(slot);
        was_there
    }

    pub(crate) fn room(&self) -> usize {
        self.0.len() * WORD_BITS
    }

    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(crate) fn last(&self) -> Option<Slot> {
        let (word, first) = words(&self.0).filter(|(word, _)| *word > 0).last()?;
        Some(first + word.ilog2())
    }

    /// Returns the set's slot at position `before`, in ascending order from 0.
    pub(crate) fn nth(&self, before: usize) -> Option<Slot> {
        let mut before = before;
        let (word, first) = words(&self.0).find(|(word, _)| {
            let here = word.count_ones() as usize;
            let is_there = before < here;
            before -= if is_there { 0 } else { here };
            is_there
        })?;
        Ones(word).nth(before).map(|place| first + place)
    }

    /// Returns the number of the set's slots from `from` up to, but excluding, `to`.
    pub(crate) fn count_between(&self, from: Slot, to: Slot) -> usize {
        self.words_between(from, to).map(|(_, word)| word.count_ones() as usize).sum()
    }

    /// Returns the set's slots from `from` up to, but excluding, `to`.
    pub(crate) fn between(&self, from: Slot, to: Slot) -> Self {
        let mut found = Self(vec![0; self.0.len()]);
        self.words_between(from, to).for_each(|(place, word)| found.0[place] = word);
        found
    }

    /// Returns the words that contain the slots from `from` up to, but excluding, `to`, each word
    /// with its index. Bits outside this range are cleared.
    fn words_between(&self, from: Slot, to: Slot) -> impl Iterator<Item = (usize, u64)> {
        let first = (at(from) / WORD_BITS).min(self.0.len());
        let end = at(to).div_ceil(WORD_BITS).clamp(first, self.0.len());
        // The mask of this slot's bit and all higher bits.
        let since = |slot: Slot| u64::MAX << (slot % u64::BITS);
        let head = move |place| if place == at(from) / WORD_BITS { since(from) } else { u64::MAX };
        let tail = move |place| if place == at(to) / WORD_BITS { !since(to) } else { u64::MAX };
        let words = (first..).zip(&self.0[first..end]);
        words.map(move |(place, word)| (place, word & head(place) & tail(place)))
    }

    /// Returns the slots that are both in this set and in `other`.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }

    /// Returns the number of slots that are both in this set and in `other`.
    pub(crate) fn and_count(&self, other: &Self) -> usize {
        let both = self.0.iter().zip(&other.0).map(|(one, other)| one & other);
        both.map(|word| word.count_ones() as usize).sum()
    }

    /// Removes the slots that are in `other` from this set.
    pub(crate) fn take_out(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= !other);
    }

    /// Adds the slots that are in `other` to this set.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
    }

    /// Returns the set's slots for which `is_true` holds.
    pub(crate) fn those(&self, is_true: impl Fn(Slot) -> bool) -> Self {
        let mut found = Self(vec![0; self.0.len()]);
        for ((word, first), found) in words(&self.0).zip(&mut found.0) {
            let each = Ones(word).map(|place| u64::from(is_true(first + place)) << place);
            *found = each.fold(0, |all, bit| all | bit);
        }
        found
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Slot> {
        words(&self.0).flat_map(|(word, first)| Ones(word).map(move |place| first + place))
    }

    pub(crate) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}

/// Returns each word with the slot of the word's first bit.
fn words(words: &[u64]) -> impl Iterator<Item = (u64, Slot)> {
    words.iter().copied().zip((0..).step_by(WORD_BITS))
}

fn bit(slot: Slot) -> u64 {
    1 << (slot % u64::BITS)
}

/// The positions of the bits that are 1 in a word, ascending.
struct Ones(u64);

impl Iterator for Ones {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let place = self.0.trailing_zeros();
        self.0 &= self.0.wrapping_sub(1);
        (place < u64::BITS).then_some(place)
    }
}
