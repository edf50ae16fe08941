//! Organizations, and the rights of their keys.

use crate::{OrgId, names};

/// An organization: the owner of keys, agents, customers and chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The id.
    pub id: OrgId,
    /// The domain that names the organization.
    pub domain: String,
    /// True while the team is shown as online.
    pub team_online: bool,
    /// True while customers may chat.
    pub chat_enabled: bool,
    /// The organization's own rate limit; `None` for the server's setting, 0 for no limit.
    pub requests_per_minute: Option<u32>,
}

names! {
    /// The scope of a key.
    Scope {
        /// Reading and writing.
        Full = "full",
        /// Reads only; searches are reads.
        Read = "read",
    }
}

names! {
    /// The right to a kind of change. Reads need no right.
    Right {
        /// Posting messages.
        Messages = "messages",
        /// Making and changing chats.
        Chats = "chats",
        /// Making, changing and deleting customers, and reporting their events.
        Customers = "customers",
        /// Adding and changing agents, departments and applications.
        Staff = "staff",
        /// Making, changing and deleting webhooks.
        Webhooks = "webhooks",
        /// Making and revoking keys and tickets.
        Keys = "keys",
        /// Setting the organization's own fields.
        Organization = "organization",
        /// Importing customers and conversations.
        Imports = "imports",
    }
}

impl Scope {
    /// Tells whether the scope allows this right.
    #[must_use]
    pub const fn allows(self, _: Right) -> bool {
        matches!(self, Self::Full)
    }
}
