//! Reads JSON bodies leniently, for the readers of all resources (contract §1). This module knows
//! no resource.

mod body;
mod value;

use deskbell_model::limits::IGNORED_KEYS_MAX;
use serde_json::{Map, Value};

pub use body::body;
pub use value::{flag, id, seconds, text, whole};

use crate::invalid::{Found, InvalidField, Reading, Unfit, under};

/// An object in a request's body, with the invalid fields that were found so far. The object is the
/// whole body or a part of the body.
#[derive(Debug)]
pub struct Object {
    fields: Map<String, Value>,
    /// The pointer to the object in the body.
    pointer: String,
    found: Vec<Found>,
}

/// The value under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// The key is missing.
    Absent,
    /// The value is `null`.
    Null,
    /// The value is not `null`.
    Value(T),
}

impl<T> Given<T> {
    /// Returns the value; `None` for null and for a missing key.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

/// Reads a body that is one object.
///
/// # Errors
/// [`InvalidField::Body`] when the body is not an object.
pub fn object(bytes: &[u8]) -> Result<Object, Found> {
    match body(bytes)? {
        Value::Object(fields) => Ok(Object::new(fields, String::new())),
        _ => Err(Found::at(InvalidField::Body(Unfit::NoObject), "")),
    }
}

impl Object {
    fn new(fields: Map<String, Value>, pointer: String) -> Self {
        Self { fields, pointer, found: Vec::new() }
    }

    pub(crate) fn of(fields: Map<String, Value>) -> Self {
        Self::new(fields, String::new())
    }

    /// Sets these fields, replacing present values under the same keys.
    pub(crate) fn lay_over(&mut self, fields: &Map<String, Value>) {
        self.fields.extend(fields.iter().map(|(key, value)| (key.clone(), value.clone())));
    }

    pub(crate) fn into_fields(self) -> Map<String, Value> {
        self.fields
    }

    /// Reads the item of an array as an object.
    ///
    /// # Errors
    /// [`InvalidField::Body`] when the item is not an object.
    pub fn item(value: Value, number: usize) -> Result<Self, Found> {
        let pointer = format!("/{number}");
        match value {
            Value::Object(fields) => Ok(Self::new(fields, pointer)),
            _ => Err(Found::at(InvalidField::Body(Unfit::NoObjectWithin), pointer)),
        }
    }

    /// Reads a value of the body as an object; `None` if the value is not an object. Errors name
    /// `pointer`, the place of the value in the body.
    #[must_use]
    pub fn nested(value: Value, pointer: &str) -> Option<Self> {
        match value {
            Value::Object(fields) => Some(Self::new(fields, pointer.to_owned())),
            _ => None,
        }
    }

    /// Tells whether the object has a key, with any value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// Returns the keys that are not among `known`, at most [`IGNORED_KEYS_MAX`].
    #[must_use]
    pub fn others(&self, known: &[&str]) -> Vec<String> {
        let others = self.fields.keys().filter(|key| !known.contains(&key.as_str()));
        others.take(IGNORED_KEYS_MAX).cloned().collect()
    }

    /// Returns the value under a key.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.fields.get(key)
    }

    /// Records an invalid field for the value under a key, or for the missing key.
    pub fn invalid(&mut self, key: &str, invalid: InvalidField) {
        self.found.push(Found::at(invalid, under(&self.pointer, key)));
    }

    /// Records an invalid field for the value at this pointer within the object.
    pub fn invalid_at(&mut self, pointer: &str, invalid: InvalidField) {
        self.found.push(Found::at(invalid, format!("{}{pointer}", self.pointer)));
    }

    /// Returns the invalid fields recorded so far.
    pub fn invalid_fields(&self) -> impl Iterator<Item = InvalidField> {
        self.found.iter().map(|it| it.invalid)
    }

    /// Returns the value under a key. `None` means that `parse` refused the value, and that the
    /// caller must record an invalid field.
    pub fn look<T>(&self, key: &str, parse: impl FnOnce(&Value) -> Option<T>) -> Option<Given<T>> {
        match self.fields.get(key) {
            None => Some(Given::Absent),
            Some(Value::Null) => Some(Given::Null),
            Some(value) => parse(value).map(Given::Value),
        }
    }

