//! The port on a PostgreSQL connection: statements, their parameters and their rows.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Instant;

use futures_util::TryStreamExt as _;
use futures_util::future::{MaybeDone, maybe_done};
use tokio_postgres::RowStream;
use tracing::Instrument as _;

use super::{Answer, PostgresConn};
use crate::columns::{FromRow, Nothing};
use crate::composed::Composed;
use crate::conn::{Conn, Rows, Visit};
use crate::dialect::{self, Engine};
use crate::error::{Error, Result};
use crate::limits::{QUEUED_BYTES_MAX, QUEUED_MAX};
use crate::migrate::Ddl;
use crate::options::Pooling;
use crate::postgres::doubt::REPLACED;
use crate::postgres::queued::{Queued, Text, execute, stream, typed};
use crate::row::{Param, Row};
use crate::statement::{Class, Query, Statement};

impl PostgresConn {
    async fn text(&self, statement: &'static Statement) -> Result<Text> {
        let sql = dialect::text(Engine::Postgres, statement);
        if self.session.pooling == Pooling::Transaction {
            return Ok(Text::Sent(sql));
        }
        let prepared = self.answered(self.client()?.prepare_cached(&sql)).await;
        prepared.map(Text::Prepared).map_err(|error| statement.named(error))
    }

    async fn rows<V: Visit>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> Result<()> {
        statement.check(self.scans).map_err(|error| statement.named(error))?;
        let text = self.text(statement).await?;
        let queued = self.take_queued();
        let rows = stream(self.client()?, statement, &text, params);
        let rows = self.send_with(queued, rows, |error| statement.named(error)).await?;
        self.show(rows, visitor).await.map_err(|error| statement.named(error))
    }

