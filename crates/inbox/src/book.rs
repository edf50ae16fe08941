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
    ("Signing in", "Sessions, and the links by which agents begin."),
    ("Me", "The agent who asks."),
    ("Chats", "Views of chats, and what an agent does with chats."),
    ("Live", "What changes, who types, who looks at what and who is there."),
    ("Files", "Pictures and documents for messages."),
    ("Customers", "The customers, as far as the role may know of them."),
    ("Canned responses", "Texts that are said often."),
    ("Saved views", "Choices of chats that have a name."),
    ("Proactive rules", "When the widget speaks first."),
    ("Organization", "Hours, reply targets, and the looks of widgets."),
    ("Reports", "Sums of chats, replies and ratings."),
    ("Applications", "The sites and apps in which the widget runs."),
    ("Webhooks", "Where events are sent."),
    ("Team", "Agents, departments, and who changed what."),
    ("Keys", "The keys of programs."),
    ("Server", "The process itself. No session is needed."),
];

/// The frame of the description.
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
