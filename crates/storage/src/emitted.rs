//! Reads of the changes that emit webhook events, without payloads, and of a single change's
//! payload.

use deskbell_model::{ChatId, CustomerId, Kind, OrgId, Seconds, Seq, WebhookEvent};

use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::selected::selected;
use crate::statement::statements;

/// A change that emits webhook events, without its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmittingChange {
    /// The change's number.
    pub seq: Seq,
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of the change.
    pub kind: Kind,
    /// The id of the object.
    pub subject: i64,
    /// The chat whose erasure also erases the payload, if the object is a chat or a message.
    pub chat: Option<ChatId>,
    /// The customer whose erasure also erases the payload, if the object is a customer or an event.
    pub customer: Option<CustomerId>,
    /// The events that the change emits.
    pub events: Vec<WebhookEvent>,
    /// The beginning of the object's JSON; `None` after the object's erasure.
    pub beginning: Option<String>,
    /// The size of the object's JSON, in bytes.
    pub bytes: u64,
}

const BEGINNING_CHARS: usize = 1_000;

impl EmittingChange {
    /// Returns the beginning of the object's JSON, and the size of the whole JSON in bytes.
    #[must_use]
    pub fn beginning(&self) -> (&str, u64) {
        (self.beginning.as_deref().unwrap_or_default(), self.bytes)
    }
}

impl FromRow for EmittingChange {
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
            events: columns.word(WebhookEvent::split)?,
            beginning: columns.opt_text()?,
            bytes: columns.count()?,
        })
    }
}

/// The payload of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePayload {
    /// The time at which the change was recorded.
    pub at: Seconds,
    /// The kind of the change.
    pub kind: Kind,
    /// The chat whose erasure also erases the payload, if the object is a chat or a message.
    pub chat: Option<ChatId>,
    /// The customer whose erasure also erases the payload, if the object is a customer or an event.
    pub customer: Option<CustomerId>,
    /// The object's JSON at the time of the change, in the form that a GET request returns; `None`
    /// after an erasure.
    pub payload: Option<String>,
}

selected! { ChangePayload { at, kind, chat = "chat_id", customer = "customer_id", payload } }

impl ChangePayload {
    /// Returns the beginning of the object's JSON, and the size of the whole JSON in bytes.
    #[must_use]
    pub fn beginning(&self) -> (&str, u64) {
        let payload = self.payload.as_deref().unwrap_or_default();
        let end = payload.char_indices().nth(BEGINNING_CHARS).map_or(payload.len(), |(end, _)| end);
        (&payload[..end], u64::try_from(payload.len()).unwrap_or(u64::MAX))
    }
}

statements! {
    EMITTING: Page => EmittingChange =
        "SELECT seq, at, kind, subject, chat_id, customer_id, fires,
                substr(payload, 1, 1000) AS beginning,
                CAST(COALESCE(octet_length(payload), 0) AS BIGINT) AS bytes
         FROM changes
         WHERE org_id = $1 AND seq > $2 AND seq <= $3 AND fires IS NOT NULL AND quiet = 0
         ORDER BY seq LIMIT $4";
    PAYLOAD: Point => ChangePayload =
        "SELECT at, kind, chat_id, customer_id, payload FROM changes
         WHERE org_id = $1 AND seq = $2";
    PAYLOAD_BYTES: Point => i64 =
        "SELECT CAST(COALESCE(octet_length(payload), 0) AS BIGINT) AS value FROM changes
         WHERE org_id = $1 AND seq = $2";
}

/// Returns up to `limit` changes that emit webhook events, with numbers above `after` and up to
/// `to`, in order.
///
/// # Errors
/// When the database fails.
pub async fn emitting<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (after, to): (i64, i64),
    limit: u32,
) -> Result<Vec<EmittingChange>> {
    conn.all(&EMITTING, &params![org, after, to, limit]).await
}

/// Reads the payload of a change; `None` when the change was deleted.
///
/// # Errors
/// When the database fails.
pub async fn payload<C: Conn>(org: OrgId, conn: &mut C, seq: Seq) -> Result<Option<ChangePayload>> {
    conn.opt(&PAYLOAD, &params![org, seq]).await
}

/// Returns the size of a change's payload in bytes; 0 without a payload or without the change.
///
/// # Errors
/// When the database fails.
pub async fn payload_bytes<C: Conn>(org: OrgId, conn: &mut C, seq: Seq) -> Result<u64> {
    let bytes = conn.opt(&PAYLOAD_BYTES, &params![org, seq]).await?.unwrap_or(0);
    Ok(u64::try_from(bytes).unwrap_or(0))
}
