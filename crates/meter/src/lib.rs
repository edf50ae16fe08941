//! Counters, levels and histograms of plain atomics, with which the parts of the server count.
//!
//! The crate `metrics` reads the numbers, and gives them names, labels and a format. Counting
//! neither waits nor allocates memory.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds one.
    pub fn count(&self) {
        self.add(1);
    }

    /// Adds `number`.
    pub fn add(&self, number: u64) {
        self.0.fetch_add(number, Ordering::Relaxed);
    }

    /// Returns the current number.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that rises and falls, such as the number of open connections.
#[derive(Debug, Default)]
pub struct Level(AtomicI64);

impl Level {
    /// Sets the level.
    pub fn set(&self, level: i64) {
        self.0.store(level, Ordering::Relaxed);
    }

    /// Raises the level by one.
    pub fn rise(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Lowers the level by one.
    pub fn fall(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// Returns the current level.
    #[must_use]
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A histogram with fixed upper bounds and one more bucket above the last bound.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// The content of a histogram at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    /// The upper bounds of the buckets.
    pub bounds: &'static [u64],
    /// The number of values in each single bucket. There is one more bucket than there are bounds.
    pub counts: Vec<u64>,
    /// The sum of all values.
    pub sum: u64,
}

impl Histogram {
    /// Creates an empty histogram with these sorted upper bounds. A bucket includes its upper
    /// bound.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Counts a value.
    pub fn record(&self, value: u64) {
        let bucket = self.bounds.iter().position(|bound| value <= *bound);
        let bucket = bucket.unwrap_or(self.bounds.len());
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// Counts a duration as a value in nanoseconds.
    pub fn record_time(&self, time: Duration) {
        self.record(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Returns the content of the histogram. A value that is counted during the read may be in the
    /// sum but in no bucket.
    #[must_use]
    pub fn read(&self) -> Buckets {
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        Buckets { bounds: self.bounds, counts, sum: self.sum.load(Ordering::Relaxed) }
    }
}

impl Buckets {
    /// Returns the number of values in all buckets.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_in_the_first_bucket_whose_bound_it_does_not_exceed() {
        let histogram = Histogram::new(&[10, 100]);
        for value in [0, 10, 11, 100, 101, 5_000] {
            histogram.record(value);
        }
        let read = histogram.read();
        assert_eq!((read.counts.as_slice(), read.sum), (&[2, 2, 2][..], 5_222));
        assert_eq!(read.total(), 6);
    }

    #[test]
    fn a_time_is_counted_in_nanoseconds() {
        let histogram = Histogram::new(&[1_000]);
        histogram.record_time(Duration::from_micros(1));
        histogram.record_time(Duration::MAX);
        assert_eq!(histogram.read().counts, [1, 1]);
    }

    #[test]
    fn a_level_rises_and_falls() {
        let level = Level::default();
        level.set(4);
        level.rise();
        level.fall();
        level.fall();
        assert_eq!(level.get(), 3);
    }
}
