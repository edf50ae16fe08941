//! The sweep of old rows: changes, Idempotency-Keys, and expired tickets. Steps are bounded and
//! idempotent, and the node with an organization's lease runs them. While the clock is not trusted
//! no change and no key is old: see [`crate::Steady`].

use std::convert::Infallible;
use std::time::Duration;

use deskbell_model::limits::{
    CLOCKS_APART_S, DELIVERY_WAIT_S_MAX, IDEMPOTENCY_SECONDS, SWEEP_EVERY_SECONDS, SWEEP_ROWS_MAX,
    TICKET_SECONDS,
};
use deskbell_model::{OrgId, Origin, Seconds, Timestamp};
use deskbell_storage::{
    Class, Conn, Lane, Stop, Tx, Write, changes, deliveries, idempotency, leases, tickets,
};

use crate::App;
use crate::context::Organizations;
use crate::error::Result;

/// The number of organizations that one step sweeps.
const ORGANIZATIONS: u32 = 100;

/// A step of an organization's sweep; gives whether another step may be needed.
struct Sweep {
    node: String,
    now: Timestamp,
    /// True when the clock is obeyed: it has shown a steady time for a minute.
    is_obeyed: bool,
    changes_before: Option<Seconds>,
    requests_before: Option<Seconds>,
}

impl Write for Sweep {
    type Out = bool;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        if !leases::take(tx, &self.node).await? {
            return Ok(false);
        }
        let (org, now) = (tx.org, self.now.seconds());
        let mut most = 0;
        if let Some(before) = self.changes_before {
            let future = now.plus(CLOCKS_APART_S);
            most = most.max(changes::forget(tx, before, future, SWEEP_ROWS_MAX).await?);
        }
        if let Some(before) = self.requests_before {
            idempotency::settle(org, tx.conn, now, now.plus(CLOCKS_APART_S)).await?;
            most = most.max(idempotency::forget(org, tx.conn, before, SWEEP_ROWS_MAX).await?);
        }
        let ends = (now, now.plus(2 * TICKET_SECONDS));
        most = most.max(tickets::forget(org, tx.conn, ends, SWEEP_ROWS_MAX).await?);
        if self.is_obeyed {
            // No retry schedule reaches this far: a later time comes from a wrong clock.
            let never = now.plus(DELIVERY_WAIT_S_MAX).start();
            deliveries::hasten(org, tx.conn, self.now, never).await?;
        }
        Ok(most == u64::from(SWEEP_ROWS_MAX))
    }
}

/// Sweeps up to 100 organizations, if the sweep is due; gives whether more are left.
///
/// # Errors
/// When the database fails; the step is repeated.
pub async fn step(app: &App) -> Result<bool> {
    let context = &app.context;
    let uptime = context.clock.uptime();
    let from = {
        let mut swept = app.jobs.swept.lock();
        if swept.from.is_none() && swept.again_at.is_some_and(|at| uptime < at) {
            return Ok(false);
        }
        let period = Duration::from_secs(SWEEP_EVERY_SECONDS.into());
        swept.again_at = Some(uptime + period);
        swept.from
    };
    let found = context.store.read(Class::Page, Organizations(from, ORGANIZATIONS)).await?;
    let node = context.node()?;
    let kept = context.settings.changes_kept_days.saturating_mul(86_400);
    for organization in &found {
        let step = || Sweep {
            node: node.clone(),
            now: context.clock.now(),
            is_obeyed: context.clock.is_obeyed(),
            changes_before: context.clock.ago(kept),
            requests_before: context.clock.ago(IDEMPOTENCY_SECONDS),
        };
        while context.store.write(organization.id, Origin::JOB, step()).await? {}
    }
    let is_more = found.len() == ORGANIZATIONS as usize;
    app.jobs.swept.lock().from = found.last().map(|it| it.id).filter(|_| is_more);
    Ok(is_more)
}

/// The progress of the sweep.
#[derive(Debug, Default)]
pub(super) struct Swept {
    /// The last organization that was swept; `None` between two sweeps.
    from: Option<OrgId>,
    /// The uptime at which the next sweep begins.
    again_at: Option<Duration>,
}
