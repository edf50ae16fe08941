//! Pseudo-random numbers by SplitMix64 (Steele, Lea, Flood 2014), in the same order for the same
//! seed.
//!
//! This module must not know how the numbers are used.

/// A sequence of pseudo-random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Returns the sequence for a seed and a number. With one seed, each number results in a
    /// different sequence.
    #[must_use]
    pub fn of(seed: u64, who: u64) -> Self {
        let mut sequence = Self(seed);
        Self(sequence.next() ^ who.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// Splits off an independent sequence.
    pub fn fork(&mut self) -> Self {
        Self(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a random number below `end`; 0 if `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// Returns `count` random numbers below `end`.
    pub fn some_below(&mut self, end: u64, count: usize) -> Vec<u64> {
        (0..count).map(|_| self.below(end)).collect()
    }

    /// Returns `true` with a probability of 1 in `times`.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Returns a random index below `count`.
    pub fn place(&mut self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).unwrap_or(0)
    }

    /// A random item of a slice, which must not be empty.
    pub fn one<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.place(items.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_it_all_and_everybody_chooses_otherwise() {
        let choices = |who| {
            let mut random = Random::of(7, who);
            (0..100).map(|_| random.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(choices(1), choices(1));
        assert_ne!(choices(1), choices(2));
        assert_eq!(Random::of(1, 1).below(0), 0);
    }

    #[test]
    fn numbers_reach_all_of_their_range() {
        let numbers = Random::of(1, 0).some_below(100, 5_000);
        assert!((0..100).all(|number| numbers.contains(&number)));
        assert!(numbers.iter().all(|number| *number < 100));
    }
}
