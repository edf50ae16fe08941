//! `DELETE /v1/customers/{id}`: immediate effects, later erasure, and changes in the feed.

use axum::http::Method;
use deskbell_app::{Caller, Expected, jobs};
use deskbell_model::{Chat, CustomerId, Kind, Message};
use deskbell_storage::{Class, cross_org, reads};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::json;

use crate::changes::recorded;
use crate::objects::{agent, chat, customer, message, put};

/// Runs erasure steps until nothing is left to erase; returns the number of steps.
async fn erase(t: &Test) -> usize {
    let mut steps = 0;
    while jobs::erase::step(&t.app).await.unwrap() {
        steps += 1;
    }
    steps
}

reads! {
    /// The organization with the lowest id above `after` that has rows to erase.
    Erasing(after: deskbell_model::OrgId) -> Option<deskbell_model::OrgId> =
        async |conn| cross_org::erasing(conn, Some(after)).await;
}

/// Creates chats of a customer with `each` messages per chat.
fn chats(owner: i64, ids: std::ops::RangeInclusive<i64>, each: u64) -> (Vec<Chat>, Vec<Message>) {
    let mut chats = Vec::new();
    let mut messages = Vec::new();
    for id in ids {
        let mut chat = chat(id, 5);
        chat.customer = CustomerId::new(owner).unwrap();
        chat.messages = each;
        chat.agents = vec![agent(1, "A").id];
        let first = id * 10_000;
        messages.extend((1..=each).map(|seq| message(&chat, seq, first + seq.cast_signed())));
        chats.push(chat);
    }
    (chats, messages)
}

