//! The routes (contract §5) and Idempotency-Key (contract §8) in the model.

use axum::http::Method;

use super::desk::{Desk, KEY_KEPT_MS, Kept};
use super::words::{ANY_MESSAGE, Answer, chat_missing, not_found, refuse};

/// A request to both the model and the server.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// The path, without `/v1`.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub key: Option<String>,
    pub body: String,
}

impl Request {
    /// The path and query, with `/v1`.
    pub fn target(&self) -> String {
        let pairs: Vec<_> =
            self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("/v1{}?{}", self.path, pairs.join("&"))
    }
}

impl Desk {
    /// The model's answer to a request.
    pub fn answer(&mut self, request: &Request) -> Answer {
        let creates = request.method == Method::POST && !request.path.ends_with("/search");
        match &request.key {
            Some(key) if creates => self.answer_once(key, request),
            _ => self.operation(request),
        }
    }

    fn answer_once(&mut self, key: &str, request: &Request) -> Answer {
        if key.is_empty() || key.len() > 255 {
            return refuse(400, "invalid_request", ANY_MESSAGE);
        }
        let scope = (request.path.clone(), key.to_owned());
        if let Some(kept) = self.kept.get(&scope)
            && self.now_ms < kept.at_ms + KEY_KEPT_MS
        {
            if kept.body == request.body {
                return self.gone(&request.path, &kept.answer).unwrap_or(kept.answer.clone());
            }
            let message = "Idempotency-Key was used with another request";
            return refuse(422, "idempotency_key_reused", message);
        }
        let answer = self.operation(request);
        if (200..300).contains(&answer.status) {
            let (body, answer) = (request.body.clone(), answer.clone());
            self.kept.insert(scope, Kept { at_ms: self.now_ms, body, answer });
        }
        answer
    }

    /// The answer to a repeated creation whose object was deleted; `None` if the object exists.
    fn gone(&self, path: &str, answer: &Answer) -> Option<Answer> {
        let of = |key: &str| answer.body[key].as_i64().unwrap_or_default();
        let (is_there, refusal) = match path {
            "/messages" => (self.chats.contains_key(&of("chat")), chat_missing()),
            "/chats" => (self.chats.contains_key(&of("id")), not_found("Customer")),
            "/customers" => (self.customers.contains_key(&of("id")), not_found("Customer")),
            _ => (self.customers.contains_key(&of("customer")), not_found("Customer")),
        };
        (!is_there).then_some(refusal)
    }

    fn operation(&mut self, request: &Request) -> Answer {
        let parts: Vec<_> = request.path.split('/').skip(1).collect();
        let body = request.body.as_str();
        let answered = match (request.method.as_str(), parts.as_slice()) {
            ("GET", ["chats"]) => self.list_chats(&request.query),
            ("GET", ["chats", "total"]) => self.total(),
            ("GET", ["chats", id]) => self.get_chat(id),
            ("GET", ["chats", id, "messages"]) => self.list_messages(id, &request.query),
            ("POST", ["chats"]) => self.post_chat(body),
            ("POST", ["messages"]) => self.post_message(body),
            ("PUT", ["chats", what]) => self.put_chat(what, None, body),
            ("PUT", ["chats", id, what]) => self.put_chat(what, Some(id), body),
            ("POST", ["chats", "search"]) => self.search_chats(body),
            ("POST", ["customers", "search"]) => self.search_customers(body),
            ("GET", ["customers"]) => self.list_customers(&request.query),
            ("GET", ["customers", id]) => self.get_customer(id),
            ("POST", ["customers"]) => self.post_customer(body),
            ("PUT", ["customers", "batch"]) => self.put_batch(body),
            ("PUT", ["customers", id]) => self.put_customer(id, body, true),
            ("PATCH", ["customers", id]) => self.put_customer(id, body, false),
            ("PATCH", ["customers", id, "customData"]) => self.patch_data(id, body),
            ("DELETE", ["customers", id]) => self.delete_customer(id),
            ("PUT", ["customers", id, "tags"]) => self.tag(id, body, true),
            ("DELETE", ["customers", id, "tags"]) => self.tag(id, body, false),
            ("POST", ["events"]) => self.post_event(body),
            _ => Err(refuse(404, "not_found", ANY_MESSAGE)),
        };
        answered.unwrap_or_else(|refused| refused)
    }
}
