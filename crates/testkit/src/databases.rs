//! A database for one test: an SQLite file in a folder of its own, or a PostgreSQL database copied
//! from a template that was migrated once.

use std::sync::OnceLock;

use deskbell_lab::postgres::database::{self, execute};
use deskbell_storage::{Engine, Location, Options, Store};
use tempfile::TempDir;

static TEMPLATE: OnceLock<String> = OnceLock::new();

/// A database that is removed with this value.
#[derive(Debug)]
pub struct Database {
    /// The database's location.
    pub location: Location,
    /// The database's URL, as the command line takes it.
    pub url: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite(TempDir),
    Postgres(database::Database),
}

/// The template is made on a thread of its own, since the tests each have their runtime.
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
    /// Creates a database with the schema up to date.
    ///
    /// # Panics
    /// When it cannot be created.
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
    /// When it cannot be created.
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

    /// Creates a copy of a PostgreSQL database as it is now. Its sessions are ended first.
    ///
    /// # Panics
    /// When it cannot be created.
    pub async fn copy_of(other: &Self) -> Self {
        Self::of(other.on_postgres().copied().await)
    }

    /// The PostgreSQL database, for operations that a file does not have.
    ///
    /// # Panics
    /// When it is a file.
    #[must_use]
    pub fn on_postgres(&self) -> &database::Database {
        let Kind::Postgres(database) = &self.kind else { panic!("this database is a file") };
        database
    }

    /// Sets the windows that PostgreSQL's clock counts back by a minute, as if it had passed.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn let_a_minute_pass(&self) {
        if matches!(self.kind, Kind::Postgres(_)) {
            let sql = "UPDATE rate_windows SET started_at = started_at - 60000";
            execute(&self.url, sql).await;
        }
    }

    /// Ends every lease, as if its holder had died a while ago.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn end_leases(&self) {
        if let Kind::Postgres(database) = &self.kind {
            database.end_leases().await;
        }
    }

    /// Removes the database, and checks that no connection or transaction was left open.
    ///
    /// # Panics
    /// When one was left open.
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
