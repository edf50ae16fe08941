//! Statements that are composed for one request. The text of such a statement consists only of this
//! crate's constants; input from outside is bound as a parameter.

use std::marker::PhantomData;

use deskbell_model::OrgId;

use crate::columns::FromRow;
use crate::error::{Error, Result};
use crate::row::Param;
use crate::statement::{check_scan, statement_span};

/// A composed statement with rows of type `T`. The statement counts as a scan, which may read any
/// number of rows. Connections do not cache the text, since there are too many different texts.
#[derive(Debug)]
pub struct Composed<T> {
    name: &'static str,
    sql: String,
    bound: Vec<Bound>,
    row: PhantomData<fn() -> T>,
}

#[derive(Debug)]
enum Bound {
    Int(i64),
    Text(String),
}

impl<T: FromRow> Composed<T> {
    /// Creates an empty statement with this name, whose parameter `$1` is the organization. The
    /// text must use `$1` before other parameters, since SQLite numbers parameters by first use.
    pub(crate) fn new(name: &'static str, org: OrgId) -> Self {
        let bound = vec![Bound::Int(org.get())];
        Self { name, sql: String::new(), bound, row: PhantomData }
    }

    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.sql.push_str(text);
        self
    }

    /// Appends a number as a parameter.
    pub(crate) fn int(&mut self, number: i64) -> &mut Self {
        self.bind(Bound::Int(number))
    }

    /// Appends a number of rows as a parameter, limited to the largest BIGINT.
    pub(crate) fn count(&mut self, number: u64) -> &mut Self {
        self.int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Appends a text as a parameter.
    pub(crate) fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.bind(Bound::Text(text.into()))
    }

    fn bind(&mut self, value: Bound) -> &mut Self {
        self.bound.push(value);
        self.sql.push('$');
        self.sql.push_str(&self.bound.len().to_string());
        self
    }

    /// Returns the statement's text, the same for both engines.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    pub(crate) fn params(&self) -> Vec<Param<'_>> {
        let param = |value| match value {
            &Bound::Int(number) => Param::Int(number),
            Bound::Text(text) => Param::Text(text),
        };
        self.bound.iter().map(param).collect()
    }

    /// Refuses the statement on connections that run no scans (statements that may read any number
    /// of rows). Every composed statement counts as a scan.
    pub(crate) fn check(&self, scans: bool) -> Result<()> {
        check_scan(self.name, scans)
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
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
