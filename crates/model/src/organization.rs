//! Organizations, and what a key of theirs may do.

use crate::{OrgId, names};

/// An organization: the owner of keys, agents, customers and chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The id.
    pub id: OrgId,
    /// The domain it is known by.
    pub domain: String,
    /// True while the team is shown as online.
    pub team_online: bool,
    /// True while customers may chat.
    pub chat_enabled: bool,
    /// The organization's own rate limit; `None` means the server's setting, 0 none at all.
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
