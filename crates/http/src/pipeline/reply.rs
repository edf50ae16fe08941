//! What a handler answers with. It knows no resource, and no error.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Response, StatusCode};
use deskbell_app::{Answer, digest};
use deskbell_wire as wire;

use super::budgeted_body::{self, MustSend};
use super::etag::tagged;

/// Something came into being: here it is, and where it is found from now on.
pub(crate) fn created(at: Option<String>, body: impl Into<Body>) -> Response<Body> {
    let mut response = json(body);
    *response.status_mut() = StatusCode::CREATED;
    if let Some(at) = at.and_then(|at| HeaderValue::try_from(at).ok()) {
        response.headers_mut().insert(LOCATION, at);
    }
    response
}

/// An object of this collection came into being, and is known by its tag.
pub(crate) fn created_in(collection: &str, object: String) -> Response<Body> {
    let digest = digest(object.as_bytes());
    tagged(created(place(collection, object.as_bytes()), object), &digest)
}

/// Where an object of a collection is found.
pub(crate) fn place(collection: &str, object: &[u8]) -> Option<String> {
    Some(format!("/v1/{collection}/{}", wire::json::id_of(object)?))
}

/// An object was changed: here it is, known by this tag from now on.
pub(crate) fn changed(object: String) -> Response<Body> {
    let digest = digest(object.as_bytes());
    tagged(json(object), &digest)
}

/// It was done, and there is nothing to show.
pub(crate) fn done() -> Response<Body> {
    json(br#""Ok""#.to_vec())
}

/// A successful answer in JSON that may be large.
pub(crate) fn page(answer: &Answer) -> Response<Body> {
    let mut response = budgeted_body::response(answer);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A successful answer in JSON, which tells of what was done.
pub(crate) fn json(body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.extensions_mut().insert(MustSend);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
