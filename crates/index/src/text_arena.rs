//! Distinct texts in a single array of bytes, and the folded forms of the texts in another array,
//! which the operator `~` scans. This module does not know the objects that have the texts.

use deskbell_query::fold;
use memchr::memchr;
use memchr::memmem::Finder;

use crate::growth;
use crate::packed_column::PackedColumn;
use crate::slot::{Slot, at};

/// The number of a text, in the order in which texts were added.
pub(crate) type TextNo = u32;

/// The byte after each text. Neither a text nor a search term contains this byte.
pub(crate) const BETWEEN: u8 = 0;

/// The number of bytes in a block of the array. To find the text that has a byte, the texts are
/// read from the beginning of the byte's block.
const BLOCK_BYTES: usize = 256;

#[derive(Debug, Default)]
pub(crate) struct TextArena {
    /// The folded texts, one after another.
    folded: Vec<u8>,
    /// The offset of each text in `folded`.
    starts: Vec<u32>,
    /// The texts that differ from their folded forms, one after another.
    originals: Vec<u8>,
    /// The offset of each text in `originals`, plus 1; 0 for a text that equals its folded form.
    original_at: PackedColumn,
    /// For each block of `folded`, the text in which the block begins.
    blocks: Vec<u32>,
    /// The number of bytes in `folded` that belong to removed texts.
    dead_bytes: usize,
}

impl TextArena {
    /// Reserves memory for this many texts with this many bytes in total.
    pub(crate) fn reserve(&mut self, texts: usize, bytes: usize) {
        self.starts.reserve_exact(texts);
        self.folded.reserve_exact(bytes + texts);
    }

    /// Adds a text; `None` when the texts exceed 4 GiB.
    pub(crate) fn push(&mut self, text: &str) -> Option<TextNo> {
        let folded = fold(text);
        let original = (folded != text).then_some(text.as_bytes());
        self.append(folded.as_bytes(), original)
    }

    fn append(&mut self, folded: &[u8], original: Option<&[u8]>) -> Option<TextNo> {
        let number = TextNo::try_from(self.starts.len()).ok()?;
        let start = u32::try_from(self.folded.len()).ok()?;
        u32::try_from(self.folded.len() + folded.len()).ok()?;
        growth::reserve(&mut self.starts, 1);
        self.starts.push(start);
        push(&mut self.folded, folded);
        let mut original_at = 0;
        if let Some(original) = original {
            original_at = self.originals.len() as u64 + 1;
            push(&mut self.originals, original);
        }
        self.original_at.set(number, original_at);
        // Records the blocks that begin within this text.
        if let Some(last) = self.folded.len().div_ceil(BLOCK_BYTES).checked_sub(1) {
            growth::extend_to(&mut self.blocks, Slot::try_from(last).ok()?, number);
        }
        Some(number)
    }

    /// Returns the bytes of a text in its original form.
    pub(crate) fn text(&self, number: TextNo) -> &[u8] {
        self.original(number).unwrap_or_else(|| self.folded(number))
    }

    fn original(&self, number: TextNo) -> Option<&[u8]> {
        let start = usize::try_from(self.original_at.get(number)).ok()?.checked_sub(1)?;
        let rest = &self.originals[start..];
        Some(&rest[..memchr(BETWEEN, rest).unwrap_or(rest.len())])
    }

    pub(crate) fn folded(&self, number: TextNo) -> &[u8] {
        let start = at(self.starts[at(number)]);
        let end = self.starts.get(at(number) + 1).map_or(self.folded.len(), |next| at(*next));
        &self.folded[start..end - 1]
    }

    /// Removes a text. The text's bytes stay until [`TextArena::of_those`] makes a new arena.
    pub(crate) fn remove(&mut self, number: TextNo) {
        let (start, len) = (at(self.starts[at(number)]), self.folded(number).len());
        self.folded[start..start + len].fill(BETWEEN);
        self.dead_bytes += len + 1;
    }

    pub(crate) const fn dead_bytes(&self) -> usize {
        self.dead_bytes
    }

    /// Returns the number of bytes of all folded texts, including removed texts.
    pub(crate) fn folded_bytes(&self) -> usize {
        self.folded.len()
    }

    /// Creates an arena with only these texts, which get new numbers in the order of `numbers`.
    pub(crate) fn of_those(&self, numbers: impl Iterator<Item = TextNo>) -> Self {
        let mut left = Self::default();
        for number in numbers {
            // The texts are some of the texts of this arena, so they fit into an arena.
            left.append(self.folded(number), self.original(number));
        }
        left
    }

    /// Returns the texts that contain `folded`, in ascending order; `folded` must be folded and not
    /// empty.
    pub(crate) fn containing(&self, folded: &str) -> Vec<TextNo> {
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
        hits.into_iter().map(|hit| self.text_at(hit)).collect()
    }

    fn text_at(&self, byte: usize) -> TextNo {
        let first = self.blocks[byte / BLOCK_BYTES];
        let others = self.starts[at(first) + 1..].iter().zip(first + 1..);
        let begun = others.take_while(|(start, _)| at(**start) <= byte).last();
        begun.map_or(first, |(_, number)| number)
    }

    pub(crate) fn bytes(&self) -> usize {
        growth::bytes(&self.folded)
            + growth::bytes(&self.starts)
            + growth::bytes(&self.originals)
            + self.original_at.bytes()
            + growth::bytes(&self.blocks)
    }
}

fn push(texts: &mut Vec<u8>, text: &[u8]) {
    growth::reserve(texts, text.len() + 1);
    texts.extend_from_slice(text);
    texts.push(BETWEEN);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_found_by_what_they_contain(
            texts in prop::collection::vec(
                prop_oneof![9 => "[aAbBß ]{0,4}", 1 => "[aAbBß ]{200,600}"], 0..60,
            ),
            gone in prop::collection::btree_set(0_usize..60, 0..40),
            asked in prop::collection::vec("[aAbBß ]{1,3}", 1..5),
        ) {
            let mut arena = TextArena::default();
            for text in &texts {
                arena.push(text).unwrap();
            }
            let numbers = || (0..).zip(&texts);
            let stays = |number: &TextNo| !gone.contains(&at(*number));
            numbers().filter(|(number, _)| !stays(number)).for_each(|it| arena.remove(it.0));
            let left: Vec<_> = numbers().filter(|(number, _)| stays(number)).collect();
            for (number, text) in &left {
                prop_assert_eq!(arena.text(*number), text.as_bytes());
            }
            let again = arena.of_those(left.iter().map(|(number, _)| *number));
            prop_assert_eq!((again.dead_bytes(), again.starts.len()), (0, left.len()));
            prop_assert_eq!(again.folded_bytes(), arena.folded_bytes() - arena.dead_bytes());
            for asked in asked.iter().map(|asked| fold(asked)) {
                let is_hit = |text: &str| fold(text).contains(&*asked);
                let hits = left.iter().filter(|(_, text)| is_hit(text)).map(|(number, _)| *number);
                prop_assert_eq!(arena.containing(&asked), hits.collect::<Vec<_>>());
                let hits = (0..).zip(&left).filter(|(_, (_, text))| is_hit(text));
                let hits: Vec<TextNo> = hits.map(|(number, _)| number).collect();
                prop_assert_eq!(again.containing(&asked), hits);
            }
            for (number, (_, text)) in (0..).zip(&left) {
                prop_assert_eq!(again.text(number), text.as_bytes());
            }
        }
    }
}
