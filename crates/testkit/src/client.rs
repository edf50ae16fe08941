//! An in-process client of the HTTP interface: requests pass through all layers except the socket.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{Method, Request};
use deskbell_http::Http;
use http_body_util::BodyExt as _;

use crate::described;
use crate::response::Answer;

/// Sends a request; returns the answer, which must match the OpenAPI description.
///
/// # Panics
/// When the body ends early, or the answer does not match the description.
pub async fn send(http: &Http, request: Request<Body>) -> Answer {
    send_from(http, IpAddr::V4(Ipv4Addr::LOCALHOST), request).await
}

/// Sends a request like [`send`], from this address.
///
/// # Panics
/// Fails like [`send`].
pub async fn send_from(http: &Http, peer: IpAddr, request: Request<Body>) -> Answer {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = http.answer(request, peer).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
    described::check(&method, uri, &answer);
    answer
}

/// A request with a body.
///
/// # Panics
/// When the request is invalid.
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

/// A request with this key, these headers and this body.
///
/// # Panics
/// When the request is invalid.
#[must_use]
pub fn request_as(
    key: &str,
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let bearer = format!("Bearer {key}");
    let all = [&[("authorization", bearer.as_str())], headers].concat();
    request_with(method, target, &all, body)
}

/// A request without a body.
///
/// # Panics
/// When the request is invalid.
#[must_use]
pub fn request(method: Method, target: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}
