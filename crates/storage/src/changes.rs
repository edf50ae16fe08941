//! The outbox: a row for every change, in the change's own transaction.

mod audit;

use deskbell_model::{
    Actor, ActorKind, ChatId, Kind, OrgId, Place, Seconds, Seq, Subject, WebhookEvent,
};
use deskbell_query::SortKeysChanged;

#[cfg(test)]
pub(crate) use audit::STATEMENTS as AUDIT_STATEMENTS;
pub use audit::{AuditRow, audit};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::statement::statements;
use crate::write::Tx;
use crate::{head, limits};

/// A change as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// To what.
    pub subject: Subject,
    /// The object as its GET showed it then, in JSON; none for a reset.
    pub payload: Option<String>,
    /// What webhooks are told of it.
    pub fires: Vec<WebhookEvent>,
    /// In which sorted lists its object, or the chat it stands in, stands elsewhere since.
    pub sort_keys: SortKeysChanged,
    /// The old values of the fields that changed, as a JSON object; none of what came or went.
    pub before: Option<String>,
}

impl Change {
    /// A change of an object with this JSON: silent towards webhooks, and moving nothing.
    #[must_use]
    pub fn new(kind: Kind, subject: impl Into<Subject>, payload: Option<String>) -> Self {
        let (fires, sort_keys) = (Vec::new(), SortKeysChanged::default());
        Self { kind, subject: subject.into(), payload, fires, sort_keys, before: None }
    }
}

/// A recorded change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// Its number: dense, in commit order.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Seconds,
    /// What happened.
    pub kind: Kind,
    /// The id of the object, 0 for none.
    pub subject: i64,
    /// The chat that the object is or stands in.
    pub chat: Option<ChatId>,
    /// Whether webhooks pass over it.
    pub quiet: bool,
    /// The object as its GET showed it then, in JSON.
    pub payload: Option<String>,
    /// The author; none of what was recorded before authors were.
    pub actor: Option<Actor>,
}

/// Reads an author from two columns, its kind and its number.
fn actor<R: Row>(columns: &mut Columns<'_, R>) -> Result<Option<Actor>> {
    let (kind, id) = (columns.opt_word(ActorKind::parse)?, columns.opt_int()?);
    let Some(kind) = kind else { return Ok(None) };
    let actor = Actor::of(kind, id);
    actor.map(Some).ok_or_else(|| Error::corrupt("an author without its number"))
}

impl FromRow for ChangeRow {
    const COLUMNS: &'static [&'static str] =
        &["seq", "at", "kind", "subject", "chat_id", "quiet", "payload", "actor_kind", "actor_id"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.id()?,
            at: columns.seconds()?,
            kind: columns.word(Kind::parse)?,
            subject: columns.int()?,
            chat: columns.opt_id()?,
            quiet: columns.bool()?,
            payload: columns.opt_text()?,
            actor: actor(columns)?,
        })
    }
}

