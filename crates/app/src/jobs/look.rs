//! Looking for what other processes committed, for those who are followed: often where nothing else
//! tells of it.

use deskbell_storage::DataVersion;

use crate::App;
use crate::error::Result;

/// The version of the database that was looked at last.
pub(super) type LookedAt = Option<DataVersion>;

/// Looks for what other processes committed.
///
/// # Errors
/// As the database says; what was not found is found the next time.
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
    for org in followed {
        let known = app.lists.indexed_to(org);
        let last = app.context.last_change(org).await?;
        app.lists.compare_history(org, known.unwrap_or(last), last);
        store.tell_committed(org, last);
    }
    *app.jobs.looked_at.lock() = version;
    Ok(false)
}
