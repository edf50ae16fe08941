//! Opening hours: a calendar of weekdays and holidays in a time zone. The local time decides
//! whether the calendar is open. An hour that the clocks repeat in autumn counts twice, and an hour
//! that the clocks skip in spring does not count.

use crate::limits::{DAY_INTERVALS_MAX, HOLIDAYS_MAX, NEXT_OPEN_DAYS};
use crate::zone::DAY_S;
use crate::{Day, Seconds, Zone};

/// A part of a day, in minutes since midnight of local time; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    from: u16,
    to: u16,
}

const DAY_MINUTES: u16 = 24 * 60;

impl Interval {
    /// Creates the part of a day between two minutes; `None` unless `from` < `to` <= 1440.
    #[must_use]
    pub const fn new(from: u16, to: u16) -> Option<Self> {
        if from < to && to <= DAY_MINUTES { Some(Self { from, to }) } else { None }
    }

    /// Returns the first minute of the interval.
    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    /// Returns the end: the first minute after the interval.
    #[must_use]
    pub const fn to(self) -> u16 {
        self.to
    }

    fn seconds(self) -> (i64, i64) {
        (i64::from(self.from) * 60, i64::from(self.to) * 60)
    }
}

/// Reads a time of day, `00:00` to `24:00`, as minutes since midnight.
#[must_use]
pub fn parse_minute(text: &str) -> Option<u16> {
    let two = |text: &str| {
        let is_shaped = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_shaped { text.parse::<u16>().ok() } else { None }
    };
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (two(hour)?, two(minute)?);
    let all = hour * 60 + minute;
    (minute < 60 && all <= DAY_MINUTES).then_some(all)
}

/// Writes minutes since midnight as `HH:MM`.
#[must_use]
pub fn minute_text(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The open intervals of a day: sorted, without overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Vec<Interval>);

impl Schedule {
    /// Creates the schedule of these intervals.
    ///
    /// # Errors
    /// Returns the rule that the intervals break, worded as the end of a sentence.
    pub fn new(mut intervals: Vec<Interval>) -> Result<Self, &'static str> {
        if intervals.len() > DAY_INTERVALS_MAX {
            return Err("a day has at most 8 intervals");
        }
        intervals.sort_unstable();
        if intervals.windows(2).any(|pair| pair[1].from < pair[0].to) {
            return Err("two intervals overlap");
        }
        Ok(Self(intervals))
    }

    /// Returns the open intervals, in order.
    #[must_use]
    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }
}

/// A day on which the weekly schedule does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day of the holiday.
    pub day: Day,
    /// The name of the holiday.
    pub name: String,
    /// The opening hours on this day; empty if the organization is closed.
    pub open: Schedule,
}

/// A calendar of opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The time zone of the schedules.
    pub zone: Zone,
    /// The schedules of the weekdays, from Monday to Sunday.
    pub week: [Schedule; 7],
    holidays: Vec<Holiday>,
}

