//! What the server does without being asked: it ends snoozes on time, and removes what deleted
//! objects left behind. Each step is bounded, may run on any node, and does nothing a second time.

use std::time::Duration;

use deskbell_model::limits::{
    FEED_POLL_POSTGRES_MS, FEED_POLL_SQLITE_MS, JOBS_EVERY_MS, SNOOZES_AT_ONCE,
};
use deskbell_model::{ChatId, OrgId, Seconds};
use deskbell_storage::{Body, Class, Conn, Engine, Result as StorageResult, cross_org};
use tokio::time::{MissedTickBehavior, interval};

use crate::App;
use crate::action::chats::EndSnooze;
use crate::error::Result;

struct SnoozesOver(Seconds);

impl Body for SnoozesOver {
    type Out = Vec<(OrgId, ChatId)>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::snoozes_over(conn, self.0, SNOOZES_AT_ONCE).await
    }
}

impl App {
    /// Does what is due now; gives whether more may be left.
    ///
    /// # Errors
    /// As the database says. What was not done is due again.
    pub async fn do_what_is_due(&self) -> Result<bool> {
        let at = self.clock.now();
        let over = self.store.read(Class::Page, SnoozesOver(at.seconds())).await?;
        let is_more_left = over.len() == SNOOZES_AT_ONCE as usize;
        for (org, chat) in over {
            self.store.write(org, EndSnooze { chat, at }).await?;
        }
        Ok(self.erase_step().await? | self.sweep().await? || is_more_left)
    }

    /// Looks for what other processes committed, until it is dropped: often where nothing else
    /// tells of it.
    pub async fn keep_looking(&self) {
        let period = match self.store.engine() {
            Engine::Sqlite => FEED_POLL_SQLITE_MS,
            Engine::Postgres => FEED_POLL_POSTGRES_MS,
        };
        let mut every = interval(Duration::from_millis(period));
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            if let Err(error) = self.look_for_changes().await {
                tracing::warn!(%error, "what others committed could not be read, trying again");
            }
        }
    }

    /// Does what is due, every second, until it is dropped.
    pub async fn keep_up(&self) {
        let mut every = interval(Duration::from_millis(JOBS_EVERY_MS));
        // After a long pause once is enough.
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            loop {
                match self.do_what_is_due().await {
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
}
