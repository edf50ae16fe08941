//! Values in the various forms that clients send: a value with a clear meaning is accepted, any
//! other value is an error with a pointer.

use axum::http::Method;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Answer, Test, engines};
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, put, put_chats};

async fn found(t: &Test, list: &str, field: &str, operator: &str, value: Value) -> Value {
    let filter = json!([{"field": field, "operator": operator, "value": value}]);
    let answer = t.post(&format!("/v1/{list}/search"), &json!({"filter": filter})).await;
    assert_eq!(answer.status, 200, "{field} {operator} {filter}");
    answer.json()["total"].clone()
}

/// The message about a body that is not JSON or of a wrong type.
fn message(answer: &Answer) -> String {
    let (status, mut items) = answer.errors();
    assert_eq!((status, items.len(), items[0].0.as_str()), (400, 1, "invalid_request"));
    items.remove(0).1
}

engines! {
    async fn customers_without_a_key_of_their_own_may_be_many(t: &Test) {
        let body = json!({"userId": "", "integrationId": "", "firstSeen": "", "lastSeen": ""});
        for _ in 0..2 {
            let answer = t.post("/v1/customers", &body).await;
            assert_eq!(answer.status, 201);
            for key in ["userId", "integrationId", "firstSeen", "lastSeen"] {
                assert_eq!(answer.json()[key], Value::Null, "{key}");
            }
        }
        assert_eq!(found(t, "customers", "customers.userId", "=", Value::Null).await, 2);
    }

    async fn a_number_is_the_same_as_its_text(t: &Test) {
        let body = json!({"userId": 123_456, "phone": 380_501_234_567_i64});
        let made = t.post("/v1/customers", &body).await.json();
        assert_eq!((&made["userId"], &made["phone"]), (&json!("123456"), &json!("380501234567")));
        let twin = t.post("/v1/customers", &json!({"userId": "123456"})).await;
        assert_eq!(twin.errors().1[0].0, "invalid_userId_value");
        assert_eq!(twin.pointers(), ["/userId"]);
        for value in [json!(123_456), json!("123456")] {
            assert_eq!(found(t, "customers", "customers.userId", "=", value).await, 1);
        }
        assert_eq!(found(t, "customers", "customers.phone", "~", json!(5_012)).await, 1);
        // The exact digits are lost in a float.
        let lost = json!({"userId": 123_456_789_012_345_678_901_234.0_f64});
        assert_eq!(t.post("/v1/customers", &lost).await.errors().1[0].0, "invalid_userId_value");
    }

    async fn an_address_is_found_in_any_case_and_a_name_however_it_is_written(t: &Test) {
        let (mut first, mut second) = (customer(1), customer(2));
        first.name = Some("Zoe\u{308} Straße".into());
        first.email = Some("Anna.Ö@Example.com".into());
        second.name = Some("Chloé İstanbul".into());
        second.email = Some("anna.ö@example.com".into());
        let chats = vec![chat(1, 5)];
        put(t, Put { customers: vec![first, second], chats, ..Put::default() }).await;
        for (operator, value, customers) in [
            ("=", "ANNA.Ö@example.COM", 2),
            ("!=", "ANNA.Ö@example.COM", 0),
            ("=", "anna.o@example.com", 0),
            ("~", "anna.o@", 2),
        ] {
            let total = found(t, "customers", "customers.email", operator, json!(value)).await;
            assert_eq!(total, customers, "{operator} {value}");
            let total = found(t, "chats", "chats.customer.email", operator, json!(value)).await;
            assert_eq!(total, customers.min(1), "{operator} {value}");
        }
        for (operator, value, customers) in [
            ("~", "zoë", 1), ("~", "ZOE\u{308}", 1), ("~", "zoe", 1), ("~", "strasse", 1),
            ("~", "chloe", 1), ("~", "istanbul", 1), ("!~", "chloe", 1), ("=", "Zoë Straße", 0),
        ] {
            let total = found(t, "customers", "customers.name", operator, json!(value)).await;
            assert_eq!(total, customers, "{operator} {value}");
        }
    }

    async fn half_a_character_does_not_lose_the_rest(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        let body = r#"{"chat": 1, "text": "cut \ud83d"}"#;
        let answer = t.call_with(Method::POST, "/v1/messages", &[], body).await;
        assert_eq!((answer.status, &answer.json()["text"]), (201, &json!("cut \u{fffd}")));
        let body = r#"{"customer": 1, "name": "\ude00", "data": {"\ud83d": "\ud83d\ude00"}}"#;
        let event = t.call_with(Method::POST, "/v1/events", &[], body).await.json();
        assert_eq!(event["name"], "\u{fffd}");
        assert_eq!(event["data"], json!({"\u{fffd}": "\u{1f600}"}));
    }

    async fn what_is_no_body_is_told_with_what_and_where(t: &Test) {
        for (body, says) in [
            (
                &br#"{"customer":1,"text":}"#[..],
                "The body is not JSON: a value is expected, line 1, column 22",
            ),
            (b"{\n\"a\": 1", "The body is not JSON: it ends too early, line 2, column 6"),
            (b"a=1", "The body is not JSON: a value is expected, line 1, column 1"),
            (b"{\"a\": \"\xff\"}", "The body is not UTF-8: byte 8"),
            (b"[]", "The body must be a JSON object"),
        ] {
            for path in ["/v1/customers", "/v1/chats", "/v1/messages", "/v1/events",
                "/v1/chats/search", "/v1/customers/search", "/v1/webhooks"] {
                let answer = t.call_with(Method::POST, path, &[], body).await;
                assert_eq!(message(&answer), says, "{path}");
            }
        }
        for (body, says, at) in [
            ("{}", "The body must be an array of 1 to 10 customers", ""),
            ("[]", "The body must be an array of 1 to 10 customers", ""),
            (r#"[{"customer": 1}, 5]"#, "Each item of the array must be a JSON object", "/1"),
        ] {
            let answer = t.call_with(Method::PUT, "/v1/customers/batch", &[], body).await;
            assert_eq!((message(&answer), answer.pointers()), (says.into(), vec![at.to_owned()]));
        }
    }

    async fn a_refusal_points_at_what_it_refuses(t: &Test) {
        let mut closed = chat(1, 5);
        closed.status = deskbell_model::Status::Closed;
        let objects = Put {
            agents: vec![agent(4, "Frodo")],
            customers: vec![customer(1), customer(2)],
            chats: vec![closed],
            ..Put::default()
        };
        put(t, objects).await;
        let tags: Vec<_> = (0..101).map(|name| json!(name)).collect();
        for (method, target, body, at) in [
            (
                Method::PUT,
                "customers/batch",
                json!([{"customer": 1}, {"customer": 9}]),
                "/1/customer",
            ),
            (
                Method::PUT,
                "customers/batch",
                json!([{"customer": 1, "userId": "u"}, {"customer": 2, "userId": "u"}]),
                "/1/userId",
            ),
            (Method::PUT, "customers/batch", json!([{"customer": 1, "tags": tags}]), "/0/tags"),
            (
                Method::PUT,
                "customers/batch",
                json!([{"customer": 1}, {"customer": 2, "tags": [{"name": "a", "color": "x"}]}]),
                "/1/tags/0/color",
            ),
            (Method::POST, "chats", json!({"customer": 9, "application": 1}), "/customer"),
            (Method::POST, "chats", json!({"customer": 1, "application": 9}), "/application"),
            (
                Method::POST,
                "chats",
                json!({"customer": 1, "application": 1, "assignee": 9}),
                "/assignee",
            ),
            (Method::POST, "messages", json!({"chat": 9, "text": "x"}), "/chat"),
            (Method::POST, "messages", json!({"chat": 1, "text": "x", "agent": 9}), "/agent"),
            (
                Method::POST,
                "events",
                json!({"customer": 9, "name": "x", "data": {"a": 1}}),
                "/customer",
            ),
            (Method::PUT, "chats/status", json!({"id": 9, "status": "new"}), "/id"),
            (Method::PUT, "chats/1/department", json!({"department": 9}), "/department"),
            (Method::PUT, "chats/rate", json!({"id": 1, "rating": "great"}), "/rating"),
            (Method::PATCH, "customers/1", json!({"location": {"city": []}}), "/location/city"),
            (Method::POST, "chats/search", json!({"filter": [{}]}), "/filter/0/field"),
            (Method::POST, "webhooks", json!({"url": "https://a.example", "events": 1}), "/events"),
            // The object is named in the path, so the body has no pointer to it.
            (Method::PUT, "chats/9/status", json!({"status": "new"}), ""),
            (Method::PATCH, "customers/9", json!({}), ""),
        ] {
            let answer = t.call(method, &format!("/v1/{target}"), &body).await;
            assert_eq!(answer.pointers(), [at], "{target} {body}");
        }
    }
}
