//! Chats in the form shown to visitors, made from the model or from the chats' JSON in the change
//! feed.

use std::borrow::Cow;

use deskbell_model::limits::VISITOR_PREVIEW_CHARS;
use deskbell_model::{AgentId, ChatId, ChatView, CustomerId, Rating, Seconds, Status, rules};
use serde::Deserialize;

use crate::files::with_names;
use crate::object::object;

/// An agent in the form shown to visitors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorAgent<'a> {
    /// The id, which visitors do not receive.
    pub id: AgentId,
    /// The agent's name.
    pub name: Cow<'a, str>,
    /// The link to the picture, if the agent has a picture.
    pub picture: Option<String>,
}

object! {
    "VisitorAgent" for VisitorAgent<'_> as agent {
        "name": &str = &*agent.name;
        "picture": Option<&str> = agent.picture.as_deref()
            => "A link to the picture, valid for a week or more; null without a picture.";
    }
}

impl<'a> VisitorAgent<'a> {
    pub(super) fn new(id: AgentId, name: impl Into<Cow<'a, str>>) -> Self {
        Self { id, name: name.into(), picture: None }
    }
}

/// A chat in the form shown to the chat's visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorChat<'a> {
    /// The chat's id.
    pub id: ChatId,
    /// False once the chat is closed.
    pub is_open: bool,
    /// The agent who answers in the chat.
    pub agent: Option<VisitorAgent<'a>>,
    /// The visitor's rating of the chat.
    pub rating: Option<Rating>,
    /// True if the visitor may rate the chat now.
    pub is_ratable: bool,
    /// The number of messages that the visitor has not read; `None` if the messages were not
    /// counted.
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
    /// Converts the chat to the form shown to the chat's visitor.
    #[must_use]
    pub fn of(view: &'a ChatView, unread: Option<u64>) -> Self {
        let chat = &view.chat;
        let last = chat.last_communicated_agent;
        let last = view.agents.iter().find(|agent| Some(agent.id) == last);
        let agent = view.assignee.as_ref().or(last);
        let preview = chat.last_message_text.as_deref().map(preview);
        Self {
            id: chat.id,
            is_open: chat.status != Status::Closed,
            agent: agent.map(|agent| VisitorAgent::new(agent.id, agent.name.as_str())),
            rating: chat.rating,
            is_ratable: rules::is_ratable(chat),
            unread,
            created_at: chat.created_at,
            last_message_at: chat.last_message_at,
            preview,
        }
    }

    /// Adds the picture of the chat's agent; `link` returns the link to an agent's picture.
    #[must_use]
    pub fn with_picture(mut self, link: impl Fn(AgentId) -> Option<String>) -> Self {
        if let Some(agent) = &mut self.agent {
            agent.picture = link(agent.id);
        }
        self
    }
}

/// Returns the beginning of a message, with the names of the message's files.
fn preview(text: &str) -> Cow<'_, str> {
    let mut preview = with_names(text);
    if let Some((end, _)) = preview.char_indices().nth(VISITOR_PREVIEW_CHARS) {
        preview.to_mut().truncate(end);
    }
    preview
}

/// The fields of an agent's JSON of `/v1` that visitors may see.
#[derive(Deserialize)]
pub(super) struct RecordedAgent {
    id: Option<i64>,
    name: Option<String>,
}

impl RecordedAgent {
    pub(super) fn shown(self) -> Option<VisitorAgent<'static>> {
        Some(VisitorAgent::new(AgentId::new(self.id?)?, self.name?))
    }
}

/// A change of a chat, with only the fields that visitors may see.
#[derive(Deserialize)]
struct ChatChange<'a> {
    #[serde(borrow)]
    object: ChatObject<'a>,
}

/// The fields of a chat's JSON of `/v1` that visitors may see.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChatObject<'a> {
    id: i64,
    #[serde(borrow)]
    status: Cow<'a, str>,
    customer: CustomerObject,
    assignee: Option<RecordedAgent>,
    agents: Vec<RecordedAgent>,
    last_communicated_agent_id: Option<i64>,
    rating: Option<String>,
    created_at: u32,
    last_message_at: Option<u32>,
    last_message_text: Option<String>,
    read_by_customer: bool,
}

#[derive(Deserialize)]
struct CustomerObject {
    id: i64,
}

/// A chat in the state that a change recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedChat {
    /// The customer who has the chat.
    pub customer: CustomerId,
    /// True if the customer has read the chat.
    pub is_read: bool,
    /// The chat in the form shown to the visitor, without the number of unread messages.
    chat: VisitorChat<'static>,
}

