//! Reads JSON bodies leniently: what the readers of each resource share (contract §1). It knows no
//! resource.

use deskbell_model::Seconds;
use deskbell_model::limits::IGNORED_KEYS_MAX;
use serde_json::{Map, Value};

use crate::flaw::{Flaw, Reading};

/// A body that is one object, and what was found wrong with it so far.
#[derive(Debug)]
pub struct Object {
    fields: Map<String, Value>,
    flaws: Vec<Flaw>,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// Nothing.
    Absent,
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Given<T> {
    /// The value, where null and nothing mean the same.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

/// Reads a body. An empty one is `{}`.
///
/// # Errors
/// [`Flaw::Body`] when it is no JSON.
pub fn body(bytes: &[u8]) -> Result<Value, Flaw> {
    // Some libraries put a byte order mark before what they send.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(bytes).map_err(|_| Flaw::Body)
}

/// Reads a body that is one object.
///
/// # Errors
/// [`Flaw::Body`] when it is none.
pub fn object(bytes: &[u8]) -> Result<Object, Flaw> {
    Object::of(body(bytes)?)
}

impl Object {
    /// The object that a value is.
    ///
    /// # Errors
    /// [`Flaw::Body`] when it is none.
    pub fn of(value: Value) -> Result<Self, Flaw> {
        match value {
            Value::Object(fields) => Ok(Self { fields, flaws: Vec::new() }),
            _ => Err(Flaw::Body),
        }
    }

    /// Whether a key is there, with whatever value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// Some of the keys that are none of these.
    #[must_use]
    pub fn others(&self, known: &[&str]) -> Vec<String> {
        let others = self.fields.keys().filter(|key| !known.contains(&key.as_str()));
        others.take(IGNORED_KEYS_MAX).cloned().collect()
    }

    /// Notes a flaw.
    pub fn flaw(&mut self, flaw: Flaw) {
        self.flaws.push(flaw);
    }

    /// The flaws so far.
    #[must_use]
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// What stands under a key; `None` when `parse` refuses it, which the caller notes.
    pub fn look<T>(&self, key: &str, parse: impl FnOnce(&Value) -> Option<T>) -> Option<Given<T>> {
        match self.fields.get(key) {
            None => Some(Given::Absent),
            Some(Value::Null) => Some(Given::Null),
            Some(value) => parse(value).map(Given::Value),
        }
    }

    /// What stands under a key; a value that `parse` refuses is a flaw, and then as if absent.
    pub fn given<T>(
        &mut self,
        key: &str,
        flaw: Flaw,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Given<T> {
        self.look(key, parse).unwrap_or_else(|| {
            self.flaws.push(flaw);
            Given::Absent
        })
    }

    /// What stands under a key, null being nothing; `None` when `parse` refuses it, which the
    /// caller notes.
    pub fn peek<T>(&self, key: &str, parse: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
        self.look(key, parse).map(Given::value)
    }

    /// A value that may be left out or null.
    pub fn optional<T>(
        &mut self,
        key: &str,
        flaw: Flaw,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        self.given(key, flaw, parse).value()
    }

    /// A value that must be there; without it there is a flaw.
    pub fn required<T>(
        &mut self,
        key: &str,
        flaw: Flaw,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.fields.get(key).and_then(parse);
        if value.is_none() {
            self.flaws.push(flaw);
        }
        value
    }

    /// A value that must be there, null being one of its values.
    pub fn nullable<T>(
        &mut self,
        key: &str,
        flaw: Flaw,
        parse: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.given(key, flaw, parse) {
            Given::Value(value) => Some(Some(value)),
            Given::Null => Some(None),
            Given::Absent => {
                if !self.has(key) {
                    self.flaws.push(flaw);
                }
                None
            }
        }
    }

    /// What was made of it, unless that or anything else was at fault.
    ///
    /// # Errors
    /// Every flaw that was noted.
    pub fn finish<T>(self, made: Option<T>) -> Reading<T> {
        match made {
            Some(made) if self.flaws.is_empty() => Ok(made),
            // A reader that makes nothing has noted why.
            None if self.flaws.is_empty() => Err(vec![Flaw::Body]),
            _ => Err(self.flaws),
        }
    }
}

/// A whole number: `5`, `5.0` or `"5"`.
#[must_use]
pub fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| from_float(number.as_f64()?)),
        Value::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

/// A float without a fraction that an `i64` holds.
fn from_float(number: f64) -> Option<i64> {
    /// 2^63: the first float above every `i64`.
    const END: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() != 0.0 || !(-END..END).contains(&number) {
        return None;
    }
    // Whole and in range: its decimal digits are those of the number.
    format!("{number:.0}").parse().ok()
}

/// An id, made of its number by `id`.
pub fn id<T>(id: impl FnOnce(i64) -> Option<T>) -> impl FnOnce(&Value) -> Option<T> {
    |value| whole(value).and_then(id)
}

/// A time in unix seconds, 0 to 4294967295.
#[must_use]
pub fn seconds(value: &Value) -> Option<Seconds> {
    whole(value).and_then(Seconds::from_i64)
}

/// A text of at most so many characters, without U+0000.
pub fn text(chars_max: usize) -> impl FnOnce(&Value) -> Option<String> {
    move |value| {
        let text = value.as_str()?;
        let is_fit = !text.contains('\0') && text.chars().nth(chars_max).is_none();
        is_fit.then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_number_is_5_or_5_0_or_5_in_quotes() {
        for value in [json!(5), json!(5.0), json!("5"), json!(5e0), json!("05")] {
            assert_eq!(whole(&value), Some(5), "{value}");
        }
        assert_eq!(whole(&json!("9223372036854775807")), Some(i64::MAX));
        assert_eq!(whole(&json!(-3)), Some(-3));
        for value in [
            json!(5.5),
            json!("5.0"),
            json!(" 5"),
            json!("-5"),
            json!("+5"),
            json!("0x5"),
            json!(""),
            json!("５"),
            json!(true),
            json!([5]),
            json!(9_223_372_036_854_775_808_u64),
            json!(1e300),
            json!("9223372036854775808"),
        ] {
            assert!(whole(&value).is_none_or(|it| it < 0), "{value}");
        }
    }

    #[test]
    fn an_empty_body_is_an_object_and_garbage_is_a_flaw() {
        for bytes in [&b""[..], b" \n", b"{}"] {
            assert!(object(bytes).is_ok());
        }
        for bytes in [&b"{"[..], b"[]", b"1", b"null", b"\xff", b"{}{}", b"{\"a\":\"\xc3\"}"] {
            assert_eq!(object(bytes).err(), Some(Flaw::Body), "{bytes:?}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(body(deep.as_bytes()).err(), Some(Flaw::Body));
    }

    #[test]
    fn a_text_is_counted_in_characters() {
        assert!(text(3)(&json!("äöü")).is_some());
        assert!(text(3)(&json!("äöüx")).is_none());
        assert!(text(3)(&json!("a\u{0}")).is_none());
        assert!(text(3)(&json!(3)).is_none());
    }

    proptest! {
        #[test]
        fn every_number_reads_the_same_as_number_and_as_text(number in 0..=i64::MAX) {
            prop_assert_eq!(whole(&json!(number)), Some(number));
            prop_assert_eq!(whole(&json!(number.to_string())), Some(number));
        }

        #[test]
        fn a_float_is_whole_exactly_when_it_has_no_fraction(number in any::<f64>()) {
            let Some(read) = whole(&json!(number)) else {
                let in_range = number.abs() < 9e18;
                prop_assert!(!number.is_finite() || !in_range || number.fract() != 0.0);
                return Ok(());
            };
            prop_assert_eq!(format!("{read}"), format!("{:.0}", number + 0.0));
        }
    }
}
