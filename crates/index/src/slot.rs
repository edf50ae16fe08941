//! The slot: the number of an object in an index. This module does not know how slots are assigned.

/// The number of an object in an index.
pub(crate) type Slot = u32;

pub(crate) const fn at(slot: Slot) -> usize {
    slot as usize
}
