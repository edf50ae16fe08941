//! Statements that wait on a connection to be sent together with a later statement. A queued
//! statement owns copies of the bound values.

use std::borrow::Cow;
use std::time::Instant;

use bytes::BytesMut;
use tokio_postgres::RowStream;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tracing::Instrument as _;

use crate::error::Error;
use crate::meters::StorageMeters;
use crate::row::Param;
use crate::statement::Statement;

/// A statement that waits to be sent.
#[derive(Debug)]
pub(super) enum Queued {
    /// A statement of the engine itself, such as BEGIN.
    Control(Cow<'static, str>),
    /// A statement that returns no rows.
    Statement { of: &'static Statement, text: Text, values: Vec<Value> },
}

#[derive(Clone, Debug)]
pub(super) enum Text {
    /// A statement that is prepared on the connection.
    Prepared(tokio_postgres::Statement),
    /// A text that is sent at each use.
    Sent(Cow<'static, str>),
}

#[derive(Debug)]
pub(super) enum Value {
    Null,
    Int(i64),
    Text(String),
}

impl From<&Param<'_>> for Value {
    fn from(param: &Param<'_>) -> Self {
        match *param {
            Param::Null => Self::Null,
            Param::Int(number) => Self::Int(number),
            Param::Text(text) => Self::Text(text.to_owned()),
            made => made.made().map_or(Self::Null, Self::Text),
        }
    }
}

impl Value {
    fn param(&self) -> Param<'_> {
        match self {
            Self::Null => Param::Null,
            Self::Int(number) => Param::Int(*number),
            Self::Text(text) => Param::Text(text),
        }
    }

    const fn bytes(&self) -> usize {
        match self {
            Self::Null | Self::Int(_) => size_of::<Self>(),
            Self::Text(text) => size_of::<Self>() + text.len(),
        }
    }
}

impl Queued {
    /// Returns the memory that the statement's values take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Control(_) => 0,
            Self::Statement { values, .. } => values.iter().map(Value::bytes).sum(),
        }
    }

    pub(super) async fn run(
        &self,
        client: &deadpool_postgres::Client,
        meters: &StorageMeters,
    ) -> Result<(), tokio_postgres::Error> {
        match self {
            Self::Control(sql) => client.batch_execute(sql).await,
            Self::Statement { of, text, values } => {
                let began = Instant::now();
                let values = values.iter().map(Value::param);
                let outcome = execute(client, of, text, values).await;
                meters.record(of, began);
                outcome.map(drop)
            }
        }
    }

    /// Adds the statement's name to the database's error.
    pub(super) fn named(&self, error: Error) -> Error {
        match self {
            Self::Control(_) => error,
            Self::Statement { of, .. } => of.named(error),
        }
    }
}

/// Runs a statement without result rows, and returns the number of changed rows.
pub(super) async fn execute<'p>(
    client: &deadpool_postgres::Client,
    of: &Statement,
    text: &Text,
    params: impl ExactSizeIterator<Item = Param<'p>>,
) -> Result<u64, tokio_postgres::Error> {
    match text {
        Text::Prepared(prepared) => {
            client.execute_raw(prepared, params).instrument(of.span()).await
        }
        Text::Sent(sql) => {
            let params: Vec<_> = params.collect();
            let typed = typed(&params).map(|(it, kind)| (it as &(dyn ToSql + Sync), kind));
            client.execute_typed(sql, &typed.collect::<Vec<_>>()).instrument(of.span()).await
        }
    }
}

/// Runs a statement that returns rows.
pub(super) async fn stream(
    client: &deadpool_postgres::Client,
    of: &Statement,
    text: &Text,
    params: &[Param<'_>],
) -> Result<RowStream, tokio_postgres::Error> {
    match text {
        Text::Prepared(prepared) => {
            let (columns, named) = (prepared.columns().len(), of.columns.len());
            debug_assert_eq!(columns, named, "{}", of.name);
            client.query_raw(prepared, params.iter()).instrument(of.span()).await
        }
        Text::Sent(sql) => client.query_typed_raw(sql, typed(params)).instrument(of.span()).await,
    }
}

/// Returns the values of an unprepared statement with their types.
pub(super) fn typed<'p>(params: &'p [Param<'p>]) -> impl Iterator<Item = (&'p Param<'p>, Type)> {
    params.iter().map(|param| {
        let kind = match param {
            // The server infers the type from the parameter's place in the statement.
            Param::Null => Type::UNKNOWN,
            Param::Int(_) => Type::INT8,
            Param::Text(_) | Param::Folded(_) | Param::Caseless(_) | Param::Values(_) => Type::TEXT,
        };
        (param, kind)
    })
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Param::Text(text) if *kind == Type::TEXT => text.to_sql(kind, out),
            made if *kind == Type::TEXT => made.made().to_sql(kind, out),
            _ => Err(format!("{kind} is not bound here").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::UNKNOWN)
    }

    to_sql_checked!();
}
