//! Checks of the contract's section 2: the errors that a client can cause, and the order in which a
//! server checks a request. Invalid searches are in `filters`, missing objects in `missing`.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::Request;
use crate::outcome::{Done, Stop};
use crate::world::World;

/// The largest possible chat id.
pub const ID_MAX: i64 = i64::MAX;

pub fn checks() -> Vec<Check> {
    vec![
        check!("2", token, "A key that is missing, malformed or unknown: 401 invalid_token"),
        check!("2", chat_ids_in_paths, "A chat id in a path from 1 to 2^63-1, or Invalid chat ID"),
        check!("2", chat_ids_in_bodies, "A chat id in a body from 1 to 2^63-1, or Invalid chat ID"),
        check!("2", chat_values, "A bad value in PUT /chats/*: 400 invalid_chat_value naming it"),
        check!("2", user_id_taken, "A userId that is taken: invalid_userId_value, in batches too"),
        check!("2", customer_values, "A bad field of a customer: invalid_<field>_value"),
        check!("2", customer_values_in_order, "Bad fields are listed in the order of the model"),
        check!("2", read_only, "A key that may only read: 403 on a change, searches are reads"),
        check!("2", order_of_checks, "Route, 405, 401, 413, Idempotency-Key, then faults"),
        check!("2", path_faults_first, "All faults of path and body together, the path's first"),
        check!("2", faults_before_existence, "Faults come before what is missing"),
    ]
}

fn token(w: &World) -> Done {
    let list = Request::new("GET", "/v1/chats");
    w.send(&list.clone().without_key())?.error(401, "invalid_token", "Invalid token")?;
    let key = w.client.key();
    for value in [
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Basic {key}"),
        key.to_owned(),
        format!("Bearer {key} {key}"),
        format!("Bearer {key}x"),
        "Bearer <>".to_owned(),
        "Bearer unknown+/=".to_owned(),
    ] {
        let answer = w.send(&list.clone().authorization(&value))?;
        answer.error(401, "invalid_token", "Invalid token")?;
    }
    Ok(())
}

fn bad_ids() -> [Value; 8] {
    [
        json!(0),
        json!(-1),
        json!("x"),
        json!(1.5),
        json!(null),
        json!(true),
        json!("9223372036854775808"),
        json!(""),
    ]
}

fn chat_ids_in_paths(w: &World) -> Done {
    for bad in ["0", "-1", "x", "1.5", "9223372036854775808", "%00", "1%20"] {
        for request in [
            Request::new("GET", format!("/v1/chats/{bad}")),
            Request::new("GET", format!("/v1/chats/{bad}/messages")),
            Request::new("PUT", format!("/v1/chats/{bad}/status")).json(&json!({"status": 5})),
            Request::new("PUT", format!("/v1/chats/{bad}/assignee"))
                .json(&json!({"assignee": null})),
            Request::new("PUT", format!("/v1/chats/{bad}/department"))
                .json(&json!({"department": null})),
        ] {
            w.send(&request)?.error(400, "invalid_chat_value", "Invalid chat ID")?;
        }
    }
    let answer = w.get(&format!("/v1/chats/{ID_MAX}"))?;
    answer.error(404, "chat_not_found", "Chat not found")?;
    Ok(())
}

