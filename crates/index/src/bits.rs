//! A set of slots as one bit each: for what is gone through slot by slot.

use roaring::RoaringBitmap;

use crate::slots::{Slot, at};

/// One bit per slot.
#[derive(Debug)]
pub(crate) struct Bits(Vec<u8>);

impl Bits {
    /// No slot of so many.
    pub(crate) fn none(slots: usize) -> Self {
        Self(vec![0; slots.div_ceil(8)])
    }

    /// The slots of a bitmap, all of which are below `slots`.
    pub(crate) fn of(set: &RoaringBitmap, slots: usize) -> Self {
        let mut bits = Self::none(slots);
        for slot in set {
            bits.set(slot);
        }
        bits
    }

    pub(crate) fn set(&mut self, slot: Slot) {
        self.0[at(slot) / 8] |= 1 << (slot % 8);
    }

    pub(crate) fn has(&self, slot: Slot) -> bool {
        self.0[at(slot) / 8] & 1 << (slot % 8) != 0
    }

    pub(crate) fn into_set(self) -> RoaringBitmap {
        RoaringBitmap::from_lsb0_bytes(0, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_bitmap_it_was_made_of() {
        for slots in [[].as_slice(), &[0], &[7, 8, 9], &[0, 65_535, 65_536, 131_071]] {
            let set: RoaringBitmap = slots.iter().collect();
            let bits = Bits::of(&set, 131_072);
            assert!((0..131_072).all(|slot| bits.has(slot) == set.contains(slot)));
            assert_eq!(bits.into_set(), set);
        }
        assert!(Bits::none(0).into_set().is_empty());
    }
}
