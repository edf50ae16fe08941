//! Webhooks: their management, their events, and their deliveries.

mod bounds;
mod deliver;
mod events;
mod guard;
mod held;
mod hostile;
mod manage;
pub mod nodes;
mod retry;
mod secure;
mod share;
mod signed;

/// The names of all webhook events in the contract.
pub use deskbell_conformance::WEBHOOK_EVENTS as EVENTS;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Receiver, Test};
use serde_json::{Value, json};

pub use crate::objects::say;
use crate::objects::{agent, customer, department, put};

/// Creates a customer, a chat, and a webhook for all later events; returns the webhook.
pub async fn desk(t: &Test, receiver: &Receiver) -> Value {
    let departments = vec![department(1, "Sales", vec![])];
    let agents = vec![agent(1, "Ann"), agent(2, "Bob")];
    let customers = vec![customer(1)];
    put(t, Put { agents, departments, customers, ..Put::default() }).await;
    open(t).await;
    webhook(t, receiver, &EVENTS).await
}

/// Creates a chat; returns its id.
pub async fn open(t: &Test) -> i64 {
    let answer = t.post("/v1/chats", &json!({"customer": 1, "application": 1})).await;
    assert_eq!(answer.status, 201);
    answer.json()["id"].as_i64().unwrap()
}

/// Creates a webhook to a receiver; returns the answer.
pub async fn webhook(t: &Test, receiver: &Receiver, events: &[&str]) -> Value {
    let answer = t.post("/v1/webhooks", &json!({"url": receiver.url(), "events": events})).await;
    assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// Attempts all due deliveries.
pub async fn pass(t: &Test) {
    t.courier().pass().await.unwrap();
}

/// Returns the deliveries of a webhook, newest first.
pub async fn log(t: &Test, id: i64) -> Vec<Value> {
    let answer = t.get(&format!("/v1/webhooks/{id}/deliveries")).await;
    assert_eq!(answer.status, 200);
    answer.json()["data"].as_array().unwrap().clone()
}
