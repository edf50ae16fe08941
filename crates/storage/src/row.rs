//! Rows as the engines give them, and values bound to statements.

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

/// A row in the database's buffers.
pub trait Row {
    /// Reads the number in a column, counted from 0; `None` for NULL.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds another type.
    fn int(&self, column: usize) -> Result<Option<i64>>;

    /// Reads the text in a column, counted from 0; `None` for NULL.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the column holds another type.
    fn text(&self, column: usize) -> Result<Option<&str>>;
}
