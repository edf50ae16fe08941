//! A page of a set of objects in the order of a rank (the list of all objects sorted by time). The
//! page is found in the cheapest of three ways. The first way iterates over the rank from the
//! nearer end. The second iterates from a position that is found by counting the set's bits. The
//! third sorts the set. A cursor gives a position in the rank.

use std::cmp::Ordering;

use deskbell_query::{Limit, Meta, NextPage, Offset, Order, Page, Position, Sort, Sorted, Start};

use crate::bits::Bits;
use crate::dates::Dates;
use crate::missing::{CatchUpIds, CatchUpRange, Missing};
use crate::rank::WORDS_STEPS;
use crate::rank_entry::{Key, RankEntry};
use crate::set::SlotSet;
use crate::slot::Slot;
use crate::slots::Slots;

/// The number of steps along the sorted list that cost as much as sorting one object.
const SORTING_STEPS: usize = 12;
/// A search for a set's members along the sorted list (rank) stops after this multiple of the
/// expected number of steps, but not before [`STEPS_MIN`] steps. The members are then probably at
/// the other end of the list, for example if the filter tests the sort field.
const PATIENCE: usize = 4;
const STEPS_MIN: usize = 64;
/// The number of steps along the sorted list of all objects that cost as much as comparing one
/// object with another.
const COMPARING_STEPS: usize = 4;
/// A small set is converted to bits before a search that probably takes at least this many steps
/// along the sorted list of all objects.
const BITS_FROM_STEPS: usize = 2_000;

/// The slots (the numbers) of a page's objects, before the page is rendered.
#[derive(Debug)]
pub(crate) struct PageSlots {
    pub(crate) slots: Vec<Slot>,
    pub(crate) meta: Meta,
}

/// The objects from which a page is chosen, with the column that sorts the objects.
#[derive(Clone, Copy)]
pub(crate) struct Ranked<'i> {
    /// The set to choose objects from; `None` for all objects.
    pub(crate) set: Option<&'i SlotSet>,
    pub(crate) dates: &'i Dates,
    pub(crate) slots: &'i Slots,
}

/// Picks a page in the state after change `seq`. If an earlier call failed because a range of
/// changes was missing, `catch_up` has the ids that the caller found in this range.
///
/// # Errors
/// [`Missing`] with a range of changes, when earlier pages may have skipped objects whose sort key
/// changed in this range.
pub(crate) fn pick<S: Sort>(
    ranked: Ranked<'_>,
    page: Sorted<S>,
    seq: i64,
    catch_up: Option<&CatchUpIds>,
) -> Result<PageSlots, Missing> {
    let Ranked { set, dates, slots } = ranked;
    let Sorted { page: Page { limit, start }, sort, order } = page;
    let total = set.map_or(slots.live.len(), SlotSet::len) as u64;
    let cursor = match start {
        Start::Offset(offset) => {
            let page = (offset, limit);
            let slots = match set {
                Some(set) => page_of(set, dates, slots, order, page),
                None => page_of_all(dates, order, page),
            };
            return Ok(PageSlots { slots, meta: Meta { total, next: NextPage::Unasked } });
        }
        Start::Cursor(cursor) => cursor,
    };
    let wanted = |after, until, limit| {
        let range = CatchUpRange { bit: sort.bit(), after, until, limit };
        let missing = || Missing { catch_up: Some(range), ..Missing::default() };
        catch_up.filter(|catch_up| catch_up.range == range).ok_or_else(missing)
    };
    let (mark, since) = match cursor.at {
        Position::Begin => (None, seq),
        Position::After { key, id, since } => (Some((Key::from(key), id)), since),
        Position::CatchUp { after, until } => {
            let catch_up = wanted(after, until, limit.get())?;
            let next = cursor.catch_up(catch_up.next, until);
            return Ok(PageSlots {
                slots: among(ranked, order, &catch_up.ids),
                meta: Meta { total, next },
            });
        }
    };
    let limit = limit.get() as usize;
    let may_skip = sort.may_skip(order);
    // One object more than the page shows is read, to find out whether another page follows.
    let mut found = after(set, dates, slots, (order, mark), limit + 1);
    let is_more = found.len() > limit;
    found.truncate(limit);
    let next = match found.last().filter(|_| is_more) {
        Some(last) => {
            let (key, id) = (dates.get(*last), slots.id(*last));
            let since = if may_skip { since } else { 0 };
            NextPage::At(cursor.text_at(Position::After { key, id, since }))
        }
        None if may_skip && since < seq => cursor.catch_up(wanted(since, seq, 0)?.next, seq),
        None => NextPage::Last,
    };
    Ok(PageSlots { slots: found, meta: Meta { total, next } })
}

