//! Rendered JSON of objects, kept while there is room. What has not been asked for since the last
//! round goes first.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::slots::{Slot, at};

/// What keeping a part takes besides its bytes: its place, and the allocator's own.
const PART_BYTES: usize = 24;

/// A part: its bytes, and where its second and third piece begin.
#[derive(Debug)]
pub(crate) struct Part {
    bytes: Box<[u8]>,
    cuts: [u32; 2],
    was_asked_for: AtomicBool,
}

impl Part {
    /// Rendered bytes with where their pieces begin; `None` when they are longer than any row is.
    pub(crate) fn new(bytes: &[u8], cuts: [usize; 2]) -> Option<Box<Self>> {
        let cuts = [u32::try_from(cuts[0]).ok()?, u32::try_from(cuts[1]).ok()?];
        Some(Box::new(Self { bytes: bytes.into(), cuts, was_asked_for: AtomicBool::new(true) }))
    }

    /// The three pieces; the last ones may be empty.
    pub(crate) fn pieces(&self) -> [&[u8]; 3] {
        let [second, third] = self.cuts.map(at);
        [&self.bytes[..second], &self.bytes[second..third], &self.bytes[third..]]
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn size(&self) -> usize {
        self.bytes.len() + size_of::<Self>() + PART_BYTES
    }
}

/// The parts of one kind of object, by slot.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    parts: Vec<Option<Box<Part>>>,
    /// What they take in memory.
    bytes: usize,
    /// Where the next round goes on.
    hand: usize,
}

impl Parts {
    pub(crate) fn get(&self, slot: Slot) -> Option<&Part> {
        let part = self.parts.get(at(slot))?.as_deref()?;
        // Most often it is so already, and the line stays shared between cores.
        if !part.was_asked_for.load(Ordering::Relaxed) {
            part.was_asked_for.store(true, Ordering::Relaxed);
        }
        Some(part)
    }

    pub(crate) fn put(&mut self, slot: Slot, part: Option<Box<Part>>) {
        self.remove(slot);
        let Some(part) = part else { return };
        if self.parts.len() <= at(slot) {
            self.parts.resize_with(at(slot) + 1, || None);
        }
        self.bytes += part.size();
        self.parts[at(slot)] = Some(part);
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        if let Some(part) = self.parts.get_mut(at(slot)).and_then(Option::take) {
            self.bytes -= part.size();
        }
    }

    /// Lets parts go until so many bytes are free or none is left; gives how many are.
    pub(crate) fn free(&mut self, wanted: usize) -> usize {
        let before = self.bytes;
        // The second round finds nothing asked for.
        for _ in 0..2 * self.parts.len() {
            if before - self.bytes >= wanted {
                break;
            }
            self.hand = (self.hand + 1) % self.parts.len();
            let Some(part) = &mut self.parts[self.hand] else { continue };
            if std::mem::take(part.was_asked_for.get_mut()) {
                continue;
            }
            self.bytes -= part.size();
            self.parts[self.hand] = None;
        }
        before - self.bytes
    }

    /// What they and their places take in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes + self.parts.capacity() * size_of::<Option<Box<Part>>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(bytes: &[u8]) -> Option<Box<Part>> {
        Part::new(bytes, [1, 2])
    }

    #[test]
    fn what_was_not_asked_for_goes_first_and_everything_goes_in_the_end() {
        let mut parts = Parts::default();
        for slot in 0..10 {
            parts.put(slot, part(b"abc"));
        }
        let all = parts.bytes;
        let one = all / 10;
        // Everything is new; a first round lets one go and forgets what was asked for.
        assert_eq!(parts.free(one), one);
        let asked = parts.get(5).unwrap().pieces().concat();
        assert_eq!(asked, b"abc");
        assert_eq!(parts.free(8 * one), 8 * one);
        assert!(parts.get(5).is_some());
        assert_eq!(parts.bytes, one);
        assert_eq!(parts.free(all), one);
        assert_eq!(parts.free(all), 0);
        assert_eq!(parts.bytes, 0);
    }

    #[test]
    fn a_part_replaces_the_one_before() {
        let mut parts = Parts::default();
        parts.put(3, part(b"abcdef"));
        parts.put(3, part(b"xyz"));
        assert_eq!(parts.get(3).unwrap().pieces(), [b"x", b"y", b"z"]);
        parts.remove(3);
        parts.remove(99);
        assert!(parts.get(3).is_none() && parts.get(99).is_none());
        assert_eq!(parts.bytes, 0);
    }
}