impl Hours {
    /// Creates the calendar with these hours and holidays.
    ///
    /// # Errors
    /// Returns the rule that the holidays break, worded as the end of a sentence.
    pub fn new(
        zone: Zone,
        week: [Schedule; 7],
        mut holidays: Vec<Holiday>,
    ) -> Result<Self, &'static str> {
        if holidays.len() > HOLIDAYS_MAX {
            return Err("there may be 200 holidays");
        }
        holidays.sort_by_key(|it| it.day);
        if holidays.windows(2).any(|pair| pair[0].day == pair[1].day) {
            return Err("a day is there twice");
        }
        Ok(Self { zone, week, holidays })
    }

    /// Returns the holidays, sorted by day.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// Returns the schedule of one day: the schedule of the holiday on this day, or else the
    /// schedule of the weekday.
    #[must_use]
    pub fn on(&self, day: Day) -> &Schedule {
        match self.holidays.binary_search_by_key(&day, |it| it.day) {
            Ok(place) => &self.holidays[place].open,
            Err(_) => &self.week[day.weekday()],
        }
    }

    /// Tells whether the calendar is open at a time.
    #[must_use]
    pub fn is_open(&self, at: Seconds) -> bool {
        let (day, second) = self.zone.local(at);
        let second = i64::from(second);
        self.on(day).intervals().iter().any(|interval| {
            let (from, to) = interval.seconds();
            (from..to).contains(&second)
        })
    }

    /// Returns the first time at or after `at` at which the calendar is open; `None` if the
    /// calendar stays closed for the next 400 days.
    #[must_use]
    pub fn next_open(&self, at: Seconds) -> Option<Seconds> {
        let mut from = i64::from(at.get());
        let last = from + NEXT_OPEN_DAYS * DAY_S;
        // Between two clock changes of the zone, local time has a constant offset from UTC.
        while from < last {
            let offset = self.zone.offset_s(from);
            let until = self.zone.next_change(from).map_or(last, |change| change.min(last));
            if let Some(open) = self.next_open_local(from + offset, until + offset) {
                return Seconds::from_i64(open - offset);
            }
            from = until;
        }
        None
    }

    /// Returns the first open second in the range `from..until`, in local time.
    fn next_open_local(&self, from: i64, until: i64) -> Option<i64> {
        for day in from.div_euclid(DAY_S)..=(until - 1).div_euclid(DAY_S) {
            let midnight = day * DAY_S;
            for interval in self.on(Day::new(day)).intervals() {
                let (start, end) = interval.seconds();
                let open = (midnight + start).max(from);
                if open < midnight + end {
                    return (open < until).then_some(open);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn schedule(parts: &[(u16, u16)]) -> Schedule {
        let parts = parts.iter().map(|(from, to)| Interval::new(*from, *to).unwrap());
        Schedule::new(parts.collect()).unwrap()
    }

    fn hours(zone: &str, week: [&[(u16, u16)]; 7], holidays: Vec<Holiday>) -> Hours {
        Hours::new(Zone::parse(zone).unwrap(), week.map(schedule), holidays).unwrap()
    }

    /// Time zones with clock changes of an hour and of half an hour, on both hemispheres; and zones
    /// without clock changes or with unusual offsets.
    const ZONES: [&str; 7] = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Africa/Casablanca",
        "UTC",
    ];

    fn any_schedule() -> impl Strategy<Value = Schedule> {
        prop::collection::btree_set(0_u16..=24 * 12, 0..7).prop_map(|marks| {
            let marks: Vec<_> = marks.into_iter().map(|mark| mark * 5).collect();
            let parts = marks.chunks_exact(2).filter_map(|it| Interval::new(it[0], it[1]));
            Schedule::new(parts.collect()).unwrap()
        })
    }

    fn any_hours() -> impl Strategy<Value = Hours> {
        let week = prop::collection::vec(any_schedule(), 7);
        // The days include the clock changes of 2026 and 2027.
        let holidays = prop::collection::btree_map(20_530_i64..21_130, any_schedule(), 0..20);
        (0..ZONES.len(), week, holidays).prop_map(|(zone, week, holidays)| {
            let holiday = |(day, open)| Holiday { day: Day::new(day), name: String::new(), open };
            let week: [Schedule; 7] = week.try_into().unwrap();
            let zone = Zone::parse(ZONES[zone]).unwrap();
            Hours::new(zone, week, holidays.into_iter().map(holiday).collect()).unwrap()
        })
    }

    /// Generates times near clock changes (late March, early April, October and November 2026), and
    /// any other times of 2026.
    fn any_time() -> impl Strategy<Value = u32> {
        prop_oneof![
            1_774_500_000_u32..1_775_600_000,
            1_792_800_000_u32..1_793_700_000,
            1_767_225_600_u32..1_798_761_600,
        ]
    }

    proptest! {
        #[test]
        fn the_next_opening_is_the_first_open_minute(hours in any_hours(), at in any_time()) {
            let at = Seconds::new(at / 60 * 60);
            // All intervals and clock changes begin at full minutes of UTC.
            let mut walked = (0..3 * 24 * 60).map(|minute| at.plus(minute * 60));
            let found = walked.find(|at| hours.is_open(*at));
            let next = hours.next_open(at);
            match found {
                Some(first) => prop_assert_eq!(next, Some(first)),
                None => prop_assert!(next.is_none_or(|it| it > at.plus(3 * 24 * 3600 - 60))),
            }
        }

        #[test]
        fn what_is_open_opens_now(hours in any_hours(), at in any_time()) {
            let at = Seconds::new(at);
            let next = hours.next_open(at);
            prop_assert_eq!(hours.is_open(at), next == Some(at));
            if let Some(next) = next {
                prop_assert!(hours.is_open(next) && next >= at);
                let is_first = next == at || !hours.is_open(Seconds::new(next.get() - 1));
                prop_assert!(is_first);
            }
        }
    }

    #[test]
    fn an_hour_that_is_left_out_in_spring_is_no_time() {
        // The calendar is open only from 02:00 to 03:00, an hour that Berlin skips in the night of
        // 2026-03-29.
        let hours = hours("Europe/Berlin", [&[(120, 180)]; 7], Vec::new());
        let before = Seconds::new(1_774_746_000 - 1);
        assert!(!hours.is_open(before) && !hours.is_open(before.plus(1)));
        // From this night on, 02:00 in Berlin is midnight in UTC. So the next open interval begins
        // at 2026-03-30T00:00:00Z.
        assert_eq!(hours.next_open(before), Some(Seconds::new(1_774_828_800)));
    }

    #[test]
    fn an_hour_that_is_repeated_in_autumn_is_open_twice() {
        // On 2026-10-25 at 01:00 UTC the clocks go from 03:00 back to 02:00.
        let hours = hours("Europe/Berlin", [&[(120, 150)]; 7], Vec::new());
        let first = 1_792_886_400;
        for (at, is_open) in [(0, true), (1799, true), (1800, false), (3600, true), (5400, false)] {
            assert_eq!(hours.is_open(Seconds::new(first + at)), is_open, "{at}");
        }
        assert_eq!(hours.next_open(Seconds::new(first + 1800)), Some(Seconds::new(first + 3600)));
    }

    #[test]
    fn a_holiday_takes_the_place_of_its_weekday() {
        let day = Day::parse("2026-12-25").unwrap();
        let name = String::from("Christmas");
        let holiday = Holiday { day, name, open: schedule(&[(600, 720)]) };
        let hours = hours("UTC", [&[(0, 1440)]; 7], vec![holiday]);
        let midnight = u32::try_from(day.number() * DAY_S).unwrap();
        assert!(!hours.is_open(Seconds::new(midnight)));
        assert_eq!(hours.next_open(Seconds::new(midnight)), Some(Seconds::new(midnight + 36_000)));
        assert!(hours.is_open(Seconds::new(midnight - 1)));
    }

    #[test]
    fn a_calendar_without_an_opening_never_opens() {
        let hours = hours("Europe/Berlin", [&[]; 7], Vec::new());
        assert_eq!(hours.next_open(Seconds::new(1_774_745_999)), None);
        assert_eq!(hours.next_open(Seconds::MAX), None);
    }

    #[test]
    fn a_time_of_day_is_read_as_it_is_written() {
        for minute in 0..=1440 {
            assert_eq!(parse_minute(&minute_text(minute)), Some(minute));
        }
        for bad in ["", "9:00", "09:60", "24:01", "0900", "09:0", "-1:00", "+9:00", "09:00 "] {
            assert_eq!(parse_minute(bad), None, "{bad}");
        }
    }
}
