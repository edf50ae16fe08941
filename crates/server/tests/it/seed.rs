//! Generated data: equal seeds lead to equal data, with objects of every kind.

use std::collections::BTreeMap;

use deskbell_testkit::{Test, engines};
use deskbell_transfer::Progress;
use deskbell_transfer::seed::{Plan, seed};
use serde_json::Value;

/// A receiver of progress reports that ignores them, and fails the test on a warning.
pub struct Silent;

impl Progress for Silent {
    fn at(&mut self, _: u64, _: u64, _: &str) {}
    fn warn(&mut self, text: &str) {
        panic!("{text}");
    }
}

struct Counted(u64);

impl Progress for Counted {
    fn at(&mut self, done: u64, total: u64, _: &str) {
        assert!(done <= total);
        self.0 += 1;
    }
    fn warn(&mut self, text: &str) {
        panic!("{text}");
    }
}

async fn all(t: &Test) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let page = t.get(&format!("/v1/chats?order=asc&offset={}", all.len())).await.json();
        let Value::Array(items) = page["data"].clone() else { panic!("{page}") };
        if items.is_empty() {
            return all;
        }
        all.extend(items);
    }
}

async fn make(t: &Test, plan: Plan) {
    let mut progress = Counted(0);
    seed(&t.app, t.org, plan, &mut progress).await.unwrap();
    assert!(progress.0 > 0);
}

engines! {
    async fn every_kind_of_chat_is_among_them(t: &Test) {
        make(t, Plan { chats: 400, messages_per_chat: 4, seed: 1 }).await;
        let chats = all(t).await;
        assert_eq!(chats.len(), 400);
        let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
        for chat in &chats {
            *statuses.entry(chat["status"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(statuses.len(), 7, "{statuses:?}");
        assert!(statuses["closed"] * 3 >= 400);
        let count = |test: fn(&Value) -> bool| chats.iter().filter(|it| test(it)).count();
        assert!(count(|it| !it["rating"].is_null()) > 10);
        assert!(count(|it| !it["snoozedUntil"].is_null()) > 5);
        assert!(count(|it| !it["department"].is_null()) > 50);
        assert!(count(|it| it["lastMessageAt"].is_null()) > 5);
        let day_ahead =
            |it: &Value| it["snoozedUntil"].as_i64().is_none_or(|at| at > 1_900_000_000);
        assert!(chats.iter().all(day_ahead));
        let is_closed = |it: &Value| it["status"] == "closed";
        assert!(chats.iter().all(|it| is_closed(it) != it["closedAt"].is_null()));
        let rated = |it: &&Value| !it["rating"].is_null();
        assert!(chats.iter().filter(rated).all(|it| !it["lastCommunicatedAgentId"].is_null()));
    }

    async fn a_long_conversation_is_stored_in_parts_and_is_whole(t: &Test) {
        make(t, Plan { chats: 2, messages_per_chat: 900, seed: 3 }).await;
        let mut messages = 0;
        for chat in all(t).await {
            let id = &chat["id"];
            let page = t.get(&format!("/v1/chats/{id}/messages?limit=1")).await.json();
            assert_eq!(page["messages"][0]["id"], chat["lastMessageId"]);
            assert_eq!(page["messages"][0]["text"], chat["lastMessageText"]);
            messages += page["total"].as_u64().unwrap();
        }
        assert!(messages > 300, "{messages}");
    }

    async fn more_can_be_made_where_some_is(t: &Test) {
        make(t, Plan { chats: 30, messages_per_chat: 1, seed: 1 }).await;
        make(t, Plan { chats: 30, messages_per_chat: 0, seed: 1 }).await;
        assert_eq!(t.get("/v1/chats/total").await.json()["total"], 60);
    }
}

#[test]
fn the_same_numbers_make_the_same_data_on_both_engines() {
    deskbell_testkit::run_both(async |first: &Test, second: &Test| {
        let plan = Plan { chats: 200, messages_per_chat: 3, seed: 99 };
        make(first, plan).await;
        make(second, plan).await;
        let (one, two) = (all(first).await, all(second).await);
        assert_eq!(one, two);
        assert_eq!(one.len(), 200);
    });
}
