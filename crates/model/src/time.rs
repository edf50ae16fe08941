//! Times: seconds and milliseconds since 1970-01-01T00:00:00Z, in UTC.

/// A time in whole unix seconds, 0 to 4294967295 (contract §1); used by chats and customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seconds(u32);

impl Seconds {
    /// The largest time: 2106-02-07T06:28:15Z.
    pub const MAX: Self = Self(u32::MAX);

    /// Creates the time with this number of unix seconds.
    #[must_use]
    pub const fn new(seconds: u32) -> Self {
        Self(seconds)
    }

    /// Converts unix seconds to a time; `None` outside 0 to 4294967295.
    #[must_use]
    pub fn from_i64(seconds: i64) -> Option<Self> {
        u32::try_from(seconds).ok().map(Self)
    }

    /// Returns the time in unix seconds.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Returns the first millisecond of this second.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        Timestamp(self.0 as u64 * 1000)
    }

    /// Returns the time `seconds` later, at most [`Seconds::MAX`].
    #[must_use]
    pub const fn plus(self, seconds: u32) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

/// A time in unix milliseconds, at most [`Timestamp::MAX`]; used by messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The largest time: 2106-02-07T06:28:15.999Z.
    pub const MAX: Self = Self(u32::MAX as u64 * 1000 + 999);

    /// Creates the time with this number of unix milliseconds; `None` for negative numbers and for
    /// numbers above [`Timestamp::MAX`].
    #[must_use]
    pub fn from_millis(millis: i64) -> Option<Self> {
        u64::try_from(millis).ok().map(Self).filter(|at| *at <= Self::MAX)
    }

    /// Returns the time in unix milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        // An i64 holds every number up to MAX.
        self.0.cast_signed()
    }

    /// Returns the whole seconds of this time.
    #[must_use]
    pub fn seconds(self) -> Seconds {
        Seconds(u32::try_from(self.0 / 1000).unwrap_or(u32::MAX))
    }

    /// Returns the milliseconds within the second, 0 to 999.
    #[must_use]
    pub const fn subsec_millis(self) -> u64 {
        self.0 % 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_end_with_the_last_second_of_u32() {
        assert_eq!(Seconds::from_i64(-1), None);
        assert_eq!(Seconds::from_i64(4_294_967_295), Some(Seconds::MAX));
        assert_eq!(Seconds::from_i64(4_294_967_296), None);
        assert_eq!(Timestamp::from_millis(-1), None);
        assert_eq!(Timestamp::from_millis(4_294_967_295_999), Some(Timestamp::MAX));
        assert_eq!(Timestamp::from_millis(4_294_967_296_000), None);
        assert_eq!(Timestamp::MAX.seconds(), Seconds::MAX);
    }

    #[test]
    fn a_timestamp_splits_into_seconds_and_milliseconds() {
        let at = Timestamp::from_millis(1_594_139_170_913).unwrap();
        assert_eq!((at.seconds().get(), at.subsec_millis()), (1_594_139_170, 913));
        assert_eq!(at.seconds().start().millis(), 1_594_139_170_000);
    }
}
