//! Reading: a stack of connections for what runs in place, threads with a deadline for scans.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use deskbell_model::limits::{SCAN_DEADLINE_MS, SCANS_RUNNING_MAX};
use tokio::sync::Semaphore;

use super::SqliteOptions;
use super::conn::{Mode, SqliteConn};
use super::ready;
use crate::error::{Error, Result};
use crate::port::{Body, Class};
use crate::store::scans_waiting;

/// How long a read in place may take, in milliseconds: no transaction outlives a second.
const IN_PLACE_DEADLINE_MS: u64 = 1_000;
/// Connections kept open between reads.
const KEPT_MAX: usize = 32;

/// The reading connections of a file.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    options: SqliteOptions,
    idle: Mutex<Vec<SqliteConn>>,
    scans: Arc<Semaphore>,
    waiting: Semaphore,
}

impl Readers {
    pub(crate) fn new(path: &Path, options: &SqliteOptions) -> Self {
        Self {
            path: path.to_owned(),
            options: options.clone(),
            idle: Mutex::default(),
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
        let scan = class == Class::Scan;
        conn.limit(class, if scan { SCAN_DEADLINE_MS } else { IN_PLACE_DEADLINE_MS });
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
        match idle {
            Some(conn) => Ok(conn),
            None => SqliteConn::open(&self.path, Mode::Read, &self.options),
        }
    }

    fn give_back(&self, conn: SqliteConn) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT_MAX && conn.is_autocommit() && !self.scans.is_closed() {
            idle.push(conn);
        }
    }

    pub(crate) fn close(&self) {
        self.scans.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
