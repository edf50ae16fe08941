//! Drafts: messages that agents have begun and not sent yet.

use crate::{AgentId, ChatId, Seconds, names};

/// An agent's draft of a message to a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyDraft {
    /// The chat to which the message is written.
    pub chat: ChatId,
    /// The agent who writes the draft.
    pub agent: AgentId,
    /// The text of the draft.
    pub text: String,
    /// True for the draft of a note.
    pub is_note: bool,
    /// The time at which the draft was last stored.
    pub updated_at: Seconds,
}

names! {
    /// The authors of a chat's drafts, from the point of view of one agent.
    DraftBy {
        /// Only this agent has a draft.
        Me = "me",
        /// Only other agents have drafts.
        Others = "others",
        /// This agent and other agents have drafts.
        Both = "both",
    }
}

impl DraftBy {
    /// Classifies the authors of a chat's drafts from the point of view of `me`; `None` if there is
    /// no draft.
    #[must_use]
    pub fn of(me: AgentId, authors: impl IntoIterator<Item = AgentId>) -> Option<Self> {
        let (mut mine, mut others) = (false, false);
        for author in authors {
            mine |= author == me;
            others |= author != me;
        }
        match (mine, others) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Me),
            (false, true) => Some(Self::Others),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authors_of_drafts_are_told_apart_from_the_one_who_looks() {
        let agent = |id| AgentId::new(id).unwrap();
        let by = |authors: &[i64]| DraftBy::of(agent(1), authors.iter().map(|id| agent(*id)));
        assert_eq!(by(&[]), None);
        assert_eq!(by(&[1]), Some(DraftBy::Me));
        assert_eq!(by(&[2, 3]), Some(DraftBy::Others));
        assert_eq!(by(&[2, 1]), Some(DraftBy::Both));
    }
}
