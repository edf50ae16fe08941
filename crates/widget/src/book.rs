//! The OpenAPI description `/widget/openapi.json`, except the operations.

use deskbell_http::docs::Book;
use serde_json::{Value, json};

const WELCOME: &str = "\
The interface of Deskbell's widget, for visitors of a site. Programs use `/openapi.json` \
instead.\n\n\
A visitor's token is sent in the `Authorization` header, never in a URL. Errors have the form of \
`/openapi.json`. Times are unix seconds unless a field says otherwise.";

/// The tags: the groups of operations, in the order of the document.
const TAGS: [(&str, &str); 6] = [
    ("Session", "Who the visitor is. Beginning a session needs no token and gives one."),
    ("Messages", "The messages of chats."),
    ("Chats", "The visitor's own chats."),
    ("Visitor", "Events that a page reports of its visitor."),
    ("Live", "News while the page is open."),
    ("Server", "The server process itself. Needs no token."),
];

/// The OpenAPI description of the widget's interface, except the operations.
pub(crate) const BOOK: Book = Book {
    title: "Deskbell: visitors",
    welcome: WELCOME,
    tags: &TAGS,
    security,
    webhooks: || Value::Null,
};

fn security() -> Vec<(&'static str, Value)> {
    let says = "The token that a session gives, as `Bearer` in `Authorization`.";
    vec![("visitor", json!({"type": "http", "scheme": "bearer", "description": says}))]
}
