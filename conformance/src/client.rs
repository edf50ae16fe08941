//! The HTTP client of the checks, with a base URL and a key. The client retries a request after
//! 429.
//!
//! This module must not know the operations of the API.

use std::net::{SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use deskbell_lab::http::exchange;
use deskbell_lab::say;
use parking_lot::Mutex;
use serde_json::Value;

use crate::expect::Answer;
use crate::outcome::{Outcome, Stop, cut};

/// The maximal number of retries of a request answered with 429.
const WAITS_MAX: u32 = 3;
/// The maximal `Retry-After` that the client waits for, in seconds.
const WAIT_SECONDS_MAX: u64 = 120;

/// A client of one server with one key.
#[derive(Debug)]
pub struct Client {
    addresses: Vec<SocketAddr>,
    authority: String,
    /// The path prefix of every request, without a trailing slash.
    prefix: String,
    key: String,
    /// The last 429 answer to a request with the key.
    too_many: Mutex<Option<Answer>>,
}

/// A request to send, with the API key unless the key is removed or replaced.
#[derive(Clone, Debug)]
pub struct Request {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    is_authorized: bool,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &'static str, target: impl Into<String>) -> Self {
        let (headers, body) = (Vec::new(), Vec::new());
        Self { method, target: target.into(), headers, body, is_authorized: true }
    }

    /// Sets a JSON body and its Content-Type.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("Content-Type", "application/json").body(body.to_string())
    }

    /// Sets a body without a Content-Type.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Removes the API key from the request.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.is_authorized = false;
        self
    }

    /// Replaces the key by another value of `Authorization`.
    #[must_use]
    pub fn authorization(self, value: &str) -> Self {
        self.without_key().header("Authorization", value)
    }

    /// Formats the request for reports, without the key.
    fn shown(&self) -> String {
        let mut text = format!("{} {}", self.method, self.target);
        for (name, value) in &self.headers {
            match name.as_str() {
                "Content-Type" if value == "application/json" => {}
                "Authorization" => text.push_str(" (another Authorization)"),
                _ => text.push_str(&format!(" ({name}: {})", cut(value))),
            }
        }
        if !self.is_authorized && !text.contains("Authorization") {
            text.push_str(" (without a key)");
        }
        if !self.body.is_empty() {
            text.push(' ');
            text.push_str(&cut(&String::from_utf8_lossy(&self.body)));
        }
        text
    }
}

impl Client {
    /// A client for `http://HOST[:PORT][/PREFIX]`; a trailing `/v1` is removed.
    ///
    /// # Errors
    /// When the URL has another form, or its host has no address.
    pub fn new(url: &str, key: &str) -> Result<Self, String> {
        let Some(rest) = url.strip_prefix("http://") else {
            return Err(format!("{url}: only http:// is spoken here; put a proxy before https"));
        };
        let (authority, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let prefix = prefix.trim_end_matches('/');
        let prefix = prefix.strip_suffix("/v1").unwrap_or(prefix).to_owned();
        let has_port =
            authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let with_port = if has_port { authority.to_owned() } else { format!("{authority}:80") };
        let addresses: Vec<_> = with_port
            .to_socket_addrs()
            .map_err(|error| format!("{url}: the host has no address: {error}"))?
            .collect();
        let (authority, key) = (authority.to_owned(), key.to_owned());
        Ok(Self { addresses, authority, prefix, key, too_many: Mutex::default() })
    }

    /// The key, for checks that build the `Authorization` header in other ways.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The last 429 answer to a request with the key, if any.
    pub fn too_many(&self) -> Option<Answer> {
        self.too_many.lock().clone()
    }

    /// Sends a request; after 429, waits and retries.
    ///
    /// # Errors
    /// When no answer arrives.
    pub fn send(&self, request: &Request) -> Outcome<Answer> {
        let mut answer = self.send_once(request)?;
        for _ in 0..WAITS_MAX {
            let asked = answer.header("retry-after").and_then(|it| it.parse::<u64>().ok());
            let Some(seconds) = asked.filter(|it| answer.code() == 429 && *it <= WAIT_SECONDS_MAX)
            else {
                break;
            };
            say::talk(format!("429: waiting {seconds} s, as Retry-After says"));
            wait_ms(seconds * 1_000);
            answer = self.send_once(request)?;
        }
        Ok(answer)
    }

    /// Sends a request once.
    ///
    /// # Errors
    /// When no answer arrives.
    pub fn send_once(&self, request: &Request) -> Outcome<Answer> {
        let shown = request.shown();
        let answered = exchange(&self.addresses, &self.bytes(request));
        let response = answered.map_err(|error| Stop::failed(&shown, "an answer", error))?;
        let answer = Answer::new(shown, response);
        if answer.code() == 429 && request.is_authorized {
            *self.too_many.lock() = Some(answer.clone());
        }
        Ok(answer)
    }

    fn bytes(&self, request: &Request) -> Vec<u8> {
        let Request { method, target, headers, body, is_authorized } = request;
        let (prefix, authority) = (&self.prefix, &self.authority);
        let mut head = format!("{method} {prefix}{target} HTTP/1.1\r\nHost: {authority}\r\n");
        if *is_authorized {
            head.push_str(&format!("Authorization: Bearer {}\r\n", self.key));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || matches!(*method, "POST" | "PUT" | "PATCH") {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("Connection: close\r\n\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

/// Blocks the current thread for this time, in milliseconds.
#[expect(clippy::disallowed_methods, reason = "the server is another process: its clock is real")]
pub fn wait_ms(time_ms: u64) {
    std::thread::sleep(Duration::from_millis(time_ms));
}

/// Waits for the next second, so that new objects get a later time than existing objects.
pub fn another_second() {
    wait_ms(1_100);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_is_written_with_its_key_and_shown_without_it() {
        let client = Client::new("http://127.0.0.1:8080/base/v1/", "secret").unwrap();
        let request = Request::new("POST", "/v1/chats").json(&json!({"a": 1}));
        let bytes = String::from_utf8(client.bytes(&request)).unwrap();
        assert!(bytes.starts_with("POST /base/v1/chats HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"));
        assert!(bytes.contains("Authorization: Bearer secret\r\n"));
        assert!(bytes.ends_with("Content-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}"));
        assert_eq!(request.shown(), "POST /v1/chats {\"a\":1}");
        assert!(!request.authorization("Bearer secret").shown().contains("secret"));
    }

    #[test]
    fn only_http_urls_are_taken() {
        for url in ["https://127.0.0.1", "127.0.0.1:80", "ftp://127.0.0.1", "http://", "http://:80"]
        {
            assert!(Client::new(url, "k").is_err(), "{url}");
        }
        assert!(Client::new("http://127.0.0.1", "k").is_ok());
    }
}
