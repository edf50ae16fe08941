//! Tests of groups of jobs that are committed together. If a job fails, only this job is undone. If
//! a group cannot commit, the whole group is undone.

use deskbell_model::{Actor, Cause, KeyId, OrgId, Origin, Seq, Via};

use super::engines;
use super::fixture::{self, Db};
use super::jobs::{Script, gives_up, hold, queue};
use crate::changes::{self, AuditRow};
use crate::columns::Nothing;
use crate::statement::{Class, Query};
use crate::{Conn, Engine, Error, Result, Stop, Tx, Write, reads};

static ORPHAN: Query<Nothing> =
    Query::new("tests::ORPHAN", Class::Point, "INSERT INTO test_children (parent) VALUES (7)");
static INCOMPLETE: Query<Nothing> =
    Query::new("tests::INCOMPLETE", Class::Point, "INSERT INTO changes (org_id) VALUES (1)");
static NO_TABLE: Query<Nothing> =
    Query::new("tests::NO_TABLE", Class::Point, "INSERT INTO no_table (id) VALUES (7)");

/// Creates tables whose foreign key is checked at COMMIT.
async fn make_family(db: &Db) {
    db.batch(
        "CREATE TABLE test_parents (id BIGINT PRIMARY KEY);
         CREATE TABLE test_children (
             parent BIGINT REFERENCES test_parents (id) DEFERRABLE INITIALLY DEFERRED
         );",
    )
    .await;
}

/// Runs a job between other jobs of the same group, checks that no other job fails, and returns the
/// job's error.
async fn fails_alone(db: &Db, job: Script) -> Error {
    let (gate, first) = hold(&db.store, db.org, "first").await;
    let before = queue(&db.store, db.org, Script::customer("before"));
    let failing = queue(&db.store, db.org, job);
    let after = queue(&db.store, db.org, Script::customer("after"));
    gate.open();
    assert_eq!(first.await, Ok(vec![1]));
    assert_eq!(before.await, Ok(vec![2]));
    let error = failing.await.expect_err("the job failed");
    assert_eq!(after.await, Ok(vec![3]));
    let next = db.write(Script::customer("next")).await;
    assert_eq!(next, Ok(vec![4]));
    assert_eq!(db.dense_customers(db.org).await, ["first", "before", "after", "next"]);
    error
}

reads! {
    Trail(org: OrgId) -> Vec<AuditRow> = async |conn| changes::audit(org, conn, i64::MAX, 10).await;
}

/// A write that adds a customer and then returns a refusal.
struct Refused;

impl Write for Refused {
    type Out = ();
    type Refusal = &'static str;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<&'static str>> {
        Script::customer("refused").run(tx).await.map_err(|stop| Stop::Storage(stop.into()))?;
        Err(Stop::Refused("it is not wanted"))
    }
}

