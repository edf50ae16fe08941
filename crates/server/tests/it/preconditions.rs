//! `If-Match` (RFC 9110, 13.1.1): a change applies only to the version that the caller saw. Tests
//! the ETags of all objects, the comparison of ETags, the order of checks, and concurrent changes.

use axum::http::Method;
use deskbell_http::Http;
use deskbell_testkit::{Answer, Test, client, engines};
use serde_json::{Value, json};

use crate::index::nodes::Node;
use crate::openapi::described_objects;

/// An object's path; the method and path of a change; and a function that returns a different body
/// for each number.
type Change = (&'static str, Method, &'static str, fn(u32) -> Value);

/// All operations that change one object without deleting it.
const CHANGES: [Change; 15] = [
    ("/v1/customers/1", Method::PUT, "/v1/customers/1", |n| json!({"name": n.to_string()})),
    ("/v1/customers/1", Method::PATCH, "/v1/customers/1", |n| json!({"phone": n.to_string()})),
    (
        "/v1/customers/1",
        Method::PUT,
        "/v1/customers/1/tags",
        |n| json!({"tags": [{"name": n.to_string()}]}),
    ),
    (
        "/v1/customers/1",
        Method::DELETE,
        "/v1/customers/1/tags",
        |n| json!({"tags": [{"name": (n - 2).to_string()}]}),
    ),
    ("/v1/customers/1", Method::PATCH, "/v1/customers/1/customData", |n| json!({"count": n})),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/status",
        |n| json!({"id": 1, "status": if n % 2 == 0 { "pending" } else { "opened" }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/1/status",
        |n| json!({"status": if n % 2 == 0 { "on hold" } else { "opened" }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/assignee",
        |n| json!({"id": 1, "assignee": if n % 2 == 0 { json!(1) } else { json!(null) }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/1/assignee",
        |n| json!({"assignee": if n % 2 == 0 { json!(1) } else { json!(null) }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/department",
        |n| json!({"id": 1, "department": if n % 2 == 0 { json!(1) } else { json!(null) }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/1/department",
        |n| json!({"department": if n % 2 == 0 { json!(1) } else { json!(null) }}),
    ),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/snooze",
        |n| json!({"id": 1, "snoozedUntil": 1_900_000_000 + n}),
    ),
    ("/v1/chats/1", Method::PUT, "/v1/chats/readByAgent", |n| json!({"id": 1, "read": n % 2 != 0})),
    (
        "/v1/chats/1",
        Method::PUT,
        "/v1/chats/readByCustomer",
        |n| json!({"id": 1, "read": n % 2 != 0}),
    ),
    ("/v1/webhooks/1", Method::PATCH, "/v1/webhooks/1", |n| json!({"enabled": n % 2 != 0})),
];

async fn tag(t: &Test, path: &str) -> String {
    t.get(path).await.header("etag").unwrap().to_owned()
}

async fn with(t: &Test, method: &Method, target: &str, tag: &str, body: &Value) -> Answer {
    let headers = [("if-match", tag)];
    t.call_with(method.clone(), target, &headers, body.to_string()).await
}

fn assert_changed_meanwhile(answer: &Answer, what: &str) {
    let words = ("precondition_failed".to_owned(), "It was changed meanwhile".to_owned());
    assert_eq!(answer.errors(), (412, vec![words]), "{what}");
}

async fn told(t: &Test) -> usize {
    t.get("/v1/changes?limit=1000").await.json()["data"].as_array().unwrap().len()
}

/// Sends a change with an ETag to a node; returns the status.
async fn send(http: &Http, key: &str, tag: &str, phone: u32) -> u16 {
    let (expected, body) = ([("if-match", tag)], json!({"phone": phone.to_string()}));
    let request =
        client::request_as(key, Method::PATCH, "/v1/customers/1", &expected, body.to_string());
    client::send(http, request).await.status
}

engines! {
    async fn the_tag_of_a_get_or_of_the_last_change_lets_the_next_one_be_made(t: &Test) {
        described_objects(t).await;
        let mut number = 0;
        for (object, method, target, body) in CHANGES {
            let first = tag(t, object).await;
            number += 2;
            let answer = with(t, &method, target, &first, &body(number)).await;
            assert_eq!(answer.status, 200, "{method} {target}");
            let second = answer.header("etag").unwrap().to_owned();
            assert_ne!(second, first, "{method} {target}");
            assert_eq!(second, tag(t, object).await, "{method} {target}");
            // With the old tag the change is refused, and not recorded in the feed.
            let (shown, before) = (t.get(object).await, told(t).await);
            let refused = with(t, &method, target, &first, &body(number + 1)).await;
            assert_changed_meanwhile(&refused, target);
            assert_eq!(refused.header("etag"), None);
            assert_eq!((t.get(object).await.body, told(t).await), (shown.body, before));
            let answer = with(t, &method, target, &second, &body(number + 1)).await;
            assert_eq!(answer.status, 200, "{method} {target}");
            assert_ne!(tag(t, object).await, second, "{method} {target}");
        }
    }

    async fn what_was_made_is_known_by_the_tag_of_its_creation(t: &Test) {
        described_objects(t).await;
        let url = json!({"url": "https://hooks.example.com/other", "events": ["chat.new"]});
        let data = json!({"customData": {"z": 1.50, "a": null, "m": "x"}, "tags": [{"name": "b"}]});
        let chat = json!({"customer": 1, "application": 1});
        for (collection, body) in [("chats", chat), ("customers", data), ("webhooks", url)] {
            let target = format!("/v1/{collection}");
            let key = [("idempotency-key", "again")];
            let made = t.call_with(Method::POST, &target, &key, body.to_string()).await;
            assert_eq!(made.status, 201, "{collection}");
            let at = made.header("location").unwrap().to_owned();
            let id = made.json()["id"].as_i64().unwrap();
            assert_eq!(at, format!("{target}/{id}"));
            assert_eq!(made.header("etag"), Some(tag(t, &at).await.as_str()), "{collection}");
            let again = t.call_with(Method::POST, &target, &key, body.to_string()).await;
            assert_eq!((again.status, &again.body), (201, &made.body));
            assert_eq!(again.header("location"), Some(at.as_str()));
            assert_eq!(again.header("etag"), made.headers.get("etag").unwrap().to_str().ok());
        }
        // The secret is not shown, so the tag stays the same.
        let rotated = t.post("/v1/webhooks/1/rotate", &json!({})).await;
        assert_eq!(rotated.header("etag"), Some(tag(t, "/v1/webhooks/1").await.as_str()));
    }

    async fn deleting_asks_too(t: &Test) {
        described_objects(t).await;
        for (object, change) in [
            ("/v1/webhooks/1", json!({"enabled": false})),
            ("/v1/customers/1", json!({"name": "Another"})),
        ] {
            let old = tag(t, object).await;
            assert_eq!(t.patch(object, &change).await.status, 200);
            let before = told(t).await;
            let refused = with(t, &Method::DELETE, object, &old, &json!({})).await;
            assert_changed_meanwhile(&refused, object);
            assert_eq!(told(t).await, before);
            let now = tag(t, object).await;
            assert_eq!(with(t, &Method::DELETE, object, &now, &json!({})).await.status, 200);
            // A missing object gives 404, even with `*`.
            assert_eq!(with(t, &Method::DELETE, object, "*", &json!({})).await.errors().0, 404);
        }
    }

    async fn lists_of_tags_and_weak_ones_are_read_and_nothing_else_is_a_tag(t: &Test) {
        described_objects(t).await;
        let path = "/v1/customers/1";
        let mut number = 0;
        let mut sent = async |value: &str| {
            number += 1;
            with(t, &Method::PATCH, path, value, &json!({"phone": number.to_string()})).await
        };
        for form in ["{}", "  {}  ", "\"x\", {}", "{},\"x\"", ",,{}", "W/\"0000\" , {}", "*", " * "]
        {
            let tag = tag(t, path).await;
            assert_eq!(sent(&form.replace("{}", &tag)).await.status, 200, "{form}");
            let strong = tag.strip_prefix("W/").unwrap();
            let now = self::tag(t, path).await;
            let strong_now = now.strip_prefix("W/").unwrap();
            if form.contains("{}") {
                assert_changed_meanwhile(&sent(&form.replace("{}", strong)).await, form);
                assert_eq!(sent(&form.replace("{}", strong_now)).await.status, 200, "{form}");
            }
        }
        let now = tag(t, path).await;
        let bare = now.trim_start_matches("W/").trim_matches('"').to_owned();
        let many = vec!["\"0123456789abcdef0123456789abcdef\""; 1_000].join(",");
        for none in [
            String::new(),
            bare.clone(),
            format!("w/\"{bare}\""),
            format!("\"{bare}"),
            format!("\"{}\"", bare.to_uppercase()),
            format!("\"x\" \"{bare}\""),
            "\"\"".to_owned(),
            "**".to_owned(),
            many.clone(),
        ] {
            assert_changed_meanwhile(&sent(&none).await, &none);
        }
        assert_eq!(sent(&format!("{many}, {now}")).await.status, 200);
        // Several headers count as one list.
        let now = tag(t, path).await;
        let headers = [("if-match", "\"x\""), ("if-match", now.as_str())];
        let answer = t.call_with(Method::PATCH, path, &headers, r#"{"phone":"0"}"#).await;
        assert_eq!(answer.status, 200);
    }

    async fn a_condition_comes_behind_what_is_missing_and_before_what_the_state_forbids(t: &Test) {
        described_objects(t).await;
        assert_eq!(t.post("/v1/customers", &json!({"userId": "taken"})).await.status, 201);
        let old = "\"x\"";
        let status = async |method: Method, target: &str, body: Value| {
            with(t, &method, target, old, &body).await.errors().0
        };
        assert_eq!(status(Method::PUT, "/v1/chats/x/status", json!({"status": "new"})).await, 400);
        assert_eq!(status(Method::PATCH, "/v1/customers/1", json!({"name": []})).await, 400);
        assert_eq!(status(Method::PATCH, "/v1/customers/9", json!({})).await, 404);
        assert_eq!(status(Method::PUT, "/v1/chats/9/status", json!({"status": "new"})).await, 404);
        assert_eq!(status(Method::PUT, "/v1/chats/1/assignee", json!({"assignee": 9})).await, 404);
        let department = json!({"department": 9});
        assert_eq!(status(Method::PUT, "/v1/chats/1/department", department).await, 404);
        let taken = json!({"userId": "taken"});
        assert_eq!(status(Method::PATCH, "/v1/customers/1", taken.clone()).await, 412);
        let rating = json!({"id": 1, "rating": "great"});
        assert_eq!(status(Method::PUT, "/v1/chats/rate", rating.clone()).await, 412);
        let tags: Vec<_> = (0..101).map(|number| json!({"name": number.to_string()})).collect();
        let tags = json!({"tags": tags[..100]});
        assert_eq!(t.put("/v1/customers/1/tags", &tags).await.status, 200);
        let one_more = json!({"tags": [{"name": "more"}]});
        assert_eq!(status(Method::PUT, "/v1/customers/1/tags", one_more).await, 412);
        // When the condition holds, the other checks still apply.
        let now = tag(t, "/v1/customers/1").await;
        let answer = with(t, &Method::PATCH, "/v1/customers/1", &now, &taken).await;
        assert_eq!(answer.errors().0, 400);
        let now = tag(t, "/v1/chats/1").await;
        let answer = with(t, &Method::PUT, "/v1/chats/rate", &now, &rating).await;
        assert_eq!(answer.errors().0, 400);
    }

    async fn what_shows_in_an_object_belongs_to_it(t: &Test) {
        described_objects(t).await;
        let old = tag(t, "/v1/chats/1").await;
        assert_eq!(t.patch("/v1/customers/1", &json!({"name": "Another"})).await.status, 200);
        let body = json!({"status": "pending"});
        let refused = with(t, &Method::PUT, "/v1/chats/1/status", &old, &body).await;
        assert_changed_meanwhile(&refused, "its customer has another name");
    }

    async fn what_changes_nothing_is_made_with_the_right_tag_and_refused_with_another(t: &Test) {
        described_objects(t).await;
        let (now, before) = (tag(t, "/v1/customers/1").await, told(t).await);
        let same = with(t, &Method::PATCH, "/v1/customers/1", &now, &json!({})).await;
        assert_eq!((same.status, same.header("etag")), (200, Some(now.as_str())));
        let refused = with(t, &Method::PATCH, "/v1/customers/1", "\"x\"", &json!({})).await;
        assert_changed_meanwhile(&refused, "the condition stands by itself");
        assert_eq!(told(t).await, before);
    }

    async fn of_many_who_saw_the_same_one_makes_the_change_on_whatever_node(t: &Test) {
        described_objects(t).await;
        let other = Node::over(t, None).await;
        for round in 0..10 {
            let seen = tag(t, "/v1/customers/1").await;
            let key = &t.key;
            let all = (0..8).map(|number| {
                let http = if number % 2 == 0 { &t.http } else { &other.http };
                send(http, key, &seen, round * 8 + number + 1)
            });
            let mut found = futures_util::future::join_all(all).await;
            found.sort_unstable();
            assert_eq!(found, [200, 412, 412, 412, 412, 412, 412, 412]);
        }
        other.close().await;
    }
}
