//! The JSON of an object without the other objects that the JSON shows, such as a chat's customer.
//! When a customer changes, the feed records no change of the customer's chats. So the recorded
//! JSON of a chat can show outdated data of the customer, and comparisons leave the customer out.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The keys under which an object shows other objects.
const OTHERS: [&str; 6] = ["agent", "agents", "assignee", "customer", "department", "tags"];

/// The keys of a chat's JSON whose values depend on the chat's messages. When only these values
/// change, no change of the chat is recorded.
const SAID: [&str; 7] = [
    "lastCustomerMessageAt",
    "lastMessageAt",
    "lastMessageText",
    "lastMessageId",
    "lastCommunicatedAgentId",
    "readByAgent",
    "readByCustomer",
];

/// Returns the JSON that [`own`] returns for a chat, without the keys that messages change.
#[must_use]
pub fn lasting(json: &[u8]) -> Option<String> {
    let mut chat: Map<String, Value> = serde_json::from_str(&own(json)?).ok()?;
    chat.retain(|key, _| !SAID.contains(&key.as_str()));
    serde_json::to_string(&chat).ok()
}

/// Returns an object's JSON with ids or names in place of the other objects that the JSON shows.
/// Returns `None` when the JSON is not an object. A chat's `notes` are left out, since they belong
/// to the customer.
#[must_use]
pub fn own(json: &[u8]) -> Option<String> {
    let mut object: Map<String, Value> = serde_json::from_slice(json).ok()?;
    for (key, value) in &mut object {
        match value {
            _ if !OTHERS.contains(&key.as_str()) => {}
            Value::Array(others) => others.iter_mut().for_each(name_alone),
            value => name_alone(value),
        }
    }
    if object.contains_key("lastMessageText") {
        // Only a chat has this key.
        object.shift_remove("notes");
    }
    serde_json::to_string(&object).ok()
}

/// Returns the keys of an object, and of its inner objects `customer` and `location`.
#[must_use]
pub fn keys(json: &[u8]) -> BTreeSet<String> {
    let object: Map<String, Value> = serde_json::from_slice(json).unwrap_or_default();
    let mut keys: BTreeSet<String> = object.keys().cloned().collect();
    for within in ["customer", "location"] {
        let inner = object.get(within).and_then(Value::as_object);
        keys.extend(inner.into_iter().flat_map(Map::keys).map(|key| format!("{within}.{key}")));
    }
    keys
}

fn name_alone(value: &mut Value) {
    let name = value.get("id").or_else(|| value.get("name"));
    if let Some(name) = name.cloned() {
        *value = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_their_ids_and_everything_else_stays() {
        let chat = br#"{"id":1,"notes":"n","lastMessageText":"a","agents":[{"id":3,"name":"x"}],
            "customer":{"id":2,"name":"y"},"assignee":null}"#;
        let expected =
            r#"{"id":1,"lastMessageText":"a","agents":[3],"customer":2,"assignee":null}"#;
        assert_eq!(own(chat).as_deref(), Some(expected));
        let expected = r#"{"id":1,"agents":[3],"customer":2,"assignee":null}"#;
        assert_eq!(lasting(chat).as_deref(), Some(expected));
        let customer = br#"{"id":2,"notes":"n","customData":{"id":7},"tags":[{"name":"vip"}]}"#;
        let expected = r#"{"id":2,"notes":"n","customData":{"id":7},"tags":["vip"]}"#;
        assert_eq!(own(customer).as_deref(), Some(expected));
        let location = br#"{"id":2,"location":{"city":null},"customData":{"a":7}}"#;
        let expected = ["customData", "id", "location", "location.city"];
        assert!(keys(location).iter().eq(expected), "{:?}", keys(location));
        assert_eq!(own(b"[1]"), None);
        assert_eq!(own(b"{\"id\":1"), None);
    }
}
