//! The removal of an agent who leaves the team. The agent's row stays, because chats and messages
//! show the agent's name.

use deskbell_model::limits::PAGE_ITEMS_MAX;
use deskbell_model::{ActSet, AgentId, ChatId, ChatScope, OrgId, Status};
use deskbell_storage::chats::{self, AssigneeRow};
use deskbell_storage::{Class, reads};

use crate::App;
use crate::access::Caller;
use crate::error::Result;

/// The number of chats that one step reads.
const STEP: u32 = 1_000;

/// The number of chats that one transaction assigns. One request of an agent may change the same
/// number of chats.
const ASSIGNED_AT_ONCE: usize = PAGE_ITEMS_MAX as usize;

reads! {
    /// A read of the assignees of the next chats with ids above `after`.
    Step(org: OrgId, after: i64) -> Vec<AssigneeRow> =
        async |conn| chats::assignees_behind(org, conn, after, STEP).await;
}

impl App {
    /// Deactivates an agent, takes the agent out of all departments, and assigns the agent's open
    /// chats to `heir`, or to nobody. Returns the number of these chats. After an error, another
    /// call assigns the open chats that the agent still has.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`](crate::Rejected::AgentNotFound);
    /// [`Rejected::HeirNotFound`](crate::Rejected::HeirNotFound) for an heir who is the agent, who
    /// is not active, or who does not exist; [`Rejected::LastAdmin`](crate::Rejected::LastAdmin);
    /// or when the database fails.
    pub async fn remove_agent(
        &self,
        caller: Caller,
        agent: AgentId,
        heir: Option<AgentId>,
    ) -> Result<usize> {
        self.access.remove_agent(caller, agent, heir).await?;
        let set = ActSet { assignee: Some(heir), ..ActSet::default() };
        let (mut moved, mut after) = (0, 0);
        loop {
            let rows = self.context.store.read(Class::Page, Step(caller.org, after)).await?;
            let Some(last) = rows.last() else { return Ok(moved) };
            after = last.chat.get();
            let is_open =
                |it: &&AssigneeRow| it.agent == Some(agent) && it.status != Status::Closed;
            let open: Vec<ChatId> = rows.iter().filter(is_open).map(|it| it.chat).collect();
            for some in open.chunks(ASSIGNED_AT_ONCE) {
                let act = self.actions.act(caller, ChatScope::All, some.to_vec(), set.clone());
                moved += act.await?.done.len();
            }
        }
    }
}
