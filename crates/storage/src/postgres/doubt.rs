//! Doubt about whether a server is still the primary.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

pub(super) const REPLACED: &str =
    "another server has taken over from this one: it is not the database any more";

/// The latest time at which the server was found to have changed: the server stopped answering,
/// refused writes, or was replaced by another server. Connections made before this time are not
/// reused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubt(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    raised: Option<Instant>,
    /// The latest timeline seen on any connection; 0 before the first connection.
    timeline: i64,
    /// True when rows may come from servers other than the connected server.
    is_distributed: bool,
}

impl Doubt {
    /// Makes pools discard all connections that exist now.
    pub(crate) fn raise(&self) {
        self.found().raised = Some(Instant::now());
    }

    /// Returns whether a server on this timeline is the primary: a former primary is on an earlier
    /// timeline than another server seen before.
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

    /// Notes that the server may read rows from other servers (Citus), which have their own
    /// timelines.
    pub(crate) fn distribute(&self) {
        self.found().is_distributed = true;
    }

    /// Returns whether the server may read rows from other servers.
    pub(crate) fn is_distributed(&self) -> bool {
        self.found().is_distributed
    }

    /// Returns whether rows read with this timeline are the primary's rows. Always true with Citus,
    /// where the timeline is a worker's timeline, and the connected server was checked when the
    /// connection began.
    pub(crate) fn is_current(&self, timeline: i64) -> bool {
        self.found().is_distributed || self.is_current_server(timeline)
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock()
    }

    /// Returns whether a connection made at this time must be discarded.
    pub(crate) fn covers(&self, made: Instant) -> bool {
        self.found().raised.is_some_and(|raised| made <= raised)
    }
}
