//! The description of an interface, as an OpenAPI document and as an HTML page. The module also
//! serves the document and the page.

mod components;
mod document;
mod html;
mod operation;
mod prune;
mod shapes;

use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Response};
use deskbell_app::Answer;
use serde_json::{Value, json};

pub use components::parameter;
pub(crate) use document::document;
pub use document::{Book, Described};
pub use html::render;
pub use operation::Operation;

use crate::extract::IfNoneMatch;

/// The tag of the operations that serve a description.
const TAG: &str = "Server";

/// The document and the page of an interface, which are rendered when they are first requested.
pub(crate) struct Docs {
    make: Box<dyn Fn() -> Value + Send + Sync>,
    document: OnceLock<Answer>,
    page: OnceLock<Answer>,
}

impl Docs {
    /// Creates a description. `make` makes the OpenAPI document at the first request for the
    /// document.
    pub(crate) fn new(make: impl Fn() -> Value + Send + Sync + 'static) -> Self {
        Self { make: Box::new(make), document: OnceLock::new(), page: OnceLock::new() }
    }

    fn document(&self) -> &Answer {
        self.document.get_or_init(|| (self.make)().to_string().into_bytes().into())
    }

    fn page(&self) -> &Answer {
        self.page.get_or_init(|| render(&(self.make)()).into_bytes().into())
    }
}

pub(crate) fn describe_description() -> Operation {
    let content = json!({"schema": {"type": "object"}});
    Operation::open("getDescription", TAG, "This description")
        .shows_with("OpenAPI 3.1.", ("application/json", content))
}

/// Answers `GET /openapi.json` with the OpenAPI document.
pub(crate) async fn description(
    State(docs): State<Arc<Docs>>,
    if_none_match: IfNoneMatch,
) -> Response<Body> {
    if_none_match.respond_bytes("application/json", docs.document())
}

pub(crate) fn describe_docs() -> Operation {
    let content = json!({"schema": {"type": "string"}});
    Operation::open("getDocs", TAG, "This description as a page")
        .shows_with("A single page that loads nothing else.", ("text/html", content))
}

/// Answers `GET /docs` with the HTML page, which runs no script and loads no other resource.
pub(crate) async fn docs(
    State(docs): State<Arc<Docs>>,
    if_none_match: IfNoneMatch,
) -> Response<Body> {
    let mut response = if_none_match.respond_bytes("text/html; charset=utf-8", docs.page());
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
