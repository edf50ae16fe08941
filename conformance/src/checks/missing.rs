//! Checks of the contract's section 2: the errors for missing objects.

use serde_json::json;

use super::errors::{ID_MAX, chat_changes, with};
use crate::check::{Check, check};
use crate::client::Request;
use crate::outcome::Done;
use crate::world::World;

const CHAT_MISSING: &str = "Chat is missing";

pub fn checks() -> Vec<Check> {
    vec![
        check!("2", chat_not_found, "GET /chats/{id} of no chat: Chat not found"),
        check!("2", chat_missing, "Any other operation on no chat: Chat is missing"),
        check!("2", messages_missing, "A chat without messages: messages_not_found"),
        check!("2", customer_not_found, "No such customer: entity_not_found, in every operation"),
        check!("2", others_not_found, "No such agent, department, application: entity_not_found"),
        check!("2", unknown_route, "An unknown route: 404 not_found, as JSON, without a key too"),
        check!("2", existence_before_state, "What is missing comes before what depends on state"),
        check!(
            "2",
            first_missing,
            "Of several missing, the first in the operation's order is said"
        ),
    ]
}

fn chat_not_found(w: &World) -> Done {
    let answer = w.get(&format!("/v1/chats/{ID_MAX}"))?;
    answer.error(404, "chat_not_found", "Chat not found")?;
    Ok(())
}

fn chat_missing(w: &World) -> Done {
    let messages = w.get(&format!("/v1/chats/{ID_MAX}/messages"))?;
    messages.error(404, "chat_not_found", CHAT_MISSING)?;
    for (operation, body) in chat_changes() {
        let answer = w.put(&format!("/v1/chats/{operation}"), &with(&body, "id", ID_MAX))?;
        answer.error(404, "chat_not_found", CHAT_MISSING)?;
    }
    for (operation, body) in chat_changes().into_iter().take(3) {
        let answer = w.put(&format!("/v1/chats/{ID_MAX}/{operation}"), &body)?;
        answer.error(404, "chat_not_found", CHAT_MISSING)?;
    }
    let answer = w.post("/v1/messages", &json!({"chat": ID_MAX, "text": "x"}))?;
    answer.error(404, "chat_not_found", CHAT_MISSING)?;
    Ok(())
}

fn messages_missing(w: &World) -> Done {
    let chat = w.chat()?;
    let answer = w.get(&format!("/v1/chats/{chat}/messages"))?;
    answer.error(404, "messages_not_found", "Messages are missing")?;
    Ok(())
}

fn customer_not_found(w: &World) -> Done {
    let tags = json!({"tags": [{"name": "x"}]});
    // An id in a path that is not a valid number counts as missing.
    for id in [ID_MAX.to_string(), "x".into(), "0".into(), "-1".into(), "1.0".into()] {
        let path = format!("/v1/customers/{id}");
        w.get(&path)?.missing("Customer")?;
        w.put(&path, &json!({"name": "x"}))?.missing("Customer")?;
        w.patch(&path, &json!({"name": "x"}))?.missing("Customer")?;
        w.delete(&path)?.missing("Customer")?;
        w.put(&format!("{path}/tags"), &tags)?.missing("Customer")?;
        w.send(&Request::new("DELETE", format!("{path}/tags")).json(&tags))?.missing("Customer")?;
    }
    w.post("/v1/chats", &json!({"customer": ID_MAX, "application": 1}))?.missing("Customer")?;
    let event = json!({"customer": ID_MAX, "name": "x", "data": {"a": 1}});
    w.post("/v1/events", &event)?.missing("Customer")?;
    w.put("/v1/customers/batch", &json!([{"customer": ID_MAX}]))?.missing("Customer")?;
    Ok(())
}

fn others_not_found(w: &World) -> Done {
    let chat = w.chat_of(w.any_customer()?)?;
    let (id, customer) = (chat.id()?, chat.at("/customer/id").int()?);
    for bad in [ID_MAX.to_string(), "x".into(), "0".into()] {
        w.get(&format!("/v1/agents/{bad}/unsubscribe"))?.missing("Agent")?;
    }
    w.put("/v1/chats/assignee", &json!({"id": id, "assignee": ID_MAX}))?.missing("Agent")?;
    w.put(&format!("/v1/chats/{id}/assignee"), &json!({"assignee": ID_MAX}))?.missing("Agent")?;
    w.put("/v1/chats/department", &json!({"id": id, "department": ID_MAX}))?
        .missing("Department")?;
    let message = json!({"chat": id, "text": "x", "agent": ID_MAX});
    w.post("/v1/messages", &message)?.missing("Agent")?;
    for (field, what) in
        [("application", "Application"), ("assignee", "Agent"), ("department", "Department")]
    {
        let body = with(&json!({"customer": customer, "application": 1}), field, ID_MAX);
        w.post("/v1/chats", &body)?.missing(what)?;
    }
    Ok(())
}

fn unknown_route(w: &World) -> Done {
    for path in ["/v1/nothing", "/nothing", "/v1", "/v1/chats/1/nothing", "/v2/chats"] {
        for request in [Request::new("GET", path), Request::new("GET", path).without_key()] {
            let answer = w.send(&request)?;
            answer.code_alone(404, "not_found")?;
            let kind = answer.header("content-type").unwrap_or_default();
            answer.holds(kind.starts_with("application/json"), "Content-Type: application/json")?;
        }
    }
    Ok(())
}

fn existence_before_state(w: &World) -> Done {
    let taken = w.name("user");
    w.customer(&json!({"userId": taken}))?;
    let answer = w.patch(&format!("/v1/customers/{ID_MAX}"), &json!({"userId": taken}))?;
    answer.missing("Customer")?;
    let batch = json!([{"customer": w.any_customer()?, "userId": taken}, {"customer": ID_MAX}]);
    w.put("/v1/customers/batch", &batch)?.missing("Customer")?;
    Ok(())
}

fn first_missing(w: &World) -> Done {
    let mut body = json!({
        "department": ID_MAX, "assignee": ID_MAX, "application": ID_MAX, "customer": ID_MAX,
    });
    w.post("/v1/chats", &body)?.missing("Customer")?;
    body["customer"] = w.any_customer()?.into();
    w.post("/v1/chats", &body)?.missing("Application")?;
    body["application"] = 1.into();
    w.post("/v1/chats", &body)?.missing("Agent")?;
    let answer = w.post("/v1/messages", &json!({"agent": ID_MAX, "text": "x", "chat": ID_MAX}))?;
    answer.error(404, "chat_not_found", CHAT_MISSING)?;
    Ok(())
}
