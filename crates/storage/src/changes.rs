//! The change feed: a table with a row for each change, written in the change's own transaction.

mod audit;

use deskbell_model::limits::SWEEP_LEAD_SECONDS_MAX;
use deskbell_model::{ChatId, FeedPosition, Kind, OrgId, Seconds, Seq, Subject, WebhookEvent};
use deskbell_query::SortKeysChanged;

#[cfg(test)]
pub(crate) use audit::STATEMENTS as AUDIT_STATEMENTS;
pub use audit::{AuditRow, audit, audit_of_customer};

pub use crate::change_row::ChangeRow;
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;
use crate::{counters, limits};

/// A change to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub kind: Kind,
    /// The object that changed.
    pub subject: Subject,
    /// The object's JSON at the time of the change, in the form that a GET request returns; `None`
    /// for a reset.
    pub payload: Option<String>,
    /// The webhook events that the change emits.
    pub events: Vec<WebhookEvent>,
    /// The changed sort keys of the object, or of the chat if the object is a message.
    pub sort_keys: SortKeysChanged,
    /// The old values of the changed fields, as a JSON object; `None` for a new or removed object.
    pub before: Option<String>,
}

impl Change {
    /// Creates a change of an object, with this payload and without webhook events or changed sort
    /// keys.
    #[must_use]
    pub fn new(kind: Kind, subject: impl Into<Subject>, payload: Option<String>) -> Self {
        let (events, sort_keys) = (Vec::new(), SortKeysChanged::default());
        Self { kind, subject: subject.into(), payload, events, sort_keys, before: None }
    }
}

statements! {
    INSERT: Point => Nothing =
        "INSERT INTO changes (org_id, seq, at, kind, subject, chat_id, customer_id, quiet,
                payload, fires, moved, actor_kind, actor_id, via, cause_seq, depth, before)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// Selects the changes with numbers above a given number.
    AFTER: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload, actor_kind, actor_id, before
         FROM changes
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Selects the changes with numbers above a given number, each with the size of its payload.
    SIZES: Page => Size =
        "SELECT seq, kind, subject, chat_id,
                CAST(COALESCE(OCTET_LENGTH(payload), 0) AS BIGINT) AS bytes
         FROM changes WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Selects the objects of the changes with numbers above a given number.
    TOUCHED: Page => Touched =
        "SELECT seq, kind, subject, chat_id FROM changes
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Selects the objects whose sort key changed in a range of changes, each with the number of
    /// the object's last such change.
    MOVED: Page => MovedRow =
        "SELECT MAX(seq) AS last_seq, chat_id, customer_id FROM changes
         WHERE org_id = $1 AND seq > $2 AND seq <= $3 AND (moved & $4) <> 0
         GROUP BY chat_id, customer_id ORDER BY last_seq LIMIT $5";
    OLDEST: Point => i64 =
        "SELECT seq AS value FROM changes WHERE org_id = $1 ORDER BY seq LIMIT 1";
    NEWEST_AT: Point => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 ORDER BY seq DESC LIMIT 1";
    OLDEST_AT: Page => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 ORDER BY seq LIMIT $2";
    /// Selects the change with the lowest number that was recorded at a given time or earlier.
    FIRST_BEFORE: Page => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 AND at <= $2 ORDER BY seq LIMIT 1";
    FORGET: Page => Nothing = "DELETE FROM changes WHERE org_id = $1 AND seq <= $2";
}

/// The object of a change, without its JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The change's number.
    pub seq: i64,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the object; 0 for a reset.
    pub subject: i64,
    /// The chat, if the changed object is a chat or belongs to a chat; the erasure of this chat
    /// also erases the payload. `None` for other objects, for a deletion, and after the erasure.
    pub chat: Option<ChatId>,
}

selected! { Touched { seq, kind, subject, chat = "chat_id" } }

/// A change with the size of its payload instead of the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The change's number.
    pub seq: i64,
    /// The kind of change.
    pub kind: Kind,
    /// The id of the object; 0 for a reset.
    pub subject: i64,
    /// The chat, if the changed object is a chat or belongs to a chat; the erasure of this chat
    /// also erases the payload. `None` for other objects, and for a deletion.
    pub chat: Option<ChatId>,
    /// The size of the payload, in bytes.
    pub bytes: u64,
}

