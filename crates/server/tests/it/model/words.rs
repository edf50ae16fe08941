//! For the model: a parser of request bodies, and the error bodies that the contract prescribes.
//!
//! This module must not use the server's code.

use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

pub fn ok(body: Value) -> Result<Answer, Answer> {
    Ok(Answer { status: 200, body })
}

pub fn created(body: Value) -> Result<Answer, Answer> {
    Ok(Answer { status: 201, body })
}

/// The error items of a request, in the contract's order.
#[derive(Debug, Default)]
pub struct Faults(Vec<Value>);

impl Faults {
    pub fn add(&mut self, code: &str, message: &str) {
        self.0.push(json!({"code": code, "message": message}));
    }

    /// Adds the error item of an invalid field.
    pub fn field(&mut self, field: &str) {
        self.add(&format!("invalid_{field}_value"), &format!("{field} value is invalid"));
    }

    pub fn chat_id(&mut self) {
        self.add("invalid_chat_value", "Invalid chat ID");
    }

    /// Returns `value` unchanged; adds an error item if the value is `None`.
    pub fn need<T>(&mut self, value: Option<T>, tell: impl FnOnce(&mut Self)) -> Option<T> {
        if value.is_none() {
            tell(self);
        }
        value
    }

    /// Fails with 400 if any error items were added.
    pub fn none(self) -> Result<(), Answer> {
        if self.0.is_empty() { Ok(()) } else { Err(refusal(400, self.0)) }
    }
}

fn refusal(status: u16, errors: Vec<Value>) -> Answer {
    Answer { status, body: json!({ "errors": errors }) }
}

pub fn refuse(status: u16, code: &str, message: &str) -> Answer {
    refusal(status, vec![json!({"code": code, "message": message})])
}

pub fn chat_missing() -> Answer {
    refuse(404, "chat_not_found", "Chat is missing")
}

pub fn not_found(what: &str) -> Answer {
    refuse(404, "entity_not_found", &format!("{what} not found"))
}

/// The placeholder for error messages that the contract does not specify.
pub const ANY_MESSAGE: &str = "*";

/// Parses a body that must be a JSON object.
pub fn object(body: &str) -> Result<Map<String, Value>, Answer> {
    read_object(body).ok_or_else(|| refuse(400, "invalid_request", ANY_MESSAGE))
}

/// Parses a body as an object; an empty body counts as `{}`.
pub fn read_object(body: &str) -> Option<Map<String, Value>> {
    if body.is_empty() {
        return Some(Map::new());
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

/// Parses a whole number in the forms 5, 5.0 and "5".
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Floats are exact up to 2^53, larger than any number in these tests.
            (float.fract() == 0.0 && float.abs() < 9e15)
                .then(|| format!("{float:.0}").parse().ok())?
        }),
        Value::String(text) => digits(text),
        _ => None,
    }
}

/// Parses a number that consists only of digits.
pub fn digits(text: &str) -> Option<i64> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

pub fn id(value: &Value) -> Option<i64> {
    whole(value).filter(|id| *id >= 1)
}

/// Parses a time in Unix seconds.
pub fn time(value: &Value) -> Option<i64> {
    whole(value).filter(|at| (0..=i64::from(u32::MAX)).contains(at))
}

/// Parses a text; a number is converted to text.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Parses a boolean: `true`, 1, "1" or "true", or `false`, 0, "0" or "false".
pub fn flag(value: &Value) -> Option<bool> {
    match value.to_string().trim_matches('"') {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Reads an optional id: `None` for absent or null, an error for an invalid id.
pub fn optional_id(value: Option<&Value>) -> Result<Option<i64>, ()> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => id(value).map(Some).ok_or(()),
    }
}
