//! The sweep of old rows: changes, Idempotency-Keys, expired tickets, agents' links and sessions,
//! visitors' sessions, old drafts, files that are in no message, and interrupted uploads. A step
//! removes at most 1,000 rows of each kind, and can be repeated. The node with an organization's
//! lease runs the steps. While the clock is not trusted, no change and no Idempotency-Key is
//! removed: see [`crate::Steady`].

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use deskbell_model::limits::{
    CLOCKS_APART_S, DELIVERY_WAIT_S_MAX, DRAFT_SECONDS, FILE_UNNAMED_S, IDEMPOTENCY_SECONDS,
    JOB_PATIENCE_MS, LINK_S, SESSION_S_MAX, SWEEP_EVERY_SECONDS, SWEEP_LEAD_SECONDS_MAX,
    SWEEP_ROWS_MAX, TICKET_SECONDS, VISITOR_SESSION_S,
};
use deskbell_model::{OrgId, Origin, Seconds, Timestamp};
use deskbell_storage::sweeps::{DueSweep, Oldest};
use deskbell_storage::{
    Class, Conn, Lane, Stop, Tx, Write, changes, cross_org, deliveries, idempotency, leases, links,
    reads, sessions, sweeps, tickets, visitor_sessions,
};
use tokio::time::timeout;

use crate::App;
use crate::actions;
use crate::error::Result;
use crate::files;

/// The number of organizations that one step sweeps.
const ORGANIZATIONS: u32 = 100;

reads! {
    /// A read of the due sweeps that come after `last`.
    Due(now: Seconds, last: Option<DueSweep>) -> Vec<DueSweep> =
        async |conn| cross_org::sweeps_due(conn, now, last, ORGANIZATIONS).await;
    /// A read of the organizations with a next sweep later than the first time of `never`, or a
    /// next delivery attempt later than the second time. Only a wrong clock can have set such a
    /// late time.
    Misdated(never: (Seconds, Timestamp)) -> BTreeSet<OrgId> =
        async |conn| cross_org::misdated(conn, never, ORGANIZATIONS).await;
}

/// A write that runs one step of an organization's sweep. Returns whether another step may be
/// needed.
struct Sweep {
    node: String,
    now: Timestamp,
    /// True when the clock has not jumped for a minute.
    is_obeyed: bool,
    /// The time for which changes are stored, in seconds.
    changes_kept: u32,
    changes_before: Option<Seconds>,
    requests_before: Option<Seconds>,
    visitors_before: Option<Seconds>,
    files_before: Option<Seconds>,
    drafts_before: Option<Seconds>,
}

impl Write for Sweep {
    type Out = bool;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
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
        if let Some(before) = self.visitors_before {
            visitor_sessions::settle(org, tx.conn, now, now.plus(CLOCKS_APART_S)).await?;
            let ended = visitor_sessions::forget(org, tx.conn, before, SWEEP_ROWS_MAX).await?;
            most = most.max(ended);
        }
        if let Some(before) = self.files_before {
            let swept = files::forget_old(tx, before, now).await?;
            most = most.max(swept.files).max(swept.uploads);
        }
        if let Some(before) = self.drafts_before {
            most = most.max(actions::end_drafts(tx, before, now, SWEEP_ROWS_MAX).await?);
        }
        let ends = (now, now.plus(2 * TICKET_SECONDS));
        most = most.max(tickets::forget(org, tx.conn, ends, SWEEP_ROWS_MAX).await?);
        let ends = (now, now.plus(SESSION_S_MAX + CLOCKS_APART_S));
        most = most.max(sessions::forget(org, tx.conn, ends, SWEEP_ROWS_MAX).await?);
        let ends = (now, now.plus(LINK_S + CLOCKS_APART_S));
        most = most.max(links::forget(org, tx.conn, ends, SWEEP_ROWS_MAX).await?);
        if self.is_obeyed {
            // No retry schedule reaches so far ahead. A later time was set by a wrong clock.
            deliveries::hasten(org, tx.conn, self.now, latest_attempt(self.now)).await?;
        }
        let is_more = most == u64::from(SWEEP_ROWS_MAX);
        let next = if is_more { Some(now) } else { self.next(sweeps::oldest(tx).await?) };
        sweeps::next(tx, next);
        Ok(is_more)
    }
}

