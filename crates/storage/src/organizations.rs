//! Organizations and their settings.

use deskbell_model::{OrgId, Organization};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

selected! { Organization { id, domain, team_online, chat_enabled, requests_per_minute } }

statements! {
    FIND: Point => Organization =
        "SELECT id, domain, team_online, chat_enabled, requests_per_minute
         FROM organizations WHERE id = $1";
    SET_LIMIT: Point => Nothing =
        "UPDATE organizations SET requests_per_minute = $1 WHERE id = $2";
    SET_AGENTS_SEE_ALL: Point => Nothing =
        "UPDATE organizations SET agents_see_all = $1 WHERE id = $2";
    BEGIN_HISTORY: Point => Nothing = "UPDATE heads SET history = $1 WHERE org_id = $2";
}

/// Finds the organization.
///
/// # Errors
/// When the database fails; `NotFound` for an unknown organization.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C) -> Result<Organization> {
    conn.one(&FIND, &params![org]).await
}

/// Sets the organization's rate limit per minute: `None` for the server's setting, 0 for no limit.
///
/// # Errors
/// When the database fails; `NotFound` for an unknown organization.
pub async fn set_requests_per_minute<C: Conn>(
    org: OrgId,
    conn: &mut C,
    limit: Option<u32>,
) -> Result<()> {
    match conn.exec(&SET_LIMIT, &params![limit, org]).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Sets whether agents with the role `agent` see all chats of the organization.
///
/// # Errors
/// When the database fails.
pub async fn set_agents_see_all<C: Conn>(org: OrgId, conn: &mut C, sees_all: bool) -> Result<()> {
    conn.queue(&SET_AGENTS_SEE_ALL, &params![sees_all, org]).await
}

/// Begins another history (a new sequence of an organization's changes). The new history's id is at
/// least `id`, and greater than the current history's id.
///
/// # Errors
/// When the database fails.
pub async fn begin_history<C: Conn>(tx: &mut Tx<'_, C>, id: i64) -> Result<()> {
    let id = tx.counters.begin_history(id);
    tx.conn.queue(&BEGIN_HISTORY, &params![id, tx.org]).await
}
