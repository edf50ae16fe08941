//! The growth of large columns. To save memory, a column grows by an eighth of its length, while a
//! `Vec` doubles. Growing rarely copies a column, because the system moves the memory pages.

use crate::slot::{Slot, at};

/// The divisor for growth: a column grows by its length divided by this number, or by more if more
/// values are to be added.
const GROWS_BY: usize = 8;
const GROWS_BY_MIN: usize = 64;

/// Makes room for at least `more` further values.
pub(crate) fn reserve<T>(column: &mut Vec<T>, more: usize) {
    if column.capacity() - column.len() < more {
        column.reserve_exact(more.max(column.len() / GROWS_BY).max(GROWS_BY_MIN));
    }
}

/// Lengthens a column with `value` until the column has a value for `slot`.
pub(crate) fn extend_to<T: Clone>(column: &mut Vec<T>, slot: Slot, value: T) {
    let more = (at(slot) + 1).saturating_sub(column.len());
    if more > 0 {
        reserve(column, more);
        column.resize(at(slot) + 1, value);
    }
}

pub(crate) const fn bytes<T>(column: &Vec<T>) -> usize {
    column.capacity() * size_of::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_at_most_an_eighth_to_spare() {
        let mut column: Vec<u32> = Vec::new();
        for slot in 0..100_000 {
            extend_to(&mut column, slot, 7);
            column[at(slot)] = slot;
            let spare = column.capacity() - column.len();
            assert!(spare <= (column.len() / GROWS_BY).max(GROWS_BY_MIN));
        }
        assert!(column.iter().copied().eq(0..100_000));
        extend_to(&mut column, 120_000, 7);
        assert_eq!((column.len(), column[100_000], column[120_000]), (120_001, 7, 7));
        extend_to(&mut column, 5, 1);
        assert_eq!((column.len(), column[5]), (120_001, 5));
    }
}
