//! The pages of the list of customers.

use deskbell_model::{OrgId, Tag};
use deskbell_query::{CustomerSort, Order, Sorted};

use super::row::{CustomerRow, select};
use super::tags::with_tags;
use super::total;
use crate::columns::params;
use crate::error::Result;
use crate::pages;
use crate::port::{Conn, Query, statements};

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

/// A page of the list, each customer with its tags, and how many there are in all.
///
/// # Errors
/// As the database says.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<CustomerSort>,
) -> Result<(Vec<(CustomerRow, Vec<Tag>)>, u64)> {
    let total = total(org, conn).await?;
    let query = page_query(page.sort, page.order);
    let params = params![org, page.page.limit.get(), page.page.offset.get()];
    let rows = conn.all(query, &params).await?;
    Ok((with_tags(org, conn, rows).await?, total))
}
