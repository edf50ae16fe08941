//! Faults of the world around: each is a clear sentence and the right exit code, or a 503 in the
//! contract's form with `Retry-After`; nothing is lost, and where recovery is possible it needs no
//! restart.

use std::path::Path;
use std::sync::Arc;

use deskbell_app::{App, Settings};
use deskbell_http::Http;
use deskbell_model::{OrgId, Scope};
use deskbell_storage::{Location, Options, Store};
use deskbell_testkit::databases::Database;
use deskbell_testkit::outage::{Line, Outage};
use deskbell_testkit::world::{TestClock, TestEntropy};
use deskbell_testkit::{Answer, Engine, block_on, client};
use tokio_postgres::NoTls;

use crate::process::{Server, data, fails};

/// The interface over a database that is reached by this address.
struct Node {
    app: Arc<App>,
    http: Http,
    org: OrgId,
    key: String,
    clock: Arc<TestClock>,
}

impl Node {
    async fn on(url: &str) -> Self {
        let location = Location::parse(url).unwrap();
        let mut options = Options::default();
        options.postgres.wait_ms = 1_000;
        options.postgres.readers = 2;
        let store = Store::open(&location, &options).await.unwrap();
        let clock = Arc::new(TestClock::default());
        let entropy = Arc::new(TestEntropy::default());
        let settings = Settings { requests_per_minute: 0 };
        let app = Arc::new(App::new(store, clock.clone(), entropy, settings));
        let http = Http::new(Arc::clone(&app)).unwrap();
        let org = app.create_organization("fault.example").await.unwrap();
        let key = app.create_key(org, "key", Scope::Full).await.unwrap();
        Self { app, http, org, key, clock }
    }

    async fn get(&self, target: &str) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let headers = [("authorization", bearer.as_str())];
        client::send(&self.http, client::request(axum::http::Method::GET, target, &headers)).await
    }

    async fn is_unavailable(&self, target: &str) {
        let answer = self.get(target).await;
        let (status, items) = answer.errors();
        assert_eq!((status, items[0].0.as_str()), (503, "service_unavailable"), "{target}");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }

    /// Asks until it is answered: what was lost comes back by itself.
    async fn recovers(&self) {
        while self.get("/v1/chats").await.status == 503 {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.get("/v1/chats").await.status, 200);
        assert_eq!(self.get("/readyz").await.status, 200);
    }
}

async fn psql(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        done = client.batch_execute(sql) => done.unwrap(),
        _ = &mut connection => panic!("the connection ended"),
    }
}

