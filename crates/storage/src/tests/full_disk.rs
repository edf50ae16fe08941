//! Tests with a disk that becomes full while SQLite runs a group of jobs. The tests check the
//! stored changes, and the callers' errors.
//!
//! A limit simulates the full disk: the writer's connection cannot enlarge the file.

use std::convert::Infallible;

use super::fixture::{self, Db};
use super::jobs::{Script, hold, queue};
use crate::columns::Nothing;
use crate::statement::{Class, Query};
use crate::{Conn, Engine, Error, Result, Stop, Tx, Write};

/// A pragma that sets the limit as low as SQLite allows, to the number of existing pages, and
/// returns this number.
static NO_MORE_PAGES: Query<i64> =
    Query::new("tests::NO_MORE_PAGES", Class::Point, "PRAGMA max_page_count = 1");
static MANY_PAGES: Query<i64> =
    Query::new("tests::MANY_PAGES", Class::Point, "PRAGMA max_page_count = 1000000");
static PAGES: Query<i64> = Query::new("tests::PAGES", Class::Point, "PRAGMA page_count");
/// SQL that inserts many rows. SQLite can undo this statement without the rest of the transaction.
static MANY_ROWS: Query<Nothing> = Query::new(
    "tests::MANY_ROWS",
    Class::Point,
    "WITH RECURSIVE numbers (number) AS (
         SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 10000
     )
     INSERT INTO imports (org_id, source, external_id, chat_id)
     SELECT 1, 'test', CAST(number AS TEXT), number FROM numbers",
);

struct Limit(&'static Query<i64>);

impl Write for Limit {
    type Out = i64;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<i64, Stop<Infallible>> {
        Ok(tx.conn.one(self.0, &[]).await?)
    }
}

/// Returns a job that needs more pages than the limit allows.
fn too_large(user_id: &str) -> Script {
    let notes = Some("x".repeat(1_000_000));
    Script::customer(user_id).and_customer(&format!("{user_id}, large"), notes)
}

fn assert_full(outcome: Result<Vec<i64>>) {
    assert!(matches!(outcome, Err(Error::Full(_))), "{outcome:?}");
}

async fn fill(db: &Db) {
    let limit = db.write(Limit(&NO_MORE_PAGES)).await;
    assert_eq!(limit, db.write(Limit(&PAGES)).await);
}

#[test]
fn a_full_disk_loses_the_whole_group_and_nothing_else() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let kept = db.write(Script::customer("kept")).await;
        assert_eq!(kept, Ok(vec![1]));
        fill(db).await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let before = queue(&db.store, db.org, Script::customer("before"));
        let large = queue(&db.store, db.org, too_large("large"));
        let after = queue(&db.store, db.org, too_large("after"));
        gate.open();
        for answer in [first, before, large, after] {
            assert_full(answer.await);
        }
        assert_eq!(db.dense_customers(db.org).await, ["kept"]);

        db.write(Limit(&MANY_PAGES)).await.expect("room");
        assert_eq!(db.write(too_large("large")).await, Ok(vec![2, 3]));
        assert_eq!(db.dense_customers(db.org).await, ["kept", "large", "large, large"]);
    });
}

#[test]
fn no_job_commits_alone_after_its_group_was_lost() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        fill(db).await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let large = queue(&db.store, db.org, too_large("large"));
        // The next two jobs find room, and their results show the order of their transactions.
        let after = queue(&db.store, db.org, Script::customer("after"));
        let last = queue(&db.store, db.org, Script::customer("last"));
        gate.open();
        assert_full(first.await);
        assert_full(large.await);
        assert_eq!(after.await, Ok(vec![1]));
        assert_eq!(last.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["after", "last"]);
    });
}

#[test]
fn a_full_disk_that_undoes_only_a_statement_fails_only_its_job() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        fill(db).await;
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let large = queue(&db.store, db.org, Script::customer("large").exec(&MANY_ROWS));
        let after = queue(&db.store, db.org, Script::customer("after"));
        gate.open();
        assert_eq!(first.await, Ok(vec![1]));
        assert_full(large.await);
        assert_eq!(after.await, Ok(vec![2]));
        assert_eq!(db.dense_customers(db.org).await, ["first", "after"]);
    });
}
