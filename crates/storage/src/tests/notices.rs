//! Tests of notifications on PostgreSQL: a commit of one process wakes followers in another process
//! before these followers poll.

use super::fixture::{self, Client, Db, open, postgres};
use super::jobs::Script;
use crate::{Engine, Location, Store};
use deskbell_model::Origin;

const LISTENING: &str = "SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle' AND query LIKE '%pg_notify%'";

async fn client(db: &Db) -> Client {
    let Location::Postgres(url) = &db.location else { panic!("only servers have sessions") };
    postgres(url).await
}

/// Waits until `stores` stores listen; returns the ids of their sessions.
async fn listening(client: &Client, stores: usize) -> Vec<i32> {
    loop {
        let rows = client.query(LISTENING, &[]).await.expect("sessions");
        if rows.len() == stores {
            return rows.iter().map(|row| row.get(0)).collect();
        }
    }
}

async fn commit(store: &Store, db: &Db, name: &str) -> i64 {
    store.write(db.org, Origin::COMMAND, Script::customer(name)).await.expect("a customer")[0]
}

#[test]
fn a_commit_of_one_store_wakes_who_follows_in_another() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let other = open(&db.location).await;
        let mut news = other.follow(db.org);
        let client = client(db).await;
        listening(&client, 1).await;
        for number in 1..=3 {
            let seq = commit(&db.store, db, &number.to_string()).await;
            assert_eq!(seq, number);
            news.wait_for(|last| last.seq == seq).await.expect("a notice");
        }
        other.close().await;
    });
}

#[test]
fn a_listener_whose_session_was_ended_comes_back() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let other = open(&db.location).await;
        let mut news = other.follow(db.org);
        let client = client(db).await;
        let ended = listening(&client, 1).await;
        let end = "SELECT pg_terminate_backend($1)";
        client.execute(end, &[&ended[0]]).await.expect("an end");
        while listening(&client, 1).await == ended {}
        let seq = commit(&db.store, db, "later").await;
        news.wait_for(|last| last.seq == seq).await.expect("a notice");
        other.close().await;
    });
}

#[test]
fn the_last_commit_before_a_store_closes_is_told_and_its_session_ends() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let mut news = db.store.follow(db.org);
        let client = client(db).await;
        listening(&client, 1).await;
        let other = open(&db.location).await;
        // The other store's session must be open first, since opening can take longer than a
        // closing store waits.
        let _heard = other.follow(db.org);
        listening(&client, 2).await;
        let seq = commit(&other, db, "last words").await;
        other.close().await;
        news.wait_for(|last| last.seq == seq).await.expect("a notice");
        listening(&client, 1).await;
    });
}
