//! Saving indexes when the application closes, and loading them when the application starts. The
//! file of a saved index is removed before the index is used, so that no later start can find an
//! outdated file.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use deskbell_index::{CapacityExceeded, Delta, Image, Index, Unusable};
use deskbell_model::{History, OrgId};
use deskbell_storage::Class;
use tokio::task::spawn_blocking;
use tokio::time::timeout_at;

use super::folder::{Folder, SavedFile, WriteLimits};
use super::lookup::LookupRows;
use super::stamp::{Stamp, StateAt};
use super::{Indexes, OrgIndex, State};
use crate::context::Organizations;
use crate::error::Result;
use crate::index::limits::{INDEX_SAVE_MS, INDEXES_SAVED_MAX};

/// An index that was built from rows or loaded from a file, and the history to which the index's
/// changes belong.
pub(super) type MadeIndex = (Box<Index>, History);

/// The opened file of a saved index, or the reason why the file cannot be used; `None` if there is
/// no file.
type Opened = Option<std::result::Result<Image<SavedFile>, Unusable>>;

fn open(folder: &Folder, org: OrgId) -> Opened {
    match folder.open(org) {
        Ok(None) => None,
        Ok(Some((file, length))) => Some(Image::open(file, length)),
        Err(error) => Some(Err(error.into())),
    }
}

/// Runs a function that waits for the disk on a blocking thread, and converts a panic to an error.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

pub(super) async fn clear(folder: Folder) {
    if let Err(error) = on_disk(move || folder.clear()).await {
        tracing::warn!(%error, "the saved indexes cannot be removed");
    }
}

