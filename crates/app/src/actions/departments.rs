//! Adding departments.

use deskbell_model::{AgentId, Department, DepartmentId, Kind, Right, Seconds};
use deskbell_storage::{Conn, Stop, Tx, Write, agents, departments};

use super::agents::taken;
use super::recorded::Recorded;
use super::{Actions, change, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// A new department.
#[derive(Clone, Debug)]
pub struct Add {
    /// The id; `None` for the next free one.
    pub id: Option<DepartmentId>,
    /// The name.
    pub name: String,
    /// The agents of the department.
    pub agents: Vec<AgentId>,
    /// The time of the change.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Department>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        let mut members = Vec::new();
        for agent in &self.agents {
            let found = agents::find(tx.org, tx.conn, *agent).await?;
            members.push(found.ok_or(refused(Rejected::AgentNotFound))?);
        }
        let id = tx.counters.department_id(self.id)?;
        let department = Department { id, name: self.name.clone(), agents: members };
        departments::insert(tx, &department).await?;
        let created = change(Kind::DepartmentCreated, id, &department);
        Ok(record(tx, self.at, created, department).await?)
    }
}

impl Actions {
    /// Adds a department.
    ///
    /// # Errors
    /// [`Rejected::IdTaken`], [`Rejected::AgentNotFound`], or when the database fails.
    pub async fn add_department(&self, caller: Caller, mut add: Add) -> Result<Department> {
        add.agents.sort_unstable();
        add.agents.dedup();
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }
}
