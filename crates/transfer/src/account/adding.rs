//! The addition of an account to a database: the rows of its tables, then the changes that were
//! recorded after the export. This module does not read files.

use std::collections::BTreeMap;

use deskbell_app::accounts::{TableChange, TableRows};
use deskbell_app::{App, Error};
use deskbell_model::OrgId;
use deskbell_storage::Error as StorageError;
use deskbell_storage::tables::{self, Cell, KeyRange, StoredTable};

use super::batches::Batches;
use super::{Failed, STEPS_NOTE};
use crate::Progress;

/// The rows of a table by their keys.
type RowsByKey = BTreeMap<Vec<Cell<'static>>, Vec<Cell<'static>>>;

/// Tells whether an error was caused by the rows, and not by the state of the database.
pub(super) const fn is_of_rows(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::Conflict { .. } | StorageError::Corrupt(_) | StorageError::Internal(_)
    )
}

/// Fails if this process has lost the lease for the import to another process.
pub(super) const fn still(is_held: bool) -> Result<(), Failed> {
    if is_held { Ok(()) } else { Err(Failed::Busy) }
}

/// An account that is being added to a database.
pub(super) struct Adding<'a> {
    app: &'a App,
    org: OrgId,
    /// The rows of the tables that are added last.
    last: BTreeMap<&'static str, RowsByKey>,
}

impl<'a> Adding<'a> {
    pub(super) const fn new(app: &'a App, org: OrgId) -> Self {
        Self { app, org, last: BTreeMap::new() }
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

    /// Applies the changes of all steps.
    pub(super) async fn follow(
        &mut self,
        batches: &mut Batches,
        progress: &mut impl Progress,
    ) -> Result<(), Failed> {
        while let Some(changes) = batches.next()? {
            let changes = changes.into_iter().filter_map(|change| self.keep(change)).collect();
            match self.app.accounts.apply(self.org, changes).await {
                Err(Error::Storage(error)) if is_of_rows(&error) => {
                    let why = format!("this row or one before it is refused: {error}");
                    return Err(batches.bad(why));
                }
                applied => still(applied?)?,
            }
            let (read, all) = batches.read();
            progress.at(read, all, STEPS_NOTE);
        }
        Ok(())
    }

    /// Applies a change to `last` if its table is added last. Returns the change of any other
    /// table.
    fn keep(&mut self, change: TableChange) -> Option<TableChange> {
        match change {
            TableChange::Add(table, rows) if table.is_last() => {
                let kept = self.last.entry(table.name()).or_default();
                kept.extend(rows.into_iter().map(|row| (table.key(&row).to_vec(), row)));
            }
            TableChange::Remove(table, ranges) if table.is_last() => {
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
            }
            change => return Some(change),
        }
        None
    }

    /// Returns the rows of the tables that are added last, as the changes of one transaction.
    pub(super) fn last(mut self) -> Vec<TableChange> {
        let tables = tables::all().filter(|table| table.is_last());
        let mut rows = |table: &'static StoredTable| {
            let rows = self.last.remove(table.name()).unwrap_or_default();
            TableChange::Add(table, rows.into_values().collect())
        };
        tables.map(&mut rows).collect()
    }
}
