//! The custom data of customers: the JSON in answers, which is also the text in the database.

use deskbell_model::Scalar;
use serde_json::{Value, json};

use crate::json::{bool, int, null, string};
use crate::object::values;

/// Custom data: pairs of a name and a scalar.
pub(crate) struct CustomData<'a>(pub(crate) &'a [(String, Scalar)]);

values! { |value, out|
    CustomData<'_> => custom_data(out, value.0), json!({
        "type": "object",
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    });
}

/// Writes custom data as an object, `{property: value}`. The database stores this text.
pub fn custom_data(out: &mut Vec<u8>, data: &[(String, Scalar)]) {
    out.push(b'{');
    for (index, (property, value)) in data.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        string(out, property);
        out.push(b':');
        scalar(out, value);
    }
    out.push(b'}');
}

fn scalar(out: &mut Vec<u8>, value: &Scalar) {
    match value {
        Scalar::Null => null(out),
        Scalar::Bool(value) => bool(out, *value),
        Scalar::Int(value) => int(out, *value),
        Scalar::Float(value) => {
            // Writing a finite number to a vector cannot fail.
            let _ = serde_json::to_writer(out, value);
        }
        Scalar::Text(value) => string(out, value),
    }
}

/// Reads custom data from its stored text; `None` when the text is not an object of scalars.
#[must_use]
pub fn read_custom_data(text: &str) -> Option<Vec<(String, Scalar)>> {
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    object.into_iter().map(|(property, value)| Some((property, read_scalar(&value)?))).collect()
}

pub(super) fn read_scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::Null => Some(Scalar::Null),
        Value::Bool(value) => Some(Scalar::Bool(*value)),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Some(Scalar::Int(int)),
            None => number.as_f64().map(Scalar::Float),
        },
        Value::String(text) => Some(Scalar::Text(text.clone())),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn custom_data_comes_back_from_the_text_it_is_kept_as() {
        let data = vec![
            ("plan".to_owned(), Scalar::Text("gold \"plus\"".to_owned())),
            ("seats".to_owned(), Scalar::Int(-5)),
            ("rate".to_owned(), Scalar::Float(0.25)),
            ("trial".to_owned(), Scalar::Bool(false)),
            ("ended".to_owned(), Scalar::Null),
        ];
        let mut text = Vec::new();
        custom_data(&mut text, &data);
        assert_eq!(read_custom_data(std::str::from_utf8(&text).unwrap()), Some(data));
        assert_eq!(read_custom_data("[]"), None);
        assert_eq!(read_custom_data("{\"a\":{}}"), None);
    }

    fn any_scalar() -> impl Strategy<Value = Scalar> {
        let finite = any::<f64>().prop_filter("JSON has finite numbers", |it| it.is_finite());
        prop_oneof![
            Just(Scalar::Null),
            any::<bool>().prop_map(Scalar::Bool),
            any::<i64>().prop_map(Scalar::Int),
            finite.prop_map(Scalar::Float),
            any::<String>().prop_map(Scalar::Text),
        ]
    }

    proptest! {
        #[test]
        fn any_custom_data_comes_back_to_the_last_bit_and_in_its_order(
            data in prop::collection::hash_map(any::<String>(), any_scalar(), 0..8),
        ) {
            let data: Vec<_> = data.into_iter().collect();
            let mut text = Vec::new();
            custom_data(&mut text, &data);
            prop_assert_eq!(read_custom_data(std::str::from_utf8(&text).unwrap()), Some(data));
        }
    }
}
