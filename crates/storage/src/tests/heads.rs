//! Tests of reading organizations' last changes on PostgreSQL. One statement answers all waiting
//! requests, and a request gets a position that was read after the request began.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_model::{FeedPosition, OrgId, Origin};
use futures_util::future::{FutureExt as _, join_all};
use tokio::task::JoinSet;

use super::engines;
use super::fixture::{self, Client, Db, open, postgres};
use super::jobs::Script;
use super::proxy::{Cut, Proxy};
use crate::limits::HEADS_AT_ONCE;
use crate::{Engine, Error, Location, Options, Pooling, Result, Store};

/// The message of PostgreSQL's protocol that runs a prepared statement.
const EXECUTE: &[u8] = &[b'E', 0, 0, 0, 9, 0, 0, 0, 0, 0];
const TASKS: i64 = 8;
const ROUNDS: i64 = 40;

fn org(id: i64) -> OrgId {
    OrgId::new(id).expect("an id")
}

async fn client(db: &Db) -> Client {
    let Location::Postgres(url) = &db.location else { panic!("only servers have clients") };
    postgres(url).await
}

/// Creates the heads (rows of counters) of the organizations up to `last`. An organization's id is
/// also the number of its last change.
async fn make_heads(client: &Client, last: i64) {
    let sql = format!(
        "INSERT INTO heads SELECT (jsonb_populate_record(h, jsonb_build_object('org_id', g, \
         'seq', g))).* FROM heads h, generate_series(2, {last}) g WHERE h.org_id = 1"
    );
    client.batch_execute(&sql).await.expect("heads");
}

async fn remove_heads(client: &Client) {
    client.batch_execute("DELETE FROM heads WHERE org_id > 1").await.expect("no heads");
}

/// Blocks statements that read the organizations' last changes, until [`go_on`] is called.
async fn hold(client: &Client) {
    let sql = "BEGIN; LOCK TABLE heads IN ACCESS EXCLUSIVE MODE";
    client.batch_execute(sql).await.expect("a lock");
}

async fn go_on(client: &Client) {
    client.batch_execute("COMMIT").await.expect("no lock");
}

fn run(body: impl AsyncFnOnce(&Db, &Store, &Proxy)) {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let proxy = Proxy::start(&db.location).await;
        let store = open(&proxy.location).await;
        body(db, &store, &proxy).await;
        store.close().await;
    });
}

/// Polls a future once, and checks that the future is not finished.
async fn begin<T>(future: impl Future<Output = T>) {
    let mut future = pin!(future);
    let is_pending = poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending()));
    assert!(is_pending.await);
}

/// Begins a request for the position of an organization's last change, and waits until the
/// statement has reached the server.
async fn asked<'s>(
    store: &'s Store,
    proxy: &Proxy,
    id: i64,
) -> Pin<Box<dyn Future<Output = Result<FeedPosition>> + 's>> {
    let before = proxy.executed();
    let mut asking = Box::pin(store.last_change(org(id)));
    begin(&mut asking).await;
    while proxy.executed() == before {
        tokio::task::yield_now().await;
    }
    asking
}

#[test]
fn requests_of_many_organizations_that_wait_are_answered_by_one_statement() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        let client = client(db).await;
        let many = i64::try_from(2 * HEADS_AT_ONCE + 1).expect("a number");
        make_heads(&client, many).await;
        assert_eq!(store.last_change(org(7)).await.map(|last| last.seq), Ok(7));
        // A statement asks for at most 1,024 organizations; later requests wait for the next
        // statement.
        for (last, statements) in [(100, 1), (many, 4)] {
            hold(&client).await;
            let first = asked(store, proxy, 7).await;
            let before = proxy.executed();
            let waiting = (2..=last).chain(2..=last).map(|id| store.last_change(org(id)));
            let mut waiting = pin!(join_all(waiting));
            begin(&mut waiting).await;
            go_on(&client).await;
            assert_eq!(first.await.map(|last| last.seq), Ok(7));
            let found: Result<Vec<_>> = waiting.await.into_iter().collect();
            let found: Vec<_> = found.expect("positions").iter().map(|last| last.seq).collect();
            assert_eq!(found, (2..=last).chain(2..=last).collect::<Vec<_>>());
            assert_eq!(proxy.executed() - before, statements);
        }
        remove_heads(&client).await;
    });
}

#[test]
fn an_organization_that_is_unknown_fails_alone() {
    run(async |_: &Db, store: &Store, _: &Proxy| {
        let (known, unknown) = tokio::join!(store.last_change(org(1)), store.last_change(org(9)));
        assert_eq!((known.map(|last| last.seq), unknown), (Ok(0), Err(Error::NotFound)));
    });
}

