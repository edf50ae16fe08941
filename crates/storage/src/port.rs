//! The port: what a body of statements needs of a database, written once for both engines.
//!
//! Bodies are generic over [`Conn`] and are compiled once per engine, so that a row costs no
//! allocation and no dynamic call. There is no trait per table and nothing to mock.

use crate::columns::Columns;
use crate::composed::Composed;
use crate::error::{Error, Result};

/// How long a statement may take, and so where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A few rows by their key; runs in place.
    Point,
    /// A page by an index, at most 1,000 rows passed over; runs in place.
    Page,
    /// Anything longer; runs apart, within a deadline.
    Scan,
}

/// One SQL text for both engines, and what is known of it.
///
/// Parameters are `$1…$n` in the order of their first appearance: SQLite numbers them so.
#[derive(Debug)]
pub struct Statement {
    /// What it is called in tests and logs.
    pub(crate) name: &'static str,
    /// How long it may take.
    pub(crate) class: Class,
    /// The text.
    pub(crate) sql: &'static str,
    /// The names of its columns, in order; empty when it returns none.
    pub(crate) columns: &'static [&'static str],
    /// Whether the rows read stay locked until the transaction ends.
    pub(crate) locking: bool,
    /// Whether it asks the database's clock, as `{now_ms}`.
    pub(crate) clocked: bool,
    /// Whether it asks how many servers took over before this one, as `{timeline}`.
    pub(crate) dated: bool,
    /// Whether it says which index to use, as `{by NAME}` behind a table: SQLite, which knows
    /// nothing of a table's rows, would read all of an organization's instead of a chat's.
    pub(crate) hinted: bool,
}

/// A statement whose rows are read as `T`.
#[derive(Debug)]
pub struct Query<T> {
    pub(crate) statement: Statement,
    row: std::marker::PhantomData<fn() -> T>,
}

impl Statement {
    /// Refuses a scan where only points and pages may run.
    pub(crate) fn check(&self, scans: bool) -> Result<()> {
        match self.class {
            Class::Scan => check_scan(self.name, scans),
            Class::Point | Class::Page => Ok(()),
        }
    }

    /// Says which statement the database refused.
    pub(crate) fn named(&self, error: Error) -> Error {
        error.of(self.name)
    }
}

/// Refuses a scan of that name where scans may not run.
pub(crate) fn check_scan(name: &str, scans: bool) -> Result<()> {
    if scans {
        return Ok(());
    }
    Err(Error::Internal(format!("{name} is a scan and must run as one")))
}

impl<T: FromRow> Query<T> {
    pub(crate) const fn new(name: &'static str, class: Class, sql: &'static str) -> Self {
        let (locking, clocked, dated, hinted) = (false, false, false, false);
        let columns = T::COLUMNS;
        let statement = Statement { name, class, sql, columns, locking, clocked, dated, hinted };
        Self { statement, row: std::marker::PhantomData }
    }

    /// The same, with the milliseconds of the database's clock for `{now_ms}`.
    pub(crate) const fn clocked(mut self) -> Self {
        self.statement.clocked = true;
        self
    }

    /// The same, with the database's timeline for `{timeline}`. Whoever reads it shows it to
    /// [`Conn::check_timeline`].
    pub(crate) const fn dated(mut self) -> Self {
        self.statement.dated = true;
        self
    }

    /// The same, with the index for `{by NAME}`.
    pub(crate) const fn hinted(mut self) -> Self {
        self.statement.hinted = true;
        self
    }

    /// The same, keeping the rows locked until the transaction ends.
    pub(crate) const fn locking(mut self) -> Self {
        self.statement.locking = true;
        self
    }
}

