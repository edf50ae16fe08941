//! Messages in the form shown to visitors, made from the model or from the messages' JSON in the
//! change feed.

use std::borrow::Cow;

use deskbell_model::{AgentId, ChatId, MessageId, MessageKind, MessageView, Side, Timestamp};
use serde::Deserialize;

use super::chat::{RecordedAgent, VisitorAgent};
use crate::files::{Attachment, FileView, Linking, attachments, last_link, without_links};
use crate::object::object;

/// A message in the form shown to visitors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorMessage<'a> {
    /// The message's id.
    pub id: MessageId,
    /// The chat of the message.
    pub chat: ChatId,
    /// The side that wrote the message.
    pub from: Side,
    /// The agent who wrote the message.
    pub agent: Option<VisitorAgent<'a>>,
    /// The text; `None` after the text was removed.
    pub text: Option<Cow<'a, str>>,
    /// The files of the message.
    pub files: Vec<FileView>,
    /// The time at which the message was written.
    pub created_at: Timestamp,
    /// True when the other side has read the message.
    pub is_read: bool,
}

object! {
    "VisitorMessage" for VisitorMessage<'_> as message {
        "id": MessageId = message.id;
        "chatId": ChatId = message.chat;
        "from": Side = message.from => "The side that wrote the message.";
        "agent": Option<&VisitorAgent<'_>> = message.agent.as_ref()
            => "Null unless an agent wrote it.";
        "text": Option<&str> = message.text.as_deref() => "Null once it was removed.";
        "files": Vec<Attachment<'_>> = attachments(&message.files)
            => "What it carries besides its text.";
        "createdAt": Timestamp = message.created_at => "Unix seconds and milliseconds.";
        "read": bool = message.is_read => "Whether the other side has read it.";
    }
}

impl<'a> VisitorMessage<'a> {
    /// Converts the message to the form shown to visitors; `None` for messages that visitors do not
    /// see.
    #[must_use]
    pub fn of(view: &'a MessageView) -> Option<Self> {
        let message = &view.message;
        let agent = message.agent.zip(view.agent_name.as_deref());
        message.kind.is_seen().then(|| Self {
            id: message.id,
            chat: message.chat,
            from: message.from,
            agent: agent.map(|(id, name)| VisitorAgent::new(id, name)),
            text: message.text.as_deref().map(Cow::Borrowed),
            files: Vec::new(),
            created_at: message.created_at,
            is_read: message.read,
        })
    }

    /// Reads a message from its JSON of `/v1`; `None` for messages that visitors do not see, and
    /// for any other JSON.
    #[must_use]
    pub fn of_recorded(json: &str) -> Option<VisitorMessage<'static>> {
        serde_json::from_str::<RecordedMessage<'_>>(json).ok()?.seen()
    }

    /// Returns the message and the file, if the message's text ends with a link to a file.
    #[must_use]
    pub fn linking(&self) -> Option<Linking> {
        let file = last_link(self.text.as_deref()?)?;
        Some(Linking { chat: self.chat, message: self.id, file })
    }

    /// Adds the message's files. The links to these files are removed from the text.
    #[must_use]
    pub fn with_files(mut self, files: Vec<FileView>) -> Self {
        self.text = self.text.map(|text| match text {
            Cow::Borrowed(text) => Cow::Borrowed(without_links(text, &files)),
            Cow::Owned(mut text) => {
                text.truncate(without_links(&text, &files).len());
                Cow::Owned(text)
            }
        });
        self.files = files;
        self
    }

    /// Adds the picture of the message's agent; `link` returns the link to an agent's picture.
    #[must_use]
    pub fn with_picture(mut self, link: impl Fn(AgentId) -> Option<String>) -> Self {
        if let Some(agent) = &mut self.agent {
            agent.picture = link(agent.id);
        }
        self
    }
}

