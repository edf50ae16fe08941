//! The memory budget of large answers, and the permits for work on large answers. A request is
//! refused while no memory is free. An organization gets no more than its share, except for a
//! single answer that is larger than the share. Small answers need no permit.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Arc, Weak};
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::limits::{
    ANSWER_WAIT_MS, ANSWERS_KIB_MAX, ANSWERS_OF_ONE_KIB_MAX, LONG_READS_OF_ONE_MAX,
};
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Unused semaphores are removed when the semaphores of this many organizations are in memory.
const REMEMBERED: usize = 1_024;

/// The memory budget of one process for large answers.
#[derive(Debug)]
pub struct MemoryBudget {
    all: Arc<Semaphore>,
    /// The memory of each organization, with one permit for each KiB.
    of: Each,
    /// The permits of each organization for concurrent long reads.
    turns: Each,
    /// The permits for work on large answers. There is one permit for every two processors, so that
    /// half of the processors are left for small answers.
    hands: Arc<Semaphore>,
}

/// A pool of permits for each organization, all of the same size.
#[derive(Debug)]
pub(crate) struct Each {
    many: u32,
    known: Mutex<HashMap<OrgId, Weak<Semaphore>>>,
}

/// A permit for a part of the memory budget. The memory is free again when the permit is dropped.
#[derive(Debug)]
pub struct BudgetPermit {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        let all = Arc::new(Semaphore::new(ANSWERS_KIB_MAX as usize));
        let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
        let hands = Arc::new(Semaphore::new((processors / 2).max(1)));
        let [of, turns] = [ANSWERS_OF_ONE_KIB_MAX, LONG_READS_OF_ONE_MAX].map(Each::new);
        Self { all, of, turns, hands }
    }
}

impl MemoryBudget {
    /// Reserves memory for `bytes` bytes of an answer to an organization. Returns `None` when too
    /// little memory is free.
    pub fn try_take(&self, org: OrgId, bytes: u64) -> Option<BudgetPermit> {
        let (own, all) = kib(bytes);
        let own = self.of.one(org).try_acquire_many_owned(own).ok()?;
        let all = Arc::clone(&self.all).try_acquire_many_owned(all).ok()?;
        Some(BudgetPermit { _own: own, _all: all })
    }

    /// Waits for memory for the bytes of an answer; `None` after [`ANSWER_WAIT_MS`].
    pub async fn take(&self, org: OrgId, bytes: u64) -> Option<BudgetPermit> {
        let (own, all) = kib(bytes);
        let taking = async {
            // A request that waits for its organization's share reserves nothing of the common
            // memory.
            let own = self.of.one(org).acquire_many_owned(own).await.ok()?;
            let all = Arc::clone(&self.all).acquire_many_owned(all).await.ok()?;
            Some(BudgetPermit { _own: own, _all: all })
        };
        timeout(Duration::from_millis(ANSWER_WAIT_MS), taking).await.ok()?
    }

    /// Waits for one of an organization's permits for long reads. Reads of other organizations have
    /// their own permits.
    pub(crate) async fn turn(&self, org: OrgId) -> Option<OwnedSemaphorePermit> {
        self.turns.one(org).acquire_owned().await.ok()
    }

    /// Waits for a permit for work on a large answer, such as a long read; `None` after
    /// [`ANSWER_WAIT_MS`].
    pub(crate) async fn hand(&self) -> Option<OwnedSemaphorePermit> {
        let taking = Arc::clone(&self.hands).acquire_owned();
        timeout(Duration::from_millis(ANSWER_WAIT_MS), taking).await.ok()?.ok()
    }

    /// Runs work on a large answer on a blocking thread while holding a permit for such work.
    /// `None` when the work panicked.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let hand = Arc::clone(&self.hands).acquire_owned().await.ok()?;
        let working = spawn_blocking(move || {
            let done = work();
            drop(hand);
            done
        });
        working.await.ok()
    }
}

impl Each {
    /// Creates a pool with this number of permits for each organization.
    pub(crate) fn new(many: u32) -> Self {
        Self { many, known: Mutex::default() }
    }

    /// Returns the permits of an organization.
    pub(crate) fn one(&self, org: OrgId) -> Arc<Semaphore> {
        let mut of = self.known.lock();
        if let Some(share) = of.get(&org).and_then(Weak::upgrade) {
            return share;
        }
        if of.len() >= REMEMBERED {
            of.retain(|_, share| share.strong_count() > 0);
        }
        let share = Arc::new(Semaphore::new(self.many as usize));
        of.insert(org, Arc::downgrade(&share));
        share
    }
}

/// Returns the KiB that an answer takes of the organization's share, and the KiB of the common
/// memory. An answer that is larger than a share takes the whole share, so the organization can
/// have no other large answer at the same time.
fn kib(bytes: u64) -> (u32, u32) {
    let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
    (kib.min(ANSWERS_OF_ONE_KIB_MAX), kib.min(ANSWERS_KIB_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: u64 = ANSWERS_OF_ONE_KIB_MAX as u64 * 1024;

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    #[test]
    fn one_organization_takes_no_more_than_its_share() {
        let budget = MemoryBudget::default();
        let held = budget.try_take(org(1), SHARE - 1024).unwrap();
        assert!(budget.try_take(org(1), 2048).is_none());
        assert!(budget.try_take(org(2), SHARE).is_some());
        drop(held);
        assert!(budget.try_take(org(1), SHARE).is_some());
    }

    #[test]
    fn an_answer_larger_than_a_share_is_the_only_one_and_all_take_no_more_than_there_is() {
        let budget = MemoryBudget::default();
        let large = budget.try_take(org(1), 3 * SHARE).unwrap();
        assert!(budget.try_take(org(1), 1).is_none());
        let mut others = Vec::new();
        while let Some(held) = budget.try_take(org(2 + i64::try_from(others.len()).unwrap()), SHARE)
        {
            others.push(held);
        }
        let shares = u64::from(ANSWERS_KIB_MAX) * 1024 / SHARE;
        assert_eq!(others.len() as u64, shares - 3);
        drop(large);
        assert!(budget.try_take(org(1), 3 * SHARE).is_some());
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_for_it() {
        let budget = MemoryBudget::default();
        let held = budget.try_take(org(1), SHARE).unwrap();
        let (taken, ()) = tokio::join!(budget.take(org(1), 1), async { drop(held) });
        assert!(taken.is_some());
    }
}
