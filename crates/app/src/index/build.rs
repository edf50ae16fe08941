//! Building indexes, and updating them in the background.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use deskbell_index::{Builder, CapacityExceeded, Delta, Index, Missing};
use deskbell_model::OrgId;
use deskbell_query::{ChatIndexRow, CustomerIndexRow};
use deskbell_storage::{Class, chats, cross_org, customers, index_rows, reads};
use futures_util::{StreamExt as _, stream};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout};

use super::lookup::LookupRows;
use super::saved::MadeIndex;
use super::{Built, Indexes, OrgIndex, State};
use crate::error::{Error, Result};
use crate::index::limits::{
    INDEX_AGAIN_MS, INDEX_CHAT_BYTES, INDEX_CUSTOMER_BYTES, INDEX_EVERY_MS, INDEX_READ_AHEAD,
    INDEX_ROWS_AT_ONCE, INDEX_ROWS_COUNTED, INDEXES_AT_START, INDEXES_BUILT_AT_ONCE,
};

/// A batch of rows from which an index is built, in the order of ids.
enum Rows {
    Customers(Vec<CustomerIndexRow>),
    Chats(Vec<ChatIndexRow>),
}

impl Rows {
    const fn len(&self) -> usize {
        match self {
            Self::Customers(rows) => rows.len(),
            Self::Chats(rows) => rows.len(),
        }
    }
}

reads! {
    CustomersAfter(org: OrgId, after: i64) -> Vec<CustomerIndexRow> =
        async |conn| index_rows::customers_after(org, conn, after, INDEX_ROWS_AT_ONCE).await;
    /// A read that estimates the size of an organization's index, in bytes, from the numbers of the
    /// organization's chats and customers.
    pub(crate) Estimate(org: OrgId) -> u64 = async |conn| {
        let (chats, customers) =
            (chats::total(org, conn).await?, customers::total(org, conn).await?);
        let chats = chats.saturating_mul(INDEX_CHAT_BYTES);
        Ok(chats.saturating_add(customers.saturating_mul(INDEX_CUSTOMER_BYTES)))
    };
    Largest() -> Vec<OrgId> = async |conn| cross_org::largest(conn, INDEXES_AT_START).await;
    ChatsAfter(org: OrgId, after: i64) -> Vec<ChatIndexRow> =
        async |conn| index_rows::chats_after(org, conn, after, INDEX_ROWS_AT_ONCE).await;
}

/// Builds an index from rows that arrive in batches, and sorts the index at the end. `memory_max`
/// is in bytes.
fn take_in(
    lookup: &Delta,
    mut rows: mpsc::Receiver<Rows>,
    seq: i64,
    memory_max: usize,
) -> Result<Box<Index>, CapacityExceeded> {
    let mut builder = Builder::default();
    builder.put_lookup(&lookup.agents, &lookup.departments, &lookup.tags);
    let mut uncounted = 0;
    while let Some(rows) = rows.blocking_recv() {
        match &rows {
            Rows::Customers(rows) => builder.put_customers(rows)?,
            Rows::Chats(rows) => builder.put_chats(rows)?,
        }
        uncounted += rows.len();
        if uncounted >= INDEX_ROWS_COUNTED {
            uncounted = 0;
            if builder.bytes() > memory_max {
                return Err(CapacityExceeded);
            }
        }
    }
    let index = Box::new(builder.finish(seq));
    if index.bytes() > memory_max { Err(CapacityExceeded) } else { Ok(index) }
}

impl Indexes {
    /// Builds the indexes of the largest organizations, then other missing indexes. Updates all
    /// indexes regularly, until the future is dropped.
    pub async fn keep_indexes(&self) {
        if !self.settings.enabled {
            return self.clear_saved().await;
        }
        loop {
            let is_done = self.keep_up().await;
            let pause = if is_done { INDEX_EVERY_MS } else { INDEX_AGAIN_MS };
            let wanted = async {
                match is_done {
                    true => self.wanted.notified().await,
                    // After a failure no notification shortens the pause.
                    false => pending().await,
                }
            };
            // Both the pause and the notification lead to the next step.
            let _ = timeout(Duration::from_millis(pause), wanted).await;
        }
    }

