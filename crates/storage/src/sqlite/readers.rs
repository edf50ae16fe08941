//! Reads. Reads of the classes `Point` and `Page` run on the calling thread, and scans on blocking
//! threads. Every read has a deadline.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::sync::Semaphore;

use super::conn::{Mode, SqliteConn, ready};
use super::place::DatabaseFile;
use crate::conn::Read;
use crate::error::{Error, Result};
use crate::limits::{IN_PLACE_DEADLINE_MS, READERS_KEPT_MAX, SCAN_DEADLINE_MS, SCANS_RUNNING_MAX};
use crate::meters::StorageMeters;
use crate::options::SqliteOptions;
use crate::scans::scans_waiting;
use crate::statement::Class;

/// The deadline that is set to interrupt a read: one millisecond after the connection was opened, a
/// time in the past.
const OVER: u64 = 1;

/// The read connections of a file.
#[derive(Debug)]
pub(crate) struct Readers {
    place: Arc<DatabaseFile>,
    options: SqliteOptions,
    meters: Arc<StorageMeters>,
    stack: Mutex<Stack>,
    /// Notified when the last connection in use is returned or dropped.
    all_back: Condvar,
    /// The deadlines of all connections, idle connections included.
    deadlines: Mutex<Vec<Weak<AtomicU64>>>,
    /// The lock that a scan holds while beginning. Holding the lock prevents other scans from
    /// beginning.
    beginning: Mutex<()>,
    scans: Arc<Semaphore>,
    waiting: Semaphore,
}

#[derive(Debug, Default)]
struct Stack {
    idle: Vec<SqliteConn>,
    /// The number of connections in use.
    out: usize,
    closed: bool,
}

/// A place for a connection in use. Dropping this value frees the place, and returns the connection
/// if it can be reused.
struct Taken<'a> {
    readers: &'a Readers,
    conn: Option<SqliteConn>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let conn = self.conn.take();
        let mut stack = self.readers.stack();
        let fit = conn.filter(|conn| {
            stack.idle.len() < READERS_KEPT_MAX && conn.is_autocommit() && !stack.closed
        });
        stack.idle.extend(fit);
        stack.out -= 1;
        if stack.out == 0 {
            self.readers.all_back.notify_all();
        }
    }
}

impl Readers {
    pub(crate) fn new(
        place: &Arc<DatabaseFile>,
        options: &SqliteOptions,
        meters: &Arc<StorageMeters>,
    ) -> Self {
        Self {
            place: Arc::clone(place),
            meters: Arc::clone(meters),
            options: options.clone(),
            stack: Mutex::default(),
            all_back: Condvar::new(),
            deadlines: Mutex::default(),
            beginning: Mutex::default(),
            scans: Arc::new(Semaphore::new(SCANS_RUNNING_MAX)),
            waiting: scans_waiting(),
        }
    }

    /// Runs a scan on a blocking thread, and other reads on the calling thread.
    pub(crate) async fn read<B: Read>(
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

    fn run<B: Read>(&self, class: Class, snapshot: bool, body: B) -> Result<B::Out> {
        self.place.check()?;
        let mut taken = Taken { readers: self, conn: self.take()? };
        let conn = match &mut taken.conn {
            Some(conn) => conn,
            none => none.insert(self.open()?),
        };
        if class == Class::Scan {
            let _begins = self.beginning.lock();
            conn.limit(class, SCAN_DEADLINE_MS);
        } else {
            conn.limit(class, IN_PLACE_DEADLINE_MS);
        }
        let outcome = if snapshot {
            conn.control("BEGIN").and_then(|()| {
                let outcome = ready(body.run(conn));
                conn.clear_deadline();
                conn.rollback();
                outcome
            })
        } else {
            ready(body.run(conn))
        };
        conn.clear_deadline();
        if class == Class::Scan {
            // The pages that a scan read are not needed again soon.
            conn.free_pages();
        }
        outcome
    }

    /// Counts a connection as in use, and returns an idle connection; `None` when a new connection
    /// must be opened.
    fn take(&self) -> Result<Option<SqliteConn>> {
        let mut stack = self.stack();
        if stack.closed {
            return Err(Error::Unavailable("the database was closed".into()));
        }
        stack.out += 1;
        Ok(stack.idle.pop())
    }

    fn open(&self) -> Result<SqliteConn> {
        let conn = SqliteConn::open(&self.place, Mode::Read, &self.options)?;
        let conn = conn.metered(&self.meters);
        let mut deadlines = self.deadlines.lock();
        deadlines.retain(|deadline| deadline.strong_count() > 0);
        deadlines.push(conn.deadline());
        Ok(conn)
    }

    fn stack(&self) -> MutexGuard<'_, Stack> {
        self.stack.lock()
    }

    /// Interrupts the reads that run. No scan begins while the returned guard is held.
    pub(crate) fn cut_short(&self) -> MutexGuard<'_, ()> {
        let none_begins = self.beginning.lock();
        let deadlines = self.deadlines.lock();
        for deadline in deadlines.iter().filter_map(Weak::upgrade) {
            // Idle connections have the deadline 0, which stays.
            let over = |at| (at != 0).then_some(OVER);
            let _ = deadline.fetch_update(Ordering::Relaxed, Ordering::Relaxed, over);
        }
        none_begins
    }

    /// Returns whether an interrupted read still runs.
    pub(crate) fn are_ending(&self) -> bool {
        let deadlines = self.deadlines.lock();
        let mut deadlines = deadlines.iter().filter_map(Weak::upgrade);
        deadlines.any(|deadline| deadline.load(Ordering::Relaxed) == OVER)
    }

    /// Waits until all reads have ended, at most for the deadline of a scan, and closes all
    /// connections.
    pub(crate) fn close(&self) {
        self.scans.close();
        let mut stack = self.stack();
        stack.closed = true;
        stack.idle.clear();
        let patience = Duration::from_millis(SCAN_DEADLINE_MS);
        self.all_back.wait_while_for(&mut stack, |stack| stack.out > 0, patience);
        if stack.out > 0 {
            tracing::warn!("something still reads the database: its log stays beside the file");
        }
    }
}
