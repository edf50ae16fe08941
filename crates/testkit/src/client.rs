//! A client that talks to the interface in process, through everything but the socket.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use deskbell_http::Http;
use http_body_util::BodyExt as _;
use serde_json::Value;

use crate::described;

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a readable header"))
    }

    /// Where in the body the faults of an error lie; empty where that is not said.
    ///
    /// # Panics
    /// When the body does not have the contract's form.
    #[must_use]
    pub fn pointers(&self) -> Vec<String> {
        let json = self.json();
        let items = json["errors"].as_array().expect("an array").iter();
        items.map(|item| item["pointer"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Status, codes and messages of an error.
    ///
    /// # Panics
    /// When the body does not have the contract's form.
    #[must_use]
    pub fn errors(&self) -> (u16, Vec<(String, String)>) {
        let json = self.json();
        let object = json.as_object().expect("an object");
        assert_eq!(object.keys().collect::<Vec<_>>(), ["errors"], "{json}");
        let item = |item: &Value| {
            let keys: Vec<_> = item.as_object().expect("an object").keys().cloned().collect();
            assert!(
                keys == ["code", "message"] || keys == ["code", "message", "pointer"],
                "{json}"
            );
            let text = |key: &str| item[key].as_str().expect("a text").to_owned();
            (text("code"), text("message"))
        };
        let items = json["errors"].as_array().expect("an array").iter().map(item).collect();
        (self.status, items)
    }
}

/// Sends a request and reads its answer, which must be as the interface is described.
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

/// A request with this body.
///
/// # Panics
/// When it is none.
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

/// A request without a body.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn request(method: Method, target: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}
