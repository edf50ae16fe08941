//! A node, and assertions about the node while its database is unavailable and afterwards.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::{App, Caller, Error, Settings};
use deskbell_http::Http;
use deskbell_model::limits::REQUESTS_ONE_BY_ONE_MAX;
use deskbell_model::{OrgId, Scope};
use deskbell_storage::{Location, Options, Store};
use deskbell_testkit::world::{TestClock, TestEntropy};
use deskbell_testkit::{Answer, client};

/// The time limit of a recovery: a test whose node does not recover fails instead of hanging.
const RECOVERY_MAX: Duration = Duration::from_secs(60);

/// A node, with an organization, a key of this organization, and the node's clock.
pub struct Node {
    pub app: Arc<App>,
    http: Http,
    pub org: OrgId,
    key: String,
    pub clock: Arc<TestClock>,
}

impl Node {
    pub async fn on(url: &str) -> Self {
        let location = Location::parse(url).unwrap();
        let mut options = Options::default();
        options.postgres.wait_ms = 5_000;
        options.postgres.readers = 2;
        options.sqlite.busy_timeout_ms = 10;
        let store = Store::open(&location, &options).await.unwrap();
        let clock = Arc::new(TestClock::default());
        let entropy = Arc::new(TestEntropy::default());
        let settings = Settings::default();
        let app = Arc::new(App::new(store, clock.clone(), entropy, settings));
        let http = deskbell_web::http(Arc::clone(&app)).unwrap();
        let org = app.actions.create_organization("fault.example").await.unwrap();
        // A limit low enough that PostgreSQL counts each request, but higher than any test needs.
        app.actions
            .set_requests_per_minute(Caller::command(org), Some(REQUESTS_ONE_BY_ONE_MAX))
            .await
            .unwrap();
        let key = app.access.create_key(Caller::command(org), "key", Scope::Full).await.unwrap();
        app.indexes.build_indexes().await.unwrap();
        Self { app, http, org, key, clock }
    }

    pub async fn get(&self, target: &str) -> Answer {
        let request = client::request_as(&self.key, axum::http::Method::GET, target, &[], "");
        client::send(&self.http, request).await
    }

    pub async fn is_unavailable(&self, target: &str) {
        let answer = self.get(target).await;
        let (status, items) = answer.errors();
        assert_eq!((status, items[0].0.as_str()), (503, "service_unavailable"), "{target}");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }

    /// Requests `/readyz` until `is_so` returns true for the status.
    pub async fn until(&self, is_so: impl Fn(u16) -> bool) {
        let asking = async { while !is_so(self.get("/readyz").await.status) {} };
        tokio::time::timeout(RECOVERY_MAX, asking).await.expect("it notices by itself");
    }

    /// Repeats a request of each kind until all requests succeed, without a restart of the node.
    pub async fn recovers(&self) {
        let asking = async {
            while self.get("/v1/chats").await.status == 503 {}
            while self.get("/readyz").await.status == 503 {}
            while self.create_key("found").await.is_err() {}
        };
        tokio::time::timeout(RECOVERY_MAX, asking).await.expect("it recovers by itself");
        self.works().await;
    }

    /// Creates an API key, as an example of a change; if the storage fails, checks that the error
    /// is temporary.
    pub async fn create_key(&self, name: &str) -> Result<(), Error> {
        let made = self.app.access.create_key(Caller::command(self.org), name, Scope::Full).await;
        if let Err(Error::Storage(why)) = &made {
            assert!(why.is_passing(), "{why}");
        }
        made.map(drop)
    }

    /// Asserts that requests of each kind are refused with 503, and that a change fails.
    pub async fn is_away(&self) {
        // A key that was checked less than a second ago is accepted without the database.
        self.clock.advance(Duration::from_secs(1));
        tokio::join!(
            self.is_unavailable("/v1/chats"),
            self.is_unavailable("/v1/chats/total"),
            self.is_unavailable("/v1/chats/1"),
            self.is_unavailable("/readyz"),
        );
        assert!(self.create_key("lost").await.is_err());
        assert_eq!(self.get("/healthz").await.status, 200);
    }

    /// Asserts that the first request of each kind, and a change, succeed.
    pub async fn works(&self) {
        self.clock.advance(Duration::from_secs(1));
        let expected = [("/v1/chats", 200), ("/v1/chats/total", 200), ("/v1/chats/1", 404)];
        for (target, status) in expected.into_iter().chain([("/readyz", 200)]) {
            assert_eq!(self.get(target).await.status, status, "{target}");
        }
        self.create_key("kept").await.unwrap();
    }

    /// The names of the API keys in the database: the node's key, then a key for each change.
    pub async fn changes(&self) -> Vec<String> {
        let keys = self.app.access.list_keys(self.org).await.unwrap();
        keys.into_iter().map(|key| key.name).collect()
    }
}
