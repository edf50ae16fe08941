//! Readers of times in the forms that other systems write.

use deskbell_model::zone::Day;
use deskbell_model::{Seconds, Timestamp};
use serde_json::Value;

/// The smallest number that is read as milliseconds; the same number of seconds would be a time in
/// the year 5138.
const MILLIS_FROM: i64 = 100_000_000_000;
const DAY_MS: i64 = 86_400_000;

/// Reads a time: unix seconds or milliseconds, with or without a fraction, as a number or a text;
/// or a text in the form of RFC 3339.
#[must_use]
pub fn time(value: &Value) -> Option<Timestamp> {
    read(value, rfc3339)
}

/// Reads a time in whole seconds; see [`time`].
#[must_use]
pub fn seconds(value: &Value) -> Option<Seconds> {
    time(value).map(Timestamp::seconds)
}

/// Reads a time in a form that [`time`] reads, or an incomplete text of RFC 3339: the time of day,
/// the zone, or the zone's colon or minutes may be missing. A missing zone means UTC.
#[must_use]
pub fn lenient_time(value: &Value) -> Option<Timestamp> {
    read(value, |text| rfc3339(text).or_else(|| rfc3339(&completed(text)?)))
}

/// Reads a time in whole seconds; see [`lenient_time`].
#[must_use]
pub fn lenient_seconds(value: &Value) -> Option<Seconds> {
    lenient_time(value).map(Timestamp::seconds)
}

fn read(value: &Value, of_text: impl Fn(&str) -> Option<Timestamp>) -> Option<Timestamp> {
    match value {
        Value::Number(number) => unix(&number.to_string()),
        Value::String(text) => unix(text.trim()).or_else(|| of_text(text.trim())),
        _ => None,
    }
}

/// Completes an incomplete text to the form of RFC 3339; `None` if a required part is missing.
fn completed(text: &str) -> Option<String> {
    let (day, clock) = (text.get(..10)?, text.get(10..)?);
    if clock.is_empty() {
        return Some(format!("{day}T00:00:00Z"));
    }
    let zone_at = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone_at);
    let digits: String = zone.chars().skip(1).filter(|it| *it != ':').collect();
    let (hours, minutes) = (digits.get(..2).unwrap_or_default(), digits.get(2..));
    let minutes = minutes.filter(|it| !it.is_empty()).unwrap_or("00");
    Some(match zone.chars().next() {
        None => format!("{day}{clock}Z"),
        Some('Z' | 'z') => format!("{day}{}Z", clock.trim_end()),
        Some(sign) => format!("{day}{}{sign}{hours}:{minutes}", clock.trim_end()),
    })
}

/// Reads unix seconds or milliseconds; digits after the milliseconds are dropped.
fn unix(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    if whole >= MILLIS_FROM {
        return Timestamp::from_millis(whole);
    }
    Timestamp::from_millis(whole.checked_mul(1000)?.checked_add(millis(fraction)?)?)
}

/// Returns the milliseconds of a fraction of a second.
fn millis(fraction: &str) -> Option<i64> {
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.parse().ok()
}

fn rfc3339(text: &str) -> Option<Timestamp> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let day = Day::parse(day)?.number().checked_mul(DAY_MS)?;
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let zone_at = clock.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = clock.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let [hours, minutes, seconds] = numbers(clock)?;
    let is_clock = hours < 24 && minutes < 60 && seconds <= 60;
    let of_day = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis(fraction)?;
    let at = day + of_day - offset(zone)?;
    Timestamp::from_millis(at).filter(|_| is_clock)
}

/// Reads numbers of two digits each, separated by colons.
fn numbers<const N: usize>(text: &str) -> Option<[i64; N]> {
    let number = |text: &str| {
        let is_number = text.len() == 2 && text.bytes().all(|it| it.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    };
    let numbers: Vec<i64> = text.split(':').map(number).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// Returns the milliseconds by which a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let [hours, minutes] = numbers(zone.get(1..)?)?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Times in every accepted form, with their milliseconds.
    fn times() -> [(Value, i64); 10] {
        [
            (json!(1_594_139_170), 1_594_139_170_000),
            (json!(1_594_139_170_913_i64), 1_594_139_170_913),
            (json!(1_594_139_170.25), 1_594_139_170_250),
            (json!("1594139170.913"), 1_594_139_170_913),
            (json!("1594139170"), 1_594_139_170_000),
            (json!("2020-07-07T16:26:10.913Z"), 1_594_139_170_913),
            (json!("2020-07-07 16:26:10z"), 1_594_139_170_000),
            (json!("2020-07-07T18:26:10+02:00"), 1_594_139_170_000),
            (json!("2020-07-07T11:56:10-04:30"), 1_594_139_170_000),
            (json!(0), 0),
        ]
    }

    #[test]
    fn a_time_is_read_in_every_form_of_the_format() {
        for (value, millis) in times() {
            assert_eq!(time(&value).map(Timestamp::millis), Some(millis), "{value}");
            assert_eq!(lenient_time(&value).map(Timestamp::millis), Some(millis), "{value}");
        }
        assert_eq!(seconds(&json!("1594139170.913")), Some(Seconds::new(1_594_139_170)));
    }

    #[test]
    fn what_lacks_a_zone_or_a_clock_is_read_where_asked_for() {
        for (value, millis) in [
            (json!("2020-07-07 16:26:10"), 1_594_139_170_000),
            (json!("2020-07-07T16:26:10.913"), 1_594_139_170_913),
            (json!("2020-07-07T11:56:10-0430"), 1_594_139_170_000),
            (json!("2020-07-07T18:26:10 +02"), 1_594_139_170_000),
            (json!("2020-07-07T16:26:10 Z"), 1_594_139_170_000),
            (json!("2020-07-07"), 1_594_080_000_000),
        ] {
            assert_eq!(lenient_time(&value).map(Timestamp::millis), Some(millis), "{value}");
            assert_eq!(time(&value), None, "{value}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for value in [
            json!(null),
            json!(true),
            json!(-5),
            json!(""),
            json!("soon"),
            json!("1e9"),
            json!("2020-13-07"),
            json!("2020-13-07T16:26:10Z"),
            json!("2020-07-07T25:26:10Z"),
            json!("2020-07-07T16:26Z"),
            json!("2020-07-07T16:26:10.Z"),
            json!("2020-07-07T16:26:10+"),
            json!("2020-07-07T16:26:10+2"),
            json!("2020-07-07T16:26:10é"),
            json!("2020-07-07T16:26:10+011000000000000000"),
            json!("99999999999999999999"),
        ] {
            assert_eq!(time(&value), None, "{value}");
            assert_eq!(lenient_time(&value), None, "{value}");
        }
    }
}
