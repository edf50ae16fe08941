//! The pages of the list of chats.

use deskbell_model::{ChatId, ChatView, OrgId};
use deskbell_query::{ChatSort, Order, Sorted};

use super::row::{ChatRow, ids, select};
use super::{add_agents, of_page, total};
use crate::columns::params;
use crate::error::Result;
use crate::port::{Conn, Query, statements};

/// A page of the list by one key. Its ids come from the key's index alone, and only then are their
/// rows read. Null is lower than every value, and descending is ascending reversed (contract §4).
/// A key that is never null has an index that says nothing of nulls, and the order must not either:
/// PostgreSQL would sort all chats.
macro_rules! page {
    ($key:literal never null asc) => {
        page!($key, " ASC", " DESC")
    };
    ($key:literal never null desc) => {
        page!($key, " DESC", " ASC")
    };
    ($key:literal asc) => {
        page!($key, " ASC NULLS FIRST", " DESC")
    };
    ($key:literal desc) => {
        page!($key, " DESC NULLS LAST", " ASC")
    };
    ($key:literal, $order:literal, $ids:literal) => {
        select!(
            "FROM (SELECT id FROM chats WHERE org_id = $1 ORDER BY ", $key, $order, ", id", $ids,
            " LIMIT $2 OFFSET $3) AS page CROSS JOIN chats c";
            "= page.id ORDER BY c.", $key, $order, ", c.id", $ids
        )
    };
}

statements! {
    BY_CREATED_AT_ASC: Page => ChatRow = page!("created_at" never null asc);
    BY_CREATED_AT_DESC: Page => ChatRow = page!("created_at" never null desc);
    BY_LAST_CUSTOMER_MESSAGE_AT_ASC: Page => ChatRow = page!("last_customer_message_at" asc);
    BY_LAST_CUSTOMER_MESSAGE_AT_DESC: Page => ChatRow = page!("last_customer_message_at" desc);
    BY_LAST_MESSAGE_AT_ASC: Page => ChatRow = page!("last_message_at" asc);
    BY_LAST_MESSAGE_AT_DESC: Page => ChatRow = page!("last_message_at" desc);
    BY_CLOSED_AT_ASC: Page => ChatRow = page!("closed_at" asc);
    BY_CLOSED_AT_DESC: Page => ChatRow = page!("closed_at" desc);
    /// The chats of a page whose ids are known.
    FOUND: Page => ChatRow = select!("FROM chats c"; "IN ", ids!());
}

fn page_query(sort: ChatSort, order: Order) -> &'static Query<ChatRow> {
    match (sort, order) {
        (ChatSort::CreatedAt, Order::Asc) => &BY_CREATED_AT_ASC,
        (ChatSort::CreatedAt, Order::Desc) => &BY_CREATED_AT_DESC,
        (ChatSort::LastCustomerMessageAt, Order::Asc) => &BY_LAST_CUSTOMER_MESSAGE_AT_ASC,
        (ChatSort::LastCustomerMessageAt, Order::Desc) => &BY_LAST_CUSTOMER_MESSAGE_AT_DESC,
        (ChatSort::LastMessageAt, Order::Asc) => &BY_LAST_MESSAGE_AT_ASC,
        (ChatSort::LastMessageAt, Order::Desc) => &BY_LAST_MESSAGE_AT_DESC,
        (ChatSort::ClosedAt, Order::Asc) => &BY_CLOSED_AT_ASC,
        (ChatSort::ClosedAt, Order::Desc) => &BY_CLOSED_AT_DESC,
    }
}

/// A page of the list, and how many chats there are in all.
///
/// # Errors
/// As the database says.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<ChatSort>,
) -> Result<(Vec<ChatView>, u64)> {
    let total = total(org, conn).await?;
    let query = page_query(page.sort, page.order);
    let params = params![org, page.page.limit.get(), page.page.offset.get()];
    let rows = conn.all(query, &params).await?;
    let mut chats: Vec<_> = rows.into_iter().map(|row| row.0).collect();
    add_agents(org, conn, &mut chats).await?;
    Ok((chats, total))
}

/// The chats of a page, in the order of these ids.
///
/// # Errors
/// As the database says.
pub(crate) async fn found<C: Conn>(
    org: OrgId,
    conn: &mut C,
    ids: &[ChatId],
) -> Result<Vec<ChatView>> {
    let Some(params) = of_page(org, ids)? else { return Ok(Vec::new()) };
    let rows = conn.all(&FOUND, &params).await?;
    let mut chats: Vec<_> = rows.into_iter().map(|row| row.0).collect();
    chats.sort_by_cached_key(|view| ids.iter().position(|id| *id == view.chat.id));
    add_agents(org, conn, &mut chats).await?;
    Ok(chats)
}
