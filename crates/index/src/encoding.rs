//! The encoding of the sections of an image, the saved file of an index: lists of numbers and of
//! bytes. Each number takes as many bytes as the largest number of the list needs: 1, 2, 3, 4 or 8.

use crate::packed_column::PackedColumn;

/// A section of an image (a saved index) that is being written.
#[derive(Debug, Default)]
pub(crate) struct Encoder(Vec<u8>);

impl Encoder {
    pub(crate) fn numbers(&mut self, numbers: impl Iterator<Item = u64> + Clone) {
        let mut count = 0_u64;
        let all = numbers.clone().inspect(|_| count += 1).fold(0, |all, number| all | number);
        let width: u8 = match all {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            0x1_0000..=0xff_ffff => 3,
            0x100_0000..=0xffff_ffff => 4,
            _ => 8,
        };
        self.0.push(width);
        self.0.extend(count.to_le_bytes());
        match width {
            1 => self.each::<1>(numbers),
            2 => self.each::<2>(numbers),
            3 => self.each::<3>(numbers),
            4 => self.each::<4>(numbers),
            _ => self.each::<8>(numbers),
        }
    }

    /// Writes the lowest `W` bytes of each number.
    fn each<const W: usize>(&mut self, numbers: impl Iterator<Item = u64>) {
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes()[..W]);
        }
    }

    /// Writes the total length of the pieces, and the pieces' bytes.
    pub(crate) fn bytes<'b>(&mut self, pieces: impl Iterator<Item = &'b [u8]> + Clone) {
        let length: usize = pieces.clone().map(<[u8]>::len).sum();
        self.0.extend((length as u64).to_le_bytes());
        pieces.for_each(|piece| self.0.extend_from_slice(piece));
    }

    pub(crate) fn written(&self) -> &[u8] {
        &self.0
    }

    /// Removes the written bytes, and keeps the memory for reuse.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// A section of an image (a saved index) that is being read. A damaged length cannot make the
/// reader allocate more memory than the section's length.
#[derive(Debug)]
pub(crate) struct Decoder<'b>(&'b [u8]);

/// A list of numbers in a section of an image (a saved index).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Numbers<'b> {
    width: u8,
    bytes: &'b [u8],
}

impl<'b> Decoder<'b> {
    pub(crate) const fn of(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<usize> {
        let (length, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        usize::try_from(u64::from_le_bytes(*length)).ok()
    }

    pub(crate) fn numbers(&mut self) -> Option<Numbers<'b>> {
        let width = *self.take(1)?.first()?;
        let count = self.length()?;
        if !matches!(width, 1..=4 | 8) {
            return None;
        }
        Some(Numbers { width, bytes: self.take(count.checked_mul(width.into())?)? })
    }

    /// Reads a list that must have this many numbers.
    pub(crate) fn exactly(&mut self, count: usize) -> Option<Numbers<'b>> {
        self.numbers().filter(|numbers| numbers.len() == count)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = self.length()?;
        self.take(length)
    }
}

