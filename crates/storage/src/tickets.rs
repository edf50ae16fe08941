//! The table of tickets, which are short-lived substitutes for keys. The table stores hashes in
//! place of the tickets; `cross_org.rs` finds a ticket by its hash.

use deskbell_model::{KeyId, OrgId, Seconds};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::statement::statements;
use crate::write::Tx;

statements! {
    INSERT: Point => Nothing =
        "INSERT INTO tickets (org_id, hash, key_id, expires_at) VALUES ($1, $2, $3, $4)";
    TAKE: Point => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash = $2";
    /// Deletes some of the expired tickets. The tickets are chosen by a total order, so that all
    /// copies of the table on Citus lose the same tickets.
    FORGET: Page => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash IN (
             SELECT hash FROM tickets
             WHERE org_id = $1 AND expires_at <= $2 ORDER BY expires_at, hash LIMIT $3)";
    /// Deletes some of the tickets that were made while the clock was wrong, and therefore expire
    /// later than a ticket made now.
    FORGET_LATE: Page => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash IN (
             SELECT hash FROM tickets
             WHERE org_id = $1 AND expires_at > $2 ORDER BY expires_at, hash LIMIT $3)";
}

/// Adds a ticket for a key, with the ticket's hash (SHA-256, lower-case hex).
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(
    tx: &mut Tx<'_, C>,
    hash: &str,
    key: KeyId,
    expires_at: Seconds,
) -> Result<()> {
    tx.counters.sweep_by(expires_at);
    tx.conn.queue(&INSERT, &params![tx.org, hash, key, expires_at]).await
}

/// Deletes a ticket by its hash; `true` when the ticket existed. Of several callers, even on
/// several nodes, only one gets `true`.
///
/// # Errors
/// When the database fails.
pub async fn take<C: Conn>(org: OrgId, conn: &mut C, hash: &str) -> Result<bool> {
    Ok(conn.exec(&TAKE, &params![org, hash]).await? > 0)
}

/// Deletes up to `limit` tickets that expired at `now` or earlier, and up to `limit` tickets that
/// expire after `never`. Only a wrong clock can set a time after `never`. Returns the larger of the
/// two counts.
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (now, never): (Seconds, Seconds),
    limit: u32,
) -> Result<u64> {
    let late = conn.exec(&FORGET_LATE, &params![org, never, limit]).await?;
    Ok(late.max(conn.exec(&FORGET, &params![org, now, limit]).await?))
}
