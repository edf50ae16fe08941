//! Due timers. Any node can run the action of a timer, such as the end of a snooze.

use std::time::Duration;

use deskbell_model::limits::{JOB_PATIENCE_MS, TIMERS_AT_ONCE};
use deskbell_model::{ChatId, OrgId, Origin, Seconds};
use deskbell_storage::timers::{self, Timer, TimerKind};
use deskbell_storage::{Class, Stop, cross_org, reads};
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};
use tokio::time::timeout;

use crate::App;
use crate::actions::chats::EndSnooze;
use crate::context::Organizations;
use crate::error::Result;

/// The largest number of organizations whose timers one step reads separately.
const APART: u32 = 100;
/// The number of organizations whose timers are read at the same time.
const APART_AT_ONCE: usize = 16;

reads! {
    /// A read of the due timers that come after `last`.
    Due(now: Seconds, last: Option<Timer>) -> Vec<Timer> =
        async |conn| cross_org::timers_due(conn, now, last, TIMERS_AT_ONCE).await;
    /// A read of the due timers of one organization.
    DueOf(org: OrgId, now: Seconds) -> Vec<Timer> =
        async |conn| timers::due(org, conn, now, TIMERS_AT_ONCE).await;
}

/// The last organization whose timers were read separately. The next step continues after this
/// organization.
pub(super) type LastApart = Option<OrgId>;

/// Runs the due timers. A failed timer is logged, delays no other timer, and is tried again in the
/// next step. Always returns `false`, so that the next step waits for the job's pause.
///
/// # Errors
/// When the timers cannot be read.
pub async fn step(app: &App) -> Result<bool> {
    let mut last = None;
    loop {
        let now = app.context.now();
        let due = match app.context.store.read(Class::Page, Due(now, last)).await {
            Err(error) if app.context.store.is_distributed() => {
                tracing::warn!(%error, "due timers are looked for by organization");
                return apart(app).await;
            }
            due => due?,
        };
        last = due.last().copied();
        join_all(due.iter().map(|timer| carry_out(app, timer))).await;
        if due.len() < TIMERS_AT_ONCE as usize {
            return Ok(false);
        }
    }
}

/// Runs the due timers of some organizations, with a separate read for each organization. Separate
/// reads are needed while a database server is unreachable, since a read over all organizations
/// then fails.
async fn apart(app: &App) -> Result<bool> {
    let (context, now) = (&app.context, app.context.now());
    let after = *app.jobs.timers_apart.lock();
    let read = context.store.read(Class::Page, Organizations(after, APART)).await?;
    let ids: Vec<OrgId> = read.iter().map(|it| it.id).collect();
    *app.jobs.timers_apart.lock() = ids.last().copied().filter(|_| ids.len() == APART as usize);
    let looks = ids.into_iter().map(|org| of_one(app, org, now));
    stream::iter(looks).buffer_unordered(APART_AT_ONCE).collect::<()>().await;
    Ok(false)
}

/// Runs the due timers of one organization. Does nothing if the database does not answer.
async fn of_one(app: &App, org: OrgId, now: Seconds) {
    match app.context.store.read(Class::Page, DueOf(org, now)).await {
        Ok(due) => drop(join_all(due.iter().map(|timer| carry_out(app, timer))).await),
        Err(error) => tracing::debug!(%error, %org, "due timers could not be looked for"),
    }
}

async fn carry_out(app: &App, timer: &Timer) {
    let Timer { org, kind: TimerKind::Snooze, subject, .. } = *timer;
    let Some(chat) = ChatId::new(subject) else { return };
    let end = EndSnooze { chat, at: app.context.clock.now() };
    // After this time the task no longer waits for the writer, which still ends the snooze later.
    let patience = Duration::from_millis(JOB_PATIENCE_MS);
    match timeout(patience, app.context.store.write(org, Origin::JOB, end)).await {
        Ok(Ok(())) => {}
        Ok(Err(Stop::Storage(error))) => {
            tracing::warn!(%error, %org, %chat, "a snooze could not be ended");
        }
        Err(_) => tracing::warn!(%org, %chat, "a snooze waits for its organization's writer"),
    }
}
