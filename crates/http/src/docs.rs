//! The description of the interface, as an OpenAPI document and as an HTML page. Of all operations,
//! this module knows only the two that serve the document and the page.

mod components;
mod document;
pub(crate) mod example;
mod operation;
mod page;
mod shapes;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Response};
use deskbell_app::Answer;
use serde_json::json;

use crate::extract::IfNoneMatch;
pub(crate) use document::{Described, document};
pub(crate) use operation::Operation;

const TAG: &str = "Server";

/// The document and the page; each is rendered when it is first requested.
pub(crate) struct Docs {
    operations: fn() -> Vec<Described>,
    document: OnceLock<Answer>,
    page: OnceLock<Answer>,
}

impl Docs {
    pub(crate) fn new(operations: fn() -> Vec<Described>) -> Self {
        Self { operations, document: OnceLock::new(), page: OnceLock::new() }
    }

    fn document(&self) -> &Answer {
        let made = || document(&(self.operations)()).to_string().into_bytes().into();
        self.document.get_or_init(made)
    }

    fn page(&self) -> &Answer {
        let made = || page::render(&document(&(self.operations)())).into_bytes().into();
        self.page.get_or_init(made)
    }
}

pub(crate) fn describe_description() -> Operation {
    let content = json!({"schema": {"type": "object"}});
    Operation::open("getDescription", TAG, "This description")
        .shows_with("OpenAPI 3.1.", ("application/json", content))
}

/// `GET /openapi.json`: the OpenAPI document.
pub(crate) async fn description(
    State(docs): State<Arc<Docs>>,
    if_none_match: IfNoneMatch,
) -> Response<Body> {
    if_none_match.respond_bytes("application/json", docs.document())
}

pub(crate) fn describe_docs() -> Operation {
    let content = json!({"schema": {"type": "string"}});
    Operation::open("getDocs", TAG, "This description as a page")
        .shows_with("A page that loads nothing else.", ("text/html", content))
}

/// `GET /docs`: the HTML page, which runs no script and loads no other resource.
pub(crate) async fn docs(
    State(docs): State<Arc<Docs>>,
    if_none_match: IfNoneMatch,
) -> Response<Body> {
    let mut response = if_none_match.respond_bytes("text/html; charset=utf-8", docs.page());
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
