//! A database for one test: an SQLite file in a folder of its own, or a PostgreSQL database copied
//! from a template that was migrated once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use deskbell_storage::{Engine, Location, Options, Store};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// The variable that names a PostgreSQL server on which tests may make databases.
pub const VARIABLE: &str = "DESKBELL_TEST_POSTGRES";

static TEMPLATE: OnceLock<String> = OnceLock::new();
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A database that goes away with this value.
#[derive(Debug)]
pub struct Database {
    /// Where it is.
    pub location: Location,
    /// Its address as the command line takes it.
    pub url: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(TempDir),
    Postgres(String),
}

/// The server's address.
///
/// # Panics
/// When there is none: tests on PostgreSQL are never passed over.
fn server() -> String {
    std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set: run the tests with `cargo xtask test`, which starts a server"
        )
    })
}

/// The address of another database on the same server.
fn on_server(name: &str) -> String {
    let server = server();
    let (base, _) = server.rsplit_once('/').expect("an address ends with the database's name");
    format!("{base}/{name}")
}

async fn admin(sql: &str) {
    run_on(&server(), sql).await;
}

async fn run_on(url: &str, sql: &str) {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.expect("the test server answers");
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        outcome = client.batch_execute(sql) => outcome.expect("a statement of the fixture"),
        _ = &mut connection => panic!("the test server closed the connection"),
    }
}

fn unique(what: &str) -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("deskbell_{what}_{}_{number}", std::process::id())
}

/// A thread of its own, since the tests each have their runtime.
fn template() -> &'static str {
    TEMPLATE.get_or_init(|| {
        let made = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let name = unique("template");
                admin(&format!("CREATE DATABASE {name}")).await;
                let location = Location::parse(&on_server(&name)).expect("an address");
                let store = Store::open(&location, &Options::default()).await.expect("a store");
                store.migrate(0).await.expect("migrations");
                store.close().await;
                name
            })
        });
        made.join().expect("the template database")
    })
}

impl Database {
    /// A new database, its schema up to date.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn migrated(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let database = Self::empty(engine).await;
                let store = Store::open(&database.location, &Options::default()).await.unwrap();
                store.migrate(0).await.unwrap();
                store.close().await;
                database
            }
            Engine::Postgres => Self::postgres(&format!("TEMPLATE {}", template())).await,
        }
    }

    /// A new database with nothing in it.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let path = folder.path().join("test.db");
                let url = format!("sqlite:{}", path.display());
                Self { location: Location::Sqlite(path), url, kind: Kind::Sqlite(folder) }
            }
            Engine::Postgres => Self::postgres("").await,
        }
    }

    /// A copy of a PostgreSQL database as it is now. Sessions in it are ended first.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn copy_of(other: &Self) -> Self {
        let Kind::Postgres(name) = &other.kind else { panic!("a file is copied as a file") };
        // Whose session ends comes back at once, and a database that is in use is not copied.
        other.alter("ALLOW_CONNECTIONS false").await;
        other.end_sessions().await;
        let copy = Self::postgres(&format!("TEMPLATE {name}")).await;
        other.alter("ALLOW_CONNECTIONS true").await;
        copy
    }

    /// Ends every session in a PostgreSQL database, as a restart of the server does, and waits for
    /// their end.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn end_sessions(&self) {
        let Kind::Postgres(name) = &self.kind else { panic!("a file has no sessions") };
        let end = format!(
            "DO $$ BEGIN WHILE (SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE datname = '{name}') > 0 LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; \
             END $$"
        );
        admin(&end).await;
    }

    /// Ends the sessions that a PostgreSQL database has at this moment; others may begin.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn cut_sessions(&self) {
        let Kind::Postgres(name) = &self.kind else { panic!("a file has no sessions") };
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
        admin(&format!("{end} = '{name}'")).await;
    }

    /// Changes a property of a PostgreSQL database. It holds for sessions that begin later.
    ///
    /// # Panics
    /// When there is no such property.
    pub async fn alter(&self, property: &str) {
        let Kind::Postgres(name) = &self.kind else { panic!("a file has no properties") };
        admin(&format!("ALTER DATABASE {name} {property}")).await;
    }

    async fn postgres(options: &str) -> Self {
        let name = unique("test");
        admin(&format!("CREATE DATABASE {name} {options}")).await;
        let url = on_server(&name);
        Self { location: Location::Postgres(url.clone()), url, kind: Kind::Postgres(name) }
    }

    /// Sets the windows that PostgreSQL's clock counts back by a minute, as if it had passed.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn let_a_minute_pass(&self) {
        if matches!(self.kind, Kind::Postgres(_)) {
            let sql = "UPDATE rate_windows SET started_at = started_at - 60000";
            run_on(&self.url, sql).await;
        }
    }

    /// Ends every lease, as if its holder had died a while ago.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn end_leases(&self) {
        if matches!(self.kind, Kind::Postgres(_)) {
            run_on(&self.url, "UPDATE leases SET expires_at = 0").await;
        }
    }

    /// Removes it, and checks that nobody left a transaction open. Whoever was broken off has three
    /// seconds until the server has noticed; after five it would end such a session by itself.
    ///
    /// # Panics
    /// When somebody did.
    pub async fn remove(self) {
        match self.kind {
            Kind::Sqlite(folder) => {
                let Location::Sqlite(path) = &self.location else { return };
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                assert!(!std::path::Path::new(&log).exists(), "a connection was left open");
                drop(folder);
            }
            Kind::Postgres(name) => {
                let open = format!(
                    "DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity WHERE datname = \
                     '{name}' AND state LIKE 'idle in transaction%') LOOP \
                     IF clock_timestamp() > now() + INTERVAL '3 seconds' \
                     THEN RAISE 'a transaction was left open'; END IF; \
                     PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01); END LOOP; END $$"
                );
                admin(&open).await;
                admin(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}