#[test]
fn a_postgres_that_goes_away_is_503_until_it_is_back() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let outage = Outage::before(&database.url).await;
        let node = Node::on(&outage.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        for _ in 0..3 {
            outage.set(Line::Down);
            node.clock.advance(std::time::Duration::from_secs(1));
            for target in ["/v1/chats", "/v1/chats/total", "/v1/chats/1", "/readyz"] {
                node.is_unavailable(target).await;
            }
            let refused = node.app.create_key(node.org, "lost", Scope::Full).await;
            assert!(refused.is_err());
            assert_eq!(node.get("/healthz").await.status, 200);
            outage.set(Line::Up);
            node.recovers().await;
        }
        node.app.create_key(node.org, "kept", Scope::Full).await.unwrap();
        let names: Vec<_> =
            node.app.list_keys(node.org).await.unwrap().into_iter().map(|key| key.name).collect();
        assert_eq!(names, ["key", "kept"]);
        node.app.store.close().await;
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_is_gone_without_a_word_is_503_in_bounded_time() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let outage = Outage::before(&database.url).await;
        let node = Node::on(&outage.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        outage.set(Line::Silent);
        node.is_unavailable("/v1/chats/total").await;
        outage.set(Line::Up);
        node.recovers().await;
        node.app.store.close().await;
        drop(outage);
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_ends_our_sessions_or_takes_no_more_is_503_and_then_works_again() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let node = Node::on(&database.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        let name = database.url.rsplit('/').next().unwrap().to_owned();
        let (server, _) = database.url.rsplit_once('/').unwrap();
        let server = format!("{server}/postgres");
        let end_sessions = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        psql(&server, &end_sessions).await;
        node.recovers().await;
        // No connection may be made any more.
        psql(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false; {end_sessions}"))
            .await;
        node.clock.advance(std::time::Duration::from_secs(1));
        while node.get("/v1/chats").await.status == 200 {}
        node.is_unavailable("/v1/chats").await;
        node.is_unavailable("/readyz").await;
        psql(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
        node.recovers().await;
        node.app.store.close().await;
        database.remove().await;
    });
}

#[test]
fn a_statement_that_times_out_is_503_and_the_next_is_answered() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let node = Node::on(&database.url).await;
        assert_eq!(node.get("/v1/chats").await.status, 200);
        let (client, connection) = tokio_postgres::connect(&database.url, NoTls).await.unwrap();
        let mut connections = tokio::task::JoinSet::new();
        connections.spawn(connection);
        client.batch_execute("BEGIN; LOCK TABLE chats IN ACCESS EXCLUSIVE MODE").await.unwrap();
        node.is_unavailable("/v1/chats").await;
        client.batch_execute("ROLLBACK").await.unwrap();
        node.recovers().await;
        node.app.store.close().await;
        drop(client);
        connections.join_next().await.unwrap().unwrap().unwrap();
        database.remove().await;
    });
}

#[test]
fn a_postgres_that_cannot_be_used_is_a_sentence_and_exit_code_1() {
    block_on(async {
        let database = Database::empty(Engine::Postgres).await;
        let (server, _) = database.url.rsplit_once('/').unwrap();
        let nobody = format!("{server}/there_is_no_such_database");
        assert!(fails(&nobody, 1, &["migrate"]).contains("does not exist"));
        let talk = fails("postgres://u:hunter2@127.0.0.1:1/x", 1, &["migrate"]);
        assert!(talk.contains("check that it is there") && !talk.contains("hunter2"), "{talk}");
        let talk = fails("postgres://u:hunter2@127.0.0.1:1/x?bogus=1", 1, &["migrate"]);
        assert!(talk.contains("malformed") && !talk.contains("hunter2"), "{talk}");
        data(&database.url, &["migrate"]);
        psql(&database.url, "INSERT INTO schema_migrations VALUES (99, 'later', 'x', 0)").await;
        let talk = fails(&database.url, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(talk.contains("migration 99") && talk.contains("newer program"), "{talk}");
        database.remove().await;
    });
}

fn file_url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

#[test]
fn a_file_that_is_no_database_or_cannot_be_made_is_a_sentence_and_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let junk = folder.path().join("junk.db");
    std::fs::write(
        &junk,
        "this is not a database, but it is long enough to look like one".repeat(99),
    )
    .unwrap();
    let talk = fails(&file_url(&junk), 1, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(talk.contains("not a database") && talk.contains("restore a backup"), "{talk}");
    let folder_itself = file_url(folder.path());
    assert!(fails(&folder_itself, 1, &["migrate"]).contains("check that it is there"));
    // A folder in which nobody, not even root, can make a file.
    let talk = fails("sqlite:/proc/deskbell.db", 1, &["migrate"]);
    assert!(talk.contains("you may write to it"), "{talk}");
}

#[test]
fn a_damaged_file_is_found_by_doctor_and_never_a_wrong_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let url = file_url(&path);
    data(&url, &["seed", "--chats", "300"]);
    let key = data(&url, &["key", "create"]);
    let mut bytes = std::fs::read(&path).unwrap();
    let page = 4096;
    // Every page but the first few, which hold the schema, the keys and the heads.
    for at in (page * 40..bytes.len()).step_by(page) {
        bytes[at..at + 64].fill(0x5a);
    }
    std::fs::write(&path, bytes).unwrap();
    let output = crate::process::run(&url, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let found = crate::process::text(&output.stdout);
    assert!(found.contains("problem  integrity") && found.contains("restore a backup"), "{found}");
    let server = Server::start(&url, &[]);
    let (status, body) = server.get(&key, "/v1/chats");
    assert_eq!((status, body["errors"][0]["code"].as_str()), (500, Some("internal_error")));
    assert_eq!(server.get(&key, "/healthz").0, 200);
}

#[test]
fn a_file_somebody_else_writes_to_is_waited_for_and_then_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder.path().join("a.db"));
    data(&url, &["migrate"]);
    block_on(async {
        let location = Location::parse(&url).unwrap();
        let store = Store::open(&location, &Options::default()).await.unwrap();
        // The body runs inside a write transaction, and a command meanwhile.
        store.exclusive(Meanwhile(url.clone())).await.unwrap();
        store.close().await;
    });
    data(&url, &["key", "create"]);
}

