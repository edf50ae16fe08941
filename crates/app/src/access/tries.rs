//! Throttling of guesses: after five failed attempts, each further failed attempt doubles the delay
//! before the next attempt. This module knows neither passwords nor codes.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use deskbell_model::limits::{TRIES_COUNTED_MAX, TRIES_FORGOTTEN_S, TRIES_FREE, TRY_DELAY_S_MAX};
use parking_lot::Mutex;

/// The failed attempts of one name or address.
#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: Duration,
}

impl Failures {
    fn is_forgotten(self, now: Duration) -> bool {
        now >= self.last + Duration::from_secs(TRIES_FORGOTTEN_S)
    }

    /// Returns the delay after the last failed attempt.
    fn delay(self) -> Duration {
        let Some(beyond) = self.count.checked_sub(TRIES_FREE) else { return Duration::ZERO };
        let seconds = 1_u64.checked_shl(beyond).unwrap_or(TRY_DELAY_S_MAX).min(TRY_DELAY_S_MAX);
        Duration::from_secs(seconds)
    }
}

/// The counter of failed attempts, by name or by address. When the table is full, old entries are
/// removed, or all entries if no entry is old.
#[derive(Debug)]
pub(super) struct Tries<K>(Mutex<HashMap<K, Failures>>);

impl<K> Default for Tries<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq> Tries<K> {
    /// Returns the remaining delay before the next attempt, in whole seconds, rounded up; `None`
    /// without a delay.
    pub(super) fn wait(&self, key: &K, now: Duration) -> Option<u64> {
        let failures = *self.0.lock().get(key)?;
        if failures.is_forgotten(now) {
            return None;
        }
        let left = (failures.last + failures.delay()).checked_sub(now)?;
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        (seconds > 0).then_some(seconds)
    }

    /// Tells whether the name or the address had a failed attempt recently.
    pub(super) fn has_failed(&self, key: &K, now: Duration) -> bool {
        self.0.lock().get(key).is_some_and(|failures| !failures.is_forgotten(now))
    }

    pub(super) fn fail(&self, key: K, now: Duration) {
        let mut all = self.0.lock();
        if all.len() >= TRIES_COUNTED_MAX && !all.contains_key(&key) {
            all.retain(|_, failures| !failures.is_forgotten(now));
            if all.len() >= TRIES_COUNTED_MAX {
                all.clear();
            }
        }
        let failures = all.entry(key).or_insert(Failures { count: 0, last: now });
        if failures.is_forgotten(now) {
            failures.count = 0;
        }
        *failures = Failures { count: failures.count.saturating_add(1), last: now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_are_free_and_then_the_delay_doubles_up_to_a_quarter_of_an_hour() {
        let tries = Tries::default();
        let mut now = Duration::ZERO;
        let mut waits = Vec::new();
        for _ in 0..18 {
            tries.fail("ann", now);
            let wait = tries.wait(&"ann", now);
            waits.push(wait.unwrap_or(0));
            now += Duration::from_secs(wait.unwrap_or(0));
            assert_eq!(tries.wait(&"ann", now), None, "the delay is over");
        }
        let expected = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900];
        assert_eq!(waits, expected);
        assert_eq!(tries.wait(&"bob", now), None);
    }

    #[test]
    fn failures_are_forgotten_after_an_hour_and_a_wait_is_rounded_up() {
        let tries = Tries::default();
        for _ in 0..6 {
            tries.fail(1, Duration::ZERO);
        }
        assert_eq!(tries.wait(&1, Duration::from_millis(1)), Some(2));
        let hour = Duration::from_secs(TRIES_FORGOTTEN_S);
        assert!(tries.has_failed(&1, hour - Duration::from_millis(1)));
        assert!(!tries.has_failed(&1, hour) && !tries.has_failed(&2, Duration::ZERO));
        tries.fail(1, hour);
        assert_eq!(tries.wait(&1, hour), None);
    }

    #[test]
    fn a_flood_of_names_takes_bounded_memory() {
        let tries = Tries::default();
        for name in 0..=TRIES_COUNTED_MAX {
            tries.fail(name, Duration::ZERO);
        }
        assert!(tries.0.lock().len() <= TRIES_COUNTED_MAX);
    }
}
