//! The time of day that the server uses: the machine's clock, protected against jumps. When the
//! clock jumps, the server uses the new time only after a minute without a further jump. Therefore
//! a short error of the clock has no effect. A jump within the first minute after the start takes
//! effect at once, because clocks are often corrected soon after the start. No row counts as old
//! before the clock has run for an hour without a jump.

use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{CLOCK_JUMP_MS, CLOCK_OBEYED_S, CLOCK_TRUSTED_S};
use deskbell_model::{Seconds, Timestamp};
use parking_lot::Mutex;

use crate::Clock;

/// The machine's clock, protected against jumps.
#[derive(Debug)]
pub struct Steady {
    clock: Arc<dyn Clock>,
    course: Mutex<Course>,
}

/// An offset between the time of day and the uptime. A correct clock has a constant offset.
#[derive(Clone, Copy, Debug)]
struct Line {
    ahead_ms: i64,
    /// The uptime since which the clock has had this offset.
    since: Duration,
}

impl Line {
    /// Tells whether an offset differs from this offset by less than a jump of the clock. Small
    /// differences arise when a clock runs slow or fast.
    const fn has(self, ahead_ms: i64) -> bool {
        self.ahead_ms.abs_diff(ahead_ms) <= CLOCK_JUMP_MS
    }

    fn kept_for(self, uptime: Duration) -> Duration {
        uptime.saturating_sub(self.since)
    }
}

/// The offset that the server uses, and the offset to which the clock has jumped, if any.
#[derive(Debug)]
struct Course {
    obeyed: Line,
    /// The offset to which the clock has jumped; `None` if the clock has the offset in use.
    other: Option<Line>,
}

impl Course {
    /// Returns the time of day to use at this uptime, in milliseconds. Records that the clock has
    /// the offset `ahead_ms`.
    fn at(&mut self, ahead_ms: i64, uptime: Duration) -> i64 {
        let here = Line { ahead_ms, since: uptime };
        if self.obeyed.has(ahead_ms) {
            self.obeyed.ahead_ms = ahead_ms;
            self.other = None;
        } else if self.obeyed.kept_for(uptime) < OBEYED {
            // While the offset in use is less than a minute old, a jump is followed without a wait.
            self.follow(here);
        } else {
            let other = self.other.filter(|other| other.has(ahead_ms)).unwrap_or_else(|| {
                let jump_ms = ahead_ms.saturating_sub(self.obeyed.ahead_ms);
                tracing::warn!(jump_ms, "the clock was set: it is followed once it keeps to that");
                here
            });
            self.other = Some(Line { ahead_ms, ..other });
            if other.kept_for(uptime) >= OBEYED {
                self.follow(Line { ahead_ms, ..other });
            }
        }
        millis(uptime).saturating_add(self.obeyed.ahead_ms)
    }

    fn follow(&mut self, line: Line) {
        let jump_ms = line.ahead_ms.saturating_sub(self.obeyed.ahead_ms);
        tracing::warn!(jump_ms, "the clock was set, and is followed from now on");
        (self.obeyed, self.other) = (line, None);
    }
}

/// The time for which the clock must keep a new offset before the server uses the offset.
const OBEYED: Duration = Duration::from_secs(CLOCK_OBEYED_S);
/// The time for which the clock must keep its offset before rows are removed as old.
const TRUSTED: Duration = Duration::from_secs(CLOCK_TRUSTED_S);

fn millis(uptime: Duration) -> i64 {
    i64::try_from(uptime.as_millis()).unwrap_or(i64::MAX)
}

