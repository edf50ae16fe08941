//! Due timers: any node can run the action of a timer, such as ending a snooze.

use std::time::Duration;

use deskbell_model::limits::{JOB_PATIENCE_MS, TIMERS_AT_ONCE};
use deskbell_model::{ChatId, Origin, Seconds};
use deskbell_storage::timers::{Timer, TimerKind};
use deskbell_storage::{Class, Stop, cross_org, reads};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::App;
use crate::actions::chats::EndSnooze;
use crate::error::Result;

reads! {
    /// A read of the due timers that follow `last`.
    Due(now: Seconds, last: Option<Timer>) -> Vec<Timer> =
        async |conn| cross_org::timers_due(conn, now, last, TIMERS_AT_ONCE).await;
}

/// Runs the due timers. A failed timer is logged, delays no other timer, and is tried again in the
/// next step.
///
/// # Errors
/// When the timers cannot be read.
pub async fn step(app: &App) -> Result<bool> {
    let mut last = None;
    loop {
        let now = app.context.now();
        let due = app.context.store.read(Class::Page, Due(now, last)).await?;
        last = due.last().copied();
        join_all(due.iter().map(|timer| carry_out(app, timer))).await;
        if due.len() < TIMERS_AT_ONCE as usize {
            return Ok(false);
        }
    }
}

async fn carry_out(app: &App, timer: &Timer) {
    let Timer { org, kind: TimerKind::Snooze, subject, .. } = *timer;
    let Some(chat) = ChatId::new(subject) else { return };
    let end = EndSnooze { chat, at: app.context.clock.now() };
    // This task waits no longer for the writer, which ends the snooze even if nobody waits.
    let patience = Duration::from_millis(JOB_PATIENCE_MS);
    match timeout(patience, app.context.store.write(org, Origin::JOB, end)).await {
        Ok(Ok(())) => {}
        Ok(Err(Stop::Storage(error))) => {
            tracing::warn!(%error, %org, %chat, "a snooze could not be ended");
        }
        Err(_) => tracing::warn!(%org, %chat, "a snooze waits for its organization's writer"),
    }
}
