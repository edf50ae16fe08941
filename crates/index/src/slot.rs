//! The slot: the small number under which an object is kept. How slots are given out is not known
//! here.

/// The number under which an object is kept.
pub(crate) type Slot = u32;

/// The index of a slot in a column.
pub(crate) const fn at(slot: Slot) -> usize {
    slot as usize
}
