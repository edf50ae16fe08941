//! The limit on waiting scans.

use crate::limits::SCANS_WAITING_MAX;
use tokio::sync::Semaphore;

/// The semaphore that limits the waiting scans of an engine.
pub(crate) fn scans_waiting() -> Semaphore {
    Semaphore::new(SCANS_WAITING_MAX)
}
