//! The organizations' indexes (see `deskbell_index`): built when the server starts, asked by the
//! catalog, and brought up to what is committed before each answer. They are derived: whatever goes
//! wrong with one, it is dropped and built again, and the database answers meanwhile.

mod answers;
mod ask;
mod build;
mod follow;
mod head;
pub mod limits;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use answers::Answers;
use deskbell_index::Index;
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_model::{FeedPosition, History, OrgId};
use parking_lot::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{Notify, watch};

use crate::MemoryBudget;
use crate::context::Context;
use crate::error::Result;
use head::Head;

/// The reason to drop an index when the database follows another history.
const ANOTHER_SERVER: &str = "another server has taken over, with other changes";

/// The operator's settings of the indexes.
#[derive(Clone, Copy, Debug)]
pub struct IndexSettings {
    /// True when lists are answered from memory.
    pub enabled: bool,
    /// The memory that all indexes may take, in MiB.
    pub memory_mib: usize,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self { enabled: true, memory_mib: INDEX_MEMORY_MIB }
    }
}

/// The state of an organization's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// The index waits to be built, or is being built.
    Building,
    /// The index answers.
    Ready,
    /// The index does not fit into the memory that it may take.
    TooLarge,
}

#[derive(Debug)]
enum State {
    Building,
    Ready(Built),
    TooLarge,
}

/// An index that is built.
#[derive(Debug)]
struct Built {
    index: Box<Index>,
    /// The history of the changes it knows.
    history: History,
    /// True when the index contains every change that was committed at the last look.
    is_whole: bool,
}

impl Built {
    /// The last change it knows.
    fn place(&self) -> FeedPosition {
        FeedPosition { history: self.history, seq: self.index.seq() }
    }
}

/// An organization's index and those who wait for it.
#[derive(Debug)]
pub(crate) struct OrgIndex {
    state: RwLock<State>,
    answers: Mutex<Answers>,
    /// Held by the task that updates the index.
    feeding: tokio::sync::Mutex<()>,
    /// The last change this process knows to be committed.
    committed: watch::Receiver<FeedPosition>,
    head: Head,
    /// The memory that the index takes without its JSON, in bytes, as last measured.
    base_bytes: AtomicUsize,
    /// The memory for which the index was counted among all, in bytes.
    counted_bytes: AtomicUsize,
}

impl OrgIndex {
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read()
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write()
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock()
    }

    /// The last change it knows, if it is built.
    fn place(&self) -> Option<FeedPosition> {
        match &*self.read() {
            State::Ready(built) => Some(built.place()),
            _ => None,
        }
    }

    /// The memory that the index takes without its JSON, in bytes, if it is built.
    pub(crate) fn base_bytes(&self) -> Option<usize> {
        self.place().map(|_| self.base_bytes.load(Ordering::Relaxed))
    }

    /// The change up to which everything is in it, if it answers.
    fn whole_to(&self) -> Option<FeedPosition> {
        match &*self.read() {
            State::Ready(built) if built.is_whole => Some(built.place()),
            _ => None,
        }
    }
}

/// The indexes there are.
#[derive(Debug)]
pub struct Indexes {
    context: Context,
    /// The memory that large answers share.
    budget: Arc<MemoryBudget>,
    settings: IndexSettings,
    kept: Mutex<HashMap<OrgId, Arc<OrgIndex>>>,
    used_bytes: AtomicUsize,
    /// Told when there is one to build.
    wanted: Notify,
    /// True once the indexes of all organizations that existed at the start are built.
    is_complete: AtomicBool,
}

impl Indexes {
    pub(crate) fn new(context: Context, budget: Arc<MemoryBudget>) -> Self {
        let settings = context.settings.index;
        Self {
            context,
            budget,
            settings,
            kept: Mutex::default(),
            used_bytes: AtomicUsize::new(0),
            wanted: Notify::new(),
            is_complete: AtomicBool::new(!settings.enabled),
        }
    }

    fn all(&self) -> Vec<(OrgId, Arc<OrgIndex>)> {
        let kept = self.kept.lock();
        kept.iter().map(|(org, kept)| (*org, Arc::clone(kept))).collect()
    }

    fn memory_max(&self) -> usize {
        self.settings.memory_mib.saturating_mul(1024 * 1024)
    }

    /// The memory that is left for an index beside the others without their JSON, in bytes.
    fn room_beside(&self, own: &OrgIndex) -> usize {
        let all = self.all();
        let others = all.iter().filter(|(_, kept)| !std::ptr::eq(&raw const **kept, own));
        let taken: usize = others.map(|(_, it)| it.base_bytes.load(Ordering::Relaxed)).sum();
        self.memory_max().saturating_sub(taken)
    }

