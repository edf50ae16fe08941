//! The number of round trips to PostgreSQL that a change takes. During these round trips, the
//! organization's row of counters, which every change locks first, stays locked.

use deskbell_testkit::put::Put;
use deskbell_testkit::{Engine, Test, run};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio_postgres::NoTls;

use crate::objects::{agent, chat, customer, put};

/// Creates chats in which the customer has already written, since a chat's first message also
/// changes the chat's status.
async fn desk(t: &Test) {
    let chats = (1..=16).map(|id| chat(id, 1)).collect();
    let (agents, customers) = (vec![agent(4, "Frodo")], vec![customer(1)]);
    put(t, Put { agents, customers, chats, ..Put::default() }).await;
    for id in 1..=16 {
        post(t, json!({"chat": id, "text": "Hello?"})).await;
    }
}

fn round_trips(t: &Test) -> u64 {
    t.app.context.store.round_trips()
}

async fn post(t: &Test, body: Value) {
    let answer = t.post("/v1/messages", &body).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
}

#[test]
fn a_change_takes_few_round_trips() {
    run(Engine::Postgres, async |t: &Test| {
        desk(t).await;
        // One round trip each for the head, for the chat, and for all writes.
        let before = round_trips(t);
        post(t, json!({"chat": 1, "text": "Hi"})).await;
        assert_eq!(round_trips(t) - before, 3, "a customer's message");
        // Three more: for the agent, for the earlier writers, and for the chat as it is recorded.
        let before = round_trips(t);
        post(t, json!({"chat": 1, "text": "Hello", "agent": 4})).await;
        assert_eq!(round_trips(t) - before, 6, "an agent's message");
        let before = round_trips(t);
        let body = json!({"id": 1, "status": "closed"});
        assert_eq!(t.put("/v1/chats/status", &body).await.status, 200);
        assert_eq!(round_trips(t) - before, 4, "a new status");
    });
}

#[test]
fn a_step_of_counting_reads_all_its_chats_together() {
    run(Engine::Postgres, async |t: &Test| {
        desk(t).await;
        let before = round_trips(t);
        t.app.reports.count_all(t.org).await.unwrap();
        // A round trip for each query of each chat would be 80 at least.
        let taken = round_trips(t) - before;
        assert!(taken <= 24, "{taken} round trips");
        assert_eq!(t.app.reports.compare(t.org).await.unwrap(), [""; 0]);
    });
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the connection ends with its client")]
fn messages_that_are_committed_together_take_one_round_trip_each() {
    run(Engine::Postgres, async |t: &Test| {
        desk(t).await;
        let (client, connection) = tokio_postgres::connect(&t.database.url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let lock = format!("BEGIN; SELECT 1 FROM heads WHERE org_id = {} FOR UPDATE", t.org);
        client.batch_execute(&lock).await.unwrap();
        let before = round_trips(t);
        let posts = join_all((1..=16).map(|id| post(t, json!({"chat": id, "text": "Hi"}))));
        // The writer waits for the lock with one of the 16 messages, and the other 15 are queued.
        let release = async {
            while t.app.context.store.jobs_waiting() < 15 {
                tokio::task::yield_now().await;
            }
            client.batch_execute("ROLLBACK").await.unwrap();
        };
        tokio::join!(posts, release);
        assert_eq!(round_trips(t) - before, 16 + 2);
        drop(client);
        connection.await.unwrap().unwrap();
    });
}
