//! Signals to clients that are connected now. Signals are not stored.

use crate::{AgentId, ChatId};

/// The chat of a signal, and the agent who sends the signal. Without an agent, the sender is the
/// chat's customer.
pub type Who = (Option<ChatId>, Option<AgentId>);

/// A signal from an agent or, without an agent, from the chat's customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An agent or customer is writing in a chat.
    Typing {
        /// The chat in which somebody is writing.
        chat: ChatId,
        /// The agent who is writing; `None` for the customer.
        agent: Option<AgentId>,
    },
    /// An agent or customer came online or went offline.
    Presence {
        /// The chat in which the agent or customer is online; `None` for presence outside of chats,
        /// which only agents have.
        chat: Option<ChatId>,
        /// The agent who is or was online; `None` for the customer.
        agent: Option<AgentId>,
        /// True while the agent or customer is online.
        is_online: bool,
    },
}

impl Signal {
    /// Returns the chat of the signal.
    #[must_use]
    pub const fn chat(self) -> Option<ChatId> {
        match self {
            Self::Typing { chat, .. } => Some(chat),
            Self::Presence { chat, .. } => chat,
        }
    }

    /// Returns the chat and the agent of the signal.
    #[must_use]
    pub const fn who(self) -> Who {
        match self {
            Self::Typing { chat, agent } => (Some(chat), agent),
            Self::Presence { chat, agent, .. } => (chat, agent),
        }
    }
}
