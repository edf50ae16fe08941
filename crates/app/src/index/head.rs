//! The last change that is committed, as a read must know it: every change that was answered before
//! the read arrived is contained.

use std::sync::atomic::{AtomicU64, Ordering};

use deskbell_model::{FeedPosition, OrgId};
use deskbell_storage::Engine;
use tokio::sync::Mutex;

use super::Indexes;
use super::OrgIndex;
use crate::error::Result;

/// One read of an organization's counters, shared by all requests that wait for it.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The number of questions that were begun.
    begun: AtomicU64,
    /// The number of the last one that was answered, and the answer.
    answered: Mutex<(u64, FeedPosition)>,
}

impl Indexes {
    /// The last change that is committed. SQLite's file is served by this process alone, whose
    /// writer tells of each commit before it answers; what commands write beside it is found within
    /// moments. On PostgreSQL other nodes may have answered: the database is asked, once for all
    /// who wait.
    pub(super) async fn head(&self, org: OrgId, kept: &OrgIndex) -> Result<FeedPosition> {
        if self.context.store.engine() == Engine::Sqlite {
            return Ok(*kept.committed.borrow());
        }
        let arrived = kept.head.begun.load(Ordering::SeqCst);
        let mut answered = kept.head.answered.lock().await;
        if answered.0 > arrived {
            return Ok(answered.1);
        }
        let number = kept.head.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let head = self.context.last_change(org).await?;
        *answered = (number, head);
        Ok(head)
    }
}
