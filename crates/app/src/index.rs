//! The organizations' indexes (see `deskbell_index`): built when the server starts, queried by the
//! lists, and updated to the last commit before each answer. Indexes are derived data: after any
//! error an index is dropped and built again, and the database answers meanwhile. When the server
//! stops, it can save the indexes to files.

mod answers;
mod ask;
mod assigned;
mod build;
mod folder;
mod follow;
mod lag;
pub mod limits;
mod lookup;
mod memory;
mod saved;
mod stamp;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use answers::Answers;
pub(crate) use assigned::AssignedChat;
pub(crate) use build::Estimate;
use deskbell_index::Index;
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_model::{FeedPosition, History, OrgId};
use parking_lot::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{Notify, watch};

use crate::MemoryBudget;
use crate::context::Context;
use crate::error::Result;
use folder::Folder;
pub use lag::IndexCounts;
use lag::Unindexed;
use limits::{INDEX_UNUSED_MS, INDEXES_KEPT_UNUSED};

/// The reason for dropping an index whose history of changes is not the history in the database.
const ANOTHER_SERVER: &str = "another server has taken over, with other changes";

/// The operator's settings for the indexes.
#[derive(Clone, Debug)]
pub struct IndexSettings {
    /// True if lists are answered from indexes.
    pub enabled: bool,
    /// The memory limit of all indexes together, in MiB.
    pub memory_mib: usize,
    /// The folder where indexes are saved when the application closes; `None` if indexes are not
    /// saved.
    pub images: Option<PathBuf>,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self { enabled: true, memory_mib: INDEX_MEMORY_MIB, images: None }
    }
}

/// The state of an organization's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexState {
    /// The index waits to be built, or is being built.
    Building,
    /// The index is built and answers queries.
    Ready,
    /// The index does not fit into the allowed memory.
    TooLarge,
}

#[derive(Debug)]
enum State {
    Building,
    Ready(Built),
    TooLarge {
        /// The uptime at which the build may be tried again, in milliseconds. `None` when the index
        /// does not fit even if no other index is in memory.
        again_ms: Option<u64>,
    },
}

#[derive(Debug)]
struct Built {
    index: Box<Index>,
    /// The history (the sequence of changes between two failovers) to which the changes in the
    /// index belong.
    history: History,
    /// True when the index contained every committed change at its last update.
    is_whole: bool,
}

impl Built {
    /// Returns the position of the last change in the index.
    fn place(&self) -> FeedPosition {
        FeedPosition { history: self.history, seq: self.index.seq() }
    }
}

/// The index of an organization, with its cached answers and the state of its updates.
#[derive(Debug)]
pub(crate) struct OrgIndex {
    state: RwLock<State>,
    answers: Mutex<Answers>,
    /// The lock that a task holds while it updates the index.
    feeding: tokio::sync::Mutex<()>,
    /// The last change that this process knows to be committed.
    committed: watch::Receiver<FeedPosition>,
    /// The memory that the index takes without its JSON, in bytes, as last counted.
    base_bytes: AtomicUsize,
    /// The memory that is reserved for the index while it is built, in bytes.
    reserved_bytes: AtomicUsize,
    /// The bytes of this index that are included in the total of all indexes.
    counted_bytes: AtomicUsize,
    /// The number of indexes that were requested before this index. Indexes are built in the order
    /// of these numbers.
    turn: u64,
    /// The uptime at the last query of the index, in milliseconds.
    asked_ms: AtomicU64,
    /// The oldest commit that the index lacked at the last measurement of its lag.
    unindexed: Mutex<Unindexed>,
}

impl OrgIndex {
    /// Locks the state for reading, even while a writer waits for the end of a long search. The
    /// writer does not wait for ever: after a commit, no further query searches the outdated index.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read_recursive()
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write()
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock()
    }

    /// Returns the position of the last change in the index; `None` unless the index is built.
    fn place(&self) -> Option<FeedPosition> {
        match &*self.read() {
            State::Ready(built) => Some(built.place()),
            _ => None,
        }
    }

    /// Returns the memory that the index takes without its JSON, in bytes; `None` unless the index
    /// is built.
    pub(crate) fn base_bytes(&self) -> Option<usize> {
        self.place().map(|_| self.base_bytes.load(Ordering::Relaxed))
    }

    /// Returns the position of the last change in the index, if the index is built and complete.
    fn whole_to(&self) -> Option<FeedPosition> {
        match &*self.read() {
            State::Ready(built) if built.is_whole => Some(built.place()),
            _ => None,
        }
    }
}

/// The indexes of all organizations.
#[derive(Debug)]
pub struct Indexes {
    context: Context,
    budget: Arc<MemoryBudget>,
    settings: IndexSettings,
    folder: Option<Folder>,
    /// True when the builds of all indexes in the folder of saved indexes were requested.
    is_folder_read: AtomicBool,
    kept: Mutex<HashMap<OrgId, Arc<OrgIndex>>>,
    used_bytes: AtomicUsize,
    /// Notified when an index is to be built.
    wanted: Notify,
    /// The number of indexes that were ever requested.
    turns: AtomicU64,
    /// True when the server has tried to build the indexes of the largest organizations.
    is_complete: AtomicBool,
}

/// Removes the saved indexes of a folder, which may be missing. Saved indexes hold names of
/// customers, so a folder that is no longer used must not keep them. A failure is only logged.
pub async fn clear_images(folder: PathBuf) {
    saved::clear(Folder::at(folder)).await;
}

