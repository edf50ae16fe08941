//! A column of numbers in which each number takes as many bytes as the largest number needs.

use crate::growth;
use crate::slot::{Slot, at};

/// A number for each slot (each object); 0 for a slot without a number.
#[derive(Clone, Debug)]
pub(crate) enum PackedColumn {
    Bytes1(Vec<u8>),
    Bytes2(Vec<u16>),
    Bytes4(Vec<u32>),
    Bytes8(Vec<u64>),
}

impl Default for PackedColumn {
    fn default() -> Self {
        Self::Bytes1(Vec::new())
    }
}

/// Applies the same expression to the column's vector, whatever the width of its numbers.
macro_rules! each {
    ($column:expr, $numbers:ident => $what:expr) => {
        match $column {
            Self::Bytes1($numbers) => $what,
            Self::Bytes2($numbers) => $what,
            Self::Bytes4($numbers) => $what,
            Self::Bytes8($numbers) => $what,
        }
    };
}

impl PackedColumn {
    /// Creates the column of these numbers, without spare capacity.
    pub(crate) fn of(numbers: &[u64]) -> Self {
        match numbers.iter().fold(0, |all, number| all | number) {
            0..=0xff => Self::Bytes1(narrow(numbers)),
            0x100..=0xffff => Self::Bytes2(narrow(numbers)),
            0x1_0000..=0xffff_ffff => Self::Bytes4(narrow(numbers)),
            _ => Self::Bytes8(numbers.to_vec()),
        }
    }

    /// Returns the number of a slot; 0 for a slot beyond the column's end.
    #[expect(clippy::useless_conversion, reason = "one of the four types is u64")]
    pub(crate) fn get(&self, slot: Slot) -> u64 {
        let slot = at(slot);
        each!(self, numbers => numbers.get(slot).map_or(0, |number| u64::from(*number)))
    }

    /// Returns the number of a slot, in a column whose numbers all fit into 32 bits.
    pub(crate) fn get_u32(&self, slot: Slot) -> u32 {
        u32::try_from(self.get(slot)).unwrap_or(u32::MAX)
    }

    pub(crate) fn set(&mut self, slot: Slot, number: impl Into<u64>) {
        let number = number.into();
        while !each!(self, numbers => try_set(numbers, slot, number)) {
            self.widen();
        }
    }

    /// Doubles the number of bytes that each number takes.
    fn widen(&mut self) {
        *self = match self {
            Self::Bytes1(numbers) => Self::Bytes2(wide(numbers)),
            Self::Bytes2(numbers) => Self::Bytes4(wide(numbers)),
            Self::Bytes4(numbers) => Self::Bytes8(wide(numbers)),
            Self::Bytes8(_) => return,
        };
    }

    pub(crate) fn len(&self) -> usize {
        each!(self, numbers => numbers.len())
    }

    pub(crate) fn is_sorted(&self) -> bool {
        each!(self, numbers => numbers.is_sorted())
    }

    pub(crate) fn bytes(&self) -> usize {
        each!(self, numbers => growth::bytes(numbers))
    }
}

/// Sets the number of a slot; returns `false` when the number does not fit into the type `N`.
fn try_set<N: TryFrom<u64> + Clone + Default>(
    numbers: &mut Vec<N>,
    slot: Slot,
    number: u64,
) -> bool {
    let Ok(number) = N::try_from(number) else { return false };
    growth::extend_to(numbers, slot, N::default());
    numbers[at(slot)] = number;
    true
}

/// Converts all numbers to a narrower type, into which each number must fit.
fn narrow<N: TryFrom<u64> + Default>(numbers: &[u64]) -> Vec<N> {
    numbers.iter().map(|number| N::try_from(*number).unwrap_or_default()).collect()
}

fn wide<N: Copy, W: From<N>>(numbers: &[N]) -> Vec<W> {
    let mut wide = Vec::new();
    growth::reserve(&mut wide, numbers.len() + numbers.len() / 8);
    wide.extend(numbers.iter().map(|number| W::from(*number)));
    wide
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn number() -> impl Strategy<Value = u64> {
        prop_oneof![
            8 => 0..256_u64,
            1 => 250..70_000_u64,
            1 => u64::from(u32::MAX) - 3..u64::from(u32::MAX) + 3,
            1 => any::<u64>(),
        ]
    }

    proptest! {
        #[test]
        fn each_number_is_the_last_that_was_set(
            set in prop::collection::vec((0_u32..500, number()), 0..200),
        ) {
            let (mut column, mut known) = (PackedColumn::default(), BTreeMap::new());
            for (slot, number) in set {
                column.set(slot, number);
                known.insert(slot, number);
                prop_assert_eq!(column.get(slot), number);
            }
            prop_assert_eq!(column.len(), known.keys().last().map_or(0, |last| at(*last) + 1));
            for slot in 0..510 {
                prop_assert_eq!(column.get(slot), known.get(&slot).copied().unwrap_or(0));
            }
            let all: Vec<_> = (0..).take(column.len()).map(|slot| column.get(slot)).collect();
            prop_assert_eq!(column.is_sorted(), all.is_sorted());
            let again = PackedColumn::of(&all);
            prop_assert!((0..).zip(&all).all(|(slot, number)| again.get(slot) == *number));
            prop_assert!(again.len() == all.len() && again.bytes() <= column.bytes());
        }
    }

    #[test]
    fn a_number_takes_as_many_bytes_as_the_largest_needs() {
        let mut column = PackedColumn::default();
        for slot in 0..10_000 {
            column.set(slot, slot % 256);
        }
        assert!(column.bytes() < 12_000);
        column.set(5, 256_u32);
        assert!((20_000..24_000).contains(&column.bytes()));
        column.set(6, 65_536_u32);
        assert!((40_000..48_000).contains(&column.bytes()));
        column.set(7, u64::MAX);
        assert!((80_000..96_000).contains(&column.bytes()));
        assert_eq!([4, 5, 6, 7].map(|slot| column.get(slot)), [4, 256, 65_536, u64::MAX]);
    }
}
