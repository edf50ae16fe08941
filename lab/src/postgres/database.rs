//! Databases on the PostgreSQL server of `DESKBELL_TEST_POSTGRES`.
//!
//! This module must not know the stored data.

use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::{Client, Error, NoTls};

use super::URL;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A database created by this process. The database exists until [`Database::remove`] is called.
#[derive(Debug)]
pub struct Database {
    /// The URL of the database.
    pub url: String,
    name: String,
}

/// Opens a new connection, and runs a function with this connection.
///
/// # Errors
/// When the server reports an error.
pub async fn connected<T>(
    url: &str,
    work: impl AsyncFnOnce(&Client) -> Result<T, Error>,
) -> Result<T, Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let mut connection = pin!(connection);
    let mut work = pin!(work(&client));
    tokio::select! {
        outcome = &mut work => outcome,
        // The connection broke before the work was done, so the work fails, too.
        ended = &mut connection => match ended {
            Ok(()) => work.await,
            Err(error) => Err(error),
        },
    }
}

/// Runs SQL on a new connection.
///
/// # Panics
/// When the server reports an error.
pub async fn execute(url: &str, sql: &str) {
    let done = connected(url, async |client| client.batch_execute(sql).await).await;
    done.expect("a statement of the fixture");
}

/// The URL of another database on the same server.
#[must_use]
pub fn beside(url: &str, name: &str) -> String {
    let (server, query) = url.split_once('?').unwrap_or((url, ""));
    let server = server.rsplit_once('/').map_or(server, |(server, _)| server);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{server}/{name}{mark}{query}")
}

/// The URL of the server.
///
/// # Panics
/// When the variable is not set: tests on PostgreSQL are never skipped.
fn server() -> String {
    std::env::var(URL).unwrap_or_else(|_| {
        panic!("{URL} is not set: run the tests with `cargo xtask test`, which starts a server")
    })
}

impl Database {
    /// Creates a database whose name contains `word`; `options` are options of `CREATE DATABASE`.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn create(word: &str, options: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("deskbell_{word}_{}_{number}", std::process::id());
        execute(&server(), &format!("CREATE DATABASE {name} {options}")).await;
        Self { url: beside(&server(), &name), name }
    }

    /// Creates a copy of the database `name`; the copy gets another name.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn copy_of(name: &str) -> Self {
        Self::create("test", &format!("TEMPLATE {name}")).await
    }

    /// Creates a copy of this database. The sessions of this database are ended first.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn copied(&self) -> Self {
        // A database in use cannot be copied, and clients reconnect immediately.
        self.alter("ALLOW_CONNECTIONS false").await;
        self.end_sessions().await;
        let copy = Self::copy_of(&self.name).await;
        self.alter("ALLOW_CONNECTIONS true").await;
        copy
    }

    /// The name of the database.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Ends all sessions, like a restart of the server, and waits until the sessions have ended.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn end_sessions(&self) {
        execute(&server(), &self.named(include_str!("end_sessions.sql"))).await;
    }

    /// Ends the current sessions; new sessions may begin.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn cut_sessions(&self) {
        execute(&server(), &self.named(include_str!("cut_sessions.sql"))).await;
    }

    /// Sets a property of the database for new sessions.
    ///
    /// # Panics
    /// When the property does not exist.
    pub async fn alter(&self, property: &str) {
        execute(&server(), &format!("ALTER DATABASE {} {property}", self.name)).await;
    }

    /// Ends all leases, as if their holders had died long ago.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn end_leases(&self) {
        execute(&self.url, include_str!("end_leases.sql")).await;
    }

    /// Sends a notification to the nodes of the database, as if from another node.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn notify(&self, text: &str) {
        execute(&self.url, &include_str!("notify.sql").replace("{text}", text)).await;
    }

    /// Makes an organization's writes to a table fail; `writes` has their kinds, such as `INSERT OR
    /// UPDATE`.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn fail_writes(&self, domain: &str, writes: &str, table: &str) {
        let sql = include_str!("failing_writes.sql").replace("{domain}", domain);
        execute(&self.url, &sql.replace("{writes}", writes).replace("{table}", table)).await;
    }

    /// Undoes [`Database::fail_writes`].
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn mend_writes(&self, table: &str) {
        let sql = include_str!("mended_writes.sql").replace("{table}", table);
        execute(&self.url, &sql).await;
    }

    /// Counts the rows of a table.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn count(&self, table: &str) -> i64 {
        let sql = include_str!("count.sql").replace("{table}", table);
        let row = connected(&self.url, async |client| client.query_one(&sql, &[]).await).await;
        row.expect("a count").get(0)
    }

    /// Drops the database. First waits up to three seconds until no session is idle in a
    /// transaction, since PostgreSQL may notice late that a client disconnected.
    ///
    /// # Panics
    /// When a transaction is still open.
    pub async fn remove(self) {
        execute(&server(), &self.named(include_str!("no_transaction_is_open.sql"))).await;
        execute(&server(), &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }

    fn named(&self, statement: &str) -> String {
        statement.replace("{name}", &self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_database_is_beside_the_one_that_is_there() {
        assert_eq!(beside("postgres://u@h:1/postgres", "n"), "postgres://u@h:1/n");
        assert_eq!(beside("postgres://u@h:1/postgres?a=b", "n"), "postgres://u@h:1/n?a=b");
    }
}
