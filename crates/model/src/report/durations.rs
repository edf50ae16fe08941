//! Histograms of durations, from which medians and shares are computed. Between 15 seconds and 7
//! days, each bound of a bucket is at most a third larger than the previous bound. Usual targets,
//! such as 10 minutes, are among the bounds.

use std::collections::BTreeMap;

const M: u32 = 60;
const H: u32 = 60 * M;
const D: u32 = 24 * H;

/// The shortest duration of each bucket, in seconds; the last bucket has no upper bound.
const STARTS: [u32; 72] = [
    0,
    5,
    10,
    15,
    20,
    25,
    30,
    40,
    50,
    M,
    70,
    80,
    90,
    105,
    2 * M,
    135,
    150,
    165,
    3 * M,
    210,
    4 * M,
    270,
    5 * M,
    330,
    6 * M,
    7 * M,
    8 * M,
    9 * M,
    10 * M,
    12 * M,
    14 * M,
    15 * M,
    18 * M,
    20 * M,
    25 * M,
    30 * M,
    35 * M,
    40 * M,
    45 * M,
    50 * M,
    H,
    75 * M,
    90 * M,
    105 * M,
    2 * H,
    150 * M,
    3 * H,
    4 * H,
    5 * H,
    6 * H,
    7 * H,
    8 * H,
    10 * H,
    12 * H,
    14 * H,
    16 * H,
    20 * H,
    D,
    30 * H,
    36 * H,
    2 * D,
    60 * H,
    3 * D,
    4 * D,
    5 * D,
    6 * D,
    7 * D,
    10 * D,
    14 * D,
    21 * D,
    30 * D,
    60 * D,
];

/// Returns the bucket of a duration in seconds.
#[must_use]
pub fn bucket(seconds: u32) -> u32 {
    let behind = STARTS.partition_point(|start| *start <= seconds);
    u32::try_from(behind.saturating_sub(1)).unwrap_or(0)
}

/// Returns the shortest duration of a bucket, in seconds; `None` for a number after the last
/// bucket.
#[must_use]
pub fn bucket_start(bucket: u32) -> Option<u32> {
    usize::try_from(bucket).ok().and_then(|place| STARTS.get(place)).copied()
}

/// A histogram of durations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    buckets: BTreeMap<u32, u64>,
    count: u64,
    seconds: u64,
}

impl Durations {
    /// Adds `count` durations of one bucket, whose total is `seconds`.
    pub fn add(&mut self, bucket: u32, count: u64, seconds: u64) {
        *self.buckets.entry(bucket).or_default() += count;
        self.count += count;
        self.seconds += seconds;
    }

    /// Returns the number of durations.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Returns the mean of the durations, in seconds; `None` without a duration.
    #[must_use]
    pub const fn mean(&self) -> Option<u64> {
        self.seconds.checked_div(self.count)
    }

    /// Returns the quantile at this many thousandths, in seconds; `None` without a duration. Within
    /// a bucket, durations are assumed to be spread evenly.
    #[must_use]
    pub fn quantile(&self, thousandths: u64) -> Option<u64> {
        let wanted = (self.count * thousandths).div_ceil(1000).clamp(1, self.count.max(1));
        let mut below = 0;
        for (bucket, count) in &self.buckets {
            if below + count >= wanted {
                let start = u64::from(bucket_start(*bucket)?);
                let end = bucket_start(bucket + 1).map_or(start, u64::from);
                return Some(start + (end - start) * (wanted - below) / (count + 1));
            }
            below += count;
        }
        None
    }

    /// Returns the number of durations below `seconds`. The number is exact if a bucket begins at
    /// `seconds`; otherwise durations are assumed to be spread evenly within their bucket.
    #[must_use]
    pub fn within(&self, seconds: u32) -> u64 {
        let last = bucket(seconds);
        let whole = self.buckets.range(..last).map(|(_, count)| count).sum::<u64>();
        let part = self.buckets.get(&last).copied().unwrap_or(0);
        let Some((start, end)) = bucket_start(last).zip(bucket_start(last + 1)) else {
            return whole + part;
        };
        whole + part * u64::from(seconds - start) / u64::from(end - start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(times: &[u32]) -> Durations {
        let mut durations = Durations::default();
        times.iter().for_each(|it| durations.add(bucket(*it), 1, u64::from(*it)));
        durations
    }

    #[test]
    fn buckets_are_in_order_and_grow_by_a_third_at_the_most() {
        for pair in STARTS.windows(2) {
            assert!(pair[0] < pair[1]);
            let is_fine = pair[0] < 30 || (pair[1] - pair[0]) * 100 <= pair[0] * 50;
            assert!(is_fine || pair[0] >= 30 * D, "{pair:?}");
        }
        for minutes in [1, 2, 5, 10, 15, 20, 30, 45, 60] {
            assert_eq!(bucket_start(bucket(minutes * M)), Some(minutes * M));
        }
        assert_eq!((bucket(0), bucket(4), bucket(5)), (0, 0, 1));
        assert_eq!(bucket_start(bucket(u32::MAX)), Some(60 * D));
    }

    #[test]
    fn nothing_has_no_median() {
        assert_eq!((of(&[]).quantile(500), of(&[]).mean(), of(&[]).within(600)), (None, None, 0));
    }

    #[test]
    fn a_share_is_exact_where_a_bucket_begins() {
        let durations = of(&[0, 59, 60, 119, 599, 600, 601, 100_000]);
        assert_eq!(durations.within(60), 2);
        assert_eq!(durations.within(600), 5);
        assert_eq!(durations.within(u32::MAX), 8);
        assert_eq!(durations.mean(), Some((59 + 60 + 119 + 599 + 600 + 601 + 100_000) / 8));
    }

    proptest! {
        #[test]
        fn a_quantile_is_in_the_bucket_of_the_right_time(
            mut times in prop::collection::vec(0_u32..10_000_000, 1..200),
            thousandths in 1_u64..=1000,
        ) {
            let found = of(&times).quantile(thousandths).unwrap();
            times.sort_unstable();
            let place = (times.len() as u64 * thousandths).div_ceil(1000).max(1) - 1;
            let right = times[usize::try_from(place).unwrap()];
            prop_assert_eq!(bucket(u32::try_from(found).unwrap()), bucket(right));
        }

        #[test]
        fn the_share_within_a_time_grows_with_it(
            times in prop::collection::vec(0_u32..10_000_000, 0..100),
            one in 0_u32..10_000_000,
            other in 0_u32..10_000_000,
        ) {
            let durations = of(&times);
            prop_assert!(durations.within(one.min(other)) <= durations.within(one.max(other)));
        }
    }
}
