//! Doubt whether a server is still the primary.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

/// The reason why a server is not used.
pub(super) const REPLACED: &str =
    "another server has taken over from this one: it is not the database any more";

/// The latest time at which the server was found to have changed: it stopped answering, refused
/// writes, or another server took over. No pool reuses connections made before this time; otherwise
/// each of them would fail one request to find this out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubt(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    raised: Option<Instant>,
    /// The latest timeline seen on any connection; 0 before the first.
    timeline: i64,
    /// True when rows may come from other servers than the one connected to.
    is_distributed: bool,
}

impl Doubt {
    /// Makes pools discard all existing connections instead of reusing them.
    pub(crate) fn raise(&self) {
        self.found().raised = Some(Instant::now());
    }

    /// Tells whether a server on this timeline is the primary. A server on a later timeline than
    /// any before has taken over; a server on an earlier one is a former primary.
    pub(crate) fn is_current_server(&self, timeline: i64) -> bool {
        let mut found = self.found();
        if timeline == found.timeline {
            return true;
        }
        let is_later = timeline > found.timeline;
        if is_later && found.timeline > 0 {
            found.raised = Some(Instant::now());
            tracing::warn!(
                timeline,
                before = found.timeline,
                "another PostgreSQL server has taken over: what it has is read anew, and whoever \
                 follows changes is told"
            );
        }
        found.timeline = found.timeline.max(timeline);
        is_later
    }

    /// Notes that the server may read rows from other servers (Citus), each on a timeline of its
    /// own.
    pub(crate) fn distribute(&self) {
        self.found().is_distributed = true;
    }

    /// Tells whether the server may read rows from other servers.
    pub(crate) fn is_distributed(&self) -> bool {
        self.found().is_distributed
    }

    /// Tells whether rows read with this timeline are those of the primary. With Citus always true:
    /// the timeline is that of a worker, and says nothing about the server connected to, which is
    /// judged when a connection begins.
    pub(crate) fn is_current(&self, timeline: i64) -> bool {
        self.found().is_distributed || self.is_current_server(timeline)
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock()
    }

    /// Tells whether a connection made at this time must be discarded.
    pub(crate) fn covers(&self, made: Instant) -> bool {
        self.found().raised.is_some_and(|raised| made <= raised)
    }
}
