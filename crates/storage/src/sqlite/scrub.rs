//! Scrubbing, which overwrites the unused parts of SQLite's pages and empties the log.
//!
//! `secure_delete` overwrites deleted content in place, but leaves copies in the log, and copies of
//! rows that moved from one page to another. Therefore, after an erasure, small transactions fill
//! the unused parts of all table and index pages with zeros. Then the log is emptied. The file's
//! `user_version` is odd or 0 while a scrub is wanted, and otherwise an even number above 0. Files
//! of older versions of the program have 0.

use rusqlite::params;

use super::conn::SqliteConn;
use super::error::error;
use super::user_version::{is_wanted, set, version};
use crate::error::Result;

const STEP_PAGES: u32 = 256;
const STEPS: u32 = 8;
/// The number of calls of [`Scrubber::go_on`] between two attempts to empty the log. An attempt may
/// delay the writer.
const ROUNDS_BETWEEN_ATTEMPTS: u32 = 5;
/// The number of pages at which a file is too large to be scrubbed. Overflow and free pages begin
/// with a page number. A page number above this limit can look like the type of a table or index
/// page.
const PAGES_MAX: u32 = 0x0200_0000;

/// The progress of a scrub, which overwrites the unused parts of a file's pages.
#[derive(Debug, Default)]
pub(super) struct Scrubber {
    /// The `user_version` of the current scrub, if any.
    version: Option<i32>,
    /// The last page that was checked.
    page: u32,
    /// The number of calls of [`Scrubber::go_on`] until the next attempt to empty the log.
    pause: u32,
}

impl Scrubber {
    /// Continues a scrub, which overwrites the unused parts of pages, if a scrub is wanted. `empty`
    /// tries to empty the log, and returns whether the log is empty.
    ///
    /// # Errors
    /// When SQLite fails; the next call repeats the step.
    pub(super) fn go_on(
        &mut self,
        conn: &SqliteConn,
        empty: impl Fn() -> Result<bool>,
    ) -> Result<()> {
        let wanted = version(&conn.inner)?;
        if !is_wanted(wanted) {
            return Ok(());
        }
        if self.version != Some(wanted) {
            *self = Self { version: Some(wanted), ..Self::default() };
        }
        for _ in 0..STEPS {
            // Larger files are not scrubbed.
            let pages = Some(pages(conn)?).filter(|pages| *pages < PAGES_MAX).unwrap_or(0);
            if self.page >= pages {
                return self.finish(conn, wanted, empty);
            }
            let last = pages.min(self.page + STEP_PAGES);
            step(conn, self.page + 1, last)?;
            self.page = last;
        }
        Ok(())
    }

    /// Empties the log, and records the end of the scrub unless further rows were erased during
    /// the scrub.
    fn finish(
        &mut self,
        conn: &SqliteConn,
        wanted: i32,
        empty: impl Fn() -> Result<bool>,
    ) -> Result<()> {
        if self.pause > 0 {
            self.pause -= 1;
            return Ok(());
        }
        self.pause = ROUNDS_BETWEEN_ATTEMPTS;
        if !empty()? {
            return Ok(());
        }
        let done = if wanted == 0 { 2 } else { wanted + 1 };
        alone(
            conn,
            || if version(&conn.inner)? == wanted { set(&conn.inner, done) } else { Ok(()) },
        )
    }
}

fn alone(conn: &SqliteConn, body: impl FnOnce() -> Result<()>) -> Result<()> {
    conn.control("BEGIN IMMEDIATE")?;
    let outcome = body().and_then(|()| conn.control("COMMIT"));
    conn.rollback();
    outcome
}

fn pages(conn: &SqliteConn) -> Result<u32> {
    let mut asked = conn.inner.prepare_cached("PRAGMA page_count").map_err(error)?;
    asked.query_row([], |row| row.get(0)).map_err(error)
}

/// Overwrites the unused parts of these pages. Reads the pages first, and locks the file only if a
/// page has to be changed.
fn step(conn: &SqliteConn, first: u32, last: u32) -> Result<()> {
    let mut found = Vec::new();
    for number in first..=last {
        if overwritten(conn, number)?.is_some() {
            found.push(number);
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let write = "UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1";
    let mut write = conn.inner.prepare_cached(write).map_err(error)?;
    alone(conn, || {
        for number in found {
            // The page may have changed in the meantime.
            if let Some(page) = overwritten(conn, number)? {
                write.execute(params![number, page]).map_err(error)?;
            }
        }
        Ok(())
    })
}

/// Returns a page with its unused parts overwritten; `None` when the page need not change.
fn overwritten(conn: &SqliteConn, number: u32) -> Result<Option<Vec<u8>>> {
    let read = "SELECT data FROM sqlite_dbpage WHERE pgno = ?1";
    let mut read = conn.inner.prepare_cached(read).map_err(error)?;
    let mut page: Vec<u8> = match read.query_row([number], |row| row.get(0)) {
        Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(None),
        page => page.map_err(error)?,
    };
    Ok((overwrite_unused(number, &mut page) == Some(true)).then_some(page))
}

/// Fills the unused parts of a table or index page with zeros; returns whether a byte changed.
/// `None` for other kinds of pages, and for malformed pages, which `doctor` reports.
fn overwrite_unused(number: u32, page: &mut [u8]) -> Option<bool> {
    // Page 1 starts with the file's header.
    let head = if number == 1 { 100 } else { 0 };
    let pointers = head
        + match page.get(head)? {
            2 | 5 => 12,
            10 | 13 => 8,
            _ => return None,
        };
    let two = |page: &[u8], at: usize| {
        let bytes = page.get(at..at + 2)?;
        Some(usize::from(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?])))
    };
    let cells = two(page, head + 3)?;
    let content = match two(page, head + 5)? {
        0 => 65_536,
        at => at,
    };
    let mut unused = vec![(pointers + 2 * cells, content)];
    // Freed blocks, sorted by position. A block starts with the position of the next block and its
    // own size.
    let (mut block, mut behind) = (two(page, head + 1)?, content);
    while block != 0 {
        let size = two(page, block + 2)?;
        if block < behind || size < 4 {
            return None;
        }
        behind = block + size;
        unused.push((block + 4, behind));
        block = two(page, block)?;
    }
    let mut is_any = false;
    for (from, to) in unused {
        let bytes = page.get_mut(from..to)?;
        if bytes.iter().any(|byte| *byte != 0) {
            bytes.fill(0);
            is_any = true;
        }
    }
    Some(is_any)
}
