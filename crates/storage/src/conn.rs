//! The port: a connection on either engine, and the reads that run on one.
//!
//! All of it is generic over [`Conn`] and compiled once per engine, so that a row costs no
//! allocation and no dynamic call. There is no trait per table and nothing to mock.

use crate::columns::{Columns, FromRow, Nothing};
use crate::composed::Composed;
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::statement::{Query, Statement};

/// A consumer of a statement's rows, one by one, as the database holds them.
pub trait Visit: Send {
    /// Takes one row.
    ///
    /// # Errors
    /// Any error that ends the reading.
    fn row<R: Row>(&mut self, row: &R) -> Result<()>;
}

/// A connection, on either engine.
pub trait Conn: Send {
    /// Checks the timeline that the database is on.
    ///
    /// # Errors
    /// `Unavailable` when it is an older one than another connection found: the server is a former
    /// primary, and its answers are out of date.
    fn check_timeline(&mut self, timeline: i64) -> Result<()>;

    /// Runs a statement and passes each row to `visitor`.
    fn each<V: Visit>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement that returns no rows; gives the number of rows it changed.
    fn exec(
        &mut self,
        query: &'static Query<Nothing>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<u64>> + Send;

    /// Runs a statement once per set of parameters, as fast as the engine can.
    fn exec_many(
        &mut self,
        query: &'static Query<Nothing>,
        rows: &[Vec<Param<'_>>],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Makes rows removed in this transaction or earlier soon unreadable everywhere, the unused
    /// parts of the engine's files included, as far as the engine allows.
    fn overwrite_removed(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Gives every row of a statement that was composed for one request.
    fn composed<T: FromRow>(
        &mut self,
        composed: &Composed<T>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Gives every row.
    fn all<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        async move {
            let mut rows = Rows(Vec::new());
            self.each(&query.statement, params, &mut rows).await?;
            Ok(rows.0)
        }
    }

    /// Gives the first row, if any.
    fn opt<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move { Ok(self.all(query, params).await?.into_iter().next()) }
    }

    /// Gives the row that must exist.
    fn one<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<T>> + Send {
        async move { self.opt(query, params).await?.ok_or(Error::NotFound) }
    }
}

/// A visitor that keeps every row.
pub(crate) struct Rows<T>(pub(crate) Vec<T>);

impl<T: FromRow> Visit for Rows<T> {
    fn row<R: Row>(&mut self, row: &R) -> Result<()> {
        self.0.push(T::from_row(&mut Columns::new(row))?);
        Ok(())
    }
}

/// A body of statements that runs on either engine.
pub trait Read: Send + 'static {
    /// The result of the body.
    type Out: Send + 'static;

    /// Runs it.
    fn run<C: Conn>(self, conn: &mut C) -> impl Future<Output = Result<Self::Out>> + Send;
}
