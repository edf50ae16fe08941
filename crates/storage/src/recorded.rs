//! The recorded changes that this process's writers keep in memory for the process's follower of an
//! organization. The follower need not read these changes from the table. A follower that finds
//! changes missing in memory reads the table.

use std::sync::{Arc, Weak};

use deskbell_model::{FeedPosition, History};
use parking_lot::Mutex;

use crate::change_row::ChangeRow;
use crate::limits::{RECORDED_BYTES_MAX, RECORDED_OF_A_JOB_BYTES_MAX, RECORDED_ROWS_MAX};

fn bytes_of(row: &ChangeRow) -> usize {
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    size_of::<ChangeRow>() + text(&row.payload) + text(&row.before)
}

/// The changes that one job records.
#[derive(Debug, Default)]
pub(crate) struct RecordedByJob {
    /// The recorded changes; `None` if this process does not follow the organization, or if the
    /// changes are too large for memory.
    rows: Option<Vec<ChangeRow>>,
    bytes: usize,
}

impl RecordedByJob {
    /// Creates the empty list of a job's changes. Changes are stored only if `is_followed` is true.
    pub(crate) fn new(is_followed: bool) -> Self {
        Self { rows: is_followed.then(Vec::new), bytes: 0 }
    }

    /// Adds the next change of the job.
    pub(crate) fn push(&mut self, row: impl FnOnce() -> ChangeRow) {
        let Some(rows) = &mut self.rows else { return };
        let row = row();
        self.bytes += bytes_of(&row);
        rows.push(row);
        if self.bytes > RECORDED_OF_A_JOB_BYTES_MAX {
            self.rows = None;
        }
    }

    /// Returns the stored changes, in order.
    pub(crate) fn into_rows(self) -> Vec<ChangeRow> {
        self.rows.unwrap_or_default()
    }
}

/// The committed changes of an organization that the follower has not taken yet. Their numbers are
/// consecutive.
#[derive(Debug, Default)]
struct Untaken {
    history: History,
    rows: Vec<ChangeRow>,
    bytes: usize,
}

impl Untaken {
    fn push(&mut self, history: History, rows: Vec<ChangeRow>) {
        if history != self.history {
            *self = Self { history, ..Self::default() };
        }
        for row in rows {
            let last = self.rows.last().map(|last| last.seq.get());
            let is_next = last.is_none_or(|last| last + 1 == row.seq.get());
            let is_full = self.rows.len() >= RECORDED_ROWS_MAX || self.bytes >= RECORDED_BYTES_MAX;
            if !is_next || is_full {
                // The follower finds the gap, and reads the table.
                (self.rows, self.bytes) = (Vec::new(), 0);
            }
            self.bytes += bytes_of(&row);
            self.rows.push(row);
        }
    }

    fn take(&mut self, after: FeedPosition) -> Vec<ChangeRow> {
        self.bytes = 0;
        let mut rows = std::mem::take(&mut self.rows);
        let known = rows.partition_point(|row| row.seq.get() <= after.seq);
        rows.drain(..known);
        let is_next = rows.first().is_some_and(|row| row.seq.get() == after.seq + 1);
        if is_next && self.history == after.history { rows } else { Vec::new() }
    }
}

/// The receiver of the changes that the writers of this process record. Dropping the receiver ends
/// the handover of changes.
#[derive(Debug, Default)]
pub struct Handover(Arc<Mutex<Untaken>>);

impl Handover {
    /// Returns the changes that follow a position without a gap; empty if the next change is not in
    /// memory. All changes in memory are removed.
    #[must_use]
    pub fn take(&self, after: FeedPosition) -> Vec<ChangeRow> {
        self.0.lock().take(after)
    }

    pub(crate) fn giver(&self) -> Giver {
        Giver(Arc::downgrade(&self.0))
    }
}

/// The sender of the changes that the writers of this process record.
#[derive(Debug, Default)]
pub(crate) struct Giver(Weak<Mutex<Untaken>>);

