//! The leases of this node, each of which permits an organization's background work. A write that
//! needs the lease acquires it in its own transaction. The node then holds the lease as long as the
//! node runs.

use deskbell_storage::{cross_org, reads};

use crate::App;
use crate::error::Result;

reads! {
    Renew(holder: String) -> () = async |conn| cross_org::renew_leases(conn, &holder).await;
    Release(holder: String) -> () = async |conn| cross_org::release_leases(conn, &holder).await;
}

/// Renews the leases of this node. Always returns `false`, so that the next step waits for the
/// job's pause.
///
/// # Errors
/// When the database fails.
pub async fn step(app: &App) -> Result<bool> {
    if let Some(name) = app.context.leaseholder() {
        app.context.store.exclusive(Renew(name.to_owned())).await?;
    }
    Ok(false)
}

/// Releases the leases of this node, so that other nodes need not wait for the leases to expire.
pub(crate) async fn release(app: &App) {
    let Some(name) = app.context.leaseholder() else { return };
    if let Err(error) = app.context.store.exclusive(Release(name.to_owned())).await {
        tracing::warn!(%error, "the leases could not be given back, and will end");
    }
}