impl Numbers<'_> {
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / usize::from(self.width)
    }

    /// Calls `take` with each number, until `take` refuses a number with `None`.
    pub(crate) fn each(&self, take: impl FnMut(u64) -> Option<()>) -> Option<()> {
        match self.width {
            1 => each::<1>(self.bytes, take),
            2 => each::<2>(self.bytes, take),
            3 => each::<3>(self.bytes, take),
            4 => each::<4>(self.bytes, take),
            _ => each::<8>(self.bytes, take),
        }
    }

    /// Returns the values that `make` makes of the numbers; `None` when `make` refuses a number.
    pub(crate) fn map<T>(&self, mut make: impl FnMut(u64) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::with_capacity(self.len());
        self.each(|number| {
            all.push(make(number)?);
            Some(())
        })?;
        Some(all)
    }

    /// Returns the numbers as `u32`; `None` when a number does not fit.
    pub(crate) fn small(&self) -> Option<Vec<u32>> {
        Some(match self.width {
            1 => self.bytes.iter().map(|number| u32::from(*number)).collect(),
            2 => list(self.bytes, |number| u16::from_le_bytes(number).into()),
            3 => list(self.bytes, three),
            4 => list(self.bytes, u32::from_le_bytes),
            _ => return self.map(|number| u32::try_from(number).ok()),
        })
    }

    /// Converts the numbers to a packed column.
    pub(crate) fn packed(&self) -> PackedColumn {
        match self.width {
            1 => PackedColumn::Bytes1(self.bytes.to_vec()),
            2 => PackedColumn::Bytes2(list(self.bytes, u16::from_le_bytes)),
            3 => PackedColumn::Bytes4(list(self.bytes, three)),
            4 => PackedColumn::Bytes4(list(self.bytes, u32::from_le_bytes)),
            _ => PackedColumn::Bytes8(list(self.bytes, u64::from_le_bytes)),
        }
    }
}

const fn three([a, b, c]: [u8; 3]) -> u32 {
    u32::from_le_bytes([a, b, c, 0])
}

fn list<N, const W: usize>(bytes: &[u8], number: impl Fn([u8; W]) -> N) -> Vec<N> {
    let (numbers, _) = bytes.as_chunks();
    numbers.iter().map(|bytes| number(*bytes)).collect()
}

fn each<const W: usize>(bytes: &[u8], take: impl FnMut(u64) -> Option<()>) -> Option<()> {
    let (numbers, _) = bytes.as_chunks::<W>();
    let number = |bytes: &[u8; W]| {
        let mut number = [0; 8];
        number[..W].copy_from_slice(bytes);
        u64::from_le_bytes(number)
    };
    numbers.iter().map(number).try_for_each(take)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_come_back_as_they_were_written(
            largest in prop_oneof![Just(1_u64), Just(300), Just(1 << 20), Just(1 << 30),
                Just(u64::MAX)],
            numbers in prop::collection::vec(any::<u64>(), 0..40),
            texts in prop::collection::vec("[a-z]{0,9}", 0..5),
        ) {
            let numbers: Vec<_> = numbers.iter().map(|it| it % largest).collect();
            let mut encoder = Encoder::default();
            encoder.numbers(numbers.iter().copied());
            encoder.bytes(texts.iter().map(String::as_bytes));
            let mut decoder = Decoder::of(encoder.written());
            let mut found = Vec::new();
            decoder.exactly(numbers.len()).unwrap().each(|it| {
                found.push(it);
                Some(())
            });
            prop_assert_eq!(&found, &numbers);
            let written = Decoder::of(encoder.written()).numbers().unwrap();
            let small: Option<Vec<_>> = numbers.iter().map(|it| u32::try_from(*it).ok()).collect();
            prop_assert_eq!(written.small(), small);
            let packed = written.packed();
            prop_assert!((0..).zip(&numbers).all(|(slot, it)| packed.get(slot) == *it));
            prop_assert_eq!(packed.len(), numbers.len());
            let texts = texts.concat();
            prop_assert_eq!(decoder.bytes().unwrap(), texts.as_bytes());
            prop_assert!(decoder.is_at_end());
            for end in 0..encoder.written().len() {
                let mut decoder = Decoder::of(&encoder.written()[..end]);
                let (numbers, bytes) = (decoder.numbers(), decoder.bytes());
                prop_assert!(numbers.is_none() || bytes.is_none());
            }
        }
    }

    #[test]
    fn a_list_that_cannot_be_there_is_refused_before_anything_is_allocated() {
        for width in [0, 1, 3, 5, 8, 9, u8::MAX] {
            let bytes = [&[width][..], &u64::MAX.to_le_bytes(), &[0; 40]].concat();
            assert!(Decoder::of(&bytes).numbers().is_none());
        }
    }
}
