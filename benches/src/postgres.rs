//! Databases on the PostgreSQL server of `DESKBELL_TEST_POSTGRES`. A database is dropped when its
//! `Database` value is dropped, unless it is stored for later programs, which is possible only on a
//! throw-away cluster.

use deskbell_lab::postgres::URL;
use deskbell_lab::postgres::database::{beside, connected};
use tokio_postgres::Client;

use deskbell_lab::{Result, While as _, say};

/// The cluster name by which `cargo xtask` marks a throw-away cluster.
const THROW_AWAY: &str = "deskbell-throw-away";

/// A PostgreSQL server.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// The URL of an existing database of the server.
    url: String,
    /// The version of the server.
    pub version: String,
    /// True if `cargo xtask` deletes the cluster with all its databases after the benches.
    is_throw_away: bool,
}

impl Postgres {
    /// Connects to the server of `DESKBELL_TEST_POSTGRES`; `None` if the variable is not set.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn find() -> Result<Option<Self>> {
        let Ok(url) = std::env::var(URL) else { return Ok(None) };
        let sql = "SELECT current_setting('server_version'), current_setting('cluster_name')";
        let row = on(&url, async |client| client.query_one(sql, &[]).await)?;
        let told = |column| row.try_get::<_, String>(column).while_at("PostgreSQL");
        let version = told(0)?.split(' ').next().unwrap_or_default().to_owned();
        let is_throw_away = told(1)? == THROW_AWAY;
        Ok(Some(Self { url, version, is_throw_away }))
    }

    /// Creates a database; replaces an existing database of the same name.
    ///
    /// # Errors
    /// When the creation fails.
    pub fn database(&self, name: &str) -> Result<Database> {
        let name = format!("deskbell_bench_{}_{name}", std::process::id());
        on(&self.url, async |client| {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
            client.batch_execute(&format!("CREATE DATABASE {name}")).await
        })?;
        Ok(Database { server: self.clone(), name, stays: false })
    }

    /// Finds a database that an earlier program stored, and its description.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn kept(&self, name: &str) -> Result<Option<(Database, String)>> {
        let name = kept_name(name);
        let sql = "SELECT shobj_description(oid, 'pg_database') FROM pg_database
                   WHERE datname = $1";
        let row = on(&self.url, async |client| client.query_opt(sql, &[&name]).await)?;
        let told = row.map(|row| row.try_get::<_, Option<String>>(0)).transpose();
        let told = told.while_at("PostgreSQL")?.flatten();
        Ok(told.map(|told| (Database { server: self.clone(), name, stays: true }, told)))
    }
}

fn kept_name(name: &str) -> String {
    format!("deskbell_bench_kept_{name}")
}

/// A database, which is dropped when this value is dropped, unless the database is stored for later
/// programs.
#[derive(Debug)]
pub struct Database {
    server: Postgres,
    name: String,
    stays: bool,
}

impl Database {
    /// The URL of the database.
    #[must_use]
    pub fn url(&self) -> String {
        beside(&self.server.url, &self.name)
    }

    /// Updates the statistics and the visibility map, as autovacuum does within some minutes.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn settle(&self) -> Result<()> {
        self.execute("VACUUM ANALYZE")
    }

    /// Stores the database for later programs, with a description. On a permanent server, the
    /// database is still dropped when the value is dropped.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn keep(mut self, name: &str, told: &str) -> Result<Self> {
        if !self.server.is_throw_away {
            return Ok(self);
        }
        let (before, kept) = (&self.name, kept_name(name));
        let told = told.replace('\'', "''");
        let sql = format!(
            "COMMENT ON DATABASE {before} IS '{told}'; ALTER DATABASE {before} RENAME TO {kept}"
        );
        on(&self.server.url, async |client| client.batch_execute(&sql).await)?;
        (self.name, self.stays) = (kept, true);
        Ok(self)
    }

    /// Makes a copy of the database. The copy is deleted when the returned value is dropped. The
    /// original must have no connections.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn copied(&self) -> Result<Self> {
        let (from, copy) = (&self.name, format!("deskbell_bench_{}_copy", std::process::id()));
        on(&self.server.url, async |client| {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {copy} WITH (FORCE)")).await?;
            client.batch_execute(&format!("CREATE DATABASE {copy} TEMPLATE {from}")).await
        })?;
        Ok(Self { server: self.server.clone(), name: copy, stays: false })
    }

    /// Runs statements.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn execute(&self, sql: &str) -> Result<()> {
        on(&self.url(), async |client| client.batch_execute(sql).await)
    }

    /// The pairs of table and column of the database, in the order of each table's columns.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn columns(&self) -> Result<Vec<(String, String)>> {
        let sql = "SELECT table_name::text, column_name::text FROM information_schema.columns
                   WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position";
        let rows = on(&self.url(), async |client| client.query(sql, &[]).await)?;
        let pairs = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
        let pairs: std::result::Result<_, tokio_postgres::Error> = pairs.collect();
        pairs.while_at("PostgreSQL")
    }

    /// The ids of the PostgreSQL processes for Deskbell's connections to this database.
    ///
    /// # Errors
    /// When the server reports an error.
    pub fn backends(&self) -> Result<Vec<u32>> {
        let sql = "SELECT pid FROM pg_stat_activity
                   WHERE datname = current_database() AND application_name LIKE 'deskbell %'";
        let rows = on(&self.url(), async |client| client.query(sql, &[]).await)?;
        let ids = rows.iter().map(|row| row.try_get::<_, i32>(0));
        let ids: Vec<i32> = ids.collect::<std::result::Result<_, _>>().while_at("PostgreSQL")?;
        Ok(ids.into_iter().filter_map(|id| u32::try_from(id).ok()).collect())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        let name = &self.name;
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        if let Err(error) = on(&self.server.url, async |client| client.batch_execute(&drop).await) {
            say::talk(format!("the database {name} stays behind: {error}"));
        }
    }
}

/// Runs a task on a new connection.
fn on<T>(
    url: &str,
    work: impl AsyncFnOnce(&Client) -> std::result::Result<T, tokio_postgres::Error>,
) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = runtime.while_at("a runtime")?.block_on(connected(url, work));
    outcome.map_err(|error| match error.as_db_error() {
        Some(answer) => format!("PostgreSQL: {}", answer.message()),
        None => format!("PostgreSQL: {error}"),
    })
}
