//! Messages of chats.

use crate::{AgentId, AgentRef, Chat, ChatId, MessageId, Side, Timestamp, names};

/// The type of a message (contract §3). Any other text than those with a meaning here is passed
/// through.
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
    /// The system's own note.
    Tech,
    /// A type without a meaning here.
    Other(Box<str>),
}

impl MessageKind {
    const KNOWN: [Self; 5] =
        [Self::Message, Self::Private, Self::Email, Self::KnowledgeBase, Self::Tech];

    /// The contract's word for it.
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

    /// Reads any text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let known = Self::KNOWN.into_iter().find(|kind| kind.as_str() == text);
        known.unwrap_or_else(|| Self::Other(text.into()))
    }

    /// Tells whether the other side reads messages of this type: notes are not for the customer.
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
    /// An agent.
    Agent(&'a AgentRef),
    /// The agents' side, without a name: a note that a program leaves.
    Agents,
    /// The system itself.
    System,
}

impl<'a> Author<'a> {
    /// The side of the conversation that the author is on.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Customer => Side::Customer,
            Self::Agent(_) | Self::Agents | Self::System => Side::Agent,
        }
    }

    /// The agent who writes, if one does.
    #[must_use]
    pub fn agent(self) -> Option<AgentId> {
        match self {
            Self::Agent(agent) => Some(agent.id),
            Self::Customer | Self::Agents | Self::System => None,
        }
    }

    /// The name of that agent.
    #[must_use]
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::Agent(agent) => Some(&agent.name),
            Self::Customer | Self::Agents | Self::System => None,
        }
    }
}

names! {
    /// The broadcast from which a message came (contract §3).
    BroadcastType {
        /// An automatic reaction.
        Trigger = "trigger",
        /// An automatic chat message.
        AutoChat = "auto chat",
        /// An automatic e-mail.
        AutoEmail = "auto email",
        /// A chat message sent to many by hand.
        ManualChat = "manual chat",
        /// An e-mail sent to many by hand.
        ManualEmail = "manual email",
    }
}

names! {
    /// The channel that a message came over, when it is not the chat itself.
    MessageChannel {
        /// E-mail.
        Email = "email",
    }
}

/// A message as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The id.
    pub id: MessageId,
    /// The chat it stands in.
    pub chat: ChatId,
    /// The place in the chat: dense from 1, in the order written.
    pub seq: u64,
    /// The agent who wrote it; null for a customer's, and for the system's own.
    pub agent: Option<AgentId>,
    /// The type.
    pub kind: MessageKind,
    /// The text; null when it was emptied.
    pub text: Option<String>,
    /// True when the other side has read the message.
    pub read: bool,
    /// The time of writing; never decreases along a chat.
    pub created_at: Timestamp,
    /// The time of the last change, being read included; null when there was none.
    pub updated_at: Option<Timestamp>,
    /// True when the text was changed.
    pub edited: bool,
    /// The broadcast it came from.
    pub broadcast_type: Option<BroadcastType>,
    /// The channel that it came over; null for the chat itself.
    pub channel: Option<MessageChannel>,
    /// The id that it has there, or in the source that it was imported from.
    pub origin_id: Option<String>,
    /// The side that wrote it.
    pub from: Side,
}

impl Message {
    /// The next message of a chat, unread and without a text. The chat stays as it is: see
    /// [`crate::rules::after_message`].
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

    /// The message with this text.
    #[must_use]
    pub fn saying(self, text: String) -> Self {
        Self { text: Some(text), ..self }
    }
}

/// A message to be posted (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// The chat it goes to.
    pub chat: ChatId,
    /// The text.
    pub text: String,
    /// True when only agents see the message.
    pub is_private: bool,
    /// The agent who writes it; without one it is the customer's, unless it is private.
    pub agent: Option<AgentId>,
}

/// A message with its author's name (contract §3, Message).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// The author's name, when an agent wrote it.
    pub agent_name: Option<String>,
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