async fn delete(t: &Test, id: i64) {
    let answer = t.send(Method::DELETE, &format!("/v1/customers/{id}"), &[]).await;
    assert_eq!((answer.status, answer.body), (200, br#""Ok""#.to_vec()));
}

engines! {
    async fn a_customer_goes_with_its_chats_and_nothing_else_does(t: &Test) {
        let (mut all, mut said) = chats(1, 1..=3, 2);
        let (more, also_said) = chats(2, 4..=4, 2);
        all.extend(more);
        said.extend(also_said);
        let (agents, customers) = (vec![agent(1, "A")], vec![customer(1), customer(2)]);
        put(t, Put { agents, customers, chats: all, messages: said, ..Put::default() }).await;
        for id in [1, 2] {
            let tags = json!({"tags": [{"name": "vip"}], "userId": format!("u-{id}")});
            t.call(Method::PATCH, &format!("/v1/customers/{id}"), &tags).await;
            let event = json!({"customer": id, "name": "paid", "data": {"a": 1}});
            assert_eq!(t.post("/v1/events", &event).await.status, 200);
        }
        let kept = [t.get("/v1/chats/4").await.body, t.get("/v1/chats/4/messages").await.body,
                    t.get("/v1/customers/2").await.body];
        let before = recorded(t).await.len();
        delete(t, 1).await;
        let told: Vec<_> = recorded(t).await.split_off(before).into_iter()
            .map(|it| (it.kind, it.subject, it.payload.unwrap())).collect();
        let gone = |kind, id: i64| (kind, id, format!("{{\"id\":{id}}}"));
        assert_eq!(told, [gone(Kind::ChatDeleted, 1), gone(Kind::ChatDeleted, 2),
                          gone(Kind::ChatDeleted, 3), gone(Kind::CustomerDeleted, 1)]);
        for target in ["/v1/customers/1", "/v1/chats/1", "/v1/chats/2/messages"] {
            assert_eq!(t.get(target).await.status, 404, "{target}");
        }
        assert_eq!(t.get("/v1/chats/total").await.json(), json!({"total": 1}));
        assert_eq!(t.get("/v1/customers").await.json()["total"], 1);
        let message = json!({"chat": 1, "text": "x"});
        assert_eq!(t.post("/v1/messages", &message).await.status, 404);
        assert_eq!(t.send(Method::DELETE, "/v1/customers/1", &[]).await.status, 404);
        // The deleted customer's userId is free, but its id is not reused.
        let again = t.post("/v1/customers", &json!({"userId": "u-1"})).await;
        assert_eq!((again.status, &again.json()["id"]), (201, &json!(3)));
        assert_eq!(erase(t).await, 1);
        assert_eq!(kept, [t.get("/v1/chats/4").await.body,
                          t.get("/v1/chats/4/messages").await.body,
                          t.get("/v1/customers/2").await.body]);
    }

    async fn what_is_left_goes_in_steps_of_a_thousand_rows(t: &Test) {
        let (all, said) = chats(1, 1..=2, 1_700);
        let (agents, customers) = (vec![agent(1, "A")], vec![customer(1)]);
        put(t, Put { agents, customers, chats: all, messages: said, ..Put::default() }).await;
        assert!(!jobs::erase::step(&t.app).await.unwrap(), "there is nothing to erase yet");
        delete(t, 1).await;
        // 3,403 rows, at most 1,000 a step: 3,400 messages, two chats and the customer.
        assert_eq!(erase(t).await, 4);
        assert_eq!(erase(t).await, 0);
    }

    async fn steps_of_several_at_once_agree_and_other_organizations_lose_nothing(t: &Test) {
        let other = t.app.actions.create_organization("other.example").await.unwrap();
        for org in [t.org, other] {
            let (chats, messages) = chats(1, 1..=4, 600);
            let (agents, customers) = (vec![agent(1, "A")], vec![customer(1)]);
            let objects = Put { agents, customers, chats, messages, ..Put::default() };
            objects.into(&t.app, org).await;
        }
        delete(t, 1).await;
        while futures_util::future::join_all((0..4).map(|_| jobs::erase::step(&t.app))).await
            .into_iter().any(|step| step.unwrap()) {}
        let (caller, scope) = (Caller::command(other), deskbell_model::Scope::Full);
        let key = t.app.access.create_key(caller, "other", scope).await.unwrap();
        for chat in 1..=4 {
            let target = format!("/v1/chats/{chat}/messages?limit=1&offset=599");
            let page = t.get_as(&key, &target).await.json();
            assert_eq!(page["total"], 600);
            assert_eq!(page["data"][0]["text"], "message 1");
        }
    }

    async fn a_customer_with_many_chats_goes_whole(t: &Test) {
        let (all, _) = chats(1, 1..=700, 0);
        let (agents, customers) = (vec![agent(1, "A")], vec![customer(1)]);
        put(t, Put { agents, customers, chats: all, ..Put::default() }).await;
        let before = recorded(t).await.len();
        delete(t, 1).await;
        let told = recorded(t).await.split_off(before);
        let subjects: Vec<_> = told.iter().map(|it| it.subject).collect();
        assert_eq!(subjects, (1..=700).chain([1]).collect::<Vec<_>>());
        assert_eq!(t.get("/v1/chats").await.json(), json!({"data": [], "meta": {"total": 0}}));
        assert_eq!(erase(t).await, 1);
    }

    async fn nothing_of_it_is_told_any_more(t: &Test) {
        let send = async |path: &str, key: &str, body: &serde_json::Value| {
            let headers = [("idempotency-key", key)];
            t.call_with(Method::POST, path, &headers, body.to_string()).await
        };
        let customer = json!({"name": "Marked", "userId": "marked"});
        let chat = json!({"customer": 1, "application": 1});
        let message = json!({"chat": 1, "text": "marked words"});
        let event = json!({"customer": 1, "name": "marked", "data": {"a": 1}});
        let requests = [
            ("/v1/customers", &customer), ("/v1/chats", &chat), ("/v1/messages", &message),
            ("/v1/events", &event),
        ];
        for (path, body) in requests {
            assert!(send(path, "k", body).await.status < 300, "{path}");
        }
        delete(t, 1).await;
        for (path, body) in requests {
            // The deleted objects are missing even before their rows are erased.
            assert_eq!(send(path, "k", body).await.status, 404, "{path}");
        }
        assert!(erase(t).await > 0);
        let rows = recorded(t).await;
        assert!((1..).zip(&rows).all(|(seq, row)| row.seq.get() == seq), "the numbers stay");
        for row in &rows {
            let payload = row.payload.as_deref().unwrap_or_default().to_lowercase();
            assert!(!payload.contains("marked"), "{row:?}");
        }
        let feed = t.get("/v1/changes").await;
        assert!(!String::from_utf8_lossy(&feed.body).to_lowercase().contains("marked"));
        let told = feed.json()["data"].as_array().unwrap().clone();
        let last: Vec<_> = told[told.len() - 2..].iter().map(|it| it["object"].clone()).collect();
        assert_eq!(last, [json!({"id": 1}), json!({"id": 1})], "that it went is still told");
        for (path, body) in requests {
            assert_eq!(send(path, "k", body).await.status, 404, "{path}");
        }
    }

    async fn one_organizations_large_erasure_lets_anothers_step_in(t: &Test) {
        let (all, said) = chats(1, 1..=1, 5_000);
        let customers = vec![customer(1)];
        put(t, Put { customers, agents: vec![agent(1, "A")], chats: all, messages: said,
                     ..Put::default() }).await;
        let other = t.app.actions.create_organization("other.example").await.unwrap();
        let (all, said) = chats(1, 1..=1, 3);
        let objects = Put { customers: vec![customer(1)], agents: vec![agent(1, "A")], chats: all,
                            messages: said, ..Put::default() };
        objects.into(&t.app, other).await;
        delete(t, 1).await;
        let first = CustomerId::new(1).unwrap();
        let deleted =
            t.app.actions.delete_customer(Caller::command(other), first, Expected::Anything);
        deleted.await.unwrap();
        for _ in 0..2 {
            assert!(jobs::erase::step(&t.app).await.unwrap());
        }
        let left = t.app.context.store.read(Class::Point, Erasing(t.org)).await.unwrap();
        assert_eq!(left, None);
        assert!(erase(t).await > 2, "the larger one was not done by then");
    }
}
