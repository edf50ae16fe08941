//! Single requests, each over a new connection, and their complete answers.
//!
//! This module must not know any operation, nor how answers are used.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use deskbell_lab::http::{self, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;
use tokio::time::timeout;

/// The time limit for an answer. Without an answer, the outcome is unknown.
pub const PATIENCE: Duration = Duration::from_secs(6);

/// The client of a request.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The lines of the request's head that carry the credential.
    head: String,
    /// The address of this machine from which the request is sent.
    from: Ipv4Addr,
}

impl Asker {
    /// A client that is a program with a key, or a visitor with a token.
    pub fn bearer(secret: &str) -> Self {
        let head = format!("Authorization: Bearer {secret}\r\n");
        Self { head, from: Ipv4Addr::LOCALHOST }
    }

    /// A client that is a page of this server in a browser, with a session's cookie, if any. The
    /// page sends bodies of this media type.
    pub fn page(cookie: Option<&str>, media: &str) -> Self {
        let cookie = cookie.map(|it| format!("Cookie: {it}\r\n")).unwrap_or_default();
        let head = format!("Sec-Fetch-Site: same-origin\r\nContent-Type: {media}\r\n{cookie}");
        Self { head, from: Ipv4Addr::LOCALHOST }
    }

    /// A client without a credential.
    pub const fn nobody() -> Self {
        Self { head: String::new(), from: Ipv4Addr::LOCALHOST }
    }

    /// Returns the same client, which then sends requests from another address of this machine.
    #[must_use]
    pub fn at(self, from: Ipv4Addr) -> Self {
        Self { from, ..self }
    }
}

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
    /// The cookie that the answer sets, as `name=value`; `None` if the answer sets no cookie.
    pub cookie: Option<String>,
}

impl Answer {
    /// Parses the body as JSON; null if the body is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// Sends a request. Returns `None` when no complete answer arrived in time; the request may have
/// taken effect.
pub async fn ask(address: SocketAddr, key: &str, request: &Request<'_>) -> Option<Answer> {
    ask_within(PATIENCE, address, key, request).await
}

/// Sends a request like [`ask`], with this time limit.
pub async fn ask_within(
    patience: Duration,
    address: SocketAddr,
    key: &str,
    request: &Request<'_>,
) -> Option<Answer> {
    ask_as(patience, address, &Asker::bearer(key), request).await
}

/// Sends a request like [`ask_within`], as any kind of client.
pub async fn ask_as(
    patience: Duration,
    address: SocketAddr,
    asker: &Asker,
    request: &Request<'_>,
) -> Option<Answer> {
    timeout(patience, exchange(address, asker, request)).await.ok().flatten()
}

async fn exchange(address: SocketAddr, asker: &Asker, request: &Request<'_>) -> Option<Answer> {
    let socket = TcpSocket::new_v4().ok()?;
    socket.bind((asker.from, 0).into()).ok()?;
    let mut stream = socket.connect(address).await.ok()?;
    let Request { method, target, once, body } = request;
    let once = once.map(|once| format!("Idempotency-Key: {once}\r\n")).unwrap_or_default();
    let (head, length) = (&asker.head, body.len());
    let written = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\n{head}{once}\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(written.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let Response { status, headers, body } = http::parse(&answer, false).ok()?;
    let cookies = headers.iter().filter(|(name, _)| name == "set-cookie");
    let mut pairs = cookies.map(|(_, value)| value.split(';').next().unwrap_or_default());
    let cookie = pairs.find(|pair| !pair.ends_with('=')).map(str::to_owned);
    Some(Answer { status, body: String::from_utf8(body).ok()?, cookie })
}
