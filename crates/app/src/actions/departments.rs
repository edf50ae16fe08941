//! Departments: adding, changing and deleting departments.

use deskbell_model::{Agent, AgentId, Department, DepartmentId, Kind, Right, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Stop, Tx, Write, agents, departments,
};
use deskbell_wire as wire;

use super::agents::taken;
use super::recorded::Recorded;
use super::{Actions, change, check_room, deleted, json, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// A new department.
#[derive(Clone, Debug)]
pub struct Add {
    /// The department's id; `None` for the next free id.
    pub id: Option<DepartmentId>,
    /// The department's name.
    pub name: String,
    /// The agents of the department.
    pub agents: Vec<AgentId>,
    /// The time at which the department is added.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Department>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        check_room(tx.counters.departments())?;
        let members = members(tx, &self.agents).await?;
        let id = tx.counters.department_id(self.id)?;
        let department = Department { id, name: self.name.clone(), agents: members };
        departments::insert(tx, &department).await?;
        let created = change(Kind::DepartmentCreated, id, &department);
        Ok(record(tx, self.at, created, department).await?)
    }
}

/// An edit of a department. Fields that are `None` keep their values.
#[derive(Clone, Debug, Default)]
pub struct DepartmentChanges {
    /// The department's new name.
    pub name: Option<String>,
    /// The agents of the department after the edit.
    pub agents: Option<Vec<AgentId>>,
}

struct Change {
    department: DepartmentId,
    edit: DepartmentChanges,
    at: Seconds,
}

impl Write for Change {
    type Out = Recorded<Department>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let found = departments::whole(tx.org, tx.conn, self.department).await?;
        let before = found.ok_or(refused(Rejected::DepartmentNotFound))?;
        let mut after = before.clone();
        if let Some(name) = &self.edit.name {
            after.name.clone_from(name);
        }
        if let Some(agents) = &self.edit.agents {
            after.agents = members(tx, agents).await?;
        }
        if after == before {
            return Ok(Recorded { seq: None, json: json(&after), value: after });
        }
        Ok(save(tx, &before, after, self.at).await?)
    }
}

/// Writes the state `after` of a department, and records the change.
async fn save<C: Conn>(
    tx: &mut Tx<'_, C>,
    before: &Department,
    after: Department,
    at: Seconds,
) -> StorageResult<Recorded<Department>> {
    departments::update(tx.org, tx.conn, &after).await?;
    let mut updated = change(Kind::DepartmentUpdated, after.id, &after);
    updated.before = wire::before::of_department(before, &after);
    record(tx, at, updated, after).await
}

/// Takes an agent out of every department.
pub(crate) async fn leave_all<C: Conn>(
    tx: &mut Tx<'_, C>,
    agent: AgentId,
    at: Seconds,
) -> StorageResult<()> {
    for department in departments::of_agent(tx.org, tx.conn, agent).await? {
        let found = departments::whole(tx.org, tx.conn, department).await?;
        let before = found.ok_or(Error::NotFound)?;
        let mut after = before.clone();
        after.agents.retain(|it| it.id != agent);
        save(tx, &before, after, at).await?;
    }
    Ok(())
}

struct Delete(DepartmentId, Seconds);

impl Write for Delete {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self(department, at) = *self;
        let found = departments::whole(tx.org, tx.conn, department).await?;
        let before = found.ok_or(refused(Rejected::DepartmentNotFound))?;
        departments::remove(tx, department, at).await?;
        let mut change = deleted(Kind::DepartmentDeleted, department);
        let nothing = Department { name: String::new(), agents: Vec::new(), ..before.clone() };
        change.before = wire::before::of_department(&before, &nothing);
        changes::append_one(tx, at, Notice::Notify, &change).await?;
        Ok(())
    }
}

async fn members<C: Conn>(
    tx: &mut Tx<'_, C>,
    ids: &[AgentId],
) -> Result<Vec<Agent>, Stop<Rejected>> {
    let mut members = Vec::new();
    for agent in ids {
        let found = agents::find(tx.org, tx.conn, *agent).await?;
        members.push(found.ok_or(refused(Rejected::AgentNotFound))?);
    }
    Ok(members)
}

impl Actions {
    /// Changes a department's name or agents.
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], [`Rejected::AgentNotFound`], or when the database fails.
    pub async fn edit_department(
        &self,
        caller: Caller,
        department: DepartmentId,
        mut edit: DepartmentChanges,
    ) -> Result<Department> {
        if let Some(agents) = &mut edit.agents {
            agents.sort_unstable();
            agents.dedup();
        }
        let change = Change { department, edit, at: self.context.now() };
        self.write(caller, Right::Staff, change).await.map(|it| it.value)
    }

    /// Deletes a department. The department's agents leave the department. The chats that were
    /// assigned to the department still show its name.
    ///
    /// # Errors
    /// [`Rejected::DepartmentNotFound`], or when the database fails.
    pub async fn delete_department(&self, caller: Caller, department: DepartmentId) -> Result<()> {
        self.write(caller, Right::Staff, Delete(department, self.context.now())).await
    }

    /// Adds a department.
    ///
    /// # Errors
    /// [`Rejected::IdTaken`], [`Rejected::AgentNotFound`], [`Rejected::AsManyAsAllowed`], or when
    /// the database fails.
    pub async fn add_department(&self, caller: Caller, mut add: Add) -> Result<Department> {
        add.agents.sort_unstable();
        add.agents.dedup();
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }
}
