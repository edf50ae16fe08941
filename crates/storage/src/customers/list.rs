//! The pages of the list of customers.

use deskbell_model::{CustomerId, OrgId, Tag};
use deskbell_query::{Cursor, CustomerSort, Meta, NextPage, Order, Sorted, Start};

use super::keyset::pieces;
use super::row::{CustomerRow, select};
use super::tags::with_tags;
use super::{total, views};
use crate::columns::params;
use crate::conn::Conn;
use crate::cursor_pages::CursorPage;
use crate::error::Result;
use crate::pages;
use crate::statement::{Query, statements};

type Shown = (CustomerRow, Vec<Tag>);

statements! {
    BY_CREATED_AT_ASC: Page => CustomerRow =
        pages::by!(select "customers" "created_at" never null asc);
    BY_CREATED_AT_DESC: Page => CustomerRow =
        pages::by!(select "customers" "created_at" never null desc);
    BY_FIRST_SEEN_ASC: Page => CustomerRow = pages::by!(select "customers" "first_seen" asc);
    BY_FIRST_SEEN_DESC: Page => CustomerRow = pages::by!(select "customers" "first_seen" desc);
    BY_LAST_SEEN_ASC: Page => CustomerRow = pages::by!(select "customers" "last_seen" asc);
    BY_LAST_SEEN_DESC: Page => CustomerRow = pages::by!(select "customers" "last_seen" desc);
}

fn page_query(sort: CustomerSort, order: Order) -> &'static Query<CustomerRow> {
    match (sort, order) {
        (CustomerSort::CreatedAt, Order::Asc) => &BY_CREATED_AT_ASC,
        (CustomerSort::CreatedAt, Order::Desc) => &BY_CREATED_AT_DESC,
        (CustomerSort::FirstSeen, Order::Asc) => &BY_FIRST_SEEN_ASC,
        (CustomerSort::FirstSeen, Order::Desc) => &BY_FIRST_SEEN_DESC,
        (CustomerSort::LastSeen, Order::Asc) => &BY_LAST_SEEN_ASC,
        (CustomerSort::LastSeen, Order::Desc) => &BY_LAST_SEEN_DESC,
    }
}

/// Returns a page of customers with their tags, and the list's total.
///
/// # Errors
/// When the database fails; `Forgotten` when the page at a cursor needs changes that were deleted.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<CustomerSort>,
) -> Result<(Vec<Shown>, Meta)> {
    let total = total(org, conn).await?;
    let offset = match page.page.start {
        Start::Offset(offset) => offset,
        Start::Cursor(cursor) => {
            let (customers, next) = step(org, conn, page, cursor).await?;
            return Ok((customers, Meta { total, next }));
        }
    };
    let query = page_query(page.sort, page.order);
    let params = params![org, page.page.limit.get(), offset.get()];
    let rows = conn.all(query, &params).await?;
    Ok((with_tags(org, conn, rows).await?, Meta { total, next: NextPage::Unasked }))
}

/// Returns the page at a cursor.
async fn step<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<CustomerSort>,
    cursor: Cursor,
) -> Result<(Vec<Shown>, NextPage)> {
    let step = CursorPage::of(org, conn, pieces(page.sort, page.order), page, cursor).await?;
    let ids: Vec<_> = step.ids.iter().filter_map(|id| CustomerId::new(*id)).collect();
    let mut customers = views(org, conn, &ids).await?;
    let next = step
        .finish(&mut customers, page, cursor, |(row, _)| (&row.customer, row.customer.id.get()));
    Ok((customers, next))
}
