//! A PostgreSQL connection that implements the port: parameters, rows, transactions, errors.

use std::error::Error as _;
use std::sync::Arc;

use bytes::BytesMut;
use futures_util::TryStreamExt as _;
use futures_util::future::try_join_all;
use tokio_postgres::RowStream;
use tokio_postgres::error::{DbError, Severity, SqlState};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tracing::Instrument as _;

use super::conflict;
use super::doubt::REPLACED;
use super::session::Session;
use crate::columns::{FromRow, Nothing};
use crate::composed::Composed;
use crate::conn::{Conn, Rows, Visit};
use crate::dialect;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::migrate::Ddl;
use crate::options::Pooling;
use crate::row::{Param, Row};
use crate::statement::{Class, Query, Statement};

/// The most sets of parameters sent before their answers are read.
const PIPELINED_MAX: usize = 256;

/// A connection from a pool. A connection that is lost, or dropped inside a transaction, is closed
/// and not returned to the pool.
#[derive(Debug)]
pub(crate) struct PostgresConn {
    client: Option<deadpool_postgres::Client>,
    in_transaction: bool,
    is_lost: bool,
    session: Arc<Session>,
    /// True when statements of the class scan may run.
    scans: bool,
}

impl PostgresConn {
    pub(crate) fn new(client: deadpool_postgres::Client, session: Arc<Session>) -> Self {
        let client = Some(client);
        Self { client, in_transaction: false, is_lost: false, session, scans: true }
    }

    /// From now on, refuses scans unless `class` is the class of scans.
    pub(crate) fn limit(&mut self, class: Class) {
        self.scans = class == Class::Scan;
    }

    fn client(&self) -> Result<&deadpool_postgres::Client> {
        self.client.as_ref().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// Waits for the server's answer, up to `patience`: a server may vanish silently.
    async fn answered<T>(
        &self,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        let Ok(answer) = tokio::time::timeout(self.session.patience, answer).await else {
            self.session.doubt.raise();
            return Err(Error::Unavailable("the server does not answer".into()));
        };
        answer.map_err(|cause| {
            if cause.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
                self.session.doubt.raise();
            }
            error(&cause)
        })
    }

