//! Statements: one SQL text for both engines each, and its properties. This file knows no engine:
//! `dialect.rs` makes an engine's text of it.

use crate::columns::FromRow;
use crate::error::{Error, Result};

/// The longest time that a statement may take, which decides where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A few rows by their key; runs in place.
    Point,
    /// A page by an index, at most 1,000 rows passed over; runs in place.
    Page,
    /// Anything longer; runs apart, within a deadline.
    Scan,
}

/// One SQL text for both engines, and its properties.
///
/// Parameters are `$1…$n` in the order of their first appearance: SQLite numbers them so.
#[derive(Debug)]
pub struct Statement {
    /// The statement's name in tests and logs.
    pub(crate) name: &'static str,
    /// The longest time that it may take.
    pub(crate) class: Class,
    /// The text.
    pub(crate) sql: &'static str,
    /// The names of its columns, in order; empty when it returns none.
    pub(crate) columns: &'static [&'static str],
    /// The mark of a statement that keeps its rows locked until the transaction ends.
    pub(crate) locking: bool,
    /// The mark of a statement that reads the database's clock, as `{now_ms}`.
    pub(crate) clocked: bool,
    /// The mark of a statement that reads the database's timeline, as `{timeline}`.
    pub(crate) dated: bool,
    /// The mark of a statement that names its index, as `{by NAME}` following a table: SQLite,
    /// which has no statistics, would read all of an organization's rows instead of a chat's.
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

    /// Adds the statement's name to an error of the database.
    /// The span in which the statement runs, at debug, with its name.
    pub(crate) fn span(&self) -> tracing::Span {
        tracing::debug_span!("statement", name = self.name)
    }

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

    /// The same statement, with the milliseconds of the database's clock for `{now_ms}`.
    pub(crate) const fn clocked(mut self) -> Self {
        self.statement.clocked = true;
        self
    }

    /// The same statement, with the database's timeline for `{timeline}`. Its readers pass the
    /// value to [`Conn::check_timeline`].
    pub(crate) const fn dated(mut self) -> Self {
        self.statement.dated = true;
        self
    }

    /// The same statement, with the index for `{by NAME}`.
    pub(crate) const fn hinted(mut self) -> Self {
        self.statement.hinted = true;
        self
    }

    /// The same statement, keeping the rows locked until the transaction ends.
    pub(crate) const fn locking(mut self) -> Self {
        self.statement.locking = true;
        self
    }
}

/// Declares a resource's statements and lists them in `STATEMENTS`, so that the test that prepares
/// and explains each on both engines misses none.
macro_rules! statements {
    ($($(#[$doc:meta])* $NAME:ident: $class:ident => $T:ty = $sql:expr $(, $kind:ident)*;)*) => {
        $(
            $(#[$doc])*
            static $NAME: $crate::statement::Query<$T> = $crate::statement::Query::<$T>::new(
                concat!(module_path!(), "::", stringify!($NAME)),
                $crate::statement::Class::$class,
                $sql,
            )$(.$kind())*;
        )*
        /// Every statement of this resource.
        #[cfg(test)]
        pub(crate) static STATEMENTS: &[&$crate::statement::Statement] = &[$(&$NAME.statement),*];
    };
}
pub(crate) use statements;