struct Meanwhile(String);

impl deskbell_storage::Body for Meanwhile {
    type Out = ();

    async fn run<C: deskbell_storage::Conn>(self, _: &mut C) -> deskbell_storage::Result<()> {
        let output = crate::process::deskbell(&self.0, &["key", "create"])
            .env("DESKBELL_SQLITE__BUSY_TIMEOUT_MS", "10")
            .output()
            .unwrap();
        let talk = crate::process::text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{talk}");
        assert!(talk.contains("another process is writing to it"), "{talk}");
        Ok(())
    }
}

#[test]
fn a_disk_that_is_full_refuses_in_words_and_keeps_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder.path().join("a.db"));
    data(&url, &["seed", "--chats", "50"]);
    let key = data(&url, &["key", "create"]);
    // A limit on the size of files stands for a disk without room.
    let binary = env!("CARGO_BIN_EXE_deskbell");
    let command =
        format!("trap '' XFSZ; ulimit -f 700; exec {binary} --database {url} seed --chats 5000");
    let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
    let talk = crate::process::text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(talk.contains("deskbell: the database is unavailable"), "{talk}");
    let doctor = crate::process::run(&url, &["doctor", "--deep"]);
    assert!(doctor.status.success(), "{}", crate::process::text(&doctor.stdout));
    let server = Server::start(&url, &[]);
    assert_eq!(server.get(&key, "/v1/chats").0, 200);
}

#[test]
fn another_programs_file_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.db");
    let url = file_url(&path);
    // A database of ours without its ledger looks like anybody else's.
    data(&url, &["migrate"]);
    let ours = std::fs::read(&path).unwrap();
    let at = ours.windows(17).position(|it| it == b"schema_migrations").unwrap();
    let mut theirs = ours;
    while let Some(at) = theirs.windows(17).position(|it| it == b"schema_migrations") {
        theirs[at..at + 17].copy_from_slice(b"schema_something_");
    }
    assert!(at > 0);
    std::fs::write(&path, &theirs).unwrap();
    let talk = fails(&url, 1, &["key", "list"]);
    assert!(talk.contains("another program's database"), "{talk}");
    assert_eq!(std::fs::read(&path).unwrap(), theirs);
}

#[test]
fn a_role_that_may_not_make_tables_serves_what_another_has_migrated() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let key = data(&database.url, &["key", "create"]);
        let name = database.url.rsplit('/').next().unwrap().to_owned();
        let role = format!("{name}_role");
        psql(
            &database.url,
            &format!(
                "CREATE ROLE {role} LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
            ),
        )
        .await;
        let (_, place) = database.url.split_once('@').unwrap();
        let url = format!("postgres://{role}@{place}");
        let server = Server::start(&url, &[]);
        assert_eq!(server.get(&key, "/v1/chats").0, 200);
        data(&url, &["key", "list"]);
        server.signal("-TERM");
        assert_eq!(server.wait(), Some(0));
        psql(&database.url, &format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
        database.remove().await;
    });
}
