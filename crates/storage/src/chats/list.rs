//! The pages of the list of chats.

use deskbell_model::{ChatId, ChatView, OrgId};
use deskbell_query::{ChatSort, Cursor, Meta, NextPage, Order, Sorted, Start};

use super::keyset::pieces;
use super::row::select;
use super::{add_agents, total};
use crate::batch;
use crate::columns::params;
use crate::conn::Conn;
use crate::cursor_pages::CursorPage;
use crate::error::Result;
use crate::pages;
use crate::statement::{Query, statements};

statements! {
    BY_CREATED_AT_ASC: Page => ChatView = pages::by!(select "chats" "created_at" never null asc);
    BY_CREATED_AT_DESC: Page => ChatView = pages::by!(select "chats" "created_at" never null desc);
    BY_LAST_CUSTOMER_MESSAGE_AT_ASC: Page => ChatView =
        pages::by!(select "chats" "last_customer_message_at" asc);
    BY_LAST_CUSTOMER_MESSAGE_AT_DESC: Page => ChatView =
        pages::by!(select "chats" "last_customer_message_at" desc);
    BY_LAST_MESSAGE_AT_ASC: Page => ChatView = pages::by!(select "chats" "last_message_at" asc);
    BY_LAST_MESSAGE_AT_DESC: Page => ChatView = pages::by!(select "chats" "last_message_at" desc);
    BY_CLOSED_AT_ASC: Page => ChatView = pages::by!(select "chats" "closed_at" asc);
    BY_CLOSED_AT_DESC: Page => ChatView = pages::by!(select "chats" "closed_at" desc);
    /// Selects the chats with these ids, up to 100.
    FOUND: Page => ChatView = select!("FROM chats c"; "IN ", batch::ids!());
}

fn page_query(sort: ChatSort, order: Order) -> &'static Query<ChatView> {
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

/// Returns a page of the list of chats, and the number of all chats.
///
/// # Errors
/// When the database fails; `Forgotten` when the page at a cursor needs changes that were deleted.
pub async fn page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<ChatSort>,
) -> Result<(Vec<ChatView>, Meta)> {
    let total = total(org, conn).await?;
    let offset = match page.page.start {
        Start::Offset(offset) => offset,
        Start::Cursor(cursor) => {
            let (chats, next) = step(org, conn, page, cursor).await?;
            return Ok((chats, Meta { total, next }));
        }
    };
    let query = page_query(page.sort, page.order);
    let params = params![org, page.page.limit.get(), offset.get()];
    let mut chats = conn.all(query, &params).await?;
    add_agents(org, conn, &mut chats).await?;
    Ok((chats, Meta { total, next: NextPage::Unasked }))
}

/// Returns the page at a cursor.
async fn step<C: Conn>(
    org: OrgId,
    conn: &mut C,
    page: Sorted<ChatSort>,
    cursor: Cursor,
) -> Result<(Vec<ChatView>, NextPage)> {
    let step = CursorPage::of(org, conn, pieces(page.sort, page.order), page, cursor).await?;
    let ids: Vec<_> = step.ids.iter().filter_map(|id| ChatId::new(*id)).collect();
    let mut chats = found(org, conn, &ids).await?;
    let next = step.finish(&mut chats, page, cursor, |view| (&view.chat, view.chat.id.get()));
    Ok((chats, next))
}

/// Returns up to 100 chats, in the order of `ids`; missing chats are left out.
///
/// # Errors
/// When the database fails; `Internal` for more than 100 ids.
pub async fn found<C: Conn>(org: OrgId, conn: &mut C, ids: &[ChatId]) -> Result<Vec<ChatView>> {
    let Some(params) = batch::params(org, ids)? else { return Ok(Vec::new()) };
    let mut chats = conn.all(&FOUND, &params).await?;
    chats.sort_by_cached_key(|view| ids.iter().position(|id| *id == view.chat.id));
    add_agents(org, conn, &mut chats).await?;
    Ok(chats)
}
