//! The queries that list and search chats and customers. This module does not know whether the
//! index in memory or SQL answers the queries.

use crate::field::{ChatField, ChatSort, CustomerField, CustomerSort};
use crate::filter::Search;
use crate::page::Sorted;
use crate::window::Window;

/// A search for chats.
pub type ChatSearch = Search<ChatField, ChatSort>;

/// A search for customers.
pub type CustomerSearch = Search<CustomerField, CustomerSort>;

/// A query that `index` and `storage` can both answer, with the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The list of chats.
    Chats(Sorted<ChatSort>),
    /// A search for chats.
    FindChats(ChatSearch),
    /// The list of customers.
    Customers(Sorted<CustomerSort>),
    /// A search for customers.
    FindCustomers(CustomerSearch),
    /// A window of agents' lists: some rows of a view of chats.
    Window(Box<Window>),
}

impl Question {
    /// Tells whether the query counts as a scan, for which the database must read many rows.
    #[must_use]
    pub const fn is_scan(&self) -> bool {
        match self {
            Self::Chats(list) => list.page.is_deep(),
            Self::Customers(list) => list.page.is_deep(),
            Self::FindChats(_) | Self::FindCustomers(_) | Self::Window(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Filter, Offset, Start};

    fn at(offset: u64) -> Sorted<ChatSort> {
        let mut list = Sorted::default();
        list.page.start = Start::Offset(Offset::new(offset).unwrap());
        list
    }

    #[test]
    fn searches_and_lists_with_a_large_offset_are_scans() {
        assert!(!Question::Chats(at(0)).is_scan());
        assert!(Question::Chats(at(1_000_000)).is_scan());
        let search = Search { filter: Filter::default(), page: at(0) };
        assert!(Question::FindChats(search).is_scan());
    }
}
