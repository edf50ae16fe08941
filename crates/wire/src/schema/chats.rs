//! Chats: what is written, and what may be set.

use deskbell_model::{CreatedWith, Rating, Side, Status};
use serde_json::Value;

use super::Named;
use super::words::{
    about, boolean, id, input, like, object, or_null, page, page_with_total, reference, seconds,
    text, whole, word, words_in_any_case,
};

/// The names of a status that are read beside those that are written.
const OTHER_NAMES: [&str; 3] = ["open", "on-hold", "onhold"];

pub(super) fn named() -> Named {
    let customer = object(vec![
        ("id", id()),
        ("name", or_null(text())),
        ("email", or_null(text())),
        ("userId", about(or_null(text()), "The customer's id in your own system.")),
    ]);
    let department = object(vec![("id", id()), ("name", text())]);
    vec![
        ("Chat", chat()),
        ("ChatCustomer", about(customer, "Whose chat it is.")),
        ("ChatDepartment", department),
        ("ChatPage", page("Chat")),
        ("FoundChats", page_with_total("Chat")),
        ("Status", about(word(Status::ALL.iter().map(|it| it.as_str())), "Where a chat stands.")),
        ("Rating", word(Rating::ALL.iter().map(|it| it.as_str()))),
        ("StatusIn", status_in(6)),
        ("RatingIn", rating_in()),
        ("NewChat", new_chat()),
    ]
    .into_iter()
    .chain(sets())
    .collect()
}

fn chat() -> Value {
    let time = |what| about(or_null(seconds()), what);
    object(vec![
        ("id", like(id(), 5_217_453)),
        ("closedBy", or_null(word(Side::ALL.iter().map(|it| it.as_str())))),
        ("lastCustomerMessageAt", time("When its customer last wrote.")),
        ("status", reference("Status")),
        ("notes", about(or_null(text()), "The customer's notes.")),
        ("closedAt", time("When it was closed.")),
        ("rating", or_null(reference("Rating"))),
        ("createdAt", about(seconds(), "When it began.")),
        ("lastMessageAt", time("When a customer or an agent last wrote.")),
        ("snoozedUntil", time("Until when it is snoozed.")),
        ("lastMessageText", or_null(text())),
        ("lastMessageId", or_null(id())),
        ("lastCommunicatedAgentId", about(or_null(id()), "The agent who last wrote.")),
        (
            "agents",
            about(
                super::array(reference("Agent")),
                "Who wrote in it, in the order they first did.",
            ),
        ),
        ("customer", reference("ChatCustomer")),
        ("assignee", about(or_null(reference("Agent")), "Who is to answer.")),
        (
            "department",
            about(or_null(reference("ChatDepartment")), "Which department is to answer."),
        ),
        ("applicationId", about(id(), "The site or app it runs in.")),
        ("createdWith", word(CreatedWith::ALL.iter().map(|it| it.as_str()))),
        ("readByAgent", boolean()),
        ("readByCustomer", boolean()),
    ])
}

/// A status by its names, in any case, or by its number up to this one: `empty` is the last.
pub(super) fn status_in(most: usize) -> Value {
    let names: Vec<_> = Status::ALL.iter().take(most).map(|it| it.as_str()).collect();
    let names: Vec<_> = names.into_iter().chain(OTHER_NAMES).collect();
    let mut any = words_in_any_case(&names);
    let numbers = whole(1, most as u64);
    if let (Some(any), Some(numbers)) = (any["anyOf"].as_array_mut(), numbers["anyOf"].as_array()) {
        any.extend(numbers.iter().cloned());
    }
    about(any, "A status by its name, in any case, or by its number.")
}

pub(super) fn rating_in() -> Value {
    let names: Vec<_> = Rating::ALL.iter().map(|it| it.as_str()).collect();
    about(words_in_any_case(&names), "A rating, in any case.")
}

fn new_chat() -> Value {
    input(
        &["customer", "application"],
        vec![
            ("customer", reference("IdIn")),
            ("application", about(reference("IdIn"), "The first of an organization is 1.")),
            ("assignee", or_null(reference("IdIn"))),
            ("department", or_null(reference("IdIn"))),
        ],
    )
}

/// What `PUT /v1/chats/…` takes: with the chat's id, and without it where the path has it.
fn sets() -> Named {
    let until = about(
        or_null(reference("TimeIn")),
        "A time that is yet to come; null ends the snooze. A time that has passed is refused.",
    );
    let values = [
        ("SetStatus", Some("SetStatusById"), "status", reference("StatusIn")),
        ("SetAssignee", Some("SetAssigneeById"), "assignee", or_null(reference("IdIn"))),
        ("SetDepartment", Some("SetDepartmentById"), "department", or_null(reference("IdIn"))),
        ("Snooze", None, "snoozedUntil", until),
        ("Rate", None, "rating", reference("RatingIn")),
        ("SetRead", None, "read", reference("FlagIn")),
    ];
    let mut named = Vec::new();
    for (name, by_id, field, value) in values {
        if let Some(by_id) = by_id {
            named.push((by_id, input(&[field], vec![(field, value.clone())])));
        }
        let chat = about(reference("IdIn"), "The chat.");
        named.push((name, input(&["id", field], vec![("id", chat), (field, value)])));
    }
    named
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_that_may_be_set_is_any_but_empty() {
        assert_eq!(Status::ALL.last(), Some(&Status::Empty));
        assert_eq!(Status::ALL.len(), 7);
        let text = status_in(6).to_string();
        assert!(!text.contains("empty") && text.contains("no communication"), "{text}");
        assert_eq!(status_in(7)["anyOf"][2], json!(whole(1, 7)["anyOf"][0]));
    }
}
