//! The one table of the fields that lists can be sorted by (contract §4).

/// What `GET /v1/chats` sorts by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChatSort {
    /// `chats.createdAt`, the default.
    #[default]
    CreatedAt,
    /// `chats.lastCustomerMessageAt`.
    LastCustomerMessageAt,
    /// `chats.lastMessageAt`.
    LastMessageAt,
    /// `chats.closedAt`.
    ClosedAt,
}

impl ChatSort {
    /// Every sort with its name in the contract.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::CreatedAt, "chats.createdAt"),
        (Self::LastCustomerMessageAt, "chats.lastCustomerMessageAt"),
        (Self::LastMessageAt, "chats.lastMessageAt"),
        (Self::ClosedAt, "chats.closedAt"),
    ];

    /// Reads a sort by its name, in the same letters; `None` for another text.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
    }
}