    /// Marks the connection as lost if the outcome is `Unavailable`.
    fn noted<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_lost |= matches!(outcome, Err(Error::Unavailable(_)));
        outcome
    }

    /// Runs one of the engine's own statements: transactions, savepoints, locks.
    pub(crate) async fn control(&mut self, sql: &str) -> Result<()> {
        let outcome = match self.client() {
            Ok(client) => self.answered(client.batch_execute(sql)).await,
            Err(error) => Err(error),
        };
        self.noted(outcome)
    }

    pub(crate) async fn begin(&mut self, sql: &str) -> Result<()> {
        self.in_transaction = true;
        self.control(&self.session.begin(sql)).await
    }

    /// Commits. The outcome is unknown when the connection is lost meanwhile.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        let commit = self.client()?.batch_execute("COMMIT");
        let Ok(outcome) = tokio::time::timeout(self.session.patience, commit).await else {
            self.session.doubt.raise();
            return Err(Error::Unknown);
        };
        match outcome {
            Ok(()) => {
                self.in_transaction = false;
                Ok(())
            }
            Err(cause) if cause.as_db_error().is_some_and(is_rollback) => {
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
        let rows = match self.session.pooling {
            Pooling::Session => {
                let prepared = self.answered(client.prepare_cached(&text)).await?;
                let (columns, named) = (prepared.columns().len(), statement.columns.len());
                debug_assert_eq!(columns, named, "{}", statement.name);
                self.answered(client.query_raw(&prepared, params.iter())).await?
            }
            Pooling::Transaction => {
                self.answered(client.query_typed_raw(&text, typed(params))).await?
            }
        };
        self.show(rows, visitor).await
    }

    /// Runs a composed statement without preparing it, since its text is rarely used again.
    async fn composed_rows<T: FromRow>(&self, composed: &Composed<T>) -> Result<Vec<T>> {
        composed.check(self.scans)?;
        let params = composed.params();
        let sent = self.client()?.query_typed_raw(composed.sql(), typed(&params));
        let mut rows = Rows(Vec::new());
        self.show(self.answered(sent).await?, &mut rows).await?;
        Ok(rows.0)
    }

    /// Passes each row to `visitor`.
    async fn show<V: Visit>(&self, rows: RowStream, visitor: &mut V) -> Result<()> {
        let mut rows = std::pin::pin!(rows);
        while let Some(row) = self.answered(rows.try_next()).await? {
            visitor.row(&row)?;
        }
        Ok(())
    }

    async fn execute(&self, statement: &'static Statement, params: &[Param<'_>]) -> Result<u64> {
        let client = self.client()?;
        let text = dialect::text(Engine::Postgres, statement);
        if self.session.pooling == Pooling::Transaction {
            return self.answered(execute_typed(client, &text, params)).await;
        }
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
        if self.session.pooling == Pooling::Transaction {
            for some in rows.chunks(PIPELINED_MAX) {
                let sent = some.iter().map(|params| execute_typed(client, &text, params));
                self.answered(try_join_all(sent)).await?;
            }
            return Ok(());
        }
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

/// The values of a statement that is not prepared, with their types.
fn typed<'p>(params: &'p [Param<'p>]) -> impl Iterator<Item = (&'p Param<'p>, Type)> {
    params.iter().map(|param| {
        let kind = match param {
            // The server infers the type from the parameter's place in the statement.
            Param::Null => Type::UNKNOWN,
            Param::Int(_) => Type::INT8,
            Param::Text(_) | Param::Folded(_) | Param::Caseless(_) => Type::TEXT,
        };
        (param, kind)
    })
}

async fn execute_typed(
    client: &deadpool_postgres::Client,
    sql: &str,
    params: &[Param<'_>],
) -> std::result::Result<u64, tokio_postgres::Error> {
    let params: Vec<_> =
        typed(params).map(|(it, kind)| (it as &(dyn ToSql + Sync), kind)).collect();
    client.execute_typed(sql, &params).await
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
            made if *kind == Type::TEXT => made.made().to_sql(kind, out),
            _ => Err(format!("{kind} is not bound here").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::UNKNOWN)
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
        let outcome = match self.session.doubt.is_current(timeline) {
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
        // The server's own vacuum removes dead rows.
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

/// Queries a catalogue table, since a function would answer from the session's cache, which may
/// lack a table created while the session waited for the lock.
static HAS_LEDGER: Query<i64> = Query::new(
    "postgres::conn::HAS_LEDGER",
    Class::Point,
    "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'schema_migrations'
        AND schemaname = ANY (current_schemas(false))) THEN 1 ELSE 0 END AS BIGINT) AS value",
);

/// Tells whether the error ends the session, as in a shutdown, a crash or a killed session.
fn is_ending(answer: &DbError) -> bool {
    matches!(answer.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || matches!(
            *answer.code(),
            SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW
        )
}

/// Tells whether an error of COMMIT means that everything was rolled back. After any other error, a
/// server that distributes a transaction over several servers may have committed a part.
fn is_rollback(answer: &DbError) -> bool {
    let code = answer.code().code();
    let class = code.get(..2).unwrap_or_default();
    // 57014 is a canceled statement, 40003 an unknown outcome.
    let is_known =
        matches!(class, "22" | "23" | "25" | "40" | "42" | "44" | "53" | "54" | "55" | "P0");
    !is_ending(answer) && code != "40003" && (is_known || code == "57014")
}

/// Converts an error of PostgreSQL.
pub(crate) fn error(cause: &tokio_postgres::Error) -> Error {
    let Some(answer) = cause.as_db_error() else {
        if let Some(why) = deskbell_tls::explain(cause) {
            return Error::Misconfigured(why);
        }
        // The server sent no error; the connection failed.
        let source = cause.source().map(|source| format!(": {source}")).unwrap_or_default();
        return Error::Unavailable(format!("{cause}{source}"));
    };
    let text = answer.message().to_owned();
    match *answer.code() {
        SqlState::UNIQUE_VIOLATION => {
            let constraint = conflict::constraint(answer.constraint(), answer.message());
            Error::Conflict { constraint: constraint.to_owned() }
        }
        SqlState::QUERY_CANCELED => Error::Deadline,
        SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::TOO_MANY_CONNECTIONS => Error::Busy(text),
        SqlState::DISK_FULL => Error::Full(text),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Error::Corrupt(text),
        // Another version migrated the database, or the database was created again.
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => Error::Unavailable(format!(
            "the database is not as this version left it, run `deskbell migrate`: {text}"
        )),
        SqlState::INSUFFICIENT_PRIVILEGE => Error::Misconfigured(format!(
            "{text}: let the role that the address names have it (GRANT USAGE, CREATE ON SCHEMA \
             …; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA … TO the role)"
        )),
        SqlState::INVALID_SCHEMA_NAME => Error::Misconfigured(format!(
            "{text}: make a schema for the role that the address names (CREATE SCHEMA … \
             AUTHORIZATION the role; ALTER ROLE … SET search_path = …)"
        )),
        SqlState::DUPLICATE_PSTATEMENT | SqlState::INVALID_SQL_STATEMENT_NAME => {
            Error::Misconfigured(format!(
                "{text}: a pooler gives each transaction another session; set postgres.pooling to \
                 \"transaction\""
            ))
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::Unavailable(text),
        _ if is_ending(answer) => Error::Unavailable(text),
        ref code => match code.code().get(..2) {
            // Connections, authorization, unknown databases, resources, operator intervention,
            // system errors.
            Some("08" | "28" | "3D" | "53" | "55" | "57" | "58") => Error::Unavailable(text),
            _ => Error::Internal(text),
        },
    }
}
