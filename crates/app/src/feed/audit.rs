//! The audit trail: the author of every stored change.

use deskbell_model::{Actor, OrgId, Right};
use deskbell_storage::changes::{self, AuditRow};
use deskbell_storage::{Class, reads};
use deskbell_wire as wire;
use wire::inbox::audit::{AuditPage, AuditView, OldJson};

use super::Feed;
use crate::access::Caller;
use crate::error::Result;

const ROWS_AT_ONCE: u32 = 1_000;

reads! {
    Page(org: OrgId, before: i64) -> Vec<AuditRow> =
        async |conn| changes::audit(org, conn, before, ROWS_AT_ONCE).await;
}

/// Converts a change to the form in which the audit trail shows it.
pub(crate) fn view(row: &AuditRow) -> AuditView<'_> {
    AuditView {
        seq: row.seq,
        at: row.at,
        kind: row.kind,
        subject: u64::try_from(row.subject).unwrap_or_default(),
        actor: row.actor,
        via: row.via,
        cause: row.cause.map(|cause| cause.seq),
        before: OldJson(row.before.as_deref()),
    }
}

/// The largest number of changes that are read for one page of the audit trail.
const ROWS_LOOKED_AT: usize = 20 * ROWS_AT_ONCE as usize;

impl Feed {
    /// Reads a page of the audit trail as [`Feed::audit`] does, but reads at most 20,000 changes.
    /// Also returns the number of the change before which the next page begins; `None` at the end
    /// of the trail.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_page(
        &self,
        org: OrgId,
        actor: Option<Actor>,
        mut before: i64,
        limit: usize,
    ) -> Result<(Vec<AuditRow>, Option<i64>)> {
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while found.len() < limit && looked_at < ROWS_LOOKED_AT {
            let rows = self.context.store.read(Class::Page, Page(org, before)).await?;
            if rows.is_empty() {
                return Ok((found, None));
            }
            for row in rows {
                if found.len() == limit {
                    break;
                }
                before = row.seq.get();
                looked_at += 1;
                if actor.is_none() || row.actor == actor {
                    found.push(row);
                }
            }
        }
        Ok((found, Some(before)))
    }

    /// Reads a page of the audit trail in JSON: `GET /app/v1/audit`.
    ///
    /// # Errors
    /// When the caller has no right to the trail, or when the database fails.
    pub async fn audit_json(
        &self,
        caller: Caller,
        actor: Option<Actor>,
        before: i64,
        limit: usize,
    ) -> Result<Vec<u8>> {
        caller.check(Right::Audit)?;
        let (rows, next) = self.audit_page(caller.org, actor, before, limit).await?;
        let next = next.and_then(|next| u64::try_from(next).ok());
        let mut json = Vec::new();
        wire::write(&mut json, &AuditPage { data: rows.iter().map(view).collect(), next });
        Ok(json)
    }

    /// Reads up to `limit` changes with numbers below `before`, newest first. If `actor` is `Some`,
    /// reads only the changes of this author.
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
