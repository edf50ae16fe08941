//! The tables of departments and of their members. The row of a deleted department stays, since
//! chats still show the department's name.

use deskbell_model::exchange::ExternalKind;
use deskbell_model::{Agent, AgentId, Department, DepartmentId, DepartmentRef, OrgId, Seconds};
use deskbell_query::{Meta, Page};

use crate::batch;
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::cursor_pages::{self, ById};
use crate::error::Result;
use crate::external_ids;
use crate::listed::Listed;
use crate::record::record;
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

// These are exactly the columns of a department that chats show.
record! { DepartmentRef {
    key { id }
    often { name }
} }

struct MemberRow {
    department: DepartmentId,
    agent: Agent,
}

selected! { MemberRow { department = "department_id", agent: Agent } }

statements! {
    INSERT: Point => Nothing =
        "INSERT INTO departments (org_id, id, name) VALUES ($1, $2, $3)";
    INSERT_AGENT: Point => Nothing =
        "INSERT INTO department_agents (org_id, department_id, agent_id) VALUES ($1, $2, $3)";
    /// Selects the departments with ids above a given id.
    LIST: Page => DepartmentRef =
        "SELECT id, name FROM departments
         WHERE org_id = $1 AND id > $2 AND deleted_at IS NULL ORDER BY id LIMIT $3";
    PAGE: Page => DepartmentRef =
        "SELECT id, name FROM departments
         WHERE org_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT $2 OFFSET $3";
    /// Selects the departments with ids above a given id, deleted or not.
    NAMES: Page => DepartmentRef =
        "SELECT id, name FROM departments WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Selects the agents of up to 100 departments.
    AGENTS: Page => MemberRow =
        concat!("SELECT d.department_id, a.id, a.name, a.email, a.role
         FROM department_agents d CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = d.agent_id AND d.org_id = $1 AND d.department_id IN ",
         batch::ids!(), " ORDER BY d.department_id, d.agent_id");
    RENAME: Point => Nothing = "UPDATE departments SET name = $1 WHERE org_id = $2 AND id = $3";
    WITHOUT_AGENTS: Page => Nothing =
        "DELETE FROM department_agents WHERE org_id = $1 AND department_id = $2";
    OF_AGENT: Page => i64 =
        "SELECT department_id AS value FROM department_agents
         WHERE org_id = $1 AND agent_id = $2 ORDER BY department_id";
    FIND: Point => DepartmentRef =
        "SELECT id, name FROM departments
         WHERE org_id = $1 AND id = $2 AND deleted_at IS NULL";
    NAME: Point => DepartmentRef =
        "SELECT id, name FROM departments WHERE org_id = $1 AND id = $2";
    REMOVE: Point => Nothing =
        "UPDATE departments SET deleted_at = $1
         WHERE org_id = $2 AND id = $3 AND deleted_at IS NULL";
}

/// Finds a department that was not deleted, without its agents.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    department: DepartmentId,
) -> Result<Option<DepartmentRef>> {
    conn.opt(&FIND, &params![org, department]).await
}

/// Finds a department, deleted or not, with the fields that chats show.
///
/// # Errors
/// When the database fails.
pub async fn name<C: Conn>(
    org: OrgId,
    conn: &mut C,
    department: DepartmentId,
) -> Result<Option<DepartmentRef>> {
    conn.opt(&NAME, &params![org, department]).await
}

/// Returns up to `limit` departments with ids greater than `after`, deleted or not, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn names<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<DepartmentRef>> {
    conn.all(&NAMES, &params![org, after, limit]).await
}

/// Returns the departments of an agent, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn of_agent<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
) -> Result<Vec<DepartmentId>> {
    let ids = conn.all(&OF_AGENT, &params![org, agent]).await?;
    Ok(ids.into_iter().filter_map(DepartmentId::new).collect())
}

