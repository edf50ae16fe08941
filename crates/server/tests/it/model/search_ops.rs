//! Random searches.
//!
//! This module must not know the results of the searches.

use axum::http::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::asking::change;
use super::ops::{Words, maybe, one_of};
use super::serving::Request;

/// Conditions of a search, each with field, operator and value.
type Conditions = &'static [(&'static str, &'static str, &'static str)];

const CHATS: Conditions = &[
    ("chats.status", "=", "\"opened\""),
    ("chats.status", "!=", "\"Empty\""),
    ("chats.status", "=", "7"),
    ("chats.status", "=", "\"5\""),
    ("chats.rating", "=", "\"Great\""),
    ("chats.rating", "!=", "null"),
    ("chats.assignee", "=", "4"),
    ("chats.assignee", "!=", "\"5\""),
    ("chats.assignee", "=", "null"),
    ("chats.assignee", ">", "4"),
    ("chats.agents", "=", "5"),
    ("chats.agents", "!=", "4"),
    ("chats.agents", "=", "null"),
    ("chats.department", "!=", "2"),
    ("chats.department", "<=", "7"),
    ("chats.customer", "=", "1.0"),
    ("chats.createdAt", ">", "1800000000"),
    ("chats.createdAt", "<=", "\"1800003600\""),
    ("chats.updatedAt", ">", "1800000060"),
    ("chats.updatedAt", "<", "1800003600"),
    ("chats.closedAt", "=", "null"),
    ("chats.closedAt", ">=", "1800000001"),
    ("chats.lastMessageAt", "<", "1800000005"),
    ("chats.lastCustomerMessageAt", "!=", "null"),
    ("chats.customer.name", "~", "\"CUSTOMER\""),
    ("chats.customer.name", "!~", "\"1\""),
    ("chats.customer.email", "=", "null"),
    ("chats.customer.email", "=", "\"X@Y.example\""),
    ("chats.customer.userId", "!=", "\"u1\""),
    ("chats.customer.userId", "=", "7"),
    ("chats.customer.tagsData", "=", "[{\"name\":5}]"),
    ("chats.customer.tagsData", "=", "[{\"name\":\"vip\"}]"),
    ("chats.status", ">", "1"),
    ("chats.status", "=", "\"shut\""),
    ("chats.name", "=", "1"),
    ("customers.id", "=", "1"),
    ("chats.createdAt", "=", "\"18 Jun 2020\""),
    ("chats.customer.name", "~", "\"\""),
    ("chats.customer.tagsData", "!=", "[{\"name\":\"vip\"}]"),
    ("chats.customer.tagsData", "=", "[]"),
];
const CUSTOMERS: Conditions = &[
    ("customers.id", ">", "1"),
    ("customers.id", "!=", "\"3\""),
    ("customers.name", "~", "\"ana\""),
    ("customers.name", "=", "\"Ana\""),
    ("customers.name", "!~", "\"cust\""),
    ("customers.name", "=", "null"),
    ("customers.email", "!=", "null"),
    ("customers.email", "!=", "\"x@y.EXAMPLE\""),
    ("customers.name", "~", "5"),
    ("customers.phone", "~", "\"ä\""),
    ("customers.userId", "=", "\"u2\""),
    ("customers.city", "=", "\"Kyiv\""),
    ("customers.countryCode", "!=", "\"UA\""),
    ("customers.firstSeen", ">=", "1500000000"),
    ("customers.lastSeen", "=", "null"),
    ("customers.createdAt", "<", "1800000000"),
    ("customers.tagsData", "=", "[{\"name\":\"vip\"},{\"name\":\"b\"}]"),
    ("customers.tagsData", "=", "[{\"name\":\"VIP\"}]"),
    ("customers.tagsData", "=", "null"),
    ("customers.notes", "=", "\"x\""),
    ("chats.status", "=", "1"),
    ("customers.id", "~", "\"1\""),
];
const CHAT_SORTS: Words = (
    &["\"lastMessageAt\"", "\"chats.closedAt\"", "\"createdAt\"", "null"],
    &["\"customers.createdAt\"", "\"id\"", "5"],
);
const CUSTOMER_SORTS: Words =
    (&["\"firstSeen\"", "\"customers.lastSeen\"", "\"createdAt\""], &["\"name\"", "\"\""]);
const ORDERS: Words = (&["\"asc\"", "\"desc\"", "\"ASC\"", "null"], &["\"up\"", "1"]);
const LIMITS: Words = (&["1", "\"3\"", "100", "null", "2.0"], &["0", "101", "\"x\"", "-1"]);
const OFFSETS: Words = (&["0", "\"1\"", "2", "null"], &["-1", "\"\"", "1.5"]);
const COMPARISONS: Words = (&["\"AND\"", "\"or\"", "\"OR\"", "null"], &["\"XOR\"", "1"]);

#[derive(Clone, Debug)]
pub struct Search {
    path: &'static str,
    filter: Vec<(&'static str, &'static str, &'static str)>,
    /// The keys of the body besides the filter, each with its JSON value.
    keys: Vec<(&'static str, &'static str)>,
}

fn of(path: &'static str, conditions: Conditions, sorts: Words) -> impl Strategy<Value = Search> {
    let filter = prop::collection::vec(prop::sample::select(conditions), 0..4);
    let key = |name, words| maybe(0.4, one_of(words).prop_map(move |json| (name, json)));
    let keys = (
        key("sort", sorts),
        key("order", ORDERS),
        key("limit", LIMITS),
        key("offset", OFFSETS),
        key("comparison", COMPARISONS),
    );
    (filter, keys).prop_map(move |(filter, (a, b, c, d, e))| Search {
        path,
        filter,
        keys: [a, b, c, d, e].into_iter().flatten().collect(),
    })
}

pub fn search() -> impl Strategy<Value = Search> {
    prop_oneof![
        2 => of("/chats/search", CHATS, CHAT_SORTS),
        1 => of("/customers/search", CUSTOMERS, CUSTOMER_SORTS),
    ]
}

impl Search {
    pub fn request(&self) -> Request {
        let read = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
        let mut body: Map<_, _> =
            self.keys.iter().map(|(name, value)| ((*name).to_owned(), read(value))).collect();
        let condition = |(field, operator, value): &(&str, &str, &str)| {
            let value = read(value);
            json!({"field": field, "operator": operator, "value": value})
        };
        if !self.filter.is_empty() {
            body.insert("filter".to_owned(), self.filter.iter().map(condition).collect());
        }
        // Searches ignore the Idempotency-Key.
        change(Method::POST, self.path, Some("key-0".to_owned()), &body)
    }
}
