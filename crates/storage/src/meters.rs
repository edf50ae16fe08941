//! The measurements of a database: the times of statements and commits, the rows that a commit
//! changes, the length of the write-ahead log. Slow statements are logged.
//!
//! This file knows no names of metrics. Each statement has a number, so that its histogram is found
//! without a search.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskbell_meter::{Buckets, Histogram, Level};
use parking_lot::Mutex;

use crate::limits::{METERED_STATEMENTS_MAX, SLOW_LINES_PER_SECOND_MAX};
use crate::statement::Statement;

/// The upper bounds of the histogram of statements' times, in nanoseconds: the bounds of
/// OpenTelemetry's `db.client.operation.duration`, and two shorter bounds for SQLite.
const STATEMENT_NS: &[u64] = &[
    10_000,
    100_000,
    1_000_000,
    5_000_000,
    10_000_000,
    50_000_000,
    100_000_000,
    500_000_000,
    1_000_000_000,
    5_000_000_000,
    10_000_000_000,
];
/// The upper bounds of the histogram of commits' times, in nanoseconds.
const COMMIT_NS: &[u64] = &[
    100_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    500_000_000,
    1_000_000_000,
    5_000_000_000,
];
/// The upper bounds of the histogram of rows that a commit changes.
const COMMIT_ROWS: &[u64] = &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

#[derive(Debug)]
struct StatementTimes {
    name: &'static str,
    times: Histogram,
}

impl StatementTimes {
    fn new(name: &'static str) -> Self {
        Self { name, times: Histogram::new(STATEMENT_NS) }
    }
}

/// The measurements of one open database.
#[derive(Debug)]
pub struct StorageMeters {
    /// The times of statements, by the statement's number; empty until the first use.
    statements: Box<[OnceLock<Box<StatementTimes>>]>,
    /// The times of statements whose SQL is composed at run time. These statements are few and take
    /// long.
    composed: Mutex<Vec<StatementTimes>>,
    /// The times of COMMIT, in nanoseconds.
    pub commit_times: Histogram,
    /// The number of rows that each commit changed; on PostgreSQL, the number of statements that
    /// may have changed rows.
    pub commit_rows: Histogram,
    /// The bytes of SQLite's write-ahead log at the last checkpoint; 0 on PostgreSQL.
    pub wal_bytes: Level,
    /// The shortest time of a slow statement, in nanoseconds.
    slow_ns: AtomicU64,
    /// The time at which the database was opened. Log lines about slow statements are limited for
    /// each second since this time.
    opened: Instant,
    slow_lines: Mutex<SlowLines>,
}

impl Default for StorageMeters {
    fn default() -> Self {
        Self {
            statements: (0..METERED_STATEMENTS_MAX).map(|_| OnceLock::new()).collect(),
            composed: Mutex::default(),
            commit_times: Histogram::new(COMMIT_NS),
            commit_rows: Histogram::new(COMMIT_ROWS),
            wal_bytes: Level::default(),
            slow_ns: AtomicU64::new(u64::MAX),
            opened: Instant::now(),
            slow_lines: Mutex::default(),
        }
    }
}

impl StorageMeters {
    /// Logs the name of each statement and each COMMIT that takes at least the time `at_least`.
    pub fn log_slow(&self, at_least: Duration) {
        self.slow_ns.store(nanos(at_least), Ordering::Relaxed);
    }

    /// Logs a statement if it was slow.
    fn tell_slow(&self, statement: &'static str, time: Duration) {
        if nanos(time) < self.slow_ns.load(Ordering::Relaxed) {
            return;
        }
        let second = self.opened.elapsed().as_secs();
        let Some(unlogged) = self.slow_lines.lock().next(second) else { return };
        let statement = statement.strip_prefix("deskbell_storage::").unwrap_or(statement);
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        tracing::info!(statement, micros, unlogged, "a statement was slow");
    }

    /// Counts a run of a statement that began at `began` and ends now.
    pub(crate) fn record(&self, statement: &'static Statement, began: Instant) {
        let time = began.elapsed();
        // A statement whose number is beyond the limit is not measured. A test checks that there
        // are few enough statements.
        if let Some(of) = self.statements.get(statement.number.get()) {
            let of = of.get_or_init(|| Box::new(StatementTimes::new(statement.name)));
            of.times.record_time(time);
        }
        self.tell_slow(statement.name, time);
    }

    /// Counts a run of a composed statement of this name.
    pub(crate) fn record_composed(&self, name: &'static str, began: Instant) {
        let time = began.elapsed();
        self.tell_slow(name, time);
        let mut composed = self.composed.lock();
        if let Some(of) = composed.iter().find(|of| of.name == name) {
            return of.times.record_time(time);
        }
        let of = StatementTimes::new(name);
        of.times.record_time(time);
        composed.push(of);
    }

    /// Counts a commit that began at `began`, ends now, and changed this number of rows.
    pub(crate) fn record_commit(&self, began: Instant, rows: u64) {
        let time = began.elapsed();
        self.commit_times.record_time(time);
        self.tell_slow("COMMIT", time);
        self.commit_rows.record(rows);
    }

    /// Returns the times of all statements that have run, in nanoseconds, each with the statement's
    /// name.
    #[must_use]
    pub fn statements(&self) -> Vec<(&'static str, Buckets)> {
        let read = |of: &StatementTimes| (of.name, of.times.read());
        let used = self.statements.iter().filter_map(OnceLock::get).map(|of| read(of));
        let mut all: Vec<_> = used.collect();
        all.extend(self.composed.lock().iter().map(read));
        all.sort_unstable_by_key(|(name, _)| *name);
        all
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// The limit of log lines about slow statements. While a database is slow, these lines must not
/// displace the other lines of the log.
#[derive(Debug, Default)]
struct SlowLines {
    second: u64,
    /// The number of lines in this second.
    lines: u32,
    /// The number of slow statements since the last log line.
    unlogged: u64,
}

impl SlowLines {
    /// Counts a slow statement. Returns `None` if the statement gets no line. Otherwise returns the
    /// number of slow statements since the last line.
    fn next(&mut self, second: u64) -> Option<u64> {
        if self.second != second {
            (self.second, self.lines) = (second, 0);
        }
        if self.lines == SLOW_LINES_PER_SECOND_MAX {
            self.unlogged += 1;
            return None;
        }
        self.lines += 1;
        Some(std::mem::take(&mut self.unlogged))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_statements_have_so_many_lines_a_second_and_the_others_are_counted() {
        let mut lines = SlowLines::default();
        for _ in 0..SLOW_LINES_PER_SECOND_MAX {
            assert_eq!(lines.next(0), Some(0));
        }
        assert_eq!([lines.next(0), lines.next(0)], [None, None]);
        assert_eq!([lines.next(1), lines.next(1)], [Some(2), Some(0)]);
    }
}
