//! A row as an engine holds it, and values bound to a statement.

use crate::error::Result;

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
    /// Reads the number in a column, counted from 0.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds something else.
    fn int(&self, column: usize) -> Result<Option<i64>>;

    /// Reads the text in a column, counted from 0.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds something else.
    fn text(&self, column: usize) -> Result<Option<&str>>;
}
