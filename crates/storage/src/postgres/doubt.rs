//! The doubt whether a server is still the database.

use std::sync::Arc;
use std::time::Instant;

use parking_lot::{Mutex, MutexGuard};

/// The reason why a server is not asked.
pub(super) const REPLACED: &str =
    "another server has taken over from this one: it is not the database any more";

/// The time at which the server was last found to have changed: it fell silent, takes no more
/// writes, or another has taken over. Older connections are not used again, in any pool: otherwise
/// each would have to find out for itself, at the cost of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubt(Arc<Mutex<Found>>);

/// The findings about the server.
#[derive(Debug, Default)]
struct Found {
    raised: Option<Instant>,
    /// The latest timeline of any connection; 0 before the first.
    timeline: i64,
}

impl Doubt {
    /// Makes the existing connections go away when they are returned.
    pub(crate) fn raise(&self) {
        self.found().raised = Some(Instant::now());
    }

    /// Tells whether a server on this timeline is the database. One on a later timeline than any
    /// before has taken over; one on an earlier timeline was the database once.
    pub(crate) fn is_current(&self, timeline: i64) -> bool {
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

    fn found(&self) -> MutexGuard<'_, Found> {
        self.0.lock()
    }

    /// Tells whether a connection made at this time must be discarded.
    pub(crate) fn covers(&self, made: Instant) -> bool {
        self.found().raised.is_some_and(|raised| made <= raised)
    }
}
