//! The database port: a connection to either engine, and the reads that run on a connection.
//!
//! Everything is generic over [`Conn`] and compiled for each engine, so that rows are read without
//! dynamic calls.

use crate::columns::{Columns, FromRow, Nothing};
use crate::composed::Composed;
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::statement::{Query, Statement};

/// A receiver to which a statement passes its rows, one at a time.
pub trait Visit: Send {
    /// Visits one row.
    ///
    /// # Errors
    /// The error that ends the reading.
    fn row<R: Row>(&mut self, row: &R) -> Result<()>;
}

/// A connection to either engine.
pub trait Conn: Send {
    /// Checks that no connection has seen a later timeline. The timeline is a number that grows
    /// each time another server takes over.
    ///
    /// # Errors
    /// `Unavailable` when another connection has seen a later timeline: the server is a former
    /// primary, and its answers are out of date.
    fn check_timeline(&mut self, timeline: i64) -> Result<()>;

    /// Runs a statement and passes each row to `visitor`.
    fn each<V: Visit>(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        visitor: &mut V,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Runs a statement without result rows; returns the number of changed rows.
    fn exec(
        &mut self,
        query: &'static Query<Nothing>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<u64>> + Send;

    /// Queues a statement that returns no rows, to run once per set of parameters and before every
    /// later statement. In a transaction, a later statement or the end of the job may return the
    /// error of this statement.
    fn queue_many(
        &mut self,
        query: &'static Query<Nothing>,
        rows: &[Vec<Param<'_>>],
    ) -> impl Future<Output = Result<()>> + Send;

    /// Queues a statement that returns no rows, to run once; see [`Conn::queue_many`].
    fn queue(
        &mut self,
        query: &'static Query<Nothing>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<()>> + Send {
        async move { self.queue_many(query, &[params.to_vec()]).await }
    }

    /// Returns a number that grows with each statement that may have changed a row.
    fn writes(&self) -> u64;

    /// Requests that the content of removed rows is overwritten soon, including copies that the
    /// engine left in unused parts of its files. An engine that always overwrites removed rows
    /// ignores the request.
    fn overwrite_removed(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Runs a composed statement, and returns all its rows.
    fn composed<T: FromRow>(
        &mut self,
        composed: &Composed<T>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Returns all rows of a query.
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

    /// Returns the first row of a query, if any.
    fn opt<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move { Ok(self.all(query, params).await?.into_iter().next()) }
    }

    /// Returns all rows of two independent queries.
    fn both<T: FromRow, U: FromRow>(
        &mut self,
        one: (&'static Query<T>, &[Param<'_>]),
        other: (&'static Query<U>, &[Param<'_>]),
    ) -> impl Future<Output = Result<(Vec<T>, Vec<U>)>> + Send {
        async move { Ok((self.all(one.0, one.1).await?, self.all(other.0, other.1).await?)) }
    }

    /// Returns all rows of a query for each set of parameters, in the order of the sets.
    fn many<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        sets: &[Vec<Param<'_>>],
    ) -> impl Future<Output = Result<Vec<Vec<T>>>> + Send {
        async move {
            let mut found = Vec::with_capacity(sets.len());
            for params in sets {
                found.push(self.all(query, params).await?);
            }
            Ok(found)
        }
    }

    /// Returns the first row; `NotFound` without a row.
    fn one<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<T>> + Send {
        async move { self.opt(query, params).await?.ok_or(Error::NotFound) }
    }
}

pub(crate) struct Rows<T>(pub(crate) Vec<T>);

impl<T: FromRow> Visit for Rows<T> {
    fn row<R: Row>(&mut self, row: &R) -> Result<()> {
        self.0.push(T::from_row(&mut Columns::new(row))?);
        Ok(())
    }
}

/// A read: statements that run on either engine.
pub trait Read: Send + 'static {
    /// The result of the read.
    type Out: Send + 'static;

    /// Runs the statements of the read.
    fn run<C: Conn>(self, conn: &mut C) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// Declares reads: `Name(parameter: Type, …) -> Result = async |conn| body;`. A read of several
/// calls implements `Read` without this macro.
#[macro_export]
macro_rules! reads {
    ($(
        $(#[$doc:meta])*
        $vis:vis $Name:ident($($field:ident: $Type:ty),*) -> $Out:ty =
            async |$conn:ident| $body:expr;
    )*) => {$(
        $(#[$doc])*
        $vis struct $Name($($vis $Type),*);

        impl $crate::Read for $Name {
            type Out = $Out;

            async fn run<C: $crate::Conn>(self, $conn: &mut C) -> $crate::Result<$Out> {
                let Self($($field),*) = self;
                $body
            }
        }
    )*};
}
