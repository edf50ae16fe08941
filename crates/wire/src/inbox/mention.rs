//! Mentions: an agent's own mention, and the notice that a mention began or ended.

use deskbell_model::{AgentId, ChatId, Mention, MessageId, Seconds};

use crate::object::{named, object, write};
use crate::schema::Named;

object! {
    "Mention" for Mention as mention {
        "agent": AgentId = mention.by => "Who wrote the note.";
        "message": MessageId = mention.message;
        "createdAt": Seconds = mention.created_at;
    }
}

/// The notice that an agent's mention in a chat began or ended.
struct Notice<'m> {
    mention: &'m Mention,
    is_there: bool,
}

object! {
    "MentionNotice" for Notice<'_> as notice {
        "chat": ChatId = notice.mention.chat;
        "agent": AgentId = notice.mention.agent => "Who is mentioned.";
        "by": AgentId = notice.mention.by => "Who wrote the note.";
        "message": MessageId = notice.mention.message;
        "mentioned": bool = notice.is_there => "Whether the mention is there now.";
    }
}

/// Writes the notice that an agent's mention in a chat began or ended.
pub fn write_change(out: &mut Vec<u8>, mention: &Mention, is_there: bool) {
    write(out, &Notice { mention, is_there });
}

pub(crate) fn schemas() -> Named {
    vec![named::<Mention>(), named::<Notice<'_>>()]
}
