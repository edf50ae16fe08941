//! Random ids of traces and spans, from one seed: SplitMix64, without a lock. The ids are not
//! secret.

use std::sync::atomic::{AtomicU64, Ordering};

/// The step between two states of SplitMix64.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator of random ids.
#[derive(Debug)]
pub struct SpanIds(AtomicU64);

impl SpanIds {
    /// Creates a generator from a random seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// Generates the id of a span; never 0.
    pub(crate) fn span(&self) -> u64 {
        let mut mixed = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).max(1)
    }

    /// Generates the id of a trace; never 0.
    pub(crate) fn trace(&self) -> u128 {
        u128::from(self.span()) << 64 | u128::from(self.span())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_differ_and_another_seed_gives_others() {
        let of = |seed| {
            let ids = SpanIds::new(seed);
            (0..1_000).map(|_| ids.trace()).collect::<BTreeSet<_>>()
        };
        let (one, other) = (of(1), of(2));
        assert_eq!((one.len(), other.len()), (1_000, 1_000));
        assert_eq!(one.intersection(&other).count(), 0);
    }
}