impl Steady {
    /// Wraps a clock, and notes its present offset.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let uptime = clock.uptime();
        let ahead_ms = clock.now().millis().saturating_sub(millis(uptime));
        let obeyed = Line { ahead_ms, since: uptime };
        Self { clock, course: Mutex::new(Course { obeyed, other: None }) }
    }

    /// Returns the time of day. A jump of the clock takes effect after a minute, or at once during
    /// the first minute after the start.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let mut course = self.course.lock();
        let uptime = self.clock.uptime();
        let ahead_ms = self.clock.now().millis().saturating_sub(millis(uptime));
        let now = course.at(ahead_ms, uptime);
        Timestamp::from_millis(now.max(0)).unwrap_or(Timestamp::MAX)
    }

    /// Returns the time since the process began, which never jumps.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.clock.uptime()
    }

    /// Returns the time for which the clock has had the offset in use; zero while the clock has
    /// another offset.
    fn kept_for(&self) -> Duration {
        // Reading the time detects a jump.
        let _ = self.now();
        let course = self.course.lock();
        match course.other {
            Some(_) => Duration::ZERO,
            None => course.obeyed.kept_for(self.uptime()),
        }
    }

    /// Tells whether the clock has had the offset in use for a minute.
    pub(crate) fn is_obeyed(&self) -> bool {
        self.kept_for() >= OBEYED
    }

    /// Returns the time `seconds` ago; rows from before that time may be removed as old. `None`
    /// while the clock is not trusted, so that no row may be removed as old.
    pub(crate) fn ago(&self, seconds: u32) -> Option<Seconds> {
        if self.kept_for() < TRUSTED {
            return None;
        }
        self.now().seconds().get().checked_sub(seconds).map(Seconds::new)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};

    use super::*;

    /// A clock that tests set: the time of day and the uptime, in milliseconds.
    #[derive(Debug)]
    struct Turned(AtomicI64, AtomicU64);

    impl Clock for Turned {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(self.0.load(SeqCst)).unwrap()
        }

        fn uptime(&self) -> Duration {
            Duration::from_millis(self.1.load(SeqCst))
        }
    }

    const NOW: i64 = 1_800_000_000_000;
    const YEAR: i64 = 365 * 86_400_000;

    fn clock() -> (Arc<Turned>, Steady) {
        let clock = Arc::new(Turned(AtomicI64::new(NOW), AtomicU64::new(5_000)));
        (Arc::clone(&clock), Steady::new(clock))
    }

    fn pass(clock: &Turned, ms: u32) {
        clock.0.fetch_add(ms.into(), SeqCst);
        clock.1.fetch_add(ms.into(), SeqCst);
    }

    #[test]
    fn a_clock_that_is_wrong_for_a_moment_is_not_followed() {
        let (clock, steady) = clock();
        pass(&clock, 60_000);
        for wrong in [YEAR, -YEAR, 11_000] {
            let before = steady.now().millis();
            clock.0.fetch_add(wrong, SeqCst);
            for passed in [0, 4_000, 59_999] {
                assert_eq!(steady.now().millis(), before + passed);
                assert!(!steady.is_obeyed() && steady.ago(0).is_none());
                pass(&clock, if passed == 0 { 4_000 } else { 55_999 });
            }
            clock.0.fetch_sub(wrong, SeqCst);
            assert_eq!(steady.now().millis(), clock.now().millis());
            assert!(steady.is_obeyed());
        }
    }

    #[test]
    fn a_clock_that_keeps_to_its_new_time_is_followed_after_a_minute() {
        let (clock, steady) = clock();
        pass(&clock, 4_000_000);
        assert_eq!(steady.ago(0), Some(clock.now().seconds()));
        let before = steady.now().millis();
        clock.0.fetch_sub(YEAR, SeqCst);
        assert_eq!(steady.now().millis(), before);
        pass(&clock, 59_999);
        assert_eq!(steady.now().millis(), before + 59_999);
        pass(&clock, 1);
        assert_eq!(steady.now().millis(), clock.now().millis());
        assert!(steady.is_obeyed());
        assert_eq!(steady.ago(0), None);
        pass(&clock, 3_540_000);
        assert_eq!(steady.ago(60).unwrap().get(), clock.now().seconds().get() - 60);
    }

    #[test]
    fn one_that_is_set_right_after_the_start_is_followed_at_once_and_small_steps_always() {
        let (clock, steady) = clock();
        pass(&clock, 59_999);
        clock.0.fetch_sub(YEAR, SeqCst);
        assert_eq!(steady.now().millis(), clock.now().millis());
        assert!(!steady.is_obeyed());
        for _ in 0..1_000 {
            pass(&clock, 60_000);
            clock.0.fetch_add(9_000, SeqCst);
            assert_eq!(steady.now().millis(), clock.now().millis());
        }
        assert!(steady.is_obeyed() && steady.ago(0).is_some());
    }
}
