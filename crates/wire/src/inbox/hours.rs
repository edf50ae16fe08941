//! Opening hours in JSON.

use deskbell_model::hours::{Holiday, Hours, Interval, Schedule, minute_text, parse_minute};
use deskbell_model::limits::{DAY_INTERVALS_MAX, HOLIDAYS_MAX, TEXT_CHARS_MAX};
use deskbell_model::{Day, Seconds, Zone};
use serde_json::{Value, json};

use super::fields::{Bad, items, name, part, whole, within};
use crate::json::string;
use crate::object::{named, object, values};
use crate::schema::{self, Named, about, input, like, or_null, reference, text_up_to};

/// A time of day, in minutes since midnight.
struct Minute(u16);

/// The schedules of Monday to Sunday.
struct Week<'a>(&'a [Schedule; 7]);

/// The open intervals of a day.
struct Parts<'a>(&'a [Interval]);

struct Holidays<'a>(&'a [Holiday]);

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn minute() -> Value {
    like(json!({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}), "09:00")
}

fn date() -> Value {
    like(json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}), "2026-12-25")
}

pub(crate) fn zone() -> Value {
    let zone = like(json!({"type": "string"}), "Europe/Berlin");
    about(zone, "A name from the IANA time zone database.")
}

values! { |value, out|
    Zone => string(out, value.name()), zone();
    Day => string(out, &value.to_string()), date();
    Minute => string(out, &minute_text(value.0)), minute();
    Parts<'_> => value.0.write(out), schema::array(Interval::schema());
    Holidays<'_> => value.0.write(out), schema::array(Holiday::schema());
}

object! {
    "Interval" for Interval as interval {
        "from": Minute = Minute(interval.from());
        "to": Minute = Minute(interval.to());
    }
}

object! {
    "Week" for Week<'_> as week {
        "monday": Parts<'_> = Parts(week.0[0].intervals());
        "tuesday": Parts<'_> = Parts(week.0[1].intervals());
        "wednesday": Parts<'_> = Parts(week.0[2].intervals());
        "thursday": Parts<'_> = Parts(week.0[3].intervals());
        "friday": Parts<'_> = Parts(week.0[4].intervals());
        "saturday": Parts<'_> = Parts(week.0[5].intervals());
        "sunday": Parts<'_> = Parts(week.0[6].intervals());
    }
}

object! {
    "Holiday" for Holiday as holiday {
        "date": Day = holiday.day;
        "name": String = holiday.name;
        "open": Parts<'_> = Parts(holiday.open.intervals()) => "When it is open; empty for never.";
    }
}

object! {
    "Hours" for Hours as hours {
        "zone": Zone = hours.zone;
        "week": Week<'_> = Week(&hours.week);
        "holidays": Holidays<'_> = Holidays(hours.holidays());
    }
}

/// The state of opening hours at a time: open or closed, and the next opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// True if the organization is open now.
    pub open: bool,
    /// The first open time at or after now; `None` without an open time in the next 400 days.
    pub next: Option<Seconds>,
}

object! {
    "Opening" for Opening as opening {
        "open": bool = opening.open => "Whether it is open now.";
        "next": Option<Seconds> = opening.next
            => "The next time when it is open; now, if it is open.";
    }
}

pub(super) fn read(value: &Value) -> Result<Hours, Bad> {
    if !value.is_object() {
        return Err(whole("it is no object"));
    }
    let zone = part(value, "zone", read_zone)?.ok_or((String::from("/zone"), "it is missing"))?;
    let week = part(value, "week", week)?.unwrap_or_default();
    let holidays = part(value, "holidays", |value| items(value, holiday))?.unwrap_or_default();
    Hours::new(zone, week, holidays).map_err(|why| (String::from("/holidays"), why))
}

pub(super) fn read_zone(value: &Value) -> Result<Zone, Bad> {
    let zone = value.as_str().and_then(Zone::parse);
    zone.ok_or(whole("it is no time zone, such as Europe/Berlin"))
}

fn week(value: &Value) -> Result<[Schedule; 7], Bad> {
    let days = value.as_object().ok_or(whole("it is no object"))?;
    let mut week: [Schedule; 7] = Default::default();
    for (day, parts) in days {
        let place = WEEKDAYS.iter().position(|it| it == day);
        let place = place.ok_or((String::new(), "its keys are monday to sunday"))?;
        if let Some(schedule_of_day) = week.get_mut(place) {
            *schedule_of_day = schedule(parts).map_err(within(day))?;
        }
    }
    Ok(week)
}

