//! The exact schemas of requests and answers, by name: `components.schemas` of `openapi.json`. The
//! file of a resource defines the resource's schemas; this file defines the schemas that several
//! resources use.
//!
//! The schema of an object in an answer names all keys of the object. Tests refuse an answer with
//! any other key.

use deskbell_model::limits::TEXT_CHARS_MAX;
use deskbell_query::CURSOR_CHARS;
use serde_json::{Map, Value, json};

use crate::schema::{
    Named, about, count, flag, input, like, object, reference, text, text_in, whole,
};
use crate::{
    agents, applications, changes, chats, customers, departments, events, files, inbox, messages,
    organizations, search, tickets, webhooks, widget,
};

/// Returns every schema by its name.
#[must_use]
pub fn schemas() -> Map<String, Value> {
    let named = groups().into_iter().flatten();
    named.map(|(name, schema)| (name.to_owned(), schema)).collect()
}

fn groups() -> [Named; 17] {
    [
        shared(),
        chats::schemas(),
        messages::schemas(),
        customers::schemas(),
        agents::schemas(),
        departments::schemas(),
        applications::schemas(),
        organizations::schemas(),
        health(),
        events::schemas(),
        files::schemas(),
        tickets::schemas(),
        search::schemas(),
        changes::schemas(),
        webhooks::schemas(),
        inbox::schemas(),
        widget::schemas(),
    ]
}

/// Returns the schema of `meta`, the object next to a page's rows.
fn meta() -> Value {
    let total = about(count(), "How many there are on all pages.");
    let next = json!({
        "type": ["string", "null"], "pattern": format!("^[0-9a-f]{{{CURSOR_CHARS}}}$"),
    });
    let says = "The cursor of the next page, null on the last one; only if a cursor was sent. A \
        page may be short or empty before that.";
    input(&["total"], vec![("total", total), ("next", about(next, says))])
}

fn shared() -> Named {
    let pointer = "The place of the fault in the body, as a JSON pointer (RFC 6901).";
    let error = input(
        &["code", "message"],
        vec![
            ("code", like(about(text(), "The fault, for programs."), "validation_error")),
            ("message", like(about(text(), "The fault, for people."), "limit value is invalid")),
            ("pointer", like(about(text(), pointer), "/1/customer")),
        ],
    );
    let errors = json!({"type": "array", "minItems": 1, "items": reference("Error")});
    let errors = about(errors, "An item for each fault.");
    vec![
        ("Error", error),
        ("Errors", object(vec![("errors", errors)])),
        ("Meta", meta()),
        ("Total", object(vec![("total", about(count(), "How many there are."))])),
        ("Done", about(json!({"type": "string", "const": "Ok"}), "Done.")),
        (
            "IdIn",
            about(whole(1, i64::MAX.unsigned_abs()), "An id, as a number or as a text of digits."),
        ),
        (
            "TimeIn",
            about(
                whole(0, u32::MAX.into()),
                "A time in unix seconds, as a number or as a text of digits.",
            ),
        ),
        (
            "TextIn",
            about(text_in(0, TEXT_CHARS_MAX), "A text. A number counts as the text of its digits."),
        ),
        ("FlagIn", about(flag(), "True or false, also as a number or a text.")),
    ]
}

fn health() -> Named {
    let is = |word: &str| object(vec![("status", json!({"type": "string", "const": word}))]);
    vec![("Live", is("ok")), ("Ready", is("ready"))]
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let all = schemas();
        for (name, schema) in &all {
            let mut found = Vec::new();
            references(schema, &mut found);
            for reference in found {
                let known = reference.strip_prefix("#/components/schemas/").unwrap();
                assert!(all.contains_key(known), "{name}: {reference}");
            }
        }
        assert_eq!(groups().iter().map(Vec::len).sum::<usize>(), all.len());
    }
}
