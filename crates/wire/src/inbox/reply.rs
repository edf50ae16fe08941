//! Replies and notes that agents post.

use deskbell_model::limits::MESSAGE_TEXT_CHARS_MAX;
use deskbell_model::{ChatId, MessageId, NewReply};

use crate::invalid::{InvalidField, Reading};
use crate::messages::{file_ids, file_ids_schema};
use crate::read;
use crate::schema::{Named, about, flag, input, or_null, reference, text_in};

/// Reads the body of `POST /app/v1/chats/{id}/messages`.
///
/// # Errors
/// Every invalid field: files, text, note, seen, anyway. A reply with files may have no text.
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
    let anyway = anyway.unwrap_or_default();
    body.finish(is_said.then_some(NewReply { chat, text, is_note, seen, anyway, files }))
}

pub(crate) fn schemas() -> Named {
    let seen = "The last message that you saw. If another agent replied after it: 409 \
                `newer_reply`.";
    let asked = input(
        &[],
        vec![
            (
                "text",
                about(or_null(text_in(0, MESSAGE_TEXT_CHARS_MAX)), "Without files it is needed."),
            ),
            ("files", about(or_null(file_ids_schema()), "The ids of files that you uploaded.")),
            ("note", about(or_null(flag()), "Whether it is a note, for agents alone.")),
            ("seen", about(or_null(reference("IdIn")), seen)),
            ("anyway", about(or_null(flag()), "Post it although another agent replied.")),
        ],
    );
    vec![("ReplyIn", asked)]
}
