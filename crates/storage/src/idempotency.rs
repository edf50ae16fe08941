//! Requests with an Idempotency-Key: a repeated request has no second effect (contract §8).

use deskbell_model::{OrgId, Seconds, Seq};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::selected::selected;
use crate::statement::statements;

/// An earlier request with the same Idempotency-Key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The SHA-256 of the earlier request's body, in lower-case hex.
    pub body_hash: String,
    /// The change that the earlier request made.
    pub seq: Seq,
    /// The payload of the change, which was the answer; `None` after an erasure.
    pub payload: Option<String>,
}

selected! { Earlier { body_hash, seq, payload } }

statements! {
    /// Selects the request that was made with an Idempotency-Key at $4 or later, and the payload of
    /// the request's change. The payload is NULL once its erasure has begun.
    FIND: Point => Earlier =
        "SELECT i.body_hash, i.seq,
                CASE WHEN EXISTS (SELECT 1 FROM erasures e WHERE e.org_id = $1
                        AND ((e.kind = 'chat' AND e.subject = c.chat_id)
                          OR (e.kind = 'customer' AND e.subject = c.customer_id)))
                     THEN NULL ELSE c.payload END AS payload
         FROM idempotency i LEFT JOIN changes c ON c.org_id = $1 AND c.seq = i.seq
         WHERE i.org_id = $1 AND i.operation = $2 AND i.key = $3 AND i.at >= $4";
    /// Stores a request with an Idempotency-Key in place of an earlier request with the same key.
    KEEP: Point => Nothing =
        "INSERT INTO idempotency (org_id, operation, key, body_hash, seq, at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, operation, key) DO UPDATE
         SET body_hash = excluded.body_hash, seq = excluded.seq, at = excluded.at";
    /// Replaces times in the future, which a wrong clock recorded, with the present time.
    SETTLE: Page => Nothing =
        "UPDATE idempotency SET at = $1 WHERE org_id = $2 AND at > $3";
    FORGET: Page => Nothing =
        "DELETE FROM idempotency
         WHERE org_id = $1 AND (operation, key) IN (
                SELECT operation, key FROM idempotency
                WHERE org_id = $1 AND at <= $2 ORDER BY at LIMIT $3)";
}

/// Deletes up to `limit` Idempotency-Keys that were used at `before` or earlier; returns the number
/// of deleted keys.
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(org: OrgId, conn: &mut C, before: Seconds, limit: u32) -> Result<u64> {
    conn.exec(&FORGET, &params![org, before, limit]).await
}

/// Sets the time of an Idempotency-Key to `now` if its time is after `future` because a clock was
/// wrong. Returns the number of changed keys.
///
/// # Errors
/// When the database fails.
pub async fn settle<C: Conn>(
    org: OrgId,
    conn: &mut C,
    now: Seconds,
    future: Seconds,
) -> Result<u64> {
    conn.exec(&SETTLE, &params![now, org, future]).await
}

/// Finds the request that was made with an Idempotency-Key at `since` or later.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    operation: &str,
    key: &str,
    since: Seconds,
) -> Result<Option<Earlier>> {
    conn.opt(&FIND, &params![org, operation, key, since]).await
}

/// Stores a request with its Idempotency-Key, and the change that the request made.
///
/// # Errors
/// When the database fails.
pub async fn keep<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (operation, key): (&str, &str),
    body_hash: &str,
    (seq, at): (Seq, Seconds),
) -> Result<()> {
    conn.queue(&KEEP, &params![org, operation, key, body_hash, seq, at]).await
}