/// Returns the objects with these ids that are in a set, in the page's order.
fn among(Ranked { set, dates, slots }: Ranked<'_>, order: Order, ids: &[i64]) -> Vec<Slot> {
    let mut found: Vec<_> = ids.iter().filter_map(|id| slots.find(*id)).collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|slot| set.is_none_or(|set| set.contains(*slot)));
    let count = found.len();
    first(found.into_iter().map(|slot| dates.entry(slot)).collect(), slots, order, count)
}

fn page_of_all(dates: &Dates, order: Order, page: (Offset, Limit)) -> Vec<Slot> {
    let (offset, limit) = range(page, dates.rank.len());
    dates.rank.iter(order, offset).take(limit).collect()
}

/// Picks a page of the objects of a set, sorted by `dates`.
pub(crate) fn page_of(
    set: &SlotSet,
    dates: &Dates,
    slots: &Slots,
    order: Order,
    page: (Offset, Limit),
) -> Vec<Slot> {
    let (offset, limit) = range(page, set.len());
    if limit == 0 {
        return Vec::new();
    }
    let rest = set.len() - offset - limit;
    let shorter = offset.min(rest) + limit;
    let steps = shorter.saturating_mul(dates.rank.len()) / set.len();
    let range = (offset, limit, rest);
    let otherwise = || sorted(set, dates, slots, order, offset, limit);
    let sorting_steps = set.len().saturating_mul(SORTING_STEPS);
    let counting_steps = slots.len() / WORDS_STEPS;
    if !set.is_few()
        && steps.min(sorting_steps) > counting_steps
        && let Some(found) = jumped(&set.bits(), dates, order, range, steps.min(sorting_steps))
    {
        return found;
    }
    if steps > sorting_steps {
        return otherwise();
    }
    let steps_max = patience(steps, set, dates);
    if set.is_few() && steps <= BITS_FROM_STEPS {
        let found = along(dates, order, range, steps_max, |slot| set.contains(slot));
        return found.unwrap_or_else(otherwise);
    }
    let bits = set.bits();
    let found = along(dates, order, range, steps_max, |slot| bits.has(slot));
    let jumped = || jumped(&bits, dates, order, range, sorting_steps);
    found.or_else(jumped).unwrap_or_else(otherwise)
}

/// Returns the number of a set's members that come before the member `slot` in an order. The
/// members are counted along the sorted list of all objects from the nearer end, or by comparing
/// each member of a small set.
pub(crate) fn position(
    set: &SlotSet,
    dates: &Dates,
    slots: &Slots,
    order: Order,
    slot: Slot,
) -> usize {
    let (one, in_order) = (dates.entry(slot), compare(slots, order));
    let place = dates.rank.up_to(order, (one.key(), slots.id(slot)), dates.order(slots));
    let (before, after) = (place.saturating_sub(1), dates.rank.len() - place);
    if set.len().saturating_mul(COMPARING_STEPS) < before.min(after) {
        return set.iter().filter(|it| in_order(&dates.entry(*it), &one).is_lt()).count();
    }
    let bits = set.bits();
    let count = |order, steps| dates.rank.count(order, steps, |it| bits.has(it));
    match (before <= after, order) {
        (true, order) => count(order, before),
        (false, Order::Asc) => set.len() - 1 - count(Order::Desc, after),
        (false, Order::Desc) => set.len() - 1 - count(Order::Asc, after),
    }
}

