//! Checkpoints: copying the write-ahead log into the file while others read and write.
//!
//! SQLite's own checkpoints run inside some unlucky COMMIT and are off. A thread copies what it can
//! every 20 ms; under steady writes it never sees the end of the log, so past 16,000 pages the
//! writer copies the rest itself between two groups, after which the log starts again.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use deskbell_model::limits::{CHECKPOINT_EVERY_MS, WAL_PAGES_MAX};

use super::SqliteOptions;
use super::conn::{Mode, SqliteConn, error};
use crate::error::{Error, Result};

/// The state of the log, shared by the checkpointer and the writer.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Pages in the log when it was last looked at.
    pages: AtomicU32,
    /// Held while somebody checkpoints.
    running: Mutex<()>,
    stop: Mutex<bool>,
    stopped: Condvar,
}

impl Log {
    fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Copies what readers allow; notes how long the log is.
    fn checkpoint(&self, conn: &SqliteConn) -> Result<()> {
        let pages: i64 = conn
            .inner
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
                let (log, copied): (i64, i64) = (row.get(1)?, row.get(2)?);
                // A log that was copied whole starts again with the next write.
                Ok(if log == copied { 0 } else { log })
            })
            .map_err(error)?;
        self.pages.store(u32::try_from(pages.max(0)).unwrap_or(u32::MAX), Ordering::Relaxed);
        Ok(())
    }

    /// Finishes the checkpoint when the log has grown too long. Only the writer calls this, between
    /// groups: nothing is being written meanwhile, so the end of the log can be reached.
    pub(crate) fn finish_if_long(&self, conn: &SqliteConn) {
        if self.pages.load(Ordering::Relaxed) < WAL_PAGES_MAX {
            return;
        }
        let _running = Self::lock(&self.running);
        if let Err(error) = self.checkpoint(conn) {
            tracing::warn!(%error, "the log could not be checkpointed");
        }
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
    while !log.pause() {
        let _running = Log::lock(&log.running);
        match log.checkpoint(conn) {
            // Another process checkpoints: as good.
            Ok(()) | Err(Error::Busy(_)) => {}
            Err(error) => tracing::warn!(%error, "the log could not be checkpointed"),
        }
    }
}
