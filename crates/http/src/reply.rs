//! What a handler answers with. It knows no resource, and no error.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};

/// Something came into being: here it is.
pub(crate) fn created(body: Vec<u8>) -> Response<Body> {
    let mut response = json(body);
    *response.status_mut() = StatusCode::CREATED;
    response
}

/// It was done, and there is nothing to show.
pub(crate) fn done() -> Response<Body> {
    json(br#""Ok""#.to_vec())
}

/// A successful answer in JSON.
pub(crate) fn json(body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
