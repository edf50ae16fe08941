//! Replies and notes that agents post.

use deskbell_model::limits::MESSAGE_TEXT_CHARS_MAX;
use deskbell_model::{ChatId, MessageId, NewReply};

use crate::invalid::{InvalidField, Reading};
use crate::read;
use crate::schema::{Named, about, flag, input, or_null, reference, text_in};

/// Reads the body of `POST /app/v1/chats/{id}/messages`.
///
/// # Errors
/// Every invalid field: text, note, seen, anyway.
pub fn read_new(body: &[u8], chat: ChatId) -> Reading<NewReply> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let field = InvalidField::Field;
    let text = body.required("text", field("text"), |value| {
        read::text(MESSAGE_TEXT_CHARS_MAX)(value).filter(|text| !text.is_empty())
    });
    let note = body.optional("note", field("note"), read::flag);
    let seen = body.optional("seen", field("seen"), read::id(MessageId::new));
    let anyway = body.optional("anyway", field("anyway"), read::flag);
    let is_note = note.unwrap_or_default();
    let anyway = anyway.unwrap_or_default();
    body.finish(text.map(|text| NewReply { chat, text, is_note, seen, anyway }))
}

pub(crate) fn schemas() -> Named {
    let seen = "The last message that you saw. If another agent replied after it: 409 \
                `newer_reply`.";
    let asked = input(
        &["text"],
        vec![
            ("text", text_in(1, MESSAGE_TEXT_CHARS_MAX)),
            ("note", about(or_null(flag()), "Whether it is a note, for agents alone.")),
            ("seen", about(or_null(reference("IdIn")), seen)),
            ("anyway", about(or_null(flag()), "Post it although another agent replied.")),
        ],
    );
    vec![("ReplyIn", asked)]
}
