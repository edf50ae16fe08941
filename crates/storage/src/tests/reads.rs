//! Tests of reads: their snapshots, deadlines and declared classes, and the queue of scans.

use std::future::pending;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use super::engines;
use super::fixture::{self, Db, postgres};
use super::jobs::{Gate, Script, gate};
use crate::columns::{FromRow, params};
use crate::limits::{SCANS_RUNNING_MAX, SCANS_WAITING_MAX};
use crate::statement::Query;
use crate::{Class, Conn, Engine, Error, Location, Options, Read, Result, Store};

/// A query that scans without end.
pub(super) static ENDLESS: Query<i64> = Query::new(
    "tests::ENDLESS",
    Class::Scan,
    "WITH RECURSIVE numbers (value) AS (
         SELECT count(*) FROM customers UNION ALL SELECT value + 1 FROM numbers
     )
     SELECT value FROM numbers WHERE value < 0",
);
static COUNT: Query<i64> =
    Query::new("tests::COUNT", Class::Scan, "SELECT count(*) AS value FROM customers");
/// The query for the number of an organization's last change.
pub(super) static SEQ: Query<i64> =
    Query::new("tests::SEQ", Class::Point, "SELECT seq AS value FROM heads ORDER BY org_id");

/// A query for the numbers from $1 to $2.
static NUMBERS: Query<i64> = Query::new(
    "tests::NUMBERS",
    Class::Scan,
    "WITH RECURSIVE numbers (value) AS (
         SELECT CAST($1 AS BIGINT) UNION ALL SELECT value + 1 FROM numbers WHERE value < $2
     )
     SELECT value FROM numbers ORDER BY value",
);
/// Many more numbers than a driver keeps of an answer that nobody takes.
const NUMBERS_MANY: i64 = 20_000;

/// A read that sends queries together, each with a long answer; returns the last number of each.
struct Together;

impl Read for Together {
    type Out = Vec<Option<i64>>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let sets: Vec<Vec<_>> = (1..=40).map(|n| params![n, n + NUMBERS_MANY].into()).collect();
        let mut found = conn.many(&NUMBERS, &sets).await?;
        let (one, other) = conn.both((&NUMBERS, &sets[0]), (&NUMBERS, &sets[1])).await?;
        found.extend([one, other]);
        Ok(found.into_iter().map(|numbers| numbers.last().copied()).collect())
    }
}

pub(super) struct ReadAll<T: 'static>(pub(super) &'static Query<T>);

impl<T: FromRow + 'static> Read for ReadAll<T> {
    type Out = Vec<T>;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        conn.all(self.0, &[]).await
    }
}

/// A read that reads the same number twice: before and after the test opens a gate.
pub(super) struct Twice(pub(super) Gate);

impl Read for Twice {
    type Out = [i64; 2];

    async fn run<C: Conn>(mut self, conn: &mut C) -> Result<Self::Out> {
        let before = conn.one(&SEQ, &[]).await?;
        self.0.pass();
        Ok([before, conn.one(&SEQ, &[]).await?])
    }
}

struct Late(Gate);

impl Read for Late {
    type Out = i64;

    async fn run<C: Conn>(mut self, conn: &mut C) -> Result<Self::Out> {
        self.0.pass();
        conn.one(&COUNT, &[]).await
    }
}

/// The query for the id of the connection's PostgreSQL process.
static PROCESS: Query<i64> = Query::new(
    "tests::PROCESS",
    Class::Point,
    "SELECT CAST(pg_backend_pid() AS BIGINT) AS value FROM heads",
);

/// A read that reports the connection's PostgreSQL process, and never ends.
struct Forever(oneshot::Sender<i64>);

impl Read for Forever {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> Result<()> {
        let process = conn.one(&PROCESS, &[]).await?;
        self.0.send(process).expect("somebody waits");
        pending().await
    }
}

