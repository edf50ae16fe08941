//! The read of all agents, departments and tags, to which many chats and customers of an index
//! refer.

use deskbell_index::Delta;
use deskbell_model::{Agent, OrgId};
use deskbell_storage::{Conn, Listed as _, Read, Result as StorageResult, departments, index_rows};

use crate::index::limits::INDEX_ROWS_AT_ONCE;

/// A read of the agents, departments and tags of an organization.
pub(super) struct LookupRows(pub(super) OrgId);

impl Read for LookupRows {
    /// The rows in the form of a delta that has no position in the feed.
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
