//! Bulk edits: one change that an agent applies to several chats at once.

use crate::{AgentId, ChatId, DepartmentId, Seconds, Status};

/// The fields that a bulk edit sets in each chat; a field that is `None` keeps its value in the
/// chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActSet {
    /// The new status of each chat.
    pub status: Option<Status>,
    /// The new assigned agent of each chat; `Some(None)` ends the assignment.
    pub assignee: Option<Option<AgentId>>,
    /// The new assigned department of each chat; `Some(None)` ends the assignment.
    pub department: Option<Option<DepartmentId>>,
    /// The new end of each chat's snooze; `Some(None)` ends the snooze now.
    pub snooze: Option<Option<Seconds>>,
    /// True to mark each chat as read by the agents, false to mark it as unread.
    pub is_read: Option<bool>,
    /// The tags to be added to each chat's customer.
    pub add_tags: Vec<String>,
    /// The tags to be removed from each chat's customer.
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
    /// The chats that do not exist, or that the agent may not see.
    pub missing: Vec<ChatId>,
    /// The bulk edits that together undo this edit, each with the ids of its chats.
    pub undo: Vec<(ActSet, Vec<ChatId>)>,
}
