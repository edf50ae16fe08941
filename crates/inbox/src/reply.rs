//! Answers whose body is one object.

use axum::response::Response;
use deskbell_http::pipeline::reply;
use deskbell_wire as wire;

fn json(object: &impl wire::ToJson) -> Vec<u8> {
    let mut json = Vec::new();
    wire::write(&mut json, object);
    json
}

/// Makes the answer to a change: the changed object.
pub(crate) fn written(object: &impl wire::ToJson) -> Response {
    reply::json(json(object))
}

/// Makes the answer to a creation: 201 with the object and its path below `/app/v1`.
pub(crate) fn created(collection: &str, id: i64, object: &impl wire::ToJson) -> Response {
    reply::created(Some(format!("/app/v1/{collection}/{id}")), json(object))
}
