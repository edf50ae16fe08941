//! Changes of single custom data properties in the model (contract §8).

use serde_json::{Map, Value, json};

use super::desk::Desk;
use super::people::custom_data;
use super::words::{ANY_MESSAGE, Answer, Faults, ok, refuse};

/// Parses custom data whose values may be null.
fn properties(value: &Value) -> Option<Map<String, Value>> {
    let mut read = Map::new();
    match value {
        Value::Object(object) => read.clone_from(object),
        Value::Array(items) => {
            for item in items {
                read.insert(item.get("property")?.as_str()?.to_owned(), item.get("value")?.clone());
            }
        }
        _ => return None,
    }
    let is_scalar = |value: &Value| {
        let one = json!({ "one": value });
        value.is_null() || custom_data(&one).is_some()
    };
    read.values().all(is_scalar).then_some(read)
}

impl Desk {
    /// Sets the named properties; null removes a property.
    pub fn patch_data(&mut self, path: &str, body: &str) -> Result<Answer, Answer> {
        let invalid = || refuse(400, "invalid_request", ANY_MESSAGE);
        let body: Value = serde_json::from_str(body).map_err(|_| invalid())?;
        if !body.is_object() && !body.is_array() {
            return Err(invalid());
        }
        let mut faults = Faults::default();
        let named = faults.need(properties(&body), |it| it.field("customData"));
        faults.none()?;
        let id = self.known_customer(path)?;
        let before = self.customer(id);
        let data = &mut self.customers.get_mut(&id).expect("it is there").custom_data;
        let data = data.as_object_mut().expect("an object");
        for (property, value) in named.unwrap_or_default() {
            if value.is_null() {
                data.shift_remove(&property);
            } else {
                data.insert(property, value);
            }
        }
        if self.customer(id) != before {
            let object = self.customer(id);
            self.tell("customer.updated", object);
        }
        ok(self.customer(id))
    }
}
