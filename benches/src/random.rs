//! Numbers all over a range, the same ones in each run.

/// So many numbers from 0 up to, and without, the bound; all 0 where the bound is.
#[must_use]
pub fn below(bound: u64, count: usize) -> Vec<u64> {
    let mut state = 1_u64;
    let next = |_| {
        // A linear congruential generator by Knuth; its high bits are good enough here.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 24) % bound.max(1)
    };
    (0..count).map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_lie_in_their_range_and_reach_all_of_it() {
        let numbers = below(100, 5_000);
        assert!((0..100).all(|number| numbers.contains(&number)));
        assert!(numbers.iter().all(|number| *number < 100));
        assert_eq!(below(0, 2), [0, 0]);
    }
}
