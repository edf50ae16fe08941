//! Messages: what is written, and what may be posted.

use deskbell_model::limits::MESSAGE_TEXT_CHARS_MAX;
use deskbell_model::message::kind;
use deskbell_model::{BroadcastType, Side};
use serde_json::{Value, json};

use super::Named;
use super::words::{
    about, array, at, boolean, count, id, input, like, object, or_null, reference, text, text_in,
    word,
};

pub(super) fn named() -> Named {
    let agent = object(vec![("id", id()), ("name", text())]);
    let list = about(array(reference("Message")), "One page, the newest first.");
    let total = about(count(), "How many messages the chat has.");
    let again = about(array(reference("Message")), "The same page again.");
    let mut page = object(vec![("messages", list), ("total", total), ("data", again)]);
    page["properties"]["meta"] = about(reference("Meta"), "Where a cursor was sent.");
    vec![
        ("Message", message()),
        ("MessageAgent", agent),
        ("MessagePage", page),
        ("NewMessage", new_message()),
    ]
}

fn message() -> Value {
    let kinds = "`message`, `private` (for agents alone), `email`, `knowledgeBase`, `tech` (of the \
                 system, its text is a key); imported messages may have others.";
    let broadcasts = BroadcastType::ALL.iter().map(|it| it.as_str());
    let changed = "The last change, and being read is one; null when nothing has changed yet.";
    object(vec![
        ("id", like(id(), 9_577_571)),
        ("agent", about(or_null(reference("MessageAgent")), "Null unless an agent wrote it.")),
        ("type", like(about(text(), kinds), "message")),
        ("text", or_null(text())),
        ("read", about(boolean(), "Whether the other side has read it.")),
        ("createdAt", like(about(at(), "Unix seconds and milliseconds."), "1594139170.913")),
        ("updatedAt", about(or_null(at()), changed)),
        ("edited", about(boolean(), "Whether its text was changed.")),
        ("broadcastType", or_null(word(broadcasts))),
        ("chat", id()),
        ("from", about(word(Side::ALL.iter().map(|it| it.as_str())), "Which side wrote it.")),
    ])
}

fn new_message() -> Value {
    let said = || or_null(text_in(0, MESSAGE_TEXT_CHARS_MAX));
    let one = |name: &str| {
        let filled = json!({"type": ["string", "number"], "minLength": 1});
        json!({"required": [name], "properties": {name: filled}})
    };
    let mut body = input(
        &["chat"],
        vec![
            ("chat", reference("IdIn")),
            ("text", about(said(), "What it says.")),
            ("markdownText", about(said(), "What it says instead, unless it is empty.")),
            ("type", or_null(word([kind::MESSAGE, kind::PRIVATE]))),
            (
                "agent",
                about(
                    or_null(reference("IdIn")),
                    "Who writes it. Without one it is the customer, or, if it is private, nobody \
                     in particular on the agents' side.",
                ),
            ),
        ],
    );
    body["anyOf"] = json!([one("text"), one("markdownText")]);
    body
}
