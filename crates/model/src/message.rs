//! Messages of chats.

use crate::{AgentId, AgentRef, Chat, ChatId, FileId, MessageId, Side, Timestamp, names};

/// The type of a message (contract §3). Unknown types are stored and returned unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// A message of a customer or agent.
    Message,
    /// A note among agents.
    Private,
    /// An e-mail.
    Email,
    /// An article of the knowledge base.
    KnowledgeBase,
    /// A note that the system wrote.
    Tech,
    /// An unknown type.
    Other(Box<str>),
}

impl MessageKind {
    const KNOWN: [Self; 5] =
        [Self::Message, Self::Private, Self::Email, Self::KnowledgeBase, Self::Tech];

    /// Returns the name of the type in the contract.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Message => "message",
            Self::Private => "private",
            Self::Email => "email",
            Self::KnowledgeBase => "knowledgeBase",
            Self::Tech => "tech",
            Self::Other(text) => text,
        }
    }

    /// Returns the type with this name, which can be an unknown type.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let known = Self::KNOWN.into_iter().find(|kind| kind.as_str() == text);
        known.unwrap_or_else(|| Self::Other(text.into()))
    }

    /// Tells whether the customer may see a message of this type. The customer sees no unknown
    /// types.
    #[must_use]
    pub const fn is_seen(&self) -> bool {
        matches!(self, Self::Message | Self::Email | Self::KnowledgeBase)
    }

    /// Tells whether a message of this type is part of the conversation with the customer; notes
    /// are not part of it.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        !matches!(self, Self::Private | Self::Tech)
    }
}

/// The author of a message.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// The chat's customer.
    Customer,
    /// An agent of the organization.
    Agent(&'a AgentRef),
    /// The agents' side, but no particular agent: the author of a private note that a program
    /// posted.
    Agents,
    /// The system, not a person.
    System,
}

impl<'a> Author<'a> {
    /// Returns the author's side of the conversation.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Customer => Side::Customer,
            Self::Agent(_) | Self::Agents | Self::System => Side::Agent,
        }
    }

    /// Returns the id of the author, if the author is an agent.
    #[must_use]
    pub fn agent(self) -> Option<AgentId> {
        match self {
            Self::Agent(agent) => Some(agent.id),
            Self::Customer | Self::Agents | Self::System => None,
        }
    }

    /// Returns the name of the author, if the author is an agent.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::Agent(agent) => Some(&agent.name),
            Self::Customer | Self::Agents | Self::System => None,
        }
    }
}

names! {
    /// The kind of broadcast that sent a message (contract §3).
    BroadcastType {
        /// An automatic message that a trigger sent.
        Trigger = "trigger",
        /// An automatic chat message.
        AutoChat = "auto chat",
        /// An automatic e-mail.
        AutoEmail = "auto email",
        /// A chat message that a person sent to many customers.
        ManualChat = "manual chat",
        /// An e-mail that a person sent to many customers.
        ManualEmail = "manual email",
    }
}

names! {
    /// The channel of a message that was not written in the chat itself.
    MessageChannel {
        /// E-mail.
        Email = "email",
    }
}

/// A message in the form that the rules of chats use: other objects are given by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The id of the message.
    pub id: MessageId,
    /// The chat that the message belongs to.
    pub chat: ChatId,
    /// The position in the chat: 1 for the first message, 2 for the next message.
    pub seq: u64,
    /// The agent who wrote the message; `None` for all other authors.
    pub agent: Option<AgentId>,
    /// The type of the message.
    pub kind: MessageKind,
    /// The text of the message; `None` after the text was removed.
    pub text: Option<String>,
    /// True when the other side has read the message.
    pub read: bool,
    /// The time at which the message was written; never earlier than the time of the previous
    /// message.
    pub created_at: Timestamp,
    /// The time of the last change of the message, such as the mark as read; `None` if the message
    /// never changed.
    pub updated_at: Option<Timestamp>,
    /// True when the text was changed.
    pub edited: bool,
    /// The kind of broadcast that sent the message; `None` without a broadcast.
    pub broadcast_type: Option<BroadcastType>,
    /// The channel of the message; `None` for a message that was written in the chat itself.
    pub channel: Option<MessageChannel>,
    /// The message's id in its channel, or in the source of an import.
    pub origin_id: Option<String>,
    /// The side that wrote the message.
    pub from: Side,
}

impl Message {
    /// Creates the next message of a chat, unread and without a text. This function does not change
    /// the chat; [`crate::rules::after_message`] does.
    #[must_use]
    pub const fn new(
        id: MessageId,
        chat: &Chat,
        from: Side,
        agent: Option<AgentId>,
        kind: MessageKind,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            chat: chat.id,
            seq: chat.messages + 1,
            agent,
            kind,
            text: None,
            read: false,
            created_at: at,
            updated_at: None,
            edited: false,
            broadcast_type: None,
            channel: None,
            origin_id: None,
            from,
        }
    }

    /// Returns the message with this text.
    #[must_use]
    pub fn saying(self, text: String) -> Self {
        Self { text: Some(text), ..self }
    }
}

/// A message to be posted (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The chat to which the message is posted.
    pub chat: ChatId,
    /// The text of the message.
    pub text: String,
    /// True when only agents see the message.
    pub is_private: bool,
    /// The agent who writes the message; `None` for the customer, or for the agents' side of a
    /// private message.
    pub agent: Option<AgentId>,
    /// The files of the message, in order.
    pub files: Vec<FileId>,
}

/// A message with its author's name (contract §3, Message).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// The message without its author's name.
    pub message: Message,
    /// The author's name, if the author is an agent.
    pub agent_name: Option<String>,
}

/// A reply or a note to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReply {
    /// The chat to which the reply or the note is posted.
    pub chat: ChatId,
    /// The text of the reply or the note.
    pub text: String,
    /// True for a note among agents.
    pub is_note: bool,
    /// The last message that the author saw; `None` skips the check for newer replies.
    pub seen: Option<MessageId>,
    /// True to post the reply even if another agent has replied meanwhile.
    pub anyway: bool,
    /// The files of the reply or the note, in order.
    pub files: Vec<FileId>,
    /// The agents whom a note mentions.
    pub mentions: Vec<AgentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_back_from_its_own_word_and_any_other_text_is_passed_through() {
        for kind in MessageKind::KNOWN {
            assert_eq!(MessageKind::of(kind.as_str()), kind);
        }
        assert_eq!(MessageKind::of("Message"), MessageKind::Other("Message".into()));
        assert_eq!(MessageKind::of("sticker").as_str(), "sticker");
    }
}