    /// Counts what an index takes now.
    fn count(&self, kept: &OrgIndex, index: Option<&Index>) {
        let now = index.map_or(0, |index| {
            kept.base_bytes.load(Ordering::Relaxed).saturating_add(index.parts_bytes())
        });
        self.used_bytes.fetch_add(now, Ordering::Relaxed);
        // Whoever counts at the same time takes away what it finds here, and nobody does twice.
        let counted = kept.counted_bytes.swap(now, Ordering::Relaxed);
        self.used_bytes.fetch_sub(counted, Ordering::Relaxed);
    }

    /// Lets JSON go as far as all take too much, of those first who keep the most of it.
    fn make_room(&self) {
        let over = || self.used_bytes.load(Ordering::Relaxed).saturating_sub(self.memory_max());
        if over() == 0 {
            return;
        }
        let json = |kept: &OrgIndex| {
            let base = kept.base_bytes.load(Ordering::Relaxed);
            kept.counted_bytes.load(Ordering::Relaxed).saturating_sub(base)
        };
        let mut all = self.all();
        all.sort_by_cached_key(|(_, kept)| std::cmp::Reverse(json(kept)));
        for (_, kept) in all {
            let over = over();
            if over == 0 {
                return;
            }
            if let State::Ready(built) = &mut *kept.write() {
                built.index.free(over);
                self.count(&kept, Some(&built.index));
            }
        }
    }

    /// Throws an index away, to be built again.
    fn forget(&self, kept: &OrgIndex) {
        *kept.write() = State::Building;
        kept.answers().clear();
        kept.base_bytes.store(0, Ordering::Relaxed);
        self.count(kept, None);
    }
}

impl Indexes {
    /// Tells whether lists are answered at full speed: the indexes of all organizations that
    /// existed at the start are built, or not wanted.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.is_complete.load(Ordering::Relaxed)
    }

    /// The state of an organization's index; `None` when it has none.
    #[must_use]
    pub fn index_state(&self, org: OrgId) -> Option<IndexState> {
        let kept = self.kept.lock();
        Some(match &*kept.get(&org)?.read() {
            State::Building => IndexState::Building,
            State::Ready(_) => IndexState::Ready,
            State::TooLarge => IndexState::TooLarge,
        })
    }

    /// An organization's index, which is built soon if there was none.
    pub(crate) fn kept(&self, org: OrgId) -> Arc<OrgIndex> {
        let mut all = self.kept.lock();
        let kept = all.entry(org).or_insert_with(|| {
            self.wanted.notify_one();
            Arc::new(OrgIndex {
                state: RwLock::new(State::Building),
                answers: Mutex::default(),
                feeding: tokio::sync::Mutex::default(),
                committed: self.context.store.follow(org),
                head: Head::default(),
                base_bytes: AtomicUsize::new(0),
                counted_bytes: AtomicUsize::new(0),
            })
        });
        Arc::clone(kept)
    }

    /// Throws an organization's index away when it follows another history than the database, whose
    /// last change was asked for after the index knew this one: another server has taken over, with
    /// less or with other changes. What is of a later history than the answer stays.
    pub(crate) fn compare_history(&self, org: OrgId, known: FeedPosition, last: FeedPosition) {
        let is_less = known.history == last.history && last.seq < known.seq;
        if !is_less && known.history >= last.history {
            return;
        }
        let all = self.kept.lock();
        let kept = all.get(&org).cloned();
        drop(all);
        let Some(kept) = kept else { return };
        // Somebody else may have done it meanwhile.
        let is_old = kept.place().is_some_and(|it| it.history < last.history);
        if is_less || is_old {
            let why = if is_less { "the database is older than the index" } else { ANOTHER_SERVER };
            self.drop_index(org, &kept, why);
        }
    }

    /// The last change that an organization's index knows, if it is built.
    pub(crate) fn indexed_to(&self, org: OrgId) -> Option<FeedPosition> {
        let all = self.kept.lock();
        let kept = all.get(&org).cloned();
        drop(all);
        kept?.place()
    }

    /// Throws an organization's index away and builds it again: for what no change tells of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild_index(&self, org: OrgId) -> Result<()> {
        let kept = self.kept(org);
        self.forget(&kept);
        self.build(org, &kept).await
    }

    /// Throws an index away; it is built again soon.
    fn drop_index(&self, org: OrgId, kept: &OrgIndex, why: &str) {
        tracing::warn!(%org, why, "the index is built again");
        self.forget(kept);
        self.wanted.notify_one();
    }
}
