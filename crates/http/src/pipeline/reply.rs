//! Constructors of successful answers.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Response, StatusCode};
use deskbell_app::{Answer, digest};
use deskbell_wire as wire;
use futures_util::{Stream, TryStreamExt as _};

use super::budgeted_body::{self, BrokeOff, MustSend};
use super::etag::tagged;
use crate::error::ApiError;

/// Makes the answer to a creation: 201 with the object and its path.
pub fn created(at: Option<String>, body: impl Into<Body>) -> Response<Body> {
    let mut response = json(body);
    *response.status_mut() = StatusCode::CREATED;
    if let Some(at) = at.and_then(|at| HeaderValue::try_from(at).ok()) {
        response.headers_mut().insert(LOCATION, at);
    }
    response
}

/// Makes the answer to a creation in a collection: 201 with the object, its path and its tag.
pub fn created_in(collection: &str, object: String) -> Response<Body> {
    let digest = digest(object.as_bytes());
    tagged(created(place(collection, object.as_bytes()), object), &digest)
}

/// Returns the path of an object in a collection; `None` if the JSON has no id.
pub fn place(collection: &str, object: &[u8]) -> Option<String> {
    Some(format!("/v1/{collection}/{}", wire::json::id_of(object)?))
}

/// Makes the answer to a change: the object, with its tag.
pub fn changed(object: String) -> Response<Body> {
    let digest = digest(object.as_bytes());
    tagged(json(object), &digest)
}

/// Makes the answer to an action without a result: `"Ok"`.
pub fn done() -> Response<Body> {
    json(br#""Ok""#.to_vec())
}

/// Marks an answer that contains a secret, so that no cache stores it.
pub fn uncached(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Makes a successful JSON answer that may be large.
pub fn page(answer: &Answer) -> Response<Body> {
    let mut response = budgeted_body::response(answer);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Makes a successful JSON answer whose parts are rendered while the answer is sent. No cache
/// stores the answer. If a part fails, the body ends early, which clients see as an error.
pub fn in_parts<P>(parts: P) -> Response<Body>
where
    P: Stream<Item = Result<Vec<u8>, deskbell_app::Error>> + Send + 'static,
{
    let logged = |error| {
        ApiError::from(error).log();
        BrokeOff
    };
    uncached(json(Body::from_stream(parts.map_err(logged))))
}

/// Makes a successful JSON answer that must be sent, since a change may have been made.
pub fn json(body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    response.extensions_mut().insert(MustSend);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
