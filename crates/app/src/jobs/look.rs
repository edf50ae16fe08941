//! Polling for commits of other processes, for live followers. Polls are frequent on SQLite, which
//! does not announce commits.

use deskbell_model::limits::FEED_POLLED_AT_ONCE;
use deskbell_storage::DataVersion;
use futures_util::{StreamExt as _, stream};

use crate::App;
use crate::error::Result;

/// The version of the database at the last poll.
pub(super) type LookedAt = Option<DataVersion>;

/// Polls for commits of other processes.
///
/// # Errors
/// When the database fails; the next poll finds a missed commit.
pub async fn step(app: &App) -> Result<bool> {
    let store = &app.context.store;
    let followed = store.followed();
    if followed.is_empty() {
        return Ok(false);
    }
    let version = store.data_version()?;
    if version.is_some() && version == *app.jobs.looked_at.lock() {
        return Ok(false);
    }
    let look = async |org| -> Result<()> {
        let known = app.indexes.indexed_to(org);
        let last = app.context.last_change(org).await?;
        app.indexes.compare_history(org, known.unwrap_or(last), last);
        store.tell_committed(org, last);
        Ok(())
    };
    // A failure for one organization does not stop the polls for the other organizations.
    let looked = stream::iter(followed).map(look).buffer_unordered(FEED_POLLED_AT_ONCE);
    looked.collect::<Vec<_>>().await.into_iter().collect::<Result<()>>()?;
    *app.jobs.looked_at.lock() = version;
    Ok(false)
}
