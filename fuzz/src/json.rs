//! Bodies in JSON: each reader of the interface on the same bytes.
//!
//! A reader of a body is one line in [`READERS`]; what must hold beyond its not panicking is the
//! function that the line names.

use deskbell_wire::customers::{custom_data, read_custom_data};
use deskbell_wire::json;
use serde_json::Value;

/// Every reader.
const READERS: [fn(&[u8]); 2] = [texts, customers_data];

pub fn run(input: &[u8]) {
    for reader in READERS {
        reader(input);
    }
}

/// Whatever a text says, it reads back from its JSON as it was.
fn texts(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut out = Vec::new();
    json::string(&mut out, text);
    assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
}

/// Custom data is an object of scalars, and comes back from the text it is kept as.
fn customers_data(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let value = serde_json::from_str::<Value>(text).ok();
    let object = value.as_ref().and_then(Value::as_object);
    let is_scalars = |object: &serde_json::Map<String, Value>| {
        object.values().all(|value| !value.is_array() && !value.is_object())
    };
    let data = read_custom_data(text);
    assert_eq!(data.is_some(), object.is_some_and(is_scalars), "{text:?}");
    if let Some(data) = data {
        let mut kept = Vec::new();
        custom_data(&mut kept, &data);
        let kept = String::from_utf8(kept).unwrap();
        assert_eq!(read_custom_data(&kept), Some(data), "{kept}");
    }
}
