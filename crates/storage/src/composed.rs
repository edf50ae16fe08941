//! Statements put together for one request. Their text is made of texts that stand in this crate:
//! what came from outside can be bound to them, and nothing else.

use std::marker::PhantomData;

use deskbell_model::OrgId;

use crate::columns::FromRow;
use crate::error::{Error, Result};
use crate::row::Param;
use crate::statement::check_scan;

/// A statement whose rows are read as `T`. It is always a scan, and no connection keeps it: there
/// are more of these texts than any cache should hold.
#[derive(Debug)]
pub struct Composed<T> {
    name: &'static str,
    sql: String,
    bound: Vec<Bound>,
    row: PhantomData<fn() -> T>,
}

/// A value of a statement that is its own.
#[derive(Debug)]
enum Bound {
    Int(i64),
    Text(String),
}

impl<T: FromRow> Composed<T> {
    /// An empty statement by this name. Its first parameter, `$1`, is the organization, which must
    /// stand in its text before any other: SQLite numbers parameters as they appear.
    pub(crate) fn new(name: &'static str, org: OrgId) -> Self {
        let bound = vec![Bound::Int(org.get())];
        Self { name, sql: String::new(), bound, row: PhantomData }
    }

    /// Adds a stretch of text.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.sql.push_str(text);
        self
    }

    /// Adds a number, as a parameter.
    pub(crate) fn int(&mut self, number: i64) -> &mut Self {
        self.bind(Bound::Int(number))
    }

    /// Adds a number of rows, as a parameter: more than a BIGINT there are none.
    pub(crate) fn count(&mut self, number: u64) -> &mut Self {
        self.int(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// Adds a text, as a parameter.
    pub(crate) fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.bind(Bound::Text(text.into()))
    }

    fn bind(&mut self, value: Bound) -> &mut Self {
        self.bound.push(value);
        self.sql.push('$');
        self.sql.push_str(&self.bound.len().to_string());
        self
    }

    /// Its text, the same for both engines.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    /// What is bound to it.
    pub(crate) fn params(&self) -> Vec<Param<'_>> {
        let param = |value| match value {
            &Bound::Int(number) => Param::Int(number),
            Bound::Text(text) => Param::Text(text),
        };
        self.bound.iter().map(param).collect()
    }

    /// Refuses it where scans may not run.
    pub(crate) fn check(&self, scans: bool) -> Result<()> {
        check_scan(self.name, scans)
    }

    /// Says which statement the database refused.
    pub(crate) fn named(&self, error: Error) -> Error {
        error.of(self.name)
    }
}
