//! Which node does what an organization needs done unasked: whoever has its lease. It is taken by
//! the writes that need it, in their own transaction, and kept as long as the node lives.

use std::fmt::Write as _;
use std::sync::OnceLock;

use deskbell_storage::{Body, Conn, Engine, Result as StorageResult, Store, cross_org};

use crate::error::Result;
use crate::{App, Entropy};

/// The name by which this node holds leases, once it took one.
#[derive(Debug, Default)]
pub(crate) struct Node(OnceLock<String>);

impl Node {
    /// The name by which this node holds leases. A file is served by one process at a time, which
    /// goes on at once with what the one before it left.
    pub(crate) fn name(&self, store: &Store, entropy: &dyn Entropy) -> Result<String> {
        if store.engine() == Engine::Sqlite {
            return Ok("the process that serves the file".to_owned());
        }
        if let Some(name) = self.0.get() {
            return Ok(name.clone());
        }
        let mut random = [0; 16];
        entropy.fill(&mut random)?;
        let mut name = String::new();
        for byte in random {
            let _ = write!(name, "{byte:02x}");
        }
        Ok(self.0.get_or_init(|| name).clone())
    }
}

struct Renew(String);

impl Body for Renew {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<()> {
        cross_org::renew_leases(conn, &self.0).await
    }
}

struct Release(String);

impl Body for Release {
    type Out = ();

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<()> {
        cross_org::release_leases(conn, &self.0).await
    }
}

impl App {
    /// The name by which this node holds leases.
    pub(crate) fn node(&self) -> Result<String> {
        self.node.name(&self.store, self.entropy.as_ref())
    }

    /// Renews the leases of this node.
    ///
    /// # Errors
    /// As the database says.
    pub async fn renew_leases(&self) -> Result<()> {
        match self.node.0.get() {
            Some(name) => Ok(self.store.exclusive(Renew(name.clone())).await?),
            None => Ok(()),
        }
    }

    /// Gives the leases of this node back, so that others need not wait for their end.
    pub(crate) async fn release_leases(&self) {
        let Some(name) = self.node.0.get() else { return };
        if let Err(error) = self.store.exclusive(Release(name.clone())).await {
            tracing::warn!(%error, "the leases could not be given back, and will end");
        }
    }
}
