//! Pages at cursors. A query reads one row more than the page shows, to find out whether another
//! page follows. After the last row come catch-up pages, with the rows whose sort key changed since
//! the first page was read.
//!
//! The rows that follow a position are read in three segments: the remaining rows with the same
//! key, the rows with further keys, and the rows without a key. Each segment is one range of the
//! sort key's index. If a single condition selected all three segments, each page would read the
//! rows of all earlier pages again.

use std::cmp::Reverse;

use deskbell_model::OrgId;
use deskbell_query::{Cursor, Limit, NextPage, Order, Page, Position, Sort, Sorted, Start};

use crate::changes;
use crate::columns::{FromRow, params};
use crate::conn::Conn;
use crate::counters;
use crate::error::Result;
use crate::statement::Query;

/// The statements of a list sorted by id.
pub(crate) struct ById<T: 'static> {
    /// A page at an offset: `$1` the organization, `$2` the number of rows, `$3` the offset.
    pub(crate) page: &'static Query<T>,
    /// The rows with ids greater than `$2`, at most `$3` rows; `$1` is the organization.
    pub(crate) behind: &'static Query<T>,
    pub(crate) id: fn(&T) -> i64,
}

/// Returns a page of a list sorted by id.
pub(crate) async fn by_id<T: FromRow, C: Conn>(
    org: OrgId,
    conn: &mut C,
    list: ById<T>,
    page: Page,
) -> Result<(Vec<T>, NextPage)> {
    let limit = page.limit;
    match page.start {
        Start::Offset(offset) => {
            let rows = conn.all(list.page, &params![org, limit.get(), offset.get()]).await?;
            Ok((rows, NextPage::Unasked))
        }
        Start::Cursor(cursor) => {
            let behind = cursor.at.after_id(0);
            let mut rows = conn.all(list.behind, &params![org, behind, limit.get() + 1]).await?;
            let next = cut(&mut rows, cursor, limit, list.id);
            Ok((rows, next))
        }
    }
}

/// Truncates the rows to the page's length. Returns the cursor of the next page, if the rows had
/// one row more than the page.
pub(crate) fn cut<T>(
    rows: &mut Vec<T>,
    cursor: Cursor,
    limit: Limit,
    id: fn(&T) -> i64,
) -> NextPage {
    if !shorten(rows, limit) {
        return NextPage::Last;
    }
    rows.last().map_or(NextPage::Last, |row| {
        NextPage::At(cursor.text_at(Position::After { key: None, id: id(row), since: 0 }))
    })
}

/// Truncates the rows to a page's length; `true` when rows were removed.
pub(crate) fn shorten<T>(rows: &mut Vec<T>, limit: Limit) -> bool {
    let limit = limit.get() as usize;
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    is_more
}

/// The statements on a sort key's index in one direction, ascending or descending.
#[derive(Debug)]
pub(crate) struct KeysetSegments {
    /// The ids of the rows with key `$2` that follow id `$3`; at most `$4` ids.
    pub(crate) same: &'static Query<i64>,
    /// The ids of the rows with keys that follow key `$2`; at most `$3` ids.
    pub(crate) next: &'static Query<i64>,
    /// The ids of the rows without a key that follow id `$2`; at most `$3` ids. `None` for a sort
    /// key that every row has.
    pub(crate) null: Option<&'static Query<i64>>,
}

/// Returns the ids of up to `count` rows that follow a position.
pub(crate) async fn behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    pieces: &KeysetSegments,
    (order, at): (Order, Position),
    count: u32,
) -> Result<Vec<i64>> {
    let (first_key, first_id) = match order {
        Order::Asc => (-1, i64::MAX),
        Order::Desc => (i64::MAX, 0),
    };
    let (key, id) = match at {
        Position::After { key, id, .. } => (key.map(|key| i64::from(key.get())), id),
        // Ascending order starts with the rows without a key, descending order with the largest
        // key.
        Position::Begin | Position::CatchUp { .. } => match order {
            Order::Asc => (None, first_id),
            Order::Desc => (Some(first_key), i64::MAX),
        },
    };
    let mut ids: Vec<i64> = Vec::new();
    let left = |ids: &Vec<i64>| u64::from(count).saturating_sub(ids.len() as u64);
    if let Some(key) = key {
        ids = conn.all(pieces.same, &params![org, key, id, left(&ids)]).await?;
    } else if let Some(null) = pieces.null {
        ids = conn.all(null, &params![org, id, left(&ids)]).await?;
    }
    if left(&ids) > 0 && (key.is_some() || order == Order::Asc) {
        let key = key.unwrap_or(first_key);
        ids.extend(conn.all(pieces.next, &params![org, key, left(&ids)]).await?);
    }
    if left(&ids) > 0
        && key.is_some()
        && order == Order::Desc
        && let Some(null) = pieces.null
    {
        ids.extend(conn.all(null, &params![org, first_id, left(&ids)]).await?);
    }
    Ok(ids)
}

