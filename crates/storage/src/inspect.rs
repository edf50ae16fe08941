//! The inspection of a database without changing it, which `doctor` makes before it opens anything.

use crate::error::Result;
use crate::inspection::Inspection;
use crate::options::{Location, Options};
use crate::{postgres, sqlite};

/// Inspects a database. `deep` lets SQLite compare every index with its table, which reads the
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