impl Giver {
    pub(crate) fn has_follower(&self) -> bool {
        self.0.strong_count() > 0
    }

    /// Hands committed changes of a history to the follower, if there is a follower.
    pub(crate) fn give(&self, history: History, rows: Vec<ChangeRow>) {
        if !rows.is_empty()
            && let Some(untaken) = self.0.upgrade()
        {
            untaken.lock().push(history, rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{Kind, Seconds, Seq};

    use super::*;

    const NOTHING: [i64; 0] = [];
    const HERE: History = History { id: 7, timeline: 1 };

    fn row(seq: i64) -> ChangeRow {
        let (seq, at) = (Seq::new(seq).expect("a number"), Seconds::new(1));
        let (kind, payload) = (Kind::ChatUpdated, Some("{}".to_owned()));
        let (subject, chat, quiet, actor, before) = (1, None, false, None, None);
        ChangeRow { seq, at, kind, subject, chat, quiet, payload, actor, before }
    }

    fn rows(seqs: impl IntoIterator<Item = i64>) -> Vec<ChangeRow> {
        seqs.into_iter().map(row).collect()
    }

    fn taken(recorded: &Handover, seq: i64, history: History) -> Vec<i64> {
        let rows = recorded.take(FeedPosition { seq, history });
        rows.iter().map(|row| row.seq.get()).collect()
    }

    #[test]
    fn a_follower_is_given_what_follows_its_position_once_and_without_a_gap() {
        let recorded = Handover::default();
        let giver = recorded.giver();
        giver.give(HERE, rows(4..7));
        giver.give(HERE, rows(7..9));
        assert_eq!(taken(&recorded, 5, HERE), [6, 7, 8]);
        assert_eq!(taken(&recorded, 5, HERE), NOTHING);
        giver.give(HERE, rows([9]));
        assert_eq!(taken(&recorded, 7, HERE), NOTHING, "8 is missing");
        // Change 11 was made by another process.
        giver.give(HERE, rows([10]));
        giver.give(HERE, rows([12, 13]));
        assert_eq!(taken(&recorded, 9, HERE), NOTHING);
        giver.give(HERE, rows([14]));
        giver.give(HERE, rows([16]));
        assert_eq!(taken(&recorded, 15, HERE), [16]);
        drop(recorded);
        assert!(!giver.has_follower());
        giver.give(HERE, rows([17]));
    }

    #[test]
    fn changes_of_another_history_are_not_given() {
        let (recorded, later) = (Handover::default(), History { id: 8, ..HERE });
        let giver = recorded.giver();
        giver.give(HERE, rows([4]));
        assert_eq!(taken(&recorded, 3, later), NOTHING);
        giver.give(HERE, rows([4]));
        giver.give(later, rows([5]));
        assert_eq!(taken(&recorded, 4, later), [5]);
    }

    #[test]
    fn what_waits_is_bounded_and_a_job_that_records_much_keeps_nothing() {
        let recorded = Handover::default();
        let many = i64::try_from(RECORDED_ROWS_MAX).expect("a number");
        recorded.giver().give(HERE, rows(1..=3 * many + 1));
        assert_eq!(recorded.0.lock().rows.len(), 1);
        assert_eq!(taken(&recorded, 3 * many, HERE), [3 * many + 1]);
        let large = || ChangeRow { payload: Some("x".repeat(RECORDED_BYTES_MAX)), ..row(1) };
        recorded.giver().give(HERE, vec![large(), row(2)]);
        assert_eq!(taken(&recorded, 0, HERE), NOTHING);
        let mut job = RecordedByJob::new(true);
        job.push(|| row(1));
        job.push(large);
        job.push(|| row(3));
        assert!(job.into_rows().is_empty());
        let mut job = RecordedByJob::new(false);
        job.push(|| row(1));
        assert!(job.into_rows().is_empty());
    }
}
