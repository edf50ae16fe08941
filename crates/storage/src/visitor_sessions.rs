//! The table of visitors' sessions, which stores hashes in place of the tokens. `cross_org.rs`
//! finds a session by its hash.

use deskbell_model::limits::{SESSIONS_OF_A_CUSTOMER_MAX, VISITOR_SESSION_S};
use deskbell_model::{CustomerId, OrgId, Seconds, VisitorSession};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

record! { VisitorSession {
    fixed { application = "application_id" }
    often { customer = "customer_id", is_verified = "verified" }
    seldom { created_at, used_at }
} }

statements! {
    INSERT: Point => Nothing =
        text!(insert("visitor_sessions", columns!(VisitorSession::COLUMNS, &["hash"])));
    FIND: Point => VisitorSession =
        "SELECT application_id, customer_id, verified, created_at, used_at FROM visitor_sessions
         WHERE org_id = $1 AND hash = $2";
    /// Selects a customer's sessions, the most recently used sessions first.
    OF_CUSTOMER: Page => VisitorSession =
        "SELECT application_id, customer_id, verified, created_at, used_at FROM visitor_sessions
         WHERE org_id = $1 AND customer_id = $2 ORDER BY used_at DESC, hash LIMIT $3";
    USE: Point => Nothing =
        "UPDATE visitor_sessions SET used_at = $1 WHERE org_id = $2 AND hash = $3";
    END: Point => Nothing =
        "UPDATE visitor_sessions SET customer_id = NULL
         WHERE org_id = $1 AND hash = $2 AND customer_id IS NOT NULL";
    END_ALL: Page => Nothing =
        "UPDATE visitor_sessions SET customer_id = NULL WHERE org_id = $1 AND customer_id = $2";
    END_UNVERIFIED: Page => Nothing =
        "UPDATE visitor_sessions SET customer_id = NULL
         WHERE org_id = $1 AND customer_id = $2 AND verified = 0";
    /// Ends up to 10 of a customer's sessions, except the $3 most recently used sessions.
    END_OLDEST: Page => Nothing =
        "UPDATE visitor_sessions SET customer_id = NULL
         WHERE org_id = $1 AND customer_id = $2 AND hash IN (
             SELECT hash FROM visitor_sessions
             WHERE org_id = $1 AND customer_id = $2
             ORDER BY used_at DESC, hash LIMIT 10 OFFSET $3)";
    /// Deletes some of the sessions that were last used before a time. The sessions are chosen by a
    /// total order, so that all copies of the table on Citus lose the same sessions.
    FORGET: Page => Nothing =
        "DELETE FROM visitor_sessions WHERE org_id = $1 AND hash IN (
             SELECT hash FROM visitor_sessions
             WHERE org_id = $1 AND used_at < $2 ORDER BY used_at, hash LIMIT $3)";
    /// Replaces times in the future, which a wrong clock recorded, with the present time.
    SETTLE: Page => Nothing =
        "UPDATE visitor_sessions SET used_at = $1 WHERE org_id = $2 AND used_at > $3";
}

/// Adds a session, with the hash of the session's token (SHA-256, lower-case hex). If the customer
/// then has too many sessions, the least recently used sessions end.
///
/// # Errors
/// When the database fails; `Conflict` of `visitor_sessions_hash` when the hash exists.
pub async fn insert<C: Conn>(
    tx: &mut Tx<'_, C>,
    hash: &str,
    session: &VisitorSession,
) -> Result<()> {
    tx.counters.sweep_by(session.used_at.plus(VISITOR_SESSION_S));
    let row = [session.inserted(tx.org), params![hash].into()].concat();
    tx.conn.exec(&INSERT, &row).await?;
    if let Some(customer) = session.customer {
        let params = params![tx.org, customer, SESSIONS_OF_A_CUSTOMER_MAX];
        tx.conn.queue(&END_OLDEST, &params).await?;
    }
    Ok(())
}

/// Finds a session by its token's hash.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, hash: &str) -> Result<Option<VisitorSession>> {
    conn.opt(&FIND, &params![org, hash]).await
}

/// Returns the sessions of a customer, the most recently used sessions first.
///
/// # Errors
/// When the database fails.
pub async fn of_customer<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
) -> Result<Vec<VisitorSession>> {
    conn.all(&OF_CUSTOMER, &params![org, customer, SESSIONS_OF_A_CUSTOMER_MAX]).await
}

/// Records that a session is used at this time.
///
/// # Errors
/// When the database fails.
pub async fn touch<C: Conn>(org: OrgId, conn: &mut C, hash: &str, at: Seconds) -> Result<()> {
    conn.queue(&USE, &params![at, org, hash]).await
}

/// Ends a session; `false` when the session is unknown or has ended.
///
/// # Errors
/// When the database fails.
pub async fn end<C: Conn>(org: OrgId, conn: &mut C, hash: &str) -> Result<bool> {
    Ok(conn.exec(&END, &params![org, hash]).await? > 0)
}

/// Ends all sessions of a customer.
///
/// # Errors
/// When the database fails.
pub async fn end_all<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<()> {
    conn.queue(&END_ALL, &params![org, customer]).await
}

/// Ends a customer's sessions that began without a proof of identity.
///
/// # Errors
/// When the database fails.
pub async fn end_unverified<C: Conn>(org: OrgId, conn: &mut C, customer: CustomerId) -> Result<()> {
    conn.queue(&END_UNVERIFIED, &params![org, customer]).await
}

/// Deletes up to `limit` sessions that were last used before `before`; returns the number of
/// deleted sessions.
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(org: OrgId, conn: &mut C, before: Seconds, limit: u32) -> Result<u64> {
    conn.exec(&FORGET, &params![org, before, limit]).await
}

/// Sets the time of a session's last use to `now` if this time is after `future` because a clock
/// was wrong.
///
/// # Errors
/// When the database fails.
pub async fn settle<C: Conn>(
    org: OrgId,
    conn: &mut C,
    now: Seconds,
    future: Seconds,
) -> Result<()> {
    conn.queue(&SETTLE, &params![now, org, future]).await
}
