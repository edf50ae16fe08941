//! The table of links with which agents choose their first password or a new password. The table
//! stores hashes in place of the secrets; `cross_org/people.rs` finds a link by its hash.

use deskbell_model::{AgentId, OrgId, Seconds};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::statement::statements;
use crate::write::Tx;

statements! {
    INSERT: Point => Nothing =
        "INSERT INTO links (org_id, hash, agent_id, expires_at) VALUES ($1, $2, $3, $4)";
    TAKE: Point => Nothing = "DELETE FROM links WHERE org_id = $1 AND hash = $2";
    END: Page => Nothing = "DELETE FROM links WHERE org_id = $1 AND agent_id = $2";
    /// Deletes some of the expired links. The links are chosen by a total order, so that all copies
    /// of the table on Citus lose the same links.
    FORGET: Page => Nothing =
        "DELETE FROM links WHERE org_id = $1 AND hash IN (
             SELECT hash FROM links
             WHERE org_id = $1 AND expires_at <= $2 ORDER BY expires_at, hash LIMIT $3)";
    /// Deletes some of the links that were made while the clock was wrong, and therefore expire too
    /// late.
    FORGET_LATE: Page => Nothing =
        "DELETE FROM links WHERE org_id = $1 AND hash IN (
             SELECT hash FROM links
             WHERE org_id = $1 AND expires_at > $2 ORDER BY expires_at, hash LIMIT $3)";
}

/// Adds a link for an agent, with the link's hash (SHA-256, lower-case hex). Deletes earlier links
/// of the agent.
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(
    tx: &mut Tx<'_, C>,
    hash: &str,
    agent: AgentId,
    expires_at: Seconds,
) -> Result<()> {
    tx.counters.sweep_by(expires_at);
    end(tx.org, tx.conn, agent).await?;
    tx.conn.queue(&INSERT, &params![tx.org, hash, agent, expires_at]).await
}

/// Deletes the link with this hash; `true` if the link existed. Of several concurrent callers, even
/// on several nodes, only one gets `true`.
///
/// # Errors
/// When the database fails.
pub async fn take<C: Conn>(org: OrgId, conn: &mut C, hash: &str) -> Result<bool> {
    Ok(conn.exec(&TAKE, &params![org, hash]).await? > 0)
}

/// Deletes the links of an agent.
///
/// # Errors
/// When the database fails.
pub async fn end<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<()> {
    conn.queue(&END, &params![org, agent]).await
}

/// Deletes up to `limit` links that expired at `now` or earlier, and up to `limit` links that
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
