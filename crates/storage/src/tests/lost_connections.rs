//! Tests of lost PostgreSQL connections. After a loss during COMMIT, the outcome is unknown. After
//! a loss before COMMIT, nothing is stored. A lost job is not retried, and later jobs use another
//! connection.

use super::fixture::{self, Db, open};
use super::jobs::{Script, hold, queue};
use super::proxy::{Cut, Proxy};
use crate::{Engine, Error, Stop, Store};
use deskbell_model::Origin;

const COMMIT: &[u8] = b"COMMIT\0";

fn run(body: impl AsyncFnOnce(&Db, &Store, &Proxy)) {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let proxy = Proxy::start(&db.location).await;
        let store = open(&proxy.location).await;
        body(db, &store, &proxy).await;
        store.close().await;
    });
}

/// Runs a group of two jobs whose connection is cut during COMMIT.
async fn lose_a_commit(db: &Db, store: &Store, proxy: &Proxy, when: Cut) {
    let (gate, first) = hold(store, db.org, "first").await;
    let second = queue(store, db.org, Script::customer("second").and_customer("third", None));
    proxy.cut(when, COMMIT);
    gate.open();
    assert_eq!(first.await, Err(Error::Unknown));
    assert_eq!(second.await, Err(Error::Unknown));
    assert_eq!(proxy.commits(), 1);
}

#[test]
fn a_commit_that_never_reaches_the_server_is_unknown_and_stores_nothing() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        lose_a_commit(db, store, proxy, Cut::Before).await;
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("next")).await,
            Ok(vec![1])
        );
        assert_eq!(db.dense_customers(db.org).await, ["next"]);
        assert_eq!(proxy.commits(), 2);
    });
}

#[test]
fn a_commit_whose_answer_is_lost_is_unknown_and_stores_all() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        lose_a_commit(db, store, proxy, Cut::After).await;
        assert_eq!(db.dense_customers(db.org).await, ["first", "second", "third"]);
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("next")).await,
            Ok(vec![4])
        );
        assert_eq!(db.dense_customers(db.org).await, ["first", "second", "third", "next"]);
        assert_eq!(proxy.commits(), 2);
    });
}

/// Runs two jobs repeatedly, usually in one group. Each run cuts the connection at a later message
/// to the server than the run before.
#[test]
fn a_connection_that_dies_anywhere_never_leads_to_a_wrong_answer() {
    for when in [Cut::Before, Cut::After] {
        run(async |db: &Db, store: &Store, proxy: &Proxy| {
            for position in 0.. {
                store.write(db.org, Origin::COMMAND, job("prepared", position)).await.expect("one");
                proxy.cut_at(when, position);
                let answers = ["one", "two"].map(|name| queue(store, db.org, job(name, position)));
                let [one, two] = answers;
                let outcomes = [("one", one.await), ("two", two.await)];
                let is_uncut = proxy.forget_cut();
                let stored = db.dense_customers(db.org).await;
                for (name, outcome) in outcomes {
                    let is_stored = stored.contains(&format!("{name} {position}"));
                    match outcome {
                        Ok(_) => assert!(is_stored, "{position} {when:?}"),
                        Err(Error::Unavailable(_)) => assert!(!is_stored, "{position} {when:?}"),
                        Err(Error::Unknown) => {}
                        other => panic!("{position} {when:?}: {other:?}"),
                    }
                }
                if is_uncut {
                    assert!(position > 15, "a group has more messages than {position}");
                    break;
                }
            }
        });
    }
}

fn job(what: &str, position: usize) -> Script {
    Script::default().read().and_customer(&format!("{what} {position}"), None)
}

#[test]
fn a_connection_that_dies_before_a_group_begins_fails_one_job_and_stores_nothing() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("first")).await,
            Ok(vec![1])
        );
        proxy.cut(Cut::Before, b"BEGIN ISOLATION LEVEL READ COMMITTED\0");
        let outcome = store.write(db.org, Origin::COMMAND, Script::customer("second")).await;
        assert!(matches!(outcome, Err(Stop::Storage(Error::Unavailable(_)))), "{outcome:?}");
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("third")).await,
            Ok(vec![2])
        );
        assert_eq!(db.dense_customers(db.org).await, ["first", "third"]);
    });
}

#[test]
fn a_connection_that_dies_while_a_savepoint_is_released_stores_nothing_of_its_group() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        let (gate, first) = hold(store, db.org, "first").await;
        let failing = queue(store, db.org, Script::customer("failing").fail());
        proxy.cut(Cut::After, b"RELEASE SAVEPOINT job\0");
        gate.open();
        for answer in [first, failing] {
            let outcome = answer.await;
            assert!(matches!(outcome, Err(Error::Unavailable(_))), "{outcome:?}");
        }
        assert_eq!(
            store.write(db.org, Origin::COMMAND, Script::customer("second")).await,
            Ok(vec![1])
        );
        assert_eq!(db.dense_customers(db.org).await, ["second"]);
    });
}
