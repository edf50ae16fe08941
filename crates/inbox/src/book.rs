//! The frame of `/app/openapi.json`: everything except the operations.

use deskbell_http::docs::Book;
use serde_json::{Value, json};

const WELCOME: &str = "\
The interface of Deskbell's own pages for agents. Programs use `/openapi.json` instead.\n\n\
The session is a cookie. Every request that changes something comes from a page of the same origin \
and has the `Content-Type` `application/json`. Errors have the form of `/openapi.json`. Times are \
unix seconds unless a field says otherwise.";

/// The tags: the groups of operations, in the order of the document.
const TAGS: [(&str, &str); 16] = [
    ("Signing in", "Sessions, and links for new agents."),
    ("Me", "The agent who is signed in."),
    ("Chats", "Views of chats, and what an agent does with chats."),
    ("Live", "Changes, and which agents are online, typing or viewing a chat."),
    ("Files", "Pictures and documents for messages."),
    ("Customers", "Customers, as far as the agent's role allows."),
    ("Canned responses", "Prepared texts for replies."),
    ("Saved views", "Named selections of chats."),
    ("Proactive rules", "Messages that the widget shows by itself."),
    ("Organization", "Hours, reply targets, and the looks of widgets."),
    ("Reports", "Counts and times of chats, replies and ratings."),
    ("Applications", "The sites and apps in which the widget runs."),
    ("Webhooks", "Addresses to which events are sent."),
    ("Team", "Agents, departments, and who changed what."),
    ("Keys", "The keys of programs."),
    ("Server", "The server process itself. Needs no session."),
];

/// The frame of `/app/openapi.json`: title, introduction, tags and security schemes.
pub(crate) const BOOK: Book = Book {
    title: "Deskbell: agents",
    welcome: WELCOME,
    tags: &TAGS,
    security,
    webhooks: || Value::Null,
};

fn security() -> Vec<(&'static str, Value)> {
    let says = "The cookie that signing in sets. Over plain HTTP its name is `deskbell`.";
    let scheme =
        json!({"type": "apiKey", "in": "cookie", "name": "__Host-deskbell", "description": says});
    vec![("session", scheme)]
}
