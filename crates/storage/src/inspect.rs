//! The inspection of a database by `doctor`, which changes nothing and runs before the database is
//! opened.

use crate::error::Result;
use crate::inspection::Inspection;
use crate::options::{Location, Options};
use crate::{postgres, sqlite};

/// Checks, without connecting, that an address is well formed and that the files named in the
/// address can be read.
///
/// # Errors
/// `Misconfigured` with the reason.
pub fn check_address(location: &Location, options: &Options) -> Result<()> {
    let check = |url: &str| postgres::check_address(url, &options.postgres);
    if let Some(Location::Postgres(url)) = &options.postgres.listen_url {
        check(url)?;
    }
    match location {
        Location::Sqlite(_) => Ok(()),
        Location::Postgres(url) => check(url),
    }
}

/// Inspects a database. With `deep`, SQLite compares every index with its table, which reads the
/// whole file; without `deep`, SQLite checks only the structure of pages.
///
/// # Errors
/// When the database fails; `Unavailable` when the database does not exist.
pub async fn inspect(location: &Location, options: &Options, deep: bool) -> Result<Inspection> {
    match location {
        Location::Sqlite(path) => sqlite::inspect(path, &options.sqlite, deep),
        Location::Postgres(url) => postgres::inspect(url, &options.postgres).await,
    }
}
