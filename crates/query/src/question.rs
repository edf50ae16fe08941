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
    /// A window: some rows of a view of chats, as an agent sees them.
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

    /// Tells whether the query looks for a part of a text, for which the index must read the texts
    /// of all customers.
    #[must_use]
    pub fn scans_texts(&self) -> bool {
        match self {
            Self::Chats(_) | Self::Customers(_) => false,
            Self::FindChats(search) => search.filter.scans_texts(),
            Self::FindCustomers(search) => search.filter.scans_texts(),
            Self::Window(window) => {
                window.view.text.is_some() || window.counts.iter().any(|view| view.text.is_some())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{AgentId, ChatScope};

    use super::*;
    use crate::{
        Comparison, Condition, Filter, Limit, Offset, Predicate, Start, View, WindowAt, WindowSort,
    };

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

    fn of_text(test: Predicate) -> Filter<CustomerField> {
        Filter::only(Condition { field: CustomerField::Name, test, is_negated: true })
    }

    fn window(text: Option<&str>, counted: Option<&str>) -> Question {
        let view = |text: Option<&str>| View { text: text.map(str::to_owned), ..View::ALL };
        Question::Window(Box::new(Window {
            agent: AgentId::new(1).unwrap(),
            scope: ChatScope::All,
            view: view(text),
            sort: WindowSort::default(),
            at: WindowAt::default(),
            limit: Limit::default(),
            counts: vec![View::OPEN, view(counted)],
        }))
    }

    #[test]
    fn parts_of_texts_on_any_level_and_in_counts_are_looked_for_in_all_texts() {
        let find = |filter| {
            Question::FindCustomers(Search { filter, page: Sorted::default() }).scans_texts()
        };
        let part = of_text(Predicate::Contains("a".to_owned()));
        assert!(!find(Filter::default()));
        assert!(!find(of_text(Predicate::Text("a".to_owned()))));
        assert!(find(part.clone()));
        assert!(find(Filter::nested(Comparison::Or, Vec::new(), vec![part]).unwrap()));
        assert!(!Question::Chats(at(1_000_000)).scans_texts());
        assert!(!window(None, None).scans_texts());
        assert!(window(Some("a"), None).scans_texts());
        assert!(window(None, Some("a")).scans_texts());
    }
}
