//! One PostgreSQL connection, as the port has it: parameters, rows, transactions, errors.

use std::error::Error as _;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::TryStreamExt as _;
use futures_util::future::try_join_all;
use tokio_postgres::error::{DbError, Severity, SqlState};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tracing::Instrument as _;

use super::doubt::{Doubt, REPLACED};
use crate::columns::{FromRow, Nothing};
use crate::composed::Composed;
use crate::conn::{Conn, Rows, Visit};
use crate::dialect;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::migrate::Ddl;
use crate::row::{Param, Row};
use crate::statement::{Class, Query, Statement};

/// Parameter sets sent ahead of their answers.
const PIPELINED_MAX: usize = 256;

/// A connection from a pool. One that is given up inside a transaction, or that does not answer, is
/// closed instead of going back.
#[derive(Debug)]
pub(crate) struct PostgresConn {
    client: Option<deadpool_postgres::Client>,
    in_transaction: bool,
    is_lost: bool,
    /// The wait for the server's answer: longer than the deadline of any statement.
    patience: Duration,
    /// The doubt to be raised when the server is no longer the database.
    doubt: Doubt,
    /// The permission to run statements declared as scans.
    scans: bool,
}

impl PostgresConn {
    pub(crate) fn new(client: deadpool_postgres::Client, patience: Duration, doubt: Doubt) -> Self {
        let client = Some(client);
        Self { client, in_transaction: false, is_lost: false, patience, doubt, scans: true }
    }

    /// Refuses statements declared longer than this class from now on.
    pub(crate) fn limit(&mut self, class: Class) {
        self.scans = class == Class::Scan;
    }

