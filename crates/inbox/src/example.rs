//! The examples in the description of the interface, and the parts that several operations have in
//! common.

use deskbell_http::docs::Operation;
use deskbell_http::error::ErrorCode;
use deskbell_model::{AgentId, Seconds};
use serde_json::{Value, json};

pub(crate) const LOGIN: &str = "lisa@company.com";
pub(crate) const PASSWORD: &str = "seven green bottles";
/// An example of the token of a link.
pub(crate) const LINK: &str = "dbl_1f6c1a3ea1b04a1c8f0ad47e1c0c5b0b";

pub(crate) fn agent() -> Value {
    json!({"id": 1, "name": "Lisa Rodes", "email": "lisa.rodes@company.com", "role": "admin"})
}

/// An example of a link to the picture of an agent.
pub(crate) const PICTURE: &str =
    "/files/1-3/1593734400/mdqkmpdoVrv2oKPHf7Ju5yIhMBbUYrzSBu1pGqzcvmA/picture";

/// An example of an agent, with a link to the picture.
pub(crate) fn team_agent() -> Value {
    let mut agent = agent();
    agent["picture"] = json!(PICTURE);
    agent
}

pub(crate) fn department() -> Value {
    json!({"id": 1, "name": "Sales", "agents": [agent()]})
}

/// An example of an agent as administrators see agents.
pub(crate) fn staff_member() -> Value {
    let mut member = team_agent();
    member["login"] = json!(LOGIN);
    member["secondFactor"] = json!(false);
    member["active"] = json!(true);
    member
}

pub(crate) fn page(of: &Value) -> Value {
    json!({"data": [of], "meta": {"total": 1}})
}

/// Adds, to the description of an operation, the refusals of all operations without a session.
pub(crate) fn open(operation: Operation) -> Operation {
    operation.from_a_page().refuses(&[
        ErrorCode::TooLarge,
        ErrorCode::Internal,
        ErrorCode::Unavailable,
    ])
}

/// An example of the error for a reply to a chat in which another agent has already replied.
pub(crate) fn newer_reply() -> ErrorCode {
    AgentId::new(2).map_or(ErrorCode::Internal, |agent| {
        ErrorCode::NewerReply(agent, Seconds::new(1_593_151_172))
    })
}

pub(crate) fn message() -> Value {
    json!({
        "id": 7, "agent": {"id": 1, "name": "Lisa Rodes"}, "type": "message",
        "text": "Can we hop on a quick call this week?", "read": false,
        "createdAt": "1593151172.369", "updatedAt": null, "edited": false, "broadcastType": null,
        "chat": 1, "from": "agent", "files": [attachment()],
    })
}

/// An example of a file of a message.
fn attachment() -> Value {
    json!({
        "id": 1, "name": "photo.png", "type": "image/png", "bytes": 48_231, "width": 1_280,
        "height": 720,
        "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
        "urlExpiresAt": 1_593_112_500,
    })
}

pub(crate) fn message_page() -> Value {
    json!({"messages": [message()], "total": 1, "data": [message()]})
}

fn chat_customer() -> Value {
    json!({"id": 1, "name": "mateus", "email": "mateus@example.com", "userId": null})
}

fn tags() -> Value {
    json!([{"name": "trial", "color": "#c377e0"}])
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
        "tags": tags(), "customData": {"plan": "gold", "seats": 5},
    })
}

pub(crate) fn chat() -> Value {
    json!({
        "id": 1, "closedBy": null, "lastCustomerMessageAt": 1_593_108_626, "status": "on hold",
        "notes": null, "closedAt": null, "rating": null, "createdAt": 1_593_108_596,
        "lastMessageAt": 1_593_151_172, "snoozedUntil": null,
        "lastMessageText": "Can we hop on a quick call this week?", "lastMessageId": 7,
        "lastCommunicatedAgentId": 1, "agents": [agent()], "customer": chat_customer(),
        "assignee": agent(), "department": null, "applicationId": 1,
        "createdWith": "customer_message", "readByAgent": true, "readByCustomer": false,
    })
}

fn row() -> Value {
    json!({
        "id": 1, "status": "on hold", "assignee": 1, "department": null, "unread": false,
        "waitingSince": null, "lastMessageAt": 1_593_151_172, "createdAt": 1_593_108_596,
        "snoozedUntil": null, "rating": null, "customer": chat_customer(), "tags": tags(),
        "draft": "others", "lastMessageAgent": 1,
        "preview": "Can we hop on a quick call this week?",
    })
}

pub(crate) fn window() -> Value {
    json!({"seq": 4_711, "total": 1, "offset": 0, "rows": [row()], "counts": [0, 1, 1]})
}

pub(crate) fn found() -> Value {
    let mut chats = window();
    chats["counts"] = json!([]);
    json!({"customers": page_with_total(&customer()), "chats": chats, "chat": null})
}

pub(crate) fn opened() -> Value {
    json!({
        "seq": 4_711, "chat": chat(), "ratingComment": null, "customer": customer(), "total": 1,
        "messages": [message()], "next": null, "others": [row()], "draft": null, "drafts": [2],
        "mention": null,
    })
}

pub(crate) fn events() -> Value {
    let event = json!({
        "id": 1, "name": "order placed", "data": {"order": 1_042, "total": 59.9},
        "createdAt": 1_593_151_200, "customer": 1,
    });
    json!({"data": [event]})
}

/// An example of a page of one item, with the total both at the top level and in `meta`.
pub(crate) fn page_with_total(item: &Value) -> Value {
    json!({"data": [item], "total": 1, "meta": {"total": 1}})
}
