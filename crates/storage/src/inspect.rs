//! The inspection of a database by `doctor`, which changes nothing and runs before the database is
//! opened.

use crate::error::Result;
use crate::inspection::Inspection;
use crate::options::{Location, Options};
use crate::{postgres, sqlite};

/// Inspects a database. With `deep`, SQLite compares every index with its table, which reads the
/// whole file; otherwise it checks only the structure of pages.
///
/// # Errors
/// When the database fails; `Unavailable` when the database does not exist.
pub async fn inspect(location: &Location, options: &Options, deep: bool) -> Result<Inspection> {
    match location {
        Location::Sqlite(path) => sqlite::inspect(path, &options.sqlite, deep),
        Location::Postgres(url) => postgres::inspect(url, &options.postgres).await,
    }
}
