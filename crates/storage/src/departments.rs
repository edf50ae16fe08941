//! Departments' rows, and who belongs to them.

use deskbell_model::{Agent, Department, DepartmentId, DepartmentRef, OrgId};

use crate::agents::AgentRow;
use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Nothing, Param, Row, statements};
use crate::write::Tx;

struct DepartmentRow(DepartmentRef);

impl FromRow for DepartmentRow {
    const COLUMNS: &'static [&'static str] = &["id", "name"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(DepartmentRef { id: columns.id()?, name: columns.text()? }))
    }
}

statements! {
    /// A new department.
    INSERT: Point => Nothing =
        "INSERT INTO departments (org_id, id, name) VALUES ($1, $2, $3)";
    /// Who belongs to it.
    INSERT_AGENT: Point => Nothing =
        "INSERT INTO department_agents (org_id, department_id, agent_id) VALUES ($1, $2, $3)";
    /// Departments by id.
    LIST: Page => DepartmentRow =
        "SELECT id, name FROM departments
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// A department's agents.
    AGENTS: Page => AgentRow =
        "SELECT a.id, a.name, a.email, a.role
         FROM department_agents d CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = d.agent_id AND d.org_id = $1 AND d.department_id = $2
         ORDER BY d.agent_id";
    /// Whether there is one.
    EXISTS: Point => i64 = "SELECT id AS value FROM departments WHERE org_id = $1 AND id = $2";
}

/// Whether there is such a department.
///
/// # Errors
/// As the database says.
pub async fn exists<C: Conn>(org: OrgId, conn: &mut C, department: DepartmentId) -> Result<bool> {
    Ok(conn.opt(&EXISTS, &params![org, department]).await?.is_some())
}

/// Adds a department with its agents, and counts it.
///
/// # Errors
/// `Conflict` of `departments_id` when the id is taken, otherwise as the database says.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, department: &Department) -> Result<()> {
    let org = tx.org;
    tx.conn.exec(&INSERT, &params![org, department.id, &department.name]).await?;
    let row = |agent: &Agent| Vec::<Param<'_>>::from(params![org, department.id, agent.id]);
    let rows: Vec<_> = department.agents.iter().map(row).collect();
    tx.conn.exec_many(&INSERT_AGENT, &rows).await?;
    tx.head.departments += 1;
    Ok(())
}

/// Up to `limit` departments by id, those after `after`.
///
/// # Errors
/// As the database says.
pub async fn list<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: Option<DepartmentId>,
    limit: u32,
) -> Result<Vec<Department>> {
    let after = after.map_or(0, DepartmentId::get);
    let mut departments = Vec::new();
    for DepartmentRow(found) in conn.all(&LIST, &params![org, after, limit]).await? {
        let agents = conn.all(&AGENTS, &params![org, found.id]).await?;
        let agents = agents.into_iter().map(|row| row.0).collect();
        departments.push(Department { id: found.id, name: found.name, agents });
    }
    Ok(departments)
}
