//! A PostgreSQL connection: transactions, and statements that are sent together. Rows are read in
//! `conn/port.rs`, which implements the port.

mod port;

use std::future::{poll_fn, ready};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Instant;

use futures_util::future::{MaybeDone, maybe_done};
use tokio_postgres::error::SqlState;

use super::error::{error, is_rollback};
use super::queued::Queued;
use super::session::Session;
use crate::error::{Error, Result};
use crate::statement::Class;

type Answer<T> = Result<T, tokio_postgres::Error>;

/// A connection from a pool. A connection that is lost, or is dropped inside a transaction, is
/// closed and does not return to the pool.
#[derive(Debug)]
pub(crate) struct PostgresConn {
    client: Option<deadpool_postgres::Client>,
    in_transaction: bool,
    is_lost: bool,
    session: Arc<Session>,
    /// True when scans (statements that may read any number of rows) may run.
    scans: bool,
    /// The statements of the transaction that wait to be sent with the next statement.
    queued: Vec<Queued>,
    queued_bytes: usize,
    /// The number of statements that may have changed a row.
    writes: u64,
}

/// The answers to statements that were sent together.
struct Answers<T> {
    /// The first error of the queued statements, which has ended the transaction and made all later
    /// statements fail.
    queued: Result<()>,
    last: Answer<T>,
}

impl PostgresConn {
    pub(crate) fn new(client: deadpool_postgres::Client, session: Arc<Session>) -> Self {
        Self {
            client: Some(client),
            in_transaction: false,
            is_lost: false,
            session,
            scans: true,
            queued: Vec::new(),
            queued_bytes: 0,
            writes: 0,
        }
    }

    /// Allows scans only if `class` is the class of scans.
    pub(crate) fn limit(&mut self, class: Class) {
        self.scans = class == Class::Scan;
    }

    fn client(&self) -> Result<&deadpool_postgres::Client> {
        self.client.as_ref().ok_or_else(|| Error::Unavailable("the connection is gone".into()))
    }

    /// Waits for an answer, at most for the session's time limit `patience`, since a server may
    /// vanish silently.
    async fn patiently<T>(&self, answer: impl Future<Output = T>) -> Result<T> {
        tokio::time::timeout(self.session.patience, answer).await.map_err(|_| {
            self.session.doubt.raise();
            Error::Unavailable("the server does not answer".into())
        })
    }

    fn failed(&self, cause: &tokio_postgres::Error) -> Error {
        if cause.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
            self.session.doubt.raise();
        }
        error(cause)
    }

    async fn answered<T>(&self, answer: impl Future<Output = Answer<T>>) -> Result<T> {
        self.patiently(answer).await?.map_err(|cause| self.failed(&cause))
    }

    /// Marks the connection as lost if the outcome is `Unavailable`.
    fn noted<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_lost |= matches!(outcome, Err(Error::Unavailable(_)));
        outcome
    }

    /// Sends these statements and then `last` in one round trip, and returns all answers; an error
    /// when an answer does not come in time. The driver sends each request when the request's
    /// future is first polled.
    async fn send<T: Send>(
        &self,
        queued: &[Queued],
        last: impl Future<Output = Answer<T>> + Send,
    ) -> Result<Answers<T>> {
        let client = self.client()?;
        self.session.round_trips.fetch_add(1, Ordering::Relaxed);
        let meters = &self.session.meters;
        let sent =
            queued.iter().map(|statement| Box::pin(maybe_done(statement.run(client, meters))));
        let mut sent: Vec<_> = sent.collect();
        let mut last = pin!(maybe_done(last));
        poll_fn(|cx| {
            for statement in &mut sent {
                let _ = statement.as_mut().poll(cx);
            }
            let _ = last.as_mut().poll(cx);
            Poll::Ready(())
        })
        .await;
        let mut outcome = Ok(());
        for (statement, answer) in queued.iter().zip(&mut sent) {
            let answer = self.taken(answer.as_mut()).await?;
            let answer = answer.map_err(|cause| statement.named(self.failed(&cause)));
            outcome = outcome.and(answer);
        }
        Ok(Answers { queued: outcome, last: self.taken(last).await? })
    }

    async fn taken<F: Future>(&self, mut answer: Pin<&mut MaybeDone<F>>) -> Result<F::Output> {
        self.patiently(answer.as_mut()).await?;
        answer.take_output().ok_or_else(|| Error::Internal("an answer was lost".into()))
    }

    /// Sends the queued statements and then `last`, and returns the answer to `last`. `named` adds
    /// a name to an error of `last`.
    async fn send_with<T: Send>(
        &self,
        queued: Vec<Queued>,
        last: impl Future<Output = Answer<T>> + Send,
        named: impl Fn(Error) -> Error,
    ) -> Result<T> {
        let answers = self.send(&queued, last).await?;
        answers.queued?;
        answers.last.map_err(|cause| named(self.failed(&cause)))
    }

    fn take_queued(&mut self) -> Vec<Queued> {
        self.queued_bytes = 0;
        std::mem::take(&mut self.queued)
    }

    async fn flush(&mut self) -> Result<()> {
        let queued = self.take_queued();
        if queued.is_empty() {
            return Ok(());
        }
        self.send_with(queued, ready(Ok(())), |error| error).await
    }

    /// Runs a statement of the engine itself, such as a savepoint or a lock.
    pub(crate) async fn control(&mut self, sql: &str) -> Result<()> {
        let queued = self.take_queued();
        let outcome = match self.client() {
            Ok(client) => {
                Box::pin(self.send_with(queued, client.batch_execute(sql), |error| error)).await
            }
            Err(error) => Err(error),
        };
        self.noted(outcome)
    }

    /// Begins a transaction, which is sent with the next statement.
    pub(crate) fn begin(&mut self, sql: &'static str) {
        self.in_transaction = true;
        self.queued.push(Queued::Control(self.session.begin(sql)));
    }

    /// Commits in one round trip with the queued statements. If a queued statement fails, the
    /// server rolls back and still answers COMMIT. Without an answer the outcome is unknown.
    pub(crate) async fn commit(&mut self) -> Result<()> {
        let queued = self.take_queued();
        let client = self.client()?;
        if client.is_closed() {
            return Err(Error::Unavailable("the connection was closed before COMMIT".into()));
        }
        let answers = Box::pin(self.send(&queued, client.batch_execute("COMMIT"))).await;
        let Ok(Answers { queued, last }) = answers else { return Err(Error::Unknown) };
        let committed = match last {
            Ok(()) => Ok(()),
            Err(cause) if cause.as_db_error().is_some_and(is_rollback) => Err(error(&cause)),
            Err(_) => return Err(Error::Unknown),
        };
        self.in_transaction = false;
        self.noted(queued.and(committed))
    }

    /// Commits like [`Self::commit`], and measures the commit. `rows` is the number of rows that
    /// the transaction changed.
    pub(crate) async fn commit_measured(&mut self, rows: u64) -> Result<()> {
        let began = Instant::now();
        let committed = self.commit().await;
        if committed.is_ok() {
            self.session.meters.record_commit(began, rows);
        }
        committed
    }

    pub(crate) async fn rollback(&mut self) -> Result<()> {
        self.take_back("ROLLBACK").await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Drops the queued statements, and runs `sql` to undo the statements already sent.
    pub(crate) async fn take_back(&mut self, sql: &str) -> Result<()> {
        drop(self.take_queued());
        self.control(sql).await
    }

    /// Returns whether a transaction was begun that may not have ended.
    pub(crate) fn is_in_transaction(&self) -> bool {
        self.in_transaction
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
