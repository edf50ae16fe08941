//! The position of the last committed change, found for each query of an index. It covers every
//! change whose request was answered before the query arrived.

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
    /// The number of reads that were begun.
    begun: AtomicU64,
    /// The number of the last finished read, and its result.
    answered: Mutex<(u64, FeedPosition)>,
}

impl Indexes {
    /// The last committed change. On SQLite this process alone serves the file, and the writer
    /// announces each commit before the request is answered; commits of commands are found by
    /// polling. On PostgreSQL other nodes may have committed, so the database is queried, once for
    /// all requests that wait.
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
