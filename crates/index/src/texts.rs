//! A text field of all objects: each distinct text is stored once, with the slots that have it. The
//! folded texts are joined in one array of bytes, which the operator `~` scans.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use deskbell_query::{Predicate, fold};
use hashbrown::HashTable;
use memchr::memchr;
use memchr::memmem::Finder;

use crate::bits::Bits;
use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::filter::Set;
use crate::numbering::Numbering;
use crate::set::SlotSet;
use crate::slot::{Slot, at};

/// The number of a distinct text.
type TextNo = u32;
const NONE: TextNo = TextNo::MAX;

/// The byte between two texts; neither a text nor a search term contains it.
const BETWEEN: u8 = 0;

/// The bytes of a block: a text is found by a short walk from the beginning of its block.
const BLOCK_BYTES: usize = 256;

/// The slots that have a text: mostly one.
#[derive(Debug)]
enum Holders {
    One(Slot),
    Many(Box<SlotSet>),
}

/// A distinct text.
#[derive(Debug)]
struct DistinctText {
    text: Box<str>,
    /// The offset in bytes of its folded form in the joined folded texts.
    start: usize,
    /// The slots with the text; `None` once no slot has the text.
    holders: Option<Holders>,
}

/// Half of a text's hash, and the text's number: the table grows without reading texts.
#[derive(Clone, Copy, Debug)]
struct HashedText {
    hash: u32,
    number: TextNo,
}

impl HashedText {
    /// The hash spread over 64 bits: the table uses the highest and the lowest bits.
    fn spread(&self) -> u64 {
        u64::from(self.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// The texts of one field of all objects.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    of: Vec<TextNo>,
    kept: Vec<DistinctText>,
    by_text: HashTable<HashedText>,
    /// Randomly keyed, because strangers write these texts and must not cause collisions.
    hasher: RandomState,
    free: Vec<TextNo>,
    known: SlotSet,
    /// The folded texts, one after another.
    folded: Vec<u8>,
    /// The offset of each text in `folded`, ascending, and the text's number.
    starts: Vec<(usize, TextNo)>,
    /// For each block of `folded`, the index in `starts` of the text in which the block begins.
    blocks: Vec<u32>,
    /// The number of bytes in `folded` of texts that no slot has.
    dead_bytes: usize,
}

impl Column for Texts {
    /// Writes each text once, and the number of each object's text.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        let mut numbers = Numbering::default();
        let number = |slot: &Slot| self.of[at(*slot)].wrapping_add(1);
        let of: Vec<_> = order.slots.iter().map(|slot| numbers.of(number(slot))).collect();
        let text = |number: &TextNo| self.kept[at(*number) - 1].text.as_bytes();
        let texts = numbers.numbered().iter().map(text);
        to.numbers(of.into_iter().map(u64::from));
        to.numbers(texts.clone().map(|text| text.len() as u64));
        to.bytes(texts);
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        let of = from.exactly(loaded.slots.len())?.small()?;
        let (lengths, bytes) = (from.numbers()?.small()?, from.bytes()?);
        if memchr(BETWEEN, bytes).is_some() {
            return None;
        }
        let (mut texts, mut rest) = (vec![None], str::from_utf8(bytes).ok()?);
        for length in lengths {
            let (text, others) = rest.split_at_checked(at(length))?;
            texts.push(Some(text));
            rest = others;
        }
        (0..).zip(of).try_for_each(|(slot, number)| {
            self.insert(slot, *texts.get(at(number))?);
            Some(())
        })
    }
}

impl Texts {
    /// Sets the text of a new slot.
    pub(crate) fn insert(&mut self, slot: Slot, text: Option<&str>) {
        if self.of.len() <= at(slot) {
            self.of.resize(at(slot) + 1, NONE);
        }
        let Some(text) = text else { return };
        let number = self.find_or_keep(text, slot);
        self.of[at(slot)] = number;
        self.known.insert(slot);
    }

