//! Removal of a customer's chats in steps.

use deskbell_model::exchange::ExternalKind;
use deskbell_model::{ChatId, CustomerId, Seconds};

use super::REMOVE_AGENTS;
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::drafts;
use crate::erasures::{self, Erased};
use crate::error::{Error, Result};
use crate::external_ids;
use crate::mentions;
use crate::ratings;
use crate::row::Param;
use crate::statement::statements;
use crate::timers::{self, TimerKind};
use crate::write::Tx;

statements! {
    OF_CUSTOMER: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND customer_id = $2
         ORDER BY id LIMIT $3";
    REMOVE: Point => Nothing = "DELETE FROM chats WHERE org_id = $1 AND id = $2";
}

/// Deletes up to `limit` of a customer's chats, and schedules the erasure of their messages. `at`
/// is the time of the deletion. Returns the ids of the deleted chats, in order.
///
/// # Errors
/// When the database fails.
pub async fn remove_some<C: Conn>(
    tx: &mut Tx<'_, C>,
    customer: CustomerId,
    at: Seconds,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = tx.conn.all(&OF_CUSTOMER, &params![tx.org, customer, limit]).await?;
    let id = |id| ChatId::new(id).ok_or_else(|| Error::corrupt("no id"));
    let chats = ids.into_iter().map(id).collect::<Result<Vec<_>>>()?;
    remove(tx, &chats, at).await?;
    Ok(chats)
}

/// Deletes these chats, which must exist, and schedules the erasure of their messages. `at` is the
/// time of the deletion.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(tx: &mut Tx<'_, C>, chats: &[ChatId], at: Seconds) -> Result<()> {
    let keys: Vec<Vec<Param<'_>>> =
        chats.iter().map(|chat| params![tx.org, *chat].into()).collect();
    tx.conn.queue_many(&REMOVE_AGENTS, &keys).await?;
    ratings::remove(tx.org, tx.conn, chats).await?;
    drafts::remove_of_chats(tx.org, tx.conn, chats).await?;
    mentions::remove_of_chats(tx.org, tx.conn, chats).await?;
    let ids = chats.iter().map(|chat| chat.get());
    timers::clear(tx.org, tx.conn, TimerKind::Snooze, ids.clone()).await?;
    external_ids::remove(tx.org, tx.conn, ExternalKind::Chat, ids).await?;
    tx.conn.queue_many(&REMOVE, &keys).await?;
    tx.counters.chats -= i64::try_from(chats.len()).unwrap_or(i64::MAX);
    let erased: Vec<_> = chats.iter().copied().map(Erased::Chat).collect();
    erasures::note(tx.org, tx.conn, at, &erased).await
}
