//! Leases: the assignment of an organization's background work to one node. They last by the
//! database's clock, so nodes need not agree on the time. All of a node's leases are renewed and
//! released at once in `cross_org.rs`.

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::limits::LEASE_MS;
use crate::statement::statements;
use crate::write::Tx;

statements! {
    /// Takes a lease that is free, expired or the taker's own; one that lasts longer than any can
    /// dates from before the clock was set back.
    TAKE: Point => Nothing =
        "INSERT INTO leases AS l (org_id, holder, expires_at) VALUES ($1, $2, {now_ms} + $3)
         ON CONFLICT (org_id) DO UPDATE
         SET holder = excluded.holder, expires_at = excluded.expires_at
         WHERE l.holder = excluded.holder OR l.expires_at <= {now_ms}
            OR l.expires_at > {now_ms} + $3", clocked;
}

/// Takes or renews the organization's lease; `false` when another node has it. The same
/// transaction's writes are the lease holder's.
///
/// # Errors
/// When the database fails.
pub async fn take<C: Conn>(tx: &mut Tx<'_, C>, holder: &str) -> Result<bool> {
    Ok(tx.conn.exec(&TAKE, &params![tx.org, holder, LEASE_MS]).await? > 0)
}
