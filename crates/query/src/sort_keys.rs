//! What lists are sorted by, as values of objects: where an object stands in each, and in which of
//! them a change moves it.

use std::hash::Hash;

use deskbell_model::{Chat, Customer, Seconds};

use crate::field::{ChatSort, CustomerSort};
use crate::page::Order;

/// What a list is sorted by.
pub trait Sort: Copy + Hash + 'static {
    /// The objects of the list.
    type Of;
    /// Every sort.
    fn all() -> impl Iterator<Item = Self>;

    /// Where an object stands.
    fn key(self, of: &Self::Of) -> Option<Seconds>;

    /// The sort's own bit in [`SortKeysChanged`], no other's of any list.
    fn bit(self) -> i64;

    /// Whether a walk in this order may pass over an object that moves while it goes on: from what
    /// is still to come to what it has behind it.
    fn may_skip(self, order: Order) -> bool;
}

impl Sort for ChatSort {
    type Of = Chat;

    fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().map(|(sort, _)| *sort)
    }

    fn key(self, chat: &Chat) -> Option<Seconds> {
        match self {
            Self::CreatedAt => Some(chat.created_at),
            Self::LastCustomerMessageAt => chat.last_customer_message_at,
            Self::LastMessageAt => chat.last_message_at,
            Self::ClosedAt => chat.closed_at,
        }
    }

    fn bit(self) -> i64 {
        match self {
            Self::CreatedAt => 1,
            Self::LastCustomerMessageAt => 2,
            Self::LastMessageAt => 4,
            Self::ClosedAt => 8,
        }
    }

    fn may_skip(self, order: Order) -> bool {
        match self {
            Self::CreatedAt => false,
            // Messages come, and none goes: upwards what moves is still to come.
            Self::LastCustomerMessageAt | Self::LastMessageAt => order == Order::Desc,
            Self::ClosedAt => true,
        }
    }
}

impl Sort for CustomerSort {
    type Of = Customer;

    fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().map(|(sort, _)| *sort)
    }

    fn key(self, customer: &Customer) -> Option<Seconds> {
        match self {
            Self::CreatedAt => Some(customer.created_at),
            Self::FirstSeen => customer.first_seen,
            Self::LastSeen => customer.last_seen,
        }
    }

    fn bit(self) -> i64 {
        match self {
            Self::CreatedAt => 16,
            Self::FirstSeen => 32,
            Self::LastSeen => 64,
        }
    }

    fn may_skip(self, _: Order) -> bool {
        self != Self::CreatedAt
    }
}

/// In which sorted lists an object stands elsewhere after a change: the bits of their sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SortKeysChanged(i64);

impl SortKeysChanged {
    /// Where a chat stands elsewhere.
    #[must_use]
    pub fn of_chat(before: &Chat, after: &Chat) -> Self {
        Self::between::<ChatSort>(before, after)
    }

    /// Where a customer stands elsewhere.
    #[must_use]
    pub fn of_customer(before: &Customer, after: &Customer) -> Self {
        Self::between::<CustomerSort>(before, after)
    }

    fn between<S: Sort>(before: &S::Of, after: &S::Of) -> Self {
        let moved = S::all().filter(|sort| sort.key(before) != sort.key(after));
        Self(moved.map(Sort::bit).sum())
    }

    /// The bits; none when it stays wherever it is.
    #[must_use]
    pub fn bits(self) -> Option<i64> {
        (self.0 != 0).then_some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::{ApplicationId, ChatId, CreatedWith, CustomerId};

    use super::*;

    #[test]
    fn every_sort_has_a_bit_of_its_own() {
        let bits = ChatSort::all().map(Sort::bit).chain(CustomerSort::all().map(Sort::bit));
        let bits: Vec<i64> = bits.collect();
        assert!(bits.iter().all(|bit| bit.count_ones() == 1), "{bits:?}");
        let together: i64 = bits.iter().fold(0, |all, bit| all | bit);
        assert_eq!(together.count_ones() as usize, bits.len());
    }

    #[test]
    fn an_object_moves_where_its_key_is_another() {
        let (id, customer) = (ChatId::new(1).unwrap(), CustomerId::new(1).unwrap());
        let application = ApplicationId::new(1).unwrap();
        let created_at = Seconds::new(5);
        let before = Chat::new(id, customer, application, CreatedWith::PublicApi, created_at);
        let mut after = before.clone();
        after.updated_at = Seconds::new(9);
        assert_eq!(SortKeysChanged::of_chat(&before, &after).bits(), None);
        after.last_message_at = Some(Seconds::new(9));
        assert_eq!(
            SortKeysChanged::of_chat(&before, &after).bits(),
            Some(ChatSort::LastMessageAt.bit())
        );
        let before = Customer::new(customer, created_at);
        let mut after = before.clone();
        (after.first_seen, after.last_seen) = (Some(created_at), Some(created_at));
        assert_eq!(SortKeysChanged::of_customer(&before, &after).bits(), Some(32 + 64));
        assert_eq!(SortKeysChanged::of_customer(&after, &after).bits(), None);
    }
}
