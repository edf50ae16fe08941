//! Pages of windows (ranges of rows of an agent's chat list). A window is sorted by time, like a
//! rank (a list sorted by time). Among objects with equal times, however, windows and ranks use
//! opposite orders of ids. Therefore this module reverses objects with equal times; objects without
//! a time stay in the order of the rank.

use deskbell_query::{Limit, Offset, Order, WAITS_NOT};

use crate::dates::Dates;
use crate::rank_entry::Key;
use crate::select::{page_of, position};
use crate::set::SlotSet;
use crate::slot::Slot;
use crate::slots::Slots;

/// A set of objects in the order of a window (a part of an agent's chat list), which differs from a
/// rank's order where times tie.
#[derive(Clone, Copy)]
pub(crate) struct Ties<'i> {
    pub(crate) set: &'i SlotSet,
    pub(crate) dates: &'i Dates,
    pub(crate) slots: &'i Slots,
    pub(crate) order: Order,
}

impl Ties<'_> {
    fn key(&self, slot: Slot) -> Key {
        self.dates.entry(slot).key()
    }

    /// Returns the members of the set that have the same time as a slot, in the order of the sorted
    /// list.
    fn run(&self, slot: Slot) -> Vec<Slot> {
        let run = self.dates.run(self.key(slot), self.order);
        run.filter(|slot| self.set.contains(*slot)).collect()
    }

    /// Tells whether the objects whose time has this key keep the order of the rank (the list
    /// sorted by time). Only chats without a waiting customer, and objects without a time, keep
    /// this order, because reversing so many objects would take too long.
    fn stays(&self, key: Key) -> bool {
        match self.order {
            Order::Asc => key == Key::from(Some(WAITS_NOT)),
            Order::Desc => key == Key::NULL,
        }
    }

    /// Returns the number of the set's members before this member.
    pub(crate) fn position(&self, slot: Slot) -> usize {
        let place = position(self.set, self.dates, self.slots, self.order, slot);
        if self.stays(self.key(slot)) {
            return place;
        }
        let run = self.run(slot);
        let before = run.iter().take_while(|it| **it != slot).count();
        (place + run.len() - 1).saturating_sub(2 * before)
    }

    /// Returns a page of the set's members.
    pub(crate) fn page(&self, offset: Offset, limit: Limit) -> Vec<Slot> {
        let mut page = page_of(self.set, self.dates, self.slots, self.order, (offset, limit));
        let (mut from, len) = (0, page.len());
        while let Some(first) = page.get(from).copied() {
            let key = self.key(first);
            let count = page[from..].iter().take_while(|slot| self.key(**slot) == key).count();
            let part = &mut page[from..from + count];
            // At the ends of the page, further members with the same time may be before or after
            // the page.
            let is_cut = from == 0 || from + count == len;
            match (self.stays(key), is_cut) {
                (true, _) => {}
                (false, false) => part.reverse(),
                (false, true) => {
                    let run = self.run(first);
                    let before = run.iter().take_while(|it| **it != first).count();
                    let turned = run.iter().rev().skip(before);
                    part.iter_mut().zip(turned).for_each(|(slot, other)| *slot = *other);
                }
            }
            from += count;
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use deskbell_model::Seconds;
    use proptest::prelude::*;

    use super::*;

    const OBJECTS: u32 = 600;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn of_equal_times_the_larger_id_is_the_newer_one_on_every_page(
            together in prop::sample::select(vec![1_u32, 3, 50, 600]),
            every in 1_usize..4,
            is_ascending: bool,
            are_waits: bool,
            (offset, limit) in (0..620_u64, 1..=20_u64),
        ) {
            let (mut slots, mut dates) = (Slots::default(), Dates::default());
            for number in 0..OBJECTS {
                let slot = slots.take(i64::from(number) + 1, OBJECTS).unwrap();
                let time = number * 7_919 % OBJECTS / together;
                let is_wait = !are_waits || !time.is_multiple_of(5);
                let time = if is_wait { Seconds::new(time) } else { WAITS_NOT };
                dates.note(slot, Some(time).filter(|time| time.get() != 1));
            }
            dates.build(&slots, &mut Vec::new());
            let order = if is_ascending { Order::Asc } else { Order::Desc };
            let set: SlotSet = (0..OBJECTS).step_by(every).collect();
            let mut all: Vec<_> = set.iter().collect();
            let key = |slot: &Slot| (dates.entry(*slot).key(), slots.id(*slot));
            match order {
                Order::Asc => all.sort_by_key(|slot| {
                    let (key, id) = key(slot);
                    let is_last = key == Key::from(Some(WAITS_NOT));
                    (key, if is_last { -id } else { id })
                }),
                Order::Desc => all.sort_by_key(|slot| {
                    let (key, id) = key(slot);
                    Reverse((key, if key == Key::NULL { -id } else { id }))
                }),
            }
            let ties = Ties { set: &set, dates: &dates, slots: &slots, order };
            let (from, many) = (usize::try_from(offset).unwrap(), usize::try_from(limit).unwrap());
            let expected: Vec<_> = all.iter().copied().skip(from).take(many).collect();
            let page = ties.page(Offset::new(offset).unwrap(), Limit::new(limit).unwrap());
            prop_assert_eq!(page, expected);
            for (place, slot) in all.iter().enumerate().step_by(7) {
                prop_assert_eq!(ties.position(*slot), place);
            }
        }
    }
}
