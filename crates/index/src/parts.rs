//! A cache of objects' rendered JSON. When memory is needed, the cached parts are checked in turn,
//! and those that were not used since their last check are removed.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::slot::{Slot, at};

/// The allocator's overhead for each cached part, in bytes.
const PART_BYTES: usize = 16;

/// A part: the JSON of an object, and `N` numbers that are used with the JSON. The numbers and the
/// JSON are adjacent in memory, because each separate read would wait for memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RenderedPart<'p, const N: usize> {
    pub(crate) numbers: [u32; N],
    pub(crate) json: &'p [u8],
}

impl<const N: usize> RenderedPart<'_, N> {
    fn kept(self) -> Box<[u8]> {
        let numbers = self.numbers.iter().flat_map(|number| number.to_le_bytes());
        numbers.chain(self.json.iter().copied()).collect()
    }
}

impl<'p, const N: usize> RenderedPart<'p, N> {
    /// Reads a cached part; `None` when the part is too short.
    pub(crate) fn read(kept: &'p [u8]) -> Option<Self> {
        let (numbers, json) = kept.split_at_checked(N * size_of::<u32>())?;
        let (numbers, _) = numbers.as_chunks();
        let mut part = Self { numbers: [0; N], json };
        let pairs = part.numbers.iter_mut().zip(numbers);
        pairs.for_each(|(number, bytes)| *number = u32::from_le_bytes(*bytes));
        Some(part)
    }
}

/// The cache entry of a slot: the slot's part, if cached, and whether the part was used recently.
#[derive(Debug, Default)]
struct CacheEntry {
    kept: Option<Box<[u8]>>,
    was_asked_for: AtomicBool,
}

/// The number of slots whose entries are allocated together, when the first of these slots gets a
/// part. A list of which few pages are read thus takes little memory.
const BLOCK: usize = 256;

type Block = [CacheEntry; BLOCK];

/// The cached JSON parts of the objects of one kind, by slot.
#[derive(Debug, Default)]
pub(crate) struct RenderedParts<const N: usize> {
    blocks: Vec<Option<Box<Block>>>,
    block_bytes: usize,
    bytes: usize,
    /// The index of the entry that was checked last. The next removal continues after this entry.
    hand: usize,
}

impl<const N: usize> RenderedParts<N> {
    /// Finds a slot's cached part, and marks the part as used. [`RenderedPart::read`] decodes the
    /// part.
    pub(crate) fn find(&self, slot: Slot) -> Option<&[u8]> {
        let block = self.blocks.get(at(slot) / BLOCK)?.as_ref()?;
        let CacheEntry { kept, was_asked_for } = &block[at(slot) % BLOCK];
        // Usually the mark is set already. Without a write the cache line stays shared between
        // cores.
        if !was_asked_for.load(Ordering::Relaxed) {
            was_asked_for.store(true, Ordering::Relaxed);
        }
        kept.as_deref()
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<RenderedPart<'_, N>> {
        self.find(slot).and_then(RenderedPart::read)
    }

    pub(crate) fn put(&mut self, slot: Slot, part: RenderedPart<'_, N>) {
        self.remove(slot);
        let number = at(slot) / BLOCK;
        if self.blocks.len() <= number {
            self.blocks.resize_with(number + 1, || None);
        }
        let block = self.blocks[number].get_or_insert_with(|| {
            self.block_bytes += size_of::<Block>();
            Box::new(std::array::from_fn(|_| CacheEntry::default()))
        });
        let kept = part.kept();
        self.bytes += size(&kept);
        block[at(slot) % BLOCK] = CacheEntry { kept: Some(kept), was_asked_for: true.into() };
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let block = self.blocks.get_mut(at(slot) / BLOCK).and_then(Option::as_mut);
        if let Some(part) = block.and_then(|block| block[at(slot) % BLOCK].kept.take()) {
            self.bytes -= size(&part);
        }
    }

    /// Removes parts until `wanted` bytes are free or no part is left; returns the number of freed
    /// bytes.
    pub(crate) fn free(&mut self, wanted: usize) -> usize {
        let before = self.bytes;
        // The first pass over all slots clears all marks, so the second pass removes every part.
        let slots = self.blocks.len() * BLOCK;
        for _ in 0..2 * slots {
            if before - self.bytes >= wanted {
                break;
            }
            self.hand = (self.hand + 1) % slots;
            let Some(block) = &mut self.blocks[self.hand / BLOCK] else { continue };
            let CacheEntry { kept, was_asked_for } = &mut block[self.hand % BLOCK];
            if kept.is_none() || std::mem::take(was_asked_for.get_mut()) {
                continue;
            }
            self.bytes -= kept.take().map_or(0, |part| size(&part));
        }
        before - self.bytes
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes + self.block_bytes + self.blocks.capacity() * size_of::<Option<Box<Block>>>()
    }
}

fn size(kept: &[u8]) -> usize {
    kept.len() + PART_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(json: &[u8]) -> RenderedPart<'_, 2> {
        RenderedPart { numbers: [1, u32::MAX], json }
    }

    #[test]
    fn what_was_not_asked_for_goes_first_and_everything_goes_in_the_end() {
        let mut parts = RenderedParts::default();
        for slot in 0..10 {
            parts.put(slot, part(b"abc"));
        }
        let all = parts.bytes;
        let one = all / 10;
        // All parts are marked. The first pass clears the marks, and the second pass removes a
        // part.
        assert_eq!(parts.free(one), one);
        assert_eq!(parts.get(5).unwrap().json, b"abc");
        assert_eq!(parts.free(8 * one), 8 * one);
        assert!(parts.get(5).is_some());
        assert_eq!(parts.bytes, one);
        assert_eq!(parts.free(all), one);
        assert_eq!(parts.free(all), 0);
        assert_eq!(parts.bytes, 0);
    }

    #[test]
    fn a_part_of_a_late_slot_takes_hardly_more_than_itself() {
        let mut parts = RenderedParts::default();
        parts.put(1_000_000, part(b"abc"));
        assert!(parts.bytes() < 150_000);
        assert_eq!(parts.get(1_000_000).unwrap().json, b"abc");
        assert!(
            [0, 5, 999_999, 1_000_001, 2_000_000].iter().all(|slot| parts.get(*slot).is_none())
        );
        assert!(parts.free(usize::MAX) > 0);
        assert!(parts.get(1_000_000).is_none());
    }

    #[test]
    fn a_part_replaces_the_one_before() {
        let mut parts = RenderedParts::default();
        parts.put(3, part(b"abcdef"));
        parts.put(3, part(b"xyz"));
        let kept = parts.get(3).unwrap();
        assert_eq!((kept.numbers, kept.json), ([1, u32::MAX], &b"xyz"[..]));
        parts.put(4, part(b""));
        assert_eq!(parts.get(4).unwrap().json, b"");
        parts.remove(4);
        parts.remove(3);
        parts.remove(99);
        assert!(parts.get(3).is_none() && parts.get(99).is_none());
        assert_eq!(parts.bytes, 0);
    }
}
