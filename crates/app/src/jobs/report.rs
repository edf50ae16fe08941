//! The counting of changed chats for reports, by the node with the organization's lease.

use std::time::Duration;

use deskbell_model::Seconds;
use deskbell_model::limits::JOB_PATIENCE_MS;
use deskbell_storage::reports::DueReport;
use deskbell_storage::{Class, cross_org, reads};
use tokio::time::timeout;

use crate::App;
use crate::error::Result;

/// The number of organizations whose changed chats one step counts.
const ORGANIZATIONS: u32 = 100;

reads! {
    Due(now: Seconds, after: Option<DueReport>) -> Vec<DueReport> =
        async |conn| cross_org::reports_due(conn, now, after, ORGANIZATIONS).await;
}

/// Runs one step of counting for each organization with uncounted changes. Returns whether
/// uncounted changes may remain. A failed step is logged, and is due again.
///
/// # Errors
/// When the organizations cannot be read.
pub async fn step(app: &App) -> Result<bool> {
    let context = &app.context;
    let (mut after, mut is_more) = (None, false);
    loop {
        let due = context.store.read(Class::Page, Due(context.now(), after)).await?;
        after = due.last().copied();
        for DueReport { org, .. } in &due {
            let counting = app.reports.step(*org, Some(context.node()?));
            match timeout(Duration::from_millis(JOB_PATIENCE_MS), counting).await {
                Ok(Ok(more)) => is_more |= more,
                Ok(Err(error)) => {
                    tracing::warn!(%error, %org, "an organization's chats could not be counted");
                }
                Err(_) => tracing::warn!(%org, "counting waits for its organization's writer"),
            }
        }
        if due.len() < ORGANIZATIONS as usize {
            return Ok(is_more);
        }
    }
}
