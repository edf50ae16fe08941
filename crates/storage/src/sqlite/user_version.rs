//! A file's `user_version`, which records whether a scrub is wanted; `scrub.rs` defines the
//! numbers.

use rusqlite::Connection;

use super::error::error;
use crate::error::Result;

/// The greatest `user_version`, after which the numbers start again at 1.
const VERSION_MAX: i32 = 1_000_000_000;

/// Requests a scrub (the overwriting of unused parts of pages), in the transaction that erased
/// rows.
pub(super) fn ask_scrubbing(conn: &Connection) -> Result<()> {
    let now = version(conn)?;
    let next = if now >= VERSION_MAX { 1 } else { (now | 1) + 2 };
    set(conn, next)
}

/// Records that a new file needs no scrub.
pub(super) fn nothing_to_do(conn: &Connection) -> Result<()> {
    set(conn, 2)
}

/// Returns whether a scrub is wanted and has not ended.
pub(super) fn is_scrub_wanted(conn: &Connection) -> Result<bool> {
    Ok(is_wanted(version(conn)?))
}

/// Returns whether a `user_version` means that a scrub is wanted: an odd number, or 0.
pub(super) const fn is_wanted(version: i32) -> bool {
    version == 0 || version % 2 != 0
}

pub(super) fn version(conn: &Connection) -> Result<i32> {
    let mut asked = conn.prepare_cached("PRAGMA user_version").map_err(error)?;
    asked.query_row([], |row| row.get(0)).map_err(error)
}

pub(super) fn set(conn: &Connection, version: i32) -> Result<()> {
    conn.pragma_update(None, "user_version", version).map_err(error)
}
