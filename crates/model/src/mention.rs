//! Mentions of agents in notes, which end when the agents answer.

use crate::{AgentId, ChatId, MessageId, Seconds};

/// A mention of an agent in a note. A newer mention of the same agent in the same chat replaces
/// this mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The agent who is mentioned.
    pub agent: AgentId,
    /// The chat of the note.
    pub chat: ChatId,
    /// The note that mentions the agent.
    pub message: MessageId,
    /// The author of the note.
    pub by: AgentId,
    /// The time of the note.
    pub created_at: Seconds,
}
