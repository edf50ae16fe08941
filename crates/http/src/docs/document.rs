//! The OpenAPI 3.1 document, made from the operations. The JSON schemas come from `deskbell_wire`.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::components::{self, errors_body, name};
use super::operation::Operation;
use super::prune::prune;

/// The frame of an OpenAPI document: everything except the operations.
#[derive(Debug)]
pub struct Book {
    /// The title of the document.
    pub title: &'static str,
    /// The introduction, in Markdown.
    pub welcome: &'static str,
    /// The tags: the groups of operations, in the order of the document.
    pub tags: &'static [(&'static str, &'static str)],
    /// The security schemes by name. The first scheme is the default for operations.
    pub security: fn() -> Vec<(&'static str, Value)>,
    /// The requests that the server sends, as OpenAPI's `webhooks`; null if the server sends no
    /// requests.
    pub webhooks: fn() -> Value,
}

/// One operation of an interface: its method, its path, and its description.
#[derive(Debug)]
pub struct Described {
    /// The method of the operation.
    pub method: Method,
    /// The path of the operation.
    pub path: &'static str,
    /// The description of the operation.
    pub operation: Operation,
}

/// Makes the OpenAPI document of `operations`; `book` has everything else in the document, such as
/// the title.
pub(crate) fn document(book: &Book, operations: &[Described]) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut tags = Vec::new();
    for Described { method, path, operation } in operations {
        tags.push(operation.tag);
        let method = method.as_str().to_lowercase();
        paths.entry(path).or_default().insert(method, operation.describe());
    }
    let tags = book.tags.iter().filter(|(name, _)| tags.contains(name));
    let tags: Vec<_> =
        tags.map(|(name, says)| json!({"name": name, "description": says})).collect();
    let schemes = (book.security)();
    let first = schemes.first().map(|(name, _)| json!([{*name: []}]));
    let mut document = json!({
        "openapi": "3.1.1",
        "info": {
            "title": book.title,
            "version": env!("CARGO_PKG_VERSION"),
            "description": book.welcome,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This server"}],
        "security": first,
        "tags": tags,
        "paths": paths,
    });
    let webhooks = (book.webhooks)();
    if !webhooks.is_null() {
        document["webhooks"] = webhooks;
    }
    document["components"] = components(operations, schemes);
    prune(&mut document);
    document
}

fn components(operations: &[Described], schemes: Vec<(&'static str, Value)>) -> Value {
    let named = |(name, scheme): (&str, Value)| (name.to_owned(), scheme);
    json!({
        "securitySchemes": schemes.into_iter().map(named).collect::<Map<_, _>>(),
        "parameters": components::parameters(),
        "headers": components::headers(),
        "responses": components::responses(),
        "examples": error_examples(operations),
        "schemas": deskbell_wire::components::schemas(),
    })
}

/// Returns the examples of all error codes, by the names that operations use in references.
fn error_examples(operations: &[Described]) -> Map<String, Value> {
    let mut examples = BTreeMap::new();
    for Described { operation, .. } in operations {
        for code in operation.error_codes() {
            examples.insert(name(code), json!({"value": errors_body(&[code])}));
        }
    }
    examples.into_iter().collect()
}
