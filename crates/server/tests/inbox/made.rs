//! Helpers that create the customers, chats and agents for tests of lists and chats.

use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::Test;
use deskbell_testkit::browser::Browser;
use serde_json::{Value, json};

pub fn department(id: i64) -> DepartmentId {
    DepartmentId::new(id).unwrap()
}

/// Creates a customer; returns the customer's id.
pub async fn customer(t: &Test, name: &str) -> i64 {
    let body = json!({"name": name, "email": format!("{name}@example.com")});
    let made = t.post("/v1/customers", &body).await;
    assert_eq!(made.status, 201);
    made.json()["id"].as_i64().unwrap()
}

/// Creates an empty chat of a customer, with the further fields `more`; returns the chat's id.
pub async fn chat(t: &Test, customer: i64, more: Value) -> i64 {
    let mut body = json!({"customer": customer, "application": 1});
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    let made = t.post("/v1/chats", &body).await;
    assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
    made.json()["id"].as_i64().unwrap()
}

/// Posts a message of the customer in a chat; returns the message's id.
pub async fn asks(t: &Test, chat: i64, text: &str) -> i64 {
    let made = t.post("/v1/messages", &json!({"chat": chat, "text": text})).await;
    assert_eq!(made.status, 201);
    made.json()["id"].as_i64().unwrap()
}

/// Returns the ids of the chats in a view.
pub async fn ids(browser: &Browser, view: Value) -> Vec<i64> {
    let rows = window(browser, json!({"view": view})).await["rows"].clone();
    rows.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// Requests a window (a range of rows) of the list of chats; returns the answer's JSON.
pub async fn window(browser: &Browser, asked: Value) -> Value {
    let answer = browser.post("/app/v1/list", &asked).await;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Signs in an agent who sees every chat.
pub async fn supervisor(t: &Test, name: &str) -> Browser {
    t.agent(name, Role::Superviser, &[]).await
}

/// Signs in an agent who sees only unassigned chats, the agent's own chats, and the chats of these
/// departments.
pub async fn limited(t: &Test, name: &str, of: &[DepartmentId]) -> Browser {
    t.agent(name, Role::AgentChatOnly, of).await
}
