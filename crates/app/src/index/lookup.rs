//! The agents, departments and tags, to which many chats and customers refer. An index reads all of
//! them at once.

use deskbell_index::Delta;
use deskbell_model::{Agent, OrgId};
use deskbell_storage::{Conn, Listed as _, Read, Result as StorageResult, departments, index_rows};

use crate::index::limits::INDEX_ROWS_AT_ONCE;

/// A read of the agents, departments and tags that chats and customers refer to.
pub(super) struct LookupRows(pub(super) OrgId);

impl Read for LookupRows {
    /// A delta that is not bound to a change.
    type Out = Delta;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Delta> {
        let mut lookup = Delta::default();
        let mut after = 0;
        loop {
            let found = Agent::list(self.0, conn, after, INDEX_ROWS_AT_ONCE).await?;
            let Some(last) = found.last() else { break };
            after = last.id.get();
            lookup.agents.extend(found);
        }
        after = 0;
        loop {
            let found = departments::names(self.0, conn, after, INDEX_ROWS_AT_ONCE).await?;
            let Some(last) = found.last() else { break };
            after = last.id.get();
            lookup.departments.extend(found);
        }
        lookup.tags = index_rows::tags_changed(self.0, conn, -1).await?;
        Ok(lookup)
    }
}
