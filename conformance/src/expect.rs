//! Answers, and assertions on them. A failed assertion stops its check with the request, the
//! expected value and the actual value.
//!
//! This module must not know any operation.

use std::collections::BTreeSet;
use std::fmt::Debug;

use deskbell_lab::http::Response;
use serde_json::Value;

use crate::difference;
use crate::models::ERRORS;
use crate::outcome::{Outcome, Stop, cut};
use crate::shape::{self, Shape};

/// An answer, with the text of its request.
#[derive(Clone, Debug)]
pub struct Answer {
    request: String,
    response: Response,
    json: Value,
}

/// A value in an answer, with its JSON pointer.
#[derive(Clone, Debug)]
pub struct At<'a> {
    answer: &'a Answer,
    pointer: String,
    value: Option<&'a Value>,
}

impl Answer {
    /// Makes an answer; `request` is the text of the request in reports.
    pub fn new(request: String, response: Response) -> Self {
        let json = serde_json::from_slice(&response.body).unwrap_or_default();
        Self { request, response, json }
    }

    pub fn code(&self) -> u16 {
        self.response.status
    }

    pub fn body(&self) -> &[u8] {
        &self.response.body
    }

    /// The body as JSON; null if the body is not JSON.
    pub fn json(&self) -> &Value {
        &self.json
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Creates a failure of the current check, with the expected and the actual value.
    pub fn fail(&self, expected: impl Into<String>, came: impl Into<String>) -> Stop {
        Stop::failed(&self.request, expected, came)
    }

    /// Requires that a condition holds.
    pub fn holds(&self, is_true: bool, expected: &str) -> Outcome<&Self> {
        if is_true { Ok(self) } else { Err(self.fail(expected, self.said())) }
    }

    pub fn status(&self, status: u16) -> Outcome<&Self> {
        self.holds(self.code() == status, &format!("status {status}"))
    }

    /// Requires status 200 with a JSON body.
    pub fn ok(&self) -> Outcome<&Self> {
        self.status(200)?.holds(!self.json.is_null(), "a JSON body")
    }

    /// Requires status 201 with a JSON body.
    pub fn created(&self) -> Outcome<&Self> {
        self.status(201)?.holds(!self.json.is_null(), "a JSON body")
    }

    /// Requires this JSON body, regardless of the order of keys.
    pub fn is(&self, body: &Value) -> Outcome<&Self> {
        self.at("").is(body.clone())?;
        Ok(self)
    }

    /// Requires a body of this shape, with the keys in the shape's order.
    pub fn shape(&self, shape: &Shape) -> Outcome<&Self> {
        self.at("").shape(shape)?;
        Ok(self)
    }

    /// Requires this status, and a body with exactly these error items, in this order.
    pub fn errors(&self, status: u16, items: &[(&str, &str)]) -> Outcome<&Self> {
        let item =
            |(code, message): &(&str, &str)| serde_json::json!({"code": code, "message": message});
        let body = serde_json::json!({"errors": items.iter().map(item).collect::<Vec<_>>()});
        let is_it = self.code() == status && self.without_pointers() == body;
        self.holds(is_it, &format!("status {status} {body}"))
    }

    /// Returns the body without the parts that differ between servers: error pointers, and the
    /// reasons of invalid values.
    fn without_pointers(&self) -> Value {
        let mut json = self.json.clone();
        for error in json["errors"].as_array_mut().into_iter().flatten() {
            let Some(error) = error.as_object_mut() else { continue };
            let last = error.iter().next_back();
            if last.is_some_and(|(key, value)| key == "pointer" && value.is_string()) {
                error.shift_remove("pointer");
            }
            let message = error.get("message").and_then(Value::as_str).unwrap_or_default();
            if let Some((what, _)) = message.split_once(" value is invalid: ") {
                error["message"] = format!("{what} value is invalid").into();
            }
        }
        json
    }

    /// Requires error items with these pointers, in this order.
    pub fn points_at(&self, pointers: &[&str]) -> Outcome<&Self> {
        let items = self.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let came = items.iter().map(|item| item["pointer"].as_str());
        let is_it = came.eq(pointers.iter().map(|pointer| Some(*pointer)));
        self.holds(is_it, &format!("errors that point at {pointers:?}"))
    }

    /// Requires this status, and a body with exactly this error item.
    pub fn error(&self, status: u16, code: &str, message: &str) -> Outcome<&Self> {
        self.errors(status, &[(code, message)])
    }

    /// Requires this status, and a body with exactly one error item, which has this code and any
    /// message.
    pub fn code_alone(&self, status: u16, code: &str) -> Outcome<&Self> {
        let items = self.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let is_it = self.code() == status
            && matches!(items, [item] if item["code"] == code && item["message"].is_string());
        self.holds(is_it, &format!("status {status} and one error `{code}`"))?;
        let (bare, came) = (self.without_pointers(), self.json.to_string());
        match shape::look(&bare, &ERRORS) {
            Ok(()) => Ok(self),
            Err(other) => Err(self.fail(other.expected, came)),
        }
    }

    /// Requires status 400 with one error item, whose code is `invalid_FIELD_value`.
    pub fn invalid(&self, field: &str) -> Outcome<&Self> {
        let message = format!("{field} value is invalid");
        self.error(400, &format!("invalid_{field}_value"), &message)
    }

    /// Requires status 400 with one error item, a `validation_error` about this parameter.
    pub fn refuses(&self, what: &str) -> Outcome<&Self> {
        self.error(400, "validation_error", &format!("{what} value is invalid"))
    }

    /// Requires status 400 with one error item, an `invalid_chat_value` about this field.
    pub fn bad_chat(&self, what: &str) -> Outcome<&Self> {
        self.error(400, "invalid_chat_value", &format!("{what} value is invalid"))
    }

    /// Requires status 404 with the code `entity_not_found` for this kind of object.
    pub fn missing(&self, what: &str) -> Outcome<&Self> {
        self.error(404, "entity_not_found", &format!("{what} not found"))
    }

    /// The value at a JSON pointer.
    pub fn at(&self, pointer: &str) -> At<'_> {
        At { answer: self, pointer: pointer.to_owned(), value: self.json.pointer(pointer) }
    }

