//! Acts of agents on several chats at once.

use crate::{AgentId, ChatId, DepartmentId, Seconds, Status};

/// The fields of chats that an act sets; a field that is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActSet {
    /// The status.
    pub status: Option<Status>,
    /// The assigned agent.
    pub assignee: Option<Option<AgentId>>,
    /// The assigned department.
    pub department: Option<Option<DepartmentId>>,
    /// The end of the snooze.
    pub snooze: Option<Option<Seconds>>,
    /// True to mark the chat as read by the agents, false as unread.
    pub is_read: Option<bool>,
    /// The tags to be added to the customer.
    pub add_tags: Vec<String>,
    /// The tags to be removed from the customer.
    pub remove_tags: Vec<String>,
}

impl ActSet {
    /// Tells whether the act changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The outcome of an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// The chats that are now as the act asks for.
    pub done: Vec<ChatId>,
    /// The chats that do not exist, or are not in the scope.
    pub missing: Vec<ChatId>,
    /// The acts that undo this one, each with its chats.
    pub undo: Vec<(ActSet, Vec<ChatId>)>,
}