/// Declares a resource's statements and lists them in `STATEMENTS`, so that none escapes the test
/// that prepares and explains each on both engines.
macro_rules! statements {
    ($($(#[$doc:meta])* $NAME:ident: $class:ident => $T:ty = $sql:expr $(, $kind:ident)*;)*) => {
        $(
            $(#[$doc])*
            static $NAME: $crate::port::Query<$T> = $crate::port::Query::<$T>::new(
                concat!(module_path!(), "::", stringify!($NAME)),
                $crate::port::Class::$class,
                $sql,
            )$(.$kind())*;
        )*
        /// Every statement of this resource.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&$crate::port::Statement] = &[$(&$NAME.statement),*];
    };
}
pub(crate) use statements;

/// A value bound to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// NULL.
    Null,
    /// A BIGINT: ids, times, numbers and booleans.
    Int(i64),
    /// A TEXT without U+0000.
    Text(&'a str),
}

/// A row while the database holds it.
pub trait Row {
    /// The number in a column, counted from 0.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds something else.
    fn int(&self, column: usize) -> Result<Option<i64>>;

    /// The text in a column, counted from 0.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds something else.
    fn text(&self, column: usize) -> Result<Option<&str>>;
}

/// What a row can be read as. `COLUMNS` is checked against every statement that claims it.
pub trait FromRow: Sized + Send {
    /// The columns' names, in order.
    const COLUMNS: &'static [&'static str];

    /// Reads the columns in that order.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a column holds what it must not.
    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self>;
}

/// The type of a statement that returns no row.
#[derive(Debug)]
pub enum Nothing {}

impl FromRow for Nothing {
    const COLUMNS: &'static [&'static str] = &[];

    fn from_row<R: Row>(_: &mut Columns<'_, R>) -> Result<Self> {
        Err(Error::Internal("a row from a statement that returns none".into()))
    }
}

impl FromRow for i64 {
    const COLUMNS: &'static [&'static str] = &["value"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.int()
    }
}

impl FromRow for String {
    const COLUMNS: &'static [&'static str] = &["value"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        columns.text()
    }
}

/// Takes the rows of a statement one by one, as the database holds them.
pub trait Visit: Send {
    /// Takes one row.
    ///
    /// # Errors
    /// Whatever ends the reading.
    fn row<R: Row>(&mut self, row: &R) -> Result<()>;
}

/// A connection, on either engine.
pub trait Conn: Send {
    /// Takes note of the timeline that the database is on.
    ///
    /// # Errors
    /// `Unavailable` when it is an older one than another connection found: the server at the other
    /// end was the database once, and what it answers is no longer so.
    fn check_timeline(&mut self, timeline: i64) -> Result<()>;

    /// Runs a statement and shows each row to `visitor`.
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

    /// What was removed in this transaction and before is soon to be readable nowhere, not even in
    /// what the engine no longer uses of its files, as far as the engine can see to that.
    fn overwrite_removed(&mut self) -> impl Future<Output = Result<()>> + Send;

    /// Every row of a statement that was composed for one request.
    fn composed<T: FromRow>(
        &mut self,
        composed: &Composed<T>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Every row.
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

    /// The first row, if there is one.
    fn opt<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move { Ok(self.all(query, params).await?.into_iter().next()) }
    }

    /// The row there must be.
    fn one<T: FromRow>(
        &mut self,
        query: &'static Query<T>,
        params: &[Param<'_>],
    ) -> impl Future<Output = Result<T>> + Send {
        async move { self.opt(query, params).await?.ok_or(Error::NotFound) }
    }
}

/// Keeps every row.
pub(crate) struct Rows<T>(pub(crate) Vec<T>);

impl<T: FromRow> Visit for Rows<T> {
    fn row<R: Row>(&mut self, row: &R) -> Result<()> {
        self.0.push(T::from_row(&mut Columns::new(row))?);
        Ok(())
    }
}

/// A body of statements that runs on either engine.
pub trait Body: Send + 'static {
    /// What it gives back.
    type Out: Send + 'static;

    /// Runs it.
    fn run<C: Conn>(self, conn: &mut C) -> impl Future<Output = Result<Self::Out>> + Send;
}