fn schedule(value: &Value) -> Result<Schedule, Bad> {
    Schedule::new(items(value, interval)?).map_err(whole)
}

fn interval(value: &Value) -> Result<Interval, Bad> {
    let minute = |key: &str| {
        let minute = value.get(key).and_then(Value::as_str).and_then(parse_minute);
        minute.ok_or_else(|| (format!("/{key}"), "it is no time of day, 00:00 to 24:00"))
    };
    let (from, to) = (minute("from")?, minute("to")?);
    Interval::new(from, to).ok_or(whole("it ends before it begins: split it at midnight"))
}

fn holiday(value: &Value) -> Result<Holiday, Bad> {
    let day = value.get("date").and_then(Value::as_str).and_then(Day::parse);
    let day = day.ok_or((String::from("/date"), "it is no day, such as 2026-12-25"))?;
    let name = part(value, "name", name)?.ok_or((String::from("/name"), "it is missing"))?;
    let open = part(value, "open", schedule)?.unwrap_or_default();
    Ok(Holiday { day, name, open })
}

pub(super) fn hours_in() -> Value {
    or_null(reference("HoursIn"))
}

pub(super) fn schemas() -> Named {
    let parts = json!({
        "type": "array", "maxItems": DAY_INTERVALS_MAX, "items": reference("Interval"),
    });
    let parts = || about(parts.clone(), "The hours of a day must not overlap.");
    let days = WEEKDAYS.iter().map(|day| (*day, parts())).collect();
    let holiday = input(
        &["date", "name"],
        vec![("date", date()), ("name", text_up_to(TEXT_CHARS_MAX)), ("open", parts())],
    );
    let holidays = json!({"type": "array", "maxItems": HOLIDAYS_MAX, "items": holiday});
    let says = "Days with hours of their own, which replace those of the week.";
    let week = about(input(&[], days), "A day that is left out is closed.");
    let hours = input(
        &["zone"],
        vec![("zone", zone()), ("week", week), ("holidays", about(holidays, says))],
    );
    vec![
        named::<Interval>(),
        named::<Week<'_>>(),
        named::<Holiday>(),
        named::<Hours>(),
        ("HoursIn", hours),
        named::<Opening>(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::ToJson as _;

    #[test]
    fn hours_are_read_as_they_are_written() {
        let given = json!({
            "zone": "europe/berlin",
            "week": {"sunday": [], "monday": [
                {"from": "13:00", "to": "24:00"}, {"from": "09:00", "to": "12:30"},
            ]},
            "holidays": [{"date": "2026-12-25", "name": "Christmas"}],
        });
        let hours = read(&given).unwrap();
        let mut json = Vec::new();
        hours.write(&mut json);
        let written: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(read(&written).unwrap(), hours);
        assert_eq!(written["zone"], "Europe/Berlin");
        assert_eq!(written["week"]["monday"][0]["to"], "12:30");
        assert_eq!(written["holidays"][0]["open"], json!([]));
    }

    #[test]
    fn what_is_wrong_with_hours_is_said_where_it_is() {
        let of = |week: Value| read(&json!({"zone": "UTC", "week": week})).unwrap_err();
        for (given, place) in [
            (json!({"monday": [{"from": "09:00", "to": "25:00"}]}), "/week/monday/0/to"),
            (json!({"monday": [{"from": "22:00", "to": "06:00"}]}), "/week/monday/0"),
            (json!({"Monday": []}), "/week"),
            (json!({"friday": 5}), "/week/friday"),
            (
                json!({"friday": [
                    {"from": "09:00", "to": "12:00"}, {"from": "11:59", "to": "13:00"},
                ]}),
                "/week/friday",
            ),
        ] {
            assert_eq!(of(given).0, place);
        }
        assert_eq!(read(&json!({})).unwrap_err(), ("/zone".to_owned(), "it is missing"));
        let holiday = |name: &str| json!({"date": "2026-12-25", "name": name});
        let twice = json!([holiday("a"), holiday("b")]);
        let found = read(&json!({"zone": "UTC", "holidays": twice})).unwrap_err();
        assert_eq!(found, ("/holidays".to_owned(), "a day is there twice"));
    }
}
