//! The takeover of agents, departments and applications.

use deskbell_model::{
    Agent, AgentId, Application, Department, DepartmentId, ImportKind, Kind, Right, Seconds,
};
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::{Conn, Result as StorageResult, Stop, Tx, Write};
use deskbell_storage::{agents, applications, departments, staff};
use twox_hash::XxHash3_64;

use super::super::agents::{AgentChanges, EditAgent};
use super::super::{Actions, change, check_room};
use super::{Kept, Taken, known, note};
use crate::access::Caller;
use crate::error::{Rejected, Result};

/// Computes the checksum of an object's state in the other system. While the checksum is unchanged,
/// a repeated takeover does not write the object, so edits made on this server stay. The checksum
/// is never 0, because 0 stands for an unknown object.
fn digest(given: &impl std::fmt::Debug) -> i64 {
    match XxHash3_64::oneshot(format!("{given:?}").as_bytes()).cast_signed() {
        0 => 1,
        checksum => checksum,
    }
}

/// An agent to be taken over.
#[derive(Clone, Debug)]
pub struct TakenAgent {
    /// The agent to be stored.
    pub agent: Agent,
    /// True when the agent has left the organization. Then only the name is used, and the agent
    /// cannot sign in.
    pub has_left: bool,
}

struct TakeAgent(TakenAgent, Seconds);

impl Write for TakeAgent {
    type Out = Taken;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Taken, Stop<Rejected>> {
        let Self(TakenAgent { agent, has_left }, at) = self;
        let (org, kind, id) = (tx.org, ImportKind::Agent, agent.id.get());
        let checksum = digest(&self.0);
        let Some(before) = staff::find(org, tx.conn, agent.id).await? else {
            check_room(tx.counters.agents())?;
            tx.counters.given_agent(agent.id);
            agents::insert(tx, agent).await?;
            if *has_left {
                staff::update(org, tx.conn, agent, Some(*at)).await?;
            }
            append(tx, *at, change(Kind::AgentCreated, agent.id, agent)).await?;
            note(tx, kind, id, checksum).await?;
            return Ok(Taken::New);
        };
        let known = known(tx, kind, id).await?;
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let emails = before.agent.email.as_deref().zip(agent.email.as_deref());
        if known.is_none() && !emails.is_some_and(|(one, other)| same(one, other)) {
            return Ok(Taken::Kept(Kept::IdTaken));
        }
        note(tx, kind, id, checksum).await?;
        let is_same = known.is_some_and(|known| known.checksum == checksum);
        if is_same || *has_left || before.agent == *agent {
            return Ok(Taken::Same);
        }
        let edit = |role| {
            let (name, email) = (Some(agent.name.clone()), Some(agent.email.clone()));
            let edit = AgentChanges { name, email, role, active: None };
            EditAgent { agent: agent.id, edit, but: None, at: *at }
        };
        // An agent who got a higher role in the other system does not get the role here.
        let is_raised = known.is_some() && agent.role > before.agent.role;
        match edit((!is_raised).then_some(agent.role)).run(tx).await {
            // The only administrator here stays an administrator, even if the other system says
            // otherwise.
            Err(Stop::Refused(Rejected::LastAdmin)) => edit(None).run(tx).await?,
            edited => edited?,
        };
        Ok(Taken::Changed)
    }
}

/// A department to be taken over.
#[derive(Clone, Debug)]
pub struct TakenDepartment {
    /// The department's id.
    pub id: DepartmentId,
    /// The department's name.
    pub name: String,
    /// The department's agents. Agents who do not exist on this server are omitted.
    pub agents: Vec<AgentId>,
    /// True when the department was deleted in the other system. Then only the name is used, which
    /// the department's chats show.
    pub is_deleted: bool,
}

struct TakeDepartment(TakenDepartment, Seconds);

