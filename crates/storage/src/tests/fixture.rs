//! The fixture of the tests: a database with one organization, helpers that read and write the
//! database, and the check at the end of a test.

use std::time::Duration;

use deskbell_model::{OrgId, Origin, Seconds};
use deskbell_testkit::databases::Database;
use tokio_postgres::NoTls;

use crate::columns::{Columns, FromRow, params};
use crate::row::Row;
use crate::statement::Query;
use crate::{
    Class, Conn, Engine, Location, Options, Read, Result, Stop, Store, Write, cross_org, integrity,
    reads,
};

const TEST_SECONDS_MAX: u64 = 300;

/// A migrated, open database with an organization.
#[derive(Debug)]
pub(super) struct Db {
    pub(super) store: Store,
    pub(super) org: OrgId,
    pub(super) location: Location,
}

/// Makes a database with the testkit. The testkit links another build of this crate, so the
/// location is converted to this build's type.
pub(super) async fn database(engine: Engine, is_migrated: bool) -> (Database, Location) {
    let engine = match engine {
        Engine::Sqlite => deskbell_testkit::Engine::Sqlite,
        Engine::Postgres => deskbell_testkit::Engine::Postgres,
    };
    let database =
        if is_migrated { Database::migrated(engine).await } else { Database::empty(engine).await };
    let location = Location::parse(&database.url).expect("an address");
    (database, location)
}

/// Opens a database, with a long wait for other writers because machines may be slow.
pub(super) async fn open(location: &Location) -> Store {
    let mut options = Options::default();
    options.sqlite.busy_timeout_ms = 60_000;
    Store::open(location, &options).await.expect("a store")
}

pub(super) fn block_on<T>(body: impl Future<Output = T>) -> T {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let limit = Duration::from_secs(TEST_SECONDS_MAX);
        tokio::time::timeout(limit, body).await.expect("the test ends")
    })
}

/// Runs a test on an engine, and checks the test's database at the end.
pub(super) fn run(engine: Engine, body: impl AsyncFnOnce(&Db)) {
    block_on(async {
        let (database, location) = database(engine, true).await;
        let store = open(&location).await;
        let org = store.exclusive(NewOrganization("one.example")).await.expect("an organization");
        let db = Db { store, org, location };
        body(&db).await;
        db.finish().await;
        database.remove().await;
    });
}

impl Db {
    pub(super) async fn write<W: Write>(&self, write: W) -> Result<W::Out, Stop<W::Refusal>> {
        self.store.write(self.org, Origin::COMMAND, write).await
    }

    pub(super) async fn batch(&self, sql: &str) {
        batch(&self.location, sql).await;
    }

    /// Returns the ids and userIds of the organization's customers.
    pub(super) async fn customers(&self, org: OrgId) -> Vec<(i64, String)> {
        let rows = self.store.read(Class::Scan, All(&CUSTOMERS, org)).await.expect("customers");
        rows.into_iter().map(|row| (row.0, row.1)).collect()
    }

    /// Returns the numbers and subjects of the organization's changes.
    pub(super) async fn changes(&self, org: OrgId) -> Vec<(i64, String)> {
        let rows = self.store.read(Class::Scan, All(&CHANGES, org)).await.expect("changes");
        rows.into_iter().map(|row| (row.0, row.1)).collect()
    }

    /// Checks that the ids of customers and the numbers of changes have no gaps and follow the
    /// commit order; returns the customers' userIds.
    pub(super) async fn dense_customers(&self, org: OrgId) -> Vec<String> {
        let both = Both(All(&CUSTOMERS, org), All(&CHANGES, org));
        let (customers, changes) =
            self.store.snapshot(Class::Scan, both).await.expect("customers and changes");
        let customers: Vec<_> = customers.into_iter().map(|row| (row.0, row.1)).collect();
        let changes: Vec<_> = changes.into_iter().map(|row| (row.0, row.1)).collect();
        let ids: Vec<i64> = customers.iter().map(|(id, _)| *id).collect();
        let dense: Vec<i64> = (1..).take(ids.len()).collect();
        assert_eq!(ids, dense, "the ids of {customers:?}");
        let told: Vec<_> = dense.iter().map(|id| (*id, id.to_string())).collect();
        assert_eq!(changes, told);
        customers.into_iter().map(|(_, user_id)| user_id).collect()
    }

    pub(super) async fn new_organization(&self, domain: &'static str) -> OrgId {
        self.store.exclusive(NewOrganization(domain)).await.expect("an organization")
    }

    async fn finish(self) {
        assert_eq!(self.store.jobs_waiting(), 0, "a job was left waiting");
        let findings = self.store.snapshot(Class::Scan, Check).await.expect("a check");
        assert_eq!(findings, Vec::<String>::new());
        self.store.close().await;
    }
}

pub(super) async fn batch(location: &Location, sql: &str) {
    match location {
        Location::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).expect("the test's own connection");
            conn.busy_timeout(Duration::from_secs(60)).expect("a timeout");
            conn.execute_batch(sql).expect("the test's own statements");
        }
        Location::Postgres(url) => {
            postgres(url).await.batch_execute(sql).await.expect("the test's own statements");
        }
    }
}

#[derive(Debug)]
pub(super) struct Client {
    inner: tokio_postgres::Client,
    _connection: tokio::task::JoinSet<()>,
}

impl std::ops::Deref for Client {
    type Target = tokio_postgres::Client;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

pub(super) async fn postgres(url: &str) -> Client {
    let (inner, connection) = tokio_postgres::connect(url, NoTls).await.expect("a connection");
    let mut task = tokio::task::JoinSet::new();
    task.spawn(async move { connection.await.expect("a connection that ends well") });
    Client { inner, _connection: task }
}

pub(super) struct Pair(pub(super) i64, pub(super) String);

impl FromRow for Pair {
    const COLUMNS: &'static [&'static str] = &["number", "word"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(columns.int()?, columns.opt_text()?.unwrap_or_default()))
    }
}

static CUSTOMERS: Query<Pair> = Query::new(
    "tests::CUSTOMERS",
    Class::Scan,
    "SELECT id AS number, user_id AS word FROM customers WHERE org_id = $1 ORDER BY id",
);
static CHANGES: Query<Pair> = Query::new(
    "tests::CHANGES",
    Class::Scan,
    "SELECT seq AS number, CAST(subject AS TEXT) AS word FROM changes
     WHERE org_id = $1 ORDER BY seq",
);

pub(super) struct All<T: 'static>(pub(super) &'static Query<T>, pub(super) OrgId);

impl<T: FromRow + 'static> Read for All<T> {
    type Out = Vec<T>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        conn.all(self.0, &params![self.1]).await
    }
}

/// Two reads in one snapshot.
struct Both<A, B>(A, B);

impl<A: Read, B: Read> Read for Both<A, B> {
    type Out = (A::Out, B::Out);

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        Ok((self.0.run(conn).await?, self.1.run(conn).await?))
    }
}

reads! {
    pub(super) NewOrganization(domain: &'static str) -> OrgId =
        async |conn| cross_org::create_organization(conn, domain, Seconds::new(1), 1).await;
}

struct Check;

impl Read for Check {
    type Out = Vec<String>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let mut findings = Vec::new();
        for organization in cross_org::organizations(conn, None, 100).await? {
            findings.extend(integrity::check(organization.id, conn).await?);
        }
        Ok(findings)
    }
}
