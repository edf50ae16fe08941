//! The changes that an index follows. Where they are read is not known here.

use deskbell_model::{AgentRef, ChatId, ChatView, CustomerId, CustomerView, DepartmentRef, Tag};
use deskbell_query::{ChatIndexRow, CustomerIndexRow};

/// More objects than an index has numbers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapacityExceeded;

/// The objects that changed, as rows of one moment: after change `seq`.
#[derive(Debug, Default)]
pub struct Delta {
    /// The last change that is contained.
    pub seq: i64,
    /// Chats that are gone.
    pub gone_chats: Vec<ChatId>,
    /// Customers that are gone, and their chats with them, whether those are named or not.
    pub gone_customers: Vec<CustomerId>,
    /// Agents, new ones or changed.
    pub agents: Vec<AgentRef>,
    /// Departments.
    pub departments: Vec<DepartmentRef>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Customers.
    pub customers: Vec<CustomerIndexRow>,
    /// Chats.
    pub chats: Vec<ChatIndexRow>,
    /// Chats as they are shown, to be kept: of the same moment.
    pub shown_chats: Vec<ChatView>,
    /// Customers as they are shown, to be kept: of the same moment.
    pub shown_customers: Vec<CustomerView>,
}