engines! {
    async fn long_answers_to_queries_that_were_sent_together_all_arrive(db: &Db) {
        let read = db.store.snapshot(Class::Scan, Together);
        let found = tokio::time::timeout(Duration::from_secs(60), read).await;
        let found = found.expect("an answer that nobody took held up the next").unwrap();
        let last = (1..=40).chain([1, 2]).map(|n| Some(n + NUMBERS_MANY));
        assert_eq!(found, last.collect::<Vec<_>>());
    }

    async fn a_snapshot_sees_one_moment_while_others_commit(db: &Db) {
        for (class, seq) in [(Class::Page, 0), (Class::Scan, 1)] {
            let (before, mut hold) = gate();
            let store = db.store.clone();
            let mut reading = JoinSet::new();
            reading.spawn(async move { store.snapshot(class, Twice(before)).await });
            hold.reached().await;
            let user_id = format!("{class:?}");
            db.write(Script::customer(&user_id)).await.expect("a write");
            hold.open();
            assert_eq!(reading.join_all().await, [Ok([seq, seq])]);
            let now = db.store.read(Class::Point, ReadAll(&SEQ)).await;
            assert_eq!(now, Ok(vec![seq + 1]));
        }
    }

    async fn a_scan_past_its_deadline_is_interrupted_and_its_connection_works_on(db: &Db) {
        let mut options = Options::default();
        options.postgres.readers = 4;
        let store = Store::open(&db.location, &options).await.expect("a store");
        let (alone, among) = tokio::join!(
            store.read(Class::Scan, ReadAll(&ENDLESS)),
            store.snapshot(Class::Scan, ReadAll(&ENDLESS)),
        );
        assert_eq!((alone, among), (Err(Error::Deadline), Err(Error::Deadline)));
        for _ in 0..options.postgres.readers {
            // In turn, the reads use every connection of the pool.
            assert_eq!(store.read(Class::Scan, ReadAll(&COUNT)).await, Ok(vec![0]));
            assert_eq!(store.snapshot(Class::Point, ReadAll(&SEQ)).await, Ok(vec![0]));
        }
        store.close().await;
    }

    async fn a_scan_runs_only_where_scans_may(db: &Db) {
        for class in [Class::Point, Class::Page] {
            let refused = "tests::COUNT is a scan and must run as one";
            let refused = Error::Internal(format!("tests::COUNT: {refused}"));
            let read = db.store.read(class, ReadAll(&COUNT)).await;
            assert_eq!(read, Err(refused.clone()));
            assert_eq!(db.store.snapshot(class, ReadAll(&COUNT)).await, Err(refused));
            assert_eq!(db.store.read(class, ReadAll(&SEQ)).await, Ok(vec![0]));
            assert_eq!(db.store.read(Class::Scan, ReadAll(&COUNT)).await, Ok(vec![0]));
        }
    }

    async fn the_scan_for_which_there_is_no_place_to_wait_is_refused(db: &Db) {
        let running = match db.store.engine() {
            Engine::Sqlite => SCANS_RUNNING_MAX,
            Engine::Postgres => usize::try_from(Options::default().postgres.readers / 2).unwrap(),
        };
        let (mut holds, mut scans) = (Vec::new(), Vec::new());
        for _ in 0..running + SCANS_WAITING_MAX {
            let (before, hold) = gate();
            let mut scan = Box::pin(db.store.read(Class::Scan, Late(before)));
            assert!((&mut scan).now_or_never().is_none(), "it runs or waits");
            holds.push(hold);
            scans.push(scan);
        }
        let refused = db.store.read(Class::Scan, ReadAll(&COUNT)).await;
        assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
        // A caller that stops waiting frees its permit.
        drop((scans.pop(), holds.pop()));
        let last = db.store.read(Class::Scan, ReadAll(&COUNT));
        drop(holds);
        let (scans, last) = tokio::join!(futures_util::future::join_all(scans), last);
        assert_eq!(scans, vec![Ok(0); running + SCANS_WAITING_MAX - 1]);
        assert_eq!(last, Ok(vec![0]));
    }
}

#[test]
fn a_reader_who_goes_away_leaves_no_transaction_on_postgres() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let mut options = Options::default();
        options.postgres.readers = 1;
        let store = Store::open(&db.location, &options).await.expect("a store");
        let (read, has_read) = oneshot::channel();
        let mut reading = JoinSet::new();
        let reader = store.clone();
        reading.spawn(async move { reader.snapshot(Class::Page, Forever(read)).await });
        let process = has_read.await.expect("a reader");
        reading.shutdown().await;
        // The pool's only slot is free again, with a new connection.
        let next = store.read(Class::Point, ReadAll(&PROCESS)).await.expect("a process");
        assert_ne!(next, [process]);

        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        // An open transaction of the reader would hold a lock on the table.
        let alone = "SET lock_timeout = '100s'; BEGIN; LOCK TABLE heads IN ACCESS EXCLUSIVE MODE";
        client.batch_execute(alone).await.expect("a table that nobody reads");
        let left = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()
                    AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()";
        assert_eq!(client.query(left, &[]).await.expect("sessions").len(), 0);
        client.batch_execute("COMMIT").await.expect("an end");
        store.close().await;
    });
}
