//! What the contract's JSON looks like, as JSON Schema (2020-12, the dialect of OpenAPI 3.1): of
//! what is written, and of what is read, to the letter. It stands beside the writers and readers
//! that it describes; which operation takes or answers what is not known here.
//!
//! A written object is described with all of its keys. Every answer of the tests is held against
//! these descriptions with no key beside them allowed.

mod changes;
mod chats;
mod customers;
mod desk;
mod messages;
mod search;
mod webhooks;
mod words;

use serde_json::{Map, Value};

pub use words::{array, at, cursor, id, reference, seconds, text_up_to, whole, words_in_any_case};

/// Every description that has a name, by its name.
#[must_use]
pub fn all() -> Map<String, Value> {
    let groups = [
        words::named(),
        chats::named(),
        messages::named(),
        customers::named(),
        desk::named(),
        search::named(),
        changes::named(),
        webhooks::named(),
    ];
    let named = groups.into_iter().flatten();
    named.map(|(name, schema)| (name.to_owned(), schema)).collect()
}

type Named = Vec<(&'static str, Value)>;

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reference in it.
    fn references<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
        match schema {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_name_is_given_once_and_whatever_is_referred_to_is_there() {
        let all = all();
        for (name, schema) in &all {
            let mut found = Vec::new();
            references(schema, &mut found);
            for reference in found {
                let known = reference.strip_prefix("#/components/schemas/").unwrap();
                assert!(all.contains_key(known), "{name}: {reference}");
            }
        }
        let groups = [words::named(), chats::named(), messages::named(), customers::named()];
        let more = [desk::named(), search::named(), changes::named(), webhooks::named()];
        assert_eq!(groups.iter().chain(&more).map(Vec::len).sum::<usize>(), all.len());
    }
}
