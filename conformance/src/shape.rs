//! The shape of JSON values: keys, their order, and the types of values.
//!
//! This module must not know any model.

use serde_json::Value;

/// The expected shape of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Int,
    Bool,
    Text,
    OneOf(&'static [&'static str]),
    /// A time as text: seconds, a decimal point, and three more digits.
    Clock,
    /// Null or a value of this shape.
    Nullable(&'static Shape),
    /// An array of values of this shape.
    List(&'static Shape),
    /// An object with exactly these keys, in this order.
    Object(&'static [(&'static str, Shape)]),
    /// An object with any keys and scalar values.
    Map,
    /// A text, a number or a boolean.
    Scalar,
    /// An object of any content.
    Any,
}

/// Compares a value with a shape.
///
/// # Errors
/// Returns the first difference.
pub fn look(value: &Value, shape: &Shape) -> Result<(), Difference> {
    at(value, shape, "")
}

/// The first difference of a value from its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The JSON pointer of the difference.
    pub at: String,
    /// A description of the expected value.
    pub expected: String,
    /// The actual value.
    pub came: String,
}

fn at(value: &Value, shape: &Shape, path: &str) -> Result<(), Difference> {
    let fits = match shape {
        Shape::Int => value.is_i64() || value.is_u64(),
        Shape::Bool => value.is_boolean(),
        Shape::Text => value.is_string(),
        Shape::OneOf(texts) => value.as_str().is_some_and(|it| texts.contains(&it)),
        Shape::Clock => value.as_str().is_some_and(is_clock),
        Shape::Nullable(inner) if !value.is_null() => return at(value, inner, path),
        Shape::Nullable(_) => true,
        Shape::List(inner) => return list(value, inner, path),
        Shape::Object(keys) => return object(value, keys, path),
        Shape::Map => value
            .as_object()
            .is_some_and(|map| map.values().all(|it| !it.is_object() && !it.is_array())),
        Shape::Scalar => value.is_string() || value.is_number() || value.is_boolean(),
        Shape::Any => value.is_object(),
    };
    if fits { Ok(()) } else { Err(difference(path, said(shape), value.to_string())) }
}

fn list(value: &Value, inner: &Shape, path: &str) -> Result<(), Difference> {
    let Some(items) = value.as_array() else {
        return Err(difference(path, "an array", value.to_string()));
    };
    (0..).zip(items).try_for_each(|(n, item): (usize, _)| at(item, inner, &format!("{path}/{n}")))
}

fn object(value: &Value, keys: &[(&'static str, Shape)], path: &str) -> Result<(), Difference> {
    let Some(map) = value.as_object() else {
        return Err(difference(path, "an object", value.to_string()));
    };
    let expected: Vec<_> = keys.iter().map(|it| it.0).collect();
    let came: Vec<_> = map.keys().map(String::as_str).collect();
    if expected != came {
        let say = |keys: &[&str]| format!("the keys {}, in this order", keys.join(", "));
        return Err(difference(path, say(&expected), say(&came)));
    }
    keys.iter().try_for_each(|(key, shape)| at(&map[*key], shape, &format!("{path}/{key}")))
}

fn is_clock(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let parts = text.split_once('.');
    parts.is_some_and(|(seconds, millis)| digits(seconds) && digits(millis) && millis.len() == 3)
}

fn said(shape: &Shape) -> String {
    match shape {
        Shape::Int => "a whole number".into(),
        Shape::Bool => "true or false".into(),
        Shape::Text => "a text".into(),
        Shape::OneOf(texts) => format!("one of {}", texts.join(", ")),
        Shape::Clock => "a text like \"1594139170.913\"".into(),
        Shape::Map => "an object with scalars".into(),
        Shape::Nullable(inner) => format!("null or {}", said(inner)),
        Shape::Scalar => "a scalar".into(),
        Shape::List(_) => "an array".into(),
        Shape::Object(_) | Shape::Any => "an object".into(),
    }
}

fn difference(path: &str, expected: impl Into<String>, came: impl Into<String>) -> Difference {
    Difference { at: path.to_owned(), expected: expected.into(), came: came.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PERSON: Shape =
        Shape::Object(&[("id", Shape::Int), ("name", Shape::Nullable(&Shape::Text))]);

    fn place(value: &Value, shape: &Shape) -> Option<String> {
        look(value, shape).err().map(|it| it.at)
    }

    #[test]
    fn a_value_of_its_shape_is_fine() {
        assert_eq!(place(&json!({"id": 1, "name": null}), &PERSON), None);
        assert_eq!(place(&json!([{"id": 1, "name": "x"}]), &Shape::List(&PERSON)), None);
    }

    #[test]
    fn keys_in_another_order_or_number_are_found() {
        assert_eq!(place(&json!({"name": null, "id": 1}), &PERSON), Some(String::new()));
        assert_eq!(place(&json!({"id": 1}), &PERSON), Some(String::new()));
        assert_eq!(place(&json!({"id": 1, "name": "", "x": 1}), &PERSON), Some(String::new()));
    }

    #[test]
    fn values_of_another_kind_are_found_where_they_are() {
        assert_eq!(
            place(&json!([{"id": "1", "name": ""}]), &Shape::List(&PERSON)),
            Some("/0/id".into())
        );
        assert_eq!(place(&json!({"id": 1.5, "name": ""}), &PERSON), Some("/id".into()));
        assert_eq!(place(&json!({"id": 1, "name": 5}), &PERSON), Some("/name".into()));
        assert_eq!(place(&json!(null), &PERSON), Some(String::new()));
        assert_eq!(place(&json!({}), &Shape::List(&PERSON)), Some(String::new()));
        assert_eq!(place(&json!(1), &Shape::Bool), Some(String::new()));
        assert_eq!(place(&json!("c"), &Shape::OneOf(&["a", "b"])), Some(String::new()));
        assert_eq!(place(&json!({"a": []}), &Shape::Map), Some(String::new()));
    }

    #[test]
    fn a_clock_has_seconds_and_three_digits() {
        assert_eq!(place(&json!("1594139170.913"), &Shape::Clock), None);
        for text in ["1594139170", "1594139170.91", "1594139170.9130", ".913", "x.913"] {
            assert_eq!(place(&json!(text), &Shape::Clock), Some(String::new()), "{text}");
        }
    }
}