selected! { Size { seq, kind, subject, chat = "chat_id", bytes } }

struct AtRow {
    seq: i64,
    at: Seconds,
}

selected! { AtRow { seq, at } }

/// The choice whether changes emit webhook events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The changes emit webhook events.
    Notify,
    /// The changes emit no webhook events, as in an import.
    Silent,
}

/// Records a change at time `at` with the transaction's origin, and returns its number.
///
/// # Errors
/// When the database fails.
pub async fn append_one<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    notice: Notice,
    change: &Change,
) -> Result<Seq> {
    let seqs = append(tx, at, notice, std::slice::from_ref(change)).await?;
    seqs.first().copied().ok_or_else(|| Error::Internal("a change without a number".into()))
}

/// Records changes in this order at time `at` with the transaction's origin, and returns their
/// numbers.
///
/// # Errors
/// When the database fails.
pub async fn append<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    notice: Notice,
    changes: &[Change],
) -> Result<Vec<Seq>> {
    let mut seqs = Vec::with_capacity(changes.len());
    // The sweep may be due this much later, since changes and requests are stored for at least this
    // time.
    tx.counters.sweep_by(at.plus(SWEEP_LEAD_SECONDS_MAX));
    tx.counters.report_at = tx.counters.report_at.or(Some(at));
    let (actor, via) = (tx.origin.actor, tx.origin.via.as_str());
    let (actor_kind, actor_id) = (actor.kind().as_str(), actor.id());
    let cause_seq = tx.origin.cause.map(|cause| cause.seq);
    let depth = tx.origin.cause.map(|cause| cause.depth);
    let fires = changes.iter().map(|change| &change.events);
    let fires = fires.map(|events| (!events.is_empty()).then(|| WebhookEvent::join(events)));
    let fires: Vec<Option<String>> = fires.collect();
    let mut rows: Vec<Vec<Param<'_>>> = Vec::with_capacity(changes.len());
    for (change, fires) in changes.iter().zip(&fires) {
        let seq = tx.counters.take_seq()?;
        seqs.push(seq);
        if fires.is_some() {
            // The recording of traces joins deliveries of the events to the trace of the change.
            let (org, seq) = (tx.org.get(), seq.get());
            tracing::trace!(target: "deskbell::recorded", org, seq, "a change was recorded");
        }
        let quiet = notice == Notice::Silent;
        let (kind, subject) = (change.kind.as_str(), change.subject.get());
        let (chat, customer) = (change.subject.chat(), change.subject.customer());
        let (payload, fires) = (change.payload.as_ref(), fires.as_ref());
        let moved = change.sort_keys.bits();
        let before = change.before.as_ref();
        let row = params![
            tx.org, seq, at, kind, subject, chat, customer, quiet, payload, fires, moved,
            actor_kind, actor_id, via, cause_seq, depth, before,
        ];
        rows.push(row.into());
        tx.recorded.push(|| ChangeRow {
            seq,
            at,
            kind: change.kind,
            subject,
            chat,
            quiet,
            payload: change.payload.clone(),
            actor: Some(actor),
            before: change.before.clone(),
        });
    }
    tx.conn.queue_many(&INSERT, &rows).await?;
    Ok(seqs)
}

/// Returns up to `limit` changes with numbers above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&AFTER, &params![org, after, limit]).await
}

/// Returns up to `limit` changes with numbers above `after`, in order, with the sizes of their
/// payloads.
///
/// # Errors
/// When the database fails.
pub async fn sizes<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Size>> {
    conn.all(&SIZES, &params![org, after, limit]).await
}

/// Returns the objects of up to `limit` changes with numbers above `after`, in order.
///
/// # Errors
/// When the database fails.
pub async fn touched<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<Touched>> {
    conn.all(&TOUCHED, &params![org, after, limit]).await
}

struct MovedRow {
    seq: i64,
    chat: Option<i64>,
    customer: Option<i64>,
}

