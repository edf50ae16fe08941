//! Forgetting what need not be kept any longer: old changes, requests that may no longer be
//! repeated, and tickets that have expired. Steps are bounded, what one step did the next finds
//! done, and the node that has an organization's lease takes them.

use std::sync::PoisonError;

use deskbell_model::limits::{IDEMPOTENCY_SECONDS, SWEEP_EVERY_SECONDS, SWEEP_ROWS_MAX};
use deskbell_model::{OrgId, Seconds};
use deskbell_storage::{
    Body, Class, Conn, Lane, Result as StorageResult, Tx, Write, changes, cross_org, idempotency,
    leases, tickets,
};

use crate::App;
use crate::error::Result;

/// How many organizations one look takes.
const ORGANIZATIONS: u32 = 100;

/// One step of an organization's sweep; gives whether it may not have been the last.
struct Sweep {
    node: String,
    now: Seconds,
    changes_before: Seconds,
    requests_before: Seconds,
}

impl Write for Sweep {
    type Out = bool;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        if !leases::take(tx, &self.node).await? {
            return Ok(false);
        }
        let forgotten = changes::forget(tx, self.changes_before, SWEEP_ROWS_MAX).await?;
        let (org, before) = (tx.org, self.requests_before);
        let requests = idempotency::forget(org, tx.conn, before, SWEEP_ROWS_MAX).await?;
        let tickets = tickets::forget(org, tx.conn, self.now, SWEEP_ROWS_MAX).await?;
        Ok(forgotten.max(requests).max(tickets) == u64::from(SWEEP_ROWS_MAX))
    }
}

struct Organizations(Option<OrgId>);

impl Body for Organizations {
    type Out = Vec<OrgId>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let found = cross_org::organizations(conn, self.0, ORGANIZATIONS).await?;
        Ok(found.into_iter().map(|organization| organization.id).collect())
    }
}

impl App {
    /// Takes one step for each of some organizations, when it is time; gives whether more is left.
    ///
    /// # Errors
    /// As the database says; the step is taken again.
    pub(crate) async fn sweep(&self) -> Result<bool> {
        let now = self.now();
        let from = {
            let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
            if swept.from.is_none() && now < swept.again_at {
                return Ok(false);
            }
            swept.again_at = now.plus(SWEEP_EVERY_SECONDS);
            swept.from
        };
        let found = self.store.read(Class::Page, Organizations(from)).await?;
        let node = self.node()?;
        let ago = |seconds: u32| Seconds::new(now.get().saturating_sub(seconds));
        let kept = self.settings.changes_kept_days.saturating_mul(86_400);
        for org in &found {
            let (changes_before, requests_before) = (ago(kept), ago(IDEMPOTENCY_SECONDS));
            let step = || Sweep { node: node.clone(), now, changes_before, requests_before };
            while self.store.write(*org, step()).await? {}
        }
        let is_more = found.len() == ORGANIZATIONS as usize;
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        swept.from = found.last().copied().filter(|_| is_more);
        Ok(is_more)
    }
}

/// How far the sweep has come.
#[derive(Debug)]
pub(crate) struct Swept {
    /// The last organization of those that were swept in this round.
    from: Option<OrgId>,
    /// When the next round begins.
    again_at: Seconds,
}

impl Default for Swept {
    fn default() -> Self {
        Self { from: None, again_at: Seconds::new(0) }
    }
}
