//! What surrounds the conversations: agents, departments, applications, the organization, events,
//! tickets, and what says whether the process lives.

use deskbell_model::Role;
use deskbell_model::limits::TEXT_CHARS_MAX;
use serde_json::json;

use super::Named;
use super::words::{
    about, array, boolean, id, input, object, or_null, page, reference, seconds, text, text_in,
    word,
};

pub(super) fn named() -> Named {
    let agent = object(vec![
        ("id", id()),
        ("name", text()),
        ("email", or_null(text())),
        ("role", word(Role::ALL.iter().map(|it| it.as_str()))),
    ]);
    let department =
        object(vec![("id", id()), ("name", text()), ("agents", array(reference("Agent")))]);
    let application = object(vec![
        ("id", id()),
        ("name", text()),
        ("displayName", or_null(text())),
        ("type", about(text(), "`web`, `ios`, `android` …")),
        ("active", boolean()),
    ]);
    let organization = object(vec![
        ("id", id()),
        ("domain", text()),
        ("teamOnline", boolean()),
        ("chatEnabled", boolean()),
    ]);
    let health = |word: &str| object(vec![("status", json!({"type": "string", "const": word}))]);
    vec![
        ("Agent", agent),
        ("AgentPage", page("Agent")),
        ("Department", department),
        ("DepartmentPage", page("Department")),
        ("Application", application),
        ("ApplicationPage", page("Application")),
        ("Organization", organization),
        ("OrganizationData", object(vec![("data", reference("Organization"))])),
        ("Live", health("ok")),
        ("Ready", health("ready")),
    ]
    .into_iter()
    .chain(events())
    .collect()
}

fn events() -> Named {
    let data = || json!({"type": "object", "minProperties": 1});
    let name = text_in(1, TEXT_CHARS_MAX);
    let new = input(
        &["customer", "name", "data"],
        vec![
            ("customer", reference("IdIn")),
            ("name", name),
            ("data", about(data(), "At most 16 KiB as JSON, without U+0000.")),
        ],
    );
    let event = object(vec![
        ("id", id()),
        ("name", text()),
        ("data", data()),
        ("createdAt", seconds()),
        ("customer", id()),
    ]);
    let ticket = object(vec![
        ("ticket", about(text(), "The value of the streams' parameter `ticket`.")),
        ("expiresAt", about(seconds(), "When it stops opening streams.")),
    ]);
    vec![("Event", event), ("NewEvent", new), ("Ticket", ticket)]
}
