//! Tickets: short-lived stand-ins for keys. Only their hashes are kept; looking one up by its hash
//! is in `cross_org.rs`.

use deskbell_model::{KeyId, OrgId, Seconds};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::statement::statements;

statements! {
    /// A new ticket.
    INSERT: Point => Nothing =
        "INSERT INTO tickets (org_id, hash, key_id, expires_at) VALUES ($1, $2, $3, $4)";
    /// Takes a ticket away.
    TAKE: Point => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash = $2";
    /// Forgets tickets that have expired, some at a time.
    FORGET: Page => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash IN (
             SELECT hash FROM tickets
             WHERE org_id = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT $3)";
    /// Forgets tickets that a clock which was ahead made for later than any, some at a time.
    FORGET_LATE: Page => Nothing =
        "DELETE FROM tickets WHERE org_id = $1 AND hash IN (
             SELECT hash FROM tickets
             WHERE org_id = $1 AND expires_at > $2 ORDER BY expires_at LIMIT $3)";
}

/// Adds a ticket for a key by the ticket's hash (SHA-256, lower-case hex).
///
/// # Errors
/// As the database says.
pub async fn insert<C: Conn>(
    org: OrgId,
    conn: &mut C,
    hash: &str,
    key: KeyId,
    expires_at: Seconds,
) -> Result<()> {
    conn.exec(&INSERT, &params![org, hash, key, expires_at]).await.map(drop)
}

/// Takes a ticket away by its hash; whether it was there. Of
/// several who take one, on whatever nodes, one finds it.
///
/// # Errors
/// As the database says.
pub async fn take<C: Conn>(org: OrgId, conn: &mut C, hash: &str) -> Result<bool> {
    Ok(conn.exec(&TAKE, &params![org, hash]).await? > 0)
}

/// Forgets up to `limit` tickets each that expired at `now` or earlier, or that expire after
/// `never`, which none can; gives how many of the kind of which there were more.
///
/// # Errors
/// As the database says.
pub async fn forget<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (now, never): (Seconds, Seconds),
    limit: u32,
) -> Result<u64> {
    let late = conn.exec(&FORGET_LATE, &params![org, never, limit]).await?;
    Ok(late.max(conn.exec(&FORGET, &params![org, now, limit]).await?))
}
