//! Cursor pagination (contract §8): first and last pages, rows that move while a client reads the
//! pages, and cursors that are used with another list.

mod hostile;
mod moving;

use axum::http::Method;
use deskbell_app::Caller;
use deskbell_app::actions::{agents, applications, departments};
use deskbell_model::{Chat, Role, Seconds};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::{Value, json};

use crate::objects::{chat, customer, message, put, put_chats};
use crate::webhooks::{pass, webhook};

/// Gets the page of a cursor; a body other than null makes the request a search.
pub async fn page(t: &Test, target: &str, body: &Value, cursor: &str) -> Value {
    let answer = if body.is_null() {
        let sign = if target.contains('?') { '&' } else { '?' };
        t.get(&format!("{target}{sign}cursor={cursor}")).await
    } else {
        let mut body = body.clone();
        body["cursor"] = json!(cursor);
        t.post(target, &body).await
    };
    assert_eq!(answer.status, 200, "{target}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// The ids of a page, and its next cursor.
pub fn read(page: &Value) -> (Vec<i64>, Option<String>) {
    let rows = page.get("messages").unwrap_or(&page["data"]).as_array().unwrap();
    let ids = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    (ids, page["meta"]["next"].as_str().map(str::to_owned))
}

/// Reads all pages; returns the ids on each page.
pub async fn walk(t: &Test, target: &str, body: &Value) -> Vec<Vec<i64>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let (ids, next) = read(&page(t, target, body, &cursor).await);
        pages.push(ids);
        let Some(next) = next else { return pages };
        cursor = next;
    }
}

/// Chats with closing times, some of which are equal and some null.
pub fn chats(count: i64) -> Vec<Chat> {
    let closed = |id: i64| {
        let mut it = chat(id, 5);
        let at = u32::try_from(id / 3).unwrap();
        it.closed_at = (id % 4 > 0).then(|| Seconds::new(100 + at));
        it
    };
    (1..=count).map(closed).collect()
}

async fn some_chats(t: &Test, count: i64) {
    put_chats(t, chats(count)).await;
}

/// Creates several rows for each list that is sorted by id, and several deliveries of a webhook.
async fn desk(t: &Test, receiver: &Receiver) {
    some_chats(t, 5).await;
    let (app, org, at) = (&t.app, t.org, t.app.context.now());
    for number in 0..5 {
        let name = format!("Name {number}");
        let agent =
            agents::Add { id: None, name: name.clone(), email: None, role: Role::Agent, at };
        app.actions.add_agent(Caller::command(org), agent).await.unwrap();
        let department = departments::Add { id: None, name: name.clone(), agents: vec![], at };
        app.actions.add_department(Caller::command(org), department).await.unwrap();
        let (kind, display_name) = ("web".to_owned(), None);
        let add = applications::Add { id: None, name, display_name, kind, at };
        app.actions.add_application(Caller::command(org), add).await.unwrap();
        webhook(t, receiver, &["chat.status_updated"]).await;
    }
    for id in 1..=5 {
        let body = json!({"id": id, "status": "pending"});
        assert_eq!(t.put("/v1/chats/status", &body).await.status, 200);
    }
    pass(t).await;
}