engines! {
    async fn a_refusal_takes_back_what_was_written_and_the_others_commit(db: &Db) {
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let release = async {
            gate.open();
            first.await
        };
        let refused = db.store.write(db.org, Origin::COMMAND, Refused);
        let (refused, first) = tokio::join!(refused, release);
        assert_eq!(first, Ok(vec![1]));
        assert_eq!(refused, Err(Stop::Refused("it is not wanted")));
        assert_eq!(db.write(Script::customer("next")).await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "next"]);
    }

    async fn a_change_keeps_its_author_its_door_and_its_cause(db: &Db) {
        let key = Actor::Key(KeyId::new(3).expect("an id"));
        let made = Origin::new(key, Via::Api);
        db.store.write(db.org, made, Script::customer("one")).await.expect("a change");
        let cause = Cause { seq: Seq::new(1).expect("a number"), depth: 1 };
        let led = Origin { cause: Some(cause), ..Origin::JOB };
        db.store.write(db.org, led, Script::customer("two")).await.expect("a change");
        let trail = db.store.read(Class::Page, Trail(db.org)).await.expect("the trail");
        let origins: Vec<_> = trail.iter().map(|row| (row.actor, row.via, row.cause)).collect();
        assert_eq!(origins, [
            (Some(Actor::System), Some(Via::Job), Some(cause)),
            (Some(key), Some(Via::Api), None),
        ]);
    }

    async fn a_job_that_panics_is_undone_and_the_others_commit(db: &Db) {
        let job = Script::customer("one").and_customer("two", None).panic();
        assert_eq!(fails_alone(db, job).await, Error::Panicked);
    }

    async fn a_job_that_gives_up_after_writing_is_undone_and_the_others_commit(db: &Db) {
        let job = Script::customer("one").and_customer("two", None).fail();
        assert_eq!(fails_alone(db, job).await, gives_up());
    }

    async fn a_job_with_a_taken_key_is_undone_and_the_others_commit(db: &Db) {
        let job = Script::customer("one").and_customer("before", None);
        let taken = Error::Conflict { constraint: "customers_user_id".into() };
        assert_eq!(fails_alone(db, job).await, taken);
    }

    async fn a_job_whose_statement_is_refused_is_undone_and_the_others_commit(db: &Db) {
        let error = fails_alone(db, Script::customer("one").exec(&NO_TABLE)).await;
        // On PostgreSQL the error says that the schema is not as expected.
        let is_sqlite = db.store.engine() == Engine::Sqlite;
        let is_named = match &error {
            Error::Internal(text) => is_sqlite && text.contains("NO_TABLE"),
            Error::Unavailable(text) => text.contains("no_table") && text.contains("migrate"),
            _ => false,
        };
        assert!(is_named, "{error}");
    }

    async fn a_job_whose_queued_statement_fails_is_undone_with_its_name_and_the_others_commit(
        db: &Db
    ) {
        let failing = || Script::customer("one").queue(&INCOMPLETE);
        for error in [
            fails_alone(db, failing()).await,
            Error::from(db.write(failing()).await.expect_err("a failure")),
        ] {
            let text = error.to_string();
            assert!(matches!(error, Error::Internal(_)), "{text}");
            assert!(text.contains("INCOMPLETE") && !text.contains("customers"), "{text}");
        }
        assert_eq!(db.dense_customers(db.org).await.len(), 4);
    }

    async fn a_job_is_not_undone_for_the_queued_statement_of_another(db: &Db) {
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let failing = queue(&db.store, db.org, Script::customer("one").queue(&INCOMPLETE));
        let reading = queue(&db.store, db.org, Script::default().read().and_customer("two", None));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert!(matches!(failing.await, Err(Error::Internal(_))));
        assert_eq!(reading.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "two"]);
    }

    async fn a_refusal_alone_takes_back_what_was_written(db: &Db) {
        let refused = db.store.write(db.org, Origin::COMMAND, Refused).await;
        assert_eq!(refused, Err(Stop::Refused("it is not wanted")));
        assert_eq!(db.customers(db.org).await, []);
        assert_eq!(db.write(Script::customer("next")).await, Ok(vec![1]));
    }

    async fn an_error_does_not_hide_behind_a_commit_that_fails(db: &Db) {
        make_family(db).await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let orphan = queue(&db.store, db.org, Script::default().exec(&ORPHAN));
        let own = queue(&db.store, db.org, Script::customer("one").fail());
        gate.open();
        assert!(matches!(first.await, Err(Error::Internal(_))));
        assert!(matches!(orphan.await, Err(Error::Internal(_))));
        assert_eq!(own.await, Err(gives_up()));
    }

    async fn a_commit_that_fails_stores_nothing_of_its_group(db: &Db) {
        make_family(db).await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let orphan = queue(&db.store, db.org, Script::customer("orphan").exec(&ORPHAN));
        let last = queue(&db.store, db.org, Script::customer("last"));
        gate.open();
        for answer in [first, orphan, last] {
            let error = answer.await.expect_err("nothing was committed");
            let text = error.to_string();
            assert!(matches!(error, Error::Internal(_)), "{text}");
            assert!(text.to_lowercase().contains("foreign key constraint"), "{text}");
        }
        assert_eq!(db.customers(db.org).await, []);
        assert_eq!(db.changes(db.org).await, []);
        let next = db.write(Script::customer("next")).await;
        assert_eq!(next, Ok(vec![1]));
        assert_eq!(db.dense_customers(db.org).await, ["next"]);
    }

    async fn a_job_for_an_unknown_organization_is_not_found(db: &Db) {
        let nobody = OrgId::new(77).expect("an id");
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let lost = queue(&db.store, nobody, Script::customer("lost"));
        let last = queue(&db.store, db.org, Script::customer("last"));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(lost.await, Err(Error::NotFound));
        assert_eq!(last.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "last"]);
        assert_eq!(db.customers(nobody).await, []);
    }

    async fn organizations_count_apart(db: &Db) {
        let other = db.new_organization("two.example").await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let theirs = queue(&db.store, other, Script::customer("theirs"));
        let failing = queue(&db.store, db.org, Script::customer("no").fail());
        let theirs_too = queue(&db.store, other, Script::customer("theirs too"));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_eq!(theirs.await, Ok(vec![1]));
        assert_eq!(failing.await, Err(gives_up()));
        assert_eq!(theirs_too.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first"]);
        assert_eq!(db.dense_customers(other).await, ["theirs", "theirs too"]);
    }
}

/// Counts round trips. The first round trip begins the transaction and locks the head (the
/// organization's row of counters). Each read takes one more round trip. The last round trip
/// writes, saves the head and commits.
#[test]
fn a_group_takes_two_round_trips_and_one_for_each_read() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let job = |user_id: &str| {
            Script::default()
                .read()
                .and_customer(user_id, None)
                .and_customer(&format!("{user_id}, too"), None)
        };
        db.write(job("statements are prepared")).await.expect("a customer");
        let before = db.store.round_trips();
        db.write(job("alone")).await.expect("a customer");
        assert_eq!(db.store.round_trips() - before, 3);
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let others: Vec<_> =
            (0..15).map(|n| queue(&db.store, db.org, job(&n.to_string()))).collect();
        let before = db.store.round_trips();
        gate.open();
        first.await.expect("a customer");
        for other in others {
            other.await.expect("a customer");
        }
        assert_eq!(db.store.round_trips() - before, 15 + 1);
    });
}

#[test]
fn on_postgres_an_organization_does_not_wait_for_another() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let other = db.new_organization("two.example").await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let theirs = db.store.write(other, Origin::COMMAND, Script::customer("theirs")).await;
        assert_eq!(theirs, Ok(vec![1]));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
    });
}