    /// Changes the text of a slot.
    pub(crate) fn set(&mut self, slot: Slot, text: Option<&str>) {
        let old = self.kept.get(at(self.of[at(slot)])).map(|kept| &*kept.text);
        if old != text {
            self.remove(slot);
            self.insert(slot, text);
        }
    }

    /// Removes a slot.
    pub(crate) fn remove(&mut self, slot: Slot) {
        let number = std::mem::replace(&mut self.of[at(slot)], NONE);
        let Some(kept) = self.kept.get_mut(at(number)) else { return };
        self.known.remove(slot);
        match &mut kept.holders {
            Some(Holders::Many(slots)) => {
                slots.remove(slot);
                if slots.is_empty() {
                    self.forget(number);
                }
            }
            _ => self.forget(number),
        }
    }

    /// The key by which a text is looked up in the table.
    fn asked(&self, text: &str) -> HashedText {
        let half = u32::try_from(self.hasher.hash_one(text) >> u32::BITS);
        HashedText { hash: half.unwrap_or_default(), number: NONE }
    }

    /// The number of a text that some slot has.
    fn number(&self, asked: HashedText, text: &str) -> Option<TextNo> {
        let is_it = |known: &HashedText| {
            known.hash == asked.hash && &*self.kept[at(known.number)].text == text
        };
        self.by_text.find(asked.spread(), is_it).map(|known| known.number)
    }

    fn find_or_keep(&mut self, text: &str, slot: Slot) -> TextNo {
        let asked = self.asked(text);
        if let Some(number) = self.number(asked, text) {
            let holders = &mut self.kept[at(number)].holders;
            match holders {
                Some(Holders::One(other)) => {
                    *holders = Some(Holders::Many(Box::new([*other, slot].into_iter().collect())));
                }
                Some(Holders::Many(slots)) => {
                    slots.insert(slot);
                }
                None => *holders = Some(Holders::One(slot)),
            }
            return number;
        }
        let kept = DistinctText { text: text.into(), start: 0, holders: Some(Holders::One(slot)) };
        let number = match self.free.pop() {
            Some(number) => {
                self.kept[at(number)] = kept;
                number
            }
            None => {
                self.kept.push(kept);
                // There are no more texts than slots, so the number fits.
                TextNo::try_from(self.kept.len() - 1).unwrap_or(NONE)
            }
        };
        self.by_text.insert_unique(
            asked.spread(),
            HashedText { number, ..asked },
            HashedText::spread,
        );
        self.write_folded(number);
        number
    }

    /// Appends a text's folded form to the others.
    fn write_folded(&mut self, number: TextNo) {
        if self.dead_bytes > self.folded.len() / 2 {
            self.write_again();
        }
        let folded = fold(&self.kept[at(number)].text);
        self.kept[at(number)].start = self.append(number, folded.as_bytes());
    }

    /// Rewrites the folded texts without unused ones.
    fn write_again(&mut self) {
        let (old, starts) = (std::mem::take(&mut self.folded), std::mem::take(&mut self.starts));
        self.blocks.clear();
        self.dead_bytes = 0;
        for (place, (start, number)) in starts.iter().enumerate() {
            let kept = &self.kept[at(*number)];
            if kept.start != *start || kept.holders.is_none() {
                continue;
            }
            let end = starts.get(place + 1).map_or(old.len(), |(next, _)| *next);
            self.kept[at(*number)].start = self.append(*number, &old[*start..end - 1]);
        }
    }

    /// Removes a text that no slot has.
    fn forget(&mut self, number: TextNo) {
        let asked = self.asked(&self.kept[at(number)].text);
        let is_it = |known: &HashedText| known.number == number;
        if let Ok(found) = self.by_text.find_entry(asked.spread(), is_it) {
            found.remove();
        }
        let kept = &mut self.kept[at(number)];
        kept.holders = None;
        let folded = self.folded[kept.start..].iter_mut().take_while(|byte| **byte != BETWEEN);
        self.dead_bytes += 1 + folded.map(|byte| *byte = BETWEEN).count();
        self.free.push(number);
    }