/// Picks a page at its position in the sorted list of all objects, found by counting bits. Returns
/// `None` when too many steps are needed.
fn jumped(
    bits: &Bits,
    dates: &Dates,
    order: Order,
    (offset, limit, rest): (usize, usize, usize),
    steps_max: usize,
) -> Option<Vec<Slot>> {
    let before = if order == Order::Asc { offset } else { rest };
    let (iter, passed) = dates.rank.jump(bits, before, steps_max)?;
    let iter = iter.filter(|slot| bits.has(*slot));
    let mut found: Vec<_> = iter.skip(before - passed).take(limit).collect();
    if order == Order::Desc {
        found.reverse();
    }
    (found.len() == limit).then_some(found)
}

/// Returns the number of steps along the sorted list (rank) after which a search stops; the length
/// of the list if sorting the set takes longer than iterating over the whole list.
fn patience(steps: usize, set: &SlotSet, dates: &Dates) -> usize {
    let all = dates.rank.len();
    if set.len().saturating_mul(SORTING_STEPS) >= all {
        return all;
    }
    steps.saturating_mul(PATIENCE).max(STEPS_MIN).min(all)
}

/// Picks a page by iterating over the sorted list of all objects from the nearer end; `None` when
/// `steps_max` steps do not suffice.
fn along(
    dates: &Dates,
    order: Order,
    (offset, limit, rest): (usize, usize, usize),
    steps_max: usize,
    has: impl Fn(Slot) -> bool,
) -> Option<Vec<Slot>> {
    let is_far = offset > rest;
    let from = match (order, is_far) {
        (Order::Asc, false) | (Order::Desc, true) => Order::Asc,
        _ => Order::Desc,
    };
    let before = offset.min(rest);
    let mut iter = dates.rank.iter(from, 0);
    let (passed, steps) = iter.pass(before, steps_max, &has);
    let iter = iter.take(steps_max - steps).filter(|slot| has(*slot));
    let mut found: Vec<_> = iter.skip(before - passed).take(limit).collect();
    if is_far {
        found.reverse();
    }
    (found.len() == limit).then_some(found)
}

/// Returns the first `count` members of a set, or of all objects, that come after a time and an id.
fn after(
    set: Option<&SlotSet>,
    dates: &Dates,
    slots: &Slots,
    (order, mark): (Order, Option<(Key, i64)>),
    count: usize,
) -> Vec<Slot> {
    let place = mark.map_or(0, |(key, id)| dates.rank.up_to(order, (key, id), dates.order(slots)));
    let iter = dates.rank.iter(order, place);
    let Some(set) = set else { return iter.take(count).collect() };
    if set.is_empty() {
        return Vec::new();
    }
    let left = dates.rank.len() - place;
    let steps = count.saturating_mul(dates.rank.len()) / set.len();
    if steps.min(left) > set.len().saturating_mul(SORTING_STEPS) {
        return sorted_after(set, dates, slots, (order, mark), count);
    }
    let steps_max = patience(steps, set, dates);
    let iter = iter.take(steps_max);
    let found: Vec<_> = if set.is_few() && steps <= BITS_FROM_STEPS {
        iter.filter(|slot| set.contains(*slot)).take(count).collect()
    } else {
        let bits = set.bits();
        iter.filter(|slot| bits.has(*slot)).take(count).collect()
    };
    if found.len() == count || left <= steps_max {
        return found;
    }
    sorted_after(set, dates, slots, (order, mark), count)
}

/// Returns the members of a set that come after a time and an id, found by sorting the set.
fn sorted_after(
    set: &SlotSet,
    dates: &Dates,
    slots: &Slots,
    (order, mark): (Order, Option<(Key, i64)>),
    count: usize,
) -> Vec<Slot> {
    let is_after = |entry: &RankEntry| {
        let Some((key, id)) = mark else { return true };
        let stands = entry.stands(key, id, slots.ids());
        if order == Order::Asc { stands.is_gt() } else { stands.is_lt() }
    };
    let mut entries = entries(set, dates);
    entries.retain(is_after);
    first(entries, slots, order, count)
}

/// Returns the number of objects before a page, and the page's length, in a list of `total`
/// objects.
fn range((offset, limit): (Offset, Limit), total: usize) -> (usize, usize) {
    let offset = usize::try_from(offset.get()).map_or(total, |offset| offset.min(total));
    (offset, (limit.get() as usize).min(total - offset))
}

