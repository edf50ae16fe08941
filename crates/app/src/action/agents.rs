//! Adding agents, and what they want.

use deskbell_model::{Agent, AgentId, Kind, OrgId, Role, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Body, Class, Conn, Error, Result as StorageResult, Tx, Write, agents};
use deskbell_wire as wire;

use super::change;
use crate::App;
use crate::error::{Refused, Result};

/// A new agent.
#[derive(Clone, Debug)]
pub struct Add {
    /// Its id, when it is given from outside.
    pub id: Option<AgentId>,
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// What it may do.
    pub role: Role,
    /// Now.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Agent;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Agent> {
        let id = tx.head.agent_id(self.id)?;
        let (name, email) = (self.name.clone(), self.email.clone());
        let agent = Agent { id, name, email, role: self.role };
        agents::insert(tx, &agent).await?;
        let created = change(Kind::AgentCreated, id, |out| wire::agents::write(out, &agent));
        changes::append(tx, self.at, Notice::Loud, &[created]).await?;
        Ok(agent)
    }
}

struct Unsubscribe(AgentId, Seconds);

impl Write for Unsubscribe {
    type Out = Result<(), Refused>;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<Self::Out> {
        let Some(agent) = agents::find(tx.org, tx.conn, self.0).await? else {
            return Ok(Err(Refused::AgentNotFound));
        };
        if agents::unsubscribe(tx.org, tx.conn, agent.id).await? {
            let updated =
                change(Kind::AgentUpdated, agent.id, |out| wire::agents::write(out, &agent));
            changes::append(tx, self.1, Notice::Loud, &[updated]).await?;
        }
        Ok(Ok(()))
    }
}

struct List(OrgId, Option<AgentId>, u32);

impl Body for List {
    type Out = Vec<Agent>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        agents::list(self.0, conn, self.1, self.2).await
    }
}

impl App {
    /// Adds an agent.
    ///
    /// # Errors
    /// [`Refused::IdTaken`], or as the database says.
    pub async fn add_agent(&self, org: OrgId, add: Add) -> Result<Agent> {
        self.store.write(org, add).await.map_err(taken)
    }

    /// Records that an agent wants no newsletters: `GET /v1/agents/{id}/unsubscribe`.
    ///
    /// # Errors
    /// [`Refused::AgentNotFound`], or as the database says.
    pub async fn unsubscribe_agent(&self, org: OrgId, agent: AgentId) -> Result<()> {
        Ok(self.store.write(org, Unsubscribe(agent, self.now())).await??)
    }

    /// Up to `limit` agents by id, those after `after`.
    ///
    /// # Errors
    /// As the database says.
    pub async fn agents(
        &self,
        org: OrgId,
        after: Option<AgentId>,
        limit: u32,
    ) -> Result<Vec<Agent>> {
        Ok(self.store.read(Class::Page, List(org, after, limit)).await?)
    }
}

/// A taken id in the domain's words.
pub(super) fn taken(error: Error) -> crate::Error {
    match error {
        Error::Conflict { constraint } if constraint.ends_with("_id") => Refused::IdTaken.into(),
        other => other.into(),
    }
}
