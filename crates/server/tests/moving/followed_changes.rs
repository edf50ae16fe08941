//! Steps of `deskbell export --follow` that read only the rows of the objects that the change feed
//! names.

use axum::http::Method;
use deskbell_app::accounts::TakeRanges;
use deskbell_model::Role;
use deskbell_storage::Result as StorageResult;
use deskbell_storage::tables::{Cell, KeyRange, StoredTable, TakeRows};
use deskbell_testkit::{Engine, Test, engines};
use deskbell_transfer::account::Extent;
use deskbell_transfer::seed::{Plan, seed};
use serde_json::{Value, json};

use crate::account::{People, Unseen, exported, lived, tables};
use crate::followed::{claimed, follower, imported_again, is_as_of_now};

/// The tables that a step keeps up to date with the change feed.
const NAMED: [&str; 13] = [
    "addresses",
    "changes",
    "chat_agents",
    "chats",
    "customer_tags",
    "customers",
    "events",
    "heads",
    "idempotency",
    "messages",
    "ratings",
    "tags",
    "timers",
];

/// The number of rounds of changes, each followed by a step.
const ROUNDS: u64 = 3;

async fn made(t: &Test, path: &str, body: Value) -> i64 {
    let answer = t.post(path, &body).await;
    assert!(answer.status < 300, "{path}: {}", answer.json());
    answer.json()["id"].as_i64().unwrap_or_default()
}

async fn set(t: &Test, path: &str, body: Value) {
    let answer = t.put(path, &body).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.json());
}

/// Changes objects of every kind that the feed names. Also changes the new customer's e-mail
/// address three times. The third address differs from the first address only in case.
async fn change(t: &Test, people: &People, round: u64) {
    let once = format!("round-{round}");
    let tags = json!([{"name": "vip", "color": format!("#00000{round}")}, {"name": once}]);
    let una = json!({"name": "Una", "email": format!("Una{round}@Example.com"), "tags": tags});
    let headers = [("idempotency-key", once.as_str())];
    let answer = t.call_with(Method::POST, "/v1/customers", &headers, una.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    let una = answer.json()["id"].as_i64().unwrap();
    let chat = made(t, "/v1/chats", json!({"customer": una, "application": 1})).await;
    let rated = made(t, "/v1/chats", json!({"customer": una, "application": 1})).await;
    for (number, chat) in [(1, chat), (2, 1), (3, 7), (4, rated)] {
        let text = format!("Round {round}, {number}");
        made(t, "/v1/messages", json!({"chat": chat, "text": text})).await;
        made(t, "/v1/messages", json!({"chat": chat, "text": text, "agent": 2})).await;
    }
    made(t, "/v1/events", json!({"customer": una, "name": "paid", "data": {"sum": round}})).await;
    people.visitor.say(None, "And another thing").await;
    for email in ["b@example.com", "a@example.com", "B@example.com"] {
        let answer = t.patch(&format!("/v1/customers/{una}"), &json!({"email": email})).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
    }
    set(t, "/v1/chats/snooze", json!({"id": chat, "snoozedUntil": 1_900_000_000 + round})).await;
    set(t, "/v1/chats/status", json!({"id": 7, "status": "closed"})).await;
    set(t, "/v1/chats/status", json!({"id": rated, "status": "closed"})).await;
    set(t, "/v1/chats/rate", json!({"id": rated, "rating": "great"})).await;
    let read = json!({"set": {"read": true}, "ids": [1, 7]});
    let answer = people.admin.post("/app/v1/chats/act", &read).await;
    assert!(answer.status < 300, "{}", answer.json());
}

/// The number of ranges that a step reads, and the number of their rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    ranges: usize,
    rows: usize,
}

impl TakeRanges for Counted {
    fn begin_range(&mut self, _: &'static StoredTable, _: KeyRange) -> StorageResult<()> {
        self.ranges += 1;
        Ok(())
    }
}

