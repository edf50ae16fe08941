//! Signals: what is told to those who listen now, and kept nowhere.

use crate::{AgentId, ChatId};

/// A signal of what an agent does at this moment, or without an agent the chat's customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// An agent or customer is writing in a chat.
    Typing {
        /// The chat.
        chat: ChatId,
        /// The agent; `None` for the customer.
        agent: Option<AgentId>,
    },
    /// An agent or customer comes or leaves.
    Presence {
        /// At which chat; at none in particular when it is `None`, which only agents can be.
        chat: Option<ChatId>,
        /// The agent; `None` for the customer.
        agent: Option<AgentId>,
        /// True while the agent or customer is online.
        is_online: bool,
    },
}

impl Signal {
    /// The chat it is about.
    #[must_use]
    pub const fn chat(self) -> Option<ChatId> {
        match self {
            Self::Typing { chat, .. } => Some(chat),
            Self::Presence { chat, .. } => chat,
        }
    }
}
