//! What requests with an Idempotency-Key did, so that a repeated one does it once (contract §8).

use deskbell_model::{OrgId, Seconds, Seq};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Row;
use crate::statement::statements;

/// What a key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// SHA-256 of the body it came with, lower-case hex.
    pub body_hash: String,
    /// The change it made.
    pub seq: Seq,
    /// That change's payload: what was answered. None when it was erased since.
    pub payload: Option<String>,
}

impl FromRow for Earlier {
    const COLUMNS: &'static [&'static str] = &["body_hash", "seq", "payload"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let (body_hash, seq) = (columns.text()?, columns.id()?);
        Ok(Self { body_hash, seq, payload: columns.opt_text()? })
    }
}

statements! {
    /// What a key did, unless that is too long ago. What is being erased tells nothing any more.
    FIND: Point => Earlier =
        "SELECT i.body_hash, i.seq,
                CASE WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.org_id = $1
                        AND ((e.kind = 'chat' AND e.subject = c.chat_id)
                          OR (e.kind = 'customer' AND e.subject = c.customer_id)))
                     THEN NULL ELSE c.payload END AS payload
         FROM idempotency i LEFT JOIN changes c ON c.org_id = $1 AND c.seq = i.seq
         WHERE i.org_id = $1 AND i.operation = $2 AND i.key = $3 AND i.at >= $4";
    /// Keeps what a key did; what it did long ago is forgotten.
    KEEP: Point => Nothing =
        "INSERT INTO idempotency (org_id, operation, key, body_hash, seq, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, operation, key) DO UPDATE
         SET body_hash = excluded.body_hash, seq = excluded.seq, at = excluded.at";
    /// Keys of a time that has not come: the clock was wrong then, and they are new.
    SETTLE: Page => Nothing =
        "UPDATE idempotency SET at = $1 WHERE org_id = $2 AND at > $3";
    /// Forgets keys of long ago, some at a time.
    FORGET: Page => Nothing =
        "DELETE FROM idempotency
         WHERE org_id = $1 AND (operation, key) IN (
                SELECT operation, key FROM idempotency
                WHERE org_id = $1 AND at <= $2 ORDER BY at LIMIT $3)";
}

/// Forgets up to `limit` keys that were used at `before` or earlier; gives how many.
///
/// # Errors
/// As the database says.
pub async fn forget<C: Conn>(org: OrgId, conn: &mut C, before: Seconds, limit: u32) -> Result<u64> {
    conn.exec(&FORGET, &params![org, before, limit]).await
}

/// Dates keys that were used after `future` to `now`.
///
/// # Errors
/// As the database says.
pub async fn settle<C: Conn>(
    org: OrgId,
    conn: &mut C,
    now: Seconds,
    future: Seconds,
) -> Result<u64> {
    conn.exec(&SETTLE, &params![now, org, future]).await
}

/// What a key did at `since` or later.
///
/// # Errors
/// As the database says.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    operation: &str,
    key: &str,
    since: Seconds,
) -> Result<Option<Earlier>> {
    conn.opt(&FIND, &params![org, operation, key, since]).await
}

/// Keeps that a key made this change.
///
/// # Errors
/// As the database says.
pub async fn keep<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (operation, key): (&str, &str),
    body_hash: &str,
    (seq, at): (Seq, Seconds),
) -> Result<()> {
    conn.exec(&KEEP, &params![org, operation, key, body_hash, seq, at]).await.map(drop)
}