impl RecordedChat {
    /// Reads a change from its JSON; `None` unless the change's object is a chat.
    #[must_use]
    pub fn of_change(change: &[u8]) -> Option<Self> {
        let ChatChange { object } = serde_json::from_slice(change).ok()?;
        let last = object.last_communicated_agent_id;
        let is_last = |agent: &RecordedAgent| agent.id.is_some() && agent.id == last;
        let agent = object.assignee.or_else(|| object.agents.into_iter().find(is_last));
        let status = Status::parse(&object.status)?;
        let rating = object.rating.as_deref().and_then(Rating::parse);
        let text = object.last_message_text;
        let shown = VisitorChat {
            id: ChatId::new(object.id)?,
            is_open: status != Status::Closed,
            agent: agent.and_then(RecordedAgent::shown),
            rating,
            is_ratable: status == Status::Closed && rating.is_none() && last.is_some(),
            unread: None,
            created_at: Seconds::new(object.created_at),
            last_message_at: object.last_message_at.map(Seconds::new),
            preview: text.map(|text| Cow::Owned(preview(&text).into_owned())),
        };
        let customer = CustomerId::new(object.customer.id)?;
        Some(Self { customer, is_read: object.read_by_customer, chat: shown })
    }

    /// Returns the chat in the form shown to the visitor, with the number of unread messages.
    #[must_use]
    pub fn with_unread(&self, unread: u64) -> VisitorChat<'_> {
        let Self { chat, .. } = self;
        let agent = chat.agent.as_ref();
        VisitorChat {
            unread: Some(unread),
            agent: agent.map(|agent| VisitorAgent::new(agent.id, &*agent.name)),
            preview: chat.preview.as_deref().map(Cow::Borrowed),
            ..*chat
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{
        AgentRef, ApplicationId, Chat, CreatedWith, CustomerRef, DepartmentRef, Role, Side,
    };

    use super::*;

    fn agent(id: i64, name: &str) -> AgentRef {
        let (name, email) = (name.to_owned(), Some("a@secret.example".to_owned()));
        AgentRef { id: AgentId::new(id).unwrap(), name, email, role: Role::Agent }
    }

    fn change(view: &ChatView) -> Vec<u8> {
        let mut json = br#"{"seq":7,"object":"#.to_vec();
        crate::write(&mut json, view);
        json.push(b'}');
        json
    }

    #[test]
    fn a_chat_is_the_same_from_its_json_in_the_feed() {
        let (id, customer) = (ChatId::new(5).unwrap(), CustomerId::new(2).unwrap());
        let application = ApplicationId::new(1).unwrap();
        let began = Seconds::new(100);
        let new = Chat::new(id, customer, application, CreatedWith::CustomerMessage, began);
        let (lisa, ann) = (agent(4, "Lisa \"L\""), agent(6, "Ann"));
        let long = "ß".repeat(200);
        for (status, text, last, assignee, rating) in [
            (Status::New, None, None, None, None),
            (Status::Opened, Some("Hi"), Some(4), None, None),
            (Status::Closed, Some(long.as_str()), Some(4), Some(&ann), None),
            (Status::Closed, Some("See:\n\n[a](/v1/files/3)"), Some(9), None, Some(Rating::Great)),
        ] {
            let chat = Chat {
                status,
                last_message_text: text.map(str::to_owned),
                last_message_at: text.map(|_| Seconds::new(200)),
                last_communicated_agent: last.and_then(AgentId::new),
                closed_by: Some(Side::Agent),
                rating,
                ..new.clone()
            };
            let view = ChatView {
                chat,
                customer: CustomerRef {
                    id: customer,
                    name: None,
                    email: None,
                    user_id: None,
                    notes: Some("rude".into()),
                },
                agents: vec![lisa.clone()],
                assignee: assignee.cloned(),
                department: None::<DepartmentRef>,
            };
            let found = RecordedChat::of_change(&change(&view)).unwrap();
            assert_eq!((found.customer, found.is_read), (customer, view.chat.read_by_customer));
            assert_eq!(found.with_unread(3), VisitorChat::of(&view, Some(3)));
        }
        for bad in ["", "[]", "{}", r#"{"object":null}"#, r#"{"object":{"id":5}}"#] {
            assert_eq!(RecordedChat::of_change(bad.as_bytes()), None, "{bad}");
        }
    }
}
