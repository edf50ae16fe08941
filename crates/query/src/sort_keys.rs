//! The sort keys of objects, and the sort keys that a change of an object modifies.

use std::hash::Hash;

use deskbell_model::{Chat, Customer, Seconds};

use crate::field::{ChatSort, CustomerSort};
use crate::page::Order;

/// A field by which a list of objects is sorted.
pub trait Sort: Copy + Hash + 'static {
    /// The type of the list's objects.
    type Of;
    /// Returns all fields by which the list can be sorted.
    fn all() -> impl Iterator<Item = Self>;

    /// Returns the sort key of an object: the object's value in the sort field.
    fn key(self, of: &Self::Of) -> Option<Seconds>;

    /// Returns the bit of the sort in [`SortKeysChanged`]; no other sort of any list has the same
    /// bit.
    fn bit(self) -> i64;

    /// Tells whether a client that reads all pages in this order can miss an object. A client
    /// misses an object whose new sort key moves the object to a page that the client has already
    /// read.
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
            // These keys only grow. In ascending order a changed object moves forward, to pages
            // that are not yet read.
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

/// The set of those sort keys of an object that a change modified. Each sort key is one bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SortKeysChanged(i64);

impl SortKeysChanged {
    /// Returns the sort keys that differ between two states of a chat.
    #[must_use]
    pub fn of_chat(before: &Chat, after: &Chat) -> Self {
        Self::between::<ChatSort>(before, after)
    }

    /// Returns the sort keys that differ between the keys `before` and a chat's current keys.
    #[must_use]
    pub fn since(before: ChatKeys, after: &Chat) -> Self {
        let keys = before.0.into_iter().zip(ChatKeys::of(after).0);
        let moved = ChatSort::all().zip(keys).filter(|(_, (before, after))| before != after);
        Self(moved.map(|(sort, _)| sort.bit()).sum())
    }

    /// Returns the changed sort keys of this set that are in none of the sets `others`.
    #[must_use]
    pub fn without(self, others: impl Iterator<Item = Self>) -> Self {
        Self(others.fold(self.0, |bits, other| bits & !other.0))
    }

    /// Returns the sort keys that differ between two states of a customer.
    #[must_use]
    pub fn of_customer(before: &Customer, after: &Customer) -> Self {
        Self::between::<CustomerSort>(before, after)
    }

    fn between<S: Sort>(before: &S::Of, after: &S::Of) -> Self {
        let moved = S::all().filter(|sort| sort.key(before) != sort.key(after));
        Self(moved.map(Sort::bit).sum())
    }

    /// Returns the bits of the set; `None` when no sort key changed.
    #[must_use]
    pub fn bits(self) -> Option<i64> {
        (self.0 != 0).then_some(self.0)
    }
}

/// The sort keys of a chat, in the order of [`ChatSort::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatKeys([Option<Seconds>; ChatSort::ALL.len()]);

impl ChatKeys {
    /// Returns the sort keys of a chat.
    #[must_use]
    pub fn of(chat: &Chat) -> Self {
        Self(ChatSort::ALL.map(|(sort, _)| sort.key(chat)))
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
