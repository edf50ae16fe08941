//! Removing what deleted objects left behind, step by step: messages of chats and events of
//! customers that nobody can reach any more. What a step did is kept with it, so the steps go on
//! after a crash; the node that has the organization's lease takes them.

use deskbell_model::OrgId;
use deskbell_model::limits::ERASE_ROWS_MAX;
use deskbell_storage::{
    Body, Class, Conn, Lane, Result as StorageResult, Tx, Write, cross_org, erasures, leases,
};

use crate::App;
use crate::error::Result;

struct Next(Option<OrgId>);

impl Body for Next {
    type Out = Option<OrgId>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::erasing(conn, self.0).await
    }
}

/// A step, if this node may take it; gives whether it did.
struct Step(String);

impl Write for Step {
    type Out = bool;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        if !leases::take(tx, &self.0).await? {
            return Ok(false);
        }
        erasures::step(tx.org, tx.conn, ERASE_ROWS_MAX).await.map(|()| true)
    }
}

impl App {
    /// Removes up to 1,000 rows that deleted objects left behind; `false` when there were none, or
    /// when they are another node's to remove.
    ///
    /// # Errors
    /// As the database says; the step can be taken again.
    pub async fn erase_step(&self) -> Result<bool> {
        // One organization after the other, so that nobody's large erasure keeps others waiting.
        let last = *self.erased.lock();
        let mut next = self.store.read(Class::Point, Next(last)).await?;
        if next.is_none() && last.is_some() {
            next = self.store.read(Class::Point, Next(None)).await?;
        }
        *self.erased.lock() = next;
        let Some(org) = next else { return Ok(false) };
        Ok(self.store.write(org, Step(self.node()?)).await?)
    }
}
