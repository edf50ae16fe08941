//! Mentions of agents in notes, which end when the agents answer.

use crate::{AgentId, ChatId, MessageId, Seconds};

/// A mention of an agent in a note. A newer mention of the agent in the same chat replaces the
/// mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The agent who is mentioned.
    pub agent: AgentId,
    /// The chat.
    pub chat: ChatId,
    /// The note.
    pub message: MessageId,
    /// The author of the note.
    pub by: AgentId,
    /// The time of the note.
    pub created_at: Seconds,
}
