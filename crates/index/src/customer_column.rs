//! The column of chats' customers, and each customer's chats as a linked list in columns.

use crate::bits::Bits;
use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::growth;
use crate::set::SlotSet;
use crate::slot::{Slot, at};

const NONE: Slot = Slot::MAX;

/// The divisor that decides how a search finds the chats of customers. The search follows the
/// customers' lists of chats if these lists are short: in total, at most the number of searched
/// chats divided by this number. Otherwise the search checks each searched chat.
const MANY_OF: usize = 8;
/// The number of found chats up to which no bit set is used, because a bit set would take much
/// memory and save little time.
const FOUND_FEW: usize = 64;

/// The previous and the next chat of a chat in the list of its customer's chats.
#[derive(Clone, Copy, Debug)]
struct Link {
    previous: Slot,
    next: Slot,
}

/// The customer of each chat, and the chats of each customer.
#[derive(Debug, Default)]
pub(crate) struct CustomerColumn {
    /// The customer of each chat. The links between the chats of one customer are stored
    /// separately, so that a search that reads this whole column reads no links.
    customers: Vec<Slot>,
    links: Vec<Link>,
    first: Vec<Slot>,
}

impl Column for CustomerColumn {
    /// Writes, for each chat, the position of its customer in the saved file.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        let position = |chat: &Slot| order.customers[at(self.customer(*chat))].into();
        to.numbers(order.slots.iter().map(position));
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        self.customers = from.exactly(loaded.slots.len())?.small()?;
        if self.customers.iter().any(|customer| at(*customer) >= loaded.customers) {
            return None;
        }
        self.first = vec![NONE; loaded.customers];
        self.links = vec![Link { previous: NONE, next: NONE }; self.customers.len()];
        for (chat, customer) in (0..).zip(&self.customers) {
            let next = std::mem::replace(&mut self.first[at(*customer)], chat);
            self.links[at(chat)].next = next;
            if let Some(link) = self.links.get_mut(at(next)) {
                link.previous = chat;
            }
        }
        Some(())
    }
}

impl CustomerColumn {
    pub(crate) fn customer(&self, chat: Slot) -> Slot {
        self.customers[at(chat)]
    }

    /// Sets the customer of a chat that has no customer yet.
    pub(crate) fn insert(&mut self, chat: Slot, customer: Slot) {
        let nowhere = Link { previous: NONE, next: NONE };
        growth::extend_to(&mut self.links, chat, nowhere);
        growth::extend_to(&mut self.customers, chat, NONE);
        growth::extend_to(&mut self.first, customer, NONE);
        let next = std::mem::replace(&mut self.first[at(customer)], chat);
        self.customers[at(chat)] = customer;
        self.links[at(chat)] = Link { previous: NONE, next };
        if let Some(link) = self.links.get_mut(at(next)) {
            link.previous = chat;
        }
    }

    pub(crate) fn remove(&mut self, chat: Slot) {
        let Link { previous, next } = self.links[at(chat)];
        let customer = std::mem::replace(&mut self.customers[at(chat)], NONE);
        match self.links.get_mut(at(previous)) {
            Some(link) => link.next = next,
            None => self.first[at(customer)] = next,
        }
        if let Some(link) = self.links.get_mut(at(next)) {
            link.previous = previous;
        }
    }

    pub(crate) fn chats_of(&self, customer: Slot) -> impl Iterator<Item = Slot> {
        let first = self.first.get(at(customer)).copied();
        let known = |chat: &Slot| *chat != NONE;
        std::iter::successors(first.filter(known), move |chat| {
            Some(self.links[at(*chat)].next).filter(known)
        })
    }

    /// Finds chats of these customers. The result has all of the customers' chats that are in
    /// `among`, and perhaps some that are not.
    pub(crate) fn find(&self, customers: &SlotSet, among: &SlotSet) -> SlotSet {
        let slots = self.links.len();
        let theirs = customers.len().saturating_mul(slots) / self.first.len().max(1);
        let few = among.len() / MANY_OF;
        if theirs <= few {
            let chats = customers.iter().flat_map(|customer| self.chats_of(customer));
            // The estimate uses the average; a single customer can have many more chats.
            let chats: Vec<_> = chats.take(few + 1).collect();
            if chats.len() <= few.min(FOUND_FEW) {
                return chats.into_iter().collect();
            }
            if chats.len() <= few {
                let mut found = Bits::none(slots);
                chats.into_iter().for_each(|chat| found.set(chat));
                return found.into();
            }
        }
        let asked = customers.bits();
        among.those(|chat| asked.has(self.customer(chat)))
    }

    pub(crate) fn bytes(&self) -> usize {
        growth::bytes(&self.links) + growth::bytes(&self.customers) + growth::bytes(&self.first)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn some_customers_of_many_are_found_and_one_with_most_of_the_chats() {
        let mut customer_of = CustomerColumn::default();
        let live: SlotSet = (0..4_000).collect();
        let customer = |chat: Slot| if chat < 2_000 { 500 } else { chat % 500 };
        live.iter().for_each(|chat| customer_of.insert(chat, customer(chat)));
        for asked in
            [vec![7], (0..80).step_by(2).collect(), vec![500], vec![7, 500], vec![9_999], vec![]]
        {
            let expected: BTreeSet<_> =
                live.iter().filter(|chat| asked.contains(&customer(*chat))).collect();
            assert_eq!(&customer_of.find(&asked.into_iter().collect(), &live), &expected);
        }
    }

    proptest! {
        #[test]
        fn chats_are_found_by_their_customers(
            moves in prop::collection::vec((0_u32..40, 0_u32..30), 0..120),
            // Some of the customers have never had a chat.
            asked in prop::collection::btree_set(0_u32..50, 0..50),
        ) {
            let mut customer_of = CustomerColumn::default();
            // At first, every customer below 30 has a chat.
            let mut of: BTreeMap<Slot, Slot> =
                (0..30).map(|customer| (100 + customer, customer)).collect();
            for (chat, customer) in &of {
                customer_of.insert(*chat, *customer);
            }
            for (chat, customer) in moves {
                if of.remove(&chat).is_some() {
                    customer_of.remove(chat);
                } else {
                    of.insert(chat, customer);
                    customer_of.insert(chat, customer);
                }
            }
            let live = of.keys().copied().collect();
            let asked: SlotSet = asked.into_iter().collect();
            let theirs = of.iter().filter(|(_, customer)| asked.contains(**customer));
            let expected: BTreeSet<_> = theirs.map(|(chat, _)| *chat).collect();
            prop_assert_eq!(&customer_of.find(&asked, &live), &expected);
            let some: BTreeSet<_> = of.keys().copied().step_by(3).collect();
            let within = some.iter().copied().collect();
            prop_assert_eq!(&customer_of.find(&asked, &within).and(&within), &(&expected & &some));
        }
    }
}
