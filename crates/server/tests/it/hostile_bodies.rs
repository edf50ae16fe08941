//! Hostile bodies: any body to any operation gets an answer in the contract's form, and the stored
//! data stays consistent.

use axum::http::Method;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Engine, Test, engines};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::objects::{agent, chat, customer, put};

/// The number of random requests.
const CASES: u32 = 2_000;

/// All paths of operations with a body.
const PATHS: [(&str, &str); 22] = [
    ("POST", "/v1/chats"),
    ("POST", "/v1/chats/search"),
    ("PUT", "/v1/chats/status"),
    ("PUT", "/v1/chats/assignee"),
    ("PUT", "/v1/chats/department"),
    ("PUT", "/v1/chats/snooze"),
    ("PUT", "/v1/chats/rate"),
    ("PUT", "/v1/chats/readByAgent"),
    ("PUT", "/v1/chats/readByCustomer"),
    ("PUT", "/v1/chats/read"),
    ("PUT", "/v1/chats/1/status"),
    ("PUT", "/v1/chats/1/assignee"),
    ("PUT", "/v1/chats/1/department"),
    ("POST", "/v1/messages"),
    ("POST", "/v1/customers"),
    ("POST", "/v1/customers/search"),
    ("PUT", "/v1/customers/1"),
    ("PATCH", "/v1/customers/1"),
    ("PUT", "/v1/customers/batch"),
    ("PUT", "/v1/customers/1/tags"),
    ("DELETE", "/v1/customers/1/tags"),
    ("POST", "/v1/events"),
];

/// All keys of bodies in the contract, and an unknown key.
const KEYS: &[&str] = &[
    "id",
    "chat",
    "customer",
    "application",
    "assignee",
    "department",
    "status",
    "snoozedUntil",
    "rating",
    "read",
    "text",
    "markdownText",
    "type",
    "agent",
    "name",
    "email",
    "userId",
    "company",
    "phone",
    "firstSeen",
    "lastSeen",
    "unsubscribed",
    "blocked",
    "source",
    "referer",
    "lastPage",
    "locale",
    "createdFrom",
    "integrationId",
    "notes",
    "tags",
    "customData",
    "city",
    "regionCode",
    "countryCode",
    "location",
    "color",
    "property",
    "value",
    "data",
    "filter",
    "field",
    "operator",
    "comparison",
    "sort",
    "order",
    "limit",
    "offset",
    "whatever",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0..9_i64).prop_map(|it| json!(it)),
        1 => any::<i64>().prop_map(|it| json!(it)),
        1 => any::<f64>().prop_map(|it| json!(it)),
        1 => any::<u64>().prop_map(|it| json!(it.to_string())),
        1 => any::<bool>().prop_map(|it| json!(it)),
        1 => Just(Value::Null),
        2 => any::<String>().prop_map(|it| json!(it)),
        2 => prop::sample::select(vec![
            "closed", "New", "perfect", "AND", "or", "=", "!=", "~", "!~", ">", "asc", "#ff0000",
            "chats.status", "chats.customer.tagsData", "customers.name", "chats.createdAt", "\u{0}",
            "%", "_", "private", "'; DROP TABLE chats; --", "$1", "?1", "NULL",
        ])
        .prop_map(|it| json!(it)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 6, |inner| {
        let key = prop::sample::select(KEYS);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..6).prop_map(object),
        ]
    })
}

fn object(pairs: Vec<(&str, Value)>) -> Value {
    Value::Object(
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>(),
    )
}

/// A body: mostly an object with keys of the contract, sometimes truncated or not JSON.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let fields = prop::collection::vec((prop::sample::select(KEYS), value()), 0..8);
    prop_oneof![
        8 => fields.prop_map(|pairs| object(pairs).to_string().into_bytes()),
        2 => value().prop_map(|value| value.to_string().into_bytes()),
        1 => (value(), any::<prop::sample::Index>()).prop_map(|(value, at)| {
            let mut bytes = value.to_string().into_bytes();
            bytes.truncate(at.index(bytes.len() + 1));
            bytes
        }),
        1 => prop::collection::vec(any::<u8>(), 0..64),
    ]
}

fn property(t: &Test, handle: &tokio::runtime::Handle) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome =
        runner.run(&(prop::sample::select(&PATHS[..]), body()), |((method, path), body)| {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let answer = handle.block_on(t.call_with(method, path, &[], body));
            prop_assert!(answer.status < 500, "{}", answer.status);
            if answer.status >= 400 {
                prop_assert!(!answer.errors().1.is_empty());
            } else {
                prop_assert!(serde_json::from_slice::<Value>(&answer.body).is_ok());
            }
            Ok(())
        });
    outcome.unwrap();
}

fn bodies_of_every_kind(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let t = runtime.block_on(async {
        let t = Test::new(engine).await;
        let agents = vec![agent(4, "Frodo")];
        let (customers, chats) = (vec![customer(1)], vec![chat(1, 5)]);
        put(&t, Put { agents, customers, chats, ..Put::default() }).await;
        t
    });
    property(&t, runtime.handle());
    runtime.block_on(t.finish());
}

#[test]
fn a_body_of_any_kind_is_answered_in_the_contracts_form_from_sqlite() {
    bodies_of_every_kind(Engine::Sqlite);
}

#[test]
fn a_body_of_any_kind_is_answered_in_the_contracts_form_from_postgres() {
    bodies_of_every_kind(Engine::Postgres);
}

engines! {
    async fn a_body_as_deep_or_as_long_as_it_may_be_is_refused_in_words(t: &Test) {
        let deep = "[".repeat(500_000) + &"]".repeat(500_000);
        let long_number = format!("{{\"chat\":{}}}", "9".repeat(1_000_000));
        let many_keys = (0..60_000).map(|it| format!("\"k{it}\":1")).collect::<Vec<_>>().join(",");
        let doubled = "{\"chat\":1,\"chat\":\"x\",\"text\":\"t\"}";
        for (body, status) in [
            (deep, 400),
            (long_number, 400),
            (format!("{{{many_keys}}}"), 400),
            (doubled.to_owned(), 400),
            ("x".repeat(1_048_577), 413),
            (" ".repeat(1_048_576), 400),
        ] {
            for (method, path) in PATHS {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let answer = t.call_with(method, path, &[], body.clone()).await;
                assert!(answer.status < 500, "{path}: {}", answer.status);
            }
            let answer = t.call_with(Method::POST, "/v1/messages", &[], body).await;
            assert_eq!(answer.status, status);
        }
    }
}
