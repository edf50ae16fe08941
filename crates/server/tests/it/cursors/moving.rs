//! Lists that are read page by page with cursors while rows move: no row is missed, in either
//! direction.

use deskbell_app::jobs;
use std::time::Duration;

use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use super::{chats, page, read, some_chats};
use crate::objects::{customer, put};

/// Reads the remaining pages of a list, from a cursor on; returns the ids on each page.
async fn rest(t: &Test, target: &str, body: &Value, cursor: Option<String>) -> Vec<Vec<i64>> {
    let (mut pages, mut cursor) = (Vec::new(), cursor);
    while let Some(next) = cursor {
        let (ids, behind) = read(&page(t, target, body, &next).await);
        pages.push(ids);
        cursor = behind;
    }
    pages
}

async fn say(t: &Test, chat: i64) {
    let body = json!({"chat": chat, "text": "hello"});
    assert_eq!(t.post("/v1/messages", &body).await.status, 201);
}

async fn set_status(t: &Test, chat: i64, status: &str) {
    let body = json!({"id": chat, "status": status});
    assert_eq!(t.put("/v1/chats/status", &body).await.status, 200);
}

engines! {
    async fn a_chat_that_is_written_to_before_it_was_reached_comes_at_the_end(t: &Test) {
        some_chats(t, 12).await;
        for chat in 1..=12 {
            say(t, chat).await;
            t.clock.advance(Duration::from_secs(1));
        }
        let filter = json!([{"field": "chats.customer", "operator": "=", "value": 1}]);
        for (target, body) in [
            ("/v1/chats?sort=chats.lastMessageAt&limit=5", Value::Null),
            ("/v1/chats/search", json!({"sort": "lastMessageAt", "limit": 5})),
            ("/v1/chats/search", json!({"sort": "lastMessageAt", "limit": 5, "filter": filter})),
        ] {
            let (all, _) = read(&t.get("/v1/chats?sort=chats.lastMessageAt").await.json());
            let (first, next) = read(&page(t, target, &body, "").await);
            assert_eq!(first, all[..5]);
            // Moves two rows to the top: one that was not read yet, and one that was.
            say(t, all[10]).await;
            t.clock.advance(Duration::from_secs(1));
            say(t, all[1]).await;
            t.clock.advance(Duration::from_secs(1));
            let pages = rest(t, target, &body, next).await;
            let last = [all[9], all[11]];
            let moved = vec![all[1], all[10]];
            assert_eq!(pages, [all[5..9].iter().copied().chain([last[0]]).collect(),
                               vec![last[1]], moved], "{target} {body}");
        }
    }

    async fn upwards_what_is_written_to_is_still_to_come(t: &Test) {
        some_chats(t, 4).await;
        let target = "/v1/chats?sort=chats.lastMessageAt&order=asc&limit=2";
        let (first, next) = read(&page(t, target, &Value::Null, "").await);
        assert_eq!(first, [4, 3]);
        say(t, 4).await;
        say(t, 1).await;
        assert_eq!(rest(t, target, &Value::Null, next).await, [vec![2, 4], vec![1]]);
    }

    async fn a_chat_that_is_opened_again_is_not_missed_among_those_never_closed(t: &Test) {
        some_chats(t, 12).await;
        let target = "/v1/chats?sort=chats.closedAt&order=asc&limit=4";
        let (first, next) = read(&page(t, target, &Value::Null, "").await);
        assert_eq!(first, [12, 8, 4, 2], "those never closed are first");
        set_status(t, 11, "closed").await;
        set_status(t, 11, "opened").await;
        let pages = rest(t, target, &Value::Null, next).await;
        assert_eq!(pages.concat().iter().filter(|id| **id == 11).count(), 1);
        assert_eq!(pages.concat().len(), 8);
        assert_eq!(pages.last(), Some(&vec![11]));
    }

    async fn a_customer_that_was_seen_is_not_missed_whichever_way_it_goes(t: &Test) {
        let customers: Vec<_> = (1..=9).map(customer).collect();
        put(t, Put { customers, ..Put::default() }).await;
        for id in 1..=9 {
            let body = json!({"lastSeen": 1_000 + id, "firstSeen": 1_000 + id});
            t.patch(&format!("/v1/customers/{id}"), &body).await;
        }
        let moves = [("asc", json!(1)), ("asc", Value::Null), ("desc", json!(9_999))];
        for (order, last_seen) in moves {
            let target = format!("/v1/customers?sort=customers.lastSeen&order={order}&limit=3");
            let (first, next) = read(&page(t, &target, &Value::Null, "").await);
            let (all, _) = read(&t.get(&target.replace("limit=3", "limit=100")).await.json());
            let moved = all[7];
            t.patch(&format!("/v1/customers/{moved}"), &json!({"lastSeen": last_seen})).await;
            // A change of other fields does not move a row in this order.
            let other = json!({"firstSeen": 5, "name": "other"});
            t.patch(&format!("/v1/customers/{}", all[6]), &other).await;
            let pages = rest(t, &target, &Value::Null, next).await;
            let mut given = [first, pages.concat()].concat();
            assert_eq!(given.pop(), Some(moved));
            let others: Vec<_> = all.iter().copied().filter(|id| *id != moved).collect();
            assert_eq!(given, others, "{order}");
        }
    }

    async fn a_walk_ends_at_once_when_nothing_moved(t: &Test) {
        some_chats(t, 6).await;
        let target = "/v1/chats?sort=chats.lastMessageAt&limit=3";
        let (_, next) = read(&page(t, target, &Value::Null, "").await);
        // Several changes, none of which moves a chat in this list.
        set_status(t, 1, "closed").await;
        let private = json!({"chat": 2, "text": "note", "type": "private"});
        assert_eq!(t.post("/v1/messages", &private).await.status, 201);
        t.patch("/v1/customers/1", &json!({"lastSeen": 7, "firstSeen": 7})).await;
        let (ids, next) = read(&page(t, target, &Value::Null, &next.unwrap()).await);
        assert_eq!((ids.len(), next), (3, None));
    }

    async fn what_moved_and_was_deleted_or_passes_no_more_is_not_given(t: &Test) {
        let customers = vec![customer(1), customer(2)];
        let mut chats = chats(6);
        for chat in &mut chats[3..] {
            chat.customer = deskbell_model::CustomerId::new(2).unwrap();
        }
        put(t, Put { customers, chats, ..Put::default() }).await;
        let filter = json!([{"field": "chats.status", "operator": "!=", "value": "closed"}]);
        let body = json!({"sort": "lastMessageAt", "limit": 1, "filter": filter});
        let (_, next) = read(&page(t, "/v1/chats/search", &body, "").await);
        for chat in [2, 3, 5] {
            say(t, chat).await;
        }
        set_status(t, 3, "closed").await;
        let gone = t.send(axum::http::Method::DELETE, "/v1/customers/2", &[]).await;
        assert_eq!(gone.status, 200);
        let given = rest(t, "/v1/chats/search", &body, next).await.concat();
        assert_eq!(given, [2], "3 is closed now, 5 went with its customer");
    }

    async fn a_walk_that_began_before_the_changes_that_are_kept_is_refused_at_its_end(t: &Test) {
        some_chats(t, 6).await;
        let days = |days: u32| Duration::from_secs(u64::from(days) * 86_400);
        say(t, 1).await;
        let target = "/v1/chats?sort=chats.lastMessageAt&limit=3";
        let by_creation = "/v1/chats?limit=3";
        let (_, next) = read(&page(t, target, &Value::Null, "").await);
        let (_, other) = read(&page(t, by_creation, &Value::Null, "").await);
        for _ in 0..3 {
            say(t, 5).await;
            t.clock.advance(days(t.app.context.settings.changes_kept_days));
        }
        while jobs::run_due(&t.app).await.unwrap() {}
        let refused = t.get(&format!("{target}&cursor={}", next.unwrap())).await;
        let told = ("validation_error".to_owned(), "cursor value is invalid".to_owned());
        assert_eq!(refused.errors(), (400, vec![told]));
        // No chat moves in the order by creation, so a cursor of that order needs no old changes.
        assert_eq!(rest(t, by_creation, &Value::Null, other).await.concat().len(), 3);
    }
}
