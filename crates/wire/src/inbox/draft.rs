//! Drafts: an agent's own draft with its text, and the notice to other agents that a draft was
//! begun or ended.

use deskbell_model::limits::DRAFT_BYTES_MAX;
use deskbell_model::{AgentId, ChatId, ReplyDraft, Seconds};

use crate::invalid::{InvalidField, Reading};
use crate::object::{named, object, write};
use crate::read;
use crate::schema::{Named, about, flag, input, or_null, text_up_to};

object! {
    "Draft" for ReplyDraft as draft {
        "text": String = draft.text;
        "note": bool = draft.is_note => "Whether the draft is for a note.";
        "updatedAt": Seconds = draft.updated_at;
    }
}

/// The notice that an agent's draft in a chat was begun or ended.
struct Notice {
    chat: ChatId,
    agent: AgentId,
    is_there: bool,
}

object! {
    "DraftNotice" for Notice as notice {
        "chat": ChatId = notice.chat;
        "agent": AgentId = notice.agent;
        "draft": bool = notice.is_there => "Whether the draft is there now.";
    }
}

/// Writes the notice that an agent's draft in a chat was begun (`is_there`) or ended.
pub fn write_change(out: &mut Vec<u8>, chat: ChatId, agent: AgentId, is_there: bool) {
    write(out, &Notice { chat, agent, is_there });
}

/// Reads the body of `PUT /app/v1/chats/{id}/draft`: the text, and whether the draft is a note.
///
/// # Errors
/// Every invalid field: text, note.
pub fn read_draft(body: &[u8]) -> Reading<(String, bool)> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let text = body.required("text", InvalidField::Field("text"), |value| {
        read::text(DRAFT_BYTES_MAX)(value).filter(|text| text.len() <= DRAFT_BYTES_MAX)
    });
    let note = body.optional("note", InvalidField::Field("note"), read::flag);
    body.finish(text.map(|text| (text, note.unwrap_or_default())))
}

pub(crate) fn schemas() -> Named {
    let text =
        about(text_up_to(DRAFT_BYTES_MAX), "At most 64 KiB. An empty text deletes the draft.");
    let note = about(or_null(flag()), "Whether the draft is for a note.");
    let asked = input(&["text"], vec![("text", text), ("note", note)]);
    vec![named::<ReplyDraft>(), named::<Notice>(), ("DraftIn", asked)]
}