selected! { MovedRow { seq = "last_seq", chat = "chat_id", customer = "customer_id" } }

/// The objects whose sort key changed in a range of changes.
#[derive(Debug)]
pub struct ChangedIds {
    /// The ids of the objects whose sort key changed in a range of changes. A later range can
    /// contain the same object again.
    pub ids: Vec<i64>,
    /// The number of the change after which the search continues; `None` after the whole range.
    pub next: Option<i64>,
}

/// Returns up to `limit` objects whose sort key was changed by changes with numbers above `after`
/// and up to `to`, in the order of the changes. `bit` is the sort's bit in [`SortKeysChanged`].
///
/// # Errors
/// When the database fails; `Forgotten` when some of the changes were deleted.
pub async fn sort_keys_changed<C: Conn>(
    org: OrgId,
    conn: &mut C,
    bit: i64,
    (after, to): (i64, i64),
    limit: u32,
) -> Result<ChangedIds> {
    let (oldest, _) = bounds(org, conn).await?;
    if after.saturating_add(1) < oldest {
        return Err(Error::Forgotten);
    }
    let end = to.min(after.saturating_add(limits::MOVES_LOOKED_THROUGH));
    let rows = conn.all(&MOVED, &params![org, after, end, bit, limit + 1]).await?;
    let limit = limit as usize;
    let next = match rows.get(limit) {
        Some(row) => Some(row.seq - 1),
        None => (end < to).then_some(end),
    };
    // Erasure removes the object's id from a row of `changes`, so a row without an id is skipped.
    let ids = rows.iter().take(limit).filter_map(|row| row.chat.or(row.customer)).collect();
    Ok(ChangedIds { ids, next })
}

/// Returns the position of the last change; number 0 before the first change.
///
/// # Errors
/// When the database fails; `Unavailable` from a former primary.
pub async fn last<C: Conn>(org: OrgId, conn: &mut C) -> Result<FeedPosition> {
    counters::last(org, conn).await
}

/// Returns the number of the oldest stored change, and the position of the last change. If no
/// change is stored, returns the number of the next change instead of the oldest.
///
/// # Errors
/// The errors of [`last`].
pub async fn bounds<C: Conn>(org: OrgId, conn: &mut C) -> Result<(i64, FeedPosition)> {
    let last = counters::last(org, conn).await?;
    let oldest = conn.opt(&OLDEST, &params![org]).await?;
    Ok((oldest.unwrap_or(last.seq + 1), last))
}

/// Deletes up to `limit` changes that were recorded before `before`, the oldest first; returns the
/// number of deleted changes. The last change is never deleted. If a wrong clock gave a change a
/// time after `future`, the time of the next change with a plausible time counts instead.
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(
    tx: &mut Tx<'_, C>,
    before: Seconds,
    future: Seconds,
    limit: u32,
) -> Result<u64> {
    let rows = tx.conn.all(&OLDEST_AT, &params![tx.org, limit]).await?;
    let last = tx.counters.last_seq();
    // A time after `future` was set by a wrong clock.
    let gone = rows.iter().take_while(|row| row.at < before || row.at > future);
    let mut newest = gone.clone().filter(|row| row.at < before && row.seq < last).last();
    let is_full = u32::try_from(rows.len()).is_ok_and(|rows| rows == limit);
    if newest.is_none() && is_full && gone.count() == rows.len() {
        // All these changes have times after `future`. They count as recorded at the time of the
        // first change that has a plausible time.
        let next = tx.conn.opt(&FIRST_BEFORE, &params![tx.org, future]).await?;
        let is_old = next.is_some_and(|row| row.at < before && row.seq < last);
        newest = rows.last().filter(|_| is_old);
    }
    let Some(newest) = newest else { return Ok(0) };
    tx.conn.exec(&FORGET, &params![tx.org, newest.seq]).await
}

/// Returns the time at which the last change was recorded; `None` without changes.
///
/// # Errors
/// When the database fails.
pub async fn newest_at<C: Conn>(org: OrgId, conn: &mut C) -> Result<Option<Seconds>> {
    Ok(conn.opt(&NEWEST_AT, &params![org]).await?.map(|row| row.at))
}
