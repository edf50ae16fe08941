//! Parsing of times as other systems write them.

use deskbell_model::zone::Day;
use deskbell_model::{Seconds, Timestamp};
use serde_json::Value;

/// The first number that is read as milliseconds; read as seconds, it would be in the year 5138.
const MILLIS_FROM: f64 = 1e11;
const DAY_MS: i64 = 86_400_000;

/// Parses a time: Unix seconds or milliseconds, with or without a fraction, as a number or a text;
/// or a text of RFC 3339, in UTC if it names no time zone. `None` for anything else.
pub(crate) fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => unix(&number.to_string()),
        Value::String(text) => unix(text.trim()).or_else(|| rfc3339(text.trim())),
        _ => None,
    }
}

/// Parses a time, in whole seconds; see [`time`].
pub(crate) fn seconds(value: &Value) -> Option<Seconds> {
    time(value).map(Timestamp::seconds)
}

/// Parses Unix seconds or milliseconds exactly; digits after the milliseconds are dropped.
fn unix(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "the limit is far from both ranges")]
    let is_millis = whole as f64 >= MILLIS_FROM;
    if is_millis {
        return Timestamp::from_millis(whole);
    }
    Timestamp::from_millis(whole.checked_mul(1000)?.checked_add(millis(fraction)?)?)
}

/// The milliseconds in the fraction of a second.
fn millis(fraction: &str) -> Option<i64> {
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.parse().ok()
}

fn rfc3339(text: &str) -> Option<Timestamp> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let day = Day::parse(day)?.number().checked_mul(DAY_MS)?;
    if rest.is_empty() {
        return Timestamp::from_millis(day);
    }
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let zone_at = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (clock, zone) = clock.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let mut part =
        |most: i64| parts.next()?.parse::<u8>().ok().map(i64::from).filter(|it| *it <= most);
    let (hours, minutes, seconds) = (part(23)?, part(59)?, part(60)?);
    let of_day = ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis(fraction)?;
    Timestamp::from_millis(day + of_day - offset(zone.trim())?)
}

/// The milliseconds by which a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') => return Some(0),
        Some('+') => 1,
        _ => -1,
    };
    let digits: String = zone[1..].chars().filter(|it| *it != ':').collect();
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..).filter(|it| !it.is_empty()));
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.unwrap_or("0").parse().ok()?);
    (hours < 24 && minutes < 60).then(|| sign * (hours * 60 + minutes) * 60_000)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_time_is_read_in_every_form_in_which_it_is_written() {
        for (value, millis) in [
            (json!(1_594_139_170), 1_594_139_170_000),
            (json!(1_594_139_170_913_i64), 1_594_139_170_913),
            (json!(1_594_139_170.25), 1_594_139_170_250),
            (json!("1594139170.913"), 1_594_139_170_913),
            (json!("1594139170"), 1_594_139_170_000),
            (json!("2020-07-07T16:26:10.913Z"), 1_594_139_170_913),
            (json!("2020-07-07 16:26:10"), 1_594_139_170_000),
            (json!("2020-07-07T18:26:10+02:00"), 1_594_139_170_000),
            (json!("2020-07-07T11:56:10-0430"), 1_594_139_170_000),
            (json!("2020-07-07"), 1_594_080_000_000),
            (json!(0), 0),
        ] {
            assert_eq!(time(&value).map(Timestamp::millis), Some(millis), "{value}");
        }
        assert_eq!(seconds(&json!("1594139170.913")), Some(Seconds::new(1_594_139_170)));
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
            json!("2020-13-07T16:26:10Z"),
            json!("2020-07-07T25:26:10Z"),
            json!("2020-07-07T16:26Z"),
            json!("2020-07-07T16:26:10+"),
            json!("2020-07-07T16:26:10é"),
            json!("2020-07-07T16:26:10+011000000000000000"),
            json!("99999999999999999999"),
        ] {
            assert_eq!(time(&value), None, "{value}");
        }
    }
}
