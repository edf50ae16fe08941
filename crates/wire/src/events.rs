//! Events of customers, as pages and programs report them, in JSON (contract §3, §5).

use deskbell_model::limits::{EVENT_DATA_BYTES_MAX, TEXT_CHARS_MAX};
use deskbell_model::{CustomerId, Event, EventId, NewEvent, Seconds};
use serde_json::{Value, json};

use crate::invalid::{InvalidField, Reading};
use crate::json::raw;
use crate::object::{HasSchema, named, object, values};
use crate::read;
use crate::schema::{Named, about, input, reference, text_in};

/// The data of an event, as its stored JSON.
struct Data<'a>(&'a str);

values! { |value, out|
    Data<'_> => raw(out, value.0), json!({"type": "object", "minProperties": 1});
}

object! {
    "Event" for Event as event {
        "id": EventId = event.id;
        "name": String = event.new.name;
        "data": Data<'_> = Data(&event.new.data);
        "createdAt": Seconds = event.created_at;
        "customer": CustomerId = event.new.customer;
    }
}

pub(crate) fn schemas() -> Named {
    let data = about(Data::schema(), "At most 16 KiB as JSON, without U+0000.");
    let name = text_in(1, TEXT_CHARS_MAX);
    let new = input(
        &["customer", "name", "data"],
        vec![("customer", reference("IdIn")), ("name", name), ("data", data)],
    );
    vec![named::<Event>(), ("NewEvent", new)]
}

/// Reads the body of `POST /v1/events`.
///
/// # Errors
/// Every invalid field, in the order of an event's keys: name, data, customer.
pub fn read_new(body: &[u8]) -> Reading<NewEvent> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let name = body.required("name", InvalidField::Field("name"), event_name);
    let data = body.required("data", InvalidField::Field("data"), event_data);
    let customer =
        body.required("customer", InvalidField::Field("customer"), read::id(CustomerId::new));
    let new = name.zip(data).zip(customer);
    body.finish(new.map(|((name, data), customer)| NewEvent { name, data, customer }))
}

pub(crate) fn event_name(value: &Value) -> Option<String> {
    read::text(TEXT_CHARS_MAX)(value).filter(|name| !name.is_empty())
}

/// Reads a non-empty object without U+0000, of at most [`EVENT_DATA_BYTES_MAX`]; returns the
/// object's JSON.
pub(crate) fn event_data(value: &Value) -> Option<String> {
    let says = value.as_object().is_some_and(|object| !object.is_empty());
    if !says || has_nul(value) {
        return None;
    }
    Some(value.to_string()).filter(|text| text.len() <= EVENT_DATA_BYTES_MAX)
}

/// Tells whether any text of a value contains U+0000. The recursion is bounded, because the parser
/// limits the depth of a body.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.contains('\0') || has_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invalid::only;

    fn read(body: &Value) -> Result<NewEvent, Vec<InvalidField>> {
        only(read_new(body.to_string().as_bytes()))
    }

    #[test]
    fn data_is_an_object_that_says_something_within_16_kib() {
        let body = |data: Value| json!({"name": "n", "customer": 1, "data": data});
        // The JSON around the text has 8 characters.
        let text = "x".repeat(16 * 1024 - 8);
        assert!(read(&body(json!({"a": text}))).is_ok());
        for data in [
            json!({"a": text + "x"}),
            json!({}),
            json!([1]),
            json!("{}"),
            json!(null),
            json!({"a": {"b": ["\0"]}}),
            json!({"a\0": 1}),
        ] {
            assert_eq!(read(&body(data)), Err(vec![InvalidField::Field("data")]));
        }
        let told = read(&body(json!({"z": 1, "a": [{"deep": null}]}))).unwrap();
        assert_eq!(told.data, r#"{"z":1,"a":[{"deep":null}]}"#);
    }

    #[test]
    fn what_is_missing_is_told_in_the_order_of_an_events_keys() {
        let invalid_fields = ["name", "data", "customer"].map(InvalidField::Field).to_vec();
        assert_eq!(read(&json!({})), Err(invalid_fields.clone()));
        assert_eq!(read(&json!({"name": "", "data": 1, "customer": 0})), Err(invalid_fields));
    }
}
