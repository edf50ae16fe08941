//! Organizations, which own all other objects.

use crate::OrgId;

/// An organization: the owner of keys, agents, customers and chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// The id of the organization.
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
