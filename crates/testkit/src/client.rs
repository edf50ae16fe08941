//! A client that talks to the interface in process, through everything but the socket.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{Method, Request};
use deskbell_http::Http;
use http_body_util::BodyExt as _;

use crate::answer::Answer;
use crate::described;

/// Sends a request and reads its answer, which must match the interface's description.
///
/// # Panics
/// When the answer's body breaks off, or when it is not as described.
pub async fn send(http: &Http, request: Request<Body>) -> Answer {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = http.answer(request, IpAddr::V4(Ipv4Addr::LOCALHOST)).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
    described::check(&method, uri, &answer);
    answer
}

/// Builds a request with this body.
///
/// # Panics
/// When it is not a valid request.
#[must_use]
pub fn request_with(
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = request(method, target, headers);
    *request.body_mut() = body.into();
    request
}

/// Builds a request without a body.
///
/// # Panics
/// When it is not a valid request.
#[must_use]
pub fn request(method: Method, target: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}
