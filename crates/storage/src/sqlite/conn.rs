//! An SQLite connection: opening, limits, and the implementation of the port.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::error::error;
use super::place::DatabaseFile;
use super::user_version;
use crate::columns::{FromRow, Nothing};
use crate::composed::Composed;
use crate::conn::{Conn, Rows, Visit};
use crate::dialect;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::meters::StorageMeters;
use crate::migrate::Ddl;
use crate::options::SqliteOptions;
use crate::row::{Param, Row};
use crate::statement::{Class, Query, Statement};

/// The number of statements that a connection caches, which is more than this crate declares.
const STATEMENTS_KEPT: usize = 256;
/// The number of steps of SQLite's virtual machine between two checks of the deadline.
const STEPS_PER_LOOK: i32 = 10_000;

/// The largest number of attempts to enable the write-ahead log. An attempt fails while another
/// process enables the log.
const WRITE_AHEAD_ATTEMPTS: u32 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
}

/// An SQLite connection. Futures of the connection are ready at the first poll.
#[derive(Debug)]
pub(crate) struct SqliteConn {
    pub(crate) inner: Connection,
    opened: Instant,
    /// The time at which a read is interrupted, in milliseconds after `opened`; 0 for never.
    deadline: Arc<AtomicU64>,
    /// True when scans (statements that may read any number of rows) may run.
    scans: bool,
    /// The longest wait for another process that has locked the file.
    patience: Duration,
    /// The measurements to which the run time of each statement is added.
    meters: Option<Arc<StorageMeters>>,
}

