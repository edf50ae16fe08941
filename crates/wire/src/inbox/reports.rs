//! Reports in JSON and as comma-separated values.

mod csv;

pub use csv::write_csv;

use deskbell_model::report::Durations;
use deskbell_model::{Day, Rating, Seconds, Zone};

use crate::object::{named, object, values};
use crate::schema::{self, Named, id};

/// The kind of a report's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportBy {
    /// A row for each day.
    #[default]
    Day,
    /// A row for each hour of the week; only new chats are counted.
    Hour,
    /// A row for each agent.
    Agent,
    /// A row for each department.
    Department,
    /// A row for each customer tag.
    Tag,
}

impl ReportBy {
    /// Every kind of a report's rows, with its name.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Day, "day"),
        (Self::Hour, "hour"),
        (Self::Agent, "agent"),
        (Self::Department, "department"),
        (Self::Tag, "tag"),
    ];

    /// Reads the name of a kind of rows; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(by, _)| *by)
    }

    /// Returns the name of this kind of rows.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(by, _)| *by == self).map_or("day", |(_, name)| name)
    }
}

/// A row of a report, or the total row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportRow {
    /// The day of the row, in a report by day.
    pub day: Option<Day>,
    /// The day of the week of the row, 0 for Monday.
    pub weekday: Option<u32>,
    /// The hour of the day of the row.
    pub hour: Option<u32>,
    /// The id of the agent, the department or the tag; `None` for chats without an agent,
    /// department or tag.
    pub id: Option<i64>,
    /// The name of the agent, the department or the tag.
    pub name: Option<String>,
    /// The number of chats that began.
    pub created: u64,
    /// The number of chats that were closed.
    pub closed: u64,
    /// The number of messages.
    pub messages: u64,
    /// The number of chats in which an agent wrote for the first time.
    pub joined: u64,
    /// The durations from customers' first messages to first replies.
    pub reply: Durations,
    /// The durations from the beginning to the closing of chats.
    pub resolution: Durations,
    /// The numbers of ratings, in the order of [`Rating::ALL`].
    pub ratings: [u64; 5],
}

/// A report, as shown to agents.
#[derive(Clone, Debug)]
pub struct ReportView {
    /// The kind of the rows.
    pub by: ReportBy,
    /// The first day of the report.
    pub from: Day,
    /// The last day of the report.
    pub to: Day,
    /// The time zone of the days.
    pub zone: Zone,
    /// The time at which the report was made.
    pub as_of: Seconds,
    /// True if every change up to `as_of` is counted.
    pub is_complete: bool,
    /// The time within which a customer should get an answer, in seconds.
    pub target_s: u32,
    /// The rows of the report.
    pub rows: Vec<ReportRow>,
    /// The total row.
    pub total: ReportRow,
}

struct By(ReportBy);

/// The number that identifies a row: a day of the week, an hour or an id.
struct Key(i64);

values! { |value, out|
    By => crate::json::string(out, value.0.as_str()),
        schema::word(ReportBy::ALL.iter().map(|(_, name)| *name));
    Key => crate::json::int(out, value.0), id();
}

/// Durations, optionally with a reply target for comparison.
struct Times<'a>(&'a Durations, Option<u32>);

object! {
    "ReportTimes" for Times<'_> as times {
        "count": u64 = times.0.count();
        "median": Option<u64> = times.0.quantile(500)
            => "The median, with an error of a tenth to a third; null if there are no times.";
        "p90": Option<u64> = times.0.quantile(900)
            => "The 90th percentile: nine of ten times are not longer.";
        "mean": Option<u64> = times.0.mean();
        "withinTarget": Option<u64> = times.1.map(|target| times.0.within(target))
            => "How many were within the target; null where there is no target.";
    }
}

struct Ratings<'a>(&'a [u64; 5]);

impl Ratings<'_> {
    fn of(&self, rating: Rating) -> u64 {
        let place = Rating::ALL.iter().position(|it| *it == rating);
        place.and_then(|place| self.0.get(place)).copied().unwrap_or(0)
    }
}

object! {
    "ReportRatings" for Ratings<'_> as ratings {
        "count": u64 = ratings.0.iter().sum::<u64>();
        "perfect": u64 = ratings.of(Rating::Perfect);
        "great": u64 = ratings.of(Rating::Great);
        "average": u64 = ratings.of(Rating::Average);
        "poor": u64 = ratings.of(Rating::Poor);
        "veryPoor": u64 = ratings.of(Rating::VeryPoor);
    }
}

/// A row, with the reply target of its report in seconds.
struct Shown<'a>(&'a ReportRow, u32);

