//! The OpenAPI description matches the interface. The testkit also checks the answers of all tests
//! against the description.

use std::collections::BTreeSet;

use axum::http::Method;
use deskbell_testkit::described::{self, Operation};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Answer, Test, client, engines};
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, department, message, put};

/// Creates the objects to which the examples of the description refer.
pub async fn described_objects(t: &Test) {
    let first = deskbell_model::AgentId::new(1).unwrap();
    let mut open = chat(1, 5);
    open.messages = 1;
    let messages = vec![message(&open, 1, 1)];
    let mut closed = chat(2, 6);
    closed.status = deskbell_model::Status::Closed;
    closed.closed_at = deskbell_model::Seconds::from_i64(7);
    closed.closed_by = Some(deskbell_model::Side::Agent);
    closed.last_communicated_agent = Some(first);
    let objects = Put {
        agents: vec![agent(1, "Lisa Rodes")],
        departments: vec![department(1, "Sales", vec![agent(1, "Lisa Rodes")])],
        customers: vec![customer(1)],
        chats: vec![open, closed],
        messages,
        ..Put::default()
    };
    put(t, objects).await;
    let webhook = json!({"url": "https://hooks.example.com/deskbell", "events": ["chat.new"]});
    assert_eq!(t.post("/v1/webhooks", &webhook).await.status, 201);
    let file = t.call_with(Method::POST, "/v1/files?name=photo.png", &[], "Hello").await;
    assert_eq!(file.status, 201);
}

/// Returns whether an operation's answer is a WebSocket or an endless stream.
pub fn is_live(operation: &Operation) -> bool {
    ["streamChanges", "openSocket"].contains(&operation.id.as_str())
}

/// Calls an operation with its example.
pub async fn call(t: &Test, operation: &Operation, key: Option<&str>) -> Answer {
    let bearer = key.map(|key| format!("Bearer {key}"));
    let headers: Vec<_> = bearer.iter().map(|it| ("authorization", it.as_str())).collect();
    let body = operation.body.as_ref().map(Value::to_string).unwrap_or_default();
    let target = operation.target("1");
    let request = client::request_with(operation.method.clone(), &target, &headers, body);
    client::send(&t.http, request).await
}

#[test]
fn the_description_that_is_checked_in_is_the_one_that_is_served() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    for (name, interface) in [
        ("openapi.json", &deskbell_web::PROGRAMS),
        ("openapi-app.json", &deskbell_web::AGENTS),
        ("openapi-widget.json", &deskbell_web::VISITORS),
    ] {
        let checked_in = std::fs::read_to_string(format!("{root}{name}")).unwrap();
        let is_same = checked_in == format!("{:#}\n", interface.document());
        assert!(is_same, "{name}: `cargo xtask openapi` writes it anew; is the change meant?");
    }
}

#[test]
fn every_example_fits_what_it_is_an_example_of() {
    assert_eq!(described::unfit_examples(), Vec::<String>::new());
}

engines! {
    async fn every_operation_answers_its_own_example_as_it_says(t: &Test) {
        described_objects(t).await;
        let mut answered = BTreeSet::new();
        let last = |operation: &&Operation| operation.id.starts_with("delete");
        let (deleting, others): (Vec<_>, Vec<_>) = described::operations().partition(last);
        for operation in others.into_iter().chain(deleting) {
            if is_live(operation) {
                // With an invalid position, the stream is refused instead of opened.
                let target = format!("{}?after=x", operation.path);
                assert_eq!(t.get(&target).await.errors().0, 400);
                continue;
            }
            let answer = call(t, operation, Some(&t.key)).await;
            let text = String::from_utf8_lossy(&answer.body);
            let expected: Vec<_> = operation.successes().collect();
            assert_eq!([answer.status][..], expected, "{}: {text}", operation.id);
            answered.insert(operation.id.as_str());
        }
        assert_eq!(answered.len() + 2, described::operations().count());
    }

    async fn the_description_and_its_page_are_for_everybody_and_count_for_nobody(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(1)).await.unwrap();
        t.clock.advance(std::time::Duration::from_secs(1));
        for path in ["/openapi.json", "/docs", "/docs/", "/openapi.json/"] {
            for _ in 0..2 {
                let answer = t.get_without_key(path).await;
                assert_eq!((answer.status, answer.header("ratelimit")), (200, None));
                assert_eq!(t.get(path).await.status, 200);
            }
        }
        assert_eq!(t.get("/v1/chats").await.status, 200);
        let served = t.get_without_key("/openapi.json").await.json();
        assert_eq!(served, deskbell_web::PROGRAMS.document());
        for (path, interface) in [
            ("/app/openapi.json", &deskbell_web::AGENTS),
            ("/widget/openapi.json", &deskbell_web::VISITORS),
        ] {
            let served = t.get_without_key(path).await;
            assert_eq!((served.status, served.json()), (200, interface.document()), "{path}");
        }
        let page = t.get_without_key("/docs").await;
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("script"));
        for path in ["/v1/openapi.json", "/v1/docs"] {
            assert_eq!(t.get(path).await.status, 404);
        }
    }

    async fn what_is_not_described_is_ignored_and_not_stored(t: &Test) {
        let body = json!({"name": "a", "unknown": 1});
        let answer = t.post("/v1/customers", &body).await;
        assert_eq!((answer.status, answer.json().get("unknown")), (201, None));
    }
}
