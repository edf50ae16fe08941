//! What a target is sent (contract §7): the envelope, and in it the object as it was when it
//! changed, read from what the change feed keeps of it.

use deskbell_model::{ChatView, CustomerId, Seconds, WebhookEvent, WebhookId};
use serde_json::{Value, json};

use crate::customers;
use crate::json::{array, int, null, raw, string, timestamp};

/// An event as it is sent.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What happened.
    pub event: WebhookEvent,
    /// The object, in JSON.
    pub data: &'a str,
    /// How often it was sent before.
    pub attempts: u32,
    /// When that was last; when it happened before the first time.
    pub last_attempt_at: Seconds,
    /// When it happened.
    pub created_at: Seconds,
    /// Its id, the same every time.
    pub id: &'a str,
}

/// Writes the body of a delivery: `event, eventData, attempts, lastAttemptAt, createdAt, id`.
pub fn envelope(out: &mut Vec<u8>, told: &Told<'_>) {
    raw(out, r#"{"event":"#);
    string(out, told.event.as_str());
    raw(out, r#","eventData":"#);
    raw(out, told.data);
    raw(out, r#","attempts":"#);
    int(out, told.attempts);
    raw(out, r#","lastAttemptAt":"#);
    int(out, told.last_attempt_at.get());
    raw(out, r#","createdAt":"#);
    int(out, told.created_at.get());
    raw(out, r#","id":"#);
    string(out, told.id);
    out.push(b'}');
}

/// Writes what is told of a chat, from its JSON; `None` when that is no chat.
#[must_use]
pub fn chat_data(chat: &str) -> Option<String> {
    let chat: Value = serde_json::from_str(chat).ok()?;
    let mut out = Vec::new();
    let id = chat.get("id")?;
    raw(&mut out, r#"{"chat_id":"#);
    value(&mut out, id);
    field(&mut out, "chatId", id);
    raw(&mut out, r#","communicatedAgents":"#);
    let ids = chat.get("agents")?.as_array()?.iter().filter_map(|agent| agent.get("id"));
    array(&mut out, ids, value);
    for key in ["customer", "assignee", "closedBy", "status"] {
        field(&mut out, key, chat.get(key)?);
    }
    for key in ["createdAt", "closedAt", "snoozedUntil"] {
        name(&mut out, key);
        match chat.get(key)?.as_i64().and_then(Seconds::from_i64) {
            Some(at) => timestamp(&mut out, at.start()),
            None => null(&mut out),
        }
    }
    for key in ["rating", "applicationId", "department"] {
        field(&mut out, key, chat.get(key)?);
    }
    out.push(b'}');
    String::from_utf8(out).ok()
}

/// Writes what is told of a message, from its JSON and the chat it stands in; `None` when that is
/// no message.
#[must_use]
pub fn message_data(message: &str, chat: &ChatView) -> Option<String> {
    let message: Value = serde_json::from_str(message).ok()?;
    let mut out = Vec::new();
    let id = message.get("chat")?;
    raw(&mut out, r#"{"chat_id":"#);
    value(&mut out, id);
    field(&mut out, "chatId", id);
    field(&mut out, "agent", message.get("agent")?);
    name(&mut out, "customer");
    customers::write_ref(&mut out, &chat.customer);
    raw(&mut out, r#","message":{"id":"#);
    value(&mut out, message.get("id")?);
    raw(&mut out, r#","applicationId":"#);
    int(&mut out, chat.chat.application.get());
    for key in ["broadcastType", "createdAt", "updatedAt", "edited", "read", "text"] {
        field(&mut out, key, message.get(key)?);
    }
    raw(&mut out, "}}");
    String::from_utf8(out).ok()
}

/// Writes what is told of a customer, from its JSON; of one that was erased that is its id,
/// and nothing for all else. `None` when that is no customer.
#[must_use]
pub fn customer_data(customer: &str) -> Option<String> {
    let customer: Value = serde_json::from_str(customer).ok()?;
    let id = customer.get("id").and_then(Value::as_i64).and_then(CustomerId::new)?;
    let mut out = Vec::new();
    raw(&mut out, r#"{"id":"#);
    int(&mut out, id.get());
    for key in ["name", "userId", "email"] {
        field(&mut out, key, customer.get(key).unwrap_or(&Value::Null));
    }
    field(&mut out, "unsubscribed", customer.get("unsubscribed").unwrap_or(&Value::Bool(false)));
    field(&mut out, "customData", customer.get("customData").unwrap_or(&json!({})));
    out.push(b'}');
    String::from_utf8(out).ok()
}

/// Writes what a test tells: `webhook_id`.
#[must_use]
pub fn test_data(webhook: WebhookId) -> String {
    format!(r#"{{"webhook_id":{webhook}}}"#)
}

fn name(out: &mut Vec<u8>, key: &str) {
    out.push(b',');
    string(out, key);
    out.push(b':');
}

fn field(out: &mut Vec<u8>, key: &str, what: &Value) {
    name(out, key);
    value(out, what);
}

fn value(out: &mut Vec<u8>, value: &Value) {
    // Writing to a vector cannot fail.
    let _ = serde_json::to_writer(out, value);
}