#[test]
fn requests_that_were_given_up_are_not_asked_for() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        let client = client(db).await;
        store.last_change(org(1)).await.expect("a position");
        hold(&client).await;
        let first = asked(store, proxy, 1).await;
        let before = proxy.executed();
        for _ in 0..10 {
            let mut given_up = Box::pin(store.last_change(org(1)));
            begin(&mut given_up).await;
        }
        go_on(&client).await;
        first.await.expect("a position");
        assert_eq!(proxy.executed(), before);
        store.last_change(org(1)).await.expect("a position");
        assert_eq!(proxy.executed(), before + 1);
    });
}

#[test]
fn a_lost_connection_fails_the_requests_of_its_statement_and_no_other() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        let client = client(db).await;
        make_heads(&client, 20).await;
        store.last_change(org(1)).await.expect("a position");
        for when in [Cut::Before, Cut::After] {
            hold(&client).await;
            let first = asked(store, proxy, 1).await;
            let mut doomed = pin!(join_all((1..=20).map(|id| store.last_change(org(id)))));
            begin(&mut doomed).await;
            proxy.cut(when, EXECUTE);
            go_on(&client).await;
            first.await.expect("a position");
            for failed in doomed.await {
                assert!(matches!(failed, Err(Error::Unavailable(_))), "{failed:?}");
            }
            assert_eq!(store.last_change(org(20)).await.map(|last| last.seq), Ok(20));
        }
        remove_heads(&client).await;
    });
}

#[test]
fn a_session_that_is_ended_between_two_requests_fails_neither() {
    run(async |db: &Db, store: &Store, _: &Proxy| {
        let client = client(db).await;
        for _ in 0..3 {
            store.last_change(org(1)).await.expect("a position");
            let end = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE '%FROM heads%ANY%'
                AND pid <> pg_backend_pid()";
            assert_eq!(client.query(end, &[]).await.expect("an end").len(), 1);
            // It takes some time until the proxy passes on the end of the connection.
            while let Err(error) = store.last_change(org(1)).await {
                assert!(error.is_passing(), "{error}");
            }
        }
    });
}

#[test]
fn a_server_that_falls_silent_fails_all_that_wait_and_is_asked_again_once_it_is_back() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("only servers fall silent") };
        let outage = Outage::before(url).await;
        let store = open(&Location::Postgres(outage.url.clone())).await;
        store.last_change(org(1)).await.expect("a position");
        outage.set(Line::Silent);
        for failed in join_all((1..=5).map(|id| store.last_change(org(id)))).await {
            assert!(matches!(failed, Err(Error::Unavailable(_))), "{failed:?}");
        }
        outage.set(Line::Up);
        store.last_change(org(1)).await.expect("a position");
        store.close().await;
    });
}

#[test]
fn a_closed_store_answers_no_more() {
    run(async |db: &Db, store: &Store, proxy: &Proxy| {
        let client = client(db).await;
        store.last_change(org(1)).await.expect("a position");
        hold(&client).await;
        let waiting = asked(store, proxy, 1).await;
        store.close().await;
        assert!(matches!(waiting.await, Err(Error::Unavailable(_))));
        let late = store.last_change(org(1)).now_or_never();
        assert!(matches!(late, Some(Err(Error::Unavailable(_)))), "{late:?}");
        go_on(&client).await;
    });
}

#[test]
fn where_a_pooler_shares_sessions_nothing_is_prepared() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let mut options = Options::default();
        options.postgres.pooling = Pooling::Transaction;
        let store = Store::open(&db.location, &options).await.expect("a store");
        for seq in 0..10 {
            assert_eq!(store.last_change(db.org).await.map(|last| last.seq), Ok(seq));
            let name = seq.to_string();
            db.write(Script::customer(&name)).await.expect("a customer");
        }
        store.close().await;
    });
}

engines! {
    async fn every_request_sees_what_was_committed_before_it(db: &Db) {
        let other = open(&db.location).await;
        let orgs = [db.org, db.new_organization("two.example").await];
        let mut tasks = JoinSet::new();
        for task in 0..TASKS {
            let [mut writer, mut reader] = [db.store.clone(), other.clone()];
            let own = orgs[usize::try_from(task % 2).expect("an index")];
            tasks.spawn(async move {
                for round in 0..ROUNDS {
                    std::mem::swap(&mut writer, &mut reader);
                    let name = format!("{task} {round}");
                    let made = writer.write(own, Origin::COMMAND, Script::customer(&name)).await;
                    // Each write is one change, so the customer's id is the number of the change.
                    let seq = made.expect("a customer")[0];
                    for store in [&reader, &writer] {
                        let last = store.last_change(own).await.expect("a position");
                        assert!(last.seq >= seq, "{last:?} is older than {seq}");
                    }
                }
            });
        }
        tasks.join_all().await;
        for org in orgs {
            let last = other.last_change(org).await.map(|last| last.seq);
            assert_eq!(last, Ok(TASKS / 2 * ROUNDS));
        }
        other.close().await;
    }
}
