//! Reports as comma-separated values (RFC 4180).

use deskbell_model::report::Durations;

use super::{ReportBy, ReportRow, ReportView};
use crate::csv::{CsvCell, line};

/// Writes a report: a header line, the rows, and the total row. Lines end with CR and LF.
pub fn write_csv(out: &mut Vec<u8>, report: &ReportView) {
    let mut text = String::new();
    let is_of_hours = report.by == ReportBy::Hour;
    let keys: &[&str] = match report.by {
        ReportBy::Day => &["day"],
        ReportBy::Hour => &["weekday", "hour"],
        ReportBy::Agent | ReportBy::Department | ReportBy::Tag => &["id", "name"],
    };
    let numbers: &[&str] = if is_of_hours { &NUMBERS[..1] } else { &NUMBERS };
    let head = keys.iter().chain(numbers).map(|name| CsvCell::Text(name));
    line(&mut text, head);
    for row in &report.rows {
        let numbers = values(row, report.target_s).into_iter();
        let numbers = numbers.take(if is_of_hours { 1 } else { NUMBERS.len() });
        line(&mut text, key(report.by, row).into_iter().chain(numbers));
    }
    out.extend_from_slice(text.as_bytes());
}

const NUMBERS: [&str; 17] = [
    "new",
    "closed",
    "messages",
    "repliedTo",
    "firstReplies",
    "firstReplyMedianSeconds",
    "firstReplyP90Seconds",
    "firstReplyMeanSeconds",
    "firstRepliesWithinTarget",
    "resolutionMedianSeconds",
    "resolutionP90Seconds",
    "resolutionMeanSeconds",
    "perfect",
    "great",
    "average",
    "poor",
    "veryPoor",
];

fn key(by: ReportBy, row: &ReportRow) -> Vec<CsvCell<'_>> {
    let small =
        |number: Option<u32>| number.map_or(CsvCell::Empty, |it| CsvCell::Number(it.into()));
    match by {
        ReportBy::Day => vec![row.day.map_or(CsvCell::Empty, |day| CsvCell::Word(day.to_string()))],
        ReportBy::Hour => vec![small(row.weekday), small(row.hour)],
        ReportBy::Agent | ReportBy::Department | ReportBy::Tag => vec![
            row.id.map_or(CsvCell::Empty, |id| CsvCell::Number(id.unsigned_abs())),
            row.name.as_deref().map_or(CsvCell::Empty, CsvCell::Text),
        ],
    }
}

fn values(row: &ReportRow, target_s: u32) -> Vec<CsvCell<'static>> {
    let number = |number: Option<u64>| number.map_or(CsvCell::Empty, CsvCell::Number);
    let times = |of: &Durations| [of.quantile(500), of.quantile(900), of.mean()].map(number);
    let mut cells: Vec<_> = [row.created, row.closed, row.messages, row.joined, row.reply.count()]
        .map(CsvCell::Number)
        .into();
    cells.extend(times(&row.reply));
    cells.push(CsvCell::Number(row.reply.within(target_s)));
    cells.extend(times(&row.resolution));
    cells.extend(row.ratings.map(CsvCell::Number));
    cells
}

#[cfg(test)]
mod tests {
    use deskbell_model::{Day, Seconds, Zone};
    use proptest::prelude::*;

    use super::*;

    fn report(by: ReportBy, rows: Vec<ReportRow>) -> String {
        let day = Day::parse("2026-11-28").unwrap();
        let report = ReportView {
            by,
            from: day,
            to: day,
            zone: Zone::utc(),
            as_of: Seconds::new(9),
            is_complete: true,
            target_s: 600,
            rows,
            total: ReportRow::default(),
        };
        let mut out = Vec::new();
        write_csv(&mut out, &report);
        String::from_utf8(out).unwrap()
    }

    fn named(name: &str) -> ReportRow {
        ReportRow { id: Some(7), name: Some(name.to_owned()), ..ReportRow::default() }
    }

    /// Parses comma-separated values (RFC 4180), for the tests.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut letters, mut is_quoted) = (text.chars().peekable(), false);
        while let Some(letter) = letters.next() {
            match (letter, is_quoted) {
                ('"', true) if letters.next_if_eq(&'"').is_some() => cell.push('"'),
                ('"', _) => is_quoted = !is_quoted,
                (',', false) => row.push(std::mem::take(&mut cell)),
                ('\r', false) if letters.next_if_eq(&'\n').is_some() => {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                (other, _) => cell.push(other),
            }
        }
        rows
    }

    #[test]
    fn every_line_has_as_many_values_as_the_head() {
        for (by, _) in ReportBy::ALL {
            let rows = read(&report(by, vec![ReportRow::default(), named("Ann")]));
            assert_eq!(rows.len(), 3);
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{rows:?}");
        }
        let hours = report(
            ReportBy::Hour,
            vec![ReportRow {
                weekday: Some(6),
                hour: Some(23),
                created: 5,
                ..ReportRow::default()
            }],
        );
        assert_eq!(hours, "weekday,hour,new\r\n6,23,5\r\n");
    }

    #[test]
    fn a_name_is_no_formula() {
        for name in ["=1+1", "+49", "-2", "@a", "\tx", "\r=1", "＝1"] {
            let rows = read(&report(ReportBy::Agent, vec![named(name)]));
            assert_eq!(rows[1][1], format!("'{name}"));
        }
    }

    proptest! {
        #[test]
        fn any_name_comes_back(name: String) {
            let rows = read(&report(ReportBy::Tag, vec![named(&name), named("b")]));
            let shown = rows[1][1].strip_prefix('\'').filter(|_| !name.starts_with('\''));
            prop_assert_eq!(shown.unwrap_or(&rows[1][1]), name);
            prop_assert_eq!(rows.len(), 3);
        }
    }
}
