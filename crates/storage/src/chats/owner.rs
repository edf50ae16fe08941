//! The chats of a customer, and their transfer to another customer.

use deskbell_model::{ChatId, CustomerId, OrgId};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::Param;
use crate::statement::statements;

statements! {
    LATEST: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND customer_id = $2
         ORDER BY id DESC LIMIT $3";
    /// Selects the id of a customer's first chat above a given id.
    NEXT: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND customer_id = $2 AND id > $3
         ORDER BY id LIMIT 1";
    GIVE: Point => Nothing = "UPDATE chats SET customer_id = $1 WHERE org_id = $2 AND id = $3";
}

/// Returns the ids of up to `limit` chats of a customer, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest_of<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = conn.all(&LATEST, &params![org, customer, limit]).await?;
    ids.into_iter().map(|id| ChatId::new(id).ok_or_else(|| Error::corrupt("no id"))).collect()
}

/// Returns the id of a customer's first chat with an id above `after`; `None` after the last chat.
///
/// # Errors
/// When the database fails.
pub async fn next_of<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    after: i64,
) -> Result<Option<ChatId>> {
    let id = conn.opt(&NEXT, &params![org, customer, after]).await?;
    id.map(|id| ChatId::new(id).ok_or_else(|| Error::corrupt("no id"))).transpose()
}

/// Moves these chats to another customer. The caller records the change of each chat.
///
/// # Errors
/// When the database fails.
pub async fn give<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
    to: CustomerId,
) -> Result<()> {
    let row = |chat: &ChatId| -> Vec<Param<'_>> { params![to, org, *chat].into() };
    let rows: Vec<_> = chats.iter().map(row).collect();
    conn.queue_many(&GIVE, &rows).await
}
