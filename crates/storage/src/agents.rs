//! The table of agents, with the fields that everybody sees.

use deskbell_model::{Agent, AgentId, OrgId, Seconds};
use deskbell_query::{Meta, Page};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::cursor_pages::{self, ById};
use crate::error::Result;
use crate::listed::Listed;
use crate::record::{Record as _, record};
use crate::selected::selected;
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::write::Tx;

record! { Agent {
    key { id }
    often { name, email, role }
} }

/// An agent, with the values that determine the agent's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The agent, with the fields that everybody sees.
    pub agent: Agent,
    /// The time of deactivation, if the agent is deactivated.
    pub deactivated_at: Option<Seconds>,
    /// True if agents with the role `agent` see all chats of the organization.
    pub agents_see_all: bool,
}

selected! { Member { agent: Agent, deactivated_at, agents_see_all } }

statements! {
    MEMBER: Point => Member =
        "SELECT a.id, a.name, a.email, a.role, a.deactivated_at,
                COALESCE(o.agents_see_all, 0) AS agents_see_all
         FROM agents a JOIN organizations o ON o.id = a.org_id
         WHERE a.org_id = $1 AND a.id = $2";
    INSERT: Point => Nothing =
        text!(insert("agents", columns!(Agent::COLUMNS, &["unsubscribed"])));
    /// Selects the agents with ids above a given id.
    LIST: Page => Agent =
        "SELECT id, name, email, role FROM agents
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    PAGE: Page => Agent =
        "SELECT id, name, email, role FROM agents
         WHERE org_id = $1 ORDER BY id LIMIT $2 OFFSET $3";
    UNSUBSCRIBE: Point => Nothing =
        "UPDATE agents SET unsubscribed = 1 WHERE org_id = $1 AND id = $2 AND unsubscribed = 0";
    FIND: Point => Agent =
        "SELECT id, name, email, role FROM agents WHERE org_id = $1 AND id = $2";
}

/// Adds an agent, and increments the count of agents.
///
/// # Errors
/// When the database fails; `Conflict` of `agents_id` when the id is taken.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, agent: &Agent) -> Result<()> {
    let row = [agent.inserted(tx.org), params![false].into()].concat();
    tx.conn.queue(&INSERT, &row).await?;
    tx.counters.agents += 1;
    Ok(())
}

impl Listed for Agent {
    fn id(&self) -> i64 {
        self.id.get()
    }

    async fn list<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Self>> {
        conn.all(&LIST, &params![org, after, limit]).await
    }

    async fn page<C: Conn>(org: OrgId, conn: &mut C, page: Page) -> Result<(Vec<Self>, Meta)> {
        let total = counters::total(org, conn, Total::Agents).await?;
        let list = ById { page: &PAGE, behind: &LIST, id: |agent: &Agent| agent.id.get() };
        let (rows, next) = cursor_pages::by_id(org, conn, list, page).await?;
        Ok((rows, Meta { total, next }))
    }
}

/// Unsubscribes an agent from newsletters; `false` when the agent is unknown or was unsubscribed
/// already.
///
/// # Errors
/// When the database fails.
pub async fn unsubscribe<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<bool> {
    Ok(conn.exec(&UNSUBSCRIBE, &params![org, agent]).await? > 0)
}

/// Finds an agent by its id.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<Option<Agent>> {
    conn.opt(&FIND, &params![org, agent]).await
}

/// Finds an agent, with the values that determine the agent's rights.
///
/// # Errors
/// When the database fails.
pub async fn member<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<Option<Member>> {
    conn.opt(&MEMBER, &params![org, agent]).await
}
