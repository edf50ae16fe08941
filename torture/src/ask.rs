//! Single requests, each over a new connection, and their complete answers.
//!
//! This module must not know what is requested, nor how the answer is used.

use std::net::SocketAddr;
use std::time::Duration;

use deskbell_lab::http::{self, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The maximal wait for an answer. Without an answer the outcome is unknown.
const PATIENCE: Duration = Duration::from_secs(6);

/// A request to send.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: &'a str,
    /// The path and query.
    pub target: &'a str,
    /// The `Idempotency-Key`, if any.
    pub once: Option<&'a str>,
    pub body: &'a str,
}

impl<'a> Request<'a> {
    pub const fn get(target: &'a str) -> Self {
        Self { method: "GET", target, once: None, body: "" }
    }
}

/// A complete answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    /// The body as JSON; null if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// Sends a request. `None` when no whole answer came in time: the request may have had its effect
/// or not.
pub async fn ask(address: SocketAddr, key: &str, request: &Request<'_>) -> Option<Answer> {
    ask_within(PATIENCE, address, key, request).await
}

/// As [`ask`], with another time limit.
pub async fn ask_within(
    patience: Duration,
    address: SocketAddr,
    key: &str,
    request: &Request<'_>,
) -> Option<Answer> {
    timeout(patience, exchange(address, key, request)).await.ok().flatten()
}

async fn exchange(address: SocketAddr, key: &str, request: &Request<'_>) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let Request { method, target, once, body } = request;
    let once = once.map(|once| format!("Idempotency-Key: {once}\r\n")).unwrap_or_default();
    let length = body.len();
    let written = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\n{once}\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(written.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let Response { status, body, .. } = http::parse(&answer, false).ok()?;
    Some(Answer { status, body: String::from_utf8(body).ok()? })
}
