//! Agents: adding them, and unsubscribing them from newsletters.

use std::convert::Infallible;

use deskbell_model::{Agent, AgentId, Kind, Right, Role, Seconds};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Conn, Error, Stop, Tx, Write, agents};

use super::recorded::Recorded;
use super::{Actions, change, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// A new agent.
#[derive(Clone, Debug)]
pub struct Add {
    /// The id; `None` for the next free one.
    pub id: Option<AgentId>,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: Option<String>,
    /// The role.
    pub role: Role,
    /// The time of the change.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Agent>;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Infallible>> {
        let id = tx.counters.agent_id(self.id)?;
        let (name, email) = (self.name.clone(), self.email.clone());
        let agent = Agent { id, name, email, role: self.role };
        agents::insert(tx, &agent).await?;
        let created = change(Kind::AgentCreated, id, &agent);
        Ok(record(tx, self.at, created, agent).await?)
    }
}

struct Unsubscribe(AgentId, Seconds);

impl Write for Unsubscribe {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let agent = agents::find(tx.org, tx.conn, self.0).await?;
        let agent = agent.ok_or(refused(Rejected::AgentNotFound))?;
        if agents::unsubscribe(tx.org, tx.conn, agent.id).await? {
            let updated = change(Kind::AgentUpdated, agent.id, &agent);
            changes::append_one(tx, self.1, Notice::Loud, &updated).await?;
        }
        Ok(())
    }
}

impl Actions {
    /// Adds an agent.
    ///
    /// # Errors
    /// [`Rejected::IdTaken`], or when the database fails.
    pub async fn add_agent(&self, caller: Caller, add: Add) -> Result<Agent> {
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }

    /// Records that an agent wants no newsletters: `GET /v1/agents/{id}/unsubscribe`.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], or when the database fails.
    pub async fn unsubscribe_agent(&self, caller: Caller, agent: AgentId) -> Result<()> {
        self.write(caller, Right::Staff, Unsubscribe(agent, self.context.now())).await
    }
}

/// Turns the database's error about a taken id into the domain's refusal.
pub(super) fn taken(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Storage(Error::Conflict { constraint }) if constraint.ends_with("_id") => {
            Rejected::IdTaken.into()
        }
        other => other,
    }
}
