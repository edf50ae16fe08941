//! Checkpoints, which copy the write-ahead log into the file while others read and write.
//!
//! SQLite's own checkpoints are off, since they run inside a COMMIT and delay it. Instead, a thread
//! copies every 100 ms the pages that can be copied. Under steady writes the thread never reaches
//! the end of the log. Therefore, when the log has more than 16,000 pages, the thread copies
//! without pauses until few pages are left. The writer copies the last pages between two groups, so
//! that the next write restarts the log. Reads that overlap without a gap keep the log from
//! restarting, so the writer interrupts reads when the log has 64,000 pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::conn::{Mode, SqliteConn};
use super::error::error;
use super::place::DatabaseFile;
use super::readers::Readers;
use super::scrub::Scrubber;
use crate::error::{Error, Result};
use crate::limits::{
    CHECKPOINT_EVERY_MS, WAL_PAGES_CUT_SHORT, WAL_PAGES_LEFT_FEW, WAL_PAGES_MAX,
    WAL_PAGES_TRY_AGAIN, WAL_READERS_PATIENCE_MS, WAL_READERS_TRIES_MAX,
};
use crate::meters::StorageMeters;
use crate::options::SqliteOptions;

/// The state of the log, which the checkpointer and the writer share.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// The number of pages that the log may grow beyond [`WAL_PAGES_MAX`] before the writer retries
    /// a checkpoint that a read prevented.
    put_off: AtomicI64,
    running: Mutex<()>,
    next: Mutex<Next>,
    decided: Condvar,
}

/// The checkpointer's next action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Next {
    /// Copy, after a pause, the pages that can be copied.
    #[default]
    Copy,
    /// Copy without a pause.
    Hurry,
    Stop,
}

/// The number of pages in the log, and the number of copied pages among them.
#[derive(Clone, Copy, Debug)]
struct Pages {
    all: i64,
    copied: i64,
}

impl Pages {
    /// Returns the number of pages that are not copied yet. At 0 the next write restarts the log,
    /// unless a read uses the log at that time.
    const fn left(self) -> i64 {
        self.all - self.copied
    }
}

impl Log {
    /// Finishes the checkpoint if the log is too long. Only the writer calls this function, since
    /// the end of the log can be reached only while nothing is written.
    pub(crate) fn finish_if_long(&self, conn: &SqliteConn, readers: &Readers) {
        if let Err(error) = self.finish(conn, readers) {
            tracing::warn!(%error, "the log could not be checkpointed");
        }
    }

    fn finish(&self, conn: &SqliteConn, readers: &Readers) -> Result<()> {
        let max = i64::from(WAL_PAGES_MAX);
        let limit = max + self.put_off.load(Ordering::Relaxed);
        let pages = checkpoint(conn, "PRAGMA wal_checkpoint(NOOP)")?;
        if pages.left() == 0 {
            self.put_off.store(0, Ordering::Relaxed);
            return Ok(());
        }
        if pages.all < limit {
            return Ok(());
        }
        if pages.left() > i64::from(WAL_PAGES_LEFT_FEW) && pages.all < 2 * max {
            self.decide(Next::Hurry);
            return Ok(());
        }
        let is_held = pages.all >= i64::from(WAL_PAGES_CUT_SHORT);
        let Some(_running) = self.begin(is_held) else {
            // The checkpointer is running. It may take long to copy the pages that became free to
            // copy when a read ended.
            return Ok(());
        };
        let mut pages = checkpoint(conn, "PRAGMA wal_checkpoint(PASSIVE)")?;
        let mut pause = i64::from(WAL_PAGES_TRY_AGAIN);
        if pages.left() > 0 && is_held {
            let _no_scan_begins = readers.cut_short();
            let patience = Duration::from_millis(WAL_READERS_PATIENCE_MS);
            let restart = || checkpoint(conn, "PRAGMA wal_checkpoint(RESTART)");
            for _ in 0..WAL_READERS_TRIES_MAX {
                pages = conn.with_patience(patience, restart)?;
                // Interrupted reads of this process end soon, but take longer on a busy machine.
                if pages.left() == 0 || !readers.are_ending() {
                    break;
                }
            }
            // If pages are left, another process is reading them. The log may then grow by this
            // number of pages before the writer waits again.
            pause = i64::from(WAL_PAGES_CUT_SHORT);
        }
        let put_off = if pages.left() == 0 { 0 } else { pages.all + pause - max };
        self.put_off.store(put_off.max(0), Ordering::Relaxed);
        Ok(())
    }

