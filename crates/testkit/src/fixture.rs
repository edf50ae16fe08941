//! The fixture of tests: a database, the application with its HTTP interface, and an organization
//! with a key.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use deskbell_app::access::passwords::PasswordCost;
use deskbell_app::files::{FileSettings, Place};
use deskbell_app::{App, Caller, Settings};
use deskbell_courier::{Courier, SystemResolver};
use deskbell_http::Http;
use deskbell_model::network::Range;
use deskbell_model::{OrgId, Scope};
use deskbell_storage::{Class, Engine, Options, Store, integrity, reads};

use serde_json::Value;
use tempfile::TempDir;
use tokio::time::timeout;

use crate::client;
use crate::databases::Database;
use crate::response::Answer;
use crate::world::{TestClock, TestEntropy};

const TEST_MAX: Duration = Duration::from_secs(900);
/// The longest wait for pending writes before the final check of a test.
const SETTLING_MAX: Duration = Duration::from_secs(60);

/// The objects that a test works with: an application on a new database, its HTTP interface and
/// clock, and an organization with a key.
#[derive(Debug)]
pub struct Test {
    /// The application under test.
    pub app: Arc<App>,
    /// The HTTP interface of the application.
    pub http: Http,
    /// The controlled clock of the application.
    pub clock: Arc<TestClock>,
    /// The organization of [`Test::key`].
    pub org: OrgId,
    /// A caller that acts for the command line in this organization.
    pub caller: Caller,
    /// A key with full access.
    pub key: String,
    /// The database of the application.
    pub database: Database,
    /// The folder that contains the folder for files.
    pub folder: TempDir,
}

/// Runs a future on a runtime like the server's.
///
/// # Panics
/// When no threads can be started, or the future does not end in time.
pub fn block_on<T>(body: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime
        .expect("a runtime")
        .block_on(async { timeout(TEST_MAX, body).await.expect("the test ends") })
}

/// Runs a test on one engine, then checks the database.
///
/// # Panics
/// When the test panics, or the database fails the check.
pub fn run(engine: Engine, body: impl AsyncFnOnce(&Test)) {
    block_on(async {
        let test = Test::new(engine).await;
        body(&test).await;
        test.finish().await;
    });
}

/// Runs a test that compares SQLite (first) and PostgreSQL (second).
///
/// # Panics
/// Fails like [`run`].
pub fn run_both(body: impl AsyncFnOnce(&Test, &Test)) {
    block_on(async {
        let (first, second) = (Test::new(Engine::Sqlite).await, Test::new(Engine::Postgres).await);
        body(&first, &second).await;
        first.finish().await;
        second.finish().await;
    });
}

/// Settings for tests: webhooks may call loopback addresses, password hashes are cheap, and files
/// are stored in this folder.
fn settings(folder: &TempDir) -> Settings {
    let webhooks_allow = Range::parse_many("127.0.0.0/8").expect("a range");
    let passwords = PasswordCost { memory_kib: 8, passes: 1 };
    let place = Place::Folder(folder.path().join("files"));
    let files = FileSettings { place, ..FileSettings::default() };
    Settings { webhooks_allow, passwords, files, ..Settings::default() }
}

reads! {
    Check(org: OrgId) -> Vec<String> = async |conn| integrity::check(org, conn).await;
}

impl Test {
    /// Makes a fixture with a new database; see [`run`].
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn new(engine: Engine) -> Self {
        Self::over(Database::migrated(engine).await).await
    }

