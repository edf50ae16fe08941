//! Changes: each kind with the object that it tells of.

use deskbell_model::Kind;
use serde_json::{Value, json};

use super::Named;
use super::words::{about, array, count, id, object, or_null, reference, seconds, text, word};

/// What is told of: the name of its description, and what its kinds begin with.
const TOLD: [(&str, &str, &str); 8] = [
    ("ChatChange", "Chat", "chat."),
    ("MessageChange", "Message", "message."),
    ("CustomerChange", "Customer", "customer."),
    ("EventChange", "Event", "event."),
    ("AgentChange", "Agent", "agent."),
    ("DepartmentChange", "Department", "department."),
    ("ApplicationChange", "Application", "application."),
    ("WebhookChange", "Webhook", "webhook."),
];

pub(super) fn named() -> Named {
    let erased = object(vec![("id", id())]);
    let next = about(count(), "What to send as `after` to read on.");
    let history = "The history in which these are numbers: sent as `history`, no other is told \
                   instead.";
    let history = about(text(), history);
    let mut named = vec![
        ("Change", json!({"anyOf": forms()})),
        ("Erased", about(erased, "All that is told of what was erased.")),
        ("Reset", reset()),
        (
            "ChangePage",
            object(vec![
                ("data", array(reference("Change"))),
                ("meta", object(vec![("next", next), ("history", history)])),
            ]),
        ),
    ];
    for (name, of, prefix) in TOLD {
        let kinds = Kind::ALL.iter().map(|kind| kind.as_str());
        let kinds = kinds.filter(|kind| kind.starts_with(prefix));
        let told = json!({"anyOf": [reference(of), reference("Erased")]});
        let told = about(or_null(told), "As its GET showed it then; null if it was erased since.");
        named.push((name, change(word(kinds), told)));
    }
    named
}

fn forms() -> Vec<Value> {
    let told = TOLD.iter().map(|(name, ..)| reference(name));
    told.chain([reference("Reset")]).collect()
}

fn change(kind: Value, told: Value) -> Value {
    object(vec![
        ("seq", about(id(), "Its number: dense, in the order of what happened.")),
        ("at", about(seconds(), "When it was recorded.")),
        ("kind", kind),
        ("object", told),
    ])
}

fn reset() -> Value {
    let kind = json!({"type": "string", "const": Kind::Reset.as_str()});
    about(
        change(kind, json!({"type": "null"})),
        "More happened than is told one by one: read everything again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_described_once() {
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Reset) {
            let of = TOLD.iter().filter(|(_, _, prefix)| kind.as_str().starts_with(prefix));
            assert_eq!(of.count(), 1, "{}", kind.as_str());
        }
    }
}