object! {
    "ReportRow" for Shown<'_> as shown {
        "day": Option<Day> = shown.0.day;
        "weekday": Option<u32> = shown.0.weekday => "0 is Monday, 6 is Sunday.";
        "hour": Option<u32> = shown.0.hour;
        "id": Option<Key> = shown.0.id.map(Key)
            => "The id of the agent, the department or the tag; null for chats without one.";
        "name": Option<String> = shown.0.name;
        "new": u64 = shown.0.created => "Chats that began.";
        "closed": u64 = shown.0.closed => "Chats that were closed and are still closed.";
        "messages": u64 = shown.0.messages
            => "Messages of customers and agents; in an agent's row, the agent's own.";
        "repliedTo": u64 = shown.0.joined => "Chats that got their first reply.";
        "firstReply": Times<'_> = Times(&shown.0.reply, Some(shown.1))
            => "Seconds from a customer's first message to the first reply.";
        "resolution": Times<'_> = Times(&shown.0.resolution, None)
            => "Seconds from the beginning of chats to their closing.";
        "ratings": Ratings<'_> = Ratings(&shown.0.ratings);
    }
}

/// A class of first replies: the replies whose durations are in a range of seconds.
struct Class<'a>(&'a Durations, u32, Option<u32>);

object! {
    "ReportClass" for Class<'_> as class {
        "from": u32 = class.1 => "The shortest time of the class, in seconds.";
        "to": Option<u32> = class.2
            => "The end of the class, in seconds and not included; null if it has no end.";
        "count": u64 = class.2.map_or(class.0.count(), |to| class.0.within(to))
            - class.0.within(class.1);
    }
}

/// The lower bounds of the classes of first replies, in seconds.
const CLASSES: [u32; 7] = [0, 60, 120, 300, 600, 1_800, 3_600];

fn classes(times: &Durations) -> Vec<Class<'_>> {
    let ends = CLASSES.iter().skip(1).copied().map(Some).chain([None]);
    CLASSES.iter().zip(ends).map(|(from, to)| Class(times, *from, to)).collect()
}

object! {
    "Report" for ReportView as report {
        "by": By = By(report.by);
        "from": Day = report.from;
        "to": Day = report.to => "The last day.";
        "zone": Zone = report.zone => "The time zone of the days.";
        "asOf": Seconds = report.as_of;
        "complete": bool = report.is_complete
            => "False while many changes are not counted yet.";
        "targetSeconds": u32 = report.target_s
            => "The organization's reply target, to which `withinTarget` refers.";
        "rows": Vec<Shown<'_>> = report.rows.iter()
            .map(|row| Shown(row, report.target_s)).collect::<Vec<_>>();
        "total": Shown<'_> = Shown(&report.total, report.target_s);
        "firstReplyTimes": Vec<Class<'_>> = classes(&report.total.reply)
            => "The distribution of the times to the first reply.";
    }
}

pub(super) fn schemas() -> Named {
    vec![
        named::<ReportView>(),
        named::<Shown<'_>>(),
        named::<Times<'_>>(),
        named::<Ratings<'_>>(),
        named::<Class<'_>>(),
    ]
}

#[cfg(test)]
mod tests {
    use deskbell_model::report::bucket;
    use serde_json::Value;

    use super::*;
    use crate::object::ToJson as _;

    #[test]
    fn a_report_counts_its_first_replies_by_classes() {
        let mut reply = Durations::default();
        for seconds in [0, 59, 60, 299, 300, 3_599, 3_600, 999_999] {
            reply.add(bucket(seconds), 1, u64::from(seconds));
        }
        let day = Day::parse("2026-11-28").unwrap();
        let total = ReportRow { reply, ratings: [1, 2, 3, 4, 5], ..ReportRow::default() };
        let report = ReportView {
            by: ReportBy::Day,
            from: day,
            to: day,
            zone: Zone::utc(),
            as_of: Seconds::new(9),
            is_complete: true,
            target_s: 600,
            rows: Vec::new(),
            total,
        };
        let mut json = Vec::new();
        report.write(&mut json);
        let json: Value = serde_json::from_slice(&json).unwrap();
        let classes = json["firstReplyTimes"].as_array().unwrap();
        let counts: Vec<_> = classes.iter().map(|it| it["count"].as_u64().unwrap()).collect();
        assert_eq!(counts, [2, 1, 1, 1, 0, 1, 2]);
        assert_eq!(json["total"]["firstReply"]["withinTarget"], 5);
        assert_eq!(json["total"]["ratings"]["count"], 15);
        assert_eq!(json["total"]["ratings"]["veryPoor"], 5);
    }
}
