//! Leases of this node, each for an organization's background work. A write that needs the lease
//! takes it in its own transaction; the node keeps the lease as long as it runs.

use deskbell_storage::{Conn, Read, Result as StorageResult, cross_org};

use crate::App;
use crate::error::Result;

struct Renew(String);

impl Read for Renew {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<()> {
        cross_org::renew_leases(conn, &self.0).await
    }
}

struct Release(String);

impl Read for Release {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<()> {
        cross_org::release_leases(conn, &self.0).await
    }
}

/// Renews the leases of this node.
///
/// # Errors
/// When the database fails.
pub async fn step(app: &App) -> Result<bool> {
    if let Some(name) = app.context.leaseholder() {
        app.context.store.exclusive(Renew(name.to_owned())).await?;
    }
    Ok(false)
}

/// Releases the leases of this node, so that others need not wait until they expire.
pub(crate) async fn release(app: &App) {
    let Some(name) = app.context.leaseholder() else { return };
    if let Err(error) = app.context.store.exclusive(Release(name.to_owned())).await {
        tracing::warn!(%error, "the leases could not be given back, and will end");
    }
}