impl Indexes {
    /// Loads an organization's index from its file. Returns `None` when the index must be built
    /// from rows, for example because it needs more than `memory_max` bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn read_saved(
        &self,
        org: OrgId,
        memory_max: usize,
    ) -> Result<Option<std::result::Result<MadeIndex, CapacityExceeded>>> {
        let Some(folder) = self.folder.clone() else { return Ok(None) };
        let opened = spawn_blocking({
            let folder = folder.clone();
            move || open(&folder, org)
        });
        let image = match opened.await {
            Ok(None) => return Ok(None),
            Ok(Some(Ok(image))) => image,
            Ok(Some(Err(error))) => return Ok(self.reject(org, &error).await),
            Err(_) => return Ok(self.reject(org, &Unusable::Damaged).await),
        };
        let Some(stamp) = Stamp::read(image.stamp()) else {
            return Ok(self.reject(org, &Unusable::Layout).await);
        };
        let found =
            self.context.store.snapshot(Class::Point, StateAt(org, stamp.place.seq)).await?;
        if let Err(why) = stamp.check(org, &found) {
            tracing::info!(%org, why, "the saved index is not used");
            self.remove_saved(org).await;
            return Ok(None);
        }
        if stamp.memory_bytes > memory_max as u64 {
            return Ok(Some(Err(CapacityExceeded)));
        }
        let lookup = self.context.store.snapshot(Class::Scan, LookupRows(org)).await?;
        if !self.remove_saved(org).await {
            return Ok(None);
        }
        let loading = spawn_blocking(move || {
            let mut index = Box::new(image.load(stamp.place.seq)?);
            let lookup = Delta { seq: index.seq(), ..lookup };
            index.take(&lookup).map_err(|CapacityExceeded| Unusable::Damaged)?;
            Ok((index.bytes() <= memory_max).then_some(index).ok_or(CapacityExceeded))
        });
        Ok(match loading.await {
            Ok(Ok(made)) => Some(made.map(|index| (index, stamp.place.history))),
            Ok(Err(error)) => self.reject(org, &error).await,
            Err(_) => self.reject(org, &Unusable::Damaged).await,
        })
    }

    /// Logs why a file cannot be used, and removes the file.
    async fn reject<T>(&self, org: OrgId, error: &Unusable) -> Option<T> {
        match error {
            Unusable::Layout => {
                tracing::info!(%org, why = %error, "the saved index is not used");
            }
            _ => tracing::warn!(%org, %error, "the saved index cannot be read"),
        }
        self.remove_saved(org).await;
        None
    }

    /// Removes the file of an organization's saved index. Returns `false` when the removal fails.
    pub(super) async fn remove_saved(&self, org: OrgId) -> bool {
        let Some(folder) = self.folder.clone() else { return true };
        let removed = on_disk(move || folder.remove(org)).await;
        if let Err(error) = &removed {
            tracing::warn!(%org, %error, "the saved index cannot be removed");
        }
        removed.is_ok()
    }

    /// Removes the file of an organization's saved index, because the file could contain erased
    /// texts.
    pub(crate) async fn forget_saved(&self, org: OrgId) {
        self.remove_saved(org).await;
    }

    /// Removes the saved indexes of all organizations.
    pub(super) async fn clear_saved(&self) {
        if let Some(folder) = self.folder.clone() {
            clear(folder).await;
        }
    }

    /// Requests the build of each index that has a file, and removes the files of organizations
    /// that do not exist. A build removes the file of its index, so no file is left when all
    /// indexes are built.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn want_saved(&self) -> Result<()> {
        let Some(folder) = self.folder.clone() else { return Ok(()) };
        if self.is_folder_read.load(Ordering::Relaxed) {
            return Ok(());
        }
        let saved = on_disk(move || folder.organizations()).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the saved indexes cannot be read");
            Vec::new()
        });
        for org in saved {
            let before = OrgId::new(org.get() - 1);
            let found = self.context.store.read(Class::Point, Organizations(before, 1)).await?;
            if found.first().is_some_and(|found| found.id == org) {
                self.kept(org);
            } else {
                self.remove_saved(org).await;
            }
        }
        self.is_folder_read.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Saves the indexes, the largest first, within [`INDEX_SAVE_MS`], and drops them. When time or
    /// disk space runs out, the remaining indexes are not saved. An index without a file is built
    /// from rows at the next start.
    pub(crate) async fn save_indexes(&self) {
        let Some(folder) = self.folder.clone() else { return };
        let mut built = self.all();
        built.retain(|(_, kept)| kept.base_bytes().is_some_and(|bytes| bytes > 0));
        if built.is_empty() {
            return;
        }
        built.sort_by_key(|(_, kept)| std::cmp::Reverse(kept.base_bytes()));
        built.truncate(INDEXES_SAVED_MAX);
        let until = Instant::now() + Duration::from_millis(INDEX_SAVE_MS);
        let made = on_disk({
            let folder = folder.clone();
            move || folder.make().and_then(|()| folder.bytes())
        });
        let there = match made.await {
            Ok(bytes) => bytes,
            Err(error) => return tracing::warn!(%error, "the indexes cannot be saved"),
        };
        let mut limits =
            WriteLimits { bytes: (self.memory_max() as u64).saturating_sub(there), until };
        for (org, kept) in built {
            // A database that does not answer, or a slow disk, must not delay the stop.
            let saving = self.save_index(&folder, org, &kept, limits);
            let late = || io::Error::new(ErrorKind::TimedOut, "saving takes too long");
            let saved = timeout_at(until.into(), saving).await.unwrap_or_else(|_| Err(late()));
            match saved {
                Ok(bytes) => limits.bytes -= bytes,
                Err(error) => {
                    tracing::warn!(%error, %org, "the index cannot be saved");
                    if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::StorageFull) {
                        break;
                    }
                }
            }
        }
        if let Err(error) = on_disk(move || folder.sync()).await {
            tracing::warn!(%error, "the indexes cannot be saved");
        }
    }

    /// Saves an index, drops it, and returns the length of its file.
    async fn save_index(
        &self,
        folder: &Folder,
        org: OrgId,
        kept: &Arc<OrgIndex>,
        limits: WriteLimits,
    ) -> io::Result<u64> {
        let begun = Instant::now();
        let Some(place) = kept.place() else { return Ok(0) };
        let state = StateAt(org, place.seq);
        let found = self.context.store.snapshot(Class::Point, state).await;
        let found = found.map_err(io::Error::other)?;
        let memory_bytes = kept.base_bytes.load(Ordering::Relaxed) as u64;
        let Some(stamp) = Stamp::of(org, place, memory_bytes, &found) else { return Ok(0) };
        let State::Ready(built) = std::mem::replace(&mut *kept.write(), State::Building) else {
            return Ok(0);
        };
        if built.place() != place {
            return Ok(0);
        }
        let (folder, stamp) = (folder.clone(), stamp.written());
        let written =
            on_disk(move || folder.write(org, limits, |mut to| built.index.save(&stamp, &mut to)));
        let bytes = written.await?;
        let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(%org, mib = bytes.div_ceil(1024 * 1024), took_ms, "the index is saved");
        Ok(bytes)
    }
}