    /// The id of the object in the body.
    pub fn id(&self) -> Outcome<i64> {
        self.at("/id").int()
    }

    /// The ids of the rows in `data`, in order.
    pub fn ids(&self) -> Outcome<Vec<i64>> {
        let rows = self.at("/data").list()?;
        let ids: Option<Vec<_>> = rows.iter().map(|row| row["id"].as_i64()).collect();
        ids.ok_or_else(|| self.fail("rows with ids in `data`", self.said()))
    }

    /// Requires rows with exactly these ids, in this order.
    pub fn rows(&self, ids: &[i64]) -> Outcome<&Self> {
        let came = self.ids()?;
        if came == ids {
            return Ok(self);
        }
        Err(self.fail(format!("the rows {ids:?}"), format!("the rows {came:?}")))
    }

    /// Requires rows with exactly these ids, in any order.
    pub fn rows_in_any_order(&self, ids: impl IntoIterator<Item = i64>) -> Outcome<&Self> {
        let expected: BTreeSet<_> = ids.into_iter().collect();
        let came = self.ids()?;
        let is_each_once = came.len() == expected.len();
        self.same("rows", expected, came.into_iter().collect())?.holds(is_each_once, "each once")
    }

    /// Requires that an expected and an actual value are equal; `what` names the values.
    pub fn same<T: PartialEq + Debug>(&self, what: &str, expected: T, came: T) -> Outcome<&Self> {
        if expected == came {
            return Ok(self);
        }
        let say = |it: T| cut(&format!("{what}: {it:?}"));
        Err(self.fail(say(expected), say(came)))
    }

