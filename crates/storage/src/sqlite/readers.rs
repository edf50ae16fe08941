//! Reading: a stack of connections for what runs in place, threads with a deadline for scans.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use deskbell_model::limits::{
    IN_PLACE_DEADLINE_MS, READERS_KEPT_MAX, SCAN_DEADLINE_MS, SCANS_RUNNING_MAX,
};
use tokio::sync::Semaphore;

use super::SqliteOptions;
use super::conn::{Mode, SqliteConn};
use super::ready;
use crate::error::{Error, Result};
use crate::port::{Body, Class};
use crate::store::scans_waiting;

/// The reading connections of a file.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    options: SqliteOptions,
    idle: Mutex<Vec<SqliteConn>>,
    /// The deadlines of all connections, idle or not.
    deadlines: Mutex<Vec<Weak<AtomicU64>>>,
    /// Held while a scan begins, and by whoever wants none to begin.
    beginning: Mutex<()>,
    scans: Arc<Semaphore>,
    waiting: Semaphore,
}

impl Readers {
    pub(crate) fn new(path: &Path, options: &SqliteOptions) -> Self {
        Self {
            path: path.to_owned(),
            options: options.clone(),
            idle: Mutex::default(),
            deadlines: Mutex::default(),
            beginning: Mutex::default(),
            scans: Arc::new(Semaphore::new(SCANS_RUNNING_MAX)),
            waiting: scans_waiting(),
        }
    }

    /// Runs a body: points and pages here and now, scans on a thread of their own.
    pub(crate) async fn read<B: Body>(
        this: &Arc<Self>,
        class: Class,
        snapshot: bool,
        body: B,
    ) -> Result<B::Out> {
        if class < Class::Scan {
            return this.run(class, snapshot, body);
        }
        let permit = {
            let _place = this
                .waiting
                .try_acquire()
                .map_err(|_| Error::Busy("too many scans are waiting".into()))?;
            Arc::clone(&this.scans)
                .acquire_owned()
                .await
                .map_err(|_| Error::Unavailable("the database was closed".into()))?
        };
        let readers = Arc::clone(this);
        let scan = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            readers.run(Class::Scan, snapshot, body)
        });
        scan.await.map_err(|_| Error::Panicked)?
    }

    fn run<B: Body>(&self, class: Class, snapshot: bool, body: B) -> Result<B::Out> {
        let mut conn = self.take()?;
        if class == Class::Scan {
            let _begins = self.beginning.lock().unwrap_or_else(PoisonError::into_inner);
            conn.limit(class, SCAN_DEADLINE_MS);
        } else {
            conn.limit(class, IN_PLACE_DEADLINE_MS);
        }
        let outcome = if snapshot {
            conn.control("BEGIN").and_then(|()| {
                let outcome = ready(body.run(&mut conn));
                conn.clear_deadline();
                conn.rollback();
                outcome
            })
        } else {
            ready(body.run(&mut conn))
        };
        conn.clear_deadline();
        self.give_back(conn);
        outcome
    }

    fn take(&self) -> Result<SqliteConn> {
        if self.scans.is_closed() {
            return Err(Error::Unavailable("the database was closed".into()));
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(conn) = idle {
            return Ok(conn);
        }
        let conn = SqliteConn::open(&self.path, Mode::Read, &self.options)?;
        let mut deadlines = self.deadlines.lock().unwrap_or_else(PoisonError::into_inner);
        deadlines.retain(|deadline| deadline.strong_count() > 0);
        deadlines.push(conn.deadline());
        Ok(conn)
    }

    /// Lets the deadline of every read that is running be over. No scan begins while the caller
    /// keeps what this gives back.
    pub(crate) fn cut_short(&self) -> MutexGuard<'_, ()> {
        let none_begins = self.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        let deadlines = self.deadlines.lock().unwrap_or_else(PoisonError::into_inner);
        for deadline in deadlines.iter().filter_map(Weak::upgrade) {
            // On a connection on which nothing runs it is 0 and stays so.
            let over = |at| (at != 0).then_some(1);
            let _ = deadline.fetch_update(Ordering::Relaxed, Ordering::Relaxed, over);
        }
        none_begins
    }

    fn give_back(&self, conn: SqliteConn) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT_MAX && conn.is_autocommit() && !self.scans.is_closed() {
            idle.push(conn);
        }
    }

    pub(crate) fn close(&self) {
        self.scans.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