/// The fields of a message's JSON of `/v1` that visitors may see. Reading only these fields takes a
/// fraction of the time for the whole JSON. This saves time for each message that is sent to a
/// connected visitor.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordedMessage<'a> {
    id: i64,
    chat: i64,
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    from: Cow<'a, str>,
    agent: Option<RecordedAgent>,
    text: Option<String>,
    #[serde(borrow)]
    created_at: Cow<'a, str>,
    read: bool,
}

impl RecordedMessage<'_> {
    /// Converts the message to the form shown to visitors; `None` for messages that visitors do not
    /// see.
    pub(super) fn seen(self) -> Option<VisitorMessage<'static>> {
        if !MessageKind::of(&self.kind).is_seen() {
            return None;
        }
        Some(VisitorMessage {
            id: MessageId::new(self.id)?,
            chat: ChatId::new(self.chat)?,
            from: Side::parse(&self.from)?,
            agent: self.agent.and_then(RecordedAgent::shown),
            text: self.text.map(Cow::Owned),
            files: Vec::new(),
            created_at: timestamp(&self.created_at)?,
            is_read: self.read,
        })
    }
}

/// Reads a time in seconds with three digits of milliseconds, the form of messages' times.
fn timestamp(text: &str) -> Option<Timestamp> {
    let (seconds, millis) = text.split_once('.')?;
    let millis = (millis.len() == 3).then(|| millis.parse::<i64>().ok())??;
    let seconds: i64 = seconds.parse().ok()?;
    Timestamp::from_millis(seconds.checked_mul(1_000)?.checked_add(millis)?)
}

/// A page of messages, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorMessages<'a> {
    /// The messages on the page.
    pub messages: Vec<VisitorMessage<'a>>,
    /// True if older messages exist.
    pub has_more: bool,
}

object! {
    "VisitorMessages" for VisitorMessages<'_> as page {
        "messages": Vec<VisitorMessage<'_>> = page.messages => "The newest first.";
        "more": bool = page.has_more => "Whether there are older ones.";
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{ApplicationId, Chat, CreatedWith, CustomerId, Message, Seconds};

    use super::*;

    fn view(kind: MessageKind, agent: Option<&str>) -> MessageView {
        let id = |number| ChatId::new(number).unwrap();
        let (customer, application) = (CustomerId::new(2).unwrap(), ApplicationId::new(1).unwrap());
        let chat = Chat::new(id(5), customer, application, CreatedWith::PublicApi, Seconds::new(9));
        let from = if agent.is_some() { Side::Agent } else { Side::Customer };
        let at = Timestamp::from_millis(1_594_139_170_013).unwrap();
        let by = agent.and_then(|_| AgentId::new(4));
        let message = Message::new(MessageId::new(7).unwrap(), &chat, from, by, kind, at);
        let message = message.saying("a \"text\"\n\u{1f44b}".into());
        MessageView { message, agent_name: agent.map(str::to_owned) }
    }

    #[test]
    fn a_message_is_the_same_from_its_json_in_the_feed() {
        for kind in [MessageKind::Message, MessageKind::Email, MessageKind::KnowledgeBase] {
            for agent in [None, Some("Lisa")] {
                let view = view(kind.clone(), agent);
                let mut json = Vec::new();
                crate::write(&mut json, &view);
                let json = String::from_utf8(json).unwrap();
                assert_eq!(VisitorMessage::of_recorded(&json), VisitorMessage::of(&view));
            }
        }
    }

    #[test]
    fn notes_and_unknown_kinds_are_not_for_visitors() {
        for kind in [MessageKind::Private, MessageKind::Tech, MessageKind::Other("x".into())] {
            let view = view(kind, Some("Lisa"));
            let mut json = Vec::new();
            crate::write(&mut json, &view);
            let json = String::from_utf8(json).unwrap();
            let found = (VisitorMessage::of(&view), VisitorMessage::of_recorded(&json));
            assert_eq!(found, (None, None), "{json}");
        }
        for json in ["", "[]", "{}", r#"{"type":"message"}"#, r#"{"type":1,"id":7}"#] {
            assert_eq!(VisitorMessage::of_recorded(json), None, "{json}");
        }
    }
}