    /// Formats the status and the beginning of the body.
    pub fn said(&self) -> String {
        format!("status {} {}", self.code(), cut(&String::from_utf8_lossy(self.body())))
    }
}

impl<'a> At<'a> {
    pub fn is(&self, value: impl Into<Value>) -> Outcome<&Self> {
        let value = value.into();
        let Some(came) = self.value else { return Err(self.fail(&value.to_string())) };
        let Some((at, expected, came)) = difference::first(&value, came) else { return Ok(self) };
        let say = |it: Option<&Value>| it.map_or("nothing".into(), |it| cut(&it.to_string()));
        let (at, status) = (format!("{}{at}", self.pointer), self.answer.code());
        let expected = format!("at `{at}`: {}", say(expected));
        Err(self.answer.fail(expected, format!("status {status}, at `{at}`: {}", say(came))))
    }

    /// Requires a value that differs from `value`.
    pub fn is_not(&self, value: impl Into<Value>) -> Outcome<&Self> {
        let value = value.into();
        self.holds(self.value.is_some_and(|it| *it != value), &format!("anything but {value}"))
    }

    pub fn is_null(&self) -> Outcome<&Self> {
        self.is(Value::Null)
    }

    /// Requires a whole number; returns the number.
    pub fn int(&self) -> Outcome<i64> {
        let number = self.value.and_then(Value::as_i64);
        number.ok_or_else(|| self.fail("a whole number"))
    }

