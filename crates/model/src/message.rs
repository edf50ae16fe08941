//! Messages: what is said in a chat.

use crate::{AgentId, ChatId, MessageId, Side, Timestamp, names};

/// The type of a message people write and read (contract §3). Stored values of any other text are
/// passed through, so a type is a text; these are the ones with a meaning here.
pub mod kind {
    /// A message of a customer or agent.
    pub const MESSAGE: &str = "message";
    /// A note among agents.
    pub const PRIVATE: &str = "private";
    /// An e-mail.
    pub const EMAIL: &str = "email";
    /// An article of the knowledge base.
    pub const KNOWLEDGE_BASE: &str = "knowledgeBase";
    /// The system's own note of what happened.
    pub const TECH: &str = "tech";
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
    /// The type, see [`kind`].
    pub kind: String,
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
    /// The side that wrote it.
    pub from: Side,
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
