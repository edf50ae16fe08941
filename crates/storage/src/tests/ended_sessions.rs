//! Tests with PostgreSQL sessions that are killed, time out, or become read-only while they run a
//! group of jobs.

use super::fixture::{self, Db, postgres};
use super::jobs::{Script, hold, queue};
use crate::columns::Nothing;
use crate::statement::{Class, Query};
use crate::{Engine, Error, Location, Stop, reads};

static END_WHEN_IDLE: Query<Nothing> = Query::new(
    "tests::END_WHEN_IDLE",
    Class::Point,
    "SET LOCAL idle_in_transaction_session_timeout = 1",
);
static END_SOON: Query<Nothing> =
    Query::new("tests::END_SOON", Class::Point, "SET LOCAL statement_timeout = 1000");
static END_NEVER: Query<Nothing> =
    Query::new("tests::END_NEVER", Class::Point, "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$");
static NO_WRITES: Query<Nothing> =
    Query::new("tests::NO_WRITES", Class::Point, "SET default_transaction_read_only = on");
static SESSION: Query<i64> =
    Query::new("tests::SESSION", Class::Point, "SELECT CAST(pg_backend_pid() AS BIGINT) AS value");

static IDLE_MS: Query<i64> = Query::new(
    "tests::IDLE_MS",
    Class::Point,
    "SELECT CAST(setting AS BIGINT) AS value FROM pg_settings \
     WHERE name = 'idle_in_transaction_session_timeout'",
);

const OURS: &str = "datname = current_database() AND application_name LIKE 'deskbell %'";

fn url(db: &Db) -> &str {
    let Location::Postgres(url) = &db.location else { panic!("only servers have sessions") };
    url
}

/// Ends the session that runs a group of jobs, while the group's first job waits until the test
/// lets the job continue. The first job runs the statement `also` before waiting.
async fn end_a_session(db: &Db, also: Option<&'static Query<Nothing>>, how: &str) {
    assert_eq!(db.write(Script::customer("kept")).await, Ok(vec![1]));
    let (gate, mut at_gate) = super::jobs::gate();
    let job = also.into_iter().fold(Script::customer("lost"), Script::exec);
    let job = job.pass(gate).read().and_customer("lost, too", None);
    let first = queue(&db.store, db.org, job);
    at_gate.reached().await;
    let after = queue(&db.store, db.org, Script::customer("after"));
    let client = postgres(url(db)).await;
    let in_transaction = format!("{OURS} AND state LIKE '%in transaction%'");
    let end = format!("SELECT count({how}) FROM pg_stat_activity WHERE {in_transaction}");
    while client.query_one(&end, &[]).await.expect("a count").get::<_, i64>(0) > 0 {}
    at_gate.open();
    let lost = first.await;
    assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
    assert_eq!(after.await, Ok(vec![2]));
    assert_eq!(db.dense_customers(db.org).await, ["kept", "after"]);
}

#[test]
fn a_session_that_is_killed_within_a_job_stores_nothing_of_it() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        end_a_session(db, None, "pg_terminate_backend(pid)").await;
    });
}

#[test]
fn a_session_that_was_idle_for_too_long_within_a_job_stores_nothing_of_it() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        end_a_session(db, Some(&END_WHEN_IDLE), "*").await;
    });
}

/// PostgreSQL ends the transaction of a stopped node after 5 seconds. Other nodes' statements that
/// wait for the stopped node's locks have a longer deadline.
#[test]
fn a_node_that_stops_within_a_job_holds_the_others_up_for_seconds_only() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let idle_ms = db.store.exclusive(Asked(&IDLE_MS)).await;
        assert_eq!(idle_ms, Ok(5_000));
    });
}

#[test]
fn a_statement_that_times_out_within_a_job_undoes_that_job_alone() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let slow = Script::customer("slow").exec(&END_SOON).exec(&END_NEVER);
        let slow = queue(&db.store, db.org, slow);
        let after = queue(&db.store, db.org, Script::customer("after"));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(slow.await, Err(Error::Deadline));
        assert_eq!(after.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "after"]);
    });
}

reads! {
    Asked(query: &'static Query<i64>) -> i64 = async |conn| conn.one(query, &[]).await;
}

/// A server that refuses writes may be a former primary, and reads on open connections would return
/// old data.
#[test]
fn a_server_that_takes_no_writes_any_more_is_left_by_readers_too() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let session =
            async || db.store.read(Class::Point, Asked(&SESSION)).await.expect("a session");
        let reader = session().await;
        assert_eq!(session().await, reader);
        let script = Script::customer("first").exec(&NO_WRITES);
        assert_eq!(db.write(script).await, Ok(vec![1]));
        let refused = db.write(Script::customer("lost")).await;
        assert!(matches!(refused, Err(Stop::Storage(Error::Unavailable(_)))), "{refused:?}");
        assert_ne!(session().await, reader);
        assert_eq!(db.write(Script::customer("second")).await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "second"]);
    });
}
