//! The assignment of chats, read from an index.

use deskbell_model::{AgentId, ChatId, DepartmentId, OrgId};

use super::{Indexes, OrgIndex, State};
use crate::error::Result;

/// A chat with the agent and the department to which it is assigned.
pub(crate) type AssignedChat = (ChatId, Option<AgentId>, Option<DepartmentId>);

impl OrgIndex {
    fn assigned(&self, chats: &[ChatId]) -> Option<Vec<AssignedChat>> {
        let state = self.read();
        let State::Ready(built) = &*state else { return None };
        let find = |chat: &ChatId| {
            let (agent, department) = built.index.assigned_to(*chat)?;
            Some((*chat, agent, department))
        };
        built.is_whole.then(|| chats.iter().filter_map(find).collect())
    }
}

impl Indexes {
    /// Returns the present assignments of the given chats, without the chats that do not exist;
    /// `None` when the database must answer.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn assigned(
        &self,
        org: OrgId,
        chats: &[ChatId],
    ) -> Result<Option<Vec<AssignedChat>>> {
        let Some((kept, head)) = self.head(org).await? else { return Ok(None) };
        self.feed_index(org, &kept, Some(head), deskbell_index::Missing::default()).await?;
        if kept.whole_to().is_none_or(|place| place < head) {
            return Ok(None);
        }
        Ok(kept.assigned(chats))
    }
}
