//! Rows of an agent's chat list: each shows a chat with the beginning of its last message.

use deskbell_model::limits::{PREVIEW_CHARS_MAX, ROW_TAGS_MAX};
use deskbell_model::{
    AgentId, Chat, ChatId, ChatView, CustomerRef, DepartmentId, DraftBy, Rating, Seconds, Status,
    Tag,
};

use crate::files::with_names;
use crate::json::string;
use crate::object::{Rendered, ToJson, named, object, values};
use crate::schema::{Named, text, word};

/// A chat as a row of an agent's chat list.
#[derive(Clone, Debug)]
pub struct WindowRow<'a> {
    /// The chat of the row.
    pub view: &'a ChatView,
    /// The tags of the chat's customer.
    pub tags: &'a [Tag],
    /// The authors of drafts in the chat: the agent, other agents, or both.
    pub draft: Option<DraftBy>,
}

/// The beginning of a message on a single line, with the names of the message's files.
struct Preview<'a>(&'a str);

impl Preview<'_> {
    fn text(&self) -> String {
        let mut preview = String::new();
        for (number, letter) in with_names(self.0).chars().enumerate() {
            if number == PREVIEW_CHARS_MAX {
                preview.push('…');
                break;
            }
            preview.push(if letter.is_control() { ' ' } else { letter });
        }
        preview
    }
}

values! { |value, out|
    Preview<'_> => string(out, &value.text()), text();
    DraftBy => string(out, value.as_str()), word(DraftBy::ALL.iter().map(|it| it.as_str()));
}

object! {
    "ChatRow" for WindowRow<'_> as row,
    pieces of Chat as chat = row.view.chat, joined by Joined<'_, impl Rendered> {
        piece opening {
            "id": ChatId = chat.id;
            "status": Status = chat.status;
            "assignee": Option<AgentId> = chat.assignee;
            "department": Option<DepartmentId> = chat.department;
            "unread": bool = !chat.read_by_agent => "Whether the chat is unread by the agents.";
            "waitingSince": Option<Seconds> = chat.waiting_since
                => "The time of the customer's first message that has no answer yet.";
            "lastMessageAt": Option<Seconds> = chat.last_message_at;
            "createdAt": Seconds = chat.created_at;
            "snoozedUntil": Option<Seconds> = chat.snoozed_until;
            "rating": Option<Rating> = chat.rating;
        }
        joined customer { "customer": CustomerRef = row.view.customer; }
        joined tags {
            "tags": Vec<&Tag> = row.tags.iter().take(ROW_TAGS_MAX).collect::<Vec<_>>()
                => "The first tags of the customer, at most 8.";
        }
        joined draft {
            "draft": Option<DraftBy> = row.draft
                => "Who has begun an answer: `me`, `others` or `both`.";
        }
        piece closing {
            "lastMessageAgent": Option<AgentId> = chat.last_message_agent
                => "The agent who wrote the last message; null if the customer or a bot did.";
            "preview": Option<Preview<'_>> = chat.last_message_text.as_deref().map(Preview)
                => "The first 160 characters of the last message, with the names of its files.";
        }
    }
}

/// The JSON of the other objects that a row shows.
#[derive(Clone, Copy, Debug)]
pub struct Joined<'a, T> {
    /// The customer, a [`CustomerRef`].
    pub customer: &'a [u8],
    /// The tags of the customer, at most [`ROW_TAGS_MAX`].
    pub tags: T,
    /// The authors of drafts in the chat: the agent, other agents, or both.
    pub draft: Option<DraftBy>,
}

impl Rendered for Option<DraftBy> {
    fn splice(self, out: &mut Vec<u8>) {
        self.write(out);
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<WindowRow<'_>>()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_one_line_of_160_characters() {
        assert_eq!(Preview("a\nb\tc").text(), "a b c");
        assert_eq!(Preview("See:\n\n![\\_a.png](/v1/files/7)").text(), "See:  _a.png");
        let long = "ß".repeat(161);
        assert_eq!(Preview(&long[..320]).text(), "ß".repeat(160));
        assert_eq!(Preview(&long).text(), "ß".repeat(160) + "…");
    }
}
