//! The SQLite engine: a stack of read connections, a writer thread, and a checkpointer thread.

mod checkpoint;
pub(crate) mod conn;
mod copy;
mod error;
mod inspect;
mod place;
mod readers;
mod scrub;
mod user_version;
mod version;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use conn::{Mode, SqliteConn, ready};
pub use copy::copy_file;
pub(crate) use inspect::inspect;
use parking_lot::Mutex;
use place::DatabaseFile;
use readers::Readers;
pub use version::DataVersion;
use version::Watched;

use crate::committed::Committed;
use crate::conn::Read;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::job::Job;
use crate::meters::StorageMeters;
use crate::migrate::{self, Ddl as _, Migrated};
use crate::options::SqliteOptions;
use crate::queue::Queue;
use crate::refold;
use crate::statement::Class;
use crate::write::Lane;

/// Checks that a database file with this name can be created or opened without losing data.
///
/// # Errors
/// `Unavailable`, with a text that says what to do.
pub fn check_file(path: &Path) -> Result<()> {
    DatabaseFile::new(path).map(drop)
}

/// Returns the version of SQLite, which is built in.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// An open SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    place: Arc<DatabaseFile>,
    options: SqliteOptions,
    readers: Arc<Readers>,
    queue: Arc<Queue>,
    pub(crate) watched: Watched,
    pub(crate) committed: Arc<Committed>,
    checkpointer: checkpoint::Checkpointer,
    pub(crate) meters: Arc<StorageMeters>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, options: &SqliteOptions) -> Result<Self> {
        let place = Arc::new(DatabaseFile::new(path)?);
        let meters = Arc::<StorageMeters>::default();
        let conn = SqliteConn::open(&place, Mode::Write, options)?.metered(&meters);
        let queue = Arc::new(Queue::default());
        let checkpointer = checkpoint::Checkpointer::start(&place, options, &meters)?;
        let readers = Arc::new(Readers::new(&place, options, &meters));
        let (log, reading) = (checkpointer.log(), Arc::clone(&readers));
        let committed = Arc::<Committed>::default();
        let told = Arc::clone(&committed);
        let writer =
            writer::start(conn, Arc::clone(&place), Arc::clone(&queue), log, reading, told)?;
        Ok(Self {
            meters,
            options: options.clone(),
            readers,
            queue,
            watched: Watched::new(&place, options),
            place,
            committed,
            checkpointer,
            writer: Mutex::new(Some(writer)),
        })
    }

    pub(crate) fn push(&self, lane: Lane, job: Box<dyn Job>) -> Result<()> {
        Ok(self.queue.push(lane, job)?)
    }

    pub(crate) async fn read<B: Read>(
        &self,
        class: Class,
        snapshot: bool,
        body: B,
    ) -> Result<B::Out> {
        Readers::read(&self.readers, class, snapshot, body).await
    }

    /// Runs a read without a deadline on a separate connection, in one snapshot.
    pub(crate) async fn long_read<B: Read>(&self, body: B) -> Result<B::Out> {
        let conn = SqliteConn::open(&self.place, Mode::Read, &self.options)?;
        let mut conn = conn.metered(&self.meters);
        let reading = tokio::task::spawn_blocking(move || {
            conn.control("BEGIN")?;
            let outcome = ready(body.run(&mut conn));
            conn.rollback();
            outcome
        });
        reading.await.map_err(|_| Error::Panicked)?
    }

    pub(crate) fn has_schema(&self) -> Result<bool> {
        ready(SqliteConn::open(&self.place, Mode::Read, &self.options)?.has_ledger())
    }

    pub(crate) fn migrate(&self, at: i64) -> Result<Migrated> {
        let mut conn = SqliteConn::open(&self.place, Mode::Write, &self.options)?;
        if let Some(current) = ready(migrate::current(&mut conn))? {
            return Ok(current);
        }
        drop(conn);
        let migrated = self.alone(|conn| {
            let is_new = !ready(conn.has_ledger())?;
            let migrated = ready(migrate::run(conn, Engine::Sqlite, at))?;
            if is_new { user_version::nothing_to_do(&conn.inner) } else { Ok(()) }
                .map(|()| migrated)
        })?;
        while self.alone(|conn| ready(refold::step(conn)))? {}
        Ok(migrated)
    }

    pub(crate) fn exclusive<B: Read>(&self, body: B) -> Result<B::Out> {
        self.alone(|conn| ready(body.run(conn)))
    }

    /// Runs a write transaction on a separate connection.
    fn alone<T>(&self, body: impl FnOnce(&mut SqliteConn) -> Result<T>) -> Result<T> {
        let conn = SqliteConn::open(&self.place, Mode::Write, &self.options)?;
        let mut conn = conn.metered(&self.meters);
        conn.control("BEGIN IMMEDIATE")?;
        let outcome = body(&mut conn).and_then(|out| conn.control("COMMIT").map(|()| out));
        if outcome.is_err() {
            conn.rollback();
        }
        outcome
    }

    /// Returns whether the file or its log may still have bytes of erased rows.
    pub(crate) fn has_traces(&self) -> Result<bool> {
        let conn = SqliteConn::open(&self.place, Mode::Read, &self.options)?;
        user_version::is_scrub_wanted(&conn.inner)
    }

    pub(crate) fn jobs_waiting_in(&self, lane: Lane) -> usize {
        self.queue.waiting(lane)
    }

    /// Closes all connections. The writer's connection is closed last, since only a connection that
    /// may write removes the log.
    pub(crate) fn close(&self) {
        self.readers.close();
        self.watched.close();
        self.checkpointer.stop();
        self.queue.close();
        let writer = self.writer.lock().take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the writer's thread had panicked");
        }
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.close();
    }
}
