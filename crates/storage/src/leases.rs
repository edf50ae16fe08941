//! Leases, each of which assigns an organization's background work to one node. Leases expire by
//! the database's clock, so the nodes' clocks may differ.

use deskbell_model::OrgId;

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::limits::{LEASE_MS, LEASE_OVERTAKEN_MS};
use crate::statement::statements;
use crate::write::Tx;

statements! {
    /// Takes a lease that is free, expired or held by the same node. A lease that ends more than $4
    /// milliseconds after the new lease counts as expired, since the lease was taken before the
    /// clock was set back. The statement reads the clock only once, since Citus refuses a clock
    /// after ON CONFLICT.
    TAKE: Point => Nothing =
        "INSERT INTO leases AS l (org_id, holder, expires_at) VALUES ($1, $2, {now_ms} + $3)
         ON CONFLICT (org_id) DO UPDATE
         SET holder = excluded.holder, expires_at = excluded.expires_at
         WHERE l.holder = excluded.holder OR l.expires_at <= excluded.expires_at - $3
            OR l.expires_at > excluded.expires_at + $4", clocked;
    RELEASE: Point => Nothing = "DELETE FROM leases WHERE org_id = $1 AND holder = $2";
}

/// Takes or renews the organization's lease; `false` when another node holds the lease. Until the
/// transaction ends, no other node can take the lease.
///
/// # Errors
/// When the database fails.
pub async fn take<C: Conn>(tx: &mut Tx<'_, C>, holder: &str) -> Result<bool> {
    hold(tx.org, tx.conn, holder).await
}

/// Takes or renews a lease like [`take`]. The organization need not exist yet.
///
/// # Errors
/// When the database fails.
pub async fn hold<C: Conn>(org: OrgId, conn: &mut C, holder: &str) -> Result<bool> {
    let row = params![org, holder, LEASE_MS, LEASE_OVERTAKEN_MS];
    Ok(conn.exec(&TAKE, &row).await? > 0)
}

/// Releases an organization's lease, if `holder` has the lease.
///
/// # Errors
/// When the database fails.
pub async fn release<C: Conn>(org: OrgId, conn: &mut C, holder: &str) -> Result<()> {
    conn.queue(&RELEASE, &params![org, holder]).await
}
