//! Time zones by their IANA names, and calendar days. The rules of the zones are compiled into the
//! program.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp as Instant};

use crate::Seconds;

/// The length of a day without a clock change, in seconds.
pub(crate) const DAY_S: i64 = 24 * 60 * 60;

/// A time zone with an IANA name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// Returns coordinated universal time (UTC).
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// Returns the zone with this IANA name, such as `Europe/Berlin`, in any case; `None` for any
    /// other text.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::utc());
        }
        let rules = TimeZone::get(name).ok()?;
        let name = rules.iana_name()?.to_owned();
        Some(Self { name, rules })
    }

    /// Returns the IANA name of the zone.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the offset of the zone's local time from UTC at a unix time, in seconds; positive
    /// east of Greenwich.
    pub(crate) fn offset_s(&self, at: i64) -> i64 {
        let offset = Instant::from_second(at).map(|at| self.rules.to_offset(at).seconds());
        offset.map_or(0, i64::from)
    }

    /// Returns the unix time of the first change of the zone's offset after `at`; `None` if the
    /// offset does not change any more.
    pub(crate) fn next_change(&self, at: i64) -> Option<i64> {
        let after = Instant::from_second(at).ok()?;
        let changes = self.rules.following(after).map(|it| it.timestamp().as_second());
        changes.take(4).find(|change| *change > at)
    }

    /// Returns the calendar day that a time has in the zone, and the second of that day in local
    /// time.
    #[must_use]
    pub fn local(&self, at: Seconds) -> (Day, u32) {
        let at = i64::from(at.get());
        let local = at + self.offset_s(at);
        let second = u32::try_from(local.rem_euclid(DAY_S)).unwrap_or(0);
        (Day(local.div_euclid(DAY_S)), second)
    }
}

/// A calendar day, without a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

const FIRST: Date = Date::constant(1970, 1, 1);

impl Day {
    /// Creates the day with this number; day 0 is 1970-01-01.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number of the day; day 0 is 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Returns the day of the week: from 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> usize {
        // Day 0 was a Thursday.
        usize::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Reads `YYYY-MM-DD`, from 1970-01-01 to 2106-02-07; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(place, byte)| match place {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_shaped {
            return None;
        }
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        let number = i64::from(FIRST.until(date).ok()?.get_days());
        let last = i64::from(u32::MAX) / DAY_S;
        (0..=last).contains(&number).then_some(Self(number))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let span = Span::new().try_days(self.0);
        let date = span.and_then(|span| FIRST.checked_add(span)).unwrap_or(FIRST);
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_known_by_its_name_in_any_case() {
        assert_eq!(Zone::parse("europe/berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::parse("UTC").unwrap(), Zone::utc());
        for bad in ["", "Europe", "Europe/Nowhere", "+02:00", "../Europe/Berlin", "CET-1CEST"] {
            assert_eq!(Zone::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for (text, number, weekday) in
            [("1970-01-01", 0, 3), ("2026-11-28", 20_785, 5), ("2106-02-07", 49_710, 6)]
        {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.number(), day.weekday()), (number, weekday), "{text}");
            assert_eq!(day.to_string(), text);
        }
        for bad in ["", "1969-12-31", "2026-02-29", "2026-2-01", "2106-02-08", "2026-11-28 "] {
            assert_eq!(Day::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn local_time_follows_the_zones_changes() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        // On 2026-03-29 at 01:00 UTC the clocks go from 02:00 to 03:00.
        let before = Seconds::new(1_774_745_999);
        assert_eq!(berlin.local(before).1, 2 * 3600 - 1);
        assert_eq!(berlin.local(before.plus(1)).1, 3 * 3600);
        assert_eq!(berlin.next_change(i64::from(before.get())), Some(1_774_746_000));
        assert_eq!(Zone::utc().next_change(0), None);
    }
}
