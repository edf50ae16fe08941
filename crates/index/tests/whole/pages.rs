//! The computation of a page of ids by sorting all ids. This module does not know the kind of
//! object.

use std::cmp::Reverse;

use deskbell_model::Seconds;
use deskbell_query::{Meta, NextPage, Order, Position, Sort, Sorted, Start};

/// Returns a page of ids and its metadata. Returns `None` at the end of a list that was read with
/// cursors, if rows may have been skipped.
pub fn sorted<S: Sort>(
    ids: impl Iterator<Item = i64>,
    key: impl Fn(i64) -> Option<Seconds>,
    page: Sorted<S>,
    seq: i64,
) -> Option<(Vec<i64>, Meta)> {
    let mut ids: Vec<_> = ids.collect();
    // Null is lower than every value. Among equal keys the larger id comes first.
    let place = |id: &i64| (key(*id), Reverse(*id));
    ids.sort_by_key(place);
    if page.order == Order::Desc {
        ids.reverse();
    }
    let (total, limit) = (ids.len() as u64, page.page.limit.get() as usize);
    let walk = match page.page.start {
        Start::Offset(offset) => {
            let offset = usize::try_from(offset.get()).unwrap();
            let page = ids.into_iter().skip(offset).take(limit).collect();
            return Some((page, Meta { total, next: NextPage::Unasked }));
        }
        Start::Cursor(walk) => walk,
    };
    let mut since = seq;
    if let Position::After { key, id, since: begun } = walk.at {
        ids.retain(|other| match page.order {
            Order::Asc => place(other) > (key, Reverse(id)),
            Order::Desc => place(other) < (key, Reverse(id)),
        });
        since = begun;
    }
    let is_more = ids.len() > limit;
    ids.truncate(limit);
    let may_skip = page.sort.may_skip(page.order);
    if !may_skip {
        since = 0;
    } else if !is_more && since < seq {
        return None;
    }
    let last = ids.last().filter(|_| is_more);
    let next = last.map_or(NextPage::Last, |id| {
        NextPage::At(walk.text_at(Position::After { key: key(*id), id: *id, since }))
    });
    Some((ids, Meta { total, next }))
}
