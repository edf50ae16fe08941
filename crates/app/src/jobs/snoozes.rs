//! Ending the snoozes that have run out. Any node may end one.

use std::time::Duration;

use deskbell_model::limits::{JOB_PATIENCE_MS, SNOOZES_AT_ONCE};
use deskbell_model::{ChatId, OrgId, Origin, Seconds};
use deskbell_storage::cross_org::{self, Snoozed};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, Stop};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::App;
use crate::actions::chats::EndSnooze;
use crate::error::Result;

struct SnoozesOver(Seconds, Option<Snoozed>);

impl Read for SnoozesOver {
    type Out = Vec<Snoozed>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::snoozes_over(conn, self.0, self.1, SNOOZES_AT_ONCE).await
    }
}

/// Ends the snoozes that have run out. One that cannot be ended now is logged, holds up no other,
/// and is tried again the next time.
///
/// # Errors
/// When the snoozes cannot be read.
pub async fn step(app: &App) -> Result<bool> {
    let mut last = None;
    loop {
        let now = app.context.now();
        let over = app.context.store.read(Class::Page, SnoozesOver(now, last)).await?;
        last = over.last().copied();
        join_all(over.iter().map(|snoozed| end(app, snoozed.org, snoozed.chat))).await;
        if over.len() < SNOOZES_AT_ONCE as usize {
            return Ok(false);
        }
    }
}

async fn end(app: &App, org: OrgId, chat: ChatId) {
    let end = EndSnooze { chat, at: app.context.clock.now() };
    // The job waits no longer than this for a snooze; the writer ends it all the same.
    let patience = Duration::from_millis(JOB_PATIENCE_MS);
    match timeout(patience, app.context.store.write(org, Origin::JOB, end)).await {
        Ok(Ok(())) => {}
        Ok(Err(Stop::Storage(error))) => {
            tracing::warn!(%error, %org, %chat, "a snooze could not be ended");
        }
        Err(_) => tracing::warn!(%org, %chat, "a snooze waits for its organization's writer"),
    }
}
