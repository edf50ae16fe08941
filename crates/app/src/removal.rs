//! The removal of an agent who leaves the team. The agent's row stays, because chats and messages
//! show the agent's name.

use deskbell_model::{ActSet, AgentId, ChatId, ChatScope, OrgId, Right, Status};
use deskbell_query::{
    ChatField, ChatSearch, Comparison, Condition, Filter, Predicate, Relation, Sorted,
};
use deskbell_storage::{Class, reads, search};

use crate::App;
use crate::access::Caller;
use crate::error::{Rejected, Result};

reads! {
    /// The first chats that a search finds.
    Find(org: OrgId, of: ChatSearch) -> Vec<ChatId> = async |conn| {
        let (chats, _) = search::chats(org, conn, &of).await?;
        Ok(chats.into_iter().map(|it| it.chat.id).collect())
    };
}

/// Returns the search for an agent's chats that are not closed.
fn open_chats(agent: AgentId) -> ChatSearch {
    let condition = |field, test, is_negated| Condition { field, test, is_negated };
    let conditions = vec![
        condition(ChatField::Assignee, Predicate::Number(Relation::Equal, agent.get()), false),
        condition(ChatField::Status, Predicate::Status(Status::Closed), true),
    ];
    // Two conditions are always few enough.
    let filter = Filter::new(Comparison::And, conditions).unwrap_or_default();
    ChatSearch { filter, page: Sorted::default() }
}

impl App {
    /// Deactivates an agent, takes the agent out of all departments, and assigns the agent's open
    /// chats to `heir`, or to nobody. Returns the number of these chats. After an error, another
    /// call does the rest.
    ///
    /// # Errors
    /// [`Rejected::AgentNotFound`], also for an heir who is the agent, or who is not active;
    /// [`Rejected::LastAdmin`]; or when the database fails.
    pub async fn remove_agent(
        &self,
        caller: Caller,
        agent: AgentId,
        heir: Option<AgentId>,
    ) -> Result<usize> {
        caller.check(Right::Staff)?;
        if let Some(heir) = heir
            && (heir == agent || !self.access.is_active(caller.org, heir).await?)
        {
            return Err(Rejected::AgentNotFound.into());
        }
        self.access.remove_agent(caller, agent).await?;
        let mut moved = 0;
        loop {
            let find = Find(caller.org, open_chats(agent));
            let chats = self.context.store.snapshot(Class::Scan, find).await?;
            if chats.is_empty() {
                return Ok(moved);
            }
            let set = ActSet { assignee: Some(heir), ..ActSet::default() };
            let acted = self.actions.act(caller, ChatScope::All, chats, set).await?;
            moved += acted.done.len();
        }
    }
}
