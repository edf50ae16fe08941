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
    let check = format!("PRAGMA {check}({FAULTS_MAX})");
    let mut statement = conn.inner.prepare(&check).map_err(error)?;
    let told = statement.query_map([], |row| row.get(0)).map_err(error)?;
    let told: Vec<String> = told.collect::<rusqlite::Result<_>>().map_err(error)?;
    drop(statement);
    Ok(Inspection {
        engine: format!("SQLite {}", rusqlite::version()),
        schema: schema(&mut conn)?,
        known: migrate::known(),
        damage: told.into_iter().filter(|line| line != "ok").collect(),
        clock_ms: None,
        log_bytes: std::fs::metadata(place.log()).map(|log| log.len()).ok(),
        misplaced: None,
    })
}

fn schema(conn: &mut SqliteConn) -> Result<Option<i64>> {
    if !ready(conn.has_ledger())? {
        return Ok(None);
    }
    let last = "SELECT MAX(version) FROM schema_migrations";
    conn.inner.query_row(last, [], |row| row.get(0)).map_err(error)
}
