//! The frame of `/openapi.json`: everything except the operations.

use deskbell_http::docs::Book;
use serde_json::{Value, json};

const WELCOME: &str = "\
A self-hosted customer-messaging server with the HelpCrunch REST API v1.\n\n\
`/v1` may be left out, and a slash at the end of a path is ignored. `HEAD` is `GET` without a \
body, with the same status and headers; `OPTIONS` needs no key. Another method is answered with \
405 and `Allow`, an unknown path with 404. Bodies are JSON in UTF-8 of at most 1 MiB, whatever \
`Content-Type` says; an empty body counts as `{}`. Unknown keys and parameters are ignored; \
`Deskbell-Ignored` names the unknown ones of the query and of searches. Times are unix seconds.\n\n\
A request is checked in this order: path and method, key (401), rate limit (429), read-only key \
(403), size of the body (413), Idempotency-Key, all values of path and body at once (400), objects \
that do not exist (404), `If-Match` (412), and last what depends on the state.";

/// The tags: the groups of operations, in the order of the document.
const TAGS: [(&str, &str); 10] = [
    ("Chats", "Conversations with customers."),
    ("Messages", "What is said in chats."),
    ("Customers", "The people who write."),
    ("Events", "Events of customers that happened in other systems."),
    ("Team", "Agents and departments."),
    ("Organization", "The organization that the key belongs to, and its sites and apps."),
    ("Changes", "The change feed: all changes in order, by request or by push."),
    ("Exports", "Everything as lines of the exchange format, in one answer."),
    ("Webhooks", "Events, sent to your own addresses."),
    (
        "Server",
        "The server process itself. Needs no key and does not count towards the rate limit.",
    ),
];

/// Everything in `/openapi.json` except the operations: title, introduction, tags, credentials and
/// webhooks.
pub(crate) const BOOK: Book =
    Book { title: "Deskbell", welcome: WELCOME, tags: &TAGS, security, webhooks };

fn security() -> Vec<(&'static str, Value)> {
    let key = "A key made by `deskbell key create`. A read-only key may only read and search.";
    let ticket = "Replaces the key, for streams only: see createStreamTicket.";
    vec![
        ("key", json!({"type": "http", "scheme": "bearer", "description": key})),
        (
            "ticket",
            json!({"type": "apiKey", "in": "query", "name": "ticket", "description": ticket}),
        ),
    ]
}

/// The request that the server posts to a webhook's URL.
fn webhooks() -> Value {
    let schema = json!({"$ref": "#/components/schemas/WebhookBody"});
    let told = json!({
        "summary": "An event, posted to the URL of a webhook",
        "security": [],
        "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": "Received."},
            "410": {"description": "The webhook will be disabled."},
            "default": {"description": "The delivery will be retried."},
        },
    });
    json!({"event": {"post": told}})
}
