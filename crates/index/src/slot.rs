//! The slot: the number of an object in an index. How slots are assigned is not known here.

/// The number of an object in an index.
pub(crate) type Slot = u32;

/// The index of a slot in a column.
pub(crate) const fn at(slot: Slot) -> usize {
    slot as usize
}
