//! The OpenAPI 3.1 document, made from the operations. The JSON schemas come from `deskbell_wire`.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::components::{self, errors_body, name};
use super::operation::Operation;

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

/// One operation of the interface: its method, its path, and its description.
pub(crate) struct Described {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) operation: Operation,
}

pub(crate) fn document(operations: &[Described]) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut tags = Vec::new();
    for Described { method, path, operation } in operations {
        tags.push(operation.tag);
        let method = method.as_str().to_lowercase();
        paths.entry(path).or_default().insert(method, operation.describe());
    }
    let tags = TAGS.iter().filter(|(name, _)| tags.contains(name));
    let tags: Vec<_> =
        tags.map(|(name, says)| json!({"name": name, "description": says})).collect();
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Deskbell",
            "version": env!("CARGO_PKG_VERSION"),
            "description": WELCOME,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This server"}],
        "security": [{"key": []}],
        "tags": tags,
        "paths": paths,
        "webhooks": {"event": {"post": told()}},
        "components": components(operations),
    })
}

/// The description of the request that the server posts to a webhook's URL.
fn told() -> Value {
    let schema = json!({"$ref": "#/components/schemas/WebhookBody"});
    json!({
        "summary": "An event, posted to the URL of a webhook",
        "security": [],
        "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": "It was taken."},
            "410": {"description": "The webhook is to be disabled."},
            "default": {"description": "It is tried again."},
        },
    })
}

fn components(operations: &[Described]) -> Value {
    let key = "A key of `deskbell key create`. A read-only one may read and search.";
    let ticket = "In place of a key, for streams alone: see createStreamTicket.";
    json!({
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": key},
            "ticket": {"type": "apiKey", "in": "query", "name": "ticket", "description": ticket},
        },
        "parameters": components::parameters(),
        "headers": components::headers(),
        "responses": components::responses(),
        "examples": error_examples(operations),
        "schemas": deskbell_wire::components::schemas(),
    })
}

/// An example of each code, keyed by the names that operations refer to.
fn error_examples(operations: &[Described]) -> Map<String, Value> {
    let mut examples = BTreeMap::new();
    for Described { operation, .. } in operations {
        for code in operation.error_codes() {
            examples.insert(name(code), json!({"value": errors_body(&[code])}));
        }
    }
    examples.into_iter().collect()
}
