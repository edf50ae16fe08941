//! Adding departments.

use deskbell_model::{AgentId, Department, DepartmentId, Kind, OrgId, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{
    Body, Class, Conn, Error, Result as StorageResult, Tx, Write, agents, departments,
};
use deskbell_wire as wire;

use super::agents::taken;
use super::change;
use crate::App;
use crate::error::{Refused, Result};

/// A new department.
#[derive(Clone, Debug)]
pub struct Add {
    /// Its id, when it is given from outside.
    pub id: Option<DepartmentId>,
    /// Its name.
    pub name: String,
    /// Who belongs to it, each once.
    pub agents: Vec<AgentId>,
    /// Now.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Department;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Department> {
        let mut members = Vec::new();
        for agent in &self.agents {
            let found = agents::find(tx.org, tx.conn, *agent).await?;
            members.push(found.ok_or(Error::NotFound)?);
        }
        let id = tx.head.department_id(self.id)?;
        let department = Department { id, name: self.name.clone(), agents: members };
        departments::insert(tx, &department).await?;
        let created =
            change(Kind::DepartmentCreated, id, |out| wire::departments::write(out, &department));
        changes::append(tx, self.at, Notice::Loud, &[created]).await?;
        Ok(department)
    }
}

struct List(OrgId, Option<DepartmentId>, u32);

impl Body for List {
    type Out = Vec<Department>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        departments::list(self.0, conn, self.1, self.2).await
    }
}

impl App {
    /// Adds a department.
    ///
    /// # Errors
    /// [`Refused::IdTaken`], [`Refused::AgentNotFound`], or as the database says.
    pub async fn add_department(&self, org: OrgId, mut add: Add) -> Result<Department> {
        add.agents.sort_unstable();
        add.agents.dedup();
        match self.store.write(org, add).await {
            Err(Error::NotFound) => Err(Refused::AgentNotFound.into()),
            other => other.map_err(taken),
        }
    }

    /// Up to `limit` departments by id, those after `after`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn departments(
        &self,
        org: OrgId,
        after: Option<DepartmentId>,
        limit: u32,
    ) -> Result<Vec<Department>> {
        Ok(self.store.snapshot(Class::Page, List(org, after, limit)).await?)
    }
}