statements! {
    /// One more change.
    INSERT: Point => Nothing =
        "INSERT INTO changes (org_id, seq, at, kind, subject, chat_id, customer_id, quiet,
                payload, fires, moved, actor_kind, actor_id, via, cause_seq, depth, before)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    /// Changes in order.
    AFTER: Page => ChangeRow =
        "SELECT seq, at, kind, subject, chat_id, quiet, payload, actor_kind, actor_id FROM changes
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// How much changes tell.
    SIZES: Page => Size =
        "SELECT seq, kind, chat_id, CAST(COALESCE(OCTET_LENGTH(payload), 0) AS BIGINT) AS bytes
         FROM changes WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// What changes are about.
    TOUCHED: Page => Touched =
        "SELECT seq, kind, subject, chat_id FROM changes
         WHERE org_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// What moved in a sorted list, in a stretch: each once, with the last change that moved it.
    MOVED: Page => MovedRow =
        "SELECT MAX(seq) AS last_seq, chat_id, customer_id FROM changes
         WHERE org_id = $1 AND seq > $2 AND seq <= $3 AND (moved & $4) <> 0
         GROUP BY chat_id, customer_id ORDER BY last_seq LIMIT $5";
    /// The oldest change that is kept.
    OLDEST: Point => i64 =
        "SELECT seq AS value FROM changes WHERE org_id = $1 ORDER BY seq LIMIT 1";
    /// The newest change: when it was recorded.
    NEWEST_AT: Point => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 ORDER BY seq DESC LIMIT 1";
    /// The oldest changes: when each was recorded.
    OLDEST_AT: Page => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 ORDER BY seq LIMIT $2";
    /// The oldest change that was not recorded after a time.
    FIRST_BEFORE: Page => AtRow =
        "SELECT seq, at FROM changes WHERE org_id = $1 AND at <= $2 ORDER BY seq LIMIT 1";
    /// Forgets the oldest changes.
    FORGET: Page => Nothing = "DELETE FROM changes WHERE org_id = $1 AND seq <= $2";
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub kind: Kind,
    /// The id of the object, 0 for none.
    pub subject: i64,
    /// The chat that the object is or stands in; none once its payload was erased.
    pub chat: Option<ChatId>,
}

impl FromRow for Touched {
    const COLUMNS: &'static [&'static str] = &["seq", "kind", "subject", "chat_id"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.int()?,
            kind: columns.word(Kind::parse)?,
            subject: columns.int()?,
            chat: columns.opt_id()?,
        })
    }
}

/// A change without what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its number.
    pub seq: i64,
    /// What happened.
    pub kind: Kind,
    /// The chat that the object is or stands in.
    pub chat: Option<ChatId>,
    /// The object's JSON, in bytes.
    pub bytes: u64,
}

impl FromRow for Size {
    const COLUMNS: &'static [&'static str] = &["seq", "kind", "chat_id", "bytes"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.int()?,
            kind: columns.word(Kind::parse)?,
            chat: columns.opt_id()?,
            bytes: columns.count()?,
        })
    }
}

/// When a change was recorded.
struct AtRow {
    seq: i64,
    at: Seconds,
}

impl FromRow for AtRow {
    const COLUMNS: &'static [&'static str] = &["seq", "at"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { seq: columns.int()?, at: columns.seconds()? })
    }
}

/// Whether webhooks are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// They are.
    Loud,
    /// They are not: an import is history.
    Quiet,
}

/// Records one change, at this time, as the transaction's origin made it; gives its number.
///
/// # Errors
/// As the database says.
pub async fn append_one<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    notice: Notice,
    change: &Change,
) -> Result<Seq> {
    let seqs = append(tx, at, notice, std::slice::from_ref(change)).await?;
    seqs.first().copied().ok_or_else(|| Error::Internal("a change without a number".into()))
}

/// Records changes, in this order, at this time, as the transaction's origin made them; gives the
/// number of each.
///
/// # Errors
/// As the database says.
pub async fn append<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    notice: Notice,
    changes: &[Change],
) -> Result<Vec<Seq>> {
    let mut seqs = Vec::with_capacity(changes.len());
    let (actor, via) = (tx.origin.actor, tx.origin.via.as_str());
    let (actor_kind, actor_id) = (actor.kind().as_str(), actor.id());
    let cause_seq = tx.origin.cause.map(|cause| cause.seq);
    let depth = tx.origin.cause.map(|cause| cause.depth);
    let fires = changes.iter().map(|change| &change.fires);
    let fires = fires.map(|events| (!events.is_empty()).then(|| WebhookEvent::join(events)));
    let fires: Vec<Option<String>> = fires.collect();
    let mut rows: Vec<Vec<Param<'_>>> = Vec::with_capacity(changes.len());
    for (change, fires) in changes.iter().zip(&fires) {
        let seq = tx.head.take_seq()?;
        seqs.push(seq);
        let quiet = notice == Notice::Quiet;
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
    }
    tx.conn.exec_many(&INSERT, &rows).await?;
    Ok(seqs)
}

