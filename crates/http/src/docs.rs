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

use crate::extract::Known;
pub use document::document;
pub(crate) use operation::Operation;

static DESCRIPTION: LazyLock<Answer> = LazyLock::new(|| document().to_string().into_bytes().into());
static PAGE: LazyLock<Answer> = LazyLock::new(|| page::render(&document()).into_bytes().into());

/// `GET /openapi.json`: the description.
pub(crate) async fn description(known: Known) -> Response<Body> {
    known.or_bytes("application/json", &DESCRIPTION)
}

/// `GET /docs`: the same for people. It loads nothing else and runs no script.
pub(crate) async fn docs(known: Known) -> Response<Body> {
    let mut response = known.or_bytes("text/html; charset=utf-8", &PAGE);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
