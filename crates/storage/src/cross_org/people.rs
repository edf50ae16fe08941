//! Look-ups of agents who sign in, before the organization is known.

use deskbell_model::{AgentId, OrgId, Seconds};

use crate::columns::params;
use crate::conn::Conn;
use crate::error::Result;
use crate::logins::LoginRow;
use crate::selected::selected;
use crate::sessions::SessionRow;
use crate::statement::statements;

/// A session of an agent, with the agent's organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionOwner {
    /// The organization of the session's agent.
    pub org: OrgId,
    /// The session, without its secret.
    pub session: SessionRow,
}

selected! { SessionOwner { org = "org_id", session: SessionRow } }

/// A sign-in name with its organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginOwner {
    /// The organization of the agent with the sign-in name.
    pub org: OrgId,
    /// The sign-in name, with its password and second factor.
    pub login: LoginRow,
}

selected! { LoginOwner { org = "org_id", login: LoginRow } }

/// The agent of a password link, with which the agent chooses a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkOwner {
    /// The organization of the agent for whom the link was made.
    pub org: OrgId,
    /// The agent for whom the link was made.
    pub agent: AgentId,
}

selected! { LinkOwner { org = "org_id", agent = "agent_id" } }

statements! {
    /// Selects the session with this hash, unless the session has ended at $2, or ends later than
    /// $3.
    SESSION: Point => SessionOwner =
        "SELECT org_id, id, agent_id, created_at, device, address, provider, identity,
                last_used_at, expires_at, confirmed_at, awaits_code, tries
         FROM sessions WHERE hash = $1 AND expires_at > $2 AND expires_at <= $3";
    LOGIN: Point => LoginOwner =
        "SELECT org_id, agent_id, created_at, login, password, password_at, totp_secret,
                totp_pending, totp_step, recovery
         FROM logins WHERE login = $1";
    /// Selects the password link with this hash, unless the link has expired at $2, or expires
    /// later than $3.
    LINK: Point => LinkOwner =
        "SELECT org_id, agent_id FROM links
         WHERE hash = $1 AND expires_at > $2 AND expires_at <= $3";
    ANY_LOGIN: Point => i64 = "SELECT agent_id AS value FROM logins LIMIT 1";
}

/// Finds the session with this SHA-256 (lower-case hex). `None` when the session is unknown, has
/// ended at `now`, or ends later than `never`. Only a wrong clock can set a time later than
/// `never`.
///
/// # Errors
/// When the database fails.
pub async fn session_owner<C: Conn>(
    conn: &mut C,
    hash: &str,
    (now, never): (Seconds, Seconds),
) -> Result<Option<SessionOwner>> {
    conn.opt(&SESSION, &params![hash, now, never]).await
}

/// Finds the agent with this sign-in name, which must be normalized.
///
/// # Errors
/// When the database fails.
pub async fn login_owner<C: Conn>(conn: &mut C, login: &str) -> Result<Option<LoginOwner>> {
    conn.opt(&LOGIN, &params![login]).await
}

/// Finds the agent of the password link with this SHA-256 (lower-case hex), with the same
/// conditions on times as [`session_owner`].
///
/// # Errors
/// When the database fails.
pub async fn link_owner<C: Conn>(
    conn: &mut C,
    hash: &str,
    (now, never): (Seconds, Seconds),
) -> Result<Option<LinkOwner>> {
    conn.opt(&LINK, &params![hash, now, never]).await
}

/// Returns whether any agent of any organization has a sign-in name.
///
/// # Errors
/// When the database fails.
pub async fn has_logins<C: Conn>(conn: &mut C) -> Result<bool> {
    Ok(conn.opt(&ANY_LOGIN, &[]).await?.is_some())
}
