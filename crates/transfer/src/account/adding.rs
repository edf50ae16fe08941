//! The addition of an account to a database: the rows of its tables, and the later steps. This
//! module does not read files.

use std::collections::BTreeMap;

use deskbell_app::accounts::{TableChange, TableRows};
use deskbell_app::{App, Error};
use deskbell_model::OrgId;
use deskbell_storage::Error as StorageError;
use deskbell_storage::tables::{self, Cell, KeyRange, StoredTable};

use super::steps::{StepEnd, StepLine, Steps};
use super::{Failed, STEPS_NOTE};
use crate::Progress;

/// The largest number of rows that one transaction adds.
pub(super) const ROWS_AT_ONCE: usize = 5_000;

/// The rows of a table by their keys.
type RowsByKey = BTreeMap<Vec<Cell<'static>>, Vec<Cell<'static>>>;

/// Tells whether the rows caused an error, rather than the state of the database.
pub(super) const fn is_of_rows(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::Conflict { .. } | StorageError::Corrupt(_) | StorageError::Internal(_)
    )
}

/// Returns an error if this process does not hold the lease, since another process imports the
/// account.
pub(super) const fn still(is_held: bool) -> Result<(), Failed> {
    if is_held { Ok(()) } else { Err(Failed::Busy) }
}

/// An account that is being added.
pub(super) struct Adding<'a> {
    app: &'a App,
    org: OrgId,
    /// The rows of the tables that are added last.
    last: BTreeMap<&'static str, RowsByKey>,
    /// The changes that are not yet applied, and the number of their rows and ranges.
    waiting: (Vec<TableChange>, usize),
}

/// The segments of a table in a step. All ranges are removed before a row is added, since a unique
/// value may move from one row to another row.
#[derive(Default)]
struct OfTable {
    table: Option<&'static StoredTable>,
    ranges: Vec<KeyRange>,
    rows: TableRows,
}

impl<'a> Adding<'a> {
    pub(super) const fn new(app: &'a App, org: OrgId) -> Self {
        Self { app, org, last: BTreeMap::new(), waiting: (Vec::new(), 0) }
    }

    /// Adds rows to a table that has no row with their keys. Returns `false` when another process
    /// imports the account.
    pub(super) async fn add(
        &mut self,
        table: &'static StoredTable,
        rows: TableRows,
    ) -> Result<bool, Error> {
        if !table.is_last() {
            return self.app.accounts.apply(self.org, vec![TableChange::Add(table, rows)]).await;
        }
        let kept = self.last.entry(table.name()).or_default();
        for row in rows {
            if kept.insert(table.key(&row).to_vec(), row).is_some() {
                let constraint = format!("the key of {}", table.name());
                return Err(StorageError::Conflict { constraint }.into());
            }
        }
        Ok(true)
    }

    /// Applies all steps, and returns the end of the last step.
    pub(super) async fn follow(
        &mut self,
        steps: &mut Steps,
        progress: &mut impl Progress,
    ) -> Result<Option<StepEnd>, Failed> {
        let (mut last, mut part) = (None, OfTable::default());
        while let Some(entry) = steps.next()? {
            let table = match &entry {
                StepLine::Segment(segment, _) => Some(segment.table),
                StepLine::End(_) => None,
            };
            if part.table.map(StoredTable::name) != table.map(StoredTable::name) {
                self.take(std::mem::take(&mut part));
                if self.waiting.1 >= ROWS_AT_ONCE {
                    self.apply(steps).await?;
                }
            }
            match entry {
                StepLine::Segment(segment, _) => {
                    part.table = Some(segment.table);
                    part.ranges.push(segment.range);
                    part.rows.extend(segment.rows);
                }
                StepLine::End(end) => {
                    progress.at(steps.read, steps.bytes, STEPS_NOTE);
                    last = Some(end);
                }
            }
        }
        self.apply(steps).await?;
        Ok(last)
    }

    fn take(&mut self, OfTable { table, ranges, rows }: OfTable) {
        let Some(table) = table else { return };
        if !table.is_last() {
            self.waiting.1 += ranges.len() + rows.len();
            let changes = [TableChange::Remove(table, ranges), TableChange::Add(table, rows)];
            self.waiting.0.extend(changes);
            return;
        }
        let kept = self.last.entry(table.name()).or_default();
        for KeyRange { from, to } in ranges {
            let from = from.unwrap_or_default();
            let inside = kept.range(from..).map(|(key, _)| key.clone());
            let inside: Vec<_> =
                inside.take_while(|key| to.as_ref().is_none_or(|to| key < to)).collect();
            for key in inside {
                kept.remove(&key);
            }
        }
        kept.extend(rows.into_iter().map(|row| (table.key(&row).to_vec(), row)));
    }

    async fn apply(&mut self, steps: &Steps) -> Result<(), Failed> {
        let (changes, _) = std::mem::take(&mut self.waiting);
        match self.app.accounts.apply(self.org, changes).await {
            Err(Error::Storage(error)) if is_of_rows(&error) => {
                Err(steps.bad(format!("this row or one before it is refused: {error}")))
            }
            applied => still(applied?),
        }
    }

    /// Returns the rows of the tables that are added last, in one transaction.
    pub(super) fn last(mut self) -> Vec<TableChange> {
        let tables = tables::all().filter(|table| table.is_last());
        let mut rows = |table: &'static StoredTable| {
            let rows = self.last.remove(table.name()).unwrap_or_default();
            TableChange::Add(table, rows.into_values().collect())
        };
        tables.map(&mut rows).collect()
    }
}