    async fn rows_of_both<T: FromRow, U: FromRow>(
        &mut self,
        (one, one_params): (&'static Query<T>, &[Param<'_>]),
        (other, other_params): (&'static Query<U>, &[Param<'_>]),
    ) -> Result<(Vec<T>, Vec<U>)> {
        let (one, other) = (&one.statement, &other.statement);
        one.check(self.scans).map_err(|error| one.named(error))?;
        other.check(self.scans).map_err(|error| other.named(error))?;
        let texts = (self.text(one).await?, self.text(other).await?);
        let queued = self.take_queued();
        let client = self.client()?;
        let mut first = pin!(maybe_done(stream(client, one, &texts.0, one_params)));
        let mut second = pin!(maybe_done(stream(client, other, &texts.1, other_params)));
        self.send_first(queued, [first.as_mut(), second.as_mut()], one).await?;
        let mut found = (Rows(Vec::new()), Rows(Vec::new()));
        self.show_sent(one, first, &mut found.0).await?;
        self.show_sent(other, second, &mut found.1).await?;
        Ok((found.0.0, found.1.0))
    }

    /// Sends the query once for each set of parameters, up to `QUEUED_MAX` sets in each round trip.
    async fn rows_of_many<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        sets: &[Vec<Param<'_>>],
    ) -> Result<Vec<Vec<T>>> {
        let statement = &query.statement;
        statement.check(self.scans).map_err(|error| statement.named(error))?;
        let text = self.text(statement).await?;
        let mut found = Vec::with_capacity(sets.len());
        for sets in sets.chunks(QUEUED_MAX) {
            let queued = self.take_queued();
            let client = self.client()?;
            let sent = sets.iter().map(|params| stream(client, statement, &text, params));
            let mut sent: Vec<_> = sent.map(|read| Box::pin(maybe_done(read))).collect();
            self.send_first(queued, sent.iter_mut().map(|read| read.as_mut()), statement).await?;
            for read in &mut sent {
                let mut rows = Rows(Vec::new());
                self.show_sent(statement, read.as_mut(), &mut rows).await?;
                found.push(rows.0);
            }
        }
        Ok(found)
    }

    /// Sends the queued statements and then `reads` in one round trip, and waits for the answers to
    /// the queued statements.
    async fn send_first<'r, F: Future + Send + 'r>(
        &self,
        queued: Vec<Queued>,
        reads: impl IntoIterator<Item = Pin<&'r mut MaybeDone<F>>, IntoIter: Send> + Send,
        statement: &'static Statement,
    ) -> Result<()>
    where
        F::Output: Send,
    {
        let mut reads = Some(reads);
        let sent = poll_fn(move |cx| {
            for read in reads.take().into_iter().flatten() {
                let _ = read.poll(cx);
            }
            Poll::Ready(Ok(()))
        });
        self.send_with(queued, sent, |error| statement.named(error)).await
    }

    /// Shows a visitor the rows of a read that was sent. Reads that were sent together are shown in
    /// the order in which they were sent: the driver keeps few rows of an answer, and reads the
    /// next answer only when they are taken.
    async fn show_sent<V: Visit>(
        &self,
        statement: &'static Statement,
        read: Pin<&mut MaybeDone<impl Future<Output = Answer<RowStream>>>>,
        visitor: &mut V,
    ) -> Result<()> {
        let shown = async {
            let rows = self.taken(read).await?.map_err(|cause| self.failed(&cause))?;
            self.show(rows, visitor).await
        };
        shown.await.map_err(|error| statement.named(error))
    }

    /// Runs a composed statement, unprepared because its text is rarely used again.
    async fn composed_rows<T: FromRow>(&mut self, composed: &Composed<T>) -> Result<Vec<T>> {
        composed.check(self.scans).map_err(|error| composed.named(error))?;
        let params = composed.params();
        let queued = self.take_queued();
        let sent = self.client()?.query_typed_raw(composed.sql(), typed(&params));
        let rows = self.send_with(queued, sent, |error| composed.named(error)).await?;
        let mut found = Rows(Vec::new());
        self.show(rows, &mut found).await.map_err(|error| composed.named(error))?;
        Ok(found.0)
    }

    async fn show<V: Visit>(&self, rows: RowStream, visitor: &mut V) -> Result<()> {
        let mut rows = pin!(rows);
        while let Some(row) = self.answered(rows.try_next()).await? {
            visitor.row(&row)?;
        }
        Ok(())
    }

    async fn execute(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
    ) -> Result<u64> {
        let text = self.text(statement).await?;
        let queued = self.take_queued();
        let sent = execute(self.client()?, statement, &text, params.iter().copied());
        self.send_with(queued, sent, |error| statement.named(error)).await
    }

    /// Queues a statement once per set of parameters. Outside a transaction, and when many
    /// statements wait, the queue is sent immediately.
    async fn queue_all(
        &mut self,
        statement: &'static Statement,
        rows: &[Vec<Param<'_>>],
    ) -> Result<()> {
        let text = self.text(statement).await?;
        for params in rows {
            let values = params.iter().map(Into::into).collect();
            let queued = Queued::Statement { of: statement, text: text.clone(), values };
            self.queued_bytes += queued.bytes();
            self.queued.push(queued);
            self.writes += 1;
            if self.queued.len() >= QUEUED_MAX || self.queued_bytes >= QUEUED_BYTES_MAX {
                self.flush().await?;
            }
        }
        if self.in_transaction { Ok(()) } else { self.flush().await }
    }
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

// The futures are boxed, since a request's futures would otherwise nest too deeply for the
// compiler.
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
        let began = Instant::now();
        let outcome = Box::pin(self.rows(statement, params, visitor)).await;
        self.session.meters.record(statement, began);
        self.noted(outcome)
    }

    async fn both<T: FromRow, U: FromRow>(
        &mut self,
        one: (&'static Query<T>, &[Param<'_>]),
        other: (&'static Query<U>, &[Param<'_>]),
    ) -> Result<(Vec<T>, Vec<U>)> {
        let began = Instant::now();
        let outcome = Box::pin(self.rows_of_both(one, other)).await;
        self.session.meters.record(&one.0.statement, began);
        self.session.meters.record(&other.0.statement, began);
        self.noted(outcome)
    }

    async fn many<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        sets: &[Vec<Param<'_>>],
    ) -> Result<Vec<Vec<T>>> {
        let began = Instant::now();
        let outcome = Box::pin(self.rows_of_many(query, sets)).await;
        self.session.meters.record(&query.statement, began);
        self.noted(outcome)
    }

    async fn exec(&mut self, query: &'static Query<Nothing>, params: &[Param<'_>]) -> Result<u64> {
        self.writes += 1;
        let began = Instant::now();
        let outcome = Box::pin(self.execute(&query.statement, params)).await;
        self.session.meters.record(&query.statement, began);
        self.noted(outcome)
    }

    async fn queue_many(
        &mut self,
        query: &'static Query<Nothing>,
        rows: &[Vec<Param<'_>>],
    ) -> Result<()> {
        let outcome = Box::pin(self.queue_all(&query.statement, rows)).await;
        self.noted(outcome)
    }

    fn writes(&self) -> u64 {
        self.writes
    }

    async fn overwrite_removed(&mut self) -> Result<()> {
        // The server's own vacuum removes dead rows.
        Ok(())
    }

    async fn composed<T: FromRow>(&mut self, composed: &Composed<T>) -> Result<Vec<T>> {
        let began = Instant::now();
        let outcome = Box::pin(self.composed_rows(composed)).instrument(composed.span()).await;
        self.session.meters.record_composed(composed.name(), began);
        self.noted(outcome)
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

/// SQL that queries a catalogue table for the ledger. A function of PostgreSQL would answer from
/// the session's cache, which may lack a table created while the session waited for the lock.
static HAS_LEDGER: Query<i64> = Query::new(
    "postgres::conn::HAS_LEDGER",
    Class::Point,
    "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'schema_migrations'
        AND schemaname = ANY (current_schemas(false))) THEN 1 ELSE 0 END AS BIGINT) AS value",
);
