//! Bulk edits: one change that an agent applies to several chats at once.

use crate::{AgentId, ChatId, DepartmentId, Seconds, Status};

/// The fields that a bulk edit sets in each chat; a field that is `None` keeps its value in the
/// chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActSet {
    /// The status.
    pub status: Option<Status>,
    /// The assigned agent; `Some(None)` ends the assignment.
    pub assignee: Option<Option<AgentId>>,
    /// The assigned department; `Some(None)` ends the assignment.
    pub department: Option<Option<DepartmentId>>,
    /// The end of the snooze; `Some(None)` ends the snooze now.
    pub snooze: Option<Option<Seconds>>,
    /// True to mark the chat as read by the agents, false as unread.
    pub is_read: Option<bool>,
    /// The tags to be added to the customer.
    pub add_tags: Vec<String>,
    /// The tags to be removed from the customer.
    pub remove_tags: Vec<String>,
}

impl ActSet {
    /// Tells whether the bulk edit changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The outcome of a bulk edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// The chats that now have the values of the bulk edit.
    pub done: Vec<ChatId>,
    /// The chats that do not exist, or that the agent may not know of.
    pub missing: Vec<ChatId>,
    /// The bulk edits that undo this edit, each with the edited chats.
    pub undo: Vec<(ActSet, Vec<ChatId>)>,
}
