//! What the server does without being asked: it ends snoozes on time, removes what deleted objects
//! left behind, and forgets what is old. Each has a loop of its own, so that none waits for
//! another; each step is bounded and does nothing a second time. Any node may end a snooze; the
//! rest is done by the one that has the organization's lease.

use std::time::Duration;

use deskbell_model::limits::{
    FEED_POLL_POSTGRES_MS, FEED_POLL_SQLITE_MS, JOB_PATIENCE_MS, JOBS_EVERY_MS,
    LEASES_RENEWED_EVERY_MS, SNOOZES_AT_ONCE,
};
use deskbell_model::{ChatId, OrgId, Seconds};
use deskbell_storage::cross_org::{self, Snoozed};
use deskbell_storage::{Body, Class, Conn, Engine, Result as StorageResult};
use futures_util::future::join_all;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::App;
use crate::action::chats::EndSnooze;
use crate::error::Result;

struct SnoozesOver(Seconds, Option<Snoozed>);

impl Body for SnoozesOver {
    type Out = Vec<Snoozed>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::snoozes_over(conn, self.0, self.1, SNOOZES_AT_ONCE).await
    }
}

impl App {
    /// Ends the snoozes that have run out. What cannot be ended now is told to the log, holds up
    /// nobody else's, and is tried again the next time.
    ///
    /// # Errors
    /// When the database cannot be asked which they are.
    pub async fn end_snoozes(&self) -> Result<()> {
        let mut last = None;
        loop {
            let now = self.now();
            let over = self.store.read(Class::Page, SnoozesOver(now, last)).await?;
            last = over.last().copied();
            join_all(over.iter().map(|snoozed| self.end_snooze(snoozed.org, snoozed.chat))).await;
            if over.len() < SNOOZES_AT_ONCE as usize {
                return Ok(());
            }
        }
    }

    async fn end_snooze(&self, org: OrgId, chat: ChatId) {
        let end = EndSnooze { chat, at: self.clock.now() };
        // Whoever waits longer than this is done later; the writer goes on with it all the same.
        match timeout(Duration::from_millis(JOB_PATIENCE_MS), self.store.write(org, end)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, %org, %chat, "a snooze could not be ended"),
            Err(_) => tracing::warn!(%org, %chat, "a snooze waits for its organization's writer"),
        }
    }

    /// Does everything that is due now, once: what the loops do one by one.
    ///
    /// # Errors
    /// As the database says. What was not done is due again.
    pub async fn do_what_is_due(&self) -> Result<bool> {
        self.end_snoozes().await?;
        Ok(self.erase_step().await? | self.sweep().await?)
    }

    /// Ends snoozes, every second, until it is dropped.
    pub async fn keep_snoozes(&self) {
        every(JOBS_EVERY_MS, || async { self.end_snoozes().await.map(|()| false) }).await;
    }

    /// Removes what deleted objects left behind, until it is dropped.
    pub async fn keep_erasing(&self) {
        every(JOBS_EVERY_MS, || self.erase_step()).await;
    }

    /// Forgets what is old, until it is dropped.
    pub async fn keep_sweeping(&self) {
        every(JOBS_EVERY_MS, || self.sweep()).await;
    }

    /// Renews this node's leases, until it is dropped.
    pub async fn keep_leases(&self) {
        every(LEASES_RENEWED_EVERY_MS, || async { self.renew_leases().await.map(|()| false) })
            .await;
    }

    /// Looks for what other processes committed, until it is dropped: often where nothing else
    /// tells of it.
    pub async fn keep_looking(&self) {
        let period = match self.store.engine() {
            Engine::Sqlite => FEED_POLL_SQLITE_MS,
            Engine::Postgres => FEED_POLL_POSTGRES_MS,
        };
        every(period, || async { self.look_for_changes().await.map(|()| false) }).await;
    }
}

/// Takes steps every so often, and at once while there is more to do.
async fn every<F: Future<Output = Result<bool>>>(period_ms: u64, step: impl Fn() -> F) {
    let mut ticks = interval(Duration::from_millis(period_ms));
    // After a long pause once is enough.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        loop {
            match step().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "what is due could not be done, trying again");
                    break;
                }
            }
        }
    }
}