    /// The slots with exactly this text.
    pub(crate) fn equal(&self, text: &str) -> Set<'_> {
        let number = self.number(self.asked(text), text);
        match number.and_then(|number| self.kept[at(number)].holders.as_ref()) {
            Some(Holders::One(slot)) => Cow::Owned(std::iter::once(*slot).collect()),
            Some(Holders::Many(slots)) => Cow::Borrowed(slots),
            None => Cow::default(),
        }
    }

    /// The slots with a text that contains `folded`, which is folded and not empty.
    pub(crate) fn contain(&self, folded: &str) -> SlotSet {
        let finder = Finder::new(folded);
        let mut hits = Vec::new();
        let mut from = 0;
        while let Some(hit) = finder.find(&self.folded[from..]) {
            from += hit;
            hits.push(from);
            let Some(rest) = memchr(BETWEEN, &self.folded[from..]) else { break };
            from += rest + 1;
        }
        // Each loop reads one kind of memory, so that the processor waits for many reads at once.
        let texts: Vec<_> = hits.into_iter().map(|hit| self.text_at(hit)).collect();
        let mut found = Bits::none(self.of.len());
        for number in texts {
            match &self.kept[at(number)].holders {
                Some(Holders::One(slot)) => found.set(*slot),
                Some(Holders::Many(slots)) => slots.add_to(&mut found),
                None => {}
            }
        }
        found.into()
    }

    /// The text to which a byte of `folded` belongs.
    fn text_at(&self, byte: usize) -> TextNo {
        let texts = &self.starts[at(self.blocks[byte / BLOCK_BYTES])..];
        let begun = texts.iter().take_while(|(start, _)| *start <= byte).last();
        begun.map_or(NONE, |(_, number)| *number)
    }

    /// Appends a folded text to the others; gives its offset.
    fn append(&mut self, number: TextNo, folded: &[u8]) -> usize {
        let (start, place) = (self.folded.len(), self.starts.len());
        self.starts.push((start, number));
        self.folded.extend_from_slice(folded);
        self.folded.push(BETWEEN);
        // The blocks that begin in this text. The index of the text fits: 2^32 texts would take
        // tens of gigabytes.
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.blocks.resize(self.folded.len().div_ceil(BLOCK_BYTES), place);
        start
    }

    /// The slots, among the live ones, whose text passes a test.
    pub(crate) fn ask(&self, test: &Predicate, live: &SlotSet) -> Set<'_> {
        match test {
            Predicate::Null => Cow::Owned(live.clone().without(&self.known)),
            Predicate::Text(text) => self.equal(text),
            Predicate::Contains(folded) => Cow::Owned(self.contain(folded)),
            _ => Cow::default(),
        }
    }

    /// The slots that have a text.
    pub(crate) fn known(&self) -> &SlotSet {
        &self.known
    }

    /// The approximate memory of the field, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let kept = |kept: &DistinctText| {
            let holders = match &kept.holders {
                Some(Holders::Many(slots)) => size_of::<SlotSet>() + slots.bytes(),
                _ => 0,
            };
            kept.text.len() + holders
        };
        self.of.capacity() * size_of::<TextNo>()
            + self.kept.capacity() * size_of::<DistinctText>()
            + self.kept.iter().map(kept).sum::<usize>()
            + self.by_text.allocation_size()
            + self.folded.capacity()
            + self.starts.capacity() * size_of::<(usize, TextNo)>()
            + self.blocks.capacity() * size_of::<u32>()
            + self.known.bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// A text, mostly short, sometimes longer than a block.
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
                    texts.insert(slot, text.as_deref());
                    expected[at(slot)] = Some(text);
                } else if number % 5 == 0 {
                    texts.remove(slot);
                    expected[at(slot)] = None;
                } else {
                    texts.set(slot, text.as_deref());
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
                let contain = with(&|text| fold(text).contains(&folded));
                prop_assert_eq!(&texts.contain(&folded), &contain);
            }
            prop_assert!(texts.dead_bytes <= texts.folded.len());
        }
    }
}
