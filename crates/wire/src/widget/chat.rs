//! Chats as visitors see them.

use std::borrow::Cow;

use deskbell_model::limits::VISITOR_PREVIEW_CHARS;
use deskbell_model::{ChatId, ChatView, Rating, Seconds, Status, rules};

use crate::files::with_names;
use crate::object::object;

/// An agent as visitors see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorAgent<'a> {
    /// The name.
    pub name: Cow<'a, str>,
}

object! {
    "VisitorAgent" for VisitorAgent<'_> as agent {
        "name": &str = &*agent.name;
    }
}

/// A chat as its visitor sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorChat<'a> {
    /// The id.
    pub id: ChatId,
    /// False once the chat is closed.
    pub is_open: bool,
    /// The agent who answers.
    pub agent: Option<VisitorAgent<'a>>,
    /// The rating.
    pub rating: Option<Rating>,
    /// True if the visitor may rate the chat now.
    pub is_ratable: bool,
    /// The number of messages that the visitor has not read; `None` if they were not counted.
    pub unread: Option<u64>,
    /// The time of creation.
    pub created_at: Seconds,
    /// The time of the last message.
    pub last_message_at: Option<Seconds>,
    /// The beginning of the last message.
    pub preview: Option<Cow<'a, str>>,
}

object! {
    "VisitorChat" for VisitorChat<'_> as chat {
        "id": ChatId = chat.id;
        "open": bool = chat.is_open => "False if the chat is closed; a message opens it again.";
        "agent": Option<&VisitorAgent<'_>> = chat.agent.as_ref() => "The agent who answers.";
        "rating": Option<Rating> = chat.rating;
        "ratable": bool = chat.is_ratable => "Whether it can be rated now.";
        "unread": Option<u64> = chat.unread
            => "The number of unread messages, at most 99; null where they are not counted.";
        "createdAt": Seconds = chat.created_at;
        "lastMessageAt": Option<Seconds> = chat.last_message_at;
        "preview": Option<&str> = chat.preview.as_deref()
            => "The first 160 characters of the last message, with the names of its files.";
    }
}

impl<'a> VisitorChat<'a> {
    /// The chat as its visitor sees it.
    #[must_use]
    pub fn of(view: &'a ChatView, unread: Option<u64>) -> Self {
        let chat = &view.chat;
        let last = chat.last_communicated_agent;
        let last = view.agents.iter().find(|agent| Some(agent.id) == last);
        let agent = view.assignee.as_ref().or(last);
        let preview = chat.last_message_text.as_deref().map(|text| {
            let mut preview = with_names(text);
            if let Some((end, _)) = preview.char_indices().nth(VISITOR_PREVIEW_CHARS) {
                preview.to_mut().truncate(end);
            }
            preview
        });
        Self {
            id: chat.id,
            is_open: chat.status != Status::Closed,
            agent: agent.map(|agent| VisitorAgent { name: Cow::Borrowed(&agent.name) }),
            rating: chat.rating,
            is_ratable: rules::is_ratable(chat),
            unread,
            created_at: chat.created_at,
            last_message_at: chat.last_message_at,
            preview,
        }
    }
}
