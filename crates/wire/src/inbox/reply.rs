//! Replies and notes that agents post.

use deskbell_model::limits::{MENTIONS_OF_NOTE_MAX, MESSAGE_TEXT_CHARS_MAX};
use deskbell_model::{AgentId, ChatId, MessageId, NewReply};
use serde_json::{Value, json};

use crate::invalid::{InvalidField, Reading};
use crate::messages::{file_ids, file_ids_schema};
use crate::read;
use crate::schema::{Named, about, flag, input, or_null, reference, text_in};

/// Reads the body of `POST /app/v1/chats/{id}/messages`.
///
/// # Errors
/// Every invalid field: files, text, note, seen, anyway, mentions. A reply with files may have no
/// text, and only notes may mention agents.
pub fn read_new(body: &[u8], chat: ChatId) -> Reading<NewReply> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let field = InvalidField::Field;
    let files = body.optional("files", field("files"), file_ids).unwrap_or_default();
    let text = body.optional("text", field("text"), read::text(MESSAGE_TEXT_CHARS_MAX));
    let text = text.unwrap_or_default();
    let is_said = !text.is_empty() || !files.is_empty();
    if !is_said && body.invalid_fields().next().is_none() {
        body.invalid("text", field("text"));
    }
    let note = body.optional("note", field("note"), read::flag);
    let seen = body.optional("seen", field("seen"), read::id(MessageId::new));
    let anyway = body.optional("anyway", field("anyway"), read::flag);
    let is_note = note.unwrap_or_default();
    let mentions = body.optional("mentions", field("mentions"), |value| {
        agents(value).filter(|agents| is_note || agents.is_empty())
    });
    let (anyway, mentions) = (anyway.unwrap_or_default(), mentions.unwrap_or_default());
    let new = NewReply { chat, text, is_note, seen, anyway, files, mentions };
    body.finish(is_said.then_some(new))
}

/// Reads the ids of the agents whom a note mentions, without duplicates.
fn agents(value: &Value) -> Option<Vec<AgentId>> {
    let given = value.as_array().filter(|given| given.len() <= MENTIONS_OF_NOTE_MAX)?;
    let mut ids = Vec::with_capacity(given.len());
    for id in given {
        let id = read::id(AgentId::new)(id)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Some(ids)
}

pub(crate) fn schemas() -> Named {
    let seen = "The last message that you saw. If another agent replied after it: 409 \
                `newer_reply`.";
    let mentions = json!({
        "type": "array", "maxItems": MENTIONS_OF_NOTE_MAX, "items": reference("IdIn"),
    });
    let asked = input(
        &[],
        vec![
            (
                "text",
                about(
                    or_null(text_in(0, MESSAGE_TEXT_CHARS_MAX)),
                    "The text. Required unless there are files.",
                ),
            ),
            ("files", about(or_null(file_ids_schema()), "The ids of files that you uploaded.")),
            ("note", about(or_null(flag()), "Whether this is a note, which only agents see.")),
            ("seen", about(or_null(reference("IdIn")), seen)),
            ("mentions", about(or_null(mentions), "The agents whom a note mentions.")),
            ("anyway", about(or_null(flag()), "Post it although another agent replied.")),
        ],
    );
    vec![("ReplyIn", asked)]
}
