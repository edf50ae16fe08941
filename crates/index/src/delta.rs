//! The changes that an index applies. This module does not know the database.

use deskbell_model::{AgentRef, ChatId, ChatView, CustomerId, CustomerView, DepartmentRef, Tag};
use deskbell_query::{ChatIndexRow, CustomerIndexRow};

use crate::missing::ChatForm;

/// The error for an index that would have more objects than slots, or more than 4 GiB of text in
/// one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityExceeded;

/// The objects that changed, as rows of one database snapshot that includes the change `seq`.
#[derive(Debug, Default)]
pub struct Delta {
    /// The number of the last change in the delta.
    pub seq: i64,
    /// The deleted chats.
    pub gone_chats: Vec<ChatId>,
    /// The deleted customers. Their chats are deleted too, even those that are not in `gone_chats`.
    pub gone_customers: Vec<CustomerId>,
    /// The new or changed agents.
    pub agents: Vec<AgentRef>,
    /// The new or changed departments.
    pub departments: Vec<DepartmentRef>,
    /// The new or changed tags.
    pub tags: Vec<Tag>,
    /// The new or changed customers.
    pub customers: Vec<CustomerIndexRow>,
    /// The new or changed chats.
    pub chats: Vec<ChatIndexRow>,
    /// The chats whose JSON is to be cached, as read in the same snapshot.
    pub shown_chats: Vec<ChatView>,
    /// The form of JSON in which the chats are to be cached.
    pub shown_form: ChatForm,
    /// The customers whose JSON is to be cached, as read in the same snapshot.
    pub shown_customers: Vec<CustomerView>,
}