    fn client(&self) -> Result<&deadpool_postgres::Client> {
        self.client.as_ref().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// Waits for the server's answer, with a limit: it may be gone without a word.
    async fn answered<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        let Ok(answer) = tokio::time::timeout(self.patience, answer).await else {
            self.doubt.raise();
            return Err(Error::Unavailable("the server does not answer".into()));
        };
        answer.map_err(|cause| {
            if cause.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
                self.doubt.raise();
            }
            error(&cause)
        })
    }

    /// Marks a connection that is unusable after this outcome.
    fn noted<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_lost |= matches!(outcome, Err(Error::Unavailable(_)));
        outcome
    }

    /// Runs a statement of the engine's own: transactions, savepoints, locks.
    pub(crate) async fn control(&mut self, sql: &str) -> Result<()> {
        let outcome = match self.client() {
            Ok(client) => self.answered(client.batch_execute(sql)).await,
            Err(error) => Err(error),
        };
        self.noted(outcome)
    }

    pub(crate) async fn begin(&mut self, sql: &str) -> Result<()> {
        self.in_transaction = true;
        self.control(sql).await
    }

    /// Commits. The outcome is unknown when the connection dies meanwhile.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        let commit = self.client()?.batch_execute("COMMIT");
        let Ok(outcome) = tokio::time::timeout(self.patience, commit).await else {
            self.doubt.raise();
            return Err(Error::Unknown);
        };
        match outcome {
            Ok(()) => {
                self.in_transaction = false;
                Ok(())
            }
            Err(cause) if cause.as_db_error().is_some_and(|it| !is_ending(it)) => {
                // The server answered: it rolled back.
                self.in_transaction = false;
                Err(error(&cause))
            }
            Err(_) => Err(Error::Unknown),
        }
    }

    pub(crate) async fn rollback(&mut self) {
        if self.control("ROLLBACK").await.is_ok() {
            self.in_transaction = false;
        }
    }

    async fn rows<V: Visit>(
        &self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> Result<()> {
        statement.check(self.scans)?;
        let client = self.client()?;
        let text = dialect::text(Engine::Postgres, statement);
        let prepared = self.answered(client.prepare_cached(&text)).await?;
        debug_assert_eq!(prepared.columns().len(), statement.columns.len(), "{}", statement.name);
        self.show(&prepared, params, visitor).await
    }

    /// Prepares a statement for this once: the server forgets it when it is dropped.
    async fn composed_rows<T: FromRow>(&self, composed: &Composed<T>) -> Result<Vec<T>> {
        composed.check(self.scans)?;
        let prepared = self.answered(self.client()?.prepare(composed.sql())).await?;
        let mut rows = Rows(Vec::new());
        self.show(&prepared, &composed.params(), &mut rows).await?;
        Ok(rows.0)
    }

    /// Runs a prepared statement and passes each row to `visitor`.
    async fn show<V: Visit>(
        &self,
        prepared: &tokio_postgres::Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> Result<()> {
        let rows = self.answered(self.client()?.query_raw(prepared, params.iter())).await?;
        let mut rows = std::pin::pin!(rows);
        while let Some(row) = self.answered(rows.try_next()).await? {
            visitor.row(&row)?;
        }
        Ok(())
    }

    async fn execute(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<u64> {
        let client = self.client()?;
        let text = dialect::text(Engine::Postgres, statement);
        let prepared = self.answered(client.prepare_cached(&text)).await?;
        self.answered(client.execute_raw(&prepared, params.iter())).await
    }

    async fn execute_many(
        &self,
        statement: &'static Statement,
        rows: &[Vec<Param<'_>>],
    ) -> Result<()> {
        let client = self.client()?;
        let text = dialect::text(Engine::Postgres, statement);
        let prepared = self.answered(client.prepare_cached(&text)).await?;
        for some in rows.chunks(PIPELINED_MAX) {
            let sent = some.iter().map(|params| client.execute_raw(&prepared, params.iter()));
            self.answered(try_join_all(sent)).await?;
        }
        Ok(())
    }
}

impl Drop for PostgresConn {
    fn drop(&mut self) {
        if (self.in_transaction || self.is_lost)
            && let Some(client) = self.client.take()
        {
            drop(deadpool_postgres::Object::take(client));
        }
    }
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Param::Text(text) if *kind == Type::TEXT => text.to_sql(kind, out),
            Param::Int(_) | Param::Text(_) => Err(format!("{kind} is not bound here").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT)
    }

    to_sql_checked!();
}

impl Row for tokio_postgres::Row {
    fn int(&self, column: usize) -> Result<Option<i64>> {
        self.try_get(column)
            .map_err(|_| Error::corrupt(format!("column {} is no number", column + 1)))
    }

    fn text(&self, column: usize) -> Result<Option<&str>> {
        self.try_get(column)
            .map_err(|_| Error::corrupt(format!("column {} is no text", column + 1)))
    }
}

impl Conn for PostgresConn {
    fn check_timeline(&mut self, timeline: i64) -> Result<()> {
        let outcome = match self.doubt.is_current(timeline) {
            true => Ok(()),
            false => Err(Error::Unavailable(REPLACED.into())),
        };
        self.noted(outcome)
    }

    async fn each<V: Visit>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> Result<()> {
        let outcome = self.rows(statement, params, visitor).instrument(statement.span()).await;
        self.noted(outcome).map_err(|error| statement.named(error))
    }

    async fn exec(&mut self, query: &'static Query<Nothing>, params: &[Param<'_>]) -> Result<u64> {
        let ran = self.execute(&query.statement, params);
        let outcome = ran.instrument(query.statement.span()).await;
        self.noted(outcome).map_err(|error| query.statement.named(error))
    }

    async fn overwrite_removed(&mut self) -> Result<()> {
        // Dead rows are removed by the server's own vacuum.
        Ok(())
    }

    async fn exec_many(
        &mut self,
        query: &'static Query<Nothing>,
        rows: &[Vec<Param<'_>>],
    ) -> Result<()> {
        let ran = self.execute_many(&query.statement, rows);
        let outcome = ran.instrument(query.statement.span()).await;
        self.noted(outcome).map_err(|error| query.statement.named(error))
    }

    async fn composed<T: FromRow>(&mut self, composed: &Composed<T>) -> Result<Vec<T>> {
        let outcome = self.composed_rows(composed).await;
        self.noted(outcome).map_err(|error| composed.named(error))
    }
}

impl Ddl for PostgresConn {
    async fn batch(&mut self, sql: &str) -> Result<()> {
        self.control(sql).await
    }

    async fn has_ledger(&mut self) -> Result<bool> {
        Ok(self.one(&HAS_LEDGER, &[]).await? == 1)
    }
}

/// Reads the catalogue's table rather than a function: a function would answer from this session's
/// cache, and miss a table created while the session waited for the lock.
static HAS_LEDGER: Query<i64> = Query::new(
    "postgres::conn::HAS_LEDGER",
    Class::Point,
    "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'schema_migrations'
        AND schemaname = ANY (current_schemas(false))) THEN 1 ELSE 0 END AS BIGINT) AS value",
);

/// Tells whether the error ends the session: shutdown, crash, a killed session.
fn is_ending(answer: &DbError) -> bool {
    matches!(answer.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || matches!(
            *answer.code(),
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW
        )
}

/// Gives PostgreSQL's errors in the storage's words.
pub(crate) fn error(cause: &tokio_postgres::Error) -> Error {
    let Some(answer) = cause.as_db_error() else {
        // The error came without an answer of a server.
        let source = cause.source().map(|source| format!(": {source}")).unwrap_or_default();
        return Error::Unavailable(format!("{cause}{source}"));
    };
    let text = answer.message().to_owned();
    match *answer.code() {
        SqlState::UNIQUE_VIOLATION => {
            Error::Conflict { constraint: answer.constraint().unwrap_or_default().to_owned() }
        }
        SqlState::QUERY_CANCELED => Error::Deadline,
        SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::TOO_MANY_CONNECTIONS => Error::Busy(text),
        SqlState::DISK_FULL => Error::Full(text),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Error::Corrupt(text),
        // A former primary, or a replica that is not a primary yet, or a database that was created
        // anew.
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => Error::Unavailable(format!(
            "the database is not as this version left it, run `deskbell migrate`: {text}"
        )),
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::Unavailable(text),
        _ if is_ending(answer) => Error::Unavailable(text),
        ref code => match code.code().get(..2) {
            // Connections, authorization, unknown databases, resources, operators, system faults.
            Some("08" | "28" | "3D" | "53" | "55" | "57" | "58") => Error::Unavailable(text),
            _ => Error::Internal(text),
        },
    }
}
