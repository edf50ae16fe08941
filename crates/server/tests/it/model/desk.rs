//! The objects of an organization (contract §3): values in memory, and their JSON.
//!
//! This module must not know how the server stores them.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::words::Answer;

/// The retention time of an Idempotency-Key.
pub const KEY_KEPT_MS: u64 = 24 * 3_600 * 1_000;

#[derive(Clone, Debug)]
pub struct Agent {
    pub name: String,
    pub email: Option<String>,
    pub role: &'static str,
}

#[derive(Clone, Debug)]
pub struct Customer {
    pub created_at: u64,
    /// The fields that were set, by name, without tags and custom data.
    pub fields: BTreeMap<String, Value>,
    /// The names of the tags, in the order added.
    pub tags: Vec<String>,
    pub custom_data: Value,
}

impl Default for Customer {
    fn default() -> Self {
        let (fields, tags) = (BTreeMap::new(), Vec::new());
        Self { created_at: 0, fields, tags, custom_data: json!({}) }
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub agent: Option<i64>,
    pub kind: &'static str,
    pub text: String,
    pub read: bool,
    pub created_ms: u64,
    pub updated_ms: Option<u64>,
    pub from: &'static str,
}

#[derive(Clone, Debug, Default)]
pub struct Chat {
    pub customer: i64,
    pub application: i64,
    pub status: &'static str,
    pub rating: Option<&'static str>,
    pub created_at: u64,
    pub updated_at: u64,
    pub closed_at: Option<u64>,
    pub closed_by: Option<&'static str>,
    pub snoozed_until: Option<u64>,
    pub last_customer_message_at: Option<u64>,
    pub last_message_at: Option<u64>,
    pub last_message_text: Option<String>,
    pub last_message_id: Option<i64>,
    pub last_communicated_agent: Option<i64>,
    pub agents: Vec<i64>,
    pub assignee: Option<i64>,
    pub department: Option<i64>,
    pub read_by_agent: bool,
    pub read_by_customer: bool,
    /// The messages of the chat, oldest first.
    pub messages: Vec<Message>,
    /// The positions up to which the agents and the customer have read `messages`.
    pub read_to: [usize; 2],
}

/// A row of the change feed (contract §8).
#[derive(Clone, Debug)]
pub struct Told {
    pub kind: &'static str,
    pub object: Value,
}

/// The answer that is stored under an Idempotency-Key.
#[derive(Clone, Debug)]
pub struct Kept {
    pub at_ms: u64,
    pub body: String,
    pub answer: Answer,
}

#[derive(Clone, Debug, Default)]
pub struct Desk {
    pub now_ms: u64,
    pub agents: BTreeMap<i64, Agent>,
    pub departments: BTreeMap<i64, String>,
    pub applications: Vec<i64>,
    pub customers: BTreeMap<i64, Customer>,
    pub chats: BTreeMap<i64, Chat>,
    pub messages_ever: i64,
    pub chats_ever: i64,
    pub customers_ever: i64,
    pub events_ever: i64,
    /// The colours of the organization's tags.
    pub colours: BTreeMap<String, String>,
    /// The answers stored for repeated requests, by path and Idempotency-Key.
    pub kept: HashMap<(String, String), Kept>,
    /// The changes in the feed that the test has not yet compared.
    pub told: Vec<Told>,
}

/// A time as text: seconds, a point, three digits.
fn stamp(ms: u64) -> String {
    format!("{}.{:03}", ms / 1_000, ms % 1_000)
}

impl Desk {
    pub fn now(&self) -> u64 {
        self.now_ms / 1_000
    }

    pub fn tell(&mut self, kind: &'static str, object: Value) {
        self.told.push(Told { kind, object });
    }

    pub fn tell_of_chat(&mut self, kind: &'static str, id: i64) {
        let object = self.chat(id);
        self.tell(kind, object);
    }

    pub fn chat_changed(&mut self, id: i64) {
        self.touch(id);
        self.tell_of_chat("chat.updated", id);
    }

    /// Sets a chat's time of update after a change to the chat or its messages.
    pub fn touch(&mut self, chat: i64) {
        let now = self.now();
        self.chats.get_mut(&chat).expect("it is there").updated_at = now;
    }

    fn agent_ref(&self, id: i64) -> Value {
        let agent = &self.agents[&id];
        json!({"id": id, "name": agent.name, "email": agent.email, "role": agent.role})
    }

    pub fn chat(&self, id: i64) -> Value {
        let chat = &self.chats[&id];
        let customer = self.customer(chat.customer);
        let agents: Vec<_> = chat.agents.iter().map(|agent| self.agent_ref(*agent)).collect();
        let department = chat.department.map(|id| json!({"id": id, "name": self.departments[&id]}));
        json!({
            "id": id,
            "closedBy": chat.closed_by,
            "lastCustomerMessageAt": chat.last_customer_message_at,
            "status": chat.status,
            "notes": customer["notes"],
            "closedAt": chat.closed_at,
            "rating": chat.rating,
            "createdAt": chat.created_at,
            "lastMessageAt": chat.last_message_at,
            "snoozedUntil": chat.snoozed_until,
            "lastMessageText": chat.last_message_text,
            "lastMessageId": chat.last_message_id,
            "lastCommunicatedAgentId": chat.last_communicated_agent,
            "agents": agents,
            "customer": {
                "id": chat.customer,
                "name": customer["name"],
                "email": customer["email"],
                "userId": customer["userId"],
            },
            "assignee": chat.assignee.map(|agent| self.agent_ref(agent)),
            "department": department,
            "applicationId": chat.application,
            "createdWith": "public_api",
            "readByAgent": chat.read_by_agent,
            "readByCustomer": chat.read_by_customer,
        })
    }

    pub fn message(&self, chat: i64, message: &Message) -> Value {
        let name = |id: i64| json!({"id": id, "name": self.agents[&id].name});
        json!({
            "id": message.id,
            "agent": message.agent.map(name),
            "type": message.kind,
            "text": message.text,
            "read": message.read,
            "createdAt": stamp(message.created_ms),
            "updatedAt": message.updated_ms.map(stamp),
            "edited": false,
            "broadcastType": null,
            "chat": chat,
            "from": message.from,
        })
    }
}