/// The last path segment and the body of each `PUT /chats/*`, except `read`, which is an alias of
/// `readByAgent`. The bodies lack the chat's id.
pub fn chat_changes() -> [(&'static str, Value); 7] {
    [
        ("status", json!({"status": "closed"})),
        ("assignee", json!({"assignee": null})),
        ("department", json!({"department": null})),
        ("snooze", json!({"snoozedUntil": null})),
        ("rate", json!({"rating": "great"})),
        ("readByAgent", json!({"read": true})),
        ("readByCustomer", json!({"read": true})),
    ]
}

/// A copy of the body with one field changed.
pub fn with(body: &Value, key: &str, value: impl Into<Value>) -> Value {
    let mut body = body.clone();
    body[key] = value.into();
    body
}

fn chat_ids_in_bodies(w: &World) -> Done {
    for (operation, body) in chat_changes() {
        let path = format!("/v1/chats/{operation}");
        w.put(&path, &body)?.error(400, "invalid_chat_value", "Invalid chat ID")?;
        for bad in bad_ids() {
            let answer = w.put(&path, &with(&body, "id", bad))?;
            answer.error(400, "invalid_chat_value", "Invalid chat ID")?;
        }
    }
    w.post("/v1/messages", &json!({"text": "x"}))?.error(
        400,
        "invalid_chat_value",
        "Invalid chat ID",
    )?;
    for bad in bad_ids() {
        let answer = w.post("/v1/messages", &json!({"chat": bad, "text": "x"}))?;
        answer.error(400, "invalid_chat_value", "Invalid chat ID")?;
    }
    Ok(())
}

fn chat_values(w: &World) -> Done {
    let chat = w.new_chat()?;
    for (operation, field, bad) in [
        (
            "status",
            "status",
            vec![json!("x"), json!(0), json!(8), json!(7), json!("empty"), json!(null)],
        ),
        ("assignee", "assignee", vec![json!("x"), json!(1.5), json!({})]),
        ("department", "department", vec![json!("x"), json!(1.5), json!(true)]),
        ("snooze", "snoozedUntil", vec![json!("x"), json!(-1), json!(4_294_967_296_i64), json!(1)]),
        ("rate", "rating", vec![json!("superb"), json!(5), json!(null)]),
        ("readByAgent", "read", vec![json!("yes"), json!(null), json!([])]),
        ("readByCustomer", "read", vec![json!("yes"), json!(null)]),
        ("read", "read", vec![json!("yes"), json!(null)]),
    ] {
        let path = format!("/v1/chats/{operation}");
        w.put(&path, &json!({"id": chat}))?.bad_chat(field)?;
        for value in bad {
            w.put(&path, &json!({"id": chat, field: value}))?.bad_chat(field)?;
        }
    }
    for field in ["status", "assignee", "department"] {
        let path = format!("/v1/chats/{chat}/{field}");
        w.put(&path, &json!({}))?.bad_chat(field)?;
        w.put(&path, &json!({field: "x"}))?.bad_chat(field)?;
    }
    Ok(())
}

fn user_id_taken(w: &World) -> Done {
    let (taken, free) = (w.name("user"), w.name("user"));
    w.customer(&json!({"userId": taken}))?;
    let other = w.customer(&json!({"userId": free}))?.id()?;
    let path = format!("/v1/customers/{other}");
    w.post("/v1/customers", &json!({"userId": taken}))?.invalid("userId")?;
    w.put(&path, &json!({"userId": taken}))?.invalid("userId")?;
    w.patch(&path, &json!({"userId": taken}))?.invalid("userId")?;
    // Other errors of the same body are allowed as further items.
    let answer = w.post("/v1/customers", &json!({"userId": taken}))?;
    answer.at("/errors/0/code").is("invalid_userId_value")?;
    w.patch(&path, &json!({"userId": free}))?.ok()?;
    let again = w.name("user");
    let batch = json!([
        {"customer": w.any_customer()?, "userId": again}, {"customer": other, "userId": again}
    ]);
    w.put("/v1/customers/batch", &batch)?.invalid("userId")?;
    w.get(&path)?.ok()?.at("/userId").is(free)?;
    Ok(())
}

fn customer_values(w: &World) -> Done {
    let customer = w.any_customer()?;
    for (field, bad) in [
        ("name", json!({})),
        ("email", json!([])),
        ("userId", json!(true)),
        ("company", json!({})),
        ("phone", json!([])),
        ("firstSeen", json!("x")),
        ("lastSeen", json!(1.5)),
        ("unsubscribed", json!("maybe")),
        ("blocked", json!([])),
        ("source", json!({})),
        ("referer", json!({})),
        ("lastPage", json!({})),
        ("locale", json!({})),
        ("createdFrom", json!({})),
        ("integrationId", json!({})),
        ("notes", json!({})),
        ("tags", json!("x")),
        ("tags", json!([{"name": "a", "color": "reddish"}])),
        ("customData", json!("x")),
        ("customData", json!([{"property": "a", "value": {}}])),
        ("city", json!({})),
        ("regionCode", json!([])),
        ("countryCode", json!({})),
        ("location", json!("x")),
    ] {
        let body = json!({field: bad});
        w.post("/v1/customers", &body)?.invalid(field)?;
        w.patch(&format!("/v1/customers/{customer}"), &body)?.invalid(field)?;
        w.put(&format!("/v1/customers/{customer}"), &body)?.invalid(field)?;
    }
    Ok(())
}

fn customer_values_in_order(w: &World) -> Done {
    let fields =
        ["name", "email", "userId", "company", "phone", "firstSeen", "lastSeen", "source", "tags"];
    let mut body = json!({});
    for field in fields.iter().rev() {
        body[field] = if *field == "tags" { json!("x") } else { json!({}) };
    }
    let items = fields.map(|it| (format!("invalid_{it}_value"), format!("{it} value is invalid")));
    let items: Vec<_> = items.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    w.post("/v1/customers", &body)?.errors(400, &items)?;
    Ok(())
}

fn read_only(w: &World) -> Done {
    let Some(key) = &w.read_only_key else {
        return Err(Stop::skipped("no key that may only read was given (--read-only-key)"));
    };
    let send = |method, path: &str, body: Value| {
        let request = Request::new(method, path).json(&body);
        w.send(&request.authorization(&format!("Bearer {key}")))
    };
    send("GET", "/v1/chats?limit=1", json!({}))?.ok()?;
    send("POST", "/v1/chats/search", json!({"limit": 1}))?.ok()?;
    send("POST", "/v1/customers/search", json!({"limit": 1}))?.ok()?;
    for (method, path) in [
        ("POST", "/v1/customers"),
        ("POST", "/v1/chats"),
        ("PUT", "/v1/chats/status"),
        ("PATCH", "/v1/customers/1"),
        ("DELETE", "/v1/customers/9223372036854775807"),
        ("GET", "/v1/agents/9223372036854775807/unsubscribe"),
    ] {
        send(method, path, json!({}))?.error(403, "forbidden", "This key may only read")?;
    }
    Ok(())
}

fn order_of_checks(w: &World) -> Done {
    let request = |method, path| Request::new(method, path).without_key();
    w.send(&request("PATCH", "/v1/nothing"))?.code_alone(404, "not_found")?;
    w.send(&request("PATCH", "/v1/chats?limit=0"))?.code_alone(405, "method_not_allowed")?;
    w.send(&request("GET", "/v1/chats?limit=0"))?.error(401, "invalid_token", "Invalid token")?;
    let large = "[".repeat(1024 * 1024 + 1);
    let body = Request::new("PUT", "/v1/chats/x/status").body(large);
    w.send(&body.clone().without_key())?.error(401, "invalid_token", "Invalid token")?;
    w.send(&body)?.code_alone(413, "payload_too_large")?;
    let post =
        |body: &str| Request::new("POST", "/v1/customers").header("Idempotency-Key", "").body(body);
    let answer = w.send(&post(r#"{"name":{}}"#))?;
    answer.code_alone(400, "invalid_request")?;
    Ok(())
}

fn path_faults_first(w: &World) -> Done {
    let items = [
        ("invalid_chat_value", "Invalid chat ID"),
        ("invalid_chat_value", "status value is invalid"),
    ];
    w.put("/v1/chats/x/status", &json!({"status": "x"}))?.errors(400, &items)?;
    w.put("/v1/chats/status", &json!({"status": "x", "id": 0}))?.errors(400, &items)?;
    let answer = w.get("/v1/chats/x/messages?limit=0&offset=-1")?;
    answer.errors(
        400,
        &[
            ("invalid_chat_value", "Invalid chat ID"),
            ("validation_error", "limit value is invalid"),
            ("validation_error", "offset value is invalid"),
        ],
    )?;
    Ok(())
}

fn faults_before_existence(w: &World) -> Done {
    let customer = format!("/v1/customers/{ID_MAX}");
    w.patch(&customer, &json!({"name": {}}))?.invalid("name")?;
    w.put("/v1/chats/status", &json!({"id": ID_MAX, "status": "x"}))?.bad_chat("status")?;
    w.post("/v1/messages", &json!({"chat": ID_MAX}))?.invalid("text")?;
    w.get(&format!("/v1/chats/{ID_MAX}/messages?limit=0"))?.refuses("limit")?;
    Ok(())
}