impl SqliteConn {
    pub(crate) fn open(place: &DatabaseFile, mode: Mode, options: &SqliteOptions) -> Result<Self> {
        let flags = match mode {
            Mode::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        place.check()?;
        let inner =
            Connection::open_with_flags(place.path(), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
                .map_err(error)?;
        place.check()?;
        inner.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        // Query plans must not depend on bound values. Otherwise SQLite makes a new plan for a
        // cached statement when the values change, which took a fifth of the time for a page.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
        let patience = Duration::from_millis(options.busy_timeout_ms);
        inner.busy_timeout(patience).map_err(error)?;
        if mode == Mode::Write {
            refuse_read_only(&inner)?;
            refuse_foreign(&inner)?;
        }
        let mut settings = format!(
            "PRAGMA cache_size = -{}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
            options.cache_kib
        );
        if mode == Mode::Write {
            // With these settings, commits are durable, deleted content is overwritten, and the
            // log's file shrinks again. Only the checkpointer and the writer run checkpoints.
            settings.push_str(
                "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                 PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 134217728;",
            );
            write_ahead(&inner)?;
        }
        inner.execute_batch(&settings).map_err(error)?;
        let (opened, deadline) = (Instant::now(), Arc::default());
        let mut conn = Self { inner, opened, deadline, scans: true, patience, meters: None };
        conn.watch_deadline()?;
        Ok(conn)
    }

    /// Returns the connection with `meters`, which from now on measure the connection's statements.
    pub(crate) fn metered(self, meters: &Arc<StorageMeters>) -> Self {
        Self { meters: Some(Arc::clone(meters)), ..self }
    }

    fn watch_deadline(&mut self) -> Result<()> {
        let (opened, deadline) = (self.opened, Arc::clone(&self.deadline));
        let is_late = move || match deadline.load(Ordering::Relaxed) {
            0 => false,
            at => millis(opened.elapsed()) >= at,
        };
        self.inner.progress_handler(STEPS_PER_LOOK, Some(is_late)).map_err(error)
    }

    /// Interrupts statements that still run `after_ms` milliseconds from now, and allows scans only
    /// if `class` is the class of scans.
    pub(crate) fn limit(&mut self, class: Class, after_ms: u64) {
        self.scans = class == Class::Scan;
        let at = millis(self.opened.elapsed()).saturating_add(after_ms).max(1);
        self.deadline.store(at, Ordering::Relaxed);
    }

    /// Returns the deadline of reads on this connection, which other threads may set to an earlier
    /// time.
    pub(crate) fn deadline(&self) -> Weak<AtomicU64> {
        Arc::downgrade(&self.deadline)
    }

    pub(crate) fn clear_deadline(&self) {
        self.deadline.store(0, Ordering::Relaxed);
    }

    pub(crate) fn is_autocommit(&self) -> bool {
        self.inner.is_autocommit()
    }

    /// Runs a statement of the engine itself, such as BEGIN or a savepoint.
    pub(crate) fn control(&self, sql: &str) -> Result<()> {
        self.inner.prepare_cached(sql).and_then(|mut it| it.execute([])).map_err(error).map(drop)
    }

    /// Commits a transaction that changed this number of rows.
    pub(crate) fn commit(&self, rows: u64) -> Result<()> {
        let began = Instant::now();
        let committed = self.control("COMMIT");
        if let (Ok(()), Some(meters)) = (&committed, &self.meters) {
            meters.record_commit(began, rows);
        }
        committed
    }

    /// Frees the memory of the pages that were read.
    pub(crate) fn free_pages(&self) {
        if let Err(error) = self.inner.release_memory() {
            tracing::debug!(%error, "the memory of pages could not be freed");
        }
    }

    /// Runs a function with `patience` as the longest wait for other processes.
    pub(crate) fn with_patience<T>(
        &self,
        patience: Duration,
        body: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.inner.busy_timeout(patience).map_err(error)?;
        let outcome = body();
        self.inner.busy_timeout(self.patience).map_err(error)?;
        outcome
    }

    /// Rolls back a transaction, unless SQLite has already ended it.
    pub(crate) fn rollback(&self) {
        if self.is_autocommit() {
            return;
        }
        if let Err(error) = self.control("ROLLBACK") {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    /// Runs a statement in the statement's span, and measures the time.
    fn measured<T>(
        &self,
        statement: &'static Statement,
        run: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let began = Instant::now();
        let outcome = statement.span().in_scope(run);
        if let Some(meters) = &self.meters {
            meters.record(statement, began);
        }
        outcome.map_err(|error| statement.named(error))
    }

    fn rows<V: Visit>(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> Result<()> {
        statement.check(self.scans)?;
        let text = dialect::text(Engine::Sqlite, statement);
        let mut prepared = self.inner.prepare_cached(&text).map_err(error)?;
        debug_assert_eq!(prepared.column_count(), statement.columns.len(), "{}", statement.name);
        show(&mut prepared, params, visitor)
    }

    fn composed_rows<T: FromRow>(&self, composed: &Composed<T>) -> Result<Vec<T>> {
        composed.check(self.scans)?;
        let mut prepared = self.inner.prepare(composed.sql()).map_err(error)?;
        let mut rows = Rows(Vec::new());
        show(&mut prepared, &composed.params(), &mut rows)?;
        Ok(rows.0)
    }

    fn execute(&self, query: &'static Query<Nothing>, params: &[Param<'_>]) -> Result<u64> {
        let text = dialect::text(Engine::Sqlite, &query.statement);
        let mut prepared = self.inner.prepare_cached(&text).map_err(error)?;
        prepared.execute(bind(params)).map_err(error).map(|changed| changed as u64)
    }

    fn execute_many(&self, query: &'static Query<Nothing>, rows: &[Vec<Param<'_>>]) -> Result<()> {
        let text = dialect::text(Engine::Sqlite, &query.statement);
        let mut prepared = self.inner.prepare_cached(&text).map_err(error)?;
        for params in rows {
            prepared.execute(bind(params)).map_err(error)?;
        }
        Ok(())
    }
}

/// Enables the write-ahead log. While another process enables the log of a new file, SQLite
/// refuses at once, ignoring the timeout. This function then waits for the other process's lock
/// and tries again.
fn write_ahead(conn: &Connection) -> Result<()> {
    let mut attempt = 1;
    loop {
        match conn.execute_batch("PRAGMA journal_mode = WAL").map_err(error) {
            Err(Error::Busy(_)) if attempt < WRITE_AHEAD_ATTEMPTS => attempt += 1,
            outcome => return outcome,
        }
        conn.execute_batch("BEGIN IMMEDIATE; ROLLBACK").map_err(error)?;
    }
}

/// Refuses a read-only file. SQLite would open the file, and only the first write would fail.
fn refuse_read_only(inner: &Connection) -> Result<()> {
    if inner.is_readonly(rusqlite::MAIN_DB).map_err(error)? {
        return Err(Error::Unavailable("the file may only be read".into()));
    }
    Ok(())
}

/// Refuses a file with tables but without a ledger of migrations, since such a file belongs to
/// another program.
fn refuse_foreign(inner: &Connection) -> Result<()> {
    let tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table'";
    let tables: i64 = inner.query_row(tables, [], |row| row.get(0)).map_err(error)?;
    if tables > 0 && !has_ledger(inner)? {
        return Err(Error::corrupt("the file is another program's database"));
    }
    Ok(())
}

/// Returns whether the ledger of migrations exists now. Only running a statement refreshes the
/// connection's schema after another process's commit.
fn has_ledger(inner: &Connection) -> Result<bool> {
    let ledger = "SELECT EXISTS (SELECT 1 FROM sqlite_master
                  WHERE type = 'table' AND name = 'schema_migrations')";
    inner.query_row(ledger, [], |row| row.get(0)).map_err(error)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn show<V: Visit>(
    prepared: &mut rusqlite::Statement<'_>,
    params: &[Param<'_>],
    visitor: &mut V,
) -> Result<()> {
    let mut rows = prepared.query(bind(params)).map_err(error)?;
    while let Some(row) = rows.next().map_err(error)? {
        visitor.row(row)?;
    }
    Ok(())
}

fn bind<'p>(params: &'p [Param<'p>]) -> rusqlite::ParamsFromIter<&'p [Param<'p>]> {
    rusqlite::params_from_iter(params)
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            made => return Ok(ToSqlOutput::Owned(made.made().into())),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn int(&self, column: usize) -> Result<Option<i64>> {
        match self.get_ref(column).map_err(error)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            _ => Err(Error::corrupt(format!("column {} is no number", column + 1))),
        }
    }

    fn text(&self, column: usize) -> Result<Option<&str>> {
        match self.get_ref(column).map_err(error)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                .map(Some)
                .map_err(|_| Error::corrupt(format!("column {} is no UTF-8", column + 1))),
            _ => Err(Error::corrupt(format!("column {} is no text", column + 1))),
        }
    }
}

// The functions return ready futures, since an `async fn` would hold a statement across an await.
impl Conn for SqliteConn {
    fn check_timeline(&mut self, _: i64) -> Result<()> {
        Ok(())
    }

    fn each<V: Visit>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> impl Future<Output = Result<()>> + Send {
        let run = || self.rows(statement, params, visitor);
        std::future::ready(self.measured(statement, run))
    }

    fn exec(
        &mut self,
        query: &'static Query<Nothing>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<u64>> + Send {
        let run = || self.execute(query, params);
        std::future::ready(self.measured(&query.statement, run))
    }

    // SQLite has no round trips to save, so a queued statement runs immediately.
    fn queue_many(
        &mut self,
        query: &'static Query<Nothing>,
        rows: &[Vec<Param<'_>>],
    ) -> impl Future<Output = Result<()>> + Send {
        let run = || self.execute_many(query, rows);
        std::future::ready(self.measured(&query.statement, run))
    }

    async fn queue(&mut self, query: &'static Query<Nothing>, params: &[Param<'_>]) -> Result<()> {
        self.exec(query, params).await.map(drop)
    }

    fn writes(&self) -> u64 {
        self.inner.total_changes()
    }

    fn overwrite_removed(&mut self) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(user_version::ask_scrubbing(&self.inner))
    }

    fn composed<T: FromRow>(
        &mut self,
        composed: &Composed<T>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        let began = Instant::now();
        let outcome = composed.span().in_scope(|| self.composed_rows(composed));
        if let Some(meters) = &self.meters {
            meters.record_composed(composed.name(), began);
        }
        std::future::ready(outcome.map_err(|error| composed.named(error)))
    }
}

impl Ddl for SqliteConn {
    fn batch(&mut self, sql: &str) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(self.inner.execute_batch(sql).map_err(error))
    }

    fn has_ledger(&mut self) -> impl Future<Output = Result<bool>> + Send {
        std::future::ready(has_ledger(&self.inner))
    }
}

/// Returns the outcome of a future that is ready at the first poll, as all futures on SQLite are.
pub(crate) fn ready<T, E: From<Error>>(body: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    match std::pin::pin!(body).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(Error::Internal("a body waited for something else".into()).into()),
    }
}
