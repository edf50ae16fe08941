//! Administrators' changes of agents, and of the chats that agents may see. The changes end or
//! update the agents' sessions.

use deskbell_model::setting::OrganizationSettings;
use deskbell_model::{Actor, AgentId, Right};
use deskbell_storage::{Conn, Stop, Tx, Write, agents};
use deskbell_wire::inbox::documents::Edit;
use deskbell_wire::inbox::people::StaffView;

use super::{Access, Caller};
use crate::actions::agents::{AgentChanges, EditAgent};
use crate::actions::departments::leave_all;
use crate::actions::expected::Expected;
use crate::actions::recorded::Recorded;
use crate::actions::refused;
use crate::actions::settings::{OF_ORGANIZATION, SetDocument};
use crate::error::{Rejected, Result};
use crate::files::with_picture;

/// A write that deactivates an agent, and takes the agent out of all departments.
struct Remove {
    edit: EditAgent,
    /// The agent to whom the removed agent's open chats are assigned afterwards. The heir must be
    /// active.
    heir: Option<AgentId>,
}

impl Write for Remove {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        let Self { edit, heir } = self;
        if let Some(heir) = *heir {
            let member = agents::member(tx.org, tx.conn, heir).await?;
            let is_active = member.is_some_and(|it| it.deactivated_at.is_none());
            if heir == edit.agent || !is_active {
                return Err(refused(Rejected::HeirNotFound));
            }
        }
        edit.run(tx).await?;
        Ok(leave_all(tx, edit.agent, edit.at).await?)
    }
}

impl Access {
    /// Changes an agent. A new role or a deactivation ends the agent's sessions and the link for
    /// choosing a password. The session in which an agent changes its own role does not end.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], [`Rejected::LastAdmin`], or when the database fails.
    pub async fn edit_agent(
        &self,
        caller: Caller,
        agent: AgentId,
        edit: AgentChanges,
    ) -> Result<StaffView> {
        caller.check(Right::Staff)?;
        let but = caller.session.filter(|_| caller.actor == Actor::Agent(agent));
        let change = EditAgent { agent, edit, but, at: self.context.now() };
        let member = self.context.store.write(caller.org, caller.origin(), change).await?;
        self.forget_sessions(caller.org, agent);
        with_picture(&self.context, caller.org, member).await
    }

    /// Changes the organization's settings, if the settings are in the expected state. From the
    /// next request on, this node shows each agent only the chats that the new settings allow.
    ///
    /// # Errors
    /// [`Rejected::Role`], [`Rejected::Changed`],
    /// [`Error::Invalid`](crate::Error::Invalid), or when the database fails.
    pub async fn set_organization(
        &self,
        caller: Caller,
        edit: Edit,
        expected: Expected,
    ) -> Result<Recorded<OrganizationSettings>> {
        type SetOrganization = SetDocument<OrganizationSettings>;
        caller.check(SetOrganization::RIGHT)?;
        let set = SetOrganization::new(OF_ORGANIZATION, edit, expected, self.context.now())?;
        let recorded = self.context.store.write(caller.org, caller.origin(), set).await?;
        self.sessions.forget(|it| it.org == caller.org);
        Ok(recorded)
    }

    /// Sets whether agents with the role `agent` see the chats of all departments.
    ///
    /// # Errors
    /// The errors of [`Access::set_organization`].
    pub async fn let_agents_see_all(&self, caller: Caller, sees_all: bool) -> Result<()> {
        let edit = Edit::of("agentsSeeAll", sees_all.into());
        self.set_organization(caller, edit, Expected::Anything).await?;
        Ok(())
    }

    /// Deactivates an agent and takes the agent out of all departments, in one transaction. `heir`
    /// must be another agent who is active.
    ///
    /// # Errors
    /// The errors of [`Access::edit_agent`];
    /// [`Rejected::HeirNotFound`] for an invalid heir.
    pub(crate) async fn remove_agent(
        &self,
        caller: Caller,
        agent: AgentId,
        heir: Option<AgentId>,
    ) -> Result<()> {
        caller.check(Right::Staff)?;
        let edit = AgentChanges { active: Some(false), ..AgentChanges::default() };
        let edit = EditAgent { agent, edit, but: None, at: self.context.now() };
        let remove = Remove { edit, heir };
        self.context.store.write(caller.org, caller.origin(), remove).await?;
        self.forget_sessions(caller.org, agent);
        Ok(())
    }
}
