//! The table of sign-in names, with the hashes of passwords, and with second factors.
//! `cross_org/people.rs` finds a row by the sign-in name.

use deskbell_model::{AgentId, OrgId, Seconds};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::text;
use crate::statement::statements;

/// A sign-in name with its password and second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginRow {
    /// The agent who signs in with this name.
    pub agent: AgentId,
    /// The time at which the agent first chose a password.
    pub created_at: Seconds,
    /// The sign-in name.
    pub login: String,
    /// The password's hash, in the PHC form.
    pub password: String,
    /// The time of the last change of the password.
    pub password_at: Seconds,
    /// The secret of the second factor in base32; `None` without a second factor.
    pub totp_secret: Option<String>,
    /// The secret of a second factor that no code has confirmed yet.
    pub totp_pending: Option<String>,
    /// The TOTP time step of the last code that was accepted.
    pub totp_step: Option<i64>,
    /// The SHA-256 of each unused recovery code, separated by spaces.
    pub recovery: String,
}

record! { LoginRow {
    key { agent = "agent_id" }
    fixed { created_at }
    often { login, password, password_at, totp_secret, totp_pending, totp_step, recovery }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("logins", LoginRow::COLUMNS));
    UPDATE: Point => Nothing = text!(update("logins", LoginRow::CHANGING, LoginRow::KEY));
    FIND: Point => LoginRow =
        "SELECT agent_id, created_at, login, password, password_at, totp_secret, totp_pending,
                totp_step, recovery
         FROM logins WHERE org_id = $1 AND agent_id = $2";
    /// Selects the logins of agents with ids above a given id.
    BEHIND: Page => LoginRow =
        "SELECT agent_id, created_at, login, password, password_at, totp_secret, totp_pending,
                totp_step, recovery
         FROM logins WHERE org_id = $1 AND agent_id > $2 ORDER BY agent_id LIMIT $3";
}

/// Adds a sign-in name.
///
/// # Errors
/// When the database fails; `Conflict` of `logins_login` when the name is taken.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, login: &LoginRow) -> Result<()> {
    conn.exec(&INSERT, &login.inserted(org)).await?;
    Ok(())
}

/// Changes a sign-in name, its password or its second factor.
///
/// # Errors
/// When the database fails; `Conflict` of `logins_login` when the name is taken.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, login: &LoginRow) -> Result<()> {
    conn.exec(&UPDATE, &login.updated(org)).await?;
    Ok(())
}

/// Finds the sign-in name of an agent, with its password and second factor.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<Option<LoginRow>> {
    conn.opt(&FIND, &params![org, agent]).await
}

/// Returns up to `limit` logins of agents with ids greater than `after`, sorted by agent.
///
/// # Errors
/// When the database fails.
pub async fn behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<LoginRow>> {
    conn.all(&BEHIND, &params![org, after, limit]).await
}
