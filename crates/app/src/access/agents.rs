//! Changes that administrators make to agents and to what agents may see, and their effects on the
//! agents' sessions.

use deskbell_model::setting::OrganizationSettings;
use deskbell_model::{Actor, AgentId, Right};
use deskbell_wire::inbox::documents::Edit;
use deskbell_wire::inbox::people::StaffView;

use super::{Access, Caller};
use crate::actions::agents::{AgentChanges, EditAgent};
use crate::actions::expected::Expected;
use crate::actions::recorded::Recorded;
use crate::actions::settings::{OF_ORGANIZATION, SetDocument};
use crate::error::Result;
use crate::files::with_picture;

impl Access {
    /// Changes an agent. A new role or a deactivation ends the agent's sessions and the link for
    /// choosing a password. The session in which an agent changes its own role does not end.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`](crate::Rejected::AgentNotFound),
    /// [`Rejected::LastAdmin`](crate::Rejected::LastAdmin), or when the database fails.
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

    /// Changes the settings of the organization, which must be in the expected state. On this node,
    /// the next request of each agent sees the chats that the new settings let the agent see.
    ///
    /// # Errors
    /// [`Rejected::Role`](crate::Rejected::Role), [`Rejected::Changed`](crate::Rejected::Changed),
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
    /// As [`Access::set_organization`].
    pub async fn let_agents_see_all(&self, caller: Caller, sees_all: bool) -> Result<()> {
        let edit = Edit::of("agentsSeeAll", sees_all.into());
        self.set_organization(caller, edit, Expected::Anything).await?;
        Ok(())
    }
}
