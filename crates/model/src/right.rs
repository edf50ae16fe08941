//! Rights: the kinds of changes and reads that a caller may make, and the table of the rights of
//! each role.

use crate::{Role, names};

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
    /// The permission for a kind of change, or for a kind of read that is not open to every agent.
    Right {
        /// Posting messages and notes.
        Messages = "messages",
        /// Creating and changing chats.
        Chats = "chats",
        /// Creating and changing customers, and reporting their events.
        Customers = "customers",
        /// Listing and searching customers. Reading the customer of a chat needs no right.
        CustomerLists = "customerLists",
        /// Merging customers, with all of their chats.
        CustomerMerges = "customerMerges",
        /// Deleting customers, with all their chats.
        CustomerErasure = "customerErasure",
        /// Exporting customers and chats.
        Export = "export",
        /// Creating and changing the agent's personal canned responses and views.
        OwnCanned = "ownCanned",
        /// Creating and changing shared canned responses and views.
        SharedCanned = "sharedCanned",
        /// Reading reports about the agent's own work.
        OwnReports = "ownReports",
        /// Reading reports about everybody's work.
        AllReports = "allReports",
        /// Adding and changing agents, departments and applications.
        Staff = "staff",
        /// Creating, changing and deleting webhooks.
        Webhooks = "webhooks",
        /// Creating and revoking keys and tickets.
        Keys = "keys",
        /// Changing the settings of the organization, such as its opening hours and limits.
        Organization = "organization",
        /// Importing customers and conversations.
        Imports = "imports",
        /// Reading the author of every change.
        Audit = "audit",
    }
}

impl Right {
    /// Returns the lowest role that has the right. Each higher role has the right, too.
    #[must_use]
    pub const fn lowest_role(self) -> Role {
        match self {
            Self::Messages | Self::Chats | Self::OwnCanned => Role::AgentChatOnly,
            Self::Customers | Self::CustomerLists | Self::OwnReports => Role::Agent,
            Self::CustomerMerges | Self::SharedCanned | Self::AllReports => Role::Superviser,
            Self::CustomerErasure
            | Self::Export
            | Self::Staff
            | Self::Webhooks
            | Self::Keys
            | Self::Organization
            | Self::Imports
            | Self::Audit => Role::Admin,
        }
    }

    /// Tells whether the right permits only reads.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(
            self,
            Self::CustomerLists | Self::Export | Self::OwnReports | Self::AllReports | Self::Audit
        )
    }
}

/// A set of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights(u32);

impl Rights {
    /// Every right.
    pub const ALL: Self = Self::of(Right::ALL);
    /// No right.
    pub const NONE: Self = Self(0);

    /// Creates the set of these rights.
    #[must_use]
    pub const fn of(mut rights: &[Right]) -> Self {
        let mut set = 0;
        while let [right, rest @ ..] = rights {
            set |= 1 << *right as u32;
            rights = rest;
        }
        Self(set)
    }

    /// Tells whether the set has this right.
    #[must_use]
    pub const fn allow(self, right: Right) -> bool {
        self.0 & (1 << right as u32) != 0
    }

    /// Returns the rights of the set, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Right> {
        Right::ALL.iter().copied().filter(move |right| self.allow(*right))
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Self {
        Self(rights.into_iter().fold(0, |set, right| set | 1 << right as u32))
    }
}

impl Scope {
    /// Returns the rights of a key with this scope.
    #[must_use]
    pub fn rights(self) -> Rights {
        Right::ALL.iter().copied().filter(|right| self == Self::Full || right.is_read()).collect()
    }
}

impl Role {
    /// Returns the rights of an agent with this role.
    #[must_use]
    pub fn rights(self) -> Rights {
        Right::ALL.iter().copied().filter(|right| right.lowest_role() <= self).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_the_rights_of_the_roles_below_it_and_an_administrator_has_all() {
        let rights = |role: Role| role.rights().iter().collect::<Vec<_>>();
        for pair in Role::ALL.windows(2) {
            let (below, above) = (rights(pair[0]), rights(pair[1]));
            assert!(below.iter().all(|right| above.contains(right)), "{pair:?}");
            assert!(below.len() < above.len(), "{pair:?}");
        }
        assert_eq!(Role::Admin.rights(), Rights::ALL);
        let few = [Right::Messages, Right::Chats, Right::OwnCanned];
        assert_eq!(Role::AgentChatOnly.rights(), Rights::of(&few));
    }

    #[test]
    fn a_set_has_the_rights_that_it_was_made_of_and_no_other() {
        for one in Right::ALL {
            let set = Rights::of(&[*one]);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*one]);
            assert_eq!(Rights::from_iter([*one]), set);
        }
        assert_eq!(Rights::NONE.iter().count(), 0);
        assert_eq!(Rights::ALL.iter().count(), Right::ALL.len());
    }

    #[test]
    fn a_read_only_key_may_read_alone() {
        assert!(Scope::Read.rights().iter().all(Right::is_read));
        assert_eq!(Scope::Full.rights(), Rights::ALL);
    }
}
