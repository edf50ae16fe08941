//! The inspection of an SQLite file, which changes nothing.

use std::path::Path;

use super::conn::{Mode, SqliteConn, ready};
use super::error::error;
use super::place::DatabaseFile;
use crate::error::Result;
use crate::inspection::Inspection;
use crate::migrate::{self, Ddl as _};
use crate::options::SqliteOptions;

const FAULTS_MAX: u32 = 20;

pub(crate) fn inspect(path: &Path, options: &SqliteOptions, deep: bool) -> Result<Inspection> {
    let place = DatabaseFile::new(path)?;
    let mut conn = SqliteConn::open(&place, Mode::Read, options)?;
    let check = if deep { "integrity_check" } else { "quick_check" };
    let damage = damage(&conn, check)?;
    Ok(Inspection {
        engine: format!("SQLite {}", rusqlite::version()),
        schema: schema(&mut conn)?,
        known: migrate::known(),
        damage,
        clock_ms: None,
        log_bytes: std::fs::metadata(place.log()).map(|log| log.len()).ok(),
        misplaced: None,
    })
}

/// Runs one of SQLite's checks of a file, `quick_check` or `integrity_check`; returns the first
/// faults.
pub(super) fn damage(conn: &SqliteConn, check: &str) -> Result<Vec<String>> {
    let check = format!("PRAGMA {check}({FAULTS_MAX})");
    let mut statement = conn.inner.prepare(&check).map_err(error)?;
    let told = statement.query_map([], |row| row.get(0)).map_err(error)?;
    let told: Vec<String> = told.collect::<rusqlite::Result<_>>().map_err(error)?;
    Ok(told.into_iter().filter(|line| line != "ok").collect())
}

/// Returns the last migration in the file; `None` when the file has no ledger of migrations.
pub(super) fn schema(conn: &mut SqliteConn) -> Result<Option<i64>> {
    if !ready(conn.has_ledger())? {
        return Ok(None);
    }
    let last = "SELECT MAX(version) FROM schema_migrations";
    conn.inner.query_row(last, [], |row| row.get(0)).map_err(error)
}
