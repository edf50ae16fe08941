//! A page of a set in the order of a rank, whichever of three ways is the shortest: along the rank
//! from its nearer end, or by sorting the set.

use std::cmp::Ordering;

use deskbell_query::{Order, Page};
use roaring::RoaringBitmap;

use crate::bits::Bits;
use crate::dates::Dates;
use crate::rank::Entry;
use crate::slots::{Slot, Slots};

/// How many steps along a rank cost as much as sorting one object in.
const SORTING_STEPS: u64 = 12;
/// From how many steps on it pays to lay a set out as bits first.
const BITS_FROM_STEPS: u64 = 20_000;

/// A page of a list without a filter.
pub(crate) fn page_of_all(dates: &Dates, order: Order, page: Page) -> Vec<Slot> {
    let (offset, limit) = stretch(page, dates.rank.len() as u64);
    dates.rank.walk(order, offset).take(limit).collect()
}

/// A page of a set.
pub(crate) fn page_of(
    set: &RoaringBitmap,
    dates: &Dates,
    slots: &Slots,
    order: Order,
    page: Page,
) -> Vec<Slot> {
    let (offset, limit) = stretch(page, set.len());
    if limit == 0 {
        return Vec::new();
    }
    let behind = usize::try_from(set.len()).unwrap_or(usize::MAX) - offset - limit;
    let shorter = offset.min(behind) + limit;
    let steps = (shorter as u64).saturating_mul(dates.rank.len() as u64) / set.len();
    if steps > set.len().saturating_mul(SORTING_STEPS) {
        return sorted(set, dates, slots, order, offset, limit);
    }
    if steps <= BITS_FROM_STEPS {
        return along(dates, order, (offset, limit, behind), |slot| set.contains(slot));
    }
    let bits = Bits::of(set, slots.len());
    along(dates, order, (offset, limit, behind), |slot| bits.has(slot))
}

/// A page along the rank, from whichever end is nearer.
fn along(
    dates: &Dates,
    order: Order,
    (offset, limit, behind): (usize, usize, usize),
    has: impl Fn(Slot) -> bool,
) -> Vec<Slot> {
    let has = |slot: &Slot| has(*slot);
    if offset <= behind {
        return dates.rank.walk(order, 0).filter(has).skip(offset).take(limit).collect();
    }
    let other = match order {
        Order::Asc => Order::Desc,
        Order::Desc => Order::Asc,
    };
    let mut found: Vec<_> =
        dates.rank.walk(other, 0).filter(has).skip(behind).take(limit).collect();
    found.reverse();
    found
}

/// Which stretch of so many a page is: how many come before it, and how many it has.
fn stretch(page: Page, total: u64) -> (usize, usize) {
    let offset = page.offset.get().min(total);
    let limit = u64::from(page.limit.get()).min(total - offset);
    (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(usize::MAX))
}

fn sorted(
    set: &RoaringBitmap,
    dates: &Dates,
    slots: &Slots,
    order: Order,
    offset: usize,
    limit: usize,
) -> Vec<Slot> {
    let mut entries: Vec<_> = set.iter().map(|slot| dates.entry(slot)).collect();
    let compare = |a: &_, b: &_| -> Ordering {
        let ascending = Entry::order(*a, *b, slots.ids());
        if order == Order::Asc { ascending } else { ascending.reverse() }
    };
    if offset > 0 {
        entries.select_nth_unstable_by(offset, compare);
    }
    let rest = &mut entries[offset..];
    if limit < rest.len() {
        rest.select_nth_unstable_by(limit, compare);
    }
    let page = &mut rest[..limit];
    page.sort_unstable_by(compare);
    page.iter().map(|entry| entry.slot()).collect()
}