impl Indexes {
    pub(crate) fn new(context: Context, budget: Arc<MemoryBudget>) -> Self {
        let settings = context.settings.index.clone();
        let folder = settings.images.clone().map(Folder::at);
        Self {
            context,
            budget,
            folder,
            is_folder_read: AtomicBool::new(false),
            is_complete: AtomicBool::new(!settings.enabled),
            settings,
            kept: Mutex::default(),
            used_bytes: AtomicUsize::new(0),
            wanted: Notify::new(),
            turns: AtomicU64::new(0),
        }
    }

    fn all(&self) -> Vec<(OrgId, Arc<OrgIndex>)> {
        let kept = self.kept.lock();
        kept.iter().map(|(org, kept)| (*org, Arc::clone(kept))).collect()
    }

    /// Drops an index, so that it is built again.
    fn forget(&self, kept: &OrgIndex) {
        *kept.write() = State::Building;
        kept.answers().clear();
        self.count(kept, None);
    }
}

impl Indexes {
    /// Tells whether the server has tried to build the indexes of the largest organizations. Also
    /// true when indexes are disabled.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.is_complete.load(Ordering::Relaxed)
    }

    /// Returns the state of an organization's index; `None` when the organization has no index.
    #[must_use]
    pub fn index_state(&self, org: OrgId) -> Option<IndexState> {
        let kept = self.kept.lock();
        Some(match &*kept.get(&org)?.read() {
            State::Building => IndexState::Building,
            State::Ready(_) => IndexState::Ready,
            State::TooLarge { .. } => IndexState::TooLarge,
        })
    }

    /// Returns the memory that all indexes take with their JSON, in bytes.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.used_bytes.load(Ordering::Relaxed)
    }

    /// Returns the index of an organization. A missing index is created now and built soon.
    pub(crate) fn kept(&self, org: OrgId) -> Arc<OrgIndex> {
        let mut all = self.kept.lock();
        let kept = all.entry(org).or_insert_with(|| {
            self.wanted.notify_one();
            Arc::new(OrgIndex {
                state: RwLock::new(State::Building),
                answers: Mutex::default(),
                feeding: tokio::sync::Mutex::default(),
                committed: self.context.store.follow(org),
                base_bytes: AtomicUsize::new(0),
                reserved_bytes: AtomicUsize::new(0),
                counted_bytes: AtomicUsize::new(0),
                turn: self.turns.fetch_add(1, Ordering::Relaxed),
                asked_ms: AtomicU64::new(0),
                unindexed: Mutex::default(),
            })
        });
        kept.asked_ms.store(self.uptime_ms(), Ordering::Relaxed);
        Arc::clone(kept)
    }

    /// Requests another build of an index that did not fit, if the time for the next attempt has
    /// come.
    fn try_again(&self, kept: &OrgIndex) {
        let now = self.uptime_ms();
        let is_time = |state: &State| match state {
            State::TooLarge { again_ms } => again_ms.is_some_and(|again| again <= now),
            _ => false,
        };
        if is_time(&kept.read()) {
            *kept.write() = State::Building;
            self.wanted.notify_one();
        }
    }

    fn uptime_ms(&self) -> u64 {
        u64::try_from(self.context.clock.uptime().as_millis()).unwrap_or(u64::MAX)
    }

    /// Removes an index from memory. The index is built again when a query needs it.
    fn remove(&self, org: OrgId) {
        let removed = self.kept.lock().remove(&org);
        if let Some(removed) = removed {
            self.forget(&removed);
        }
    }

    /// Removes indexes without recent queries when there are many indexes, since each commit of an
    /// organization costs work for its index.
    fn drop_unused(&self) {
        let all = self.all();
        let now = self.uptime_ms();
        let many = all.len().saturating_sub(INDEXES_KEPT_UNUSED);
        let unused = all.into_iter().filter(|(_, kept)| {
            now.saturating_sub(kept.asked_ms.load(Ordering::Relaxed)) >= INDEX_UNUSED_MS
        });
        unused.take(many).for_each(|(org, _)| self.remove(org));
    }

    /// Drops an organization's index if the database has an older state or a later history than the
    /// index, because another server has taken over. `known` is the last change in the index.
    /// `last` is the last change in the database, and was read after `known`.
    pub(crate) fn compare_history(&self, org: OrgId, known: FeedPosition, last: FeedPosition) {
        let is_less = known.history == last.history && last.seq < known.seq;
        if !is_less && known.history >= last.history {
            return;
        }
        let all = self.kept.lock();
        let kept = all.get(&org).cloned();
        drop(all);
        let Some(kept) = kept else { return };
        // Another task may have dropped the index meanwhile.
        let is_old = kept.place().is_some_and(|it| it.history < last.history);
        if is_less || is_old {
            let why = if is_less { "the database is older than the index" } else { ANOTHER_SERVER };
            self.drop_index(org, &kept, why);
        }
    }

    /// Returns the position of the last change in an organization's index; `None` unless the index
    /// is built.
    pub(crate) fn indexed_to(&self, org: OrgId) -> Option<FeedPosition> {
        let all = self.kept.lock();
        let kept = all.get(&org).cloned();
        drop(all);
        kept?.place()
    }

    /// Drops an organization's index and builds it again, after writes that recorded no change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rebuild_index(&self, org: OrgId) -> Result<()> {
        let kept = self.kept(org);
        self.forget(&kept);
        self.build(org, &kept, true).await
    }

    /// Drops an index, and has it built again soon.
    fn drop_index(&self, org: OrgId, kept: &OrgIndex, why: &str) {
        tracing::warn!(%org, why, "the index is built again");
        self.forget(kept);
        self.wanted.notify_one();
    }
}
