//! Agents: adding, changing and deactivating agents, and unsubscribing agents from newsletters.

use deskbell_model::{Actor, Agent, AgentId, Kind, Right, Role, Seconds, SessionId, StaffMember};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Conn, Error, Stop, Tx, Write, agents, links, sessions, staff};
use deskbell_wire as wire;
use wire::inbox::people::StaffView;

use super::recorded::Recorded;
use super::{Actions, change, check_room, record, refused};
use crate::access::Caller;
use crate::error::{Rejected, Result};
use crate::files::with_picture;

/// A new agent.
#[derive(Clone, Debug)]
pub struct Add {
    /// The agent's id; `None` for the next free id.
    pub id: Option<AgentId>,
    /// The name of the agent.
    pub name: String,
    /// The agent's e-mail address.
    pub email: Option<String>,
    /// The agent's role.
    pub role: Role,
    /// The time at which the agent is added.
    pub at: Seconds,
}

impl Write for Add {
    type Out = Recorded<Agent>;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Self::Out, Stop<Rejected>> {
        check_room(tx.counters.agents())?;
        let id = tx.counters.agent_id(self.id)?;
        let (name, email) = (self.name.clone(), self.email.clone());
        let agent = Agent { id, name, email, role: self.role };
        agents::insert(tx, &agent).await?;
        let created = change(Kind::AgentCreated, id, &agent);
        Ok(record(tx, self.at, created, agent).await?)
    }
}

/// An edit of an agent. Fields that are `None` keep their values.
#[derive(Clone, Debug, Default)]
pub struct AgentChanges {
    /// The agent's new name.
    pub name: Option<String>,
    /// The agent's new e-mail address; `Some(None)` removes the address.
    pub email: Option<Option<String>>,
    /// The agent's new role.
    pub role: Option<Role>,
    /// False to deactivate the agent, true to let the agent sign in again.
    pub active: Option<bool>,
}

/// A change of an agent. A new role or a deactivation ends the agent's sessions.
pub(crate) struct EditAgent {
    pub(crate) agent: AgentId,
    pub(crate) edit: AgentChanges,
    /// The session that does not end when the change ends the agent's sessions.
    pub(crate) but: Option<SessionId>,
    pub(crate) at: Seconds,
}

impl Write for EditAgent {
    type Out = StaffMember;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<StaffMember, Stop<Rejected>> {
        let org = tx.org;
        let found = staff::find(org, tx.conn, self.agent).await?;
        let before = found.ok_or(refused(Rejected::AgentNotFound))?;
        let mut after = before.clone();
        let AgentChanges { name, email, role, active } = self.edit.clone();
        after.agent.name = name.unwrap_or(after.agent.name);
        after.agent.email = email.unwrap_or(after.agent.email);
        after.agent.role = role.unwrap_or(after.agent.role);
        after.deactivated_at = match active {
            Some(true) => None,
            Some(false) => before.deactivated_at.or(Some(self.at)),
            None => before.deactivated_at,
        };
        if after == before {
            return Ok(after);
        }
        let leads = |it: &StaffMember| it.agent.role == Role::Admin && it.deactivated_at.is_none();
        if leads(&before)
            && !leads(&after)
            && !staff::has_other_admin(org, tx.conn, self.agent).await?
        {
            return Err(refused(Rejected::LastAdmin));
        }
        staff::update(org, tx.conn, &after.agent, after.deactivated_at).await?;
        let is_out = after.deactivated_at.is_some();
        if is_out || after.agent.role != before.agent.role {
            links::end(org, tx.conn, self.agent).await?;
            let but = self.but.filter(|_| !is_out);
            sessions::end_others(org, tx.conn, self.agent, but).await?;
        }
        let mut updated = change(Kind::AgentUpdated, self.agent, &after.agent);
        updated.before = wire::before::of_agent(&before, &after);
        changes::append_one(tx, self.at, Notice::Notify, &updated).await?;
        Ok(after)
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
            changes::append_one(tx, self.1, Notice::Notify, &updated).await?;
        }
        Ok(())
    }
}

impl Actions {
    /// Adds an agent.
    ///
    /// # Errors
    /// [`Rejected::IdTaken`], [`Rejected::AsManyAsAllowed`], or when the database fails.
    pub async fn add_agent(&self, caller: Caller, add: Add) -> Result<Agent> {
        self.write(caller, Right::Staff, add).await.map(|it| it.value).map_err(taken)
    }

    /// Changes the caller's own name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rename_self(&self, caller: Caller, name: Option<String>) -> Result<StaffView> {
        let Actor::Agent(agent) = caller.actor else { return Err(Rejected::Forbidden.into()) };
        let edit = AgentChanges { name, ..AgentChanges::default() };
        let change = EditAgent { agent, edit, but: caller.session, at: self.context.now() };
        // No right is checked, since every agent may change its own name.
        let member = self.context.store.write(caller.org, caller.origin(), change).await?;
        with_picture(&self.context, caller.org, member).await
    }

    /// Records that an agent wants no newsletters: `GET /v1/agents/{id}/unsubscribe`.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], or when the database fails.
    pub async fn unsubscribe_agent(&self, caller: Caller, agent: AgentId) -> Result<()> {
        self.write(caller, Right::Staff, Unsubscribe(agent, self.context.now())).await
    }
}

/// Converts the database's error about a taken id to a refusal.
pub(super) fn taken(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Storage(Error::Conflict { constraint }) if constraint.ends_with("_id") => {
            Rejected::IdTaken.into()
        }
        other => other,
    }
}
