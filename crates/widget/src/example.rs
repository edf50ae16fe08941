//! Example values for the widget's OpenAPI description. A test checks each value against its
//! schema.

use serde_json::{Value, json};

pub(crate) fn message() -> Value {
    json!({
        "id": 7, "chatId": 1, "from": "customer", "agent": null, "text": "Do you ship to Porto?",
        "files": [attachment()], "createdAt": "1593151172.369", "read": false,
    })
}

/// An example of a file that is attached to a message.
pub(crate) fn attachment() -> Value {
    json!({
        "id": 1, "name": "photo.png", "type": "image/png", "bytes": 48_231, "width": 1_280,
        "height": 720,
        "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
        "urlExpiresAt": 1_593_112_500,
    })
}

pub(crate) fn messages() -> Value {
    json!({"messages": [message()], "more": false})
}

pub(crate) fn unread() -> Value {
    json!({"messages": 2, "chats": 1})
}

fn chat() -> Value {
    json!({
        "id": 1, "open": true, "agent": {"name": "Lisa Rodes", "picture": null}, "rating": null,
        "ratable": false, "unread": 2, "createdAt": 1_593_108_596, "lastMessageAt": 1_593_151_172,
        "preview": "Can we hop on a quick call this week?",
    })
}

fn look() -> Value {
    let email = json!([{"name": "email", "required": true}]);
    json!({
        "color": "#0f6a53", "position": "right", "offsetX": 24, "offsetY": 24,
        "title": "Company", "greeting": "How can we help?", "showsAgents": true,
        "asksRating": true, "preChat": {"enabled": false, "text": "", "fields": []},
        "offline": {"enabled": true, "text": "We write to you.", "fields": email},
    })
}

pub(crate) fn session() -> Value {
    json!({
        "token": "dbv_0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "identity": "anonymous", "doubt": null, "seq": 42, "history": "1a3185c5000a7f2e-1",
        "online": true, "nextOpen": null, "usualReplySeconds": 180, "look": look(),
        "maxFileBytes": 10_485_760, "known": ["name", "email"],
        "chats": [chat()], "chat": 1, "messages": [message()], "more": false, "unread": unread(),
        "rules": [],
    })
}
