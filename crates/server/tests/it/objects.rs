//! Objects for tests: the examples of HelpCrunch's documents, and objects with few fields.

use deskbell_model::{
    Agent, AgentId, BroadcastType, Chat, Message, MessageId, MessageKind, Rating, Role, Seconds,
    Side, Status, Timestamp,
};
use deskbell_testkit::Test;
pub use deskbell_testkit::objects::{agent, chat, chat_id, customer, department, message};
use deskbell_testkit::put::Put;
use serde_json::{Value, json};

/// The example answer of the document "Get all chats".
pub fn seed_chats() -> Value {
    serde_json::from_str(include_str!("seeds/chats.json")).unwrap()
}

/// The example answer of the document "Get chat messages".
pub fn seed_messages() -> Value {
    serde_json::from_str(include_str!("seeds/messages.json")).unwrap()
}

pub async fn put(t: &Test, objects: Put) {
    objects.into(&t.app, t.org).await;
}

/// The ids of a page's objects.
pub fn ids(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()).collect()
}

/// Stores customer 1 with these chats.
pub async fn put_chats(t: &Test, chats: impl IntoIterator<Item = Chat>) {
    let (customers, chats) = (vec![customer(1)], chats.into_iter().collect());
    put(t, Put { customers, chats, ..Put::default() }).await;
}

/// Stores a full page of chats whose last messages have `bytes` bytes each.
pub async fn put_large_chats(t: &Test, bytes: usize) {
    let large = |id| {
        let last_message_text = Some("x".repeat(bytes));
        Chat { last_message_text, ..chat(id, 5) }
    };
    put_chats(t, (1..=100).map(large)).await;
}

/// Stores an agent and two empty chats of a customer.
pub async fn put_two_chats(t: &Test) {
    let (agents, customers) = (vec![agent(4, "Frodo")], vec![customer(1)]);
    put(t, Put { agents, customers, chats: vec![chat(1, 5), chat(2, 5)], ..Put::default() }).await;
}

/// Posts a customer's message in a chat; returns the message.
pub async fn say(t: &Test, chat: i64, text: &str) -> Value {
    let answer = t.post("/v1/messages", &json!({"chat": chat, "text": text})).await;
    assert_eq!(answer.status, 201);
    answer.json()
}

fn seconds(value: &Value) -> Option<Seconds> {
    value.as_i64().map(|at| Seconds::from_i64(at).unwrap())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn word<T>(value: &Value, parse: fn(&str) -> Option<T>) -> Option<T> {
    value.as_str().map(|it| parse(it).unwrap())
}

fn agent_of(value: &Value) -> Option<Agent> {
    Some(Agent {
        id: AgentId::new(value["id"].as_i64()?).unwrap(),
        name: text(&value["name"]).unwrap(),
        email: text(&value["email"]),
        role: word(&value["role"], Role::parse).unwrap_or(Role::Agent),
    })
}

/// Converts the documents' example chats to rows that can be stored.
pub fn put_of_chats(json: &Value) -> Put {
    let mut put = Put::default();
    for json in json["data"].as_array().unwrap() {
        let whose = &json["customer"];
        let mut owner = customer(whose["id"].as_i64().unwrap());
        owner.name = text(&whose["name"]);
        owner.email = text(&whose["email"]);
        owner.user_id = text(&whose["userId"]);
        owner.notes = text(&json["notes"]);
        let mut chat = chat(json["id"].as_i64().unwrap(), 0);
        chat.customer = owner.id;
        chat.created_at = seconds(&json["createdAt"]).unwrap();
        chat.updated_at = chat.created_at;
        chat.closed_by = word(&json["closedBy"], Side::parse);
        chat.closed_at = seconds(&json["closedAt"]);
        chat.status = word(&json["status"], Status::parse).unwrap();
        chat.rating = word(&json["rating"], Rating::parse);
        chat.snoozed_until = seconds(&json["snoozedUntil"]);
        chat.last_customer_message_at = seconds(&json["lastCustomerMessageAt"]);
        chat.last_message_at = seconds(&json["lastMessageAt"]);
        chat.last_message_text = text(&json["lastMessageText"]);
        chat.last_message_id = json["lastMessageId"].as_i64().and_then(MessageId::new);
        chat.last_communicated_agent =
            json["lastCommunicatedAgentId"].as_i64().and_then(AgentId::new);
        let assignee = agent_of(&json["assignee"]);
        chat.assignee = assignee.as_ref().map(|agent| agent.id);
        put.agents.extend(assignee.filter(|agent| !put.agents.contains(agent)));
        put.customers.push(owner);
        put.chats.push(chat);
    }
    put
}

/// Converts the documents' example messages, and their chat, to rows that can be stored.
pub fn put_of_messages(json: &Value) -> Put {
    let items = json["messages"].as_array().unwrap();
    let mut chat = chat(items[0]["chat"].as_i64().unwrap(), 1_593_887_537);
    chat.messages = items.len() as u64;
    let mut put = Put { customers: vec![customer(1)], ..Put::default() };
    for (seq, json) in (1..).zip(items.iter().rev()) {
        let millis = |value: &Value| {
            let digits = value.as_str()?.replace('.', "");
            Timestamp::from_millis(digits.parse().unwrap())
        };
        let agent = agent_of(&json["agent"]);
        put.messages.push(Message {
            id: MessageId::new(json["id"].as_i64().unwrap()).unwrap(),
            agent: agent.as_ref().map(|agent| agent.id),
            kind: MessageKind::of(&text(&json["type"]).unwrap()),
            text: text(&json["text"]),
            read: json["read"].as_bool().unwrap(),
            created_at: millis(&json["createdAt"]).unwrap(),
            updated_at: millis(&json["updatedAt"]),
            edited: json["edited"].as_bool().unwrap(),
            broadcast_type: word(&json["broadcastType"], BroadcastType::parse),
            channel: None,
            origin_id: None,
            from: word(&json["from"], Side::parse).unwrap(),
            ..message(&chat, seq, 1)
        });
        put.agents.extend(agent.filter(|agent| !put.agents.contains(agent)));
    }
    put.chats.push(chat);
    put
}