    /// Begins a checkpoint. If another checkpoint runs, waits for its end; with `at_once`, returns
    /// `None` instead of waiting.
    fn begin(&self, at_once: bool) -> Option<MutexGuard<'_, ()>> {
        if !at_once {
            return Some(self.running.lock());
        }
        self.running.try_lock()
    }

    /// Sets the checkpointer's next action, unless the checkpointer has to stop.
    fn decide(&self, wanted: Next) {
        let mut next = self.next.lock();
        if *next != Next::Stop {
            *next = wanted;
        }
        drop(next);
        self.decided.notify_all();
    }

    /// Waits for the pause between two checkpoints, unless the checkpointer must hurry; `true` when
    /// the checkpointer has to stop.
    fn pause(&self) -> bool {
        let mut next = self.next.lock();
        let pause = Duration::from_millis(CHECKPOINT_EVERY_MS);
        self.decided.wait_while_for(&mut next, |next| *next == Next::Copy, pause);
        if *next == Next::Hurry {
            *next = Next::Copy;
        }
        *next == Next::Stop
    }
}

#[derive(Debug)]
pub(crate) struct Checkpointer {
    log: Arc<Log>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Checkpointer {
    pub(crate) fn start(
        place: &DatabaseFile,
        options: &SqliteOptions,
        meters: &Arc<StorageMeters>,
    ) -> Result<Self> {
        let conn = SqliteConn::open(place, Mode::Write, options)?;
        let log = Arc::new(Log::default());
        let (shared, meters) = (Arc::clone(&log), Arc::clone(meters));
        let thread = std::thread::Builder::new()
            .name("checkpointer".into())
            .spawn(move || run(&conn, &shared, &meters))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { log, thread: Mutex::new(Some(thread)) })
    }

    pub(crate) fn log(&self) -> Arc<Log> {
        Arc::clone(&self.log)
    }

    pub(crate) fn stop(&self) {
        self.log.decide(Next::Stop);
        let thread = self.thread.lock().take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the checkpointer's thread had panicked");
        }
    }
}

fn run(conn: &SqliteConn, log: &Log, meters: &StorageMeters) {
    let page_bytes = page_bytes(conn);
    let (mut last, mut scrubber) = (Ok(()), Scrubber::default());
    while !log.pause() {
        let running = log.running.lock();
        let copied = checkpoint(conn, "PRAGMA wal_checkpoint(PASSIVE)");
        drop(running);
        let outcome = match copied {
            // The next round copies the pages that could not be copied.
            Ok(pages) => {
                meters.wal_bytes.set(pages.all.max(0).saturating_mul(page_bytes));
                scrubber.go_on(conn, || empty(conn, log))
            }
            Err(error) => Err(error),
        };
        let outcome = match outcome {
            Err(Error::Busy(_)) => Ok(()),
            outcome => outcome,
        };
        // An error that occurs repeatedly is logged once, not ten times a second.
        match &outcome {
            Err(error) if outcome != last => {
                tracing::warn!(%error, "the log cannot be checkpointed");
            }
            Ok(()) if last.is_err() => tracing::info!("the log can be checkpointed again"),
            _ => {}
        }
        last = outcome;
    }
}

/// Copies the whole log and truncates the log's file; `false` when a reader or writer uses the log.
fn empty(conn: &SqliteConn, log: &Log) -> Result<bool> {
    let _running = log.running.lock();
    let patience = Duration::from_millis(WAL_READERS_PATIENCE_MS);
    let is_busy = || {
        let mut truncate =
            conn.inner.prepare_cached("PRAGMA wal_checkpoint(TRUNCATE)").map_err(error)?;
        truncate.query_row([], |row| row.get::<_, bool>(0)).map_err(error)
    };
    conn.with_patience(patience, is_busy).map(|is_busy| !is_busy)
}

/// Returns the size of a page in bytes; SQLite's default if the size cannot be read.
fn page_bytes(conn: &SqliteConn) -> i64 {
    let read = conn.inner.query_row("PRAGMA page_size", [], |row| row.get(0));
    read.unwrap_or(4_096)
}

fn checkpoint(conn: &SqliteConn, pragma: &'static str) -> Result<Pages> {
    let mut statement = conn.inner.prepare_cached(pragma).map_err(error)?;
    let pages = |row: &rusqlite::Row<'_>| Ok(Pages { all: row.get(1)?, copied: row.get(2)? });
    statement.query_row([], pages).map_err(error)
}