/// A page at a cursor in a sorted list.
#[derive(Debug)]
pub(crate) struct CursorPage {
    /// The ids of the page's rows. A catch-up page has the rows that moved while the list was read;
    /// its ids are not yet sorted.
    pub(crate) ids: Vec<i64>,
    next: Ahead,
}

/// The next page, as far as known before the rows are read.
#[derive(Debug)]
enum Ahead {
    /// The next page starts after this page's last row. The value is the number of the last change
    /// when the list's first page was read; the next page's cursor contains this number.
    BehindLast(i64),
    Known(NextPage),
}

impl CursorPage {
    pub(crate) async fn of<S: Sort, C: Conn>(
        org: OrgId,
        conn: &mut C,
        pieces: &KeysetSegments,
        page: Sorted<S>,
        cursor: Cursor,
    ) -> Result<Self> {
        if let Position::CatchUp { after, until } = cursor.at {
            return Self::moved(org, conn, page, (cursor, after, until)).await;
        }
        let limit = page.page.limit;
        let since = since(org, conn, page, cursor.at).await?;
        let mut ids = behind(org, conn, pieces, (page.order, cursor.at), limit.get() + 1).await?;
        let next = if shorten(&mut ids, limit) {
            Ahead::BehindLast(since)
        } else {
            Ahead::Known(end(org, conn, page, cursor, since).await?)
        };
        Ok(Self { ids, next })
    }

    async fn moved<S: Sort, C: Conn>(
        org: OrgId,
        conn: &mut C,
        page: Sorted<S>,
        (cursor, after, until): (Cursor, i64, i64),
    ) -> Result<Self> {
        let (ids, next) = moved(org, conn, page, (cursor, after, until)).await?;
        Ok(Self { ids, next: Ahead::Known(next) })
    }

    /// Returns the next page, and sorts the rows of a catch-up page, which has the rows that moved
    /// while the list was read. `of` gives a row's object and id.
    pub(crate) fn finish<S: Sort, T>(
        self,
        rows: &mut [T],
        page: Sorted<S>,
        cursor: Cursor,
        of: impl Fn(&T) -> (&S::Of, i64),
    ) -> NextPage {
        let key = |row: &T| {
            let (of, id) = of(row);
            (page.sort.key(of), Reverse(id))
        };
        if matches!(cursor.at, Position::CatchUp { .. }) {
            rows.sort_by_cached_key(key);
            if page.order == Order::Desc {
                rows.reverse();
            }
        }
        match (self.next, rows.last().map(key)) {
            (Ahead::Known(next), _) => next,
            (Ahead::BehindLast(since), Some((key, Reverse(id)))) => {
                NextPage::At(cursor.text_at(Position::After { key, id, since }))
            }
            (Ahead::BehindLast(_), None) => NextPage::Last,
        }
    }
}

/// Returns the number of the last change when the list's first page was read; 0 if later pages
/// cannot miss a row.
pub(crate) async fn since<S: Sort, C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<S>,
    at: Position,
) -> Result<i64> {
    match at {
        _ if !page.sort.may_skip(page.order) => Ok(0),
        Position::After { since, .. } => Ok(since),
        Position::Begin | Position::CatchUp { .. } => Ok(counters::last(org, conn).await?.seq),
    }
}

/// Returns the page that follows the list's last row: a catch-up page, which has rows that moved
/// while the list was read. Returns `NextPage::Last` when no row can have been missed.
pub(crate) async fn end<S: Sort, C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<S>,
    cursor: Cursor,
    since: i64,
) -> Result<NextPage> {
    if !page.sort.may_skip(page.order) {
        return Ok(NextPage::Last);
    }
    let until = counters::last(org, conn).await?.seq;
    if until <= since {
        return Ok(NextPage::Last);
    }
    let changed = changes::sort_keys_changed(org, conn, page.sort.bit(), (since, until), 0).await?;
    Ok(cursor.catch_up(changed.next, until))
}

/// Returns the ids on a page of rows that moved while the list was read, and the next page.
pub(crate) async fn moved<S: Sort, C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<S>,
    (cursor, after, until): (Cursor, i64, i64),
) -> Result<(Vec<i64>, NextPage)> {
    let limit = page.page.limit.get();
    let changed =
        changes::sort_keys_changed(org, conn, page.sort.bit(), (after, until), limit).await?;
    let mut ids = changed.ids;
    ids.sort_unstable();
    ids.dedup();
    Ok((ids, cursor.catch_up(changed.next, until)))
}
