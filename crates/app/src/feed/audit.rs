//! The audit trail: the author of every kept change.

use deskbell_model::{Actor, OrgId};
use deskbell_storage::changes::{self, AuditRow};
use deskbell_storage::{Class, reads};

use super::Feed;
use crate::error::Result;

const ROWS_AT_ONCE: u32 = 1_000;

reads! {
    Page(org: OrgId, before: i64) -> Vec<AuditRow> =
        async |conn| changes::audit(org, conn, before, ROWS_AT_ONCE).await;
}

impl Feed {
    /// Reads up to `limit` changes with numbers below `before`, newest first; with `actor`, the
    /// changes of this author alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(
        &self,
        org: OrgId,
        actor: Option<Actor>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<AuditRow>> {
        let (mut found, mut before) = (Vec::new(), before);
        while found.len() < limit {
            let rows = self.context.store.read(Class::Page, Page(org, before)).await?;
            let Some(last) = rows.last() else { break };
            before = last.seq.get();
            let is_wanted = |row: &AuditRow| actor.is_none() || row.actor == actor;
            found.extend(rows.into_iter().filter(is_wanted).take(limit - found.len()));
        }
        Ok(found)
    }
}
