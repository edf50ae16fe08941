//! Random operations on customers, and their requests.
//!
//! This module must not know how the operations are answered.

use axum::http::Method;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::asking::{change, get, ids, pairs};
use super::desk::Desk;
use super::ops::{LIMITS, OFFSETS, ORDERS, Ref, Words, maybe, one_of, reference};
use super::serving::Request;

const TEXTS: Words = (
    &["\"Ana\"", "null", "\"\\u00c4\"", "\"x@y.example\"", "\"X@y.Example\"", "5"],
    &["true", "[]", "\"\\u0000\""],
);
const USER_IDS: Words =
    (&["\"u1\"", "\"u2\"", "null", "\"u3\"", "7", "\"7\"", "\"\""], &["true", "{}"]);
const TIMES: Words =
    (&["1500000000", "\"1600000000\"", "null", "0", "5.0", "\"\""], &["-1", "\"x\"", "4294967296"]);
const FLAGS: Words = (&["true", "false", "\"true\"", "1", "\"0\""], &["\"yes\"", "2", "[]"]);
const TAGS: Words = (
    &[
        r#"[{"name":"vip"}]"#,
        r##"[{"name":"b","color":"#00ff00"},{"name":"vip"}]"##,
        r##"[{"name":"VIP"},{"name":"b"},{"name":"VIP","color":"#102030"}]"##,
        r##"[{"name":"vip","color":"#ABCDEF"}]"##,
        r#"["vip",{"name":5,"color":""}]"#,
        r##"[{"name":"b","color":"Navy"},{"name":"vip","color":"#CCC"}]"##,
        "[]",
    ],
    &[r#"[{"name":"vip","color":"reddish"}]"#, r#"[{"name":[]}]"#, r#"[["vip"]]"#, "5"],
);
const DATA: Words = (
    &[
        r#"[{"property":"age","value":7}]"#,
        r#"{"age":8,"plan":"pro"}"#,
        "null",
        r#"[{"property":"plan","value":true}]"#,
        "{}",
    ],
    &["5", r#"{"age":[]}"#, r#"[{"property":"x"}]"#],
);
const PROPERTIES: Words = (
    &[
        r#"{"age":9}"#,
        r#"{"plan":null,"seats":"5"}"#,
        r#"[{"property":"age","value":null},{"property":"plan","value":false}]"#,
        r#"{"plan":"pro","age":7}"#,
        "{}",
    ],
    &["5", "null", r#"{"age":{}}"#, r#"[{"value":1}]"#],
);
const EVENT_DATA: Words = (&[r#"{"a":1}"#, r#"{"b":{"c":[null]}}"#], &["{}", "[]", "null", "5"]);
const LOCATIONS: Words =
    (&[r#"{"city":"Kyiv"}"#, r#"{"regionCode":"30","countryCode":"UA"}"#], &[]);
const SORTS: Words = (
    &["customers.createdAt", "customers.firstSeen", "customers.lastSeen"],
    &["", "customers.name"],
);

/// The name of a field, and its JSON value.
type Field = (&'static str, &'static str);

#[derive(Clone, Debug)]
pub enum People {
    Add(Vec<Field>, Option<u8>),
    Put(Ref, Vec<Field>),
    Patch(Ref, Vec<Field>),
    Batch(Vec<(Ref, Vec<Field>)>),
    Data(Ref, &'static str),
    Tag(Ref, &'static str),
    Untag(Ref, &'static str),
    Delete(Ref),
    Event { customer: Ref, name: &'static str, data: &'static str, key: Option<u8> },
    Get(Ref),
    List([Option<&'static str>; 4]),
}

fn field() -> impl Strategy<Value = Field> {
    let of =
        |names: &'static [&'static str], words: Words| (prop::sample::select(names), right(words));
    prop_oneof![
        4 => of(&["name", "email", "notes", "phone", "locale"], TEXTS),
        2 => of(&["company", "source", "referer", "lastPage", "integrationId", "city"], TEXTS),
        3 => of(&["userId"], USER_IDS),
        2 => of(&["firstSeen", "lastSeen"], TIMES),
        1 => of(&["blocked", "unsubscribed"], FLAGS),
        2 => of(&["tags"], TAGS),
        2 => of(&["customData"], DATA),
        1 => of(&["location"], LOCATIONS),
        1 => of(&["device", "id", "createdAt"], TEXTS),
    ]
}

/// A strategy that nearly always chooses a valid value, so that bodies with several fields are
/// accepted.
fn right((right, wrong): Words) -> impl Strategy<Value = &'static str> {
    let wrong = if wrong.is_empty() { right } else { wrong };
    prop_oneof![40 => prop::sample::select(right), 1 => prop::sample::select(wrong)]
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop::collection::vec(field(), 0..5)
}

pub fn people() -> impl Strategy<Value = People> {
    let batch = prop::collection::vec((reference(), fields()), 0..12);
    let list = (maybe(0.4, one_of(LIMITS)), maybe(0.4, one_of(OFFSETS)));
    let list = (list, maybe(0.6, one_of(SORTS)), maybe(0.6, one_of(ORDERS)));
    let name = one_of((&["bought", "left"], &["\u{0}"]));
    prop_oneof![
        6 => (fields(), maybe(0.2, 0_u8..3)).prop_map(|(fields, key)| People::Add(fields, key)),
        4 => (reference(), fields()).prop_map(|(who, fields)| People::Put(who, fields)),
        5 => (reference(), fields()).prop_map(|(who, fields)| People::Patch(who, fields)),
        2 => batch.prop_map(People::Batch),
        2 => (reference(), right(PROPERTIES)).prop_map(|(who, data)| People::Data(who, data)),
        4 => (reference(), one_of(TAGS)).prop_map(|(who, tags)| People::Tag(who, tags)),
        2 => (reference(), one_of(TAGS)).prop_map(|(who, tags)| People::Untag(who, tags)),
        1 => reference().prop_map(People::Delete),
        2 => (reference(), name, one_of(EVENT_DATA), maybe(0.2, 0_u8..3)).prop_map(
            |(customer, name, data, key)| People::Event { customer, name, data, key }
        ),
        2 => reference().prop_map(People::Get),
        3 => list.prop_map(|((limit, offset), sort, order)| {
            People::List([limit, offset, sort, order])
        }),
    ]
}

fn json_of(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

fn body(fields: &[Field]) -> Map<String, Value> {
    fields.iter().map(|(name, json)| ((*name).to_owned(), json_of(json))).collect()
}

impl People {
    /// Converts this operation to a request, which names existing customers of `desk`.
    pub fn request(&self, desk: &Desk) -> Request {
        let ids = ids(&desk.customers);
        let path = |who: &Ref| format!("/customers/{}", who.path(&ids));
        let tags = |json: &str| body(&[]).into_iter().chain([("tags".to_owned(), json_of(json))]);
        let key = |key: &Option<u8>| key.map(|key| format!("key-{key}"));
        match self {
            Self::Add(fields, number) => {
                change(Method::POST, "/customers", key(number), &body(fields))
            }
            Self::Put(who, fields) => change(Method::PUT, &path(who), None, &body(fields)),
            Self::Patch(who, fields) => change(Method::PATCH, &path(who), None, &body(fields)),
            Self::Tag(who, json) => {
                change(Method::PUT, &format!("{}/tags", path(who)), None, &tags(json).collect())
            }
            Self::Untag(who, json) => {
                change(Method::DELETE, &format!("{}/tags", path(who)), None, &tags(json).collect())
            }
            Self::Data(who, json) => {
                let path = format!("{}/customData", path(who));
                let (query, key, body) = (vec![], None, (*json).to_owned());
                Request { method: Method::PATCH, path, query, key, body }
            }
            Self::Delete(who) => change(Method::DELETE, &path(who), None, &Map::new()),
            Self::Batch(items) => batch(items, &ids),
            Self::Event { customer, name, data, key: number } => {
                let mut body = Map::new();
                body.insert("customer".to_owned(), customer.value(&ids));
                body.insert("name".to_owned(), json!(name));
                body.insert("data".to_owned(), json_of(data));
                change(Method::POST, "/events", key(number), &body)
            }
            Self::Get(who) => get(path(who), vec![]),
            Self::List([limit, offset, sort, order]) => {
                let query =
                    pairs([("order", order), ("sort", sort), ("limit", limit), ("offset", offset)]);
                get("/customers".to_owned(), query)
            }
        }
    }
}

/// Builds a batch with at most one item per customer, since the contract does not define the
/// outcome of two items for the same customer.
fn batch(items: &[(Ref, Vec<Field>)], ids: &[i64]) -> Request {
    let mut seen = Vec::new();
    let mut bodies = Vec::new();
    for (who, fields) in items {
        let who = who.value(ids);
        if seen.contains(&who.to_string().trim_matches('"').parse::<f64>().ok()) {
            continue;
        }
        seen.push(who.to_string().trim_matches('"').parse::<f64>().ok());
        let mut body = body(fields);
        body.insert("customer".to_owned(), who);
        bodies.push(Value::Object(body));
    }
    let (method, path) = (Method::PUT, "/customers/batch".to_owned());
    Request { method, path, query: vec![], key: None, body: Value::Array(bodies).to_string() }
}
