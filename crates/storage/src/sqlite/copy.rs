//! A copy of an SQLite file that has the state of one point in time, made while others read and
//! write the file.
//!
//! `VACUUM INTO` reads one snapshot and writes a file without the content of deleted rows. SQLite's
//! backup interface would begin again at each write of another process.

use std::fs::File;
use std::path::Path;

use rustix::fs::fstatvfs;

use super::conn::{Mode, SqliteConn};
use super::error::error;
use super::inspect::{damage, schema};
use super::place::DatabaseFile;
use crate::error::{Error, Result};
use crate::migrate;
use crate::options::SqliteOptions;

/// The number of steps of SQLite's virtual machine between two checks of whether the copy must
/// stop.
const STEPS_PER_LOOK: i32 = 100_000;

/// Copies the SQLite file `from` into the empty file `to`, checks the copy, and syncs the copy to
/// disk. The copy is one file without a log. The copy ends with an error once `is_stopped` is true.
///
/// # Errors
/// `Full` when the disk has too little room; `Corrupt` when `from` is not a Deskbell database or is
/// damaged; `Newer` when a newer program migrated `from`; `Unavailable` when `from` cannot be read.
/// After an error the content of `to` is undefined.
pub fn copy_file(
    from: &Path,
    to: &Path,
    options: &SqliteOptions,
    is_stopped: impl FnMut() -> bool + Send + 'static,
) -> Result<()> {
    copy_within(from, to, options, is_stopped, free_bytes)
}

/// Copies a file if the function `free` finds room for the copy.
fn copy_within(
    from: &Path,
    to: &Path,
    options: &SqliteOptions,
    is_stopped: impl FnMut() -> bool + Send + 'static,
    free: impl FnOnce(&File) -> Result<u64>,
) -> Result<()> {
    let place = DatabaseFile::new(from)?;
    let mut conn = SqliteConn::open(&place, Mode::Read, options)?;
    check_schema(&mut conn)?;
    let target = File::options().write(true).open(to).map_err(|error| written(to, &error))?;
    check_room(&conn, free(&target)?)?;
    let name = to.to_str().ok_or_else(|| Error::Unavailable(format!("{to:?} is not UTF-8")))?;
    conn.inner.progress_handler(STEPS_PER_LOOK, Some(is_stopped)).map_err(error)?;
    conn.inner.execute("VACUUM INTO ?1", [name]).map_err(error)?;
    drop(conn);
    let copy = SqliteConn::open(&DatabaseFile::new(to)?, Mode::Read, options)?;
    if let [first, ..] = damage(&copy, "integrity_check")?.as_slice() {
        return Err(Error::corrupt(first.as_str()));
    }
    drop(copy);
    target.sync_all().map_err(|error| written(to, &error))
}

/// Refuses a file that is not a Deskbell database, or was migrated by a newer program.
fn check_schema(conn: &mut SqliteConn) -> Result<()> {
    let known = migrate::known();
    match schema(conn)? {
        None => Err(Error::corrupt("the file has no tables of Deskbell")),
        Some(found) if found > known => Err(Error::Newer { found, known }),
        Some(_) => Ok(()),
    }
}

/// Refuses a disk with fewer free bytes than the file's pages take.
fn check_room(conn: &SqliteConn, free: u64) -> Result<()> {
    let pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    let needed: i64 = conn.inner.query_row(pages, [], |row| row.get(0)).map_err(error)?;
    let needed = u64::try_from(needed).unwrap_or_default();
    if free < needed {
        let (needed, free) = (needed.div_ceil(1 << 20), free >> 20);
        return Err(Error::Full(format!("the copy needs {needed} MiB, and {free} MiB are free")));
    }
    Ok(())
}

/// Returns the number of free bytes on the disk of a file.
fn free_bytes(target: &File) -> Result<u64> {
    let disk = fstatvfs(target).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn written(to: &Path, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("{}: {error}", to.display()))
}

#[cfg(test)]
mod tests {
    use deskbell_testkit::databases::Database;
    use deskbell_testkit::{Engine, block_on};

    use super::*;

    #[test]
    fn a_copy_that_does_not_fit_is_refused_with_what_it_needs_before_it_begins() {
        block_on(async {
            let database = Database::migrated(Engine::Sqlite).await;
            // The log of a database that was read stays beside it.
            let folder = tempfile::tempdir().unwrap();
            let from = folder.path().join("a.db");
            std::fs::copy(database.url.strip_prefix("sqlite:").unwrap(), &from).unwrap();
            database.remove().await;
            let target = tempfile::NamedTempFile::new().unwrap();
            let copy = |free: u64| {
                let (options, is_stopped) = (SqliteOptions::default(), || false);
                copy_within(&from, target.path(), &options, is_stopped, |_| Ok(free))
            };
            let bytes = from.metadata().unwrap().len();
            let mib = bytes.div_ceil(1 << 20);
            let told = format!("the copy needs {mib} MiB, and 0 MiB are free");
            for free in [0, bytes - 1] {
                assert_eq!(copy(free), Err(Error::Full(told.clone())));
                assert_eq!(target.path().metadata().unwrap().len(), 0);
            }
            assert_eq!(copy(bytes), Ok(()));
        });
    }
}
