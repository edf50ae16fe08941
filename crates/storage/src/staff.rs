//! Agents with the fields that administrators see and change. `agents.rs` has the fields that
//! everybody sees.

use deskbell_model::{Agent, AgentId, OrgId, Seconds, StaffMember};
use deskbell_query::{Meta, Page};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::cursor_pages::{self, ById};
use crate::error::Result;
use crate::listed::Listed;
use crate::record::Record as _;
use crate::selected::selected;
use crate::sql::{columns, text};
use crate::statement::statements;

selected! { StaffMember { agent: Agent, login, second_factor, deactivated_at } }

statements! {
    /// Selects the agents with ids above a given id.
    LIST: Page => StaffMember =
        "SELECT a.id, a.name, a.email, a.role, l.login,
                CAST(CASE WHEN l.totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT)
                    AS second_factor,
                a.deactivated_at
         FROM agents a LEFT JOIN logins l ON l.org_id = a.org_id AND l.agent_id = a.id
         WHERE a.org_id = $1 AND a.id > $2 ORDER BY a.id LIMIT $3";
    PAGE: Page => StaffMember =
        "SELECT a.id, a.name, a.email, a.role, l.login,
                CAST(CASE WHEN l.totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT)
                    AS second_factor,
                a.deactivated_at
         FROM agents a LEFT JOIN logins l ON l.org_id = a.org_id AND l.agent_id = a.id
         WHERE a.org_id = $1 ORDER BY a.id LIMIT $2 OFFSET $3";
    FIND: Point => StaffMember =
        "SELECT a.id, a.name, a.email, a.role, l.login,
                CAST(CASE WHEN l.totp_secret IS NULL THEN 0 ELSE 1 END AS BIGINT)
                    AS second_factor,
                a.deactivated_at
         FROM agents a LEFT JOIN logins l ON l.org_id = a.org_id AND l.agent_id = a.id
         WHERE a.org_id = $1 AND a.id = $2";
    UPDATE: Point => Nothing =
        text!(update("agents", columns!(Agent::CHANGING, &["deactivated_at"]), Agent::KEY));
    /// Counts the active administrators other than one agent.
    OTHER_ADMINS: Page => i64 =
        "SELECT COUNT(*) AS value FROM agents
         WHERE org_id = $1 AND id <> $2 AND role = 'admin' AND deactivated_at IS NULL";
}

impl Listed for StaffMember {
    fn id(&self) -> i64 {
        self.agent.id.get()
    }

    async fn list<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Self>> {
        conn.all(&LIST, &params![org, after, limit]).await
    }

    async fn page<C: Conn>(org: OrgId, conn: &mut C, page: Page) -> Result<(Vec<Self>, Meta)> {
        let total = counters::total(org, conn, Total::Agents).await?;
        let list = ById { page: &PAGE, behind: &LIST, id: |it: &StaffMember| it.agent.id.get() };
        let (rows, next) = cursor_pages::by_id(org, conn, list, page).await?;
        Ok((rows, Meta { total, next }))
    }
}

/// Finds an agent by its id.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
) -> Result<Option<StaffMember>> {
    conn.opt(&FIND, &params![org, agent]).await
}

/// Writes the changed fields of an agent.
///
/// # Errors
/// When the database fails.
pub async fn update<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: &Agent,
    deactivated_at: Option<Seconds>,
) -> Result<()> {
    let mut row = agent.changing();
    row.extend(params![deactivated_at, org, agent.id]);
    conn.queue(&UPDATE, &row).await
}

/// Returns whether the organization has an active administrator other than this agent.
///
/// # Errors
/// When the database fails.
pub async fn has_other_admin<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<bool> {
    Ok(conn.one(&OTHER_ADMINS, &params![org, agent]).await? > 0)
}