impl Sweep {
    /// Returns the time of the organization's next sweep, at least a minute and at most a day
    /// ahead. The sweep is due when the oldest row may be removed. `None` when no row will ever be
    /// removed.
    fn next(&self, oldest: Oldest) -> Option<Seconds> {
        let now = self.now.seconds();
        let ages = [
            oldest.change.map(|at| at.plus(self.changes_kept)),
            oldest.request.map(|at| at.plus(IDEMPOTENCY_SECONDS)),
            oldest.ticket,
            oldest.visitor.map(|at| at.plus(VISITOR_SESSION_S + 1)),
            oldest.file.map(|at| at.plus(FILE_UNNAMED_S)),
            oldest.upload.map(|at| at.plus(FILE_UNNAMED_S)),
            oldest.loose,
            oldest.session,
            oldest.link,
            oldest.draft.map(|at| at.plus(DRAFT_SECONDS)),
        ];
        // Old rows stay while the clock is not trusted; without this minimum their sweep would be
        // due again without a pause.
        let earliest = now.plus(SWEEP_EVERY_SECONDS);
        let at = ages.into_iter().flatten().min()?;
        Some(at.clamp(earliest, now.plus(SWEEP_LEAD_SECONDS_MAX)))
    }
}

/// Returns a time that is later than every next delivery attempt that the retry schedule can set at
/// present.
fn latest_attempt(now: Timestamp) -> Timestamp {
    now.seconds().plus(DELIVERY_WAIT_S_MAX).start()
}

/// Sweeps some of the organizations that are due. Returns whether more organizations are due. A
/// failed sweep is logged, and is due again.
///
/// # Errors
/// When the organizations cannot be read.
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
    let now = context.clock.now();
    let found = context.store.read(Class::Page, Due(now.seconds(), from)).await?;
    let is_more = found.len() == ORGANIZATIONS as usize;
    let mut organizations: BTreeSet<OrgId> = found.iter().map(|it| it.org).collect();
    if !is_more {
        let never = now.seconds().plus(SWEEP_LEAD_SECONDS_MAX + CLOCKS_APART_S);
        let never = (never, latest_attempt(now));
        organizations.extend(context.store.read(Class::Page, Misdated(never)).await?);
    }
    for org in organizations {
        let patience = Duration::from_millis(JOB_PATIENCE_MS);
        match timeout(patience, sweep(app, org)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, %org, "an organization could not be swept"),
            Err(_) => tracing::warn!(%org, "a sweep waits for its organization's writer"),
        }
    }
    app.jobs.swept.lock().from = found.last().copied().filter(|_| is_more);
    Ok(is_more)
}

/// Sweeps an organization, unless another node has its lease.
async fn sweep(app: &App, org: OrgId) -> Result<()> {
    let context = &app.context;
    let kept = context.settings.changes_kept_days.saturating_mul(86_400);
    let node = context.node()?;
    let step = || Sweep {
        node: node.clone(),
        now: context.clock.now(),
        is_obeyed: context.clock.is_obeyed(),
        changes_kept: kept,
        changes_before: context.clock.ago(kept),
        requests_before: context.clock.ago(IDEMPOTENCY_SECONDS),
        visitors_before: context.clock.ago(VISITOR_SESSION_S),
        files_before: context.clock.ago(FILE_UNNAMED_S),
        drafts_before: context.clock.ago(DRAFT_SECONDS),
    };
    while context.store.write(org, Origin::JOB, step()).await? {}
    app.files.look_at(org);
    Ok(())
}

/// The progress of the sweep of all organizations.
#[derive(Debug, Default)]
pub(super) struct Swept {
    /// The last due sweep of the previous step. The next step continues after this sweep. `None`
    /// when the next step begins another pass over all organizations.
    from: Option<DueSweep>,
    /// The uptime from which another pass over all organizations may begin.
    again_at: Option<Duration>,
}
