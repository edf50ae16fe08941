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

/// What `GET /v1/customers` sorts by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CustomerSort {
    /// `customers.createdAt`, the default.
    #[default]
    CreatedAt,
    /// `customers.firstSeen`.
    FirstSeen,
    /// `customers.lastSeen`.
    LastSeen,
}

impl CustomerSort {
    /// Every sort with its name in the contract.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::CreatedAt, "customers.createdAt"),
        (Self::FirstSeen, "customers.firstSeen"),
        (Self::LastSeen, "customers.lastSeen"),
    ];

    /// Reads a sort by its name, in the same letters; `None` for another text.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sort_is_read_by_its_name_in_the_same_letters_and_by_nothing_near_it(
            (sort, name) in prop::sample::select(&ChatSort::ALL),
            at in any::<prop::sample::Index>(),
            other in any::<char>(),
        ) {
            prop_assert_eq!(ChatSort::parse(name), Some(sort));
            let at = at.index(name.len());
            let mut near: Vec<char> = name.chars().collect();
            near[at] = other;
            let near: String = near.into_iter().collect();
            prop_assert_eq!(ChatSort::parse(&near).is_some(), near == name);
            prop_assert_eq!(ChatSort::parse(&name[..at]), None);
            prop_assert_eq!(ChatSort::parse(&format!("{name}{other}")), None);
        }
    }
}
