//! Views in JSON: either the name of a view that every agent has, or an object of conditions, which
//! can be stored.

use deskbell_model::limits::{SEARCH_CHARS_MAX, TAG_NAME_CHARS_MAX};
use deskbell_model::{AgentId, CustomerId, DepartmentId, Status};
use deskbell_query::{Assigned, Statuses, View, fold};
use serde_json::{Map, Value, json};

use crate::read;
use crate::schema::{Named, about, array, boolean, input, or_null, reference, text_up_to, word};

const KEYS: [&str; 9] = [
    "statuses",
    "assignee",
    "department",
    "unread",
    "snoozed",
    "blocked",
    "waiting",
    "tag",
    "text",
];
/// The key of the condition that limits a view to one customer's chats.
const CUSTOMER: &str = "customer";

/// The views that every agent has, by name.
const NAMES: [&str; 11] = [
    "mine",
    "unassigned",
    "all",
    "unread",
    "waiting",
    "drafts",
    "mentions",
    "snoozed",
    "closed",
    "blocked",
    "everything",
];

/// Returns the view with this name, for the agent `me`.
fn by_name(name: &str, me: AgentId) -> Option<View> {
    Some(match name {
        "mine" => View { assignee: Some(Assigned::To(me)), ..View::OPEN },
        "unassigned" => View { assignee: Some(Assigned::ToNone), ..View::OPEN },
        "all" => View::OPEN,
        "unread" => View { is_unread: Some(true), ..View::OPEN },
        "waiting" => View { is_waiting: Some(true), ..View::OPEN },
        "drafts" => View { drafted_by: Some(me), ..View::ALL },
        "mentions" => View { mentions: Some(me), ..View::ALL },
        "snoozed" => View { is_snoozed: Some(true), is_blocked: Some(false), ..View::ALL },
        "closed" => View { statuses: Statuses::CLOSED, is_blocked: Some(false), ..View::ALL },
        "blocked" => View { is_blocked: Some(true), ..View::ALL },
        "everything" => View::ALL,
        _ => return None,
    })
}

/// Reads a view for the agent `me`; `None` for any other value.
#[must_use]
pub fn read(value: &Value, me: AgentId) -> Option<View> {
    match value {
        Value::String(name) => by_name(name, me),
        Value::Object(conditions) => of_conditions(conditions, me),
        _ => None,
    }
}

/// Tells whether a value is a view that can be stored: an object of conditions.
#[must_use]
pub fn is_storable(value: &Value) -> bool {
    // The result does not depend on the agent, so any agent will do.
    value.is_object() && AgentId::new(1).is_some_and(|any| read(value, any).is_some())
}

/// Returns the view with these conditions. By default, a view has only active chats that are not
/// snoozed and whose customers are not blocked. The value null under a key removes the condition of
/// the key.
fn of_conditions(conditions: &Map<String, Value>, me: AgentId) -> Option<View> {
    let is_known = |key: &String| KEYS.contains(&key.as_str()) || key == CUSTOMER;
    if !conditions.keys().all(is_known) {
        return None;
    }
    let mut view = View::OPEN;
    for (key, value) in conditions {
        let flag = || if value.is_null() { Some(None) } else { value.as_bool().map(Some) };
        match key.as_str() {
            "statuses" if value.is_null() => view.statuses = Statuses::ALL,
            "statuses" => view.statuses = statuses(value)?,
            "assignee" => view.assignee = assigned(value, |it| agent(it, me))?,
            "department" => view.department = assigned(value, read::id(DepartmentId::new))?,
            "unread" => view.is_unread = flag()?,
            "snoozed" => view.is_snoozed = flag()?,
            "blocked" => view.is_blocked = flag()?,
            "waiting" => view.is_waiting = flag()?,
            "tag" if value.is_null() => {}
            "tag" => view.tag = Some(read::text(TAG_NAME_CHARS_MAX)(value)?),
            "text" if value.is_null() => {}
            "text" => view.text = Some(text(value)?),
            _ => view.customer = Some(read::id(CustomerId::new)(value)?),
        }
    }
    Some(view)
}

/// Reads and folds the text of a search; `None` if the folded text is empty, as for a text of only
/// accents.
fn text(value: &Value) -> Option<String> {
    let text = read::text(SEARCH_CHARS_MAX)(value)?;
    let folded = fold(text.trim()).into_owned();
    (!folded.is_empty()).then_some(folded)
}

fn statuses(value: &Value) -> Option<Statuses> {
    let named = value.as_array()?.iter();
    let named: Option<Vec<_>> = named.map(|it| Status::parse(it.as_str()?)).collect();
    named.filter(|all| !all.is_empty()).map(|all| Statuses::of(&all))
}