impl Write for TakeDepartment {
    type Out = Taken;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Taken, Stop<Rejected>> {
        let Self(TakenDepartment { id, name, agents: ids, is_deleted }, at) = self;
        let mut members = Vec::new();
        for agent in ids {
            members.extend(agents::find(tx.org, tx.conn, *agent).await?);
        }
        let after = Department { id: *id, name: name.clone(), agents: members };
        let known = known(tx, ImportKind::Department, id.get()).await?;
        let is_here = departments::name(tx.org, tx.conn, *id).await?.is_some();
        if is_here && known.is_none() {
            return Ok(Taken::Kept(Kept::IdTaken));
        }
        let checksum = digest(&self.0);
        note(tx, ImportKind::Department, id.get(), checksum).await?;
        if !is_here {
            check_room(tx.counters.departments())?;
            tx.counters.given_department(*id);
            departments::insert(tx, &after).await?;
            append(tx, *at, change(Kind::DepartmentCreated, *id, &after)).await?;
            if *is_deleted {
                departments::remove(tx, *id, *at).await?;
                append(tx, *at, super::super::deleted(Kind::DepartmentDeleted, *id)).await?;
            }
            return Ok(Taken::New);
        }
        // A department that was deleted here stays deleted.
        let before = departments::whole(tx.org, tx.conn, *id).await?;
        let is_same = known.is_some_and(|known| known.checksum == checksum);
        if is_same || *is_deleted || before.is_none_or(|before| before == after) {
            return Ok(Taken::Same);
        }
        departments::update(tx.org, tx.conn, &after).await?;
        append(tx, *at, change(Kind::DepartmentUpdated, *id, &after)).await?;
        Ok(Taken::Changed)
    }
}

/// An application to be taken over. It replaces an existing application with the same id, since a
/// new organization starts with an application whose id is 1.
#[derive(Clone, Debug)]
pub struct TakenApplication(pub Application);

struct TakeApplication(TakenApplication, Seconds);

impl Write for TakeApplication {
    type Out = Taken;
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Taken, Stop<Rejected>> {
        let Self(TakenApplication(after), at) = self;
        let (kind, id, checksum) = (ImportKind::Application, after.id.get(), digest(&self.0));
        let known = known(tx, kind, id).await?;
        note(tx, kind, id, checksum).await?;
        let Some(before) = applications::find(tx.org, tx.conn, after.id).await? else {
            check_room(tx.counters.applications())?;
            tx.counters.given_application(after.id);
            applications::insert(tx, after).await?;
            append(tx, *at, change(Kind::ApplicationCreated, after.id, after)).await?;
            return Ok(Taken::New);
        };
        if known.is_some_and(|known| known.checksum == checksum) || before == *after {
            return Ok(Taken::Same);
        }
        applications::update(tx.org, tx.conn, after).await?;
        append(tx, *at, change(Kind::ApplicationUpdated, after.id, after)).await?;
        Ok(Taken::Changed)
    }
}

async fn append<C: Conn>(
    tx: &mut Tx<'_, C>,
    at: Seconds,
    change: changes::Change,
) -> StorageResult<()> {
    changes::append_one(tx, at, Notice::Silent, &change).await.map(drop)
}

impl Actions {
    /// Takes over an agent. An existing agent with the same id is replaced only if the e-mail
    /// addresses are equal, or if the agent was taken over earlier.
    ///
    /// # Errors
    /// [`Rejected::AsManyAsAllowed`], or when the database fails.
    pub async fn take_agent(&self, caller: Caller, agent: TakenAgent) -> Result<Taken> {
        self.write(caller, Right::Imports, TakeAgent(agent, self.context.now())).await
    }

    /// Takes over a department.
    ///
    /// # Errors
    /// [`Rejected::AsManyAsAllowed`], or when the database fails.
    pub async fn take_department(&self, caller: Caller, it: TakenDepartment) -> Result<Taken> {
        self.write(caller, Right::Imports, TakeDepartment(it, self.context.now())).await
    }

    /// Takes over an application.
    ///
    /// # Errors
    /// [`Rejected::AsManyAsAllowed`], or when the database fails.
    pub async fn take_application(&self, caller: Caller, it: TakenApplication) -> Result<Taken> {
        self.write(caller, Right::Imports, TakeApplication(it, self.context.now())).await
    }
}
