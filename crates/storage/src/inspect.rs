//! Looking at a database without changing it: what `doctor` asks before it opens anything.

use crate::error::Result;
use crate::store::{Location, Options};
use crate::{postgres, sqlite};

/// What a database looks like from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The engine and its version.
    pub engine: String,
    /// The last migration that ran; none when there is no schema yet.
    pub schema: Option<i64>,
    /// The last migration that this program knows.
    pub known: i64,
    /// What the engine's own check of its file found, a sentence each.
    pub damage: Vec<String>,
    /// The database's own clock, in unix milliseconds, when it has one.
    pub clock_ms: Option<i64>,
    /// The bytes of the write-ahead log, when it is a file beside the database.
    pub log_bytes: Option<u64>,
}

/// Looks at a database. `deep` lets SQLite compare every index with its table, which reads the
/// whole file; otherwise only each page's own structure is checked.
///
/// # Errors
/// As the database says; `Unavailable` when it is not there.
pub async fn inspect(location: &Location, options: &Options, deep: bool) -> Result<Inspection> {
    match location {
        Location::Sqlite(path) => sqlite::inspect(path, &options.sqlite, deep),
        Location::Postgres(url) => postgres::inspect(url, &options.postgres).await,
    }
}