    /// Builds missing indexes, and updates the other indexes. Returns `false` when an index is
    /// still to be built.
    async fn keep_up(&self) -> bool {
        let is_built = if self.is_indexed() {
            self.build_wanted().await
        } else {
            self.build_indexes().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the indexes cannot be built, trying again");
                // If one of several database servers (Citus) is unreachable, the organizations on
                // the other servers must not wait. Their indexes are built when queries need them.
                self.is_complete.store(true, Ordering::Relaxed);
                false
            })
        };
        // This also runs when the largest organizations cannot be read, so that every file of a
        // saved index is used or removed after a start.
        if let Err(error) = self.want_saved().await {
            tracing::warn!(%error, "the saved indexes are not read yet, trying again");
        }
        self.drop_unused();
        for (org, kept) in self.all() {
            let known = *kept.committed.borrow();
            if kept.place().is_none() || kept.whole_to().is_some_and(|place| place >= known) {
                continue;
            }
            if let Err(error) = self.feed_index(org, &kept, None, Missing::default()).await {
                tracing::debug!(%error, %org, "the index could not be brought up to date");
            }
        }
        is_built
    }

    /// Builds the indexes of the largest organizations, and the requested indexes. Returns `false`
    /// when an index could not be built.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn build_indexes(&self) -> Result<bool> {
        for org in self.context.store.read(Class::Scan, Largest()).await? {
            self.kept(org);
        }
        let is_built = self.build_wanted().await;
        // A failed index must not keep the other indexes from answering.
        self.is_complete.store(true, Ordering::Relaxed);
        self.want_saved().await?;
        Ok(is_built)
    }

    /// Builds the missing indexes in the order of their requests. Returns `false` when an index
    /// could not be built. Indexes whose estimated sizes together fit into the memory are built
    /// concurrently. The remaining indexes are built one by one.
    pub async fn build_wanted(&self) -> bool {
        let built = stream::iter(self.wanted())
            .map(async |(org, kept)| self.try_to_build(org, &kept, false).await);
        let mut is_complete = built
            .buffer_unordered(INDEXES_BUILT_AT_ONCE)
            .fold(true, async |all, is| all & is)
            .await;
        for (org, kept) in self.wanted() {
            is_complete &= self.try_to_build(org, &kept, true).await;
            // An index that could not follow the changes made during its build was dropped again.
            is_complete &= !matches!(&*kept.read(), State::Building);
        }
        is_complete
    }

    /// Returns the indexes to be built, in the order of their requests.
    fn wanted(&self) -> Vec<(OrgId, Arc<OrgIndex>)> {
        let mut wanted = self.all();
        wanted.retain(|(_, kept)| matches!(&*kept.read(), State::Building));
        wanted.sort_by_key(|(_, kept)| kept.turn);
        wanted
    }

    /// Builds an index. Returns `false` when the build fails.
    async fn try_to_build(&self, org: OrgId, kept: &Arc<OrgIndex>, is_alone: bool) -> bool {
        let built = self.build(org, kept, is_alone).await;
        if let Err(error) = &built {
            tracing::warn!(%error, %org, "the index cannot be built, trying again");
        }
        built.is_ok()
    }

    /// Builds an organization's index, and updates it with the changes committed during the build.
    /// If an index that is built concurrently with others exceeds its reserved memory, the build
    /// ends, and the index is built alone later.
    pub(crate) async fn build(
        &self,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        is_alone: bool,
    ) -> Result<()> {
        let _turn = kept.feeding.lock().await;
        if !matches!(&*kept.read(), State::Building) {
            return Ok(());
        }
        let begun = Instant::now();
        let Some(reserved) = self.reserve(org, kept, is_alone).await? else { return Ok(()) };
        let memory_max = reserved.bytes_max;
        let saved = self.read_saved(org, memory_max).await?;
        let was_saved = saved.is_some();
        let made = match saved {
            Some(made) => made,
            None => self.make_from_rows(org, memory_max).await?,
        };
        match made {
            Ok((index, history)) => {
                let chats = index.chats_total();
                self.count(kept, Some(&index));
                drop(reserved);
                *kept.write() = State::Ready(Built { index, history, is_whole: false });
                self.follow_on(org, kept, Default::default()).await?;
                let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                let mib = kept.base_bytes.load(Ordering::Relaxed) / (1024 * 1024);
                match chats {
                    0 => {}
                    _ if was_saved => {
                        tracing::info!(%org, chats, mib, took_ms, "the saved index is read");
                    }
                    _ => tracing::info!(%org, chats, mib, took_ms, "the index is built"),
                }
            }
            Err(CapacityExceeded) if !is_alone => {}
            // If dropping indexes without recent queries frees enough memory, the build is tried
            // again.
            Err(CapacityExceeded) if self.make_way(org, kept, memory_max).await? => {}
            Err(CapacityExceeded) => {
                self.set_too_large(org, kept);
                self.remove_saved(org).await;
            }
        }
        Ok(())
    }

    /// Makes an index from rows that are read page by page. The index has the changes before the
    /// first read; the caller applies the later changes.
    async fn make_from_rows(
        &self,
        org: OrgId,
        memory_max: usize,
    ) -> Result<std::result::Result<MadeIndex, CapacityExceeded>> {
        let at = self.context.last_change(org).await?;
        let lookup = self.context.store.snapshot(Class::Scan, LookupRows(org)).await?;
        let (sender, receiver) = mpsc::channel(INDEX_READ_AHEAD);
        let taking = spawn_blocking(move || take_in(&lookup, receiver, at.seq, memory_max));
        let read = self.read_rows(org, &sender).await;
        drop(sender);
        let taken = taking.await.map_err(|_| deskbell_storage::Error::Panicked)?;
        read?;
        Ok(taken.map(|index| (index, at.history)))
    }

    /// Reads every row, customers first, and sends the rows to `taker` until its receiver is
    /// dropped.
    async fn read_rows(&self, org: OrgId, taker: &mpsc::Sender<Rows>) -> Result<()> {
        let mut after = 0;
        loop {
            self.check_open()?;
            let found =
                self.context.store.snapshot(Class::Scan, CustomersAfter(org, after)).await?;
            let Some(last) = found.last() else { break };
            after = last.id.get();
            if taker.send(Rows::Customers(found)).await.is_err() {
                return Ok(());
            }
        }
        let (mut after, mut read, mut told) = (0, 0, Instant::now());
        loop {
            self.check_open()?;
            let found = self.context.store.snapshot(Class::Scan, ChatsAfter(org, after)).await?;
            let Some(last) = found.last() else { break };
            after = last.id.get();
            read += found.len();
            if told.elapsed() > Duration::from_secs(1) {
                told = Instant::now();
                tracing::info!(%org, chats = read, "building the index");
            }
            if taker.send(Rows::Chats(found)).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Returns an error if the application is closing.
    fn check_open(&self) -> Result<()> {
        let is_closing = *self.context.closing().borrow();
        let closed = || deskbell_storage::Error::Unavailable("the application closes".into());
        if is_closing { Err(Error::Storage(closed())) } else { Ok(()) }
    }
}