    /// Returns the value under a key. A value that `parse` refuses is recorded as an invalid field
    /// and counts as absent.
    pub fn given<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Given<T> {
        self.look(key, parse).unwrap_or_else(|| {
            self.invalid(key, invalid);
            Given::Absent
        })
    }

    /// Returns the value under a key, with null as absent. `None` means that `parse` refused the
    /// value, and that the caller must record an invalid field.
    pub fn peek<T>(&self, key: &str, parse: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
        self.look(key, parse).map(Given::value)
    }

    /// Reads the value under a key, as [`Self::given`] does. An error of `parse` is the pointer to
    /// an invalid part of the value; this part is recorded as an invalid field.
    pub fn given_within<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Given<T> {
        match self.look(key, |value| Some(parse(value))) {
            Some(Given::Value(Ok(value))) => Given::Value(value),
            Some(Given::Null) => Given::Null,
            Some(Given::Value(Err(place))) => {
                self.invalid_at(&(under("", key) + &place), invalid);
                Given::Absent
            }
            Some(Given::Absent) | None => Given::Absent,
        }
    }

    /// Reads a required value, as [`Self::required`] does. An error of `parse` is the pointer to an
    /// invalid part of the value; this part is recorded as an invalid field.
    pub fn required_within<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        if self.fields.get(key).is_none_or(Value::is_null) {
            self.invalid(key, invalid);
        }
        self.given_within(key, invalid, parse).value()
    }

    /// Reads an optional value; null counts as absent.
    pub fn optional<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        self.given(key, invalid, parse).value()
    }

    /// Reads a required value; a missing or refused value is recorded as an invalid field.
    pub fn required<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.get(key).and_then(parse);
        if value.is_none() {
            self.invalid(key, invalid);
        }
        value
    }

    /// Reads a required key, whose value can be null: `Some(None)`. For a missing key or an invalid
    /// value, records an invalid field and returns `None`.
    pub fn nullable<T>(
        &mut self,
        key: &str,
        invalid: InvalidField,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.given(key, invalid, parse) {
            Given::Value(value) => Some(Some(value)),
            Given::Null => Some(None),
            Given::Absent => {
                if !self.has(key) {
                    self.invalid(key, invalid);
                }
                None
            }
        }
    }

    /// Reads the inner object under a key; null counts as absent. Any other value is recorded as an
    /// invalid field. The caller passes the inner object to [`Object::join`] afterwards.
    pub fn inner(&mut self, key: &'static str) -> Option<Self> {
        let pointer = under(&self.pointer, key);
        let object =
            self.optional(key, InvalidField::Field(key), |value| value.as_object().cloned());
        object.map(|fields| Self::new(fields, pointer))
    }

    /// Adds the invalid fields of an inner object.
    pub fn join(&mut self, inner: Self) {
        self.found.extend(inner.found);
    }

    /// Returns the result, unless an invalid field was recorded.
    ///
    /// # Errors
    /// Every recorded invalid field.
    pub fn finish<T>(self, made: Option<T>) -> Reading<T> {
        match made {
            Some(made) if self.found.is_empty() => Ok(made),
            // This should not happen: a reader without a result has recorded an invalid field.
            None if self.found.is_empty() => {
                Err(vec![Found::at(InvalidField::Body(Unfit::NoObject), self.pointer)])
            }
            _ => Err(self.found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_body_is_an_object_and_garbage_is_a_flaw() {
        for bytes in [&b""[..], b" \n", b"{}"] {
            assert!(object(bytes).is_ok());
        }
        for bytes in [&b"{"[..], b"\xff", b"\x0c", b"{}{}", b"{\"a\":\"\xc3\"}"] {
            let found = object(bytes).unwrap_err();
            assert!(matches!(found.invalid, InvalidField::Body(_)), "{bytes:?}");
            assert_eq!(found.pointer, None);
        }
        for bytes in [&b"[]"[..], b"1", b"null"] {
            let found = object(bytes).unwrap_err();
            assert_eq!(found, Found::at(InvalidField::Body(Unfit::NoObject), ""), "{bytes:?}");
        }
    }
}
