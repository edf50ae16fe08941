//! The requests of the tests of rights: an operation's own example, sent with a caller's
//! credential.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};

use deskbell_testkit::described::{self, Operation};
use deskbell_testkit::{Answer, Test, client};
use http_body_util::BodyExt as _;
use serde_json::Value;

use crate::callers::Caller;
use crate::expected::{Holds, Place};
use crate::world;

/// The number of the next request. Each request has its own address and Idempotency-Key, so that no
/// request affects another request.
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// The query parameters that some operations require.
const QUERIES: [(&str, &str); 4] =
    [("name", "photo.png"), ("q", "hearth"), ("from", "1790000000"), ("to", "1800000000")];

/// The host of a page that was loaded over plain HTTP; `PLAIN_ORIGIN` is the page's origin.
const HOST: &str = "desk.example.com";
const PLAIN_ORIGIN: &str = "http://desk.example.com";

/// The names of query parameters in which a credential could be sent.
const SECRETS: [&str; 6] = ["ticket", "token", "key", "access_token", "session", "deskbell"];

/// Calls an operation on the object `id`, with the operation's example or with another body.
pub async fn call(
    t: &Test,
    operation: &Operation,
    caller: &Caller,
    id: &str,
    body: Option<&Value>,
) -> Answer {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let once = format!("matrix-{number}");
    let bearer = format!("Bearer {}", caller.secret);
    let (cookie, plain) =
        (format!("__Host-deskbell={}", caller.secret), format!("deskbell={}", caller.secret));
    let mut headers =
        vec![("content-type", "application/json"), ("idempotency-key", once.as_str())];
    match caller.place {
        // Browsers say no site over plain HTTP.
        Place::PlainCookie => headers.extend([("host", HOST), ("origin", PLAIN_ORIGIN)]),
        _ if caller.is_of_a_page => headers.push(("sec-fetch-site", "same-origin")),
        _ => headers.push(("sec-fetch-site", "cross-site")),
    }
    let known = QUERIES.iter().filter(|(name, _)| operation.queries.iter().any(|it| it == name));
    let mut query: Vec<_> = known.map(|(name, value)| format!("{name}={value}")).collect();
    match caller.place {
        _ if caller.holds == Holds::Nothing => {}
        Place::Bearer => headers.push(("authorization", &bearer)),
        Place::Cookie => headers.push(("cookie", &cookie)),
        Place::PlainCookie | Place::PlantedCookie => headers.push(("cookie", &plain)),
        Place::Query => query.extend(SECRETS.map(|name| format!("{name}={}", caller.secret))),
    }
    let mut target = operation.target(id);
    if !query.is_empty() {
        target = format!("{target}?{}", query.join("&"));
    }
    let mut body = body.or(operation.body.as_ref()).cloned();
    if let Some(body) = body.as_mut().filter(|body| body.get("app").is_some()) {
        // With several organizations a widget says whose it is.
        body["organization"] = world::DOMAIN.into();
    }
    if let Some(set) = body.as_mut().and_then(|it| it.get_mut("set")?.as_object_mut()) {
        // Tags need a further right.
        set.remove("addTags");
    }
    let body = body.as_ref().map(Value::to_string).unwrap_or_default();
    let request = client::request_with(operation.method.clone(), &target, &headers, body);
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let [_, a, b, c] = number.to_be_bytes();
    let response = t.http.answer(request, Ipv4Addr::new(10, a, b, c).into()).await;
    let (parts, content) = response.into_parts();
    let (status, headers) = (parts.status.as_u16(), parts.headers);
    let media = headers.get("content-type").map(|it| it.as_bytes().to_vec()).unwrap_or_default();
    if media.starts_with(b"text/event-stream") {
        // An endless stream: that it begins is enough.
        return Answer { status, headers, body: Vec::new() };
    }
    let body = content.collect().await.unwrap().to_bytes().to_vec();
    let answer = Answer { status, headers, body };
    described::check(&method, uri, &answer);
    answer
}
