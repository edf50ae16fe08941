//! Visitors of a site that shows the widget: their sessions, and requests with their tokens.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::Method;
use deskbell_http::Http;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::client;
use crate::fixture::Test;
use crate::response::Answer;

/// The number of the next Idempotency-Key.
static KEYS: AtomicU64 = AtomicU64::new(1);

/// A browser of a visitor, which stores the visitor's token.
#[derive(Debug)]
pub struct Visitor {
    http: Http,
    /// The address of the browser.
    pub from: IpAddr,
    token: Mutex<Option<String>>,
}

impl Test {
    /// A browser that has not loaded a widget yet.
    #[must_use]
    pub fn stranger(&self) -> Visitor {
        Visitor::new(self.http.clone(), IpAddr::from([127, 0, 0, 1]))
    }

    /// A visitor with a session of application 1.
    pub async fn visitor(&self) -> Visitor {
        let visitor = self.stranger();
        visitor.begin(&json!({})).await;
        visitor
    }
}

impl Visitor {
    /// A browser at this address.
    #[must_use]
    pub const fn new(http: Http, from: IpAddr) -> Self {
        Self { http, from, token: Mutex::new(None) }
    }

    /// The token; `None` before the first session.
    pub fn token(&self) -> Option<String> {
        self.token.lock().clone()
    }

    /// Sets the token, as if another tab had changed it.
    pub fn use_token(&self, token: Option<String>) {
        *self.token.lock() = token;
    }

    /// Begins a session, with application 1 unless `more` names an application, and stores the
    /// token.
    ///
    /// # Panics
    /// When the session is refused.
    pub async fn begin(&self, more: &Value) -> Value {
        let answer = self.try_begin(more).await;
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Tries to begin a session.
    pub async fn try_begin(&self, more: &Value) -> Answer {
        let mut body = json!({"app": 1});
        for (key, value) in more.as_object().into_iter().flatten() {
            body[key] = value.clone();
        }
        let answer = self.send(Method::POST, "session", &[], &body).await;
        if answer.status == 200
            && let Some(token) = answer.json()["token"].as_str()
        {
            self.use_token(Some(token.to_owned()));
        }
        answer
    }

    /// Sends a request with the token, if any.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send_bytes(method, path, headers, body).await
    }

    /// Sends a request with the token, if any, and with a body of any type.
    pub async fn send_bytes(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let bearer = self.token().map(|token| format!("Bearer {token}"));
        let bearer = bearer.iter().map(|it| ("authorization", it.as_str()));
        let headers: Vec<_> = bearer.chain(headers.iter().copied()).collect();
        let target = format!("/widget/v1/{path}");
        let request = client::request_with(method, &target, &headers, body);
        client::send_from(&self.http, self.from, request).await
    }

    /// Sends a `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], &Value::Null).await
    }

    /// Sends a `POST`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], body).await
    }

    /// Sends a `PATCH`.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, &[], body).await
    }

    /// Sends a `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], &Value::Null).await
    }

    /// Tries to upload a file.
    pub async fn try_upload(&self, name: &str, bytes: impl Into<Body>) -> Answer {
        self.send_bytes(Method::POST, &format!("files?name={name}"), &[], bytes).await
    }

    /// Uploads a file; returns the visitor's JSON of the file.
    ///
    /// # Panics
    /// When the file is refused.
    pub async fn upload(&self, name: &str, bytes: impl Into<Body>) -> Value {
        let answer = self.try_upload(name, bytes).await;
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// Posts a message with this Idempotency-Key.
    pub async fn post_once(&self, key: &str, body: &Value) -> Answer {
        self.send(Method::POST, "messages", &[("idempotency-key", key)], body).await
    }

    /// Posts a message with a new Idempotency-Key.
    pub async fn try_say(&self, body: &Value) -> Answer {
        let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        self.post_once(&key, body).await
    }

    /// Posts a message in this chat, or in a new chat for `None`; returns the message.
    ///
    /// # Panics
    /// When the message is refused.
    pub async fn say(&self, chat: Option<i64>, text: &str) -> Value {
        let answer = self.try_say(&json!({"chatId": chat, "text": text})).await;
        assert_eq!(answer.status, 201, "{}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }
}