impl TakeRows for Counted {
    fn row(&mut self, _: &[Cell<'_>]) -> StorageResult<()> {
        self.rows += 1;
        Ok(())
    }
}

/// Creates a customer with a chat, three messages and an event; counts the ranges and rows that a
/// step then reads.
async fn counted(t: &Test) -> Counted {
    let after = t.app.context.store.last_change(t.org).await.unwrap();
    let customer = made(t, "/v1/customers", json!({"name": "New"})).await;
    let chat = made(t, "/v1/chats", json!({"customer": customer, "application": 1})).await;
    for text in ["One", "Two", "Three"] {
        made(t, "/v1/messages", json!({"chat": chat, "text": text})).await;
    }
    made(t, "/v1/events", json!({"customer": customer, "name": "paid", "data": {"sum": 5}})).await;
    let after = (after, t.app.context.now());
    let (counted, position) =
        t.app.accounts.read_changed(t.org, after, Counted::default()).await.unwrap();
    assert_eq!(position, Some(t.app.context.store.last_change(t.org).await.unwrap()));
    counted
}

engines! {
    async fn a_step_of_changes_has_every_row_that_the_feed_names_and_the_folder_stays_sound(
        t: &Test
    ) {
        let people = lived(t).await;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("followed");
        exported(t, &folder).await;
        let claim = claimed(&folder);
        let mut following = follower(t, &claim).await.unwrap();
        assert_eq!(following.step(Extent::Everything).await.unwrap(), None);
        for round in 1..=ROUNDS {
            change(t, &people, round).await;
            let step = following.step(Extent::Changes).await.unwrap();
            assert_eq!((step.unwrap().number, following.readings()), (round, 1));
            let now = place.path().join(format!("now-{round}"));
            exported(t, &now).await;
            let over = if round == 1 { Engine::Postgres } else { Engine::Sqlite };
            let (now, copied) = (tables(&now), imported_again(t, &folder, over).await);
            for table in NAMED {
                let name = format!("{table}.ndjson.gz");
                assert_eq!(now[&name], copied[&name], "{table} in round {round}");
            }
        }
        // Steps of changes split the lines of whole tables. A later step of everything mends that.
        assert!(following.step(Extent::Everything).await.unwrap().is_some());
        is_as_of_now(t, &folder, Engine::Sqlite).await;
        change(t, &people, ROUNDS + 1).await;
        assert!(following.step(Extent::Changes).await.unwrap().is_some());
        drop(following);
        let mut following = follower(t, &claim).await.unwrap();
        assert!(following.step(Extent::Changes).await.unwrap().is_some(), "the first reads all");
        assert_eq!(following.readings(), 1);
        is_as_of_now(t, &folder, Engine::Postgres).await;
    }

    async fn a_step_of_changes_reads_no_more_in_a_large_account_than_in_a_small_one(t: &Test) {
        let plan = |chats, seed| Plan { chats, messages_per_chat: 5, seed };
        seed(&t.app, t.org, plan(10, 1), &mut Unseen).await.unwrap();
        let small = counted(t).await;
        seed(&t.app, t.org, plan(400, 2), &mut Unseen).await.unwrap();
        assert_eq!(counted(t).await, small);
        assert!(small.rows < 30 && small.ranges < 20, "{small:?}");
    }

    async fn what_the_feed_does_not_name_waits_for_a_step_of_everything(t: &Test) {
        lived(t).await;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("followed");
        exported(t, &folder).await;
        let claim = claimed(&folder);
        let mut following = follower(t, &claim).await.unwrap();
        following.step(Extent::Everything).await.unwrap();
        for (number, act) in (1..).zip(["webhook", "customer", "agent"]) {
            match act {
                "webhook" => {
                    let hook = json!({"url": "https://b.example/x", "events": ["chat.new"]});
                    made(t, "/v1/webhooks", hook).await;
                }
                "customer" => {
                    let gone = t.send(Method::DELETE, "/v1/customers/2", &[]).await;
                    assert_eq!(gone.status, 200);
                }
                _ => {
                    t.agent("cleo", Role::Agent, &[]).await;
                }
            }
            assert_eq!(following.step(Extent::Changes).await.unwrap(), None, "{act}");
            assert_eq!(following.readings(), number, "{act}");
            let step = following.step(Extent::ChangesOrEverything).await.unwrap();
            assert_eq!((step.unwrap().number, following.readings()), (number, number + 1));
        }
        is_as_of_now(t, &folder, Engine::Sqlite).await;
    }
}
