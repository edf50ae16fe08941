//! Changes as webhooks are told of them: which there are, without what they hold, and what one of
//! them holds, when it is told.

use deskbell_model::{ChatId, CustomerId, Kind, OrgId, Seconds, Seq, WebhookEvent};

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Row, statements};

/// A change that webhooks are told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiredRow {
    /// Its number.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Seconds,
    /// What happened.
    pub kind: Kind,
    /// The id of the object.
    pub subject: i64,
    /// The chat that the object is or stands in.
    pub chat: Option<ChatId>,
    /// The customer that it is.
    pub customer: Option<CustomerId>,
    /// What they are told.
    pub fires: Vec<WebhookEvent>,
    /// How the object begins, in JSON; none when it was erased since.
    pub beginning: Option<String>,
    /// How many bytes that has in all.
    pub bytes: u64,
}

/// Characters of an object that stand for it.
const BEGINNING_CHARS: usize = 1_000;

impl FiredRow {
    /// How the object begins, and how many bytes it has.
    #[must_use]
    pub fn beginning(&self) -> (&str, u64) {
        (self.beginning.as_deref().unwrap_or_default(), self.bytes)
    }
}

impl FromRow for FiredRow {
    const COLUMNS: &'static [&'static str] =
        &["seq", "at", "kind", "subject", "chat_id", "customer_id", "fires", "beginning", "bytes"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            seq: columns.id()?,
            at: columns.seconds()?,
            kind: columns.word(Kind::parse)?,
            subject: columns.int()?,
            chat: columns.opt_id()?,
            customer: columns.opt_id()?,
            fires: columns.word(WebhookEvent::split)?,
            beginning: columns.opt_text()?,
            bytes: columns.count()?,
        })
    }
}

/// What a change holds of its object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// When it was recorded.
    pub at: Seconds,
    /// What happened.
    pub kind: Kind,
    /// The chat that the object is or stands in.
    pub chat: Option<ChatId>,
    /// The customer that it is.
    pub customer: Option<CustomerId>,
    /// The object as its GET showed it then, in JSON; none when it was erased since.
    pub payload: Option<String>,
}

impl FromRow for HeldRow {
    const COLUMNS: &'static [&'static str] = &["at", "kind", "chat_id", "customer_id", "payload"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            at: columns.seconds()?,
            kind: columns.word(Kind::parse)?,
            chat: columns.opt_id()?,
            customer: columns.opt_id()?,
            payload: columns.opt_text()?,
        })
    }
}

impl HeldRow {
    /// How the object begins, and how many bytes it has.
    #[must_use]
    pub fn beginning(&self) -> (&str, u64) {
        let payload = self.payload.as_deref().unwrap_or_default();
        let end = payload.char_indices().nth(BEGINNING_CHARS).map_or(payload.len(), |(end, _)| end);
        (&payload[..end], u64::try_from(payload.len()).unwrap_or(u64::MAX))
    }
}

statements! {
    /// Changes of a stretch that webhooks are told of.
    FIRED: Page => FiredRow =
        "SELECT seq, at, kind, subject, chat_id, customer_id, fires,
                substr(payload, 1, 1000) AS beginning,
                CAST(COALESCE(octet_length(payload), 0) AS BIGINT) AS bytes
         FROM changes
         WHERE org_id = $1 AND seq > $2 AND seq <= $3 AND fires IS NOT NULL AND quiet = 0
         ORDER BY seq LIMIT $4";
    /// What one change holds.
    HELD: Point => HeldRow =
        "SELECT at, kind, chat_id, customer_id, payload FROM changes
         WHERE org_id = $1 AND seq = $2";
    /// How much that is, without reading it.
    HELD_BYTES: Point => i64 =
        "SELECT CAST(COALESCE(octet_length(payload), 0) AS BIGINT) AS value FROM changes
         WHERE org_id = $1 AND seq = $2";
}

/// Up to `limit` changes of which webhooks are told, in order, those after number `after` up to
/// number `to`.
///
/// # Errors
/// As the database says.
pub async fn fired<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (after, to): (i64, i64),
    limit: u32,
) -> Result<Vec<FiredRow>> {
    conn.all(&FIRED, &params![org, after, to, limit]).await
}

/// What a change holds; none when it is no longer kept.
///
/// # Errors
/// As the database says.
pub async fn held<C: Conn>(org: OrgId, conn: &mut C, seq: Seq) -> Result<Option<HeldRow>> {
    conn.opt(&HELD, &params![org, seq]).await
}

/// How many bytes a change holds of its object; 0 when that was erased, or the change is no longer
/// kept.
///
/// # Errors
/// As the database says.
pub async fn held_bytes<C: Conn>(org: OrgId, conn: &mut C, seq: Seq) -> Result<u64> {
    let bytes = conn.opt(&HELD_BYTES, &params![org, seq]).await?.unwrap_or(0);
    Ok(u64::try_from(bytes).unwrap_or(0))
}