    /// Makes a fixture with an existing database, and creates an organization in it.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn over(database: Database) -> Self {
        let store = Store::open(&database.location, &Options::default()).await.expect("a store");
        let clock = Arc::new(TestClock::default());
        let folder = tempfile::tempdir().expect("a folder");
        let settings = settings(&folder);
        let entropy = Arc::new(TestEntropy::default());
        let app = Arc::new(App::new(store, clock.clone(), entropy, settings));
        let http = deskbell_web::http(Arc::clone(&app)).expect("an interface");
        let domain = "test.example";
        let org = app.actions.create_organization(domain).await.expect("an organization");
        let caller = Caller::command(org);
        let key = app.access.create_key(caller, "test", Scope::Full).await.expect("a key");
        app.indexes.build_indexes().await.expect("indexes");
        Self { app, http, clock, org, caller, key, database, folder }
    }

    /// Creates a fixture for an import of this fixture's organization. The new fixture has a new
    /// database, and this fixture's clock, organization id and key.
    ///
    /// # Panics
    /// When the creation fails.
    pub async fn moved_to(&self, engine: Engine) -> Self {
        let database = Database::migrated(engine).await;
        let store = Store::open(&database.location, &Options::default()).await.expect("a store");
        let folder = tempfile::tempdir().expect("a folder");
        let (clock, entropy) = (Arc::clone(&self.clock), Arc::new(TestEntropy::of_another()));
        let app = Arc::new(App::new(store, clock.clone(), entropy, settings(&folder)));
        let http = deskbell_web::http(Arc::clone(&app)).expect("an interface");
        let (org, caller, key) = (self.org, self.caller, self.key.clone());
        Self { app, http, clock, org, caller, key, database, folder }
    }

    /// Creates another organization with a key.
    ///
    /// # Panics
    /// When the organization cannot be created.
    pub async fn another_organization(&self) -> (OrgId, String) {
        let org = self.app.actions.create_organization("other.example").await.expect("another");
        let caller = Caller::command(org);
        let key = self.app.access.create_key(caller, "other", Scope::Full).await.expect("a key");
        (org, key)
    }

    /// Starts another node with the same database and clock. The test must close the node.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn another_node(&self) -> Arc<App> {
        self.node(settings(&self.folder)).await
    }

    /// Starts another node whose webhooks may call only public addresses.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn node_without_ranges(&self) -> Arc<App> {
        self.node(Settings::default()).await
    }

    /// Starts another node with changed settings of files and the same storage.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn node_with_files(&self, change: impl FnOnce(&mut FileSettings)) -> Arc<App> {
        let mut settings = settings(&self.folder);
        change(&mut settings.files);
        self.node(settings).await
    }

    /// Starts another node with these settings.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn node_with(&self, settings: Settings) -> Arc<App> {
        self.node(settings).await
    }

    async fn node(&self, settings: Settings) -> Arc<App> {
        let location = &self.database.location;
        let store = Store::open(location, &Options::default()).await.expect("a store");
        let entropy = Arc::new(TestEntropy::of_another());
        Arc::new(App::new(store, self.clock.clone(), entropy, settings))
    }

    /// Creates a courier, whose method `pass` attempts every due delivery once.
    ///
    /// # Panics
    /// When the creation fails.
    #[must_use]
    pub fn courier(&self) -> Courier {
        Courier::new(Arc::clone(&self.app.outbox), Arc::new(SystemResolver)).expect("a courier")
    }

    /// Sends a `PATCH` with the key.
    pub async fn patch(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, target, body).await
    }

    /// Sends a request with the key and with these headers, without a body.
    pub async fn send(&self, method: Method, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.call_with(method, target, headers, "").await
    }

    /// Sends a request with the key and a JSON body.
    pub async fn call(&self, method: Method, target: &str, body: &Value) -> Answer {
        self.call_with(method, target, &[], body.to_string()).await
    }

    /// Sends a `POST` with the key.
    pub async fn post(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::POST, target, body).await
    }

    /// Sends a `PUT` with the key.
    pub async fn put(&self, target: &str, body: &Value) -> Answer {
        self.call(Method::PUT, target, body).await
    }

    /// Sends a body with these headers, and with the key unless the headers include a key.
    pub async fn call_with(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<axum::body::Body>,
    ) -> Answer {
        let request = if headers.iter().any(|(name, _)| *name == "authorization") {
            client::request_with(method, target, headers, body)
        } else {
            client::request_as(&self.key, method, target, headers, body)
        };
        client::send(&self.http, request).await
    }

    /// Sends a body with this API key.
    pub async fn call_as(
        &self,
        key: &str,
        method: Method,
        target: &str,
        body: impl Into<axum::body::Body>,
    ) -> Answer {
        client::send(&self.http, client::request_as(key, method, target, &[], body)).await
    }

    /// Sends a `GET` with the key.
    pub async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, &[]).await
    }

    /// Advances the application's clock and the rate windows of PostgreSQL by a minute.
    pub async fn let_a_minute_pass(&self) {
        self.clock.advance(Duration::from_secs(60));
        self.database.let_a_minute_pass().await;
    }

    /// Sends a `GET` with this API key.
    pub async fn get_as(&self, key: &str, target: &str) -> Answer {
        self.call_as(key, Method::GET, target, "").await
    }

    /// Sends a `GET` without a key.
    pub async fn get_without_key(&self, target: &str) -> Answer {
        client::send(&self.http, client::request(Method::GET, target, &[])).await
    }

    /// Checks the database and removes it.
    ///
    /// # Panics
    /// When the database fails the check.
    pub async fn finish(self) {
        let Self { app, http, org, database, folder, .. } = self;
        // The writer may still execute jobs whose callers gave up.
        let settled = async {
            while app.context.store.jobs_waiting() > 0 {
                tokio::task::yield_now().await;
            }
        };
        timeout(SETTLING_MAX, settled).await.expect("no job is left waiting");
        let findings = app.context.store.snapshot(Class::Scan, Check(org)).await.expect("a check");
        assert_eq!(findings, Vec::<String>::new());
        if folder.path().join("files").exists() {
            let compared = app.files.compare(org).await.expect("a comparison");
            assert_eq!((compared.missing, compared.unknown), (0, Vec::new()), "files and bytes");
        }
        app.close().await;
        drop((http, app));
        database.remove().await;
    }
}