engines! {
    async fn a_walk_begins_with_the_first_page_and_ends_with_a_full_one(t: &Test) {
        some_chats(t, 30).await;
        for (target, body) in [
            ("/v1/chats?sort=chats.closedAt&order=asc&limit=10", Value::Null),
            ("/v1/chats/search", json!({"sort": "closedAt", "order": "asc", "limit": 10})),
            ("/v1/chats/search", json!({
                "sort": "closedAt", "order": "asc", "limit": 10,
                "filter": [{"field": "chats.customer", "operator": "=", "value": 1}],
            })),
        ] {
            let whole = "/v1/chats?sort=chats.closedAt&order=asc";
            let (all, _) = read(&t.get(whole).await.json());
            let pages = walk(t, target, &body).await;
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 10]);
            assert_eq!(pages.concat(), all);
            let mut first = page(t, target, &body, "").await;
            assert!(first["meta"]["next"].is_string() && first["meta"]["total"] == 30);
            first["meta"].as_object_mut().unwrap().remove("next");
            let without = match &body {
                Value::Null => t.get(target).await,
                body => t.post(target, body).await,
            };
            assert_eq!(first, without.json(), "but for `next` it is the page without a cursor");
        }
    }

    async fn a_search_takes_null_for_no_cursor(t: &Test) {
        some_chats(t, 3).await;
        let found = t.post("/v1/chats/search", &json!({"cursor": null, "offset": 1})).await.json();
        assert_eq!(found["meta"], json!({"total": 3}));
        let found = t.post("/v1/chats/search", &json!({"cursor": "", "offset": null})).await.json();
        assert_eq!(found["meta"], json!({"total": 3, "next": null}));
    }

    async fn every_list_by_id_and_every_log_is_walked_through(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for target in [
            "/v1/agents", "/v1/departments", "/v1/applications", "/v1/webhooks",
            "/v1/webhooks/1/deliveries",
        ] {
            let (all, _) = read(&t.get(target).await.json());
            assert!(all.len() >= 5, "{target}: {all:?}");
            for limit in [1, 2, 5, 100] {
                let pages = walk(t, &format!("{target}?limit={limit}"), &Value::Null).await;
                assert_eq!(pages.concat(), all, "{target}");
                assert_eq!(pages.len(), all.len().div_ceil(limit), "{target} by {limit}");
            }
        }
    }

    async fn what_is_under_the_cursor_may_go(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let (ids, next) = read(&page(t, "/v1/webhooks?limit=2", &Value::Null, "").await);
        assert_eq!(ids, [1, 2]);
        assert_eq!(t.send(Method::DELETE, "/v1/webhooks/2", &[]).await.status, 200);
        let next = next.unwrap();
        let (ids, next) = read(&page(t, "/v1/webhooks?limit=2", &Value::Null, &next).await);
        assert_eq!(ids, [3, 4]);
        assert_eq!(t.send(Method::DELETE, "/v1/webhooks/5", &[]).await.status, 200);
        let next = next.unwrap();
        let (ids, next) = read(&page(t, "/v1/webhooks?limit=2", &Value::Null, &next).await);
        assert_eq!((ids, next), (vec![], None), "what was ahead is gone");
    }

    async fn the_messages_of_a_chat_are_walked_through_while_more_come(t: &Test) {
        let mut it = chat(1, 5);
        it.messages = 10;
        let messages = (1..=10).map(|seq| message(&it, seq, i64::try_from(seq).unwrap()));
        let messages = messages.collect();
        put(t, Put { customers: vec![customer(1)], chats: vec![it], messages, ..Put::default() })
            .await;
        let target = "/v1/chats/1/messages?limit=5";
        let first = page(t, target, &Value::Null, "").await;
        assert_eq!(first["meta"]["total"], 10);
        let (ids, next) = read(&first);
        assert_eq!(ids, [10, 9, 8, 7, 6]);
        assert_eq!(first["messages"], first["data"]);
        assert_eq!(t.post("/v1/messages", &json!({"chat": 1, "text": "x"})).await.status, 201);
        let last = page(t, target, &Value::Null, &next.unwrap()).await;
        assert_eq!(read(&last), (vec![5, 4, 3, 2, 1], None));
        assert_eq!(last["meta"], json!({"total": 11, "next": null}));
        assert_eq!(t.get(target).await.json().get("meta"), None, "the seed's form");
    }

    async fn a_page_of_a_walk_has_a_tag_and_is_known_by_it(t: &Test) {
        some_chats(t, 30).await;
        let target = "/v1/chats?limit=10&cursor=";
        let first = t.get(target).await;
        let (_, next) = read(&first.json());
        let next = format!("{target}{}", next.unwrap());
        let second = t.get(&next).await;
        assert_ne!(first.header("etag"), second.header("etag"));
        for (target, answer) in [(target, &first), (next.as_str(), &second)] {
            let known = [("if-none-match", answer.header("etag").unwrap())];
            let again = t.send(Method::GET, target, &known).await;
            assert_eq!((again.status, again.body.len()), (304, 0));
            let head = t.send(Method::HEAD, target, &[]).await;
            assert_eq!(head.header("etag"), answer.header("etag"));
            assert!(head.status == 200 && head.body.is_empty());
            // Without changes, a repeated request gets the same page.
            assert_eq!(t.get(target).await.body, answer.body);
        }
    }
}
