//! Statements. A statement is one SQL text for both engines, with its properties. This file knows
//! no engine: `dialect.rs` derives an engine's text.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::columns::FromRow;
use crate::error::{Error, Result};

/// The class of a statement by the amount of its work, which decides where the statement runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Reads or writes a few rows by key; runs in the caller's task.
    Point,
    /// Reads a page by an index, skipping at most 1,000 rows; runs in the caller's task.
    Page,
    /// May read any number of rows. Few scans run at the same time; on SQLite a scan runs on a
    /// separate thread.
    Scan,
}

/// The number of a statement, assigned at the first use; 0 before.
#[derive(Debug)]
pub(crate) struct StatementNumber(AtomicUsize);

/// The number that was last assigned to a statement.
static LAST_NUMBER: AtomicUsize = AtomicUsize::new(0);

impl StatementNumber {
    pub(crate) const fn unset() -> Self {
        Self(AtomicUsize::new(0))
    }

    pub(crate) fn get(&self) -> usize {
        match self.0.load(Ordering::Relaxed) {
            0 => self.give(),
            number => number,
        }
    }

    #[cold]
    fn give(&self) -> usize {
        let next = LAST_NUMBER.fetch_add(1, Ordering::Relaxed) + 1;
        // If two threads assign a number at the same time, the first number is used, and the other
        // number stays unused.
        let set = self.0.compare_exchange(0, next, Ordering::Relaxed, Ordering::Relaxed);
        set.map_or_else(|first| first, |_| next)
    }
}

/// An SQL text for both engines, with its properties.
///
/// The parameters are `$1…$n` in the order of their first appearance, as SQLite numbers parameters.
#[derive(Debug)]
pub struct Statement {
    /// The statement's name in tests and logs.
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    pub(crate) sql: &'static str,
    /// The names of the returned columns, in order; empty for a statement that returns no rows.
    pub(crate) columns: &'static [&'static str],
    /// True when the statement locks its rows until the transaction ends.
    pub(crate) locking: bool,
    /// True when the text contains `{now_ms}`, the database's clock.
    pub(crate) clocked: bool,
    /// True when the text contains `{timeline}`, the database's timeline.
    pub(crate) dated: bool,
    /// True when the text contains index hints, `{by NAME}` after a table. SQLite has no
    /// statistics, and without a hint may read all rows of an organization to find the rows of one
    /// chat.
    pub(crate) hinted: bool,
    /// The number by which the statement is measured.
    pub(crate) number: StatementNumber,
}

/// A statement with rows of type `T`.
#[derive(Debug)]
pub struct Query<T> {
    pub(crate) statement: Statement,
    row: std::marker::PhantomData<fn() -> T>,
}

impl Statement {
    /// Creates a statement with these columns. The statement locks nothing and has no placeholders.
    pub(crate) const fn new(
        name: &'static str,
        class: Class,
        sql: &'static str,
        columns: &'static [&'static str],
    ) -> Self {
        let (locking, clocked, dated, hinted) = (false, false, false, false);
        let number = StatementNumber::unset();
        Self { name, class, sql, columns, locking, clocked, dated, hinted, number }
    }

    /// Refuses a scan unless `scans` is true.
    pub(crate) fn check(&self, scans: bool) -> Result<()> {
        match self.class {
            Class::Scan => check_scan(self.name, scans),
            Class::Point | Class::Page => Ok(()),
        }
    }

    /// Returns the span in which the statement runs, at debug level.
    pub(crate) fn span(&self) -> tracing::Span {
        statement_span(self.name)
    }

    /// Adds the statement's name to the database's error.
    pub(crate) fn named(&self, error: Error) -> Error {
        error.of(self.name)
    }
}

/// Returns the span in which a statement of this name runs, at debug level.
pub(crate) fn statement_span(name: &'static str) -> tracing::Span {
    tracing::debug_span!("statement", name)
}

/// Refuses the scan with this name unless `scans` is true.
pub(crate) fn check_scan(name: &str, scans: bool) -> Result<()> {
    if scans {
        return Ok(());
    }
    Err(Error::Internal(format!("{name} is a scan and must run as one")))
}

impl<T: FromRow> Query<T> {
    pub(crate) const fn new(name: &'static str, class: Class, sql: &'static str) -> Self {
        let statement = Statement::new(name, class, sql, T::COLUMNS);
        Self { statement, row: std::marker::PhantomData }
    }

    /// Replaces `{now_ms}` with the database's clock in milliseconds.
    pub(crate) const fn clocked(mut self) -> Self {
        self.statement.clocked = true;
        self
    }

    /// Replaces `{timeline}` with the database's timeline. The caller of the statement passes the
    /// value to [`crate::Conn::check_timeline`].
    pub(crate) const fn dated(mut self) -> Self {
        self.statement.dated = true;
        self
    }

    /// Replaces `{by NAME}` with index hints.
    pub(crate) const fn hinted(mut self) -> Self {
        self.statement.hinted = true;
        self
    }

    /// Makes the statement lock its rows until the transaction ends.
    pub(crate) const fn locking(mut self) -> Self {
        self.statement.locking = true;
        self
    }
}

/// Declares a resource's statements, and lists them in `STATEMENTS` for the tests.
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
