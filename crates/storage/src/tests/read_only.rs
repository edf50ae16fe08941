//! Tests with an SQLite file that is read-only for a while. The tests check the stored changes, and
//! the callers' errors.
//!
//! A pragma on the writer's connection simulates a disk that the system has made read-only.

use super::fixture::{self, Db, open};
use super::jobs::{Script, hold, queue};
use crate::columns::Nothing;
use crate::statement::{Class, Query};
use crate::{Engine, Error, Result};
use deskbell_model::Origin;

static READ_ONLY: Query<Nothing> =
    Query::new("tests::READ_ONLY", Class::Point, "PRAGMA query_only = 1");
fn assert_unavailable(outcome: &Result<Vec<i64>>) {
    assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
}

#[test]
fn a_file_that_stays_read_only_refuses_every_change_and_is_read_on() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        assert_eq!(db.write(Script::customer("kept")).await, Ok(vec![1]));
        let (gate, first) = hold(&db.store, db.org, "first").await;
        let fault = queue(&db.store, db.org, Script::default().exec(&READ_ONLY));
        gate.open();
        assert_unavailable(&first.await);
        assert_unavailable(&fault.await);
        for _ in 0..3 {
            let lost = db.write(Script::customer("lost")).await;
            assert_unavailable(&lost.map_err(Error::from));
            assert_eq!(db.dense_customers(db.org).await, ["kept"]);
        }
        // Another process can write, since the pragma affects only one connection.
        let store = open(&db.location).await;
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("later")).await,
            Ok(vec![2])
        );
        store.close().await;
    });
}