/// Up to `limit` changes in order, those after number `after`.
///
/// # Errors
/// As the database says.
pub async fn after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChangeRow>> {
    conn.all(&AFTER, &params![org, after, limit]).await
}

/// How much up to `limit` changes behind `after` tell, in order: what they tell is not read.
///
/// # Errors
/// As the database says.
pub async fn sizes<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Size>> {
    conn.all(&SIZES, &params![org, after, limit]).await
}

/// What up to `limit` changes are about, those after number `after`, in order.
///
/// # Errors
/// As the database says.
pub async fn touched<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<Touched>> {
    conn.all(&TOUCHED, &params![org, after, limit]).await
}

/// What moved, row by row.
struct MovedRow {
    seq: i64,
    chat: Option<i64>,
    customer: Option<i64>,
}

impl FromRow for MovedRow {
    const COLUMNS: &'static [&'static str] = &["last_seq", "chat_id", "customer_id"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { seq: columns.int()?, chat: columns.opt_int()?, customer: columns.opt_int()? })
    }
}

/// What moved in a stretch of changes.
#[derive(Debug)]
pub struct ChangedIds {
    /// The objects' ids.
    pub ids: Vec<i64>,
    /// The change behind which more may have moved, up to the end of the stretch.
    pub next: Option<i64>,
}

/// What moved in the list of this sort's bit by changes after number `after` up to number `to`: up
/// to `limit` objects, those that moved no more first.
///
/// # Errors
/// `Forgotten` when those changes are no longer kept, otherwise as the database says.
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
    // What was erased is named no more.
    let ids = rows.iter().take(limit).filter_map(|row| row.chat.or(row.customer)).collect();
    Ok(ChangedIds { ids, next })
}

/// The last change there was; number 0 when there was none.
///
/// # Errors
/// As the database says; `Unavailable` from a server that was the database once.
pub async fn last<C: Conn>(org: OrgId, conn: &mut C) -> Result<Place> {
    head::last(org, conn).await
}

/// The number of the oldest change that is kept, and the last one there was; the oldest is the one
/// after the last when none is kept.
///
/// # Errors
/// As [`last`].
pub async fn bounds<C: Conn>(org: OrgId, conn: &mut C) -> Result<(i64, Place)> {
    let last = head::last(org, conn).await?;
    let oldest = conn.opt(&OLDEST, &params![org]).await?;
    Ok((oldest.unwrap_or(last.seq + 1), last))
}

/// Forgets up to `limit` changes recorded before `before`, the oldest first, but never the last
/// change there was; gives how many were forgotten.
///
/// # Errors
/// As the database says.
pub async fn forget<C: Conn>(
    tx: &mut Tx<'_, C>,
    before: Seconds,
    future: Seconds,
    limit: u32,
) -> Result<u64> {
    let rows = tx.conn.all(&OLDEST_AT, &params![tx.org, limit]).await?;
    let last = tx.head.last_seq();
    // One of the future is as old as what follows it: the clock was wrong when it was recorded.
    let gone = rows.iter().take_while(|row| row.at < before || row.at > future);
    let mut newest = gone.clone().filter(|row| row.at < before && row.seq < last).last();
    let is_full = u32::try_from(rows.len()).is_ok_and(|rows| rows == limit);
    if newest.is_none() && is_full && gone.count() == rows.len() {
        // All of them are of the future: what follows says how old they are.
        let next = tx.conn.opt(&FIRST_BEFORE, &params![tx.org, future]).await?;
        let is_old = next.is_some_and(|row| row.at < before && row.seq < last);
        newest = rows.last().filter(|_| is_old);
    }
    let Some(newest) = newest else { return Ok(0) };
    tx.conn.exec(&FORGET, &params![tx.org, newest.seq]).await
}

/// When the last change was recorded; `None` before the first.
///
/// # Errors
/// As the database says.
pub async fn newest_at<C: Conn>(org: OrgId, conn: &mut C) -> Result<Option<Seconds>> {
    Ok(conn.opt(&NEWEST_AT, &params![org]).await?.map(|row| row.at))
}