    /// Requires a text; returns the text.
    pub fn text(&self) -> Outcome<&'a str> {
        self.value.and_then(Value::as_str).ok_or_else(|| self.fail("a text"))
    }

    /// Requires an array; returns its items.
    pub fn list(&self) -> Outcome<&'a [Value]> {
        self.value.and_then(Value::as_array).map(Vec::as_slice).ok_or_else(|| self.fail("an array"))
    }

    /// Requires an array of this length.
    pub fn has(&self, items: usize) -> Outcome<&Self> {
        self.holds(self.list()?.len() == items, &format!("{items} items"))
    }

    /// Requires a whole number between two bounds, inclusive.
    pub fn is_between(&self, low: i64, high: i64) -> Outcome<&Self> {
        self.holds((low..=high).contains(&self.int()?), &format!("a number from {low} to {high}"))
    }

    pub fn shape(&self, shape: &Shape) -> Outcome<&Self> {
        let value = self.value.ok_or_else(|| self.fail("a value"))?;
        shape::look(value, shape).map_err(|it| {
            let expected = format!("at `{}{}`: {}", self.pointer, it.at, it.expected);
            self.answer.fail(expected, format!("{}: {}", self.answer.code(), cut(&it.came)))
        })?;
        Ok(self)
    }

    fn holds(&self, is_true: bool, expected: &str) -> Outcome<&Self> {
        if is_true { Ok(self) } else { Err(self.fail(expected)) }
    }

    fn fail(&self, expected: &str) -> Stop {
        let came = self.value.map_or_else(|| self.answer.said(), |it| cut(&it.to_string()));
        self.answer.fail(format!("at `{}`: {expected}", self.pointer), came)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: u16, body: &str) -> Answer {
        let headers = vec![("allow".to_owned(), "GET".to_owned())];
        let response = Response { status, headers, body: body.as_bytes().to_vec() };
        Answer::new("GET /v1/x".into(), response)
    }

    fn failed<T: Debug>(outcome: Outcome<T>) -> (String, String) {
        match outcome.unwrap_err() {
            Stop::Failed(it) => {
                assert_eq!(it.request, "GET /v1/x");
                (it.expected, it.came)
            }
            Stop::Skipped(why) => panic!("{why}"),
        }
    }

    #[test]
    fn another_status_is_found_and_shown_with_its_body() {
        assert!(answer(200, "{}").ok().is_ok());
        let (expected, came) = failed(answer(500, "oops").ok());
        assert_eq!((expected.as_str(), came.as_str()), ("status 200", "status 500 oops"));
        failed(answer(200, "no json").ok());
        failed(answer(200, "{}").created());
        assert!(answer(201, "{}").created().is_ok());
    }

    #[test]
    fn another_error_and_one_too_many_are_found() {
        let one = r#"{"errors":[{"code":"a","message":"b"}]}"#;
        let two = r#"{"errors":[{"code":"a","message":"b"},{"code":"c","message":"d"}]}"#;
        assert!(answer(400, one).error(400, "a", "b").is_ok());
        assert!(answer(400, two).errors(400, &[("a", "b"), ("c", "d")]).is_ok());
        failed(answer(400, two).errors(400, &[("c", "d"), ("a", "b")]));
        failed(answer(400, two).error(400, "a", "b"));
        failed(answer(404, one).error(400, "a", "b"));
        failed(answer(400, one).error(400, "a", "x"));
        assert!(answer(400, one).code_alone(400, "a").is_ok());
        failed(answer(400, two).code_alone(400, "a"));
        failed(answer(400, one).code_alone(400, "x"));
    }

    #[test]
    fn keys_in_another_order_are_found() {
        const SHAPE: Shape = Shape::Object(&[("a", Shape::Int), ("b", Shape::Int)]);
        assert!(answer(200, r#"{"a":1,"b":2}"#).shape(&SHAPE).is_ok());
        let (expected, came) = failed(answer(200, r#"{"b":2,"a":1}"#).shape(&SHAPE));
        assert_eq!(expected, "at ``: the keys a, b, in this order");
        assert_eq!(came, "200: the keys b, a, in this order");
        failed(answer(200, r#"[{"b":2,"a":1}]"#).at("/0").shape(&SHAPE));
        failed(answer(200, "[]").at("/0").shape(&SHAPE));
    }

    #[test]
    fn values_that_differ_or_are_not_there_are_found() {
        let it = answer(200, r#"{"a":null,"b":[{"id":2},{"id":1}],"c":5,"d":"x"}"#);
        assert!(it.at("/a").is_null().is_ok() && it.at("/b").has(2).is_ok());
        assert!(it.at("/c").is_between(5, 5).is_ok() && it.at("/c").is_not(4).is_ok());
        failed(it.at("/a").is(1));
        failed(it.at("/none").is_null());
        failed(it.at("/none").is_not(1));
        failed(it.at("/c").is_not(5));
        failed(it.at("/c").is_between(6, 9));
        failed(it.at("/b").has(1));
        failed(it.at("/d").int());
        failed(it.at("/c").text());
        failed(it.at("/c").list());
        failed(it.is(&json!({})));
        let (expected, came) = failed(it.at("/b").is(json!([{"id": 2}, {"id": 3}])));
        assert_eq!(
            (expected.as_str(), came.as_str()),
            ("at `/b/1/id`: 3", "status 200, at `/b/1/id`: 1")
        );
    }

    #[test]
    fn rows_are_compared_in_their_order() {
        let it = answer(200, r#"{"data":[{"id":2},{"id":1}]}"#);
        assert!(it.rows(&[2, 1]).is_ok());
        failed(it.rows(&[1, 2]));
        failed(it.rows(&[2]));
        failed(answer(200, r#"{"data":[{}]}"#).rows(&[]));
        assert!(it.rows_in_any_order([1, 2]).is_ok() && it.same("x", 1, 1).is_ok());
        failed(it.rows_in_any_order([1]));
        failed(it.rows_in_any_order([1, 2, 3]));
        failed(answer(200, r#"{"data":[{"id":1},{"id":1}]}"#).rows_in_any_order([1]));
        assert_eq!(failed(it.same("x", 1, 2)), ("x: 1".into(), "x: 2".into()));
    }
}
