//! The table of agents' sessions, which stores hashes in place of the secrets.
//! `cross_org/people.rs` finds a session by its hash.

use deskbell_model::{AgentId, OrgId, Seconds, SessionId};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

/// A session of an agent, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The session's id.
    pub id: SessionId,
    /// The agent who signed in.
    pub agent: AgentId,
    /// The time of signing in.
    pub created_at: Seconds,
    /// The browser's `User-Agent`.
    pub device: String,
    /// The address from which the agent signed in.
    pub address: String,
    /// The provider of the single sign-on; `None` for signing in with a password.
    pub provider: Option<String>,
    /// The id by which the provider knows the agent.
    pub identity: Option<String>,
    /// The time of the last use, exact to a minute.
    pub last_used_at: Seconds,
    /// The time at which the session ends if the session is not used.
    pub expires_at: Seconds,
    /// The time at which the agent last entered the password.
    pub confirmed_at: Option<Seconds>,
    /// True while the session waits for the code of the second factor.
    pub awaits_code: bool,
    /// The number of wrong codes so far.
    pub tries: u32,
}

record! { SessionRow {
    key { id }
    fixed { agent = "agent_id", created_at, device, address, provider, identity }
    often { last_used_at, expires_at, confirmed_at, awaits_code, tries }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("sessions", columns!(SessionRow::COLUMNS, &["hash"])));
    UPDATE: Point => Nothing = text!(update("sessions", SessionRow::CHANGING, SessionRow::KEY));
    FIND: Point => SessionRow =
        "SELECT id, agent_id, created_at, device, address, provider, identity, last_used_at,
                expires_at, confirmed_at, awaits_code, tries
         FROM sessions WHERE org_id = $1 AND id = $2";
    OF_AGENT: Page => SessionRow =
        "SELECT id, agent_id, created_at, device, address, provider, identity, last_used_at,
                expires_at, confirmed_at, awaits_code, tries
         FROM sessions WHERE org_id = $1 AND agent_id = $2 ORDER BY id";
    /// Selects the sessions with ids above a given id.
    BEHIND: Page => SessionRow =
        "SELECT id, agent_id, created_at, device, address, provider, identity, last_used_at,
                expires_at, confirmed_at, awaits_code, tries
         FROM sessions WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    WORKING: Point => i64 =
        "SELECT id AS value FROM sessions
         WHERE org_id = $1 AND id = $2 AND awaits_code = 0 AND expires_at > $3";
    END: Point => Nothing = "DELETE FROM sessions WHERE org_id = $1 AND id = $2 AND agent_id = $3";
    END_OTHERS: Page => Nothing =
        "DELETE FROM sessions WHERE org_id = $1 AND agent_id = $2 AND id <> $3";
    /// Deletes some of the ended sessions. The sessions are chosen by a total order, so that all
    /// copies of the table on Citus lose the same sessions.
    FORGET: Page => Nothing =
        "DELETE FROM sessions WHERE org_id = $1 AND hash IN (
             SELECT hash FROM sessions
             WHERE org_id = $1 AND expires_at <= $2 ORDER BY expires_at, hash LIMIT $3)";
    /// Deletes some of the sessions that began while the clock was wrong, and therefore end too
    /// late.
    FORGET_LATE: Page => Nothing =
        "DELETE FROM sessions WHERE org_id = $1 AND hash IN (
             SELECT hash FROM sessions
             WHERE org_id = $1 AND expires_at > $2 ORDER BY expires_at, hash LIMIT $3)";
}

/// Adds a session, with the hash of the session's secret (SHA-256, lower-case hex).
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, session: &SessionRow, hash: &str) -> Result<()> {
    tx.counters.sweep_by(session.expires_at);
    let row = [session.inserted(tx.org), params![hash].into()].concat();
    tx.conn.queue(&INSERT, &row).await
}

/// Writes the changed fields of a session.
///
/// # Errors
/// When the database fails.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, session: &SessionRow) -> Result<()> {
    conn.queue(&UPDATE, &session.updated(org)).await
}

/// Finds a session by its id.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    session: SessionId,
) -> Result<Option<SessionRow>> {
    conn.opt(&FIND, &params![org, session]).await
}

/// Returns the sessions of an agent, sorted by id. Includes ended sessions that are not swept yet.
///
/// # Errors
/// When the database fails.
pub async fn of_agent<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
) -> Result<Vec<SessionRow>> {
    conn.all(&OF_AGENT, &params![org, agent]).await
}

/// Returns whether a session exists and has not ended at `now`.
///
/// # Errors
/// When the database fails.
pub async fn is_working<C: Conn>(
    org: OrgId,
    conn: &mut C,
    session: SessionId,
    now: Seconds,
) -> Result<bool> {
    Ok(conn.opt(&WORKING, &params![org, session, now]).await?.is_some())
}

/// Ends a session of an agent; `false` when the agent has no session with this id.
///
/// # Errors
/// When the database fails.
pub async fn end<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
    session: SessionId,
) -> Result<bool> {
    Ok(conn.exec(&END, &params![org, session, agent]).await? > 0)
}

/// Ends the sessions of an agent, except the session `but`, which may continue.
///
/// # Errors
/// When the database fails.
pub async fn end_others<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
    but: Option<SessionId>,
) -> Result<()> {
    let but = but.map_or(0, SessionId::get);
    conn.queue(&END_OTHERS, &params![org, agent, but]).await
}

/// Deletes up to `limit` sessions that ended at `now` or earlier, and up to `limit` sessions that
/// end after `never`. Only a wrong clock can set a time after `never`. Returns the larger of the
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

/// Returns up to `limit` sessions with ids greater than `after`, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<SessionRow>> {
    conn.all(&BEHIND, &params![org, after, limit]).await
}
