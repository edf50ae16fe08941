//! The changes in the steps of a followed account, in batches of limited size. A large step thus
//! needs no more memory than a small step. This module does not know databases.
//!
//! Each step is read twice: first for the ranges of keys to remove, and then for the rows to add.
//! All removals come before the additions, since a unique value may move from one row to another
//! row.

use deskbell_app::accounts::{TableChange, TableRows};
use deskbell_storage::tables::{KeyRange, StoredTable};

use super::Failed;
use super::steps::{StepEnd, StepLine, Steps};

/// The largest number of rows that one transaction adds.
pub(super) const ROWS_AT_ONCE: usize = 5_000;
/// The total size of lines at which a transaction ends, in bytes.
pub(super) const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;

/// The changes of all steps, in the order in which they must be applied.
pub(super) struct Batches {
    removing: Steps,
    adding: Steps,
    /// True while the rows of a step are read, false while the step's ranges are read.
    is_adding: bool,
    end: Option<StepEnd>,
}

impl Batches {
    /// Creates the batches of a file's steps. `removing` and `adding` are two readers of the file.
    /// `adding` must have been opened after `removing`.
    pub(super) const fn new(removing: Steps, adding: Steps) -> Self {
        Self { removing, adding, is_adding: false, end: None }
    }

    /// Returns the next changes; `None` after the last step.
    pub(super) fn next(&mut self) -> Result<Option<Vec<TableChange>>, Failed> {
        let (mut changes, mut rows, mut bytes) = (Vec::new(), 0, 0);
        while rows < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE {
            let steps = if self.is_adding { &mut self.adding } else { &mut self.removing };
            let before = steps.read;
            let Some(line) = steps.next()? else {
                if self.is_adding {
                    return Err(self.bad("the file was cut while it was read"));
                }
                return Ok(Some(changes).filter(|changes| !changes.is_empty()));
            };
            bytes += usize::try_from(steps.read - before).unwrap_or(usize::MAX);
            match line {
                StepLine::End(end) => {
                    if self.is_adding {
                        self.end = Some(end);
                    }
                    self.is_adding = !self.is_adding;
                }
                StepLine::Segment(segment, _) if self.is_adding => {
                    rows += segment.rows.len();
                    add(&mut changes, segment.table, segment.rows);
                }
                StepLine::Segment(segment, _) => {
                    rows += 1;
                    remove(&mut changes, segment.table, segment.range);
                }
            }
        }
        Ok(Some(changes))
    }

    /// Returns the end of the last step whose changes were all returned.
    pub(super) const fn end(&self) -> Option<&StepEnd> {
        self.end.as_ref()
    }

    /// Returns the number of bytes that were read so far, and the size of all steps in bytes.
    pub(super) const fn read(&self) -> (u64, u64) {
        (self.adding.read, self.removing.bytes)
    }

    /// Returns an error about the line that was read last.
    pub(super) fn bad(&self, why: impl ToString) -> Failed {
        if self.is_adding { self.adding.bad(why) } else { self.removing.bad(why) }
    }
}

fn add(changes: &mut Vec<TableChange>, table: &'static StoredTable, rows: TableRows) {
    match changes.last_mut() {
        Some(TableChange::Add(last, all)) if last.name() == table.name() => all.extend(rows),
        _ if rows.is_empty() => {}
        _ => changes.push(TableChange::Add(table, rows)),
    }
}

fn remove(changes: &mut Vec<TableChange>, table: &'static StoredTable, range: KeyRange) {
    match changes.last_mut() {
        Some(TableChange::Remove(last, all)) if last.name() == table.name() => all.push(range),
        _ => changes.push(TableChange::Remove(table, vec![range])),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;

    use super::super::steps::{STEPS, step};
    use super::*;

    /// The changes of steps with these lines.
    fn batches(folder: &Path, steps: &[Vec<String>]) -> Batches {
        let path = folder.join(STEPS);
        let text: String = (1..).zip(steps).map(|(number, lines)| step(number, lines)).collect();
        fs::write(&path, text).unwrap();
        let open = || Steps::open(&path, File::open(&path).unwrap()).unwrap();
        Batches::new(open(), open())
    }

    fn tag(id: usize, name: &str) -> String {
        format!("[\"tags\",[{id}],[[{id},\"{name}\",\"#fff\",1,null]],[{}]]", id + 1)
    }

    /// The number of ranges that a change removes, and the number of rows that it adds.
    fn size(change: &TableChange) -> (usize, usize) {
        match change {
            TableChange::Remove(_, ranges) => (ranges.len(), 0),
            TableChange::Add(_, rows) => (0, rows.len()),
        }
    }

    #[test]
    fn a_large_step_comes_a_few_rows_at_a_time_and_its_ranges_are_emptied_first() {
        let folder = tempfile::tempdir().unwrap();
        let many = 3 * ROWS_AT_ONCE + 7;
        let lines = (0..many).map(|id| tag(id, "a")).collect();
        let mut batches = batches(folder.path(), &[lines, vec![tag(3, "b")]]);
        let (mut removed, mut added) = (0, 0);
        while let Some(changes) = batches.next().unwrap() {
            let mut rows = 0;
            for (ranges, new) in changes.iter().map(size) {
                assert!(new == 0 || removed >= many, "{added} rows before all ranges");
                (removed, added, rows) = (removed + ranges, added + new, rows + ranges + new);
            }
            assert!(rows <= ROWS_AT_ONCE, "{rows} rows at once");
        }
        assert_eq!((removed, added), (many + 1, many + 1));
        assert_eq!(batches.end().unwrap().step, 2);
    }

    #[test]
    fn few_bytes_come_at_once_and_small_steps_together() {
        let folder = tempfile::tempdir().unwrap();
        let long = "x".repeat(BYTES_AT_ONCE / 4);
        let lines = (0..8).map(|id| tag(id, &long)).collect();
        let mut large = batches(folder.path(), &[lines]);
        let mut most = 0;
        while let Some(changes) = large.next().unwrap() {
            most = most.max(changes.iter().map(|it| size(it).1).sum());
        }
        assert!((1..=4).contains(&most), "{most} long rows at once");
        let small: Vec<_> = (0..50).map(|id| vec![tag(id, "a")]).collect();
        let mut small = batches(folder.path(), &small);
        assert_eq!(small.next().unwrap().unwrap().len(), 100);
        assert!(small.next().unwrap().is_none());
    }
}
