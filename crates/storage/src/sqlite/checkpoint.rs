//! Checkpoints: copying the write-ahead log into the file while others read and write.
//!
//! SQLite's own checkpoints run inside some unlucky COMMIT and are off. A thread copies what it can
//! every 20 ms; under steady writes it never sees the end of the log, so past 16,000 pages the
//! writer copies the rest itself between two groups, after which the log starts again. Where reads
//! follow one another without a gap the log could never do so: past 64,000 pages the writer cuts
//! them short.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use deskbell_model::limits::{
    CHECKPOINT_EVERY_MS, WAL_PAGES_CUT_SHORT, WAL_PAGES_MAX, WAL_PAGES_TRY_AGAIN,
};

use super::SqliteOptions;
use super::conn::{Mode, SqliteConn, error};
use super::readers::Readers;
use crate::error::{Error, Result};

/// The state of the log, shared by the checkpointer and the writer.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Pages that may follow on [`WAL_PAGES_MAX`] before the writer acts: what a read kept from
    /// being copied when it last did.
    put_off: AtomicI64,
    /// Held while somebody checkpoints.
    running: Mutex<()>,
    stop: Mutex<bool>,
    stopped: Condvar,
}

impl Log {
    fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finishes the checkpoint when the log has grown too long. Only the writer calls this, between
    /// groups: nothing is being written meanwhile, so the end of the log can be reached.
    pub(crate) fn finish_if_long(&self, conn: &SqliteConn, readers: &Readers) {
        if let Err(error) = self.finish(conn, readers) {
            tracing::warn!(%error, "the log could not be checkpointed");
        }
    }

    fn finish(&self, conn: &SqliteConn, readers: &Readers) -> Result<()> {
        let limit = i64::from(WAL_PAGES_MAX) + self.put_off.load(Ordering::Relaxed);
        if checkpoint(conn, "PRAGMA wal_checkpoint(NOOP)")? < limit {
            return Ok(());
        }
        let _running = Self::lock(&self.running);
        let mut left = checkpoint(conn, "PRAGMA wal_checkpoint(PASSIVE)")?;
        let mut pause = i64::from(WAL_PAGES_TRY_AGAIN);
        if left >= i64::from(WAL_PAGES_CUT_SHORT) {
            let _no_scan_begins = readers.cut_short();
            left = checkpoint(conn, "PRAGMA wal_checkpoint(RESTART)")?;
            // If that was not enough, another process reads for longer than anybody may.
            pause = i64::from(WAL_PAGES_CUT_SHORT);
        }
        let put_off = if left == 0 { 0 } else { left + pause - i64::from(WAL_PAGES_MAX) };
        self.put_off.store(put_off.max(0), Ordering::Relaxed);
        Ok(())
    }

    /// Waits a moment; `true` when it is time to stop.
    fn pause(&self) -> bool {
        let stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = Duration::from_millis(CHECKPOINT_EVERY_MS);
        let waited = self.stopped.wait_timeout_while(stop, pause, |stop| !*stop);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// The thread that checkpoints.
#[derive(Debug)]
pub(crate) struct Checkpointer {
    log: Arc<Log>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Checkpointer {
    pub(crate) fn start(path: &Path, options: &SqliteOptions) -> Result<Self> {
        let conn = SqliteConn::open(path, Mode::Write, options)?;
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let thread = std::thread::Builder::new()
            .name("checkpointer".into())
            .spawn(move || run(&conn, &shared))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { log, thread: Mutex::new(Some(thread)) })
    }

    pub(crate) fn log(&self) -> Arc<Log> {
        Arc::clone(&self.log)
    }

    pub(crate) fn stop(&self) {
        *self.log.stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.log.stopped.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the checkpointer's thread had panicked");
        }
    }
}

fn run(conn: &SqliteConn, log: &Log) {
    let mut last = Ok(());
    while !log.pause() {
        let _running = Log::lock(&log.running);
        let outcome = match checkpoint(conn, "PRAGMA wal_checkpoint(PASSIVE)") {
            // Another process checkpoints: as good.
            Ok(_) | Err(Error::Busy(_)) => Ok(()),
            Err(error) => Err(error),
        };
        // Said once, not fifty times a second.
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

/// Copies what that kind of checkpoint may. Gives the length of the log in pages; 0 when all of it
/// was copied, after which the next write starts it again, if nobody reads from it then.
fn checkpoint(conn: &SqliteConn, pragma: &'static str) -> Result<i64> {
    let mut statement = conn.inner.prepare_cached(pragma).map_err(error)?;
    let (log, copied): (i64, i64) =
        statement.query_row([], |row| Ok((row.get(1)?, row.get(2)?))).map_err(error)?;
    Ok(if log == copied { 0 } else { log })
}