/// Adds a department with its agents, and increments the count of departments.
///
/// # Errors
/// When the database fails; `Conflict` of `departments_id` when the id is taken.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, department: &Department) -> Result<()> {
    let org = tx.org;
    tx.conn.queue(&INSERT, &params![org, department.id, &department.name]).await?;
    let row = |agent: &Agent| Vec::<Param<'_>>::from(params![org, department.id, agent.id]);
    let rows: Vec<_> = department.agents.iter().map(row).collect();
    tx.conn.queue_many(&INSERT_AGENT, &rows).await?;
    tx.counters.departments += 1;
    Ok(())
}

impl Listed for Department {
    fn id(&self) -> i64 {
        self.id.get()
    }

    async fn list<C: Conn>(org: OrgId, conn: &mut C, after: i64, limit: u32) -> Result<Vec<Self>> {
        let rows = conn.all(&LIST, &params![org, after, limit]).await?;
        with_agents(org, conn, rows).await
    }

    async fn page<C: Conn>(org: OrgId, conn: &mut C, page: Page) -> Result<(Vec<Self>, Meta)> {
        let total = counters::total(org, conn, Total::Departments).await?;
        let list = ById { page: &PAGE, behind: &LIST, id: |it: &DepartmentRef| it.id.get() };
        let (rows, next) = cursor_pages::by_id(org, conn, list, page).await?;
        Ok((with_agents(org, conn, rows).await?, Meta { total, next }))
    }
}

async fn with_agents<C: Conn>(
    org: OrgId,
    conn: &mut C,
    rows: Vec<DepartmentRef>,
) -> Result<Vec<Department>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let alone = |it: DepartmentRef| Department { id: it.id, name: it.name, agents: Vec::new() };
    let mut departments: Vec<_> = rows.into_iter().map(alone).collect();
    let pages = ids.chunks(batch::IDS).zip(departments.chunks_mut(batch::IDS));
    for (ids, departments) in pages {
        let Some(params) = batch::params(org, ids)? else { break };
        let members = conn.all(&AGENTS, &params).await?;
        for (place, member) in batch::places(ids, members, |row| row.department) {
            departments[place].agents.push(member.agent);
        }
    }
    Ok(departments)
}

/// Adds an agent to a department.
///
/// # Errors
/// When the database fails; a conflict when the agent is in the department.
pub async fn add_agent<C: Conn>(
    org: OrgId,
    conn: &mut C,
    department: DepartmentId,
    agent: AgentId,
) -> Result<()> {
    conn.queue(&INSERT_AGENT, &params![org, department, agent]).await
}

/// Finds a department with its agents.
///
/// # Errors
/// When the database fails.
pub async fn whole<C: Conn>(
    org: OrgId,
    conn: &mut C,
    department: DepartmentId,
) -> Result<Option<Department>> {
    let Some(found) = find(org, conn, department).await? else { return Ok(None) };
    Ok(with_agents(org, conn, vec![found]).await?.pop())
}

/// Writes the name and the agents of a department.
///
/// # Errors
/// When the database fails.
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, department: &Department) -> Result<()> {
    conn.queue(&RENAME, &params![&department.name, org, department.id]).await?;
    conn.queue(&WITHOUT_AGENTS, &params![org, department.id]).await?;
    let row = |agent: &Agent| Vec::<Param<'_>>::from(params![org, department.id, agent.id]);
    let rows: Vec<_> = department.agents.iter().map(row).collect();
    conn.queue_many(&INSERT_AGENT, &rows).await
}

/// Deletes a department. Its agents leave the department; chats still show the department's name.
/// Decrements the count of departments; `false` when the department does not exist.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(
    tx: &mut Tx<'_, C>,
    department: DepartmentId,
    at: Seconds,
) -> Result<bool> {
    if tx.conn.exec(&REMOVE, &params![at, tx.org, department]).await? == 0 {
        return Ok(false);
    }
    tx.conn.queue(&WITHOUT_AGENTS, &params![tx.org, department]).await?;
    let gone = [department.get()];
    external_ids::remove(tx.org, tx.conn, ExternalKind::Department, gone).await?;
    tx.counters.departments -= 1;
    Ok(true)
}
