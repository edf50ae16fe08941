//! Imports and exports of customers as comma-separated values.

mod cells;
mod columns;
mod meaning;
mod quotes;
mod reader;
mod table;

use std::path::Path;

use deskbell_app::actions::upsert::Upserted;
use deskbell_app::{App, Caller, Error};
use deskbell_model::{CustomerEdit, ImportId, OrgId};

use crate::{Progress, tell_left_out};
use columns::CustomerColumns;
use reader::{CsvRows, Unreadable};

pub use columns::{MappedColumn, parse_mapped};
pub use table::{WriteFailed, Written, write_customers};

/// The largest number of rows that one job changes, so that jobs of other callers need not wait
/// long.
const ROWS_AT_ONCE: usize = 32;

/// The outcome of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of new customers.
    pub created: u64,
    /// The number of changed customers.
    pub changed: u64,
    /// The number of rows without effect, because the customer already had these values.
    pub same: u64,
    /// The number of rows that were left out.
    pub bad: u64,
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { created, changed, same, bad } = self;
        write!(f, "{created} created, {changed} changed, {same} as before, {bad} left out")
    }
}

/// The reason why an import ended early. The imported rows stay.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] Unreadable),
    /// A named column does not exist, or no column identifies customers.
    #[error("{0}")]
    Columns(String),
    /// The data could not be stored.
    #[error(transparent)]
    App(#[from] Error),
}

/// An opened file of customers, with the meanings of its columns.
#[derive(Debug)]
pub struct CustomersFile {
    rows: CsvRows,
    columns: CustomerColumns,
}

impl CustomersFile {
    /// Opens a file and reads its first line. `named` has the meanings of some columns. The
    /// meanings of the other columns are guessed from their names. If `takes_rest`, columns without
    /// a known meaning become custom data.
    ///
    /// # Errors
    /// When the file cannot be read, or no column identifies customers.
    pub fn open(path: &Path, named: &[MappedColumn], takes_rest: bool) -> Result<Self, Failed> {
        let (rows, header) = CsvRows::open(path)?;
        let columns = CustomerColumns::new(&header, named, takes_rest).map_err(Failed::Columns)?;
        Ok(Self { rows, columns })
    }

    /// Returns the name of each column and the field that it becomes; `None` for a column that is
    /// not imported.
    #[must_use]
    pub fn meanings(&self) -> Vec<(String, Option<String>)> {
        self.columns.meanings()
    }

    /// Imports the rows. Changes known customers and creates other customers. Reports the line
    /// numbers of rows that cannot be imported. If `is_trial`, only reads and checks the rows.
    ///
    /// # Errors
    /// When the file cannot be read further, or the database fails; another run continues the
    /// import.
    pub async fn import(
        mut self,
        app: &App,
        org: OrgId,
        is_trial: bool,
        progress: &mut impl Progress,
    ) -> Result<Report, Failed> {
        let import = match is_trial {
            true => None,
            false => Some(app.actions.begin_upserts(Caller::command(org)).await?),
        };
        let (mut report, mut batch) = (Report::default(), Vec::new());
        loop {
            let row = match self.rows.next() {
                Ok(row) => row,
                Err(error) => {
                    flush((app, org, import), &mut batch, &mut report, progress).await?;
                    return Err(error.into());
                }
            };
            let Some((line, row)) = row else { break };
            match row.and_then(|row| self.columns.edit(&row)) {
                Ok(edit) => batch.push((line, edit)),
                Err(why) => leave_out(line, &why, &mut report, progress),
            }
            if batch.len() >= ROWS_AT_ONCE {
                flush((app, org, import), &mut batch, &mut report, progress).await?;
                progress.at(self.rows.position(), self.rows.size, &report.to_string());
            }
        }
        flush((app, org, import), &mut batch, &mut report, progress).await?;
        progress.at(self.rows.size, self.rows.size, &report.to_string());
        Ok(report)
    }
}

/// Stores the rows of a batch. Each row has the number of its line.
async fn flush(
    (app, org, import): (&App, OrgId, Option<ImportId>),
    batch: &mut Vec<(u64, CustomerEdit)>,
    report: &mut Report,
    progress: &mut impl Progress,
) -> Result<(), Error> {
    let (lines, rows): (Vec<_>, Vec<_>) = std::mem::take(batch).into_iter().unzip();
    let Some(import) = import.filter(|_| !rows.is_empty()) else {
        report.same += rows.len() as u64;
        return Ok(());
    };
    let done = app.actions.upsert_customers(org, import, rows).await?;
    for (line, done) in lines.into_iter().zip(done) {
        match done {
            Ok(Upserted::Created) => report.created += 1,
            Ok(Upserted::Changed) => report.changed += 1,
            Ok(Upserted::Same) => report.same += 1,
            Err(why) => leave_out(line, &why, report, progress),
        }
    }
    Ok(())
}

/// Counts a row that cannot be imported, and reports the line at which the row begins.
fn leave_out(
    line: u64,
    why: &impl std::fmt::Display,
    report: &mut Report,
    progress: &mut impl Progress,
) {
    report.bad += 1;
    tell_left_out(progress, report.bad, &format!("line {line} was left out: {why}"));
}