fn entries(set: &SlotSet, dates: &Dates) -> Vec<RankEntry> {
    let mut entries = Vec::with_capacity(set.len());
    set.iter().for_each(|slot| entries.push(dates.entry(slot)));
    entries
}

fn sorted(
    set: &SlotSet,
    dates: &Dates,
    slots: &Slots,
    order: Order,
    offset: usize,
    limit: usize,
) -> Vec<Slot> {
    let mut entries = entries(set, dates);
    if offset > 0 {
        entries.select_nth_unstable_by(offset, compare(slots, order));
    }
    first(entries.split_off(offset), slots, order, limit)
}

/// Returns the slots of the first `count` entries, in order.
fn first(mut entries: Vec<RankEntry>, slots: &Slots, order: Order, count: usize) -> Vec<Slot> {
    if count < entries.len() {
        entries.select_nth_unstable_by(count, compare(slots, order));
        entries.truncate(count);
    }
    entries.sort_unstable_by(compare(slots, order));
    entries.into_iter().map(RankEntry::slot).collect()
}

fn compare(slots: &Slots, order: Order) -> impl Fn(&RankEntry, &RankEntry) -> Ordering {
    move |a, b| {
        let ascending = a.order(*b, slots.ids());
        if order == Order::Asc { ascending } else { ascending.reverse() }
    }
}

#[cfg(test)]
mod tests {
    use deskbell_model::Seconds;
    use proptest::prelude::*;

    use super::*;

    const OBJECTS: u32 = 3_000;

    /// Creates objects, three for each time, in the order of their times or shuffled.
    fn objects(is_ascending: bool) -> (Slots, Dates) {
        let (mut slots, mut dates) = (Slots::default(), Dates::default());
        for number in 0..OBJECTS {
            let slot = slots.take(i64::from(number) + 1, OBJECTS).unwrap();
            let place = if is_ascending { number } else { number * 7_919 % OBJECTS };
            dates.note(slot, Some(Seconds::new(place / 3)));
        }
        dates.build(&slots, &mut Vec::new());
        (slots, dates)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Tests pages of sets whose members are in one range anywhere in the sorted list, or are
        /// scattered over the list.
        #[test]
        fn a_page_is_that_of_the_sorted_set(
            first in 0..OBJECTS,
            every in prop::sample::select(vec![1_u32, 2, 37]),
            count in 1..150_u32,
            is_ascending: bool,
            slots_ascend: bool,
            is_few: bool,
            (offset, limit) in (0..160_u64, 1..=20_u64),
            place in 0..OBJECTS,
        ) {
            let (slots, dates) = objects(slots_ascend);
            let order = if is_ascending { Order::Asc } else { Order::Desc };
            let set: SlotSet =
                (0..count).map(|number| (first + number * every) % OBJECTS).collect();
            let set = if is_few { set } else { set.bits().into_owned().into() };
            let mut all: Vec<_> = set.iter().map(|slot| dates.entry(slot)).collect();
            all.sort_by(compare(&slots, order));
            let all: Vec<_> = all.into_iter().map(RankEntry::slot).collect();
            let (from, many) = (usize::try_from(offset).unwrap(), usize::try_from(limit).unwrap());
            let page = (Offset::new(offset).unwrap(), Limit::new(limit).unwrap());
            let expected: Vec<_> = all.iter().copied().skip(from).take(many).collect();
            prop_assert_eq!(page_of(&set, &dates, &slots, order, page), expected);
            for (place, slot) in all.iter().enumerate().step_by(7) {
                prop_assert_eq!(position(&set, &dates, &slots, order, *slot), place);
            }
            // A cursor may be at any object, even at one that is not in the set.
            let mark = Some((Key::from(dates.get(place)), slots.id(place)));
            let place = dates.entry(place);
            let in_order = compare(&slots, order);
            let is_after = |slot: &Slot| in_order(&dates.entry(*slot), &place).is_gt();
            let expected: Vec<_> = all.iter().copied().filter(is_after).take(many).collect();
            prop_assert_eq!(after(Some(&set), &dates, &slots, (order, mark), many), expected);
        }
    }
}
