//! The memory of indexes: the use of each index, the limit of a new index, and the release of
//! memory at the limit. Cached JSON is dropped first, then indexes without recent queries.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use deskbell_index::Index;
use deskbell_model::OrgId;
use deskbell_storage::Class;

use super::build::Estimate;
use super::{Indexes, OrgIndex, State};
use crate::error::Result;
use crate::index::limits::{INDEX_BYTES_MIN, INDEX_COLD_MS};

/// The memory that is reserved for an index while it is built.
#[derive(Debug)]
pub(super) struct Reservation<'k> {
    kept: &'k OrgIndex,
    /// The memory that the index may take, in bytes.
    pub(super) bytes_max: usize,
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.kept.reserved_bytes.store(0, Ordering::Relaxed);
    }
}

impl OrgIndex {
    /// Returns the memory of the index without its JSON, or the reserved memory of an index under
    /// construction, in bytes.
    fn taken_bytes(&self) -> usize {
        let reserved = self.reserved_bytes.load(Ordering::Relaxed);
        self.base_bytes.load(Ordering::Relaxed).max(reserved)
    }
}

impl Indexes {
    pub(super) fn memory_max(&self) -> usize {
        self.settings.memory_mib.saturating_mul(1024 * 1024)
    }

    /// Returns the memory that is left for the index `own`, in bytes: the limit minus the memory of
    /// the other indexes without their JSON.
    fn room_beside(&self, own: &OrgIndex) -> usize {
        self.room_among(self.kept.lock().values(), own)
    }

    fn room_among<'k>(
        &self,
        all: impl Iterator<Item = &'k Arc<OrgIndex>>,
        own: &OrgIndex,
    ) -> usize {
        let others = all.filter(|kept| !std::ptr::eq(&raw const ***kept, own));
        let taken: usize = others.map(|kept| kept.taken_bytes()).sum();
        self.memory_max().saturating_sub(taken)
    }

    /// Reserves memory for an index that is to be built. For a build that is concurrent with other
    /// builds, reserves a little more than the estimate; returns `None` when less memory is free. A
    /// build that runs alone may take all free memory.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn reserve<'k>(
        &self,
        org: OrgId,
        kept: &'k OrgIndex,
        is_alone: bool,
    ) -> Result<Option<Reservation<'k>>> {
        let estimate = self.context.store.read(Class::Point, Estimate(org)).await?;
        let estimate = usize::try_from(estimate).unwrap_or(usize::MAX);
        let share = estimate.saturating_add(estimate / 4).saturating_add(INDEX_BYTES_MIN);
        // While this lock is held, no other build reserves memory.
        let all = self.kept.lock();
        let room = self.room_among(all.values(), kept);
        if !is_alone && share > room {
            return Ok(None);
        }
        kept.reserved_bytes.store(share.min(room), Ordering::Relaxed);
        Ok(Some(Reservation { kept, bytes_max: if is_alone { room } else { share } }))
    }

    /// Updates the bytes that are counted for an index in the total of all indexes.
    pub(super) fn count(&self, kept: &OrgIndex, index: Option<&Index>) {
        let base = index.map_or(0, Index::bytes);
        kept.base_bytes.store(base, Ordering::Relaxed);
        let now = index.map_or(0, |index| base.saturating_add(index.parts_bytes()));
        self.used_bytes.fetch_add(now, Ordering::Relaxed);
        // With the swap each counted value is subtracted once, even by concurrent calls.
        let counted = kept.counted_bytes.swap(now, Ordering::Relaxed);
        self.used_bytes.fetch_sub(counted, Ordering::Relaxed);
    }

    /// Measures an index after an update, and frees memory if the indexes exceed the limit.
    pub(super) fn count_fed(&self, org: OrgId, kept: &OrgIndex) {
        if let State::Ready(built) = &*kept.read() {
            self.count(kept, Some(&built.index));
        }
        self.drop_json();
        if self.used_bytes() <= self.memory_max() {
            return;
        }
        let fits = || kept.taken_bytes() <= self.room_beside(kept);
        for (cold, _) in self.cold(kept) {
            if fits() {
                return;
            }
            self.remove(cold);
        }
        if !fits() {
            self.set_too_large(org, kept);
        }
    }

    /// Frees cached JSON until all indexes together fit into the limit, beginning with the index
    /// that has the most JSON.
    fn drop_json(&self) {
        let over = || self.used_bytes().saturating_sub(self.memory_max());
        if over() == 0 {
            return;
        }
        let json = |kept: &OrgIndex| {
            let base = kept.base_bytes.load(Ordering::Relaxed);
            kept.counted_bytes.load(Ordering::Relaxed).saturating_sub(base)
        };
        let mut all = self.all();
        all.sort_by_cached_key(|(_, kept)| Reverse(json(kept)));
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

    /// Returns the indexes other than `beside` that had no recent queries, least recently queried
    /// first, each with its size in bytes.
    fn cold(&self, beside: &OrgIndex) -> Vec<(OrgId, usize)> {
        let now = self.uptime_ms();
        let mut cold: Vec<_> = self
            .all()
            .into_iter()
            .filter(|(_, kept)| !std::ptr::eq(&raw const **kept, beside))
            .map(|(org, kept)| {
                let asked = kept.asked_ms.load(Ordering::Relaxed);
                (asked, org, kept.base_bytes.load(Ordering::Relaxed))
            })
            .filter(|(asked, _, bytes)| *bytes > 0 && now.saturating_sub(*asked) >= INDEX_COLD_MS)
            .collect();
        cold.sort_unstable();
        cold.into_iter().map(|(_, org, bytes)| (org, bytes)).collect()
    }

    /// Drops indexes without recent queries until an index that needs more than `had` bytes may
    /// fit. If dropping every index without recent queries cannot free enough memory, drops no
    /// index and returns `false`.
    pub(super) async fn make_way(&self, org: OrgId, kept: &OrgIndex, had: usize) -> Result<bool> {
        let estimate = self.context.store.read(Class::Point, Estimate(org)).await?;
        let needed = usize::try_from(estimate).unwrap_or(usize::MAX).max(had.saturating_add(1));
        let cold: usize = self.cold(kept).iter().map(|(_, bytes)| bytes).sum();
        if needed > self.room_beside(kept).saturating_add(cold) {
            return Ok(false);
        }
        for (org, _) in self.cold(kept) {
            if needed <= self.room_beside(kept) && had < self.room_beside(kept) {
                break;
            }
            self.remove(org);
        }
        Ok(self.room_beside(kept) > had)
    }

    /// Drops an index that does not fit. The build is tried again when other indexes may be
    /// dropped, unless the index already had all the memory.
    pub(super) fn set_too_large(&self, org: OrgId, kept: &OrgIndex) {
        let is_alone = self.room_beside(kept) == self.memory_max();
        self.forget(kept);
        let again_ms = (!is_alone).then(|| self.uptime_ms().saturating_add(INDEX_COLD_MS));
        *kept.write() = State::TooLarge { again_ms };
        tracing::warn!(
            %org,
            "the index does not fit into index.memory_mib: lists are read from the database, which \
             takes longer"
        );
    }
}
