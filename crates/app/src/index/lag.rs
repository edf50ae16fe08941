//! The lag of indexes, for metrics: the commits that this process knows and that an index lacks.

use std::time::Duration;

use deskbell_model::FeedPosition;

use super::{IndexState, Indexes, OrgIndex, State};

/// A commit that an index lacked, with the uptime in milliseconds at which the lack was first seen.
pub(super) type Unindexed = Option<(FeedPosition, u64)>;

/// The number of indexes in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexCounts {
    /// The number of indexes that answer queries.
    pub ready: usize,
    /// The number of indexes that wait to be built, or are being built.
    pub building: usize,
    /// The number of indexes that do not fit into the allowed memory.
    pub too_large: usize,
}

impl OrgIndex {
    /// Returns the time for which the index has lacked a known commit, in milliseconds. The time is
    /// measured from the first call at which the index lacked the commit.
    fn lag_ms(&self, now_ms: u64) -> u64 {
        let known = *self.committed.borrow();
        let mut unindexed = self.unindexed.lock();
        let Some(place) = self.place() else {
            *unindexed = None;
            return 0;
        };
        if unindexed.is_none_or(|(commit, _)| place >= commit) {
            *unindexed = (place < known).then_some((known, now_ms));
        }
        unindexed.map_or(0, |(_, since)| now_ms.saturating_sub(since))
    }
}

impl Indexes {
    /// Counts the indexes in each state.
    #[must_use]
    pub fn counts(&self) -> IndexCounts {
        let mut counts = IndexCounts::default();
        for (_, kept) in self.all() {
            let state = match &*kept.read() {
                State::Building => IndexState::Building,
                State::Ready(_) => IndexState::Ready,
                State::TooLarge { .. } => IndexState::TooLarge,
            };
            *match state {
                IndexState::Building => &mut counts.building,
                IndexState::Ready => &mut counts.ready,
                IndexState::TooLarge => &mut counts.too_large,
            } += 1;
        }
        counts
    }

    /// Returns the longest time for which an index has lacked a commit that this process knows. The
    /// time is measured from the first call at which the index lacked the commit.
    #[must_use]
    pub fn lag(&self) -> Duration {
        let now_ms = self.uptime_ms();
        let lags = self.all().into_iter().map(|(_, kept)| kept.lag_ms(now_ms));
        Duration::from_millis(lags.max().unwrap_or(0))
    }

    /// Returns the memory that all indexes together may take, in bytes.
    #[must_use]
    pub fn bytes_max(&self) -> usize {
        if self.settings.enabled { self.memory_max() } else { 0 }
    }
}
