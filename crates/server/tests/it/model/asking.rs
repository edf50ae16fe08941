//! The conversion of operations to requests.
//!
//! This module must not know how the requests are answered.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::desk::Desk;
use super::ops::{Form, Op, Ref, Set, What};
use super::serving::Request;

fn written(number: i64, form: Form) -> Value {
    match form {
        Form::Number => json!(number),
        Form::Text => json!(number.to_string()),
        // Ids and times are exact as floats here.
        Form::Float => json!(number as f64),
    }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

impl Ref {
    fn id(nth: u8, ids: &[i64]) -> i64 {
        ids.get(usize::from(nth) % ids.len().max(1)).copied().unwrap_or(1)
    }

    pub fn value(&self, ids: &[i64]) -> Value {
        match self {
            Self::Nth(nth, form) => written(Self::id(*nth, ids), *form),
            Self::Missing => json!(9_999),
            Self::None(json, _) => parsed(json),
        }
    }

    pub fn path(&self, ids: &[i64]) -> String {
        match self {
            Self::Nth(nth, _) => Self::id(*nth, ids).to_string(),
            Self::Missing => "9999".to_owned(),
            Self::None(_, path) => (*path).to_owned(),
        }
    }
}

pub fn ids<T>(objects: &BTreeMap<i64, T>) -> Vec<i64> {
    objects.keys().copied().collect()
}

pub fn get(path: String, query: Vec<(&'static str, String)>) -> Request {
    Request { method: Method::GET, path, query, key: None, body: String::new() }
}

pub fn change(
    method: Method,
    path: &str,
    key: Option<String>,
    body: &Map<String, Value>,
) -> Request {
    let body = Value::from(body.clone()).to_string();
    Request { method, path: path.to_owned(), query: vec![], key, body }
}

pub fn pairs(of: [(&'static str, &Option<&'static str>); 4]) -> Vec<(&'static str, String)> {
    of.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?.to_string()))).collect()
}

impl Op {
    /// Converts this operation to a request, which names existing objects of `desk` or repeats a
    /// request of `before`.
    pub fn request(&self, desk: &Desk, before: &[Request]) -> Option<Request> {
        let chats = ids(&desk.chats);
        match self {
            Self::Nothing | Self::Wait(_) => None,
            Self::Again(nth) => before.get(usize::from(*nth) % before.len().max(1)).cloned(),
            Self::Search(search) => Some(search.request()),
            Self::People(people) => Some(people.request(desk)),
            Self::Total => Some(get("/chats/total".to_owned(), vec![])),
            Self::Get(chat) => Some(get(format!("/chats/{}", chat.path(&chats)), vec![])),
            Self::Messages { chat, limit, offset } => {
                let query = pairs([("limit", limit), ("offset", offset), ("", &None), ("", &None)]);
                Some(get(format!("/chats/{}/messages", chat.path(&chats)), query))
            }
            Self::List { limit, offset, sort, order, is_doubled } => {
                let mut query =
                    pairs([("offset", offset), ("limit", limit), ("order", order), ("sort", sort)]);
                if *is_doubled {
                    query.extend(query.first().cloned());
                }
                Some(get("/chats".to_owned(), query))
            }
            Self::Broken { path, body } => {
                let method = if path.matches('/').count() > 1 { Method::PUT } else { Method::POST };
                let body = (*body).to_owned();
                Some(Request { method, path: (*path).to_owned(), query: vec![], key: None, body })
            }
            Self::Say { .. } | Self::Open { .. } => Some(self.post(desk, &chats)),
            Self::Set { what, chat, value, is_in_path } => {
                Some(put(desk, &chats, *what, chat, value, *is_in_path))
            }
        }
    }

    fn post(&self, desk: &Desk, chats: &[i64]) -> Request {
        let (agents, departments) = (ids(&desk.agents), ids(&desk.departments));
        let mut body = Map::new();
        let mut give = |name: &str, value: Option<Value>| {
            value.map(|value| body.insert(name.to_owned(), value));
        };
        let (path, key) = match self {
            Self::Say { chat, text, markdown, kind, agent, key } => {
                give("chat", Some(chat.value(chats)));
                give("text", text.map(Value::from));
                give("markdownText", markdown.map(Value::from));
                give("type", kind.map(Value::from));
                let agent = agent.as_ref().map(|it| it.as_ref().map(|it| it.value(&agents)));
                give("agent", agent.map(Value::from));
                ("/messages", key)
            }
            Self::Open { customer, application, assignee, department, key } => {
                give("customer", Some(customer.value(&ids(&desk.customers))));
                give("application", Some(json!(if *application { 1 } else { 77 })));
                give("assignee", assignee.as_ref().map(|it| it.value(&agents)));
                give("department", department.as_ref().map(|it| it.value(&departments)));
                ("/chats", key)
            }
            _ => ("/", &None),
        };
        // Key 3 stands for an empty key, which is refused.
        let key = key.map(|key| if key == 3 { String::new() } else { format!("key-{key}") });
        change(Method::POST, path, key, &body)
    }
}

fn put(desk: &Desk, chats: &[i64], what: What, chat: &Ref, value: &Set, in_path: bool) -> Request {
    let (name, field, objects) = match what {
        What::Status => ("status", "status", vec![]),
        What::Rate => ("rate", "rating", vec![]),
        What::Read(name) => (name, "read", vec![]),
        What::Snooze => ("snooze", "snoozedUntil", vec![]),
        What::Assignee => ("assignee", "assignee", ids(&desk.agents)),
        What::Department => ("department", "department", ids(&desk.departments)),
    };
    let now = i64::try_from(desk.now()).expect("a time");
    let value = match value {
        Set::Absent => None,
        Set::Null => Some(Value::Null),
        Set::Object(it) => Some(it.value(&objects)),
        Set::Coming(seconds, form) => Some(written(now + seconds, *form)),
        Set::Word(json) => Some(parsed(json)),
    };
    let mut body = Map::new();
    value.map(|value| body.insert(field.to_owned(), value));
    let has_path = matches!(what, What::Status | What::Assignee | What::Department);
    let path = if in_path && has_path {
        format!("/chats/{}/{name}", chat.path(chats))
    } else {
        body.insert("id".to_owned(), chat.value(chats));
        format!("/chats/{name}")
    };
    change(Method::PUT, &path, None, &body)
}
