//! Changes that administrators make to agents, and their effects on the agents' sessions.

use deskbell_model::{Actor, AgentId, Right};
use deskbell_wire::inbox::people::StaffView;

use super::{Access, Caller};
use crate::actions::agents::{AgentChanges, EditAgent};
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
}
