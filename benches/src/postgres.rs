//! Databases on the PostgreSQL server that `DESKBELL_TEST_POSTGRES` names. Each is this program's
//! own and goes when its value goes.

use std::pin::pin;

use tokio_postgres::{Client, NoTls};

use crate::{Result, While as _, talk};

/// Names the server, by the URL of one of its databases.
const URL: &str = "DESKBELL_TEST_POSTGRES";

/// A server.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// Of the database that is there already.
    url: String,
    /// Its version.
    pub version: String,
}

impl Postgres {
    /// The server of the environment; `None` without one.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn find() -> Result<Option<Self>> {
        let Ok(url) = std::env::var(URL) else { return Ok(None) };
        let version = on(&url, async |client| {
            let row = client.query_one("SHOW server_version", &[]).await?;
            row.try_get::<_, String>(0)
        })?;
        let version = version.split(' ').next().unwrap_or_default().to_owned();
        Ok(Some(Self { url, version }))
    }

    /// A new database with this name, in the place of one that a broken run may have left.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn database(&self, name: &str) -> Result<Database> {
        let name = format!("deskbell_bench_{}_{name}", std::process::id());
        on(&self.url, async |client| {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            client.batch_execute(&format!("CREATE DATABASE {name}")).await
        })?;
        Ok(Database { server: self.clone(), name })
    }
}

/// A database that is dropped with its value.
#[derive(Debug)]
pub struct Database {
    server: Postgres,
    name: String,
}

impl Database {
    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        let (server, query) = self.server.url.split_once('?').unwrap_or((&self.server.url, ""));
        let server = server.rsplit_once('/').map_or(server, |(server, _)| server);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{server}/{}{mark}{query}", self.name)
    }

    /// What autovacuum would do within some minutes: statistics and visibility of all rows.
    ///
    /// # Errors
    /// As the server says.
    pub fn settle(&self) -> Result<()> {
        on(&self.url(), async |client| client.batch_execute("VACUUM ANALYZE").await)
    }

    /// The ids of the processes that work for Deskbell, on the server's machine.
    ///
    /// # Errors
    /// As the server says.
    pub fn backends(&self) -> Result<Vec<u32>> {
        let sql = "SELECT pid FROM pg_stat_activity
                   WHERE datname = current_database() AND application_name = 'deskbell'";
        let rows = on(&self.url(), async |client| client.query(sql, &[]).await)?;
        let ids = rows.iter().map(|row| row.try_get::<_, i32>(0));
        let ids: Vec<i32> = ids.collect::<std::result::Result<_, _>>().while_at("PostgreSQL")?;
        Ok(ids.into_iter().filter_map(|id| u32::try_from(id).ok()).collect())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = &self.name;
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        if let Err(error) = on(&self.server.url, async |client| client.batch_execute(&drop).await) {
            talk(format!("the database {name} stays behind: {error}"));
        }
    }
}

/// Runs something on a connection of its own.
fn on<T>(
    url: &str,
    work: impl AsyncFnOnce(&Client) -> std::result::Result<T, tokio_postgres::Error>,
) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.while_at("a runtime")?;
    let outcome = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let mut connection = pin!(connection);
        let mut work = pin!(work(&client));
        tokio::select! {
            outcome = &mut work => outcome,
            // The connection ends first only when it breaks; the work then fails by itself.
            ended = &mut connection => match ended {
                Ok(()) => work.await,
                Err(error) => Err(error),
            },
        }
    });
    outcome.map_err(|error| match error.as_db_error() {
        Some(answer) => format!("PostgreSQL: {}", answer.message()),
        None => format!("PostgreSQL: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_beside_the_one_that_is_there() {
        let url = |url: &str| {
            let server = Postgres { url: url.into(), version: String::new() };
            let database = Database { server, name: "n".into() };
            let url = database.url();
            std::mem::forget(database);
            url
        };
        assert_eq!(url("postgres://u@h:1/postgres"), "postgres://u@h:1/n");
        assert_eq!(url("postgres://u@h:1/postgres?a=b"), "postgres://u@h:1/n?a=b");
    }
}
