//! Removing what deleted objects left behind, step by step: messages of chats and events of
//! customers that nobody can reach any more. What a step did is kept with it, so the steps go on
//! after a crash, and any process may take the next one.

use std::sync::PoisonError;

use deskbell_model::OrgId;
use deskbell_model::limits::ERASE_ROWS_MAX;
use deskbell_storage::{
    Body, Class, Conn, Lane, Result as StorageResult, Tx, Write, cross_org, erasures,
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

struct Step;

impl Write for Step {
    type Out = ();

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<()> {
        erasures::step(tx.org, tx.conn, ERASE_ROWS_MAX).await
    }
}

impl App {
    /// Removes up to 1,000 rows that deleted objects left behind; `false` when there were none.
    ///
    /// # Errors
    /// As the database says; the step can be taken again.
    pub async fn erase_step(&self) -> Result<bool> {
        // One organization after the other, so that nobody's large erasure keeps others waiting.
        let last = *self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = self.store.read(Class::Point, Next(last)).await?;
        if next.is_none() && last.is_some() {
            next = self.store.read(Class::Point, Next(None)).await?;
        }
        *self.erased.lock().unwrap_or_else(PoisonError::into_inner) = next;
        let Some(org) = next else { return Ok(false) };
        self.store.write(org, Step).await?;
        Ok(true)
    }
}
