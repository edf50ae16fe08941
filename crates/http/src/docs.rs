//! The description of the interface, as a document and as a page. Both are made once.

mod components;
mod document;
pub(crate) mod example;
mod operation;
mod page;
mod shapes;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, Response};
use deskbell_app::Answer;
use serde_json::json;

use crate::extract::Known;
pub use document::document;
pub(crate) use operation::Operation;

const TAG: &str = "Server";

static DESCRIPTION: LazyLock<Answer> = LazyLock::new(|| document().to_string().into_bytes().into());
static PAGE: LazyLock<Answer> = LazyLock::new(|| page::render(&document()).into_bytes().into());

pub(crate) fn describe_description() -> Operation {
    let content = json!({"schema": {"type": "object"}});
    Operation::open("getDescription", TAG, "This description")
        .shows_with("OpenAPI 3.1.", ("application/json", content))
}

/// `GET /openapi.json`: the description.
pub(crate) async fn description(known: Known) -> Response<Body> {
    known.or_bytes("application/json", &DESCRIPTION)
}

pub(crate) fn describe_docs() -> Operation {
    let content = json!({"schema": {"type": "string"}});
    Operation::open("getDocs", TAG, "This description as a page")
        .shows_with("A page that loads nothing else.", ("text/html", content))
}

/// `GET /docs`: the same for people. It loads nothing else and runs no script.
pub(crate) async fn docs(known: Known) -> Response<Body> {
    let mut response = known.or_bytes("text/html; charset=utf-8", &PAGE);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