fn agent(value: &Value, me: AgentId) -> Option<AgentId> {
    if value == "me" { Some(me) } else { read::id(AgentId::new)(value) }
}

fn assigned<I>(value: &Value, id: impl FnOnce(&Value) -> Option<I>) -> Option<Option<Assigned<I>>> {
    Some(match value {
        Value::Null => None,
        value if value == "none" => Some(Assigned::ToNone),
        value if value == "any" => Some(Assigned::ToAny),
        value => Some(Assigned::To(id(value)?)),
    })
}

pub(crate) fn schemas() -> Named {
    let words = |words: &[&str]| word(words.iter().copied());
    let assigned = |more: &[&str]| {
        let words = words(&[&["none", "any"], more].concat());
        or_null(json!({"anyOf": [words, reference("IdIn")]}))
    };
    let mut statuses = array(reference("Status"));
    statuses["minItems"] = json!(1);
    let says = "By default new, opened, pending and on hold; null for all.";
    let mut conditions = input(
        &[],
        vec![
            ("statuses", about(or_null(statuses), says)),
            ("assignee", about(assigned(&["me"]), "The agent who is responsible for the chat.")),
            (
                "department",
                about(assigned(&[]), "The department that is responsible for the chat."),
            ),
            ("unread", about(or_null(boolean()), "Whether the chat is unread by the agents.")),
            ("snoozed", about(or_null(boolean()), "False by default; null for both.")),
            ("blocked", about(or_null(boolean()), "False by default; null for both.")),
            ("waiting", about(or_null(boolean()), "Whether the customer waits for an answer.")),
            ("tag", about(or_null(json!({"type": "string"})), "A tag of the customer.")),
            (
                "text",
                about(
                    or_null(text_up_to(SEARCH_CHARS_MAX)),
                    "A text that a field of the customer contains, such as the name, the \
                     company, the notes, a value of the custom data or a tag.",
                ),
            ),
            ("customer", about(reference("IdIn"), "The customer.")),
        ],
    );
    conditions["additionalProperties"] = json!(false);
    let view = json!({"anyOf": [words(&NAMES), conditions]});
    vec![("View", about(view, "One of the views that every agent has, or conditions."))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn me() -> AgentId {
        AgentId::new(5).unwrap()
    }

    fn view(value: Value) -> Option<View> {
        read(&value, me())
    }

    #[test]
    fn every_name_is_a_view_and_another_is_none() {
        assert!(NAMES.iter().all(|name| view(json!(name)).is_some()));
        let mine = view(json!("mine")).unwrap();
        assert_eq!(mine, view(json!({"assignee": "me"})).unwrap());
        assert_eq!(mine, view(json!({"assignee": 5})).unwrap());
        for bad in [json!("Mine"), json!(""), json!(1), json!(null), json!([])] {
            assert_eq!(view(bad.clone()), None, "{bad}");
        }
    }

    #[test]
    fn a_view_leaves_out_what_is_snoozed_blocked_or_over_unless_it_asks_for_it() {
        assert_eq!(view(json!({})), Some(View::OPEN));
        let all = json!({"statuses": null, "snoozed": null, "blocked": null, "tag": null});
        assert_eq!(view(all), Some(View::ALL));
        let one = view(json!({"statuses": ["closed"], "department": "any", "tag": "vip"})).unwrap();
        assert_eq!(one.statuses, Statuses::of(&[Status::Closed]));
        assert_eq!((one.department, one.tag.as_deref()), (Some(Assigned::ToAny), Some("vip")));
        assert_eq!(view(json!({"text": " Straße "})).unwrap().text.as_deref(), Some("strasse"));
        assert_eq!(view(json!({"text": null})), Some(View::OPEN));
    }

    #[test]
    fn a_condition_that_is_none_makes_no_view() {
        for bad in [
            json!({"statuses": []}),
            json!({"statuses": ["open"]}),
            json!({"assignee": "you"}),
            json!({"department": "me"}),
            json!({"unread": 1}),
            json!({"mine": true}),
            json!({"customer": null}),
            json!({"text": " "}),
            json!({"text": "\u{301}"}),
            json!({"text": "a".repeat(SEARCH_CHARS_MAX + 1)}),
        ] {
            assert_eq!(view(bad.clone()), None, "{bad}");
            assert!(!is_storable(&bad));
        }
        assert!(is_storable(&json!({"assignee": "me"})) && !is_storable(&json!("mine")));
    }
}
