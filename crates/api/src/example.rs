//! Example values for the OpenAPI document. A test checks each value against its schema. This
//! module knows no operations.

use deskbell_model::{
    AgentId, AgentRef, ApplicationId, Chat, ChatId, ChatView, CreatedWith, CustomerId, CustomerRef,
    DepartmentId, DepartmentRef, MessageId, Role, Seconds, Status,
};
use deskbell_wire::{ToJson, write};
use serde_json::{Value, json};

/// Returns a value's JSON, written as in an answer.
fn written(value: Option<impl ToJson>) -> Value {
    let mut json = Vec::new();
    write(&mut json, &value);
    serde_json::from_slice(&json).unwrap_or_default()
}

fn lisa() -> Option<AgentRef> {
    let email = Some("lisa.rodes@company.com".to_owned());
    Some(AgentRef { id: AgentId::new(1)?, name: "Lisa Rodes".to_owned(), email, role: Role::Admin })
}

pub(crate) fn agent() -> Value {
    written(lisa())
}

fn answered_chat() -> Option<ChatView> {
    let (id, customer, agent) = (ChatId::new(1)?, CustomerId::new(1)?, lisa()?);
    let department = DepartmentRef { id: DepartmentId::new(1)?, name: "Sales".to_owned() };
    let application = ApplicationId::new(1)?;
    let created_at = Seconds::new(1_593_108_596);
    let chat = Chat {
        status: Status::OnHold,
        last_customer_message_at: Some(Seconds::new(1_593_108_626)),
        last_message_at: Some(Seconds::new(1_593_151_172)),
        last_message_text: Some("Can we hop on a quick call this week?".to_owned()),
        last_message_id: MessageId::new(7),
        last_message_agent: Some(agent.id),
        last_communicated_agent: Some(agent.id),
        read_by_customer: false,
        ..Chat::new(id, customer, application, CreatedWith::CustomerMessage, created_at)
    };
    let customer = CustomerRef {
        id: customer,
        name: Some("mateus".to_owned()),
        email: Some("mateus@example.com".to_owned()),
        user_id: None,
        notes: None,
    };
    let (assignee, agents) = (Some(agent.clone()), vec![agent]);
    Some(ChatView { chat, customer, assignee, department: Some(department), agents })
}

pub(crate) fn chat() -> Value {
    written(answered_chat())
}

pub(crate) fn file() -> Value {
    json!({
        "id": 1, "name": "photo.png", "type": "image/png", "bytes": 48_231,
        "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "width": 1_280, "height": 720, "chat": 1, "createdAt": 1_593_108_596,
        "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
        "urlExpiresAt": 1_593_112_500,
    })
}

pub(crate) fn message() -> Value {
    json!({
        "id": 7, "agent": {"id": 1, "name": "Lisa Rodes"}, "type": "message",
        "text": "Can we hop on a quick call this week?", "read": false,
        "createdAt": "1593151172.369", "updatedAt": null, "edited": false, "broadcastType": null,
        "chat": 1, "from": "agent",
    })
}

pub(crate) fn customer() -> Value {
    json!({
        "id": 1, "name": "mateus", "email": "mateus@example.com", "userId": null,
        "company": "Example Ltd", "phone": null, "firstSeen": 1_593_108_590,
        "lastSeen": 1_593_108_626,
        "location": {"regionCode": null, "countryCode": "PT", "city": "Porto"},
        "device": null, "unsubscribed": false, "blocked": false, "source": null,
        "referer": "https://example.com/", "lastPage": "https://example.com/prices",
        "locale": "pt", "notes": null, "createdFrom": null, "integrationId": null,
        "tags": [{"name": "trial", "color": "#c377e0"}], "customData": {"plan": "gold", "seats": 5},
    })
}

pub(crate) fn customer_export() -> Value {
    let mut said = message();
    said["files"] = json!([]);
    json!({
        "exportedAt": 1_593_151_300, "customer": customer(), "createdAt": 1_593_108_590,
        "verifiedAt": null,
        "sessions": [{
            "applicationId": 1, "verified": false, "createdAt": 1_593_108_590,
            "usedAt": 1_593_108_590,
        }],
        "uploads": [],
        "events": [event()],
        "history": [{
            "seq": 40, "at": 1_593_108_626, "kind": "customer.updated", "id": 1,
            "actor": {"type": "customer", "id": 1}, "via": "widget", "cause": null,
            "before": {"name": null},
        }],
        "chats": [{
            "chat": chat(),
            "ratings": [{"closedAt": 1_593_151_200, "rating": "great", "comment": "Thank you"}],
            "messages": [said],
        }],
    })
}

pub(crate) fn department() -> Value {
    json!({"id": 1, "name": "Sales", "agents": [agent()]})
}

pub(crate) fn application() -> Value {
    json!({"id": 1, "name": "website", "displayName": "Our site", "type": "web", "active": true})
}

pub(crate) fn event() -> Value {
    json!({
        "id": 1, "name": "order placed", "data": {"order": 1_042, "total": 59.9},
        "createdAt": 1_593_151_200, "customer": 1,
    })
}

pub(crate) fn webhook() -> Value {
    json!({
        "id": 1, "url": "https://hooks.example.com/deskbell", "events": ["chat.new", "chat.closed"],
        "enabled": true, "createdAt": 1_593_108_500,
        "headers": {"X-Deskbell": "***"},
    })
}

pub(crate) fn webhook_with_secret() -> Value {
    let mut webhook = webhook();
    webhook["secret"] = json!("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=");
    webhook
}

pub(crate) fn delivery() -> Value {
    let event_id = "2c1a6f0e-8f4b-5c0d-9e7a-3b5d1f2a4c6e";
    let data = json!({
        "chat_id": 1, "chatId": 1, "communicatedAgents": [1],
        "customer": {
            "id": 1, "name": "mateus", "email": "mateus@example.com", "userId": null,
        },
        "assignee": agent(), "closedBy": "agent", "status": "closed",
        "createdAt": "1593108596.000", "closedAt": "1593151172.000", "snoozedUntil": null,
        "rating": null, "applicationId": 1, "department": {"id": 1, "name": "Sales"},
    });
    json!({
        "id": 1, "eventId": event_id, "event": "chat.closed", "seq": 42, "state": "delivered",
        "attempts": 1, "createdAt": 1_593_151_172, "lastAttemptAt": "1593151172.369",
        "nextAttemptAt": null, "durationMs": 48, "error": null,
        "request": {
            "event": "chat.closed", "eventData": data, "attempts": 0,
            "lastAttemptAt": 1_593_151_172, "createdAt": 1_593_151_172, "id": event_id,
        },
        "response": {"status": 204, "body": ""},
    })
}

pub(crate) fn page(item: &Value) -> Value {
    json!({"data": [item], "meta": {"total": 1}})
}

/// A page of one item, with the total both at the top level and in `meta`.
pub(crate) fn page_with_total(item: &Value) -> Value {
    json!({"data": [item], "total": 1, "meta": {"total": 1}})
}

pub(crate) fn message_page() -> Value {
    json!({"messages": [message()], "total": 1, "data": [message()]})
}

pub(crate) fn changes() -> Value {
    let change = json!({
        "seq": 42, "at": 1_593_151_172, "kind": "message.created",
        "actor": {"type": "key", "id": 1}, "object": message(),
    });
    json!({"data": [change], "meta": {"next": 42, "history": "1a3185c5000a7f2e-1"}})
}
