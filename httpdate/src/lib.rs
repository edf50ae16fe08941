//! Dates in HTTP's format, in place of the public crate of the same name. hyper formats the date of
//! every answer with this crate; the public crate panics on times before 1970, so a wrong clock
//! would stop all answers. In this crate, times out of range become the nearest valid date. This
//! crate reads no clock.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_S: u64 = 86_400;
/// The last second with a four-digit year, in Unix time.
const LAST: u64 = 253_402_300_799;

/// A date, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HttpDate(u64);

/// The error of a text that is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no date of HTTP")
    }
}

impl std::error::Error for Error {}

impl From<SystemTime> for HttpDate {
    fn from(at: SystemTime) -> Self {
        Self(at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().min(LAST))
    }
}

impl From<HttpDate> for SystemTime {
    fn from(date: HttpDate) -> Self {
        UNIX_EPOCH + Duration::from_secs(date.0)
    }
}

/// The year, month and day of a day counted from 1970; months count from 1. The calculation begins
/// years in March, so that a leap day is the last day of a year.
const fn civil(days: u64) -> (u64, u64, u64) {
    // Counts from 0000-03-01, in eras of 400 years.
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// The number of days from 1970-01-01 to a date; `None` for an invalid or earlier date.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let years = if month > 2 { year } else { year - 1 };
    let leap = years / 4 - years / 100 + years / 400;
    let days = years * 365 + leap + (153 * from_march + 2) / 5 + day - 1;
    let days = days.checked_sub(719_468)?;
    (civil(days) == (year, month, day)).then_some(days)
}

fn name<const N: usize>(names: [&'static str; N], place: u64) -> &'static str {
    usize::try_from(place).ok().and_then(|place| names.get(place).copied()).unwrap_or_default()
}

impl fmt::Display for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.0 / DAY_S, self.0 % DAY_S);
        let (year, month, day) = civil(days);
        let (weekday, month) = (name(DAYS, days % 7), name(MONTHS, month - 1));
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        write!(f, "{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }
}

impl FromStr for HttpDate {
    type Err = Error;

    /// Parses the three formats of RFC 9110; the name of the weekday is not checked.
    fn from_str(text: &str) -> Result<Self, Error> {
        let words: Vec<_> =
            text.split([' ', '-', ':', ',']).filter(|word| !word.is_empty()).take(9).collect();
        let (day, month, year, time) = match words[..] {
            [_, day, month, year, hour, minute, second, "GMT"] => {
                (day, month, year, [hour, minute, second])
            }
            [_, month, day, hour, minute, second, year] => {
                (day, month, year, [hour, minute, second])
            }
            _ => return Err(Error),
        };
        let number = |word: &str| {
            let is_number = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { word.parse::<u64>().map_err(|_| Error) } else { Err(Error) }
        };
        let written = number(year)?;
        let year = match year.len() {
            4 => written,
            2 if written >= 70 => 1900 + written,
            2 => 2000 + written,
            _ => return Err(Error),
        };
        let month = (1..).zip(MONTHS).find(|(_, name)| *name == month).ok_or(Error)?.0;
        let days = days(year, month, number(day)?).ok_or(Error)?;
        let [hour, minute, second] = time.map(number);
        let (hour, minute, second) = (hour?, minute?, second?);
        // A leap second is read as the following second.
        if hour > 23 || minute > 59 || second > 60 {
            return Err(Error);
        }
        Ok(Self((days * DAY_S + hour * 3_600 + minute * 60 + second).min(LAST)))
    }
}

/// Formats a time in HTTP's format.
#[must_use]
pub fn fmt_http_date(at: SystemTime) -> String {
    HttpDate::from(at).to_string()
}

/// Parses a time in one of HTTP's formats.
///
/// # Errors
/// When the text is not a date.
pub fn parse_http_date(text: &str) -> Result<SystemTime, Error> {
    text.parse::<HttpDate>().map(SystemTime::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn times_are_written_and_read_in_every_form() {
        let written = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(fmt_http_date(at(784_111_777)), written);
        for text in [written, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parse_http_date(text), Ok(at(784_111_777)), "{text}");
        }
        assert_eq!(fmt_http_date(at(951_782_400)), "Tue, 29 Feb 2000 00:00:00 GMT");
    }

    #[test]
    fn every_day_comes_after_the_one_before_and_is_read_again() {
        let mut before = (1969, 12, 31);
        for day in 0..=LAST / DAY_S {
            let (year, month, of_month) = civil(day);
            assert!((year, month, of_month) > before, "{day}");
            assert_eq!(days(year, month, of_month), Some(day));
            before = (year, month, of_month);
        }
        assert_eq!(before, (9999, 12, 31));
    }

    #[test]
    fn a_time_that_cannot_be_written_is_the_nearest_that_can() {
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(fmt_http_date(before), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(fmt_http_date(at(LAST + 5)), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "now",
            "120",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nox 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT GMT",
        ] {
            assert_eq!(parse_http_date(text), Err(Error), "{text}");
        }
    }
}
