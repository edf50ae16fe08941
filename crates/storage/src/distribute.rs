//! The distribution of a database's tables over several servers, by PostgreSQL's extension Citus.

use crate::error::{Error, Result};
use crate::options::{Location, Options};
use crate::postgres::{self, Step};

/// Places the tables of a migrated database on the servers of its Citus cluster, and returns the
/// tables that this call placed. Calls `at` before placing a table. The call can be repeated:
/// tables that are already placed are not moved.
///
/// # Errors
/// `Misconfigured` with a text that says what the operator must do first; also when the database
/// fails. The tables placed before the error stay placed.
pub async fn distribute(
    location: &Location,
    options: &Options,
    at: &mut (dyn FnMut(Step) + Send),
) -> Result<Vec<&'static str>> {
    match location {
        Location::Sqlite(_) => Err(Error::Misconfigured(
            "a file is not distributed: only PostgreSQL with the extension citus is".into(),
        )),
        Location::Postgres(url) => postgres::distribute(url, &options.postgres, at).await,
    }
}
