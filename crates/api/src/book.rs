//! The frame of `/openapi.json`: everything except the operations.

use deskbell_http::docs::Book;
use serde_json::{Value, json};

const WELCOME: &str = "\
A self-hosted customer-messaging server that speaks the HelpCrunch REST API v1.\n\n\
`/v1` may be left out, and a slash at the end of a path changes nothing. `HEAD` is `GET` without \
a body, with the same status and headers, `OPTIONS` needs no key, another method is 405 with \
`Allow`, another path 404. Bodies are JSON in UTF-8 of at most 1 MiB, whatever `Content-Type` \
says; an empty one is `{}`. Unknown keys and parameters are ignored, and \
`Deskbell-Ignored` names those of the query and of searches. Times are unix seconds.\n\n\
Checks come in this order: path and method, key (401), rate limit (429), a read-only key (403), \
the body's size (413), the Idempotency-Key, everything that is wrong with path and body at once \
(400), what is not there (404), `If-Match` (412), what depends on the state.";

/// The tags: the groups of operations, in the order of the document.
const TAGS: [(&str, &str); 9] = [
    ("Chats", "Conversations with customers."),
    ("Messages", "What is said in chats."),
    ("Customers", "The people who write."),
    ("Events", "What happened to customers elsewhere."),
    ("Team", "Agents and departments."),
    ("Organization", "The organization of the key, and its sites and apps."),
    ("Changes", "What changed, in order, without a gap: asked for, or pushed."),
    ("Webhooks", "What changed, sent to addresses of yours."),
    ("Server", "The process itself. No key is needed, and nothing is counted."),
];

/// The frame of the description.
pub(crate) const BOOK: Book =
    Book { title: "Deskbell", welcome: WELCOME, tags: &TAGS, security, webhooks };

fn security() -> Vec<(&'static str, Value)> {
    let key = "A key of `deskbell key create`. A read-only one may read and search.";
    let ticket = "In place of a key, for streams alone: see createStreamTicket.";
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
            "2XX": {"description": "It was taken."},
            "410": {"description": "The webhook is to be disabled."},
            "default": {"description": "It is tried again."},
        },
    });
    json!({"event": {"post": told}})
}
