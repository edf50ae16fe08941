//! Test databases: an SQLite file in a temporary folder, or a PostgreSQL database copied from a
//! template that is migrated once per process.

use std::sync::OnceLock;

use deskbell_lab::postgres::database::{self, execute};
use deskbell_storage::{Engine, Location, Options, Store};
use tempfile::TempDir;

static TEMPLATE: OnceLock<String> = OnceLock::new();

/// A test database.
#[derive(Debug)]
pub struct Database {
    /// The location of the database.
    pub location: Location,
    /// The URL of the database, as on the command line.
    pub url: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(TempDir),
    Postgres(database::Database),
}

/// Returns the name of the template database. The first call creates the database on a separate
/// thread, since each test has its own runtime.
fn template() -> &'static str {
    TEMPLATE.get_or_init(|| {
        let made = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let template = database::Database::create("template", "").await;
                let location = Location::parse(&template.url).expect("an address");
                let store = Store::open(&location, &Options::default()).await.expect("a store");
                store.migrate(0).await.expect("migrations");
                store.close().await;
                template.name().to_owned()
            })
        });
        made.join().expect("the template database")
    })
}

impl Database {
    /// Creates a database with the current schema.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn migrated(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let database = Self::empty(engine).await;
                let store = Store::open(&database.location, &Options::default()).await.unwrap();
                store.migrate(0).await.unwrap();
                store.close().await;
                database
            }
            Engine::Postgres => Self::of(database::Database::copy_of(template()).await),
        }
    }

    /// Creates an empty database.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let path = folder.path().join("test.db");
                let url = format!("sqlite:{}", path.display());
                Self { location: Location::Sqlite(path), url, kind: Kind::Sqlite(folder) }
            }
            Engine::Postgres => Self::of(database::Database::create("test", "").await),
        }
    }

    fn of(database: database::Database) -> Self {
        let url = database.url.clone();
        Self { location: Location::Postgres(url.clone()), url, kind: Kind::Postgres(database) }
    }

    /// Creates a copy of a PostgreSQL database. The sessions of the original are ended first.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn copy_of(other: &Self) -> Self {
        Self::of(other.on_postgres().copied().await)
    }

    /// The PostgreSQL database, for operations that SQLite lacks.
    ///
    /// # Panics
    /// When the database is an SQLite file.
    #[must_use]
    pub fn on_postgres(&self) -> &database::Database {
        let Kind::Postgres(database) = &self.kind else { panic!("this database is a file") };
        database
    }

    /// Moves PostgreSQL's rate windows, which use PostgreSQL's clock, back by a minute, as if a
    /// minute had passed. Does nothing on SQLite.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn let_a_minute_pass(&self) {
        if matches!(self.kind, Kind::Postgres(_)) {
            let sql = "UPDATE rate_windows SET started_at = started_at - 60000";
            execute(&self.url, sql).await;
        }
    }

    /// Ends all leases on PostgreSQL, as if the leases had expired.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn end_leases(&self) {
        if let Kind::Postgres(database) = &self.kind {
            database.end_leases().await;
        }
    }

    /// Removes the database; checks that no connection or transaction is open.
    ///
    /// # Panics
    /// When a connection or transaction is open.
    pub async fn remove(self) {
        match self.kind {
            Kind::Sqlite(folder) => {
                let Location::Sqlite(path) = &self.location else { return };
                let mut log = path.as_os_str().to_owned();
                log.push("-wal");
                assert!(!std::path::Path::new(&log).exists(), "a connection was left open");
                drop(folder);
            }
            Kind::Postgres(database) => database.remove().await,
        }
    }
}
